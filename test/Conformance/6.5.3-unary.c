// RUN: %run-both %s
// 6.5.3 Unary operators: & * + - ~ !, with awaits as operands; sizeof and _Alignof do not run theirs.
#include "Inputs/poll.h"
static int runs, cells[3] = {7, 8, 9};
static async int *cell(int n) { return &cells[await leaf(n)]; }
static async short brief(int n) { runs++; return (short)await leaf(n); }
static async int counted(int n) { runs++; return await leaf(n); }
static async long long wide(void) { return runs++, await leaf(1); }
async int f(int n)
{
    runs = 0;
    int r = -await leaf(n) + +await leaf(2) + ~await leaf(n) + !await leaf(n) + !!await leaf(n) + - -await leaf(1);
    r += *await cell(1) + *&*await cell(2) + (int)(&cells[await leaf(2)] - await cell(0)) + **&(int *){await cell(0)};
    r += (int)sizeof(await wide()) + (int)sizeof await brief(1) + (int)sizeof(+await brief(2));
    r += (int)sizeof(int[3]) * await leaf(2) + (int)sizeof(cells) / (int)sizeof cells[0] + (int)_Alignof(double) * await leaf(1);
    r += __builtin_constant_p(await counted(3)) + (int)sizeof(char[sizeof(await wide())]);
    r += runs * 1000; // nothing ran so far
    int kept[3] = {await leaf(n), 2, 3};
    kept[await leaf(1)] += 5;
    // What is defined in the name of a type may name variables, too.
    r += (int)(sizeof(struct { int a[sizeof kept]; }) + sizeof(union { char c[sizeof kept[0]]; int i; }));
    r += (int)sizeof(enum { CELLS = sizeof kept }) + (int)_Alignof(struct { char c[sizeof kept]; });
    r += (int)(0 * sizeof(struct { int : -__builtin_types_compatible_p(__typeof__(kept), __typeof__(&kept[0])) & 1; }));
    r += (int)((char *)(struct { char a[sizeof kept]; } *)(void *)kept - (char *)kept) + (int)sizeof(struct { struct { int x : sizeof(kept[0]); } y; });
    r += -await brief(3) + ~await brief(4) + (int)sizeof(-await brief(5));
    int *address = &cells[await leaf(n % 3)], (*whole)[3] = &cells;
    r += *address + (*whole)[await leaf(1)] + (&cells)[0][await leaf(2)];
    return r + runs + kept[1] + kept[await leaf(2)];
}
