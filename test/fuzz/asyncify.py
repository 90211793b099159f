#!/usr/bin/python3 -B
"""Makes the functions of any C program async: test/fuzz/asyncify.py FILE.c --seed N [-- FLAGS]

clang parses the program; the text changes only where it must, so macros stay macros. A function
becomes async if asyncc can make it so and all that call it are async, too; each call of it gets an
await. Suspensions come at random: before statements, and around values. One half of the seeds also
makes functions async whose addresses are taken, and awaits calls through pointers.
"""

import argparse
import bisect
import json
import random
import re
import subprocess
import sys

# What clang makes errors, and gcc 12 does not.
LENIENT = ["-w"] + ["-Wno-error=" + w for w in """implicit-function-declaration implicit-int
    int-conversion incompatible-pointer-types incompatible-function-pointer-types
    return-type return-mismatch""".split()] + ["-Wno-unknown-warning-option"]
# Calls in functions that cannot be async, or mean something else there.
BOUND = re.compile(r"""(__builtin_)?(_*(sig)?setjmp|(sig)?longjmp|alloca(_with_align)?|frame_address|
    return_address|va_start|apply|apply_args|dwarf_cfa|unwind_init|eh_return|stack_save|
    getcontext|vfork|fork|stack_address)$""", re.X)
NEVER_ASYNC = {"ConstructorAttr", "DestructorAttr", "NakedAttr", "AliasAttr", "IFuncAttr",
               "BuiltinAttr", "TargetClonesAttr", "AsmLabelAttr", "NoSplitStackAttr"}
# Where an evaluated value may be put in parentheses with an await: its parents up to a statement.
VALUES = {"BinaryOperator", "CompoundAssignOperator", "UnaryOperator", "ParenExpr",
          "ImplicitCastExpr", "CStyleCastExpr", "CallExpr", "ArraySubscriptExpr", "MemberExpr",
          "ConditionalOperator", "BinaryConditionalOperator", "InitListExpr", "VarDecl",
          "CompoundLiteralExpr", "StmtExpr"}
STATEMENTS = {"CompoundStmt", "ReturnStmt", "IfStmt", "WhileStmt", "DoStmt", "ForStmt",
              "SwitchStmt", "LabelStmt", "CaseStmt", "DefaultStmt", "DeclStmt"}
POSTFIX = {"MemberExpr", "ArraySubscriptExpr", "CallExpr"}
BASIC = re.compile(r"(void|int|char|long|short|unsigned|signed|float|double|const|volatile|\*|\s)+$")
VARIABLE_ARRAY = re.compile(r"\[(?!\d+\])[^\]]+\]")


class Unsuitable(Exception):
    """The program, for a reason that says so."""


class Function:
    def __init__(self, name):
        self.name = name
        self.decls, self.definition = [], None
        self.plain = ""         # why it cannot be async
        self.calls = []         # of it, by name
        self.taken = False      # its address
        self.implicit = False   # called before it is declared


class Place:
    """An end of a node's range: where the token is spelled; main: in the file itself; macro: what
    expands to it stands at where."""
    __slots__ = ("offset", "end", "main", "macro", "where")

    def __init__(self, offset, end, main):
        self.offset, self.end, self.main, self.macro, self.where = offset, end, main, False, offset


class Tree:
    """clang's tree of a file; every node gets its parent and the places of its ends."""

    def __init__(self, path, flags):
        try:
            p = subprocess.run(["clang-19", "-fsyntax-only", "-Xclang", "-ast-dump=json"] +
                               LENIENT + flags + [path], capture_output=True, timeout=150)
        except subprocess.TimeoutExpired:
            raise Unsuitable("clang takes too long") from None
        if p.returncode:
            raise Unsuitable("clang cannot parse it")
        sys.setrecursionlimit(100000)
        self.root = json.loads(p.stdout)
        self.path, self.file = path, ""
        for node in self.root["inner"]:
            self.resolve(node, None)

    def bare(self, where):
        if "file" in where:  # it is said only where it changes
            self.file = where["file"]
        if "offset" not in where:
            return None
        return Place(where["offset"], where["offset"] + where["tokLen"], self.file == self.path)

    def place(self, where):
        if "spellingLoc" in where:
            spelled, expanded = self.bare(where["spellingLoc"]), self.bare(where["expansionLoc"])
            if spelled:
                spelled.macro = True
                spelled.where = expanded.offset if expanded and expanded.main else None
            return spelled
        return self.bare(where)

    def resolve(self, node, parent):
        node["parent"] = parent
        for key, value in node.items():
            if key == "loc":
                node["at"] = self.place(value)
                break
        if "range" in node:
            node["begin"] = self.place(node["range"]["begin"])
            node["end"] = self.place(node["range"]["end"])
        for child in node.get("inner", ()):
            if child:
                self.resolve(child, node)


def kind(node):
    return node.get("kind") if node else None


def type_of(node):
    t = node.get("type", {})
    return t.get("desugaredQualType", t.get("qualType", ""))


def children(node):
    return [c for c in node.get("inner", ()) if c.get("kind")]


def in_file(*places):
    return all(p and p.main for p in places)


def written(*places):
    """In the file, and not from a macro."""
    return all(p and p.main and not p.macro for p in places)


def outside_casts(node):
    """The parent that is no implicit cast nor parenthesis, and its child towards the node."""
    child, up = node, node["parent"]
    while kind(up) in ("ImplicitCastExpr", "ParenExpr"):
        child, up = up, up["parent"]
    return up, child


class Asyncifier:
    def __init__(self, path, flags, seed):
        with open(path, encoding="latin-1", newline="") as f:
            self.text = f.read()
        self.rng = random.Random(seed)
        self.pointers = self.rng.random() < 0.5
        self.tree = Tree(path, flags)
        self.functions = {}
        self.pointer_calls = []         # (node, function or None)
        self.inserts = []               # (offset, order, text)
        self.replaced = []              # (begin, end, text)
        self.values, self.statements = [], []
        self.prepended = ""

    def function(self, name):
        return self.functions.setdefault(name, Function(name))

    # -- what there is --------------------------------------------------------------------------

    def collect(self):
        for node in self.tree.root["inner"]:
            self.visit(node, None)
        for m in re.finditer(r"(?:cleanup|alias|weakref|ifunc|malloc|copy)(?:__)?\s*\(\s*\"?(\w+)",
                             self.text):
            if m.group(1) in self.functions:
                self.function(m.group(1)).plain = "named by an attribute"

    def visit(self, node, inside):
        k = node["kind"]
        if k == "FunctionDecl":
            f = self.function(node["name"])
            f.decls.append(node)
            self.declared(f, node)
            if any(kind(c) == "CompoundStmt" for c in children(node)):
                f.definition, inside = node, f
        elif inside is not None:
            self.visit_inside(node, inside)
        if k == "DeclRefExpr" and kind(node.get("referencedDecl")) == "FunctionDecl":
            self.used(node, inside)
        elif k == "CallExpr" and self.is_pointer_call(node):
            self.pointer_calls.append((node, inside))
        for child in children(node):
            self.visit(child, inside)

    def declared(self, f, node):
        t = type_of(node)
        if "..." in t:
            f.plain = "variadic"
        if node.get("isImplicit"):
            return
        begin = node.get("begin")
        if not in_file(node.get("at")) or not begin or begin.where is None or \
                not (begin.main or begin.macro):
            f.plain = f.plain or "declared elsewhere or by a macro"
        for c in children(node):
            if kind(c) in NEVER_ASYNC:
                f.plain = kind(c)
            if kind(c) == "ParmVarDecl" and VARIABLE_ARRAY.search(c["type"]["qualType"]):
                f.plain = "variably modified"

    def visit_inside(self, node, f):
        k = node["kind"]
        if k in ("VarDecl", "TypedefDecl"):
            if VARIABLE_ARRAY.search(type_of(node)):
                f.plain = "variably modified"
            if any(kind(c) == "AsmLabelAttr" for c in children(node)):
                f.plain = "bound to a register"
        elif k == "DeclRefExpr" and BOUND.match(node.get("referencedDecl", {}).get("name", "")):
            f.plain = "bound to the stack"
        elif k == "CompoundStmt":
            self.statements.append((node, f))
        elif written(node.get("begin"), node.get("end")) and (
                k == "IntegerLiteral" or k == "CallExpr" or
                k == "ImplicitCastExpr" and node["castKind"] == "LValueToRValue"):
            self.values.append((node, f))

    def is_pointer_call(self, node):
        inner = children(node)[0]
        while kind(inner) in ("ImplicitCastExpr", "ParenExpr"):
            inner = children(inner)[0]
        return not (kind(inner) == "DeclRefExpr" and
                    kind(inner["referencedDecl"]) == "FunctionDecl")

    def used(self, node, inside):
        f = self.function(node["referencedDecl"]["name"])
        f.implicit = f.implicit or not f.decls
        up, child = outside_casts(node)
        if kind(up) == "CallExpr" and children(up)[0] is child:
            f.calls.append((up, inside))
            if not in_file(node["begin"], up["begin"], up["end"]):
                f.plain = "called by a macro from elsewhere"
            while up and kind(up) not in STATEMENTS:
                if kind(up) == "GCCAsmStmt":
                    f.plain = "called in an operand of asm"
                up = up["parent"]
            return
        f.taken = True
        while up and kind(up) not in STATEMENTS:  # given to a library?
            if kind(up) == "CallExpr":
                callee = children(up)[0]
                while kind(callee) in ("ImplicitCastExpr", "ParenExpr"):
                    callee = children(callee)[0]
                to = callee.get("referencedDecl", {}).get("name")
                if to and not (to in self.functions and self.functions[to].definition) and \
                        kind(callee["referencedDecl"]) == "FunctionDecl":
                    f.plain = "given to '%s'" % to
            up = up["parent"]

    # -- which become async -----------------------------------------------------------------------

    def choose(self):
        defined = [f for f in self.functions.values()
                   if f.definition and written(f.definition.get("end"))]
        for f in self.functions.values():
            if f not in defined:
                f.plain = f.plain or "not defined here"
            elif not f.plain:
                self.signature(f)
        main = self.functions.get("main")
        if main and (not type_of(main.definition or main.decls[0]).startswith("int (") or
                     main.calls):
            main.plain = "not int main"
        # Declarators of one declaration share the word async.
        begins = {}
        for node in self.tree.root["inner"]:
            begin = node.get("begin")
            if begin and begin.where is not None and (begin.main or begin.macro) and \
                    kind(node) in ("FunctionDecl", "VarDecl", "TypedefDecl"):
                begins.setdefault(begin.where, []).append(node)
        shared = [n for n in begins.values() if len(n) > 1]
        while True:
            before = sum(bool(f.plain) for f in self.functions.values())
            plain_pointers = any(f is None or f.plain for _, f in self.pointer_calls)
            for f in defined:
                if f.plain:
                    continue
                if f.taken and (not self.pointers or plain_pointers):
                    f.plain = "its address is taken"
                for _, caller in f.calls:
                    if caller is None or caller.plain and caller is not main:
                        f.plain = "called by one that is plain"
            for nodes in shared:
                if any(kind(n) != "FunctionDecl" or self.function(n["name"]).plain for n in nodes):
                    for n in nodes:
                        if kind(n) == "FunctionDecl":
                            f = self.function(n["name"])
                            f.plain = f.plain or "declared together with others"
            if before == sum(bool(f.plain) for f in self.functions.values()):
                break
        self.chosen = [f for f in defined if not f.plain]
        if not self.chosen:
            raise Unsuitable("no function can be async")

    def signature(self, f):
        """Finds out how the parameters of f can be written as a prototype, where they are not."""
        f.prototype = None
        body = next(c for c in children(f.definition) if kind(c) == "CompoundStmt")
        begin = self.text.find("(", f.definition["at"].end)
        end = self.matching(begin)
        if end is None or not written(body["begin"]):
            f.plain = "not a simple declarator"
            return
        rest = self.text[end:body["begin"].offset]
        params = [c for c in children(f.definition) if kind(c) == "ParmVarDecl"]
        f.types = [p["type"]["qualType"] for p in params]
        if "(" in self.text[f.definition["at"].end:begin] or ")" in \
                self.text[f.definition["at"].end:begin]:
            f.named = self.text[f.definition["at"].end:begin].strip()
        if ";" in rest:
            if any("unnamed" in t or "anonymous" in t for t in f.types):
                f.plain = "unnamed type in an old definition"
                return
            f.prototype = ", ".join(declare(t, p.get("name", ""))
                                    for t, p in zip(f.types, params))
            self_end = body["begin"].offset
        elif self.text[begin + 1:end - 1].strip() == "":
            f.prototype, self_end = "void", end
        elif params and all(p["begin"].offset == p["at"].offset and "name" in p for p in params):
            f.prototype, self_end = ", ".join("int " + p["name"] for p in params), end
        if f.prototype is not None:
            f.rewritten = (begin, self_end)
        n = len(params)
        if any(len(children(call)) != n + 1 for call, _ in f.calls):
            f.plain = "called with other arguments"
        for d in f.decls:
            if d is not f.definition and type_of(d).endswith("()") and \
                    not all(BASIC.match(t) for t in f.types):
                f.plain = "declared without a prototype"
        if f.implicit and not (all(BASIC.match(t) for t in f.types) and
                               type_of(f.definition).startswith("int (") and
                               f.definition.get("storageClass") != "static"):
            f.plain = "called before it is declared"

    def matching(self, begin):
        depth = 0
        if begin < 0:
            return None
        for m in re.finditer(r"[()]", self.text[begin:begin + 4000]):
            depth += 1 if m.group() == "(" else -1
            if not depth:
                return begin + m.end()
        return None

    # -- the new text -----------------------------------------------------------------------------

    def wrap(self, begin, end, before, after, inner=0):
        """Outer ranges stand outside inner ones; of two for one range, the inner one has 1."""
        self.inserts.append((begin, (1, -end, inner), before))
        self.inserts.append((end, (0, -begin, -inner), after))

    def edit(self):
        begins, spelled = set(), set()
        for f in self.chosen:
            for d in f.decls:
                if not d.get("isImplicit"):
                    begins.add(d["begin"].where)
                    if d is not f.definition and type_of(d).endswith("()"):
                        begin = self.text.find("(", d["at"].end)
                        self.replaced.append((begin, self.matching(begin),
                                              "(%s)" % (", ".join(f.types) or "void")))
            if f.prototype is not None:
                self.replaced.append(f.rewritten + ("(%s)\n" % f.prototype,))
            if f.implicit:
                self.prepended += "_Async int %s(%s);\n" % (f.name, ", ".join(f.types) or "void")
            for call, caller in f.calls:
                self.call(call, caller, spelled)
        self.inserts += [(b, (2, 0, 0), "_Async ") for b in begins]
        for call, caller in self.pointer_calls:
            if caller and not caller.plain and in_file(call["begin"], call["end"]) and \
                    (self.pointers or self.rng.random() < 0.3):
                self.call(call, caller, spelled)
        self.suspend()

    def call(self, call, caller, spelled):
        begin, end = call["begin"], call["end"]
        key = begin.offset, begin.macro or end.end
        if key in spelled:
            return  # a macro's text or argument, expanded again
        spelled.add(key)
        if caller.plain:
            self.wrap(begin.offset, end.end, "ac_run(", ")", 1)
            return
        up, child = call["parent"], call
        while kind(up) == "ImplicitCastExpr":
            child, up = up, up["parent"]
        if kind(up) in POSTFIX and children(up)[0] is child or self.rng.random() < 0.2:
            self.wrap(begin.offset, end.end, "(_Await ", ")", 1)
        else:
            self.inserts.append((begin.offset, (1, -end.end, 1), "_Await "))

    def suspend(self):
        density = self.rng.choice([0.05, 0.2, 0.5])
        taken = set()
        for block, f in self.statements:
            if f.plain:
                continue
            before = None
            for s in children(block):
                if written(s.get("begin")) and kind(before) != "AttributedStmt" and \
                        self.rng.random() < density and self.begins_statement(s["begin"].offset):
                    self.inserts.append((s["begin"].offset, (1, -10**9, 0), "_Await leaf_void(); "))
                before = s
        for node, f in self.values:
            begin, end = node["begin"].offset, node["end"].end
            if f.plain or (begin, end) in taken or self.rng.random() >= density or \
                    not self.is_value(node):
                continue
            taken.add((begin, end))
            forms = []
            if node["kind"] != "CallExpr" and type_of(node) in ("int", "long"):
                name = "leaf" if type_of(node) == "int" else "leaf_long"
                forms += [("(_Await %s(" % name, "))")] * 3
            if type_of(node) != "void":
                forms.append(("(_Await leaf_void(), ", ")"))
                if not (node["kind"] == "ImplicitCastExpr" and
                        kind(children(node)[0]) == "MemberExpr"):  # may be a bit-field
                    forms.append(("({ _Await leaf_void(); ", "; })"))
            if forms:
                self.wrap(begin, end, *self.rng.choice(forms))

    def begins_statement(self, offset):
        before = self.text[:offset].rstrip()
        if before.endswith(("{", "}", ";")):
            return not self.text.startswith(("__label__", "__extension__"), offset)
        return False

    def is_value(self, node):
        up, child = node["parent"], node
        if kind(up) == "ImplicitCastExpr" and up["castKind"] == "NullToPointer":
            return False
        while up is not None:
            k = up["kind"]
            if k == "VarDecl":
                if up.get("storageClass") in ("static", "extern") or up.get("constexpr"):
                    return False
            elif k == "CStyleCastExpr" and up["castKind"] == "NullToPointer":
                return False
            elif k == "CallExpr" and self.is_builtin_call(up):
                return False
            elif k == "UnaryOperator" and up["opcode"] == "&" and not written(up["begin"]):
                return False
            elif k in STATEMENTS:
                return k != "CaseStmt" or children(up)[0] is not child
            elif k not in VALUES:
                return False
            up, child = up["parent"], up
        return False

    def is_builtin_call(self, call):
        callee = children(call)[0]
        while kind(callee) in ("ImplicitCastExpr", "ParenExpr"):
            callee = children(callee)[0]
        return callee.get("referencedDecl", {}).get("name", "").startswith("__")

    def result(self):
        text, out, at = self.text, [], 0
        replaced = sorted(set(self.replaced))
        begins = [r[0] for r in replaced]
        edits = [(b, (9, 0, 0), b, e, t) for b, e, t in replaced]
        for offset, order, new in self.inserts:
            i = bisect.bisect_right(begins, offset) - 1
            if i >= 0 and offset < replaced[i][1] and offset > replaced[i][0]:
                continue
            edits.append((offset, order, offset, offset, new))
        for _, _, begin, end, new in sorted(edits):
            if begin < at:
                continue
            out += [text[at:begin], new]
            at = end
        out.append(text[at:])
        head = "#define _GNU_SOURCE\n" if "define _GNU_SOURCE" in text else ""
        return head + '#define ASYNCC_NO_KEYWORDS\n#include "leaf.h" // asyncified\n' + \
            self.prepended + "".join(out)


def declare(type_, name):
    """A declaration of a parameter, from its type as clang writes it."""
    m = re.search(r"\(\*+\)", type_)
    if m:
        return type_[:m.end() - 1] + name + type_[m.end() - 1:]
    return "%s %s" % (type_, name)


def asyncify(path, flags, seed):
    """The program's text in the dialect, and the names of its async functions."""
    a = Asyncifier(path, flags, seed)
    a.collect()
    a.choose()
    a.edit()
    return a.result(), [f.name for f in a.chosen]


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("file")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--plain", action="store_true", help="say which functions stay plain, and why")
    p.add_argument("flags", nargs="*", help="what clang needs to parse it, behind --")
    o = p.parse_args()
    try:
        if o.plain:
            a = Asyncifier(o.file, o.flags, o.seed)
            a.collect()
            a.choose()
            for f in a.functions.values():
                if f.definition:
                    print("%s: %s" % (f.name, f.plain or "async"))
            return 0
        sys.stdout.buffer.write(asyncify(o.file, o.flags, o.seed)[0].encode("latin-1"))
    except Unsuitable as e:
        print("%s: %s" % (o.file, e), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
