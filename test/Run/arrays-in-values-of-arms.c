// An array in an awaited value lives to the end of the full expression, also if it stands in an arm of ?: or is selected;
// an arm may be void and await.
// RUN: %run-both %s
#include "Inputs/poll.h"
#include <stdio.h>
#include <string.h>
struct s { char b[16]; };
static async struct s name(int n)
{
    struct s s;
    n = await leaf(n);
    snprintf(s.b, sizeof s.b, "n%d", n);
    return s;
}
static async int length(const char *a, const char *b)
{
    await leaf(1);
    return (int)strlen(a) * 100 + (int)strlen(b) + a[1] * 1000 + b[0];
}
async int f(int n)
{
    int sink = 0;
    char text[200];
    snprintf(text, sizeof text, "%s %s", n != 9 ? (await name(n + 1)).b : "-", (await name(2)).b);
    sink += text[1] * 10 + text[4];
    sink += await length(n != 9 ? (await name(11)).b : "-", "x");
    sink += await length(n == 9 ? "-" : (await name(1)).b, n == 8 ? (await name(2)).b : (await name(33)).b);
    sink += await length(__builtin_choose_expr(1, (await name(1)).b, "y"), _Generic(0, int: (await name(2)).b, default: "z"));
    n ?: (void)await leaf(3);
    (n - n) ?: (void)(sink += await leaf(4));
    return sink;
}
