// RUN: not %asyncc --dump=check %s 2>&1 | FileCheck %s --implicit-check-not=error:
#include <asyncc.h>
async int g(int);
int plain(int n);
async int misplaced(int n)
{
    // CHECK: [[#@LINE+1]]:5: error: 'await' must stand before a call
    await int k = n;
    return k + await g(1);
}
int outside(void)
{
    // CHECK: [[#@LINE+1]]:12: error: 'await' outside an async function
    return await g(1);
}
int forgotten(void)
{
    // CHECK: [[#@LINE+1]]:12: error: async function 'g' is called without 'await'
    return g(1);
}
int forgotten_in_parentheses(void)
{
    // CHECK: [[#@LINE+1]]:12: error: async function 'g' is called without 'await'
    return (g)(1);
}
async struct total { int sum; } summed(int n);
int forgotten_of_a_defined_type(void)
{
    // CHECK: [[#@LINE+1]]:12: error: async function 'summed' is called without 'await'
    return summed(1).sum;
}
typedef async int function(int);
typedef function same;
same declared_by_typedef;
int forgotten_of_a_typedef(void)
{
    // CHECK: [[#@LINE+1]]:12: error: async function 'declared_by_typedef' is called without 'await'
    return declared_by_typedef(1);
}
async int f(int n)
{
    // CHECK: [[#@LINE+1]]:11: error: 'plain' is not async, so 'await' cannot take it
    await plain(1);
    char vla[n];
    // CHECK: [[#@LINE+1]]:12: error: variably modified 'vla' is in scope
    return await g(vla[0]);
    // CHECK: note: 'vla' is declared here
}
async int operands(int n)
{
    // Said once, of the operand.
    // CHECK: [[#@LINE+1]]:13: error: the operand of 'await' must be a call of an async function
    int a = await (n++, g(1));
    // CHECK: [[#@LINE+1]]:16: error: the operand of 'await' must be a call of an async function
    return a + await (n ? g(1) : g(2));
}
async int not_run(int n)
{
    // CHECK: [[#@LINE+1]]:5: error: 'await' in a static initialiser: not supported yet
    static int once = 1 ? 2 : await g(1);
    switch (n) {
    // CHECK: [[#@LINE+1]]:10: error: 'await' in a case label: not supported yet
    case (1 ? 3 : await g(1)):
        n++;
    }
    return n + once;
}
async int runs(int n)
{
    // CHECK: [[#@LINE+1]]:12: error: 'ac_run' inside an async function: use 'await'
    return ac_run(g(n));
}
void *__builtin_alloca(unsigned long);
async int bound(int n)
{
    // CHECK: [[#@LINE+1]]:15: error: '__builtin_alloca' in a function that awaits: its stack does not outlive a suspension
    char *p = __builtin_alloca(4);
    // CHECK: [[#@LINE+1]]:9: error: '__builtin_alloca_uninitialized' in a function that awaits
    p = __builtin_alloca_uninitialized(4);
    // CHECK: [[#@LINE+1]]:9: error: '__builtin_alloca_with_align_uninitialized' in a function that awaits
    p = __builtin_alloca_with_align_uninitialized(4, 64);
    return await g(n) + !p;
}
struct context {
    int x;
};
static int getcontext(struct context *c)
{
    return c->x;
}
async int names_of_others(struct context *c, int (*alloca)(int))
{
    int n = getcontext(c) + alloca(3) + (int)sizeof(__builtin_alloca(4));
    return await g(n);
}
// CHECK: [[#@LINE+1]]:1: error: async function 'varies' cannot be variadic
async int varies(int n, ...)
{
    return await g(n);
}
struct methods {
    async int (*get)(int);
    int (*plain)(int);
};
typedef async int getter(int);
async int unawaited(struct methods *m, async int (*p)(int), getter *q, getter *table[])
{
    // CHECK: [[#@LINE+1]]:5: error: async function 'g' is called without 'await'
    g(1);
    // CHECK: [[#@LINE+1]]:11: error: async function 'g' is called without 'await'
    (void)g(1);
    // CHECK: [[#@LINE+1]]:5: error: async function '(*g)' is called without 'await'
    (*g)(1);
    // CHECK: [[#@LINE+1]]:5: error: async function 'm->get' is called without 'await'
    m->get(1);
    // CHECK: [[#@LINE+1]]:13: error: async function 'p' is called without 'await'
    if (0 < p(1))
        return 1;
    // CHECK: [[#@LINE+1]]:5: error: async function 'q' is called without 'await'
    q(1);
    // CHECK: [[#@LINE+1]]:5: error: async function 'table[2]' is called without 'await'
    table[2](1);
    m->plain(1);
    (p ? m->plain : m->plain)(1);
    (p, m->plain)(1);
    ((int (*)(int))p)(1);
    ({ p; m->plain; })(1);
    // CHECK: [[#@LINE+1]]:5: error: async function '(m ? p : m->plain)' is called without 'await'
    (m ? p : m->plain)(1);
    // CHECK: [[#@LINE+1]]:5: error: async function '((getter *)q)' is called without 'await'
    ((getter *)q)(1);
    // CHECK: [[#@LINE+1]]:5: error: async function '(m->plain, p)' is called without 'await'
    (m->plain, p)(1);
    // CHECK: [[#@LINE+1]]:5: error: async function '({ m->plain; p; })' is called without 'await'
    ({ m->plain; p; })(1);
    return await m->get((int)sizeof(p(1))) + await (*p)(1) + await table[0](1);
}
struct pair {
    int a, b;
};
async struct pair *get(void);
async int parts(void)
{
    // CHECK: [[#@LINE+1]]:13: error: 'await' takes all that stands behind the call, too: write (await get(...)) before that
    int n = await get()->a;
    // CHECK: [[#@LINE+1]]:10: error: 'await' takes all that stands behind the call, too: write (await (*get)(...))
    n += await (*get)()[0].b;
    return n;
}
