// RUN: %run-both %s
// --emit=c: a name that was poisoned stands in what a macro has been defined as before. Where it does not, the user's
// text is kept.
// RUN: %asyncc --emit=c %s -DNEVER | FileCheck %s --check-prefix=KEPT
// RUN: %asyncc --emit=c %s | FileCheck %s --check-prefix=WHOLE
// KEPT: {{^}}#pragma GCC poison
// WHOLE-NOT: {{^}}#pragma GCC poison
#include "Inputs/poll.h"
static int hidden(int n) { return 4 + n; }
#ifdef NEVER
#define CALL(n) n
#else
#define CALL hidden
#endif
#pragma GCC poison other hidden
async int f(int n)
{
    return CALL(await leaf(n));
}
