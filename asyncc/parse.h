// parse.h: what the files of the parse pass share. Nobody else includes it, nor libclang's header.
#ifndef ASYNCC_PARSE_H
#define ASYNCC_PARSE_H

#include "asyncc.h"
#include "libclang.h"

enum { MAX_NAME = 256 };

typedef struct {
    uint32_t begin, end;
} Range;

// What libclang shows within a function: each part in front of those that it has itself. Found in
// one visit of libclang's: one for each takes it several times as long.
typedef struct {
    CXCursor cursor;
    int size;            // the parts that stand here for it: itself and all that is in it
    uint32_t begin, end; // of its text, once asked for
} Part;

// An ordinary function's body, without its braces.
typedef struct {
    Range range;
    int first, name; // tokens of the definition
    bool called;     // libclang gets it
} Body;

// The body of a function that awaits, or that is called by one; then with the token at which its
// parameters begin, which may hold addresses of who calls it; else with the body's own.
typedef struct {
    Range body;
    int params;
} Awaiting;

typedef struct {
    Unit *unit;
    CXTranslationUnit tu;
    struct {
        const void *key;
        Type *value;
    } * types; // by libclang's own type pointer
    struct {
        uint32_t key;
        Var *value;
    } * vars; // by the offset of the declared name
    struct {
        char *key;
        const Type *value;
    } * names; // NAME__frame structs, with their types, and NAME__start functions
    struct {
        char *key;
        CXCursor value;
    } * bodies; // the definitions of ordinary functions, if they are in `called`
    struct {
        uint32_t key;
        Range value;
    } * called;      // bodies of ordinary functions that libclang gets, by the functions' places
    uint32_t *words; // offsets of the dialect's words, ascending
    struct {
        uint32_t key;
        int value;
    } * seen_words; // offsets of `await`, `async` and limits that stand where they may
    struct {
        uint32_t key;
        enum { CALL, CALL_WITH_RESULT } value; // which ac_try_all takes, though nobody names it
    } * direct_calls;         // offsets of the functions' names in awaits, ac_spawn and ac_run
    const char **plain_calls; // names of the ordinary functions that are called, as they come
    Func *func;
    Part *parts; // of the function
    struct {
        int part, last; // the one found in it before, itself if there is none
    } * open_parts;     // while they are found: those that the next one may lie in
    bool has_errors;    // libclang found some
    Scope *scope;
    Node *breakable, *loop, *in_switch;
} Parser;

// parse.c: places and text
bool has_word(const Parser *p, uint32_t begin, uint32_t end);
Callee *declare_async(Parser *p, CXCursor declaration, const char *name);
Func *make_function(Parser *p, CXCursor definition, Callee *callee); // NULL: it has no body
uint32_t offset_of(CXSourceLocation loc);
uint32_t begin_of(CXCursor c);
uint32_t end_of(CXCursor c);
void range_of(CXCursor c, uint32_t *begin, uint32_t *end);
const char *take_string(Unit *u, CXString s);

// parse_async.c: what is declared with `async`
int async_word(const Unit *u, CXCursor function);
bool has_async_type(CXCursor function);
bool is_annotated(CXCursor declaration);
bool calls_async_pointer(CXCursor call);
void find_misplaced_words(Parser *p);

// parse_plain.c: ordinary functions
unsigned lent_params(const Unit *u, uint32_t begin, uint32_t end);
void add_plain_function(Parser *p, CXCursor declaration, const char *name);
void add_plain_variable(Parser *p, CXCursor declaration);
void build_plain_functions(Parser *p);

// parse_types.c: types
Type *make_type(Parser *p, CXType t);

// parse_parts.c: what libclang shows within a function
Part *find_parts(Parser *p, CXCursor function); // until it is asked of another one
void measure(const Parser *p, Part *part);      // its text

// parse_tree.c: the tree
Node *new_node(Parser *p, NodeKind kind, Part *c, Node *parent);
void set_kids(Parser *p, Node *n, Node **kids, int count);
void build_kids(Parser *p, Node *n, Part *c);
void inherit(Node *n);
Node *build(Parser *p, Part *c, Node *parent);
bool is_tag_declaration(enum CXCursorKind k);
Node *build_inner(Parser *p, Part *c, Node *parent);

// parse_expr.c: expressions
Callee *known_callee(Parser *p, const char *name);
void build_ref(Parser *p, Node *n, CXCursor c);
Callee *direct_callee(Node *call);
void build_unary(Parser *p, Node *n, Part *c);
void recognise_marker(Parser *p, Node *n);
void mark_type_operands(Parser *p, Node *n, Part *c, int count);
int controls_generic(const Unit *u, const Node *n);
bool is_evaluated_sizeof(CXCursor c);
bool is_address_builtin(const Node *call);
void build_call(Parser *p, Node *n, CXCursor c);
void build_unexposed(Parser *p, Node *n, Part *c);
void build_member(Parser *p, Node *n, Part *c);

// parse_builtins.c: builtins that libclang does not take
void add_stand_ins(const char ***args); // to its command line
bool is_stand_in(const Unit *u, const Node *n);
void build_stand_in(Parser *p, Node *n, Part *c);

// parse_attributes.c: those of a declaration of an async function, by its name; what pragmas say
void read_attributes(Parser *p, Callee *c, uint32_t name_offset);
// The first token of a function's declaration, whose name is a token.
int declaration_begin(const Unit *, int name);
// The last token before the name, in its declaration, that is one of the words; -1: there is none.
int declared_word(const Unit *, int name, const char *const *words);
void read_visibility(Parser *p, Callee *c, CXCursor declaration);
void read_weak_pragmas(Unit *u);
int before_attributes(const Unit *u, int token);

// parse_signature.c: parameters and results
void find_params(const Unit *u, uint32_t name, uint32_t *begin, uint32_t *end);
CXType adjusted_type(const Unit *u, CXCursor function, CXCursor param, unsigned nth);
void read_signature(Parser *p, CXCursor c, Callee *callee);
Type *param_type(Parser *p, const Callee *callee, Type *t, int nth);
void read_definitions_of_result(Func *f, uint32_t name);

// parse_called.c: the ordinary functions whose bodies are needed
void find_called(Parser *p, Body *bodies, Awaiting **awaiting);

// parse_skip.c: the text that libclang gets
// Takes the body of an ordinary function out of the text, if the place is in one that is not
// needed.
bool blank_called(Parser *p, char *text, uint32_t place);
char *text_for_libclang(Parser *p);

// parse_hidden.c: what libclang does not show
void build_asm_labels(Parser *p, Node *n);
void build_conversion(Parser *p, Node *n);
void build_generic_types(Parser *p, Node *generic);
void build_attributes(Parser *p, Func *f);
void find_directives(Parser *p, const Func *f);

// parse_decl.c: declarations
Scope *open_scope(Parser *p, uint32_t begin, uint32_t end);
uint32_t place_of_name(const Unit *u, CXCursor);
const char *unnamed_param(Unit *u, uint32_t offset);
Var *declare_var(Parser *p, CXCursor c, CXType type, bool is_constexpr);
void build_decl(Parser *p, Node *n, Part *c);

// The parts of a part: for (Part *k = first_part(c); k < behind_part(c); k = behind_part(k))
static inline Part *first_part(Part *c)
{
    return c + 1;
}

static inline Part *behind_part(Part *c)
{
    return c + c->size;
}

static inline int count_parts(Part *c)
{
    int count = 0;
    for (Part *k = first_part(c); k < behind_part(c); k = behind_part(k))
        count++;
    return count;
}

static inline uint32_t begin_of_part(const Parser *p, Part *c)
{
    measure(p, c);
    return c->begin;
}

static inline uint32_t end_of_part(const Parser *p, Part *c)
{
    measure(p, c);
    return c->end;
}

// A punctuator of one character, or 0.
static inline char punct(const Unit *u, int token)
{
    const Token *t = &u->tokens[token];
    return t->kind == T_PUNCT && t->length == 1 ? u->text[t->offset] : 0;
}

// Whether a name stands before a parenthesis, perhaps in some itself: f(1), (f)(1).
static inline bool is_called(const Unit *u, int name)
{
    int behind = name + 1;
    while (punct(u, behind) == ')')
        behind++;
    return punct(u, behind) == '(';
}

// parse_skip.c: a word that may stand before a parenthesis in a declaration and is no function's
// name.
bool is_type_word(const Unit *, int token);

// An identifier that is shorter than MAX_NAME.
static inline void copy_name(char name[MAX_NAME], const Unit *u, const Token *t)
{
    memcpy(name, u->text + t->offset, t->length);
    name[t->length] = 0;
}

#endif
