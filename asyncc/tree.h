// tree.h: what lex, parse and exits leave: tokens, the tree of each function, variables, types, and
// what runs when blocks are left.
#ifndef ASYNCC_TREE_H
#define ASYNCC_TREE_H

#include "support.h"

typedef struct Func Func;
typedef struct Node Node;
typedef struct Goal Goal;
typedef struct Var Var;
typedef struct Scope Scope;
typedef struct Await Await;
typedef struct Callee Callee;
typedef struct Type Type;
typedef struct Step Step;
typedef struct Edit Edit;
typedef struct Exit Exit;
typedef struct PlainFunction PlainFunction;

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
    bool system;        // in a system header
    bool dropped;       // does not go out: what is not true of a lowered function
    bool falls_through; // a comment before it says that this is meant
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
    char *name;
    const char *directive; // the whole line; NULL name never happens
    uint32_t line;
    uint16_t file;
} MacroEvent;

// A #pragma, or the way back from an included file: no token, but on a line of the user's.
typedef struct {
    uint32_t offset, end;
    uint32_t line; // of the #include, if it is one
    uint16_t file;
    bool is_include;
    uint16_t included;
} Loose;

// ---------------------------------------------------------------------------------------------
// parse
// ---------------------------------------------------------------------------------------------

// A member of a record. `has_parts`: it is a record, an array or the like.
typedef struct {
    const char *name; // "": it has none
    bool has_parts;
} Member;

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
    const Member *members; // of a record, in their order
    int member_count;
    bool is_sized; // its size is known
    bool is_function, is_void, is_bool, is_record, is_union, is_array, is_vector;
    bool is_variably_modified;
    bool value_varies; // its values' type is variably modified: of an array, that of a pointer
    bool is_const, is_volatile, is_atomic, has_const_member;
    bool is_int, is_integer, is_unsigned, is_enum;
    bool names_local_typedef; // as it is written
    bool is_inferred;         // to the compiler behind it may be another one
    bool is_promoted;         // that of a bit-field's value, for the compiler behind to say
    bool is_realigned;        // it has no tag: its text is a typedef's, which aligns it otherwise
    const Func *asked;        // frame: whose aliases it was last looked at for
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

// ac_spawn, ac_spawn_in a scope, ac_spawn_on a worker.
typedef enum { SPAWN, SPAWN_IN, SPAWN_ON } SpawnKind;

// A statement or expression. `begin` and `end` are offsets into Unit.text; a statement's end is
// behind its semicolon. Missing parts of a header (`for (;;)`) are NULL in kids.
struct Node {
    uint8_t kind;
    bool has_await;     // an await that is evaluated lies in it
    bool cleans_up;     // a variable with a cleanup is declared in it
    bool has_effect;    // evaluating it does more than reading plain variables
    bool acts;          // and not only by what is below it: a call, a volatile access
    bool is_for_array;  // an argument whose parameter is declared as an array with bounds
    bool is_bit_field;  // N_MEMBER, N_ARROW: of one
    bool calls_async;   // N_CALL: through what is declared with `async`, but no function
    bool is_constant;   // N_REF: of an enum, or `constexpr`
    bool is_enumerator; // N_REF: to a constant of an enum
    bool in_extension;  // `__extension__` stands in front of it, or of what it is a part of
    uint8_t group;      // N_GROUP: GroupKind
    uint8_t spawn;      // N_SPAWN: SpawnKind
    bool settled;       // hoist: what is left of it has no effect
    bool gone; // hoist: evaluated by a step, without a value: N_AWAIT of void, the left of a comma
    int kid_count;
    uint32_t begin, end;
    uint32_t name_offset; // N_VAR, N_LOCAL_DECL of a function: of the declared name
    int leave;            // exits: of jumps, what the next exit is told, an index into Func.leaves
    Node **kids;
    Node *parent;
    Type *type;       // expressions
    Var *var;         // N_REF to a local, N_VAR; N_CLEANUP and N_CALL: whose cleanup it is;
                      // what has a place of its own: Var.stands_for
    Callee *callee;   // N_CALL, N_AWAIT, N_SPAWN, N_RUN of a known function
    int64_t value;    // N_REF to an enumerator
    const char *name; // N_LABEL, N_GOTO: the label; N_REF: what it names
    Scope *scope;     // the innermost scope around it (N_BLOCK, N_FOR: the one it opens)
    Await *await;     // N_AWAIT; N_CALL in a group
    Node *target;     // N_BREAK, N_CONTINUE: the loop or switch left or continued; N_CASE,
                      // N_DEFAULT: the switch; N_GOTO: the label (exits)
    // exits
    Exit *exit; // N_DEFER, N_CLEANUP: what it is; jumps and N_RETURN: the first to run on the way
    // hoist
    Step *pre; // full expressions and declarators: what happens before the rest is evaluated
    Var *temp; // the value stands here by now, the node itself is not evaluated in place
    // flow
    const Goal *goal; // escape: where the value goes
};

// kids by kind:
//   N_IF cond then [else]       N_WHILE cond body     N_DO body cond     N_SWITCH cond body
//   N_FOR init cond step body   N_RETURN [value]      N_CASE value [upper] statement
//   N_DEFAULT, N_LABEL statement                      N_VAR [initialiser] bounds…
//   N_LOCAL_DECL of a typedef: NULL bounds…
//   N_COND cond [then] else (two kids: `a ?: b`)      N_CALL callee args…
//   N_AWAIT, N_RUN: the N_CALL                        N_ASSIGN, N_COMPOUND_ASSIGN: left right
//   N_SPAWN the N_CALL [the scope or the worker]
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

// The last statement of a statement expression, whose value it has.
static inline Node *last_statement(const Node *n)
{
    Node *block = kid(n, 0);
    int count = block ? block->kid_count : 0;
    while (count > 1 && block->kids[count - 1]->kind == N_NULL) // compilers look past these
        count--;
    Node *last = count ? block->kids[count - 1] : NULL;
    while (last && last->kind == N_LABEL)
        last = kid(last, 0);
    return last;
}

static inline bool is_array(const Node *n)
{
    return n && n->type && n->type->is_array;
}

// Whether it is what a debug build puts around an operand: ac__task_here(t, …), asyncc/debug.h.
static inline bool is_check(const Node *n)
{
    const Node *f = n->kind == N_CALL ? strip_parens(kid(n, 0)) : NULL;
    size_t length = f && f->kind == N_REF ? strlen(f->name) : 0;
    return length > 9 && !memcmp(f->name, "ac__", 4) && !memcmp(f->name + length - 5, "_here", 5);
}

static inline Node *strip_checks(Node *n)
{
    n = strip_parens(n);
    return n && is_check(n) ? strip_parens(kid(n, 1)) : n;
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
    const Scope *ends_with; // exits: if not NULL, its variables live on to the end of that one
    Exit *last_exit;        // exits: the first to run at its end; the others follow by Exit.outer
    bool exits_await;
    int last_block; // graph: what stands in it ends there,
    int end_block;  // and this comes behind its exits, if it has some
    bool is_left;   // flow: what stands in it does not come to its end, but leaves it
    uint64_t *far;  // flow, if an await is in it: bits of Func.far, of what it knows by name
};

typedef enum {
    PLACE_LOCAL,  // stays a C local, crosses no suspension
    PLACE_SAVED,  // stays a C local, stored and reloaded around suspensions
    PLACE_PINNED, // lives in the frame
} Place;

enum { MAX_TOLD_ALIGN = 64 }; // of a variable whose alignment is told by an expression

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
    int *later_cleanups;  // those of others, which clang passes over
    bool in_register;     // bound to a register by name
    bool in_directive;    // named by a #pragma that means something
    bool is_constexpr;    // it becomes static
    int aligned_by;       // a token in front of `(`: its alignment is told by an expression; or 0
    uint32_t aligned_to;  // its own alignment as a number tells it, or 0
    bool aligned_alone;   // the attribute `aligned` without an operand tells it
    bool odd_alignment;   // which no frame can give
    const Await *source;  // a temporary: the await whose result it takes
    const Node *typed_by; // a temporary of a type without a name: an expression of that type
    const Node
        *stands_for; // what needs a place of its own: a compound literal, a value with arrays
    // flow
    bool crosses;     // live across some await
    bool unassigned;  // live across an await at which it may not be declared or assigned yet
    int crossings;    // awaits that it crosses
    bool named_early; // its initialiser, which awaits, names it: steps stand before its declaration
    bool escapes;     // its address is kept, as far as is known, until its block is left
    bool value_escapes; // and that which it may hold
    bool is_held;       // another variable may hold its address
    Var **holds;        // whose addresses it may hold
    Var **copies;       // whose values
    int rank; // from 1, among those that lifetimes are known of; 0: it may always have a value
    uint64_t *meets; // by rank: who has a value where this one is written or reached
    Place place;
    // frame
    bool opaque; // its slot is plain bytes: the type has no name there, or is over-aligned
    bool needs_declarator; // whose bounds name a variable or define a tag
    bool told_by_values;   // its typedef is of an array without bounds
    bool has_witness;      // pinned, of a type without a name: `T *ac__type_N` tells it
    const char *field;     // its name in the frame
    const char *rename;    // its new C name where an inner declaration hides it at an await
    // edit
    bool modified_within; // by an expression in a larger one
    // emit
    bool declared; // a temporary: its declaration was written out
};

// Whether its value lies in a variable of its own: Var.stands_for.
static inline bool has_place(const Node *n)
{
    return n->var && n->var->stands_for == n;
}

// Something that can be awaited: an async function; or what a pointer may lead to, which is found
// out when it is called.
struct Callee {
    const char *name;
    Func *func; // if it is defined in this file
    bool is_async;
    bool is_pointer; // it has a name only for messages, and no parameters here
    bool is_static;
    bool is_inline, is_external; // a declaration is `inline`; one is not, or is `extern`
    bool is_gnu_inline;          // another meaning of the two
    bool is_local; // what is defined here of it is for this file only, beside its ordinary symbol
    bool is_deprecated;
    bool never_returns; // it ends by unwinding only
    bool is_weak;       // what is defined in this file may not be what is called
    bool is_alias;      // `#pragma weak` makes it another name, of one symbol
    bool address_taken; // its symbol is named other than in a direct call
    bool has_frame;     // a header gives struct NAME__frame
    bool has_contract;  // and NAME__start with it
    const Type *frame;  // that struct's
    bool is_variadic, has_no_prototype;
    bool is_defined;      // check: its definition was seen
    bool names_result;    // its result has no other name than the type of a call
    bool declared;        // emit: its contract was written out
    uint32_t frame_max;   // the token of `_FrameMax`, the word of async_frame_max; 0: no limit
    unsigned lends;       // parameters, by bit, of which it keeps nothing when it has ended
    uint32_t misdeclared; // where it is defined without `async`, or 0
    uint32_t undeclared;  // where it was declared without it before the first with it, or 0
    const char *symbol_attributes, *code_attributes, *param_attributes; // see parse_attributes.c
    uint32_t refused; // an attribute that makes no sense, or 0
    Type *result;
    Type **params;               // types of the parameters, adjusted
    const char *params_text;     // between the parentheses, without `_Async`; of the definition
    const char *declared_params; // the same, of the first declaration
    uint32_t params_begin, params_end; // where params_text stands in the text; empty: it does not
    uint32_t offset;                   // of its first declaration
};

// A function without the dialect: the user's, and known ones of the C library. A static one that
// is defined here is looked into.
struct PlainFunction {
    Func *func;      // its tree, if it is known to be what runs and something async leads to it
    unsigned lends;  // like Callee.lends: what is declared; flow adds what the body shows
    int returned;    // the parameter that it returns, from 1
    bool of_library; // known by its name only
};

struct Await {
    int number; // in the function, from 0
    uint32_t line;
    const char *label; // its line, and _2, _3… for further ones on that line
    Node *node;
    Node *group;      // what it awaits, if not a call
    Callee *callee;   // of a group: one that stands for it, with its name and type
    Scope *scope;     // what it declares is kept meanwhile; for the end of an ac_scope, its block
    bool last;        // no other await runs between it and the use of its value
    bool last_of_all; // nor behind that use, in the full expression
    // exits
    Exit *exit;    // the first to run if its task unwinds here
    Exit *in_exit; // the innermost exit that it belongs to
    // flow
    Var **near;      // variables that cross it and few others, in declaration order
    uint64_t *far;   // bits of Func.far: those that cross it; NULL: none
    uint64_t *keeps; // by Var.rank: who has a value meanwhile, or until its result is used
    bool keeps_all;  // that cannot be told: all may have
    bool is_read;    // the value that stands in the callee's frame, or nothing does
    bool cold;       // it is rarely reached
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

#endif
