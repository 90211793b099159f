// RUN: not %asyncc %s 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not %asyncc -DSTRICT --cc=gcc -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=STRICT --implicit-check-not=error:
// RUN: not %asyncc -DSTRICT --cc=clang-19 -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=STRICT --implicit-check-not=error:
#include "../Run/Inputs/poll.h"
#ifdef STRICT
// Only the compiler behind knows what an expression gives.
async int aligned(int n)
{
    // STRICT: [[#@LINE+1]]:{{.*}}error: static assertion failed{{.*}}the alignment of {{.*}}wide{{.*}}, in scope at an {{.*}}await{{.*}}, is more than 64
    _Alignas(sizeof(long) * 16) int wide = n, *p = &wide;
    char line[96] = {(char)await leaf(*p)}, *end = line + 1;
    // STRICT: [[#@LINE+1]]:{{.*}}error: static assertion failed{{.*}}the alignment of {{.*}}other{{.*}}, in scope at an {{.*}}await{{.*}}, is more than 64
    __attribute__((aligned(sizeof line / 96 * 128))) int other = n, *q = &other;
    return await leaf(*p + *q) + *end;
}
#else
async int f(int n)
{
    {
        register long r asm("rbx") = n;
        // CHECK: [[#@LINE+1]]:9: error: 'r', bound to a register, is in scope at an 'await'
        await leaf((int)r);
    }
    {
        _Alignas(8192) int wide = n;
        // CHECK: [[#@LINE+1]]:9: error: the alignment of 'wide', in scope at an 'await', must be a number up to 4096 or one expression{{$}}
        await leaf(wide);
    }
    {
        _Alignas(sizeof(int)) _Alignas(sizeof(long)) int wide = n;
        // CHECK: [[#@LINE+1]]:9: error: the alignment of 'wide', in scope at an 'await', must be
        await leaf(wide);
    }
    {
        typedef int row[await leaf(1)];
        // CHECK: [[#@LINE+1]]:33: error: variably modified 'row' is in scope at an 'await'
        n += (int)sizeof(row) + await leaf(1);
    }
    for (;;) {
        // CHECK: [[#@LINE+1]]:26: error: 'break' in the header of a loop, where compilers differ in what it leaves
        while (({ if (n) break; n--; }))
            ;
        // CHECK: [[#@LINE+1]]:54: error: 'continue' in the header of a loop,
        for (int i = 0; i < n; ({ if (await leaf(i)) continue; i++; }))
            ;
        break;
    }
    return n;
}
struct size { char c; };
enum { LARGE = 9 };
async int hiding(int n)
{
    // What a member is called, and what a statement expression defines, means nothing else.
    struct { int size; } s = {n};
    { n = s.size + await leaf((int)sizeof(struct size { int x; })) + ({ struct size { char c[2]; } z = {{1}}; z.c[0]; }); }
    // CHECK: [[#@LINE+1]]:62: error: 'LARGE' is defined within a statement that has used the name of another before
    n += await leaf(LARGE) + (int)sizeof(enum { SMALL = (3), LARGE });
    // CHECK: [[#@LINE+1]]:73: error: 'size' is defined within
    { n += await leaf((struct size){1}.c) + (int)sizeof(struct { struct size { int y; } p; }); }
    return n;
}
async int bounds(int n)
{
    static char (*p)[];
    int a[await leaf(n)];
    // CHECK: [[#@LINE+1]]:11: error: variably modified 'a' is in scope at an 'await'
    int b[await leaf(n)];
    return (int)(sizeof a + sizeof b) + !p;
}
async int static_pointer(int n)
{
    static char (*p)[n];
    // CHECK: [[#@LINE+1]]:12: error: variably modified 'p' is in scope at an 'await'
    return await leaf(n) + !p;
}
// CHECK: [[#@LINE+1]]:37: error: parameter 'b' of async function 'rows' is variably modified
async int rows(int n, int a[n], int b[n][n])
{
    return a[0] + b[0][0];
}
// CHECK: [[#@LINE+1]]:29: error: parameter 'a' of async function 'effect' is variably modified
async int effect(int n, int a[n++])
{
    return await leaf(n + a[0]);
}
async int behind_the_await(int n)
{
    if (n < 0)
        goto out;
    n = await leaf(n);
    _Alignas(8192) char buf[8];
    buf[0] = (char)n;
    n += buf[0];
out:
    return n;
}
async int jumped_back_to(int n)
{
again:
    // CHECK: [[#@LINE+1]]:9: error: the alignment of 'buf', in scope at an 'await', must be
    n = await leaf(n);
    _Alignas(8192) char buf[8];
    buf[0] = (char)n;
    if (buf[0] < 9)
        goto again;
    return n;
}
async int jumped_back_to_in_steps(int n)
{
again:
    // CHECK: [[#@LINE+1]]:9: error: 'r', bound to a register, is in scope at an 'await'
    n = await leaf(n);
back:
    if (n++ == 5)
        goto again;
    register long r asm("rbx") = n;
    if (r < 9)
        goto back;
    return (int)r;
}
async int not_jumped_back_to(int n)
{
again:
    n = await leaf(n);
    if (n++ == 5)
        goto again;
back:;
    register long r asm("rbx") = n;
    if (r++ < 9)
        goto back;
    return (int)r;
}
#endif
