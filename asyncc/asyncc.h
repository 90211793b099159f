// asyncc.h: the data structures of the compiler, in the order in which the passes fill them.
//
//   preprocess   the user's compiler expands macros          Unit.text
//   lex          tokens, lines, the dialect's words          Unit.tokens, Unit.files
//   parse        libclang's tree of every async function     Unit.funcs, Func.body, Unit.callees
//   exits        what runs when blocks are left              Func.exits, Node.target, .exit
//   check        the rules of the language                   (rejects)
//   hoist        awaits out of expressions, order kept       Node.pre, Node.temp
//   flow         control-flow graph, liveness                Await.near, .far, Var.crosses
//   frame        where each variable that crosses lives      Func.frame
//   edit         rewritten text, as edits of the user's      Func.edits
//   emit         the lowered C                               Unit.out
//
// A pass reads what earlier ones left and writes only its own fields. Everything is allocated in
// the unit's arena and lives as long as the unit; growing arrays are stb_ds ones.
#ifndef ASYNCC_COMPILER_H
#define ASYNCC_COMPILER_H

#include "tree.h"

// ---------------------------------------------------------------------------------------------
// hoist
// ---------------------------------------------------------------------------------------------

typedef enum {
    STEP_SPILL, // temp = value of node
    STEP_AWAIT, // run the await of node, then temp = its result (if temp)
    STEP_EVAL,  // evaluate node, drop its value
    STEP_IF,    // if (node, or the temp that holds it) then … else …
    STEP_BLOCK, // a statement expression: its statements, the last value into temp
} StepKind;

struct Step {
    StepKind kind;
    Node *node;
    Var *temp;    // SPILL, AWAIT, BLOCK: takes the value; IF: holds the condition, if not NULL
    int choice;   // IF: `then` runs if that kid of node, an N_SELECTION, is what counts
    bool as_bool; // SPILL: the value is 0 or 1
    bool negate;  // IF: `then` runs if the condition is false
    bool awaits;  // an AWAIT is among it
    Step *then, *otherwise;
    Step *next;
};

// ---------------------------------------------------------------------------------------------
// flow
// ---------------------------------------------------------------------------------------------

typedef enum {
    EV_USE,
    EV_DEF,
    EV_UNDEF, // declared without a value
    EV_AWAIT,
    EV_TOUCH,   // written in part
    EV_ACCESS,  // may be reached through an address that was taken before
    EV_END,     // its block is left
    EV_STEP,    // a step ends: what it has read is done with
    EV_SETTLED, // a full expression ends: no result of an await is read any more
} EventKind;

typedef struct {
    EventKind kind;
    Var *var;
    Await *await;
} Event;

typedef struct {
    Event *events;
    int *succs;
    int *preds;
    bool rare;          // it begins with what is not expected to happen
    bool leads_nowhere; // a function is called that does not return
    int resumed_from;   // the block, from 1, whose last await it goes on behind; 0: none
    Await **pending;    // whose results may still be read where it ends
    const char *what;   // for the dump: why it begins
} Block;

// ---------------------------------------------------------------------------------------------
// frame
// ---------------------------------------------------------------------------------------------

typedef enum { SLOT_RESULT, SLOT_PARAM, SLOT_PINNED, SLOT_SAVED, SLOT_CALLEE, SLOT_STATE } SlotKind;

// Bytes of a frame. Slots overlap where never two of them hold a value at a time.
typedef struct {
    SlotKind kind;
    const Var *var;     // PARAM, PINNED, SAVED
    const Await *await; // SAVED, CALLEE: it belongs to that await
    uint64_t offset, size;
    uint64_t used; // what of it is ever written: less than size where a callee's frame ends in
                   // bytes that only align it
    uint32_t align;
} Slot;

// ---------------------------------------------------------------------------------------------
// edit: rewritten text of a function, as edits of the preprocessed text
// ---------------------------------------------------------------------------------------------

// Replaces [begin, end) by text, steps, lead, slice, tail, in this order. Edits nest: one that lies
// inside another counts only when the inner range is printed by itself, as a step or a slice.
struct Edit {
    uint32_t begin, end;
    const char *text;
    Step *steps;
    const char *lead; // before the slice
    uint32_t slice_begin, slice_end;
    const char *tail;
    const Var *var;    // a reference to it is replaced
    const Node *node;  // it is part of what becomes of that node
    const Node *owner; // whose value the edit stands for; not applied in printing that very node
    uint32_t moved_to; // it stands for a tag's definition, which was moved there; 0: it does not
    bool closes;       // belongs to what stands before it
    int rank;          // of several for one range: the higher is the outer one
    int order;         // in which they were made
    int printing;      // emit: not applied in what it prints itself, that may begin where it does,
                       // nor in what is printed by an edit behind it at the same place
};

// ---------------------------------------------------------------------------------------------

// A type that is defined in [begin, end) and what names it from then on.
typedef struct {
    uint32_t begin, end;
    const char *name;
} DefinedTag;

// A function that is rewritten: async, or an ordinary one with ac_spawn or ac_run in it.
struct Func {
    const char *name;
    Unit *unit;
    bool is_async, is_static, is_main;
    uint32_t begin, body_begin, end; // the definition; body_begin at its brace
    Type *result;
    DefinedTag *tags;            // types that the definition's specifiers define
    const char *tag_definitions; // all of these, or NULL
    Node *body;
    Node *attributes; // what their operands name, in the body
    Scope *scope;     // of the parameters
    Scope **scopes;
    Var **vars;
    Await **awaits;
    Exit **exits;   // by begin
    Leave *leaves;  // all ways out of blocks that have exits
    Var *returned;  // the result, while exits run
    Callee *callee; // itself
    bool dynamic;   // may be started by others than its embedders: needs an ENTER state
    bool is_branch; // of a group: the executor resumes it
    bool by_value;  // its result is small, and f__run gives it with its poll: emit_function.c
    int depth;      // of embedded frames
    int nested;     // how many there are, at most MANY_NESTED
    Slot *slots;    // SAVED and CALLEE ones of an await stand together, in the order of the awaits
    uint64_t frame_size, frame_used;
    uint32_t frame_align;
    bool takes_label_address;
    bool defines_tags; // in its body
    Block *blocks;
    Var **far; // variables that may cross many awaits
    Edit *edits;
    uint32_t *loops; // that await: hints for compilers in front of them mean nothing
    int alias_count;
    Type **aliases;      // types whose names mean something else somewhere in the body
    bool uses_func_name; // __func__ or its like occurs
    int temp_count;
    bool failed; // an error was reported in it
};

// Every variable is entered here, into its function and its scope.
static inline void add_var(Func *f, Var *v)
{
    if (v->align < v->type->align)
        v->align = v->type->align;
    v->index = (int)arrlen(f->vars);
    arrput(f->vars, v);
    arrput(v->scope->vars, v);
}

static inline bool lies_within(const Scope *inner, const Scope *outer)
{
    while (inner && inner != outer)
        inner = inner->parent;
    return inner;
}

struct Unit {
    const struct Options *options;
    const struct Arg *input;
    Arena *arena;
    const char *path;        // as the user named it
    bool reads_once;         // the input is a pipe
    char *text;              // preprocessed
    char *preprocessor_said; // on its standard error
    uint32_t length;
    File *files;
    Token *tokens;
    uint32_t *first_tokens; // lex: by stretch of text, the first token that begins there or behind
    MacroEvent *macros;
    Loose *loose;
    bool is_from_clang;       // lex: it was clang that preprocessed
    bool has_packs;           // lex: there is a #pragma pack
    bool awaits_pointers;     // check: a call through one is awaited or started
    bool has_may_alias;       // lex: the attribute is used, not only in the system's headers
    uint32_t *storage_orders; // lex: what each #pragma scalar_storage_order says
    bool has_dialect;         // one of the dialect's words occurs
    struct {
        char *key;
        Callee *value;
    } * callees; // string hash
    Func **funcs;
    struct {
        char *key;
        PlainFunction value;
    } * plain; // string hash; of system headers only those that are declared to lend
    struct {
        char *key;
        bool value;
    } * unlockers; // string hash; check: functions that are defined here and unlock
    const Type *group_type, *strand_type, *timer_type; // of the runtime, if the file knows them
    char *out;
    size_t out_length;
    int errors, warnings;
    // libclang's own errors: check decides what they mean
    struct {
        uint32_t offset;
        const char *text;
    } * parse_errors;
    struct {
        uint32_t offset;
        int lint;
        const char *text;
        bool is_error;  // as the user's `#pragma` wants it
        bool at_call;   // at the name of a function that is awaited or started
    } * parse_warnings; // what else it says, of options.h's lints
    struct {
        uint32_t offset;
        DiagId rule;
    } * misplaced_words;                // words of the dialect that belong to nothing
    double reported_cpu, reported_wall; // main: when --time-passes last printed some, in ms
};

// unit.c: gives back all that the passes left, or Func.blocks; which compiler preprocessed the
// text.
void free_unit(Unit *);
void free_graph(Func *);

// ---------------------------------------------------------------------------------------------
// the passes; each is the entry function of the file of its name
// ---------------------------------------------------------------------------------------------

void lex(Unit *);
void parse(Unit *);
void exits(Unit *);
void check(Unit *);
void hoist(Unit *);
void flow(Unit *);
void frame(Unit *);
void edit(Unit *);
void emit(Unit *);

// parse_decl.c: the ac_scope, an N_FOR, at whose end an await waits for its tasks; NULL: another
// await.
const Node *scope_ended_by(const Node *await);

// temporaries.c: the type int; a new variable of a type, for the value of a node, and for that of
// one whose parts are evaluated one by one.
Type *int_type(Func *);
Var *new_temp(Func *, Scope *, Type *);
Var *new_temp_of_value(Func *, const Node *);
Var *new_temp_of_parts(Func *, const Node *);

// parse_expr.c: whether it is a builtin that looks at its operands, but does not evaluate them.
bool is_unevaluated_builtin(const Node *call);

// hoist.c: whether nobody looks at the value of an expression.
bool is_dropped(const Node *);
// hoist.c: whether a statement expression is among what is still evaluated in place.
bool has_statements(const Node *);
// hoist.c: a constant, which may be a null pointer where it stands, and only there.
bool may_be_null_constant(const Unit *, const Node *);

// exits.c: whether a place is guarded; the exit that follows `x` (NULL: none) on a way.
bool is_guarded(const Exit *, uint32_t place);
Exit *exit_behind(const Func *, const Exit *x, int leave);
Exit *innermost_exit(const Func *, uint32_t place);
// The innermost one in whose block a place is; whether it is in that of `x`.
Exit *exit_around(const Func *, uint32_t place);
bool is_in_block_of(uint32_t place, const Exit *x);
uint32_t end_place(const Scope *);

// flow_addresses.c: the part of flow that finds whose address is taken.
void find_addresses(Func *);

// liveness.c: the part of flow that finds what crosses each await.
// All variables that cross an await, in declaration order; of the far ones those `among` a set, if
// that is not NULL. To be freed.
Var **crossing(const Func *, const Await *, const uint64_t *among);

static inline size_t far_words(const Func *f)
{
    return (size_t)(arrlen(f->far) + 63) / 64;
}

// unit.c: the function that a place is in, or NULL.
Func *func_at(const Unit *, uint32_t offset);

// check.c: the await in a tree that happens first, if there is one; those in a defer are
// `deferred`.
const Node *first_await(const Node *, bool deferred);
// check.c: whether the type says that functions of it do not return.
bool never_returns(const Type *function);
// check.c: whether only the type of it counts.
bool is_unevaluated(const Node *);

// definitions.c: the brace of the definition that a token, `struct`, `union` or `enum`, begins, or
// 0. Does the brace at a token end the definition of a tag? The one that begins first in [begin,
// end), but in no statement expression: where, or false. Whether there is one anywhere in [begin,
// end). Of the i-th part of a statement, the next definition behind *end (0: the first) that must
// be moved in front of it: the same. And the part of check about these.
int tag_brace(const Unit *, int word);
bool closes_tag(const Unit *, int close);
bool find_definition(const Unit *, uint32_t *begin, uint32_t *end);
bool defines_tags(const Unit *, uint32_t begin, uint32_t end);
bool next_moved_definition(const Func *, const Node *statement, int i, uint32_t *begin,
                           uint32_t *end);
void check_definitions(const Func *, const Node *statement);

// check_tasks.c: the part of check about what is handed to tasks and taken from them.
void check_tasks(Unit *, const Func *);
// escape.c: the part of flow that finds Var.escapes, .holds, Callee.lends and PlainFunction.lends.
void find_lending_functions(Unit *);
void find_escapes(Func *);

// gcc looks through all the records in a record anew each time that it asks what a pointer leads
// to, for the sake of C++, unless it is told not to: the same frame on different ways, too. More
// than so many take it long.
#define MANY_NESTED 100000

// layout.c: the part of frame that finds Func.slots and the size of the frame. Callees come first.
void lay_out(Func *);

// budget.c: the part of frame that reports frames which are larger than they may be; and the number
// in the parentheses behind the token, or false if there is anything else.
void check_budgets(Unit *);
bool frame_max(const Unit *, uint32_t token, uint64_t *bytes);

// layout_report.c: writes Func.slots, for --emit=layout; what a slot is called.
const char *slot_name(const Slot *);
void report_layouts(const Unit *, bool json, Text *);

static inline bool in_set(const uint64_t *set, int i)
{
    return set && set[i / 64] >> (i % 64) & 1;
}

// Does v hold a value while `a` waits, or until its result is used?
static inline bool keeps(const Await *a, const Var *v)
{
    return a->keeps_all || !v->rank || in_set(a->keeps, v->rank);
}

// check_warnings.c: the part of check that says what the compiler behind cannot.
void check_warnings(Unit *);
void check_returned(Unit *, const Func *, const Node *);        // the value of an N_RETURN
void check_own_initialiser(Unit *, const Func *, const Node *); // of an N_VAR

// check_jumps.c: the part of check about jumps, and what a defer does with them.
void check_jumps(Unit *, const Func *);

// parse_attributes.c: drops the first attribute `const` from that token on that is of other than
// one function: of a pointer, a typedef. Its token; -1: there is none.
int drop_const_of_pointers(Unit *, int token);

// check.c: does the function of that name leave something on the C stack, or return there again?
bool is_stack_bound(const char *name);

// check_rejected.c: the part of check about what libclang rejects.
void check_rejected(Unit *);

// check_locks.c, check_unlocks.c: the part of check about locks that are held across an await, in
// the body of a function; what Unit.unlockers holds.
void check_locks(Unit *, const Node *);
void find_unlockers(Unit *);

// dump.c: writes what a pass left, as text, for tests and the curious.
void dump(const Unit *, const char *pass, FILE *);

// edit.c: how the lowered text names a variable; the unused pointer that tells its type; whether a
// temporary has no name, because its value is read where its await left it; and how its value is
// written in either case.
const char *var_text(const Func *, const Var *);
const char *witness_name(const Func *, const Var *);
// What follows its declarator: the compiler behind must not take the type to be larger than
// libclang does.
const char *behind_witness(const Func *, const Var *);
bool read_in_place(const Var *);
bool gives_value(const Await *); // the callee's result comes with its poll
const char *temp_text(const Func *, const Var *);

// edit.c: how f__run returns `poll` and, if that is not NULL, the variable `value`.
const char *return_text(const Func *, const char *poll, const char *value);

// edit_exits.c: what goes on with `leave` at the node `n` within `from`: to the exit `next`, or
// where it leads. Without the braces around it.
const char *leave_text(const Func *, const Node *n, const Exit *from, const Exit *next, int leave);

// edit.c: a type with a name, as it can be written in the function's body; without const and
// volatile, if `plain`. And whether its values are copied as bytes: frames are aligned to 8, and
// nothing is assigned to const members.
const char *type_text(const Func *, const Type *, bool plain);
bool copied_as_bytes(const Type *);
// Is a call's i-th operand to be a member of its parameter, which is a transparent union?
bool becomes_member(const Callee *, int i, const Node *operand);

// lex.c: the tokens of a range, by binary search.
bool is_dialect_word(const char *s, uint32_t length);
int token_at(const Unit *, uint32_t offset);     // index of the first token at or behind offset
const char *token_text(const Unit *, int index); // arena copy
// 1 for a bracket that opens, -1 for one that closes.
int nesting(const Unit *, int index);
// Whether a token is an operator that assigns: `=`, `+=`, `++`.
bool token_assigns(const Unit *, int index);
// parse_signature.c: what stands in [begin, end), in one line.
const char *joined_tokens(Unit *, uint32_t begin, uint32_t end);
// The bracket that closes the one at a token, the last token if none does; and the one that opens
// it.
int closing_token(const Unit *, int index);
int opening_token(const Unit *, int index);
int behind_attributes(const Unit *, int index); // steps over those in [[ ]] that begin there
uint32_t token_end(const char *text, uint32_t begin, uint32_t length);
// The length of a backslash with the end of its line, and of what ends a block comment; 0 if that
// does not begin there.
uint32_t continuation(const char *, uint32_t room);
uint32_t comment_end(const char *, uint32_t room);
char digraph(const char *s, uint32_t length); // the bracket that it stands for, or 0

// Here, so that the length of a constant text is one.
static inline bool token_is(const Unit *u, int index, const char *text)
{
    if (index < 0 || index >= (int)arrlen(u->tokens))
        return false;
    const Token *t = &u->tokens[index];
    size_t n = strlen(text);
    return t->length == n && !memcmp(u->text + t->offset, text, n);
}

static inline bool token_is_one_of(const Unit *u, int index,
                                   const char *const *words) // NULL ends them
{
    for (; *words; words++)
        if (token_is(u, index, *words))
            return true;
    return false;
}

static inline bool is_attribute(const Unit *u, int index) // `(( … ))` follows
{
    return token_is(u, index, "__attribute__") || token_is(u, index, "__attribute");
}

// The operator of an N_BINARY; -1 if its right side makes no sense.
static inline int operator_token(const Unit *u, const Node *binary)
{
    const Node *right = kid(binary, 1);
    return right ? token_at(u, right->begin) - 1 : -1;
}

// `.x = value`, `[i] = value` or GNU C's `x: value` in an initialiser.
static inline bool is_designated(const Unit *u, const Node *n)
{
    int first = token_at(u, n->begin);
    return n->kind == N_OTHER && (token_is(u, first, ".") || token_is(u, first, "[") ||
                                  token_is(u, first, "<:") || token_is(u, first + 1, ":"));
}

// How many tokens from this one on do not go out: `_Async`, `_Noescape`, `_FrameMax(…)`, dropped
// ones.
static inline int erased_tokens(const Unit *u, int index)
{
    int i = index, depth = 0;
    if (!u->tokens[i].dropped && u->text[u->tokens[i].offset] != '_')
        return 0;
    if (u->tokens[i].dropped || token_is(u, i, "_Async") || token_is(u, i, "_Noescape"))
        return 1;
    if (!token_is(u, i, "_FrameMax"))
        return 0;
    do {
        i++;
        depth += token_is(u, i, "(") - token_is(u, i, ")");
    } while (depth > 0 && u->tokens[i].kind != T_EOF);
    return i - index + (u->tokens[i].kind != T_EOF);
}

// fallthrough.c: how strictly gcc's -Wimplicit-fallthrough, as it is asked for, reads comments;
// whether one, from behind its first two characters, says that falling through is meant; finds
// those of the user's files for the tokens behind them.
enum { NO_FALLTHROUGH_COMMENTS = 5 }; // the level at which they mean nothing
int fallthrough_level(const Unit *);
bool speaks_of_falling_through(const char *comment, size_t length, int level);
void find_fallthroughs(Unit *);

#define FROM_CLANG "# 1 \"<built-in>\" 3\n" // only its preprocessor writes this line

// columns.c: a line of the user's file as it is there, without its end, or NULL; the column, from
// 1, of a token in it, 0 if it has none: a macro made it.
const char *user_line(Unit *, uint16_t file, uint32_t number, size_t *length);
uint32_t column_of(Unit *, int index);

#endif
