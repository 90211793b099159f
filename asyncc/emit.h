// emit.h: what the files of the pass emit share.
#ifndef ASYNCC_EMIT_H
#define ASYNCC_EMIT_H

#include "asyncc.h"

typedef struct {
    Unit *unit;
    bool for_reading; // --emit=c: preprocessed again
    const Func *func;
    Text out;
    uint32_t line; // where the output stands, as line markers count
    uint16_t file;
    const char *path; // its, as it stands in line markers; NULL: no marker was written yet
    bool system;
    bool quiet;              // -Wpedantic is off
    size_t line_begin;       // where in the output
    int last;                // the token that was written last, -1 if something else followed
    const Node *for_type;    // it is printed once more, for its type
    const Node *unevaluated; // the same, and as the user wrote it
    struct {
        int key;
        char value;
    } * pragmas_before; // the tokens in front of which pragmas were written
} Emitter;

// emit.c: writes the steps in front of what is left of a statement.
void emit_steps(Emitter *, const Step *);
// emit_await.c: what one step of the kind STEP_AWAIT becomes.
void emit_await(Emitter *, const Step *);
// emit_text.c: the user's text with its edits. Goes to the token's line and, if it is not 0,
// column.
void emit_marker(Emitter *, const Token *, uint32_t column);
// Goes on at the same line as the system's, of which nobody is warned, or as the user's.
void emit_as_system(Emitter *, bool system);
// Tells gcc, in the line before the token's, that falling through to it is meant.
void emit_fallthrough(Emitter *, const Token *);
// Prints a token in the column where the user has it.
void emit_token(Emitter *, int index);
// Prints the `#pragma` lines in [begin, end), which holds no tokens: whether there are any.
bool emit_pragmas(Emitter *, uint32_t begin, uint32_t end);
// Goes on in a new line of the output, for the same line of the user's, where it has become long.
void emit_wrap(Emitter *);
// Prints `#pragma` and the text in a line, and goes on in a new one for the same line of the
// user's.
void pragma_line(Emitter *, const char *text);
// Prints [begin, end) with its edits, but those that stand for the value of `owner`.
void emit_range(Emitter *, uint32_t begin, uint32_t end, const Node *owner);
// If what is awaited unwinds when it is resumed, nothing is left to do but to do so, too.
static inline bool unwinds_at_once(const Await *a)
{
    return !a->dynamic && !a->exit && !a->in_exit;
}

static inline bool has_params(const Callee *c)
{
    return arrlen(c->params) > 0;
}

static inline const char *attribute_text(const char *attributes)
{
    return attributes ? attributes : "";
}

// emit_function.c: everything that one function becomes. Its name, as a token; the arguments of a
// call that passes its parameters on; a variable that has a value, but none that is known.
void emit_function(Emitter *, const Func *);
int name_token(const Func *);
void pass_params(Text *, const Func *);
void put_unspecified(Text *, const Type *, const char *type, const char *name);
// emit_frame.c: a function's states and frame; a member of it.
void emit_frame(Emitter *, const Func *);
void emit_field(Emitter *, const Type *, const char *type, const char *name);
// emit_symbol.c: the ordinary symbol. Its declaration, as the user wrote it, shown where the user
// has it or not.
void emit_symbol(Emitter *, const Func *);
void emit_declarator(Emitter *, const Func *, bool shown);
// emit_group.c: what a group takes in the frame; its start, up to `ac_poll ac__p = …;`; and its
// lvalues, once it has ended.
void emit_group_struct(Emitter *, const Node *group, const char *name);
void emit_group_start(Emitter *, const Await *);
void emit_group_results(Emitter *, const Await *);

// The preprocessed text from begin to end, with its functions lowered, for a place in the user's
// own file. To be freed.
char *emit_between(Unit *, uint32_t begin, uint32_t end, size_t *length);
// All of it, with the line markers that the compiler gets in the other modes or, like the above,
// with none but `#line`. To be freed.
char *emit_whole(Unit *, bool markers, size_t *length);
// A path as it stands between the quotes of a line marker; in the arena.
const char *quoted_path(const Unit *, const char *path);
// splice.c: Unit.out for --emit=c.
void splice(Unit *);

#endif
