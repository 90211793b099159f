// pool.h: the threads for work that would block a loop.
#ifndef AC_POOL_H
#define AC_POOL_H

#include "internal.h"

/// Work for the pool, in memory of whoever wants it done, until it is taken back or `done`.
typedef struct ac__request ac__request;
struct ac__request {
    ac__mail mail; ///< to its loop, when it was run
    ac_loop *loop;
    void (*run)(ac__request *);  ///< on a thread of the pool
    void (*done)(ac__request *); ///< then on the loop's; may free it
    ac__request *next, **pprev;  ///< in line; pprev NULL: a thread has begun with it
    uint64_t number;             ///< the order in which they came
    bool slow;                   ///< may take seconds: half of the threads are kept from such
};

/// Puts it in line, with `run`, `done` and `slow` set. 0; or AC_EAGAIN: there is no thread, and
/// none can be made.
int ac__pool_submit(ac_loop *loop, ac__request *request);
/// The same for one that begins an object of ac__malloc, which is freed if it fails.
static inline int ac__pool_submit_or_free(ac_loop *loop, ac__request *request)
{
    int rc = ac__pool_submit(loop, request);
    if (rc)
        ac__free(request);
    return rc;
}
/// Takes it out of the line. True: neither `run` nor `done` is called; false: it has begun.
bool ac__pool_cancel(ac__request *request);
/// Waits until all that the loop has submitted is done.
void ac__pool_settle(ac_loop *loop);

#endif
