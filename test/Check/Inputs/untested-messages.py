"""Prints the messages of a diag.def that no test below a folder expects, and says so by its status.

A test expects a message where `error: `, `warning: ` or `note: ` stands before its text, with what is
put in for `%s`, or before the text's beginning. A line counts for the one message that it fits best.
"""
import pathlib
import re
import sys

BEGINNING = 28  # characters of a message's text that a test shows at least, if there are as many

# What no test can bring about, and why.
EXEMPT = {
    "E_LIBCLANG": "libclang does not crash over a text that we know",
    "E_NO_LIBCLANG": "the tests have libclang, and its path is compiled in",
    "E_TOO_LARGE": "it takes a text of 2 GiB",
    "E_UNKNOWN_SIZE": "libclang 19 knows the size of every type that we know",
}


def beginning(text):
    return re.sub(r"%l*$", "", text[:BEGINNING])


def pattern(text):
    pieces = re.split(r"(%l*\w)", text)
    return "".join(".+?" if i % 2 else re.escape(piece) for i, piece in enumerate(pieces))


def main():
    definitions, folder = map(pathlib.Path, sys.argv[1:])
    rows = re.findall(r'^DIAG\((\w+), \w+, "(.*)"\)$', definitions.read_text(), re.M)
    patterns = {name: re.compile(pattern(beginning(text))) for name, text in rows}
    whole = {name: re.compile(pattern(text)) for name, text in rows}
    literal = {name: len(re.sub(r"%l*\w", "", beginning(text))) for name, text in rows}
    missing = dict(rows)
    for path in folder.rglob("*"):
        if path.suffix not in (".c", ".test"):
            continue
        for line in path.read_text(errors="replace").splitlines():
            expected = re.search(r"(?:error|warning|note): (.*)", line)
            fits = [name for name in patterns if expected and patterns[name].match(expected[1])]
            if fits:
                best = max(fits, key=lambda n: (literal[n], bool(whole[n].match(expected[1]))))
                missing.pop(best, None)
    for name, text in missing.items():
        if name not in EXEMPT:
            print(f"{name}: {text}")
    for name in EXEMPT.keys() - missing.keys():
        print(f"{name} has a test: it is exempt no more")
    return bool(missing.keys() ^ EXEMPT.keys())


sys.exit(main())
