"""Random programs in the dialect whose output does not depend on what C leaves open.

Every expression carries its effects: which objects it reads and writes (an object is a whole
variable, what a parameter points to, or the record of out). Operands that C leaves unsequenced are
put together only if none writes what another reads or writes, so that every order of evaluation
gives the same value. Objects that a function may touch beyond its own are summed up with the
function. Arithmetic is meant for -fwrapv; divisors are constants, indices are masked. Loops and
calls are counted in advance, so that every program ends soon.
"""

import random

INT_TYPES = ["int", "int", "int", "unsigned", "long", "short", "signed char", "unsigned char",
             "unsigned long long", "_Bool", "__int128"]
NAMES = ["a", "b", "c", "d", "e", "f", "g", "h"]
MAX_COST = 1500
# What is awaited through pointers: async functions and plain ones; what cleanups call.
POINTERS = """typedef int vector __attribute__((vector_size(16)));
__attribute__((unused)) static async void clean_slowly(int *p) { out(1, await leaf(*p)); }
__attribute__((unused)) static void clean_at_once(int *p) { out(2, *p); }
__attribute__((unused)) static async void clean_quietly(int *p) { *p = await leaf(*p); }
static async int waits(int n) { return await leaf(n); }
static async int twice(int n) { await leaf_void(); return await waits(n); }
static int plain(int n) { return mix(n, 3); }
static async int (*table[4])(int) = {waits, twice, plain, waits};"""


class Object:
    """Something that can be read and written: a variable, or what a parameter points to."""

    def __init__(self, name, type_, form="int", **more):
        self.name, self.type, self.form = name, type_, form
        self.readonly = False   # a loop's counter, a const
        self.shared = False     # global or static: part of a function's summary
        self.addressable = True
        self.targets = ()       # of a pointer
        self.fields = None      # of a struct
        self.__dict__.update(more)


OUT = Object("out", None)
EVERYTHING = Object("everything", None)  # what a function not yet written may touch


class Effects:
    def __init__(self, reads=(), writes=(), jumps=False, awaits=False):
        self.reads, self.writes = frozenset(reads), frozenset(writes)
        self.jumps, self.awaits = jumps, awaits

    def __or__(self, other):
        return Effects(self.reads | other.reads, self.writes | other.writes,
                       self.jumps or other.jumps, self.awaits or other.awaits)

    def conflicts(self, other):
        def hit(writes, others):
            if EVERYTHING in writes and any(o.shared or o is OUT or o is EVERYTHING for o in others):
                return True
            if EVERYTHING in others and any(o.shared or o is OUT for o in writes):
                return True
            return bool(writes & others)
        if self.jumps and (other.writes or other.jumps) or other.jumps and self.writes:
            return True
        return (hit(self.writes, other.reads | other.writes) or hit(other.writes, self.reads))


PURE = Effects()
AWAITS = Effects(awaits=True)


class Struct:
    """A record; fields are (name, type, kind): kind int, bits, array or a Struct. Members of a
    union are all as large as the first, which alone is initialised."""

    def __init__(self, name, fields, keyword="struct"):
        self.name, self.fields = name, fields
        self.text = keyword + " " + name

    def definition(self):
        lines = []
        for name, type_, kind in self.fields:
            if isinstance(kind, Struct):
                lines.append("%s %s;" % (kind.text, name))
            elif kind == "array":
                lines.append("%s %s[4];" % (type_, name))
            elif kind == "bits":
                lines.append("%s %s : %d;" % (type_, name, 3 + len(name) * 5 % 9))
            else:
                lines.append("%s %s;" % (type_, name))
        return "%s { %s };" % (self.text, " ".join(lines))


class Function:
    def __init__(self, index):
        self.name = "f%d" % index
        self.index = index
        self.effects = None     # on shared objects, once written
        self.cost = None
        self.reaches_recursion = False


class Program:
    def __init__(self, seed, small=False):
        self.rng = random.Random(seed)
        # Elided, defer is for gcc alone, so only some programs have it.
        self.may_defer = self.chance(30)
        # Large records as operands of each other, which share bytes of the frame if they may.
        self.records = self.chance(20)
        self.small = small  # a failure of a small program needs little reducing
        self.counter = 0

    # -- small helpers ------------------------------------------------------------------------

    def chance(self, percent):
        return self.rng.randrange(100) < percent

    def pick(self, items):
        return self.rng.choice(items)

    def fresh(self, prefix):
        self.counter += 1
        return "%s%d" % (prefix, self.counter)

    def constant(self):
        return self.pick(["0", "1", "2", "3", "-1", "7", "10", str(self.rng.randrange(-100, 100)),
                          str(self.rng.randrange(-70000, 70000)), "'x'", "5u", "3L"])

    # -- the program --------------------------------------------------------------------------

    def generate(self):
        """The texts of its files: the first has main."""
        rng = self.rng
        self.structs = [Struct("pair", [("x", "long", "int"), ("y", "int", "int")])]
        for i in range(rng.randrange(1, 4)):
            fields = []
            for k in range(rng.randrange(1, 5)):
                kind = self.pick(["int", "int", "bits", "array", "struct"])
                type_ = self.pick(INT_TYPES)
                if kind == "bits":
                    type_ = self.pick(["int", "unsigned"])
                elif kind == "struct":
                    kind = self.pick(self.structs)
                fields.append(("m%d" % k, type_, kind))
            self.structs.append(Struct("s%d" % i, fields))
        if self.records:
            del self.structs[1:]
        if self.records or self.chance(60):  # too large to be saved at an await: in the frame
            self.structs.append(Struct("wide", [("m0", "long", "array"), ("m1", "int", "int"),
                                                ("m2", "short", "array")]))
        if self.chance(40):
            self.structs.append(Struct("u", [("n", "long", "int"), ("m", "short", "array"),
                                             ("k", "unsigned long", "int")], "union"))
        self.globals = []
        for i in range(rng.randrange(2, 5)):
            form = self.pick(["int", "int", "array", "struct"])
            self.globals.append(self.make_object("g%d" % i, form, shared=True))
        self.functions = [self.signature(i) for i in
                          range(rng.randrange(1, 3) if self.small else rng.randrange(3, 8))]
        files = 2 if self.chance(30) and not self.small else 1
        for f in self.functions:
            f.file = rng.randrange(files)
            f.static = self.chance(70)
        for f in self.functions:
            self.write_function(f)
        main = self.write_main()
        texts = []
        for file in range(files):
            text = ['#include "fuzz.h"']
            text += [s.definition() for s in self.structs[1:]]
            text.append(POINTERS)
            for g in self.globals:
                text.append(("extern " if file else "") + self.declare(g) + ";")
            bodies = []
            for f in self.functions:
                # A static function is in sight only in its own file; static only if called there.
                static = f.static and all(c.file == f.file for c in f.callers) and \
                    not (f.called_by_main and f.file)
                f.prefix = "static " if static else ""
                if not static or f.file == file:
                    text.append("%sasync %s;" % (f.prefix, f.head))
                if f.file == file:
                    bodies.append("%sasync %s\n%s" % (f.prefix, f.head, f.body))
            rng.shuffle(bodies)
            text += bodies
            if file == 0:
                text.append(main)
            texts.append("\n".join(text) + "\n")
        return texts

    def make_object(self, name, form, **more):
        if form == "int":
            return Object(name, self.pick(INT_TYPES), "int", **more)
        if form == "array":
            return Object(name, self.pick(["int", "int", "char", "short", "long"]), "array", **more)
        if form == "struct":
            s = self.pick(self.structs)
            return Object(name, s.text, "struct", struct=s, **more)
        if form == "structs":
            s = self.pick(self.structs)
            return Object(name, s.text, "structs", struct=s, **more)
        if form == "double":
            return Object(name, self.pick(["double", "float", "long double"]), "double", **more)
        raise AssertionError(form)

    def declare(self, o):
        if o.form in ("array", "structs"):
            return "%s %s[4]" % (o.type, o.name)
        if o.form in ("pointer", "spointer"):
            return "%s *%s" % (o.type, o.name)
        return "%s %s" % (o.type, o.name)

    def signature(self, index):
        f = Function(index)
        f.callers = []
        f.called_by_main = False
        f.pure = self.chance(35)
        f.recursive = self.chance(25)
        kind = self.pick(["int", "int", "int", "any", "struct", "void"] +
                         ["struct"] * 12 * self.records)
        f.result = {"int": "int", "any": self.pick(INT_TYPES), "void": "void"}.get(kind)
        f.struct = None
        if kind == "struct":
            f.struct = self.pick(self.structs)
            f.result = f.struct.text
        f.params = []
        if f.recursive:
            f.params.append(Object("depth", "int", "int", readonly=True))
        for i in range(self.rng.randrange(0, 4) + self.records):
            form = self.pick(["int", "int", "int", "struct", "pointer", "spointer"] +
                             ["struct", "struct", "spointer"] * 4 * self.records)
            if f.pure and form in ("pointer", "spointer"):
                form = "int"
            name = "p%d" % i
            if form in ("pointer", "spointer"):
                s = self.pick(self.structs) if form == "spointer" else None
                type_ = s.text if s else "int"
                target = Object("*" + name, type_, "struct" if s else "int", struct=s)
                o = Object(name, type_, form, struct=s, readonly=True, targets=(target,))
            else:
                o = self.make_object(name, form)
            f.params.append(o)
        f.head = "%s %s(%s)" % (f.result, f.name,
                                ", ".join(self.declare(p) for p in f.params) or "void")
        return f

    def write_main(self):
        calls = []
        for f in self.rng.sample(self.functions, min(3, len(self.functions))) + [self.functions[-1]]:
            f.called_by_main = True
            setup, args = [], []
            for i, p in enumerate(f.params):
                v = self.fresh("v")
                if p.form in ("pointer", "spointer"):
                    setup.append("static %s %s;" % (p.type, v))
                    args.append("&" + v)
                elif p.form == "struct":
                    setup.append("static %s %s;" % (p.type, v))
                    args.append(v)
                elif p.name == "depth":
                    args.append("2")
                else:
                    args.append(self.constant())
            call = "await %s(%s)" % (f.name, ", ".join(args))
            lines = setup
            if f.result == "void":
                lines.append(call + ";")
            elif f.struct:
                path = self.first_field(f.struct)
                lines.append("out(%d, (long)(%s)%s);" % (self.tag(), call, path))
            else:
                lines.append("out(%d, (long)%s);" % (self.tag(), call))
            calls.append("    {\n%s    }\n" % "".join("        %s\n" % l for l in lines))
        ends = "".join("    out(%d, (long)%s);\n" % (self.tag(), g.name) for g in self.globals
                       if g.form == "int")
        body = "".join(calls) + ends + "    out_end();\n    return 0;\n"
        if self.chance(50):
            return "async int main(void)\n{\n%s}" % body
        return "static async int run(void)\n{\n%s}\nint main(void)\n{\n    return ac_run(run());\n}" \
            % body

    def first_field(self, s):
        name, _, kind = s.fields[0]
        if isinstance(kind, Struct):
            return "." + name + self.first_field(kind)
        return "." + name + ("[1]" if kind == "array" else "")

    def tag(self):
        self.counter += 1
        return self.counter

    # -- a function ---------------------------------------------------------------------------

    def write_function(self, f):
        self.f = f
        self.total = PURE
        self.cost = 1
        self.times = 1              # how often what is written now runs in a call
        self.budget = 250 if f.recursive else MAX_COST
        self.recursed = False
        self.guarded = False        # it has cleanups, or else "goto": computed ones
        self.deferred = False       # within a defer, which is not left
        self.loops = []             # "loop" or "switch", innermost last; None: cannot be left
        self.depth = 0
        self.expression_depth = 0
        self.statements = 8 if self.small else 60
        self.scopes = [[]]
        self.statics = []
        params = list(f.params)
        self.scopes[0] += params
        body = self.block(is_body=True)
        f.body = body
        shared = lambda objects: frozenset(o for o in objects
                                           if o.shared or o in (OUT, EVERYTHING))
        f.effects = Effects(shared(self.total.reads), shared(self.total.writes))
        f.cost = self.cost * (5 if f.recursive else 1)

    def visible(self, wanted):
        """Objects that a name finds, innermost first; wanted: a test."""
        seen, found = set(), []
        for scope in reversed(self.scopes):
            for o in reversed(scope):
                if o.name not in seen:
                    seen.add(o.name)
                    if wanted(o):
                        found.append(o)
        if not self.f.pure:
            found += [g for g in self.globals if g.name not in seen and wanted(g)]
        return found

    def names_here(self):
        return {o.name for o in self.scopes[-1]}

    def new_name(self):
        """Often one that hides another; never one of the same scope."""
        taken = self.names_here()
        if len(self.scopes) == 2:  # a function's body is one scope with its parameters
            taken |= {o.name for o in self.scopes[0]}
        free = [n for n in NAMES if n not in taken]
        return self.pick(free) if free and self.chance(80) else self.fresh("x")

    # -- expressions: text and effects ----------------------------------------------------------

    def note(self, e):
        self.total = self.total | e
        return e

    def unsequenced(self, makers):
        """The texts of operands in any order of evaluation, and their effects together."""
        texts, together = [], PURE
        for make in makers:
            text, e = make()
            for _ in range(3):
                if not e.conflicts(together):
                    break
                text, e = make()
            if e.conflicts(together):
                text, e = self.constant(), PURE
            texts.append(text)
            together = together | e
        return texts, together

    def lvalue(self, form=None):
        """A place for an integer: text, effects of finding it, the object; None if there is none."""
        def usable(o):
            if o.form in ("pointer", "spointer"):
                return True
            return not o.readonly and o.form in ("int", "array", "struct", "structs")
        candidates = self.visible(usable)
        return self.place(self.pick(candidates)) if candidates else None

    def place(self, o):
        """An integer in the object: text, effects of finding it, objects that it may be."""
        if o.form == "int":
            return o.name, PURE, (o,)
        if o.form == "array":
            index, e = self.index()
            return "%s[%s]" % (o.name, index), e, (o,)
        if o.form == "pointer":
            return self.pick(["*%s", "%s[0]"]) % o.name, Effects([o]), o.targets
        if o.form == "spointer":
            path, e = self.path(o.struct)
            return "%s->%s" % (o.name, path[1:]), e | Effects([o]), o.targets
        if o.form == "structs":
            (index,), e = self.unsequenced([self.index])
            path, e2 = self.path(o.struct)
            if e.conflicts(e2):
                path, e2 = self.first_field(o.struct), PURE
            return "%s[%s]%s" % (o.name, index, path), e | e2, (o,)
        path, e = self.path(o.struct)
        return o.name + path, e, (o,)

    def path(self, s):
        name, _, kind = self.pick(s.fields)
        if isinstance(kind, Struct):
            inner, e = self.path(kind)
            return "." + name + inner, e
        if kind == "array":
            index, e = self.index()
            return ".%s[%s]" % (name, index), e
        return "." + name, PURE

    def index(self):
        if self.chance(50):
            return str(self.rng.randrange(4)), PURE
        text, e = self.expression()
        return "(%s) & 3" % text, e

    def read(self):
        candidates = self.visible(lambda o: o.form in (
            "int", "array", "struct", "structs", "pointer", "spointer", "double"))
        if not candidates:
            return self.constant(), PURE
        # Locals cross awaits, globals do not.
        near = candidates[:max(3, len(candidates) // 2)]
        o = self.pick(near if self.chance(70) else candidates)
        if o.form == "double":
            return "(int)%s" % o.name, Effects([o])
        text, e, objects = self.place(o)
        return text, e | Effects(objects)

    def expression(self):
        """An integer of any type, as an operand: in parentheses where it needs them."""
        self.expression_depth += 1
        try:
            if self.expression_depth > (4 if self.small else 5) or self.cost > self.budget:
                return self.read() if self.chance(60) else (self.constant(), PURE)
            make = self.pick(self.expression_kinds)
            text, e = make(self)
            return text, e
        finally:
            self.expression_depth -= 1

    def e_constant(self):
        return self.constant(), PURE

    def e_read(self):
        return self.read()

    def charge(self, cost=1):
        self.cost += cost * self.times

    def e_leaf(self):
        self.charge()
        text, e = self.expression()
        e = e | AWAITS
        kind = self.rng.randrange(10)
        if kind == 0:
            return "(await leaf_long(%s))" % text, e
        if kind == 1:
            (x, y), e = self.unsequenced([self.expression, self.expression])
            return "(await leaf_pair(%s, %s)).%s" % (x, y, self.pick("xy")), e | AWAITS
        if kind == 2:
            return "(await (leaf)(%s))" % text, e
        return ("(await leaf(%s))" if self.chance(70) else "await leaf(%s)") % text, e

    def e_unary(self):
        text, e = self.expression()
        return "%s(%s)" % (self.pick(["-", "~", "!", "+"]), text), e

    def e_binary(self):
        (a, b), e = self.unsequenced([self.expression, self.expression])
        op = self.pick(["+", "-", "*", "&", "|", "^", "==", "!=", "<", ">", "<=", ">="])
        return "((%s) %s (%s))" % (a, op, b), e

    def e_divide(self):
        text, e = self.expression()
        op = self.pick(["/ 3", "% 7", "/ -5", "% 10u", ">> 1", ">> 3"])
        if self.chance(30):
            return "((unsigned)(%s) << ((%s) & 7))" % self.pair(text, e)[0], self.pair_effects
        return "((%s) %s)" % (text, op), e

    def pair(self, text, e):
        """The text with a second operand that may stand beside it."""
        other, e2 = self.expression()
        if e.conflicts(e2):
            other, e2 = self.constant(), PURE
        self.pair_effects = e | e2
        return (text, other), self.pair_effects

    def e_andor(self):
        a, e = self.expression()
        b, e2 = self.expression()
        return "((%s) %s (%s))" % (a, self.pick(["&&", "||"]), b), e | e2

    def e_cond(self):
        a, e = self.expression()
        b, e2 = self.expression()
        if self.chance(20):
            return "((%s) ?: (%s))" % (a, b), e | e2
        c, e3 = self.expression()
        return "((%s) ? (%s) : (%s))" % (a, b, c), e | e2 | e3

    def e_comma(self):
        a, e = self.expression()
        b, e2 = self.expression()
        return "((void)(%s), (%s))" % (a, b), e | e2

    def e_cast(self):
        text, e = self.expression()
        return "(%s)(%s)" % (self.pick(INT_TYPES), text), e

    def e_assign(self):
        place = self.lvalue()
        if not place:
            return self.expression()
        target, found, objects = place
        value, e = self.expression()
        writes = Effects(objects, objects)
        # The value's own effects, and the place's, must not meet; nor may they touch the target.
        if e.conflicts(found) or e.conflicts(writes) and (e.writes & frozenset(objects) or
                                                          e.jumps or EVERYTHING in e.writes) \
                or found.conflicts(writes):
            value, e = self.constant(), PURE
            if found.conflicts(writes):
                return value, e
        op = self.pick(["=", "=", "+=", "-=", "*=", "^=", "|=", "&="])
        return "(%s %s %s)" % (target, op, value), found | e | writes

    def e_increment(self):
        place = self.lvalue()
        if not place:
            return self.constant(), PURE
        target, found, objects = place
        writes = Effects(objects, objects)
        if found.conflicts(writes):
            return self.constant(), PURE
        form = self.pick(["(%s)++", "(%s)--", "++(%s)", "--(%s)"])
        return "(" + form % target + ")", found | writes

    def e_sync_call(self):
        kind = self.rng.randrange(3)
        if kind == 0:
            (a, b), e = self.unsequenced([self.expression, self.expression])
            return "mix(%s, %s)" % (a, b), e
        if kind == 1:
            arrays = self.visible(lambda o: o.form == "array" and o.type == "int" and
                                  o.addressable)
            if arrays:
                o = self.pick(arrays)
                return "total(%s, %d)" % (o.name, self.rng.randrange(1, 5)), Effects([o])
            text, e = self.expression()
            return "total((int[]){%s, 2}, 2)" % text, e
        address = self.address("int")
        if not address:
            return self.e_binary()
        text, e, objects = address
        if e.conflicts(Effects(objects, objects)):
            return self.e_binary()
        return "bump(%s)" % text, e | Effects(objects, objects)

    def address(self, type_, avoid=frozenset()):
        """The address of a local object of the type, or what a pointer holds."""
        def usable(o):
            if o.shared or o.type != type_ or avoid & frozenset(o.targets or (o,)):
                return False
            if o.form in ("pointer", "spointer"):
                return True
            return o.addressable and not o.readonly and \
                o.form in (("int", "array") if type_ == "int" else ("struct", "structs"))
        candidates = self.visible(usable)
        if not candidates:
            return None
        o = self.pick(candidates)
        if o.form in ("pointer", "spointer"):
            return o.name, Effects([o]), o.targets
        if o.form in ("array", "structs"):
            index, e = self.index()
            return "&%s[%s]" % (o.name, index), e, (o,)
        return "&" + o.name, PURE, (o,)

    def arguments(self, f, guarded):
        """Of a call of f: texts and effects; None if a pointer finds nothing to point to."""
        makers, used, pointees = [], set(), []
        for p in f.params:
            if p.name == "depth":
                makers.append(lambda: ("depth - 1" if guarded else str(self.rng.randrange(4)),
                                       Effects([self.depth_param()] if guarded else [])))
            elif p.form in ("pointer", "spointer") and \
                    self.chance(60 if self.records else 25):
                makers.append(lambda p=p: self.address_of_literal(p.struct))
            elif p.form in ("pointer", "spointer"):
                a = self.address(p.type, frozenset(used))
                if not a:
                    return None
                text, e, objects = a
                used |= set(objects)
                pointees += objects
                makers.append(lambda text=text, e=e: (text, e))
            elif p.form == "struct":
                makers.append(lambda s=p.struct: self.struct_value(s))
            else:
                makers.append(self.expression)
        texts, together = [], PURE
        for p, make in zip(f.params, makers):
            text, e = make()
            if e.conflicts(together):
                if p.form in ("pointer", "spointer"):
                    return None
                text, e = ("(%s){0}" % p.type if p.form == "struct" else "1"), PURE
            texts.append(text)
            together = together | e
        return texts, together | Effects(pointees, pointees)

    def address_of_literal(self, struct):
        text, e = self.struct_literal(struct) if struct else self.expression()
        return "&" + (text if struct else "(int){%s}" % text), e

    def depth_param(self):
        return self.f.params[0]

    def callable(self, f):
        """Whether f may be called here, and whether only under a guard of depth."""
        if self.f.pure and not f.pure:
            return False, False
        if f.index >= self.f.index:
            ok = f.recursive and self.f.recursive and not self.recursed and self.times == 1
            return ok, True
        if self.f.recursive:
            if f.recursive:
                return not self.recursed and self.times == 1, True
            if f.reaches_recursion:
                return False, False
        return self.cost + f.cost * self.times < self.budget, False

    def call(self, wanted):
        """A call of a function that the test wants: text without await, effects, function."""
        candidates = []
        for f in self.functions:
            ok, guarded = self.callable(f)
            # A name that is hidden cannot be called; names of functions are never hidden.
            if ok and wanted(f):
                candidates.append((f, guarded))
        if not candidates:
            return None
        f, guarded = self.pick(candidates)
        if guarded:
            self.recursed = True
        else:
            self.charge(f.cost)
        arguments = self.arguments(f, guarded)
        if not arguments:
            return None
        texts, e = arguments
        if f.effects:
            e = e | f.effects
        elif not f.pure:
            e = e | Effects([EVERYTHING], [EVERYTHING])
        if self.f not in f.callers:
            f.callers.append(self.f)
        if f.recursive or f.reaches_recursion:
            self.f.reaches_recursion = True
        return "%s(%s)" % (f.name, ", ".join(texts)), e | AWAITS, f, guarded

    def e_call(self):
        c = self.call(lambda f: f.result != "void")
        if not c:
            return self.e_leaf()
        text, e, f, guarded = c
        value = "(await %s)" % text
        if f.struct:
            path, e2 = self.path(f.struct)
            if e.conflicts(e2):
                path, e2 = self.first_field(f.struct), PURE
            value, e = value + path, e | e2
        if guarded:
            other, e2 = self.expression()
            value = "(depth > 0 ? %s : (%s))" % (value, other)
            e = e | e2 | Effects([self.depth_param()])
        return value, e

    def e_literal(self):
        kind = self.rng.randrange(4)
        if kind == 0:
            s = self.pick(self.structs)
            text, e = self.struct_literal(s)
            path, e2 = self.path(s)
            if e.conflicts(e2):
                path, e2 = self.first_field(s), PURE
            return "(%s)%s" % (text, path), e | e2
        (a, b, c), e = self.unsequenced([self.expression] * 3)
        if kind == 1:
            return "((int[]){%s, %s, %s})[%d]" % (a, b, c, self.rng.randrange(3)), e
        if kind == 2:
            return "total((int[]){%s, %s, %s}, 3)" % (a, b, c), e
        return "(*&(int){%s})" % a, e

    def e_macro(self):
        # Its argument is evaluated twice, unsequenced: only what has no effects may stand there.
        text, e = self.expression()
        if e.writes or e.jumps or "goto" in text:
            return text, e
        if self.chance(50):
            return "TWICE(%s)" % text, e
        (a, b), both = self.unsequenced([self.expression, self.expression])
        if "goto" in a + b:  # a label would be there twice
            return text, e
        return "LARGER(%s, %s)" % (a, b), both

    def e_sizeof(self):
        return "(int)sizeof(%s)" % self.pick(
            ["await leaf(1)", "await leaf_pair(1, 2)", "(await leaf_long(2) + 1)"]), PURE

    def e_statements(self):
        """A statement expression; what it declares ends with it."""
        if self.depth > 3 or self.statements < 5:
            return self.e_leaf()
        leaves = {"loop": ["break", "continue"], "switch": ["break"]}.get(
            self.loops[-1] if self.loops else None)
        self.scopes.append([])
        self.loops.append(None)
        before, self.total = self.total, PURE
        self.depth += 1
        lines = []
        for _ in range(self.rng.randrange(1, 4)):
            lines += self.statement()
        self.jumped = False
        jumps = False
        if self.chance(10) and self.f.result == "int" and not self.deferred:
            text, e = self.expression()
            cond, e2 = self.expression()
            self.note(e | e2)
            lines.append("if (%s) return %s;" % (cond, text))
            jumps = True
        elif leaves and self.chance(30):
            lines.append("if (%s) %s;" % (self.full(), self.pick(leaves)))
            jumps = True
        text, e = self.expression()
        self.note(e)
        self.depth -= 1
        self.loops.pop()
        gone = self.scopes.pop()
        e = self.total
        self.total = before
        mine = lambda objects: frozenset(o for o in objects if o not in gone or o.shared)
        e = Effects(mine(e.reads), mine(e.writes), jumps or e.jumps, e.awaits)
        if "_Atomic" in " ".join(lines):
            text = "+(%s)" % text  # clang keeps the qualifier of the value
        return "({ %s %s; })" % (" ".join(lines), text), e

    def e_selection(self):
        """What is not selected is not evaluated."""
        text, e = self.expression()
        other = self.pick(["await leaf(1)", "0", "await leaf_long(2)"])
        if self.chance(30):
            return "__builtin_choose_expr(%d, %s, %s)" % (
                (1, text, other) if self.chance(50) else (0, other, text)), e
        return "_Generic(await leaf(1), int: (%s), default: %s)" % (text, other), e

    def e_wide(self):
        (a, b), e = self.unsequenced([self.expression, self.expression])
        form = self.pick(["(long)(((__int128)(%s) * (%s)) >> 5)",
                          "(int)((long double)(short)(%s) * 0.5L + (signed char)(%s))",
                          "((vector){%s, 1, %s, 2} + 3)[2]"])
        return form % (a, b), e

    def e_spawn(self):
        if not self.can_spawn():
            return self.e_leaf()
        lines, e, result = self.spawn_lines()
        return "({ %s %s; })" % (" ".join(lines), result), e

    def e_pointer_call(self):
        self.charge()
        (which, n), e = self.unsequenced([self.index, self.expression])
        if self.chance(50):
            return "(await table[%s](%s))" % (which, n), e | AWAITS
        name = self.fresh("q")
        return "({ async int (*%s)(int) = table[%s]; await %s(%s); })" % (
            name, which, name, n), e | AWAITS

    expression_kinds = ([e_constant] * 4 + [e_read] * 14 + [e_leaf] * 12 + [e_unary] * 2 +
                        [e_binary] * 12 + [e_divide] * 3 + [e_andor] * 4 + [e_cond] * 4 +
                        [e_comma] * 3 + [e_cast] * 2 + [e_assign] * 4 + [e_increment] * 3 +
                        [e_sync_call] * 3 + [e_call] * 10 + [e_literal] * 3 + [e_macro] * 2 +
                        [e_sizeof] + [e_selection] * 2 + [e_wide] * 2 + [e_statements] * 3 + [e_spawn] + [e_pointer_call] * 3)

    def struct_literal(self, s):
        text, e = self.struct_initialiser(s)
        return "(%s)%s" % (s.text, text), e

    def struct_initialiser(self, s):
        makers, designators = [], []
        for name, _, kind in s.fields:
            if makers and (self.chance(20) or s.text.startswith("union")):
                continue
            designators.append(name)
            if isinstance(kind, Struct):
                makers.append(lambda kind=kind: self.struct_initialiser(kind)
                              if self.chance(70) else self.struct_value(kind))
            elif kind == "array":
                makers.append(lambda: self.array_initialiser())
            else:
                makers.append(self.expression)
        texts, together = [], PURE
        for name, make in zip(designators, makers):
            text, e = make()
            if e.conflicts(together):
                continue
            texts.append(".%s = %s" % (name, text))
            together = together | e
        return "{%s}" % (", ".join(texts) or "0"), together

    def array_initialiser(self):
        texts, e = self.unsequenced([self.expression] * self.rng.randrange(1, 5))
        return "{%s}" % ", ".join(texts), e

    def struct_value(self, s):
        candidates = self.visible(lambda o: o.form in ("struct", "structs", "spointer") and
                                  o.type == s.text)
        if candidates and self.chance(25 if self.records else 60):
            o = self.pick(candidates)
            if o.form == "spointer":
                return "*" + o.name, Effects((o,) + tuple(o.targets))
            if o.form == "structs":
                index, e = self.index()
                return "%s[%s]" % (o.name, index), e | Effects([o])
            return o.name, Effects([o])
        if s.name == "pair" and self.chance(50):
            self.charge()
            (x, y), e = self.unsequenced([self.expression, self.expression])
            return "await leaf_pair(%s, %s)" % (x, y), e | AWAITS
        if self.expression_depth > 4:
            return "(%s){0}" % s.text, PURE
        kind = self.rng.randrange(10)
        if kind < 2:
            return self.assigned_struct(s)
        if kind == 2:
            return self.chosen_struct(s)
        self.expression_depth += 1  # its arguments may be such structs again
        c = self.call(lambda f: f.struct is s and not self.callable(f)[1])
        self.expression_depth -= 1
        if c:
            return "await " + c[0], c[1]
        return self.struct_literal(s)

    def assigned_struct(self, s):
        targets = self.visible(lambda o: o.form == "struct" and o.type == s.text and
                               not o.readonly)
        if not targets:
            return self.struct_literal(s)
        o = self.pick(targets)
        self.expression_depth += 1
        value, e = self.struct_value(s)
        self.expression_depth -= 1
        if e.conflicts(Effects([o], [o])):
            value, e = "(%s){0}" % s.text, PURE
        return "(%s = %s)" % (o.name, value), e | Effects([o], [o])

    def chosen_struct(self, s):
        self.expression_depth += 1
        condition, e = self.expression()
        one, e1 = self.struct_value(s)
        other, e2 = self.struct_value(s)
        self.expression_depth -= 1
        return "(%s ? %s : %s)" % (condition, one, other), e | e1 | e2

    # -- statements: lists of lines -------------------------------------------------------------

    def full(self):
        """A full expression: its effects are sequenced with all others."""
        text, e = self.expression()
        self.note(e)
        return text

    def statement(self):
        if self.statements <= 0 or self.cost > self.budget:
            return ["%s;" % self.full()] if self.chance(30) else []
        self.statements -= 1
        kinds = self.statement_kinds
        if self.depth > 4:
            kinds = self.simple_kinds
        return self.pick(kinds)(self)

    def s_declare(self):
        form = self.pick(["int"] * 6 + ["array"] * 2 + ["struct"] * 3 + ["structs", "double",
                         "pointer", "pointer", "spointer", "spointer", "late", "late", "const", "volatile",
                         "atomic", "static", "large", "aligned", "several", "local type",
                         "typeof", "auto", "register", "chars", "literal", "vector", "vector",
                         "cleanup", "cleanup"])
        name = self.new_name()
        if form == "cleanup" and self.guarded == "goto":
            form = "int"
        if form in ("int", "array", "struct", "structs", "double"):
            o = self.make_object(name, form)
            return self.declaration(o)
        if form == "const":
            return self.declaration(Object(name, "const " + self.pick(INT_TYPES), "int",
                                           readonly=True))
        if form == "volatile":
            return self.declaration(Object(name, "volatile " + self.pick(INT_TYPES), "int"))
        if form == "atomic":
            return self.declaration(Object(name, "_Atomic " + self.pick(["int", "long"]), "int"))
        if form == "register":
            return self.declaration(Object(name, "register int", "int", addressable=False))
        if form == "aligned":
            return self.declaration(Object(name, "_Alignas(64) int", "int", addressable=False))
        if form == "static":
            if self.f.pure:
                return self.declaration(self.make_object(name, "int"))
            o = Object(name, self.pick(INT_TYPES), "int", shared=True)
            # It keeps its value from call to call, and two calls share it.
            self.scopes[-1].append(o)
            return ["static %s = %d;" % (self.declare(o), self.rng.randrange(9))]
        if form == "large":
            o = Object(name, "int", "array")
            text, e = self.without(name, self.array_initialiser)
            self.note(e)
            self.scopes[-1].append(o)
            return ["int %s[40] = %s;" % (name, text)]
        if form == "vector":
            (a, b, c), e = self.without(name, lambda: self.unsequenced([self.expression] * 3))
            self.note(e)
            self.scopes[-1].append(Object(name, "vector", "array", addressable=False))
            return ["vector %s = {%s, %s, %s, 4};" % (name, a, b, c)]
        if form == "cleanup":
            self.guarded = True
            function = "clean_quietly" if self.f.pure else \
                self.pick(["clean_slowly", "clean_at_once", "clean_quietly"])
            self.charge()
            text = self.without(name, self.full)
            self.note(Effects([], [] if self.f.pure else [OUT]))
            self.scopes[-1].append(Object(name, "int", "int"))
            return ["__attribute__((cleanup(%s))) int %s = %s;" % (function, name, text)]
        if form == "chars":
            o = Object(name, "char", "array")
            self.scopes[-1].append(o)
            return ['char %s[8] = "abc";' % name]
        if form == "several":
            a = self.without(name, self.full)
            first = Object(name, "int", "int")
            self.scopes[-1].append(first)
            second = Object(self.new_name(), "int", "array")
            b, e = self.without(second.name, self.array_initialiser)
            self.note(e)
            self.scopes[-1].append(second)
            third = Object(self.new_name(), "int", "int")
            c = self.without(third.name, self.full)
            self.scopes[-1].append(third)
            return ["int %s = %s, %s[4] = %s, %s = %s;" % (name, a, second.name, b, third.name, c)]
        if form == "local type":
            tag = self.fresh("local")
            s = Struct(tag, [("n", "int", "int"), ("m", "short", "array")])
            o = Object(name, s.text, "struct", struct=s, addressable=False)
            o.type = s.text
            text, e = self.without(name, lambda: self.struct_initialiser(s))
            self.note(e)
            self.scopes[-1].append(o)
            return [s.definition(), "%s %s = %s;" % (s.text, name, text)]
        if form in ("typeof", "auto"):
            text = self.without(name, self.full)
            self.scopes[-1].append(Object(name, "?", "int", addressable=False))
            if form == "auto":
                return ["__auto_type %s = (int)(%s);" % (name, text)]
            return ["__typeof__(1 + 1L) %s = %s;" % (name, text)]
        if form == "late":
            return self.pointed_to_first(name)
        if form == "literal":
            # A pointer to a compound literal: one more object of the block.
            text, e = self.without(name, self.array_initialiser)
            self.note(e)
            target = Object("*" + name, "int", "int")
            self.scopes[-1].append(Object(name, "int", "pointer", targets=(target,),
                                          readonly=True))
            return ["int *%s = (int[])%s;" % (name, text)]
        type_ = "int" if form == "pointer" else self.pick(self.structs).text
        a = self.without(name, lambda: self.address(type_))
        if not a:
            return self.declaration(self.make_object(name, "int"))
        text, e, objects = a
        self.note(e)
        s = next((s for s in self.structs if s.text == type_), None)
        o = Object(name, type_, form, struct=s, targets=tuple(objects), readonly=True)
        self.scopes[-1].append(o)
        return ["%s *%s = %s;" % (type_, name, text)]

    def pointed_to_first(self, name):
        """An object to which a pointer leads before it has a value, over what awaits.

        Often it is read once and its block is left, so that no other await has to keep it."""
        ends = self.chance(60)
        s = self.pick(self.structs) if self.chance(40) and not ends else None
        o = Object(name, s.text if s else "int", "struct" if s else "int", struct=s)
        pointer = Object(self.fresh("q"), o.type, "spointer" if s else "pointer", struct=s,
                         targets=(o,), readonly=True)
        lines = ["%s;" % self.declare(o), "%s = &%s;" % (self.declare(pointer), name)]
        for _ in range(self.rng.randrange(3)):
            lines += self.without(name, self.pick([self.s_pause, self.s_pause, self.s_expression,
                                                   self.s_assign]))
        text, e = self.without(name, lambda: self.struct_value(s) if s else self.expression())
        self.note(e)
        lines.append("%s = %s;" % (name, text))
        if not ends:
            self.scopes[-1] += [o, pointer]
            return lines
        taker = self.visible(lambda o: o.form == "int" and not o.readonly and o.name != name)
        if not taker:
            return ["{ %s (void)*%s; }" % (" ".join(lines), pointer.name)]
        self.note(Effects([taker[0]], [taker[0]]))
        return ["{ %s %s ^= *%s; }" % (" ".join(lines), taker[0].name, pointer.name)]

    def without(self, name, make):
        """Makes something where `name` is declared already, but not yet to be used."""
        self.scopes[-1].append(Object(name, None, "nothing"))
        result = make()
        self.scopes[-1] = [o for o in self.scopes[-1] if o.form != "nothing" or o.name != name]
        return result

    def declaration(self, o):
        if o.form == "array":
            text, e = self.without(o.name, self.array_initialiser)
        elif o.form == "structs":
            text, e = self.without(o.name, lambda: self.struct_initialiser(o.struct))
            text = "{%s}" % text
        elif o.form == "struct":
            text, e = self.without(o.name, lambda: self.struct_initialiser(o.struct)
                                   if self.chance(50) else self.struct_value(o.struct))
        elif o.form == "double":
            text, e = self.without(o.name, self.expression)
            text = "(short)(%s) * 0.5" % text
        else:
            text, e = self.without(o.name, self.expression)
        self.note(e)
        self.scopes[-1].append(o)
        if o.form == "int" and not o.type.startswith("const") and self.chance(25):
            # Without an initialiser: assigned on every path before it is used.
            self.scopes[-1].remove(o)
            cond = self.without(o.name, self.full)
            other = self.without(o.name, self.full)
            self.scopes[-1].append(o)
            if self.chance(50):
                return ["%s;" % self.declare(o), "if (%s) %s = %s; else %s = %s;" % (
                    cond, o.name, text, o.name, other)]
            return ["%s;" % self.declare(o), "%s = %s;" % (o.name, text)]
        return ["%s = %s;" % (self.declare(o), text)]

    def s_assign(self):
        kind = self.rng.randrange(6)
        if kind == 0:
            candidates = self.visible(lambda o: o.form == "struct")
            if candidates:
                o = self.pick(candidates)
                text, e = self.struct_value(o.struct)
                if o not in e.writes and not (o.shared and EVERYTHING in e.writes):
                    self.note(e | Effects([o], [o]))
                    return ["%s = %s;" % (o.name, text)]
        if kind == 1:
            candidates = self.visible(lambda o: o.form == "double")
            if candidates:
                o = self.pick(candidates)
                text, e = self.expression()
                if o not in e.writes:
                    self.note(e | Effects([o], [o]))
                    return ["%s = (short)(%s) * 0.25;" % (o.name, text)]
        if kind == 2:
            candidates = self.visible(lambda o: o.form in ("pointer", "spointer") and
                                      o.targets[0].form in ("array", "structs"))
            if candidates:
                o = self.pick(candidates)
                index, e = self.index()
                if o not in e.writes:
                    self.note(e | Effects([o], [o]))
                    # Another element of what it points into.
                    target = o.targets[0]
                    if any(v is target for v in self.visible(lambda v: True)):
                        return ["%s = &%s[%s];" % (o.name, target.name, index)]
        text, e = self.e_assign()
        self.note(e)
        return ["%s;" % text]

    def s_expression(self):
        return ["%s;" % self.full()]

    def s_out(self):
        if self.f.pure:
            return self.s_assign()
        text = self.full()
        self.note(Effects([], [OUT]))
        return ["out(%d, %s);" % (self.tag(), text)]

    def s_call(self):
        c = self.call(lambda f: f.result == "void" or f.struct or True)
        if not c:
            return ["await leaf_void();"]
        text, e, f, guarded = c
        self.note(e)
        if guarded:
            self.note(Effects([self.depth_param()]))
            return ["if (depth > 0) await %s;" % text]
        return ["await %s;" % text]

    def s_pause(self):
        self.charge()
        return [self.pick(["await leaf_void();", "await ac_yield();", "await leaf(1);"])]

    def inner(self, times=1):
        """A block or a single statement, run some times."""
        self.times *= times
        if self.chance(80):
            text = self.block()
        else:
            self.scopes.append([])
            lines = self.pick([self.s_expression, self.s_assign, self.s_out])()
            self.scopes.pop()
            text = " ".join(lines)
        self.times //= times
        return text

    def s_if(self):
        cond = self.full()
        text = "if (%s) %s" % (cond, self.inner())
        if self.chance(50):
            text += " else %s" % self.inner()
        return [text]

    def header(self, times):
        """A condition that is evaluated about as often as its loop runs."""
        self.times *= times
        self.loops.append(None)
        text = self.full()
        self.loops.pop()
        self.times //= times
        return text

    def s_for(self):
        n = self.rng.randrange(1, 5)
        i = Object(self.new_name(), "int", "int", readonly=True)
        self.scopes.append([])
        init = "0"
        if self.chance(40):
            self.charge()
            init = "await leaf(0)"
        self.scopes[-1].append(i)
        cond = "%s < %d" % (i.name, n)
        if self.chance(40):
            self.charge(n + 1)
            cond = self.pick(["await leaf(%s) < %d", "%s < await leaf(%d)"]) % (i.name, n)
        if self.chance(25):
            cond = "%s && (%s)" % (cond, self.header(n + 1))
        step = "%s++" % i.name
        if self.chance(40):
            self.charge(n)
            step = self.pick(["%s += await leaf(1)", "await leaf_void(), %s++"]) % i.name
        self.loops.append("loop")
        body = self.inner(n)
        self.loops.pop()
        self.scopes.pop()
        return ["for (int %s = %s; %s; %s) %s" % (i.name, init, cond, step, body)]

    def s_while(self):
        n = self.rng.randrange(1, 5)
        i = Object(self.fresh("n"), "int", "int", readonly=True)
        self.scopes[-1].append(i)
        cond = "%s-- > 0" % i.name
        if self.chance(60):
            cond += " && (%s)" % self.header(n + 1)
        if self.chance(30):
            cond = "(await leaf(%s--)) > 0" % i.name
        self.charge(n)
        self.loops.append("loop")
        body = self.inner(n)
        self.loops.pop()
        head = "int %s = %d;" % (i.name, n)
        if self.chance(50):
            return [head, "while (%s) %s" % (cond, body)]
        return [head, "do %s while (%s);" % (body if body.startswith("{") else "{ %s }" % body,
                                             cond)]

    def s_switch(self):
        value = "mix(%s, 1) %% 6" % self.header(1)  # clang warns of a constant without a case
        cases = self.rng.sample(range(-1, 6), self.rng.randrange(2, 5))
        self.loops.append("switch")
        parts = []
        where = self.rng.randrange(len(cases) + 1)
        for i, c in enumerate(cases):
            if i == where:
                parts.append("default: %s" % self.inner())
                if self.chance(70):
                    parts.append("break;")
                else:
                    parts.append("__attribute__((fallthrough));")
            label = "case %d:" % c
            if self.chance(20):
                label = "case %d ... %d:" % (100 * c, 100 * c + 50) if c > 0 else label
            parts.append("%s %s" % (label, self.inner()))
            last = i + 1 == len(cases)
            if self.chance(60) or last:
                parts.append("break;")
            else:
                parts.append("__attribute__((fallthrough));")
        self.loops.pop()
        return ["switch (%s) { %s }" % (value, "\n".join(parts))]

    def s_duff(self):
        """A loop that is entered through the labels of a switch around it."""
        n = Object(self.fresh("n"), "int", "int", readonly=True)
        value = self.header(1)
        self.scopes[-1].append(n)
        self.loops.append(None)
        parts = []
        self.times *= 3
        for c in range(3):
            self.scopes.append([])
            line = " ".join(self.pick([self.s_expression, self.s_assign, self.s_out])())
            self.scopes.pop()
            parts.append("case %d: %s __attribute__((fallthrough));" % (c, line))
        cond = self.full()
        self.times //= 3
        self.loops.pop()
        body = "\n".join(parts)[:-len(" __attribute__((fallthrough));")]
        return ["int %s = 3;" % n.name, "switch (mix(%s, 2) & 3) { do { %s } while (--%s > 0 && (%s)); }"
                % (value, body, n.name, cond)]

    def s_jump(self):
        if not self.loops or self.loops[-1] is None:
            return self.s_expression()
        if self.loops[-1] == "switch" or self.chance(50):
            return ["if (%s) break;" % self.full()]
        return ["if (%s) continue;" % self.full()]

    def s_return(self):
        if None in self.loops or self.depth < 2:
            return self.s_expression()
        return ["if (%s) { %s }" % (self.full(), " ".join(self.return_lines()))]

    def return_lines(self):
        if self.f.result == "void":
            return ["return;"]
        if self.f.struct:
            text, e = self.struct_value(self.f.struct)
            self.note(e)
            return ["return %s;" % text]
        return ["return %s;" % self.full()]

    def s_goto(self):
        label = self.fresh("L")
        kind = self.rng.randrange(4)
        if kind == 0:    # forward, over statements
            cond = self.full()
            return ["if (%s) goto %s;" % (cond, label), self.block(), "%s:;" % label]
        if kind == 1:    # backward, a loop
            n = Object(self.fresh("n"), "int", "int", readonly=True)
            times = self.rng.randrange(1, 4)
            self.scopes[-1].append(n)
            self.loops.append(None)
            body = self.inner(times + 1)
            self.times *= times + 1
            cond = self.full()
            self.times //= times + 1
            self.loops.pop()
            return ["int %s = %d;" % (n.name, times), "%s:;" % label, body,
                    "if (%s-- > 0 && (%s)) goto %s;" % (n.name, cond, label)]
        if kind == 2:    # out of two loops
            self.loops += ["loop", None]
            n = self.rng.randrange(1, 4)
            outer = Object(self.fresh("n"), "int", "int", readonly=True)
            inner = Object(self.fresh("n"), "int", "int", readonly=True)
            self.scopes.append([outer, inner])
            self.times *= n * n
            cond = self.full()
            body = self.block()
            self.times //= n * n
            self.scopes.pop()
            del self.loops[-2:]
            return ["for (int %s = 0; %s < %d; %s++) for (int %s = 0; %s < %d; %s++) { "
                    "if (%s) goto %s; %s }" % (outer.name, outer.name, n, outer.name, inner.name,
                                               inner.name, n, inner.name, cond, label, body),
                    "%s:;" % label]
        # into a loop's body, past what is declared there
        n = Object(self.fresh("n"), "int", "int", readonly=True)
        cond = self.full()
        self.scopes[-1].append(n)
        self.loops.append(None)
        self.times *= 3
        before = self.block()
        after = self.block()
        again = self.full()
        self.times //= 3
        self.loops.pop()
        return ["int %s = 2;" % n.name, "if (%s) goto %s;" % (cond, label),
                "while (%s-- > 0 && (%s)) { %s %s:; %s }" % (n.name, again, before, label, after)]

    def s_computed_goto(self):
        """One in a function: clang wants no way from any to the labels of another that leads into a
        statement expression, or past a cleanup."""
        if self.guarded or None in self.loops:
            return self.s_block()
        self.guarded = "goto"
        ways = [self.fresh("L") for _ in range(self.rng.randrange(2, 4))]
        end, table = self.fresh("L"), self.fresh("ways")
        lines = ["static void *const %s[] = {%s};" % (table, ", ".join("&&" + w for w in ways)),
                 "goto *%s[(unsigned)(%s) %% %d];" % (table, self.full(), len(ways))]
        for w in ways:
            lines += ["%s:;" % w, self.block()]
            if self.chance(60):
                lines.append("goto %s;" % end)
        return ["{ %s %s:; }" % ("\n".join(lines), end)]

    def s_defer(self):
        if self.deferred or not self.may_defer or self.guarded == "goto":
            return self.s_out()
        self.guarded = True
        self.deferred = True
        self.loops.append(None)
        self.scopes.append([])
        before = len(self.scopes)
        lines = []
        for _ in range(self.rng.randrange(1, 4)):
            lines += self.pick([self.s_out, self.s_assign, self.s_expression, self.s_pause])()
        assert len(self.scopes) == before
        self.scopes.pop()
        self.loops.pop()
        self.deferred = False
        return ["defer { %s }" % " ".join(lines)]

    def s_group(self):
        """Branches that touch nothing of each other; their lvalues are new."""
        makers, names = [], []
        for _ in range(self.rng.randrange(2, 4)):
            makers.append(self.branch)
        texts, e = self.unsequenced(makers)
        self.note(e)
        texts = [t if t.endswith(")") else "leaf(%s)" % t for t in texts]
        names = [self.fresh("x") for _ in texts]
        kind = self.pick(["ac_all", "ac_all", "ac_select", "ac_timeout"])
        if kind == "ac_select":  # it would cancel what the others do
            texts = [t if t.startswith("leaf") else "leaf(3)" for t in texts]
        group = ", ".join("%s = %s" % n for n in zip(names, texts))
        group = "ac_timeout(100000, ac_all(%s))" % group if kind == "ac_timeout" else \
            "%s(%s)" % (kind, group)
        self.scopes[-1] += [Object(n, "long", "int") for n in names]
        return ["long %s;" % ", ".join(names), "await %s;" % group]

    def branch(self):
        """A call without await, of what has no effects of its own."""
        c = self.call(lambda f: f.pure and f.index < self.f.index and f.struct is None and
                      f.result != "void" and self.callable(f) == (True, False)) \
            if self.chance(60) else None
        if c:
            return c[0], c[1]
        self.charge()
        text, e = self.expression()
        return self.pick(["leaf(%s)", "leaf_long(%s)"]) % text, e | AWAITS

    def s_block(self):
        return [self.block()]

    def can_spawn(self):
        return not self.deferred and any(f.pure and f.index < self.f.index and f.result != "void" and
                   self.callable(f) == (True, False) for f in self.functions)

    def spawn_lines(self):
        """Spawns what touches nothing of others, does something else, and joins."""
        c = self.call(lambda f: f.pure and f.index < self.f.index and f.result != "void" and
                      self.callable(f) == (True, False))
        if not c:
            return [], PURE, "1"
        text, e, f, _ = c
        t, r = self.fresh("t"), self.fresh("r")
        result = r
        if f.struct:
            result = r + self.first_field(f.struct)
        other = "await leaf_void();" if self.chance(50) else ""
        return ["ac_task *%s = ac_spawn(%s);" % (t, text), "%s %s;" % (f.result, r), other,
                "if (await ac_join(%s, &%s)) return%s;" % (t, r, self.dead_return())], e, result

    def dead_return(self):
        if self.f.result == "void":
            return ""
        return " (%s){0}" % self.f.result

    def s_spawn(self):
        if not self.can_spawn():
            return self.s_call()
        lines, e, result = self.spawn_lines()
        self.note(e)
        name = self.new_name()
        lines.append("int %s = %s;" % (name, result))
        self.scopes[-1].append(Object(name, "int", "int"))
        return lines

    simple_kinds = ([s_declare] * 6 + [s_assign] * 6 + [s_expression] * 4 + [s_out] * 4 +
                    [s_call] * 4 + [s_pause] * 2 + [s_jump] * 2 + [s_return])
    statement_kinds = (simple_kinds * 2 + [s_if] * 6 + [s_for] * 4 + [s_while] * 4 +
                       [s_switch] * 3 + [s_duff] + [s_goto] * 3 + [s_block] * 2 + [s_spawn] * 2 +
                       [s_computed_goto] * 2 + [s_group] * 3 + [s_defer] * 3)

    def block(self, is_body=False):
        self.scopes.append([])
        self.depth += 1
        lines = []
        for _ in range(self.rng.randrange(4, 10) if is_body else self.rng.randrange(1, 5)):
            lines += self.statement()
        # What the block leaves behind is seen.
        if not self.f.pure and self.chance(100 if is_body else 30):
            for o in self.scopes[-1]:
                if o.form in ("int", "array", "struct", "pointer") and self.chance(60):
                    text, e, objects = self.place(o)
                    self.note(e | Effects(objects, [OUT]))
                    lines.append("out(%d, (long)%s);" % (self.tag(), text))
        if is_body and self.f.result != "void":
            lines += self.return_lines()
        self.depth -= 1
        self.scopes.pop()
        text = "\n".join("    " + l for line in lines for l in line.split("\n"))
        return "{\n%s\n}" % text
