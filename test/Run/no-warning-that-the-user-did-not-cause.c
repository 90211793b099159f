/* Strict warnings: what the lowered code does for itself must not trip over them.
RUN: %asyncc -O2 -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion \
RUN:   -Wmissing-prototypes -Wmissing-declarations -Wstrict-prototypes -Wcast-qual -Wcast-align \
RUN:   -Wswitch-enum -Wswitch-default -Wredundant-decls -Wnested-externs -Wundef -Wwrite-strings \
RUN:   -Wpointer-arith -Wold-style-definition -Wdeclaration-after-statement -Wjump-misses-init \
RUN:   -Wduplicated-cond -Wlogical-op -Wnull-dereference -Wbad-function-cast -Wformat=2 -Wvla \
RUN:   -Wc++-compat -Wunused-macros -Waggregate-return -Winline -Wtraditional-conversion -c %s -o %t.o
RUN: %asyncc -std=c99 -pedantic-errors -Wextra -Werror -c %s -o %t.o
RUN: %asyncc -std=gnu90 -O2 -Wextra -Werror -Werror=write-strings -c %s -o %t.o
RUN: %asyncc --cc=clang-19 -O2 -Weverything -Werror -Wno-padded -Wno-unsafe-buffer-usage \
RUN:   -Wno-unknown-warning-option -Wno-disabled-macro-expansion -Wno-used-but-marked-unused \
RUN:   -Wno-unreachable-code -Wno-extra-semi-stmt -Wno-cast-function-type-strict \
RUN:   -Wno-declaration-after-statement -Wno-pre-c23-compat -Wno-pre-c11-compat \
RUN:   -Wno-c++98-compat -c %s -o %t.o
RUN: %asyncc --cc=clang-19 -Wunreachable-code-aggressive -Wunreachable-code -Werror -c %s -o %t.o
RUN: %asyncc --cc=clang-19 -std=c99 -pedantic-errors -Wextra -Werror -c %s -o %t.o
 */
#include <asyncc.h>
typedef struct Pair {
    int a, b;
} Pair;
async int f(int n);
int other(int n);
static async Pair two(int n)
{
    Pair p;
    p.a = n;
    p.b = n + 1;
    await ac_yield();
    return p;
}
async int f(int n)
{
    Pair p;
    int i, s = 0;
    int buf[10] = {0};
    for (i = 0; i < n; i++) {
        p = await two(i);
        s += p.a * p.b;
        buf[i % 10] += (await two(i)).a;
    }
    switch (n) {
    case 1:
        await ac_yield();
#ifdef __clang__
        __attribute__((fallthrough));
#endif
        /* fall through */
    case 2:
        s++;
        break;
    default:
        s--;
    }
    return s + buf[1];
}
typedef async int (*Step)(int);
static async int first_of(const int *p, int n)
{
    await ac_yield();
    return *p + n;
}
static async int by_pointers(Step step, int n)
{
    int a = 0, b = 0;
    int r = await step(n);
    r += await first_of((int[]){n, 1}, await step(1));
    await ac_all(a = step(2), b = f(n));
    return r + a + b;
}
// Something that is modified within an expression gives its address in another.
static async int counted_down(int n)
{
    int k, sum = 0;
    while ((k = n--) > 0)
        sum += await first_of(&k, n);
    return sum;
}
// Under -Wwrite-strings a string is an array of constants, also as a value that awaits are beside.
static async const char *texts(int n)
{
    const char *s = n & 4 ? await f(1) ? "a" : "b" : "c";
    __typeof__(&*"d") t = n > 2 ? "d" : "t";
    __extension__ __auto_type u = n ? "e" : "f";
    const char *v = n ? "g" : (await texts(n), "h");
    return n == 1 ? s : n == 2 ? t : n == 3 ? u : v;
}
// What is constant or volatile, and lives in the frame, gets its value there.
static int held(const volatile int *p);
static int held(const volatile int *p)
{
    return *p;
}
static async int constants(int *const p, const Pair by_value, volatile int counted)
{
    const int a[2] = {*p, 2}, zero[4] = {0}, b = by_value.a;
    const char *const s = "text";
    volatile int w[2] = {1, 2};
    const int *l = (const int[]){*p, await f(1)};
    int r = held(&b) + held(&counted) + held(a) + held(zero) + held(w) + held(l) + (p ? 1 : 0);
    const char *const *ps = &s;
    int *const *pp = &p;
    const Pair *pair = &by_value;
    await ac_yield();
    return r + held(&b) + held(&counted) + a[1] + zero[3] + w[1] + l[1] + **ps + **pp + pair->b;
}
int other(int n)
{
    switch (n) {
    case 1:
        n++;
#ifdef __clang__
        __attribute__((fallthrough));
#endif
        // FALLTHRU
    default:
        n *= 2;
    }
    return n;
}
async int main(void)
{
    ac_task *t = ac_spawn(f(3)), *u = ac_spawn(f(await f(1)));
    int r = 0; /* should the join be stopped */
    await ac_join(t, &r);
    await ac_join(u, 0);
    if (r > 100)
        ac_spawn(f(2)); /* its handle is dropped */
    Pair pair;
    pair.a = 1;
    pair.b = r;
    r += await by_pointers(f, 1) + await counted_down(2) + await constants(&r, pair, 2);
    r += *await texts(r);
    return await f(0) + r ? 0 : other(1);
}
