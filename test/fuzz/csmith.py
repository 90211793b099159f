"""csmith's programs in the dialect: all its functions async, some constants by way of an await.

csmith keeps effects apart itself, so its programs do not depend on the order of evaluation, and an
await of a leaf adds no effect.
"""

import random
import re
import shutil
import subprocess
import tempfile

OPTIONS = ["--no-packed-struct", "--no-argc", "--max-funcs", "6", "--max-block-depth", "3",
           "--max-block-size", "4", "--max-expr-complexity", "6"]
TOKEN = re.compile(r"/\*.*?\*/|//[^\n]*|^#[^\n]*|\"(?:\\.|[^\"])*\"|'(?:\\.|[^'])*'|\w+|\s+|.",
                   re.S | re.M)
FUNCTION = re.compile(r"func_\d+$")
CONSTANT = re.compile(r"(0[xX][0-9a-fA-F]+|\d+)[uUlL]*$")


def available():
    return shutil.which("csmith") is not None


def program(seed):
    """The text of a program, or None if csmith did not end in time."""
    try:
        # csmith leaves a file, platform.info, in the folder where it runs.
        with tempfile.TemporaryDirectory() as where:
            p = subprocess.run(["csmith", "--seed", str(seed)] + OPTIONS, capture_output=True,
                               text=True, timeout=10, cwd=where)
    except (subprocess.TimeoutExpired, OSError):
        return None
    return None if p.returncode else transform(p.stdout, random.Random(seed))


def transform(text, rng):
    tokens = [t for t in TOKEN.findall(text) if not t.startswith(("/*", "//"))]
    words = [i for i, t in enumerate(tokens) if not t.isspace()]
    out = list(tokens)
    depth, in_function, begins = 0, False, 0
    for place, i in enumerate(words):
        t, before = tokens[i], tokens[words[place - 1]] if place else ""
        after = tokens[words[place + 1]] if place + 1 < len(words) else ""
        if t == "{":
            if depth == 0:
                in_function = before == ")"
            depth += 1
        elif t == "}":
            depth -= 1
        elif depth == 0 and before in (";", "}") or before.startswith("#"):
            begins = i  # of a declaration
        if depth == 0 and (FUNCTION.match(t) or t == "main"):
            out[begins] = "async " + tokens[begins]
        elif depth and FUNCTION.match(t):
            out[i] = "(await " + t
            out[closing(tokens, i)] += ")"
        elif depth and in_function and CONSTANT.match(t) and rng.randrange(8) == 0 and \
                not (before == "[" and after == "]"):  # may be a declared dimension
            out[i] = "(%s + await leaf(0))" % t
    return '#include "fuzz.h"\n' + "".join(out)


def closing(tokens, i):
    """The parenthesis that ends the call whose name stands at i."""
    depth = 0
    while True:
        i += 1
        depth += {"(": 1, ")": -1}.get(tokens[i], 0)
        if depth == 0 and tokens[i] == ")":
            return i
