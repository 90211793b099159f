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

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <stb/stb_ds.h>

typedef struct Arena Arena;
typedef struct Unit Unit;
typedef struct Func Func;
typedef struct Node Node;
typedef struct Var Var;
typedef struct Scope Scope;
typedef struct Await Await;
typedef struct Callee Callee;
typedef struct Type Type;
typedef struct Step Step;
typedef struct Edit Edit;
typedef struct Exit Exit;

// ---------------------------------------------------------------------------------------------
// support: arena.c, text.c, diag.c
// ---------------------------------------------------------------------------------------------

Arena *arena_new(void);
void arena_free(Arena *);
void *arena_alloc(Arena *, size_t size); // zeroed; out of memory ends the program with a message
char *arena_strndup(Arena *, const char *s, size_t n);
char *arena_printf(Arena *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

// realloc(), but that it ends the program without memory, too.
void *checked_realloc(void *, size_t);

// text.c: a text that is written from its beginning to its end, zero-terminated.
typedef struct {
    char *data;
    size_t length, room;
} Text;

void make_room(Text *, size_t length); // for that many bytes more, and the zero
void put_blanks(size_t count, Text *);
void put_number(unsigned, Text *);
void print(Text *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void print_list(Text *, const char *format, va_list) __attribute__((format(printf, 2, 0)));
char *text_taken(Text *, size_t *length); // what was written, to be freed
char *arena_text(Arena *, Text *);        // the same, moved to the arena

static inline void put_bytes(const char *s, size_t n, Text *t)
{
    if (t->room - t->length <= n)
        make_room(t, n);
    memcpy(t->data + t->length, s, n);
    t->length += n;
    t->data[t->length] = 0;
}

static inline void put(const char *s, Text *t)
{
    put_bytes(s, strlen(s), t);
}

// Strings, one behind the other: formats take several times as long.
void put_strings(Text *, const char *const strings[], size_t count);
#define put_all(text, ...)                                                                         \
    put_strings(text, (const char *const[]){__VA_ARGS__},                                          \
                sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static inline void put_char(char c, Text *t)
{
    put_bytes(&c, 1, t);
}

typedef enum {
#define DIAG(id, severity, text) id,
#include "diag.def"
#undef DIAG
    DIAG_COUNT
} DiagId;

// Reports at a place of Unit.text; shown at the user's file, line and column, with a caret.
void diag(Unit *, uint32_t offset, DiagId, ...);
// Reports what the user's options ask for: a warning, or an error.
void diag_lint(Unit *, uint32_t offset, int lint, DiagId, ...);
// Reports about no place in particular: "asyncc: error: …".
void diag_plain(DiagId, ...);

// ---------------------------------------------------------------------------------------------
// lex
// ---------------------------------------------------------------------------------------------

typedef enum { T_IDENT, T_NUMBER, T_STRING, T_CHAR, T_PUNCT, T_EOF } TokenKind;

typedef struct Token {
    uint32_t offset, length;
    uint32_t line;   // in file, as line markers say
    uint16_t file;   // index into Unit.files
    uint16_t column; // see column_of
    uint8_t kind;
    bool system;  // in a system header
    bool dropped; // does not go out: what is not true of a lowered function
} Token;

typedef struct {
    const char *path;
    // what columns.c reads of it
    bool loaded;
    char *text; // NULL: cannot be read
    size_t length;
    uint32_t *lines; // where each begins
} File;

// A `#define` or `#undef` seen by -dD, for --emit=c.
typedef struct {
    uint32_t offset; // where in the text it took effect
    const char *name;
    const char *directive; // the whole line; NULL name never happens
    uint32_t line;
    uint16_t file;
    bool undef;
} MacroEvent;

// ---------------------------------------------------------------------------------------------
// parse
// ---------------------------------------------------------------------------------------------

struct Type {
    const char *text;      // can be written at file scope; NULL: cannot (local or unnamed)
    const char *plain;     // the same without const and volatile
    const char *spelling;  // as libclang writes it, for messages
    uint64_t size;         // bytes; 0 for incomplete and void, and where it is 0
    uint32_t align;        // bytes
    uint64_t count;        // elements of an array
    uint64_t array;        // the same if text is a plain one-dimensional array
    const char *element;   // and the element's text
    const char *canonical; // without typedefs, const and volatile
    const Type *pointee;   // of a pointer
    bool is_sized;         // its size is known
    bool is_function, is_void, is_bool, is_record, is_array, is_variably_modified;
    bool is_const, is_volatile, is_atomic, has_const_member, is_int, is_integer;
};

typedef enum {
    // statements
    N_BLOCK,
    N_IF,
    N_WHILE,
    N_DO,
    N_FOR,
    N_SWITCH,
    N_CASE,
    N_DEFAULT,
    N_LABEL,
    N_GOTO,
    N_INDIRECT_GOTO,
    N_BREAK,
    N_CONTINUE,
    N_RETURN,
    N_EXPR_STMT,
    N_DECL,
    N_NULL,
    N_ASM,
    N_DEFER,
    N_CLEANUP,
    N_OTHER_STMT,
    // declarators in an N_DECL
    N_VAR,
    N_LOCAL_DECL,
    // expressions
    N_AWAIT,
    N_SPAWN,
    N_RUN,
    N_GROUP,
    N_CALL,
    N_REF,
    N_ADDRESS,
    N_DEREF,
    N_UNARY,
    N_INCDEC,
    N_BINARY,
    N_ASSIGN,
    N_COMPOUND_ASSIGN,
    N_ANDOR,
    N_COND,
    N_COMMA,
    N_MEMBER,
    N_ARROW,
    N_INDEX,
    N_PAREN,
    N_CAST,
    N_COMPOUND_LITERAL,
    N_INIT_LIST,
    N_STMT_EXPR,
    N_UNEVALUATED,
    N_SELECTION,
    N_LEAF,
    N_OTHER,
    N_KIND_COUNT
} NodeKind;

typedef enum { GROUP_ALL, GROUP_TRY_ALL, GROUP_SELECT, GROUP_TIMEOUT } GroupKind;

// A statement or expression. `begin` and `end` are offsets into Unit.text; a statement's end is
// behind its semicolon. Missing parts of a header (`for (;;)`) are NULL in kids.
struct Node {
    uint8_t kind;
    bool has_await;  // an await that is evaluated lies in it
    bool has_effect; // evaluating it does more than reading plain variables
    bool calls_async; // N_CALL: through what is declared with `async`, but no function
    uint32_t begin, end;
    Node **kids;
    int kid_count;
    Node *parent;
    Type *type;           // expressions
    Var *var;             // N_REF to a local, N_VAR; N_CLEANUP and N_CALL: whose cleanup it is
    Callee *callee;       // N_CALL, N_AWAIT, N_SPAWN, N_RUN of a known function
    const char *name;     // N_LABEL, N_GOTO: the label; N_REF: what it names
    Scope *scope;         // the innermost scope around it (N_BLOCK, N_FOR: the one it opens)
    Await *await;         // N_AWAIT; N_CALL in a group
    uint8_t group;        // N_GROUP: GroupKind
    uint32_t name_offset; // N_VAR, N_LOCAL_DECL of a function: of the declared name
    Node *target;         // N_BREAK, N_CONTINUE: the loop or switch left or continued; N_CASE,
                          // N_DEFAULT: the switch; N_GOTO: the label (exits)
    // exits
    Exit *exit; // N_DEFER, N_CLEANUP: what it is; jumps and N_RETURN: the first to run on the way
    int leave;  // jumps: what that is told, an index into Func.leaves
    // hoist
    Step *pre; // full expressions and declarators: what happens before the rest is evaluated
    Var *temp; // the value stands here by now, the node itself is not evaluated in place
    bool settled; // what is left of it has no effect
    bool gone; // evaluated by a step, without a value: N_AWAIT of void, the left of a comma
};

// kids by kind:
//   N_IF cond then [else]       N_WHILE cond body     N_DO body cond     N_SWITCH cond body
//   N_FOR init cond step body   N_RETURN [value]      N_CASE value [upper] statement
//   N_DEFAULT, N_LABEL statement                      N_VAR [initialiser] bounds…
//   N_LOCAL_DECL of a typedef: NULL bounds…
//   N_COND cond [then] else (two kids: `a ?: b`)      N_CALL callee args…
//   N_AWAIT, N_RUN: the N_CALL                        N_ASSIGN, N_COMPOUND_ASSIGN: left right
//   N_SPAWN the N_CALL [the scope, of ac_spawn_in]
//   N_SELECTION [N_UNEVALUATED control] values, of _Generic; or condition value value
//   N_GROUP [ms] branches: N_ASSIGN, N_CALL, N_GROUP; N_AWAIT of one has it as its kid
//   N_DEFER block               N_CLEANUP [the N_AWAIT]: in an N_DECL, behind its N_VAR
static inline Node *kid(const Node *n, int i)
{
    return i < n->kid_count ? n->kids[i] : NULL;
}

// A branch of a group, and what it runs: a call or a group.
static inline int first_branch(const Node *group)
{
    return group->group == GROUP_TIMEOUT;
}

static inline Node *branch_call(Node *branch)
{
    return branch->kind == N_ASSIGN ? branch->kids[1] : branch;
}

static inline Node *strip_parens(Node *n)
{
    while (n && n->kind == N_PAREN)
        n = kid(n, 0);
    return n;
}

// The block, for statement or parameter list that a name is declared in.
struct Scope {
    Scope *parent;
    uint32_t begin, end;
    Var **vars; // local variables and temporaries, in order
    Scope **children;
    Await **awaits;     // directly in it, not in a child
    bool has_await;     // in it or below
    bool is_block;      // braces; else a for, or the parameters
    bool has_label;     // a label stands directly or deeper in it: a jump may go backwards
    const char **names; // every ordinary identifier declared in it, variables or not
    uint32_t *name_offsets;
    Exit *last_exit; // exits: the first to run at its end; the others follow by Exit.outer
    bool exits_await;
    uint64_t *far; // flow, if an await is in it: bits of Func.far, of what it knows by name
};

typedef enum {
    PLACE_LOCAL,  // stays a C local, crosses no suspension
    PLACE_SAVED,  // stays a C local, stored and reloaded around suspensions
    PLACE_PINNED, // lives in the frame
} Place;

// A parameter, a local variable with automatic storage, or a temporary made by hoist.
struct Var {
    const char *name;
    Type *type;
    Scope *scope;
    uint32_t offset;     // of the name in the text
    uint32_t bounds_end; // behind the last bound in its declarator: its scope begins there
    uint32_t align;      // of its type or its own, whichever is stricter
    int index;           // in Func.vars
    bool is_param, is_temp, is_static;
    bool is_unnamed; // a parameter without a name, given one
    bool address_taken;
    int cleanup;          // the token of __attribute__((cleanup)), or 0
    bool in_register;     // bound to a register by name
    bool odd_alignment;   // aligned by more than a number
    const Await *source;  // a temporary: the await whose result it takes
    const Node *typed_by; // a temporary of a type without a name: an expression of that type
    const Node *literal;  // a compound literal that needs a place of its own
    // flow
    bool crosses;    // live across some await
    bool unassigned; // live across an await at which it may not be declared or assigned yet
    int crossings;   // awaits that it crosses
    // frame
    Place place;
    bool opaque;        // its slot is plain bytes: the type has no name there, or is over-aligned
    bool has_witness;   // pinned, of a type without a name: `T *ac__type_N` tells it
    const char *field;  // its name in the frame
    const char *rename; // its new C name where an inner declaration hides it at an await
    // edit
    bool modified_within; // by an expression in a larger one
    // emit
    bool declared; // a temporary: its declaration was written out
};

// Something that can be awaited: an async function; or what a pointer may lead to, which is found
// out when it is called.
struct Callee {
    const char *name;
    Func *func; // if it is defined in this file
    bool is_async;
    bool is_pointer; // it has a name only for messages, and no parameters here
    bool is_static;
    bool is_weak;       // what is defined in this file may not be what is called
    bool address_taken; // its symbol is named other than in a direct call
    bool has_frame;     // a header gives struct NAME__frame
    bool has_contract;  // and NAME__start with it
    bool is_variadic, has_no_prototype;
    bool names_result;    // its result has no other name than the type of a call
    bool declared;        // emit: its contract was written out
    uint32_t misdeclared; // where it is defined without `async`, or 0
    const char *symbol_attributes, *code_attributes, *param_attributes; // see parse_attributes.c
    uint32_t refused; // an attribute that makes no sense, or 0
    Type *result;
    Type **params;               // types of the parameters, adjusted
    const char *params_text;     // between the parentheses, without `_Async`; of the definition
    const char *declared_params; // the same, of the first declaration
    uint32_t offset;             // of its first declaration
};

struct Await {
    int number; // in the function, from 0
    uint32_t line;
    const char *label; // its line, and _2, _3… for further ones on that line
    Node *node;
    Node *group;    // what it awaits, if not a call
    Callee *callee; // of a group: one that stands for it, with its name and type
    Scope *scope;   // what it declares is kept meanwhile; for the end of an ac_scope, its block
    bool last;      // no other await runs between it and the use of its value
    // exits
    Exit *exit;    // the first to run if its task unwinds here
    Exit *in_exit; // the innermost exit that it belongs to
    // flow
    Var **near;    // variables that cross it and few others, in declaration order
    uint64_t *far; // bits of Func.far: those that cross it; NULL: none
    // frame
    Var **live;         // saved variables to store, in declaration order
    bool dynamic;       // the callee's frame is allocated at run time
    bool runs_directly; // the callee is defined above in this file: its run function is called
};

// ---------------------------------------------------------------------------------------------
// exits
// ---------------------------------------------------------------------------------------------

// A way out of blocks. Codes are indices into Func.leaves.
enum { LEAVE_RETURN = 0, LEAVE_UNWIND = 1 };

typedef struct {
    const Node *jump;   // break, continue, goto; NULL: return, unwinding, the end of a block
    const Scope *scope; // whose end is reached
    uint32_t target;    // the place it leads to; 0: out of the function
} Leave;

// What runs when a block is left: a defer, or the cleanup of a variable. It guards the places from
// begin on: who leaves them runs it. Places are offsets, doubled, so that there are some between.
struct Exit {
    int number; // from 1
    Node *node; // N_DEFER, N_CLEANUP
    Var *var;   // whose cleanup it is
    Scope *scope;
    uint32_t begin, end;
    Exit *outer;  // the innermost other one that guards it: it runs next, if that is left too
    Exit *within; // the innermost one in whose block it stands
    bool awaits;
    bool shields; // it runs shielded
    int *leaves;  // the ways that lead through it
    Var *why;     // which way is taken; in bit 0, whether the task was shielded before
};

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

typedef enum { EV_USE, EV_DEF, EV_UNDEF, EV_AWAIT } EventKind;

typedef struct {
    EventKind kind;
    Var *var;
    Await *await;
} Event;

typedef struct {
    Event *events;
    int *succs;
    int *preds;
    const char *what; // for the dump: why it begins
} Block;

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
    bool closes;       // belongs to what stands before it
    int rank;          // of several for one range: the higher is the outer one
    int order;         // in which they were made
    int printing;      // emit: not applied in what it prints itself, that may begin where it does,
                       // nor in what is printed by an edit behind it at the same place
};

// ---------------------------------------------------------------------------------------------

// A function that is rewritten: async, or an ordinary one with ac_spawn or ac_run in it.
struct Func {
    const char *name;
    Unit *unit;
    bool is_async, is_static, is_main;
    uint32_t begin, body_begin, end; // the definition; body_begin at its brace
    Type *result;
    uint32_t tag_begin, tag_end;      // a type that the definition's specifiers define
    const char *tag, *tag_definition; // what names it, NULL if there is none; all of it
    Node *body;
    Scope *scope; // of the parameters
    Scope **scopes;
    Var **vars;
    Await **awaits;
    Exit **exits;   // by begin
    Leave *leaves;  // all ways out of blocks that have exits
    Var *returned;  // the result, while exits run
    Callee *callee; // itself
    bool dynamic;   // may be started by others than its embedders: needs an ENTER state
    int depth;      // of embedded frames
    bool takes_label_address;
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

struct Unit {
    const struct Options *options;
    const struct Arg *input;
    Arena *arena;
    const char *path;        // as the user named it
    char *text;              // preprocessed
    char *preprocessor_said; // on its standard error
    uint32_t length;
    File *files;
    Token *tokens;
    MacroEvent *macros;
    bool has_dialect; // one of the dialect's words occurs
    struct {
        char *key;
        Callee *value;
    } *callees; // string hash
    Func **funcs;
    char *out;
    size_t out_length;
    int errors, warnings;
    // libclang's own errors: check decides what they mean
    struct {
        uint32_t offset;
        const char *text;
    } *parse_errors;
    struct {
        uint32_t offset;
        int lint;
    } *parse_warnings; // what else it says, of options.h's lints
    uint32_t *unmatched_awaits; // `await` words that stand before no expression
    double reported_cpu, reported_wall; // main: when --time-passes last printed some, in ms
};

// unit.c: gives back all that the passes left; which compiler preprocessed the text.
void free_unit(Unit *);
bool is_from_clang(const Unit *);

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

// parse_decl.c: the ac_scope, an N_FOR, at whose end an await waits for its tasks; NULL: another await.
const Node *scope_ended_by(const Node *await);

// exits.c: whether a place is guarded; the exit that follows `x` (NULL: none) on a way.
bool is_guarded(const Exit *, uint32_t place);
Exit *exit_behind(const Func *, const Exit *x, int leave);
Exit *innermost_exit(const Func *, uint32_t place);
// The innermost one in whose block a place is; whether it is in that of `x`.
Exit *exit_around(const Func *, uint32_t place);
bool is_in_block_of(uint32_t place, const Exit *x);
uint32_t end_place(const Scope *);

// liveness.c: the part of flow that finds what crosses each await.
void find_crossings(Func *);
// All variables that cross an await, in declaration order; of the far ones those `among` a set, if
// that is not NULL. To be freed.
Var **crossing(const Func *, const Await *, const uint64_t *among);

static inline size_t far_words(const Func *f)
{
    return (size_t)(arrlen(f->far) + 63) / 64;
}

// check_tasks.c: the part of check about what is handed to tasks and taken from them.
void check_tasks(Unit *, const Func *);

// check_locks.c: the part of check about locks that are held across an await.
void check_locks(Unit *, const Node *);

// dump.c: writes what a pass left, as text, for tests and the curious.
void dump(const Unit *, const char *pass, FILE *);

// edit.c: how the lowered text names a variable; the unused pointer that tells its type; whether a
// temporary has no name, because its value is read where its await left it; and how its value is
// written in either case.
const char *var_text(const Func *, const Var *);
const char *witness_name(const Func *, const Var *);
bool read_in_place(const Var *);
const char *temp_text(const Func *, const Var *);

// edit_exits.c: what goes on with `leave` at the node `n` within `from`: to the exit `next`, or where
// it leads. Without the braces around it.
const char *leave_text(const Func *, const Node *n, const Exit *from, const Exit *next, int leave);

// edit.c: a type with a name, as it can be written in the function's body; without const and
// volatile, if `plain`. And whether its values are copied as bytes: frames are aligned to 8, and
// nothing is assigned to const members.
const char *type_text(const Func *, const Type *, bool plain);
bool copied_as_bytes(const Type *);

// lex.c: the tokens of a range, by binary search.
bool is_dialect_word(const char *s, uint32_t length);
int token_at(const Unit *, uint32_t offset);     // index of the first token at or behind offset
const char *token_text(const Unit *, int index); // arena copy
uint32_t token_end(const char *text, uint32_t begin, uint32_t length);
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

// columns.c: a line of the user's file as it is there, without its end, or NULL; the column, from
// 1, of a token in it, 0 if it has none: a macro made it.
const char *user_line(Unit *, uint16_t file, uint32_t number, size_t *length);
uint32_t column_of(Unit *, int index);

#endif
