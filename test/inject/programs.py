"""The tests of Inject/Programs: each sample, and each program of Run that uses the runtime, disturbed
in all modes.

The programs are found, not listed: what includes <asyncc.h> and has an `async int main`. By default
few places of each are tried; the long run tries all (everywhere looks for ASYNCC_TEST_LONG).
"""
import glob
import os
import re

import lit.formats
import lit.Test
import lit.util

HERE = os.path.dirname(os.path.abspath(__file__))
INPUTS = os.path.join(HERE, "..", "Inject", "Inputs")
PYTHON = "/usr/bin/python3"

# What a program needs: arguments of `everywhere`, what that runs in, its own arguments.
NEEDS = {
    "echo": (["-DGRACE_MS=50", "--through", "%s %s/with-clients.py" % (PYTHON, INPUTS)],
             [], ["0"]),
    "fetch": ([], [PYTHON, INPUTS + "/with-http.py"], ["127.0.0.1", "PORT", "/"]),
    # Ten million levels take seconds, and all the memory that the program allows itself.
    "recursion-in-ten-million-levels": (["-DLEVELS=500"], [], ["d", "m", "p"]),
    "sections-nest-deep": (["-DDEPTH=100"], [], []),
    "many-tasks-take-turns": (["-DTASKS=20"], [], []),  # they are all the same
    "what-comes-between-an-end-and-the-queue": (["-DOTHERS=20"], [], []),
    # As it stands, it suspends two million times.
    "shielded-sections-deadlines-and-locals": (["-DNAP_MS=1"], [], []),
    "select-in-a-loop-does-not-grow": (["-DROUNDS=100", "-DBYTES=20"], [], []),  # of a million
}

# Programs that cannot be disturbed, and why.
SKIPPED = {
    "dropped-values-of-functions-that-only-gcc-knows": "ends the process within a task",
}


class Everywhere(lit.formats.TestFormat):
    def __init__(self, build_dir, sanitize):
        self.build_dir, self.sanitize = build_dir, sanitize

    def getTestsInDirectory(self, suite, path, lit_config, local_config):
        root = os.path.join(HERE, "..", "..")
        for file in sorted(glob.glob(root + "/samples/*.c") + glob.glob(root + "/test/Run/*.c")):
            with open(file, encoding="utf-8", errors="replace") as f:
                text = f.read()
            if "#include <asyncc.h>" in text and re.search(r"^async int main\b", text, re.M):
                name = os.path.splitext(os.path.basename(file))[0]
                yield lit.Test.Test(suite, path + (name,), local_config, os.path.abspath(file))

    def execute(self, test, lit_config):
        if test.path_in_suite[-1] in SKIPPED:
            return lit.Test.UNSUPPORTED, SKIPPED[test.path_in_suite[-1]]
        options, around, arguments = NEEDS.get(test.path_in_suite[-1], ([], [], []))
        output = test.getExecPath()
        os.makedirs(os.path.dirname(output), exist_ok=True)
        command = [*around, PYTHON, os.path.join(HERE, "everywhere"), "--build", self.build_dir,
                   "--sanitize", self.sanitize, "--output", output,
                   "--most", "6", *options, test.file_path, "--", *arguments]
        out, err, status = lit.util.executeCommand(
            command, env=test.config.environment, timeout=lit_config.maxIndividualTestTime)
        # Undisturbed, it must at least suspend: else nothing was tried.
        if status or not re.search(r"^wake .* of [1-9]", out, re.M):
            return lit.Test.FAIL, "%s\n%s%s" % (" ".join(command), out, err)
        return lit.Test.PASS, out
