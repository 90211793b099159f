// check_locks.h: what check_locks.c and check_unlocks.c share.
#ifndef ASYNCC_CHECK_LOCKS_H
#define ASYNCC_CHECK_LOCKS_H

#include "asyncc.h"

// What stands in a function's body, in the order of the text.
typedef struct {
    Unit *unit;
    const Node **unlocks; // calls that unlock: of the libraries, of any lock, and others that may
    const Node **awaits;  // but for those in defers and cleanups
    const Node **handed;  // expressions that are given to other functions, pointers
    const Node **exits;   // defers and cleanups
} Locks;

// A lock that is followed along the text, and the next places where it may be given back.
typedef struct {
    const char *unlock;
    const Node *what; // points to it
    ptrdiff_t unlocked, handed;
} Lock;

Locks look_at_body(Unit *, const Node *);
void free_locks(Locks *);

// The name of the function that is called directly; "": there is none.
const char *called_name(const Node *call);

// The lock that `call` takes and `unlock` gives back, from a place in the text on.
Lock begin_lock(const Locks *, const char *unlock, const Node *call, uint32_t from);
// Whether the text of n may give it back. What is asked for comes in the order of the text, so that
// each place is looked at once.
bool gives_back(const Locks *, Lock *, uint32_t begin, uint32_t end);
// Whether something that runs at the block's end may.
bool gives_back_at_end(const Locks *, const Node *block, const char *unlock, const Node *call);

#endif
