#!/usr/bin/python3
"""Checks that what the documentation shows is what happens, or writes it there.

    docs.py [--update] --asyncc PROGRAM [--cc COMPILER] [--flags FLAGS] DIRECTORY FILE.md…

The fences of a page, in order:

    ```c                 a source file, example.c: it must compile without a warning
    ```c file=util.h     a further source file or header of the next example
    ```output            what the example prints: as asyncc lowers it, and elided
    ```output asyncc     the same, but the elided program may print something else
    ```error             what asyncc says of the example, instead
    ```error gcc         the same, with gcc behind
    ```dump PASS         what asyncc --dump=PASS shows of it, in lines of at most 96 columns
    ```dump lex LINE     the same of one line
    ```emit              what asyncc --emit=c makes of it, laid out for reading

--update writes the contents of all but the first two. Fences of other kinds are left alone.
"""
import argparse
import concurrent.futures
import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap

WARNINGS = ["-Wall", "-Wextra", "-Werror"]


class Block:
    def __init__(self, kind, words, line, end, text):
        self.kind, self.words, self.line, self.end, self.text = kind, words, line, end, text


def blocks_of(lines):
    """The fenced blocks of a page; `line` and `end` are the indices of the two fences."""
    found, opened = [], None
    for i, line in enumerate(lines):
        fence = re.match(r"```(.*)$", line)
        if not fence:
            continue
        if opened is None:
            opened = i, fence.group(1).split()
            continue
        begin, words = opened
        text = "".join(s + "\n" for s in lines[begin + 1:i])
        found.append(Block(words[0] if words else "", words[1:], begin, i, text))
        opened = None
    assert opened is None, "a fence is not closed"
    return found


class Example:
    """A ```c block, the ```c file= blocks before it, and the blocks that show what becomes of it."""

    def __init__(self, source, others):
        self.source, self.others, self.shown = source, others, []

    def has_main(self):
        return re.search(r"^(async |_Async )?int main\(", self.source.text, re.M)


def examples_of(blocks):
    found, others = [], []
    for b in blocks:
        if b.kind == "c" and b.words:
            others.append(b)
        elif b.kind == "c":
            found.append(Example(b, others))
            others = []
        elif b.kind in ("output", "error", "dump", "emit"):
            found[-1].shown.append(b)
    assert not others, "further files without an example"
    return found


def wrapped(text):
    """Breaks lines at spaces, and leaves out blank ones: generated lines are long."""
    out = []
    for line in text.splitlines():
        if not line.strip():
            continue
        indent = re.match(r" *", line).group()
        out += textwrap.wrap(line, 96, initial_indent="", subsequent_indent=indent + "    ",
                             break_long_words=False, break_on_hyphens=False,
                             drop_whitespace=True) if len(line) > 96 else [line.rstrip()]
    return "".join(s + "\n" for s in out)


def laid_out(text):
    """Generated code, which has a few long lines, with further line breaks and indentation."""
    out, depth = [], 0

    def put(part):
        nonlocal depth
        part = part.strip()
        depth -= part.startswith("}")
        indent = "  " * depth
        if part:
            out.extend(textwrap.wrap(part, 96, initial_indent=indent,
                                     subsequent_indent=indent + "    ",
                                     break_long_words=False, break_on_hyphens=False))
        depth += part.endswith("{")

    for line in text.splitlines():
        if line.startswith("#"):
            out.append(line)
            continue
        begin = i = parens = 0
        while i < len(line):
            c = line[i]
            parens += (c in "([") - (c in ")]")
            inner = re.compile(r"\{[^;{}]*\}").match(line, i)  # enumerators, initialisers
            if inner and not parens:
                i = inner.end()
                continue
            end = i + 1
            if c == "}":
                put(line[begin:i])
                begin = i
                end = re.compile(r"\}(\s*\w*;)?").match(line, i).end()
            if not parens and c in ";{}":
                put(line[begin:end])
                begin = end
            i = end
        put(line[begin:])
    return "".join(s + "\n" for s in out)


class Failed(Exception):
    pass


class Checker:
    def __init__(self, options):
        self.asyncc = os.path.abspath(options.asyncc)
        self.cc = options.cc
        self.flags = shlex.split(options.flags)

    def run(self, directory, argv, good=True):
        r = subprocess.run(argv, cwd=directory, capture_output=True, text=True, timeout=100,
                           env=dict(os.environ, LC_ALL="C", ASYNCC_CC=self.cc))
        if good and r.returncode:
            raise Failed(f"{shlex.join(argv)}: status {r.returncode}\n{r.stdout}{r.stderr}")
        return r

    def asked(self, word):
        return shlex.split(self.run(".", [self.asyncc, word]).stdout)

    def build(self, directory, sources):
        self.run(directory, [self.asyncc, "-O1", *WARNINGS, *self.flags, *sources, "-o", "lowered"])

    def printed(self, directory, sources, elided):
        """What the example prints; None: it is not to be had."""
        lowered = self.run(directory, ["./lowered"]).stdout
        if elided:
            self.run(directory, [self.cc, "-O1", "-DASYNCC_ELIDE", *self.asked("--print-cflags"),
                                 *self.flags, *sources, *self.asked("--print-libs"),
                                 "-o", "elided"])
            other = self.run(directory, ["./elided"]).stdout
            if other != lowered:
                raise Failed(f"the elided program prints something else:\n{other}")
        return lowered

    def said(self, directory):
        r = self.run(directory, [self.asyncc, "-fsyntax-only", "example.c"], good=False)
        if not r.returncode:
            raise Failed("asyncc accepts it")
        return r.stderr

    def dumped(self, directory, name, *line):
        text = self.run(directory, [self.asyncc, "--dump=" + name, "example.c"]).stdout
        if line:
            text = "".join(s for s in text.splitlines(True) if s.startswith(f"example.c:{line[0]}:"))
        if name == "emit":
            # Not the headers before it, nor markers of lines: they break up what is to be read.
            text = text[re.search(r"^enum \w+__state", text, re.M).start():]
            return laid_out(re.sub(r'\n# \d+ ".*".*\n *', " ", text))
        return wrapped(text)

    def emitted(self, directory):
        return laid_out(self.run(directory, [self.asyncc, "--emit=c", "example.c"]).stdout)

    def check(self, directory, example):
        """The contents that each of the shown blocks should have."""
        if "clang" in self.cc and any("gcc" in b.words for b in example.shown):
            return [b.text for b in example.shown]
        os.makedirs(directory)
        sources = ["example.c"]
        for b in example.others:
            name = b.words[0].removeprefix("file=")
            if name.endswith(".c"):
                sources.append(name)
            with open(os.path.join(directory, name), "w") as f:
                f.write(b.text)
        with open(os.path.join(directory, "example.c"), "w") as f:
            f.write(example.source.text)
        kinds = [b.kind for b in example.shown]
        if "error" not in kinds and example.has_main():
            self.build(directory, sources)
        elif "error" not in kinds:
            for s in sources:
                self.run(directory, [self.asyncc, *WARNINGS, "-c", s])
        real = []
        for b in example.shown:
            if b.kind == "output":
                real.append(self.printed(directory, sources, "asyncc" not in b.words))
            elif b.kind == "error":
                real.append(self.said(directory))
            elif b.kind == "dump":
                real.append(self.dumped(directory, *b.words))
            else:
                real.append(self.emitted(directory))
        return real


def attempt(checker, directory, example):
    try:
        return checker.check(directory, example)
    except (Failed, subprocess.TimeoutExpired) as e:
        return e


def page(checker, directory, path, update):
    """The number of things that are wrong in a page."""
    with open(path) as f:
        lines = f.read().splitlines()
    examples = examples_of(blocks_of(lines))
    bad, changes, name = 0, [], os.path.basename(path)
    places = [os.path.join(directory, f"{name}-{e.source.line + 1}") for e in examples]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda p: attempt(checker, *p), zip(places, examples)))
    for example, real in zip(examples, results):
        if isinstance(real, Exception):
            print(f"{name}:{example.source.line + 1}: {real}", file=sys.stderr)
            bad += 1
            continue
        for b, text in zip(example.shown, real):
            if text == b.text:
                continue
            changes.append((b, text))
            if not update:
                print(f"{name}:{b.line + 1}: not what happens:", file=sys.stderr)
                sys.stderr.writelines(difflib.unified_diff(
                    b.text.splitlines(True), text.splitlines(True), "page", "now"))
                bad += 1
    if update:
        for b, text in reversed(changes):
            lines[b.line + 1:b.end] = text.splitlines()
        with open(path, "w") as f:
            f.write("".join(s + "\n" for s in lines))
    print(f"{name}: {len(examples)} examples, {sum(len(e.shown) for e in examples)} shown, "
          f"{bad} wrong")
    return bad


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--update", action="store_true")
    p.add_argument("--asyncc", required=True)
    p.add_argument("--cc", default="cc")
    p.add_argument("--flags", default="")
    p.add_argument("directory")
    p.add_argument("files", nargs="+")
    options = p.parse_args()
    shutil.rmtree(options.directory, ignore_errors=True)
    checker = Checker(options)
    return any([page(checker, options.directory, f, options.update) for f in options.files])


if __name__ == "__main__":
    sys.exit(main())
