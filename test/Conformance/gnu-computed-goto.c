// RUN: %run-both %s
// GNU C: labels as values and computed goto within one scope; local labels.
#include "Inputs/poll.h"
static async int machine(int n)
{
    static const void *const jump[] = {&&add, &&twice, &&wait, &&stop};
    static const unsigned char code[] = {0, 2, 1, 0, 2, 2, 1, 3};
    int pc = 0, acc = n;
    goto *jump[code[pc]];
add:
    acc += await leaf(3);
    goto *jump[code[++pc]];
twice:
    acc *= 2;
    goto *jump[await leaf(code[++pc])];
wait:
    acc += await leaf(acc) % 3;
    goto *jump[code[++pc]];
stop:
    return acc;
}
static async int kept(int n)
{
    void *next = n & 1 ? &&one : &&two;
    int s = await leaf(n);
    goto *next;
one:
    s += await leaf(1);
    next = &&three;
two:
    s += await leaf(2);
    goto *(await leaf(s) > 6 ? &&three : &&four);
four:
    s += 100;
three:
    return s;
}
// Nor does one lead to a label within a statement expression, where a value waits to be used.
static async int past_statement_expressions(int n)
{
    static const void *const ways[] = {&&one, &&two};
    int s = 0;
    s += await leaf(n) * ({ int left = 2; again:; s += await leaf(left); if (left-- > 0) goto again; await leaf(3); });
    goto *ways[await leaf(s & 1)];
one:
    s += await leaf(7);
two:
    return s + await leaf(1);
}
// A computed goto does not keep a variable of a block that it may lead into.
static async int beside(int n)
{
    static const void *const ways[] = {&&first, &&second, &&out};
    int s = 0;
    {
        int left = 2;
    again:
        s += await leaf(left);
        if (left--) goto again;
    }
    goto *ways[n % 3];
first:
    s += await leaf(10);
    goto *ways[await leaf(1)];
second:
    s += await leaf(20);
    goto *ways[2];
out:
    return s;
}
// Declared behind the awaits that it crosses, and assigned whenever one of them is reached.
static async int declared_behind(int n)
{
    goto begin;
back:
    n += await leaf(1);
    goto use;
begin:;
    int kept = await leaf(n) + 5;
    goto back;
use:
    return kept * 10 + n;
}
#define FIND(i, limit) ({ __label__ found; int i; for (i = 0; i < (limit); i++) if (await leaf(i) == 2) goto found; i += 10; found: i; })
async int f(int n)
{
    int s = FIND(k, n) + FIND(k, 2);
    {
        __label__ again;
        int left = 2;
    again:
        s += await leaf(left);
        if (left--) goto again;
    }
    return s * 100 + await machine(n) + await kept(n) + await beside(n) + await declared_behind(n) + await past_statement_expressions(n);
}
