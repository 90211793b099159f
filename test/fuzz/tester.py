"""Builds a program in all ways, runs it under several schedules, and says what went wrong."""

import json
import os
import re
import shutil
import subprocess
import threading

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SCHEDULES = ["0", "1", "2", "3", "4"]
BUILDS = [("gcc", "-O0"), ("gcc", "-O2"), ("clang-19", "-O0"), ("clang-19", "-O2")]
SANITIZE = ["-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
COMMON = ["-fwrapv", "-I", HERE, "-I/usr/include/csmith"]
# What random text itself causes, in either form of the program.
NOISE = ["-Wno-" + w for w in """unused unused-parameter parentheses sign-compare type-limits bool-compare
    bool-operation int-in-bool-context overflow missing-field-initializers
    shift-negative-value tautological-compare div-by-zero""".split()]
CLANG_NOISE = ["-Wno-" + w for w in """unused-value constant-conversion unknown-warning-option
    tautological-constant-compare tautological-unsigned-zero-compare constant-logical-operand
    bitfield-constant-conversion literal-conversion implicit-const-int-float-conversion
    self-assign pointer-bool-conversion sometimes-uninitialized
    tautological-type-limit-compare missing-braces""".split()]
GCC_NOISE = ["-Wno-" + w for w in """unused-but-set-variable unused-value missing-braces
    switch-bool switch-unreachable logical-not-parentheses sequence-point""".split()]
TIMEOUT = 20
COMPILE_TIMEOUT = 300  # machines are busy
PERTURB = {"MALLOC_PERTURB_": "165"}


class Failure(Exception):
    def __init__(self, kind, detail, commands, output=""):
        self.kind, self.detail, self.commands, self.output = kind, detail, commands, output


class Discarded(Exception):
    pass


class Refused(Exception):
    pass


def execute(argv, timeout=TIMEOUT, env=None, cwd=None):
    """Status (None: took too long), standard output and error."""
    try:
        p = subprocess.run(argv, capture_output=True, text=True, errors="replace", timeout=timeout,
                           cwd=cwd, env=dict(os.environ, **(env or {})), stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return None, "", ""
    return p.returncode, p.stdout, p.stderr


class Tester:
    def __init__(self, asyncc, work, flags=()):
        self.asyncc = asyncc
        self.work = work
        self.flags = COMMON + list(flags)
        self.library = os.path.join(os.path.dirname(asyncc), "libasyncc.a")
        self.include = os.path.join(ROOT, "runtime", "include")
        self.made = threading.Lock()

    def object(self, name):
        """What programs are linked with: elided.o or leaf.o, made when first needed."""
        path = self.path(name)
        with self.made:
            if not os.path.exists(path):
                define = ["-DASYNCC_ELIDE"] if name == "elided.o" else []
                subprocess.run(["gcc", "-O1", "-I", self.include, "-c"] + define +
                               [os.path.join(HERE, "fuzz.c"), "-o", path], check=True)
        return path

    def path(self, name):
        return os.path.join(self.work, name)

    def elide(self, dir_, files, cc, level, extra=()):
        exe = os.path.join(dir_, "elided")
        argv = [cc, level, "-w", "-DASYNCC_ELIDE", "-I", self.include] + self.flags + list(extra) + \
            files + [self.object("elided.o"), self.library, "-luv", "-lpthread", "-lm", "-o", exe]
        status, _, err = execute(argv, COMPILE_TIMEOUT, cwd=dir_)
        if status != 0:
            raise Discarded("%s does not compile it elided: %s" % (cc, first_error(err)))
        status, out, err = execute([exe], 5, PERTURB, dir_)
        if status != 0:
            why = "takes too long" if status is None else first_error(err) or "fails"
            raise Discarded("elided (%s), it %s" % (cc, why) if status is None
                            else "elided (%s), it fails: %s" % (cc, why))
        return out

    def reference(self, dir_, files, strict=False):
        """What the elided program prints, or Discarded."""
        expected = self.elide(dir_, files, "gcc", "-O0")
        # clang has no nested functions, which a defer becomes.
        other = "gcc" if has_defer(dir_, files) else "clang-19"
        if self.elide(dir_, files, other, "-O2") != expected:
            raise Discarded("compilers differ on it elided")
        if strict:  # in reducing, programs become invalid in every way
            self.elide(dir_, files, "gcc", "-O1", SANITIZE)
            argv = ["gcc", "-O2", "-fsyntax-only", "-DASYNCC_ELIDE", "-I", self.include, "-Wall",
                    "-Wextra", "-Werror"] + GCC_NOISE + NOISE + self.flags + files
            if strict_warnings(dir_, files) and execute(argv, COMPILE_TIMEOUT, cwd=dir_)[0] != 0:
                raise Discarded("it has warnings")
            if self.elide(dir_, files, "gcc", "-O2") != expected:
                raise Discarded("gcc -O0 and -O2 differ on it elided")
        return expected

    def compile_elided(self, dir_, files, cc, flags):
        """The status and the messages of each file."""
        if has_defer(dir_, files):
            cc = "gcc"
        argv = [cc, "-c", "-DASYNCC_ELIDE", "-I", self.include] + flags + self.flags
        for f in files:
            status, _, err = execute(argv + [f, "-o", "/dev/null"], COMPILE_TIMEOUT, cwd=dir_)
            yield status, err

    def warnings_of_elided(self, dir_, files, cc, flags):
        found = set()
        for _, err in self.compile_elided(dir_, files, cc, flags + ["-Wno-error"]):
            found |= set(re.findall(r"\[-W([\w+-]+)=?\]", err))
        return found

    def lower(self, dir_, files, build, commands):
        """Builds the lowered program in one way."""
        cc, level, sanitize, emit = build
        exe = os.path.join(dir_, "lowered")
        if strict_warnings(dir_, files):
            flags = [level, "-Wall", "-Wextra", "-Werror"] + NOISE + \
                (CLANG_NOISE if cc != "gcc" else GCC_NOISE)
        else:
            flags = [level, "-Werror=uninitialized"] + \
                (["-Werror=maybe-uninitialized"] if cc == "gcc" else [])
        flags += SANITIZE if sanitize else []
        extra = []
        for attempt in range(2):
            err = ""
            steps = []
            if emit:
                objects = []
                for f in files:
                    text = f[:-2] + ".lowered.c"
                    steps.append([self.asyncc, "--cc=" + cc, "--emit=c"] + self.flags + [f, "-o", text])
                    objects.append(text)
                steps.append([cc, "-I", self.include, "-I", "."] + flags + extra + self.flags
                             + objects + [self.object("leaf.o"), self.library, "-luv", "-lpthread", "-lm",
                                          "-o", exe])
            else:
                steps.append([self.asyncc, "--cc=" + cc] + flags + extra + self.flags +
                             files + [self.object("leaf.o"), "-lm", "-o", exe])
            commands[:] = steps
            for argv in steps:
                status, _, err = execute(argv, COMPILE_TIMEOUT, cwd=dir_)
                if status != 0:
                    break
            if status == 0:
                return exe
            if status is None:
                raise Failure("compile takes too long", " ".join(build[:2]), commands)
            if status < 0 or status > 128 or "Sanitizer" in err or "runtime error" in err:
                raise Failure("compiler crash", first_error(err), commands, err)
            said = re.findall(r"\[-Werror[=,](?:-W)?([\w+-]+)=?\]", err)
            if said and not attempt:
                new = set(said) - self.warnings_of_elided(dir_, files, cc, flags)
                if new:
                    raise Failure("new warning", " ".join(sorted(new)), commands, err)
                extra = ["-Wno-" + w for w in sorted(set(said))]
                continue
            break
        if "not supported yet" in err:
            raise Refused(first_error(err))
        for status, said in self.compile_elided(dir_, files, cc, flags + extra):
            if status != 0:
                raise Discarded("%s does not compile it elided: %s" % (cc, first_error(said)))
        raise Failure("does not compile", first_error(err), commands, err)

    def test(self, dir_, files, builds, schedules=SCHEDULES):
        expected = self.reference(dir_, files)
        for build in builds:
            commands = []
            try:
                self.test_build(dir_, files, build, schedules, expected, commands)
            except Failure as e:
                e.build = build
                raise

    def test_build(self, dir_, files, build, schedules, expected, commands):
        exe = self.lower(dir_, files, build, commands)
        for schedule in schedules:
            env = dict(PERTURB, FUZZ_SCHEDULE=schedule)
            status, out, err = execute([exe], TIMEOUT, env, dir_)
            ran = commands + [["FUZZ_SCHEDULE=" + schedule, exe]]
            if status is None:
                raise Failure("hangs", "schedule " + schedule, ran)
            if status != 0:
                raise Failure("fails", "status %d: %s" % (status, first_error(err)), ran, err)
            if out != expected:
                raise Failure("mismatch", "schedule " + schedule, ran,
                              difference(expected, out))


def has_defer(dir_, files):
    for name in files:
        with open(os.path.join(dir_, name), encoding="latin-1") as f:
            if re.search(r"\bdefer\b", f.read()):
                return True
    return False


def strict_warnings(dir_, files):
    """Others' text warns of everything but what liveness must get right."""
    with open(os.path.join(dir_, files[0]), encoding="latin-1") as f:
        return not re.search("csmith|asyncified", f.read(200))


def first_error(err):
    for line in err.splitlines():
        m = re.search(r"(fatal |internal compiler )?(error|ERROR): (.*)", line)
        if m:
            return re.sub(r"==\d+==|0x[0-9a-f]+", "", m.group(3)).strip()
    return err.strip().splitlines()[0] if err.strip() else ""


def difference(expected, actual):
    a, b = expected.splitlines(), actual.splitlines()
    for i, (x, y) in enumerate(zip(a, b)):
        if x != y:
            return "line %d: expected %r, got %r" % (i + 1, x, y)
    return "expected %d lines, got %d" % (len(a), len(b))


def signature(failure):
    """What stays the same of a failure while its program is reduced."""
    detail = failure.detail
    if failure.kind in ("mismatch", "hangs"):
        return failure.kind
    return failure.kind + ": " + re.sub(r"['‘][^'’]*['’]|\d+", "…", detail)


def builds_of(seed, number):
    """The ways to build: all four, rotated; one under sanitizers, another through --emit=c."""
    result = []
    for i in range(4):
        cc, level = BUILDS[(seed + i) % 4]
        result.append((cc, level, i == 0, i == 1 + seed // 4 % 3))
    return result[:number]


def keep_failure(failure, path, dir_, files, note, **more):
    """Saves the program in a directory of its own, with what went wrong, for reduce."""
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    for f in files:
        shutil.copy(os.path.join(dir_, f), path)
    with open(os.path.join(path, "failure.json"), "w") as f:
        json.dump(dict(more, files=files, signature=signature(failure), build=failure.build), f,
                  indent=1)
    with open(os.path.join(path, "commands"), "w") as f:
        f.write("# %s: %s\n# %s\n" % (failure.kind, failure.detail, note))
        f.writelines(" ".join(c).replace(dir_, ".") + "\n" for c in failure.commands)
        f.write("".join("# %s\n" % line for line in failure.output.splitlines()))
    return "%s: %s; in %s" % (failure.kind, failure.detail, path)
