// edit.h: what the files of the pass edit share.
#ifndef ASYNCC_EDIT_H
#define ASYNCC_EDIT_H

#include "asyncc.h"

typedef struct {
    Func *func;
    Unit *unit;
    const Node *node; // being edited
    int depth;
    int loops, starts, tags; // so far, for names
} Editor;

// Of several edits for one range, the higher is the outer one.
enum { RANK_REF, RANK_TEMP, RANK_MOVE };

// Replaces [begin, end) by text, and by steps and tail behind it; the edit, until the next is made.
Edit *put_edit(Editor *, uint32_t begin, uint32_t end, const char *text);
Edit *put_steps(Editor *, uint32_t begin, uint32_t end, const char *text, Step *steps,
                const char *tail);

// edit_decl.c: whether a declaration's declarators must become statements of their own; that done;
// `register` taken off what has its address taken; `static` put in front of `constexpr`.
bool must_split(const Func *, const Node *declaration);
void edit_declaration(Editor *, Node *declaration);
void drop_register(Editor *, const Node *declaration);
void keep_constants(Editor *, const Node *declaration);

// edit_decl.c: something of a pinned variable's own alignment, for the operand of __alignof__ that
// n is; NULL: it has none, or n is no such operand.
const char *aligned_text(const Editor *, const Node *n);

// edit_decl.c: whether parts of a statement define tags that are moved in front of it; those of the
// parts [first, last) put at a place in front; all of one that is no `for` and no `do`: whether
// that makes it a block, which is still to be closed.
bool has_definitions(const Func *, const Node *statement);
void move_definitions(Editor *, const Node *statement, int first, int last, uint32_t to,
                      const char *lead);
bool edit_definitions(Editor *, const Node *statement);

// ranges.c: what is put before the temporary that stands for n, the value of `whole` in parentheses
// or commas, so that compilers see as much of its range as without the temporary; "": nothing.
const char *range_text(const Func *, const Node *n, const Node *whole);

// edit_exits.c: the code of an exit, where it was declared; what stands at the end of a scope,
// empty if it has no exit; jumps that exits are in the way of; the attribute taken off.
void edit_exit(Editor *, Node *defer_or_cleanup);
const char *end_text(const Func *, const Scope *, const char *close);
const Node *varying_behind_exits(const Node *block);
void edit_jump(Editor *, Node *jump);
void drop_cleanup(Editor *, const Node *declaration);

#endif
