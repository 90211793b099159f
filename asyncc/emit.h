// emit.h: what the two shapes of the output share.
#ifndef ASYNCC_EMIT_H
#define ASYNCC_EMIT_H

#include "asyncc.h"

// The preprocessed text from begin to end, with its functions lowered, for a place in the user's
// own file. To be freed.
char *emit_between(Unit *, uint32_t begin, uint32_t end);
// A path as it stands between the quotes of a line marker; in the arena.
const char *quoted_path(const Unit *, const char *path);
// splice.c: Unit.out for --emit=c.
void splice(Unit *);

#endif
