// A record of many members, all of which are given values again and again: each task is looked at
// in as many steps as there are members, not in a power of that.
// RUN: not %asyncc -fsyntax-only %s 2>&1 | FileCheck %s --implicit-check-not=error: --implicit-check-not=warning:
#include <asyncc.h>
#define FOUR(X, n) X(n##0) X(n##1) X(n##2) X(n##3)
#define SIXTEEN(X, n) FOUR(X, n##0) FOUR(X, n##1) FOUR(X, n##2) FOUR(X, n##3)
#define MANY(X, n) SIXTEEN(X, n##0) SIXTEEN(X, n##1) SIXTEEN(X, n##2) SIXTEEN(X, n##3)
#define MEMBER(n) int *n;
#define START(n) s.n = &kept; ac_detach(ac_spawn(work(s)));
struct s {
    MANY(MEMBER, a)
    MANY(MEMBER, b)
    MANY(MEMBER, c)
    MANY(MEMBER, d)
    MANY(MEMBER, e)
    MANY(MEMBER, f)
    MANY(MEMBER, g)
    MANY(MEMBER, h)
    MANY(MEMBER, i)
};
async int work(struct s s);

async int many(int n)
{
    static int kept;
    struct s s;
    MANY(START, a)
    MANY(START, b)
    MANY(START, c)
    MANY(START, d)
    MANY(START, e)
    MANY(START, f)
    MANY(START, g)
    MANY(START, h)
    s.a123 = &n;
    // CHECK: [[#@LINE+1]]:29: error: a detached task outlives 'n', whose address it is given
    ac_detach(ac_spawn(work(s)));
    // CHECK: [[#@LINE-15]]:20: note: 'n' is declared here
    s.a123 = &kept;
    MANY(START, i)
    for (int i = 0; i < n; i++) {
        MANY(START, a)
        MANY(START, b)
    }
    return n;
}
