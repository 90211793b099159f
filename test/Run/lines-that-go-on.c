// RUN: sed 's/@$/ /' %s >%t.c && %S/run-both %asyncc %t.c %t -Wno-comment -Wno-backslash-newline-escape
// A backslash joins lines also if blanks follow it, and within what begins and ends comments. In the text of this test
// an `@` stands for a blank.
#include "Inputs/poll.h"
int k;
static async int blank(int n) { return await leaf(n) + k; } // in C:\@
int k = 5;
int l;
static async int begins(int n) { return await leaf(n) + l; } /\
* not yet:
int l = 5; */
int m;
static async int begins_too(int n) { return await leaf(n) + m; } /\
/ not \
int m = 5;
int o;
static async int text(int n) { return await leaf(n) + o + "a\\
n"[1]; } /* not yet:
int o = 5; */
static async int ends(int n)
{
    int x = await leaf(n); /* a *\
/ x++; /* b *\
\@
/ x += 2; /* c */
    return x;
}
async int f(int n)
{
    return await blank(n) + await begins(n) + await begins_too(n) + await text(n) + await ends(n);
}
