// RUN: %run-both %s
// GNU C: an argument for a transparent union has the type of one of its members, also where it stands
// aside until an await has ended.
#include "Inputs/poll.h"
#include <stddef.h>
typedef union { int *i; float *f; const char *s; } any __attribute__((transparent_union));
static int cells[2] = {3, 4};
static int *cell(int n) { return &cells[n & 1]; }
static const char *word(int n) { return n & 1 ? "odd" : "even"; }
static int plain(any a, int n) { return a.i ? *a.i + n : n; }
static int letter(any a, int n) { return a.s[n]; }
static async int later(any a, int n) { return *a.i + await leaf(n); }
async int f(int n)
{
    int (*pointer)(any, int) = later, (*volatile hidden)(any, int) = later;
    int r = plain(cell(n), await leaf(2)) + plain(&cells[await leaf(1)], await leaf(n)) + plain((any){.i = cell(1)}, await leaf(1));
    r += letter(word(n), await leaf(1)) + letter("abc", await leaf(2)) + plain(NULL, await leaf(3)) + plain((void *)cell(0), await leaf(4));
    r += plain(n & 1 ? cell(0) : (await leaf(1), cells + 1), n) + plain(((cell(n))), await leaf(1)) + plain((cell(1), cells), await leaf(1));
    r += await later(cell(n), await leaf(2)) + await later((float *)cell(0), 1) + await later((any){cells}, await leaf(1));
    return r + await pointer(cell(n), await leaf(2)) + await hidden(cell(n), await leaf(3)) + await hidden(({ await leaf(1); cell(n); }), 2);
}
