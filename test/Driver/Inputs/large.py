"""Programs of any size: large.py KIND N writes one; large.py --memory ASYNCC KIND N compares how the
memory that asyncc takes grows from N to 2 N and from there to 4 N: twice as much if it is linear;
with --output, what it writes."""
import subprocess
import sys

HEAD = "#include <asyncc.h>\nasync int first(int, int);\n"


def function(lines):
    return HEAD + "async int many(int n)\n{\n" + "\n".join(lines) + "\n    return n;\n}\n"


KINDS = {
    "sum": lambda n: function(
        ["    n = " + "\n        + ".join(f"await first(n, {i})" for i in range(n)) + ";"]),
    "branches": lambda n: function(
        f"    if (n > {i})\n        n += await first(n, {i}) * await first({i}, n);"
        for i in range(n)),
    "else-if": lambda n: function(
        ["    if (n < 0)\n        n++;"] +
        [f"    else if (n == {i})\n        n += await first(n, {i});" for i in range(n)]),
    "hidden": lambda n: function(
        [f"    int a{i} = {i};" for i in range(n)] +
        [f"    {{\n        int a{i} = n;\n        n = await first(a{i}, n) + a{i};\n    }}\n"
         f"    n += a{i};" for i in range(n)]),
    "gotos": lambda n: function(
        ["    void *to[] = {" + ", ".join(f"&&l{i}" for i in range(n)) + "};"] +
        [f"l{i}:\n    n += await first(n, {i});\n    if (n)\n        goto *to[n];"
         for i in range(n)]),
    "exits": lambda n: function(
        [f"    {{\n        defer {{\n            n += await first(n, {i});\n        }}"
         for i in range(n)] +
        ["    switch (n) {"] + [f"    case {i}:\n        goto l{i};" for i in range(n)] + ["    }"] +
        [f"    }}\nl{i}:;" for i in reversed(range(n))]),
    "parentheses": lambda n: function(
        ["    n = " + "(" * n + "await first(n, 1)" + ")" * n + ";"]),
}


def memory(asyncc, text):
    # With a limit, however high, asyncc takes small pages, which measure finely enough.
    code = ("import resource, subprocess, sys; "
            "resource.setrlimit(resource.RLIMIT_AS, (1 << 60, 1 << 60)); "
            "subprocess.run(sys.argv[1:], stdin=sys.stdin, stdout=subprocess.DEVNULL, check=True); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    out = subprocess.run([sys.executable, "-c", code, asyncc, "--dump=flow", "-x", "c", "-"],
                         input=text, capture_output=True, check=True).stdout
    return int(out)


def output(asyncc, text):
    return len(subprocess.run([asyncc, "--dump=emit", "-x", "c", "-"],
                              input=text, capture_output=True, check=True).stdout)


if sys.argv[1] not in ("--memory", "--output"):
    sys.stdout.write(KINDS[sys.argv[1]](int(sys.argv[2])))
    sys.exit()
measure = memory if sys.argv[1] == "--memory" else output
asyncc, kind, n = sys.argv[2], sys.argv[3], int(sys.argv[4])
sizes = [measure(asyncc, KINDS[kind](size).encode()) for size in (n, 2 * n, 4 * n)]
growth = (sizes[2] - sizes[1]) / (sizes[1] - sizes[0])
print("growth", "of a line" if growth < 2.7 else "of a square", round(growth, 2), sizes)
