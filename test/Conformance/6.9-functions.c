// RUN: %run-both %s
// 6.7.4 and 6.9 Function definitions: orders of specifiers, prototypes before and behind,
// recursion in turns, old and new parameter shapes, pointers to async.
#include "Inputs/poll.h"
async int external(int);
static async _Bool odd(unsigned n);
static async _Bool even(unsigned n) { return n == 0 || await odd(n - 1); }
static async _Bool odd(unsigned n) { return n != 0 && await even(n - 1); }
static async inline int turned(const int n) { return await leaf(n) + 1; }
static async unsigned long long int wide(unsigned char c) { return c * (unsigned long long)await leaf(1000); }
static async int none(void) { return await leaf(1); }
// A definition by () says that there are no parameters.
static async int bare() { return await leaf(2); }
async int announced();
async int announced() { return await leaf(3) + await bare(); }
async int announced();
static int ordinary(int n) { return n * 2; }
typedef int number(int);
static async number typed;
static async int typed(int n) { n += await leaf(n); return n; }
static async int through(async int (*p)(int), int n) { return await p(n) + await (*p)(1); }
struct table { async int (*entry)(int); };
// GNU C: what -pedantic warns of is meant.
__extension__ static async int meant(int n) { return ({ await leaf(n); }); }
__extension__ __extension__ async static __attribute__((unused)) long long meant_twice(int n);
__extension__ __extension__ async static __attribute__((unused)) long long meant_twice(int n) { return await leaf(n) + await meant(2); }
async int f(int n)
{
    struct table t[] = {{typed}, {external}, {ordinary}};
    int a[12] = {0}, s = await through(typed, n) + await through(ordinary, n);
    (void)a;
    s += await meant(n) + (int)await meant_twice(n);
    s += await t[n % 3].entry(await leaf(n)) + await (n & 1 ? typed : external)(2) + await (&t[1])->entry(3);
    s += (int)await even((unsigned)n) * 10 + (int)await odd(3) + await turned(n) + (int)await wide(3) + await none() + await announced() * 3;
    return s;
}
async int external(int n) { return 3 * await leaf(n); }
