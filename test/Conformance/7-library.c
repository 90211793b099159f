// RUN: %run-both %s
// 7 Library macros with awaits within: assert, _Atomic objects, tgmath, offsetof, stdbool, NULL.
#include "Inputs/poll.h"
#include <assert.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <tgmath.h>
struct s { char c; int x; };
static _Atomic int shared;
static async void *null(void) { await leaf(1); return NULL; }
static async double real(int n) { return await leaf(n); }
static async bool yes(int n) { return await leaf(n) != false; }
async int f(int n)
{
    _Atomic long own = 1;
    atomic_int *p = &shared;
    *p = await leaf(n);
    shared += await leaf(2);
    own *= await leaf(3);
    own++;
    *p |= await leaf(8);
    int r = (int)own + *p;
    assert(await leaf(n) == n && "as it was");
    assert((await yes(n)) == (n != 0));
    double root = sqrt(await real(n * n)), small = fabs(await real(-n)), two = pow(await real(2), 3.f);
    r += (int)offsetof(struct s, x) * await leaf(1) + (await null() == NULL) + (int)(root + small + two);
    char text[32];
    r += snprintf(text, sizeof text, "%d-%s", await leaf(n), await yes(n) ? "true" : "false");
    r += (int)strlen(text) + memcmp(text, "1-true", (size_t)await leaf(6)) * 0;
    errno = 0;
    return r + errno + shared;
}
