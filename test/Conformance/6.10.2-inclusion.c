// RUN: %run-both %s
// 6.10.2 Functions that end in another file than they begin in, and parts of statements in files.
#include "Inputs/poll.h"
#include "Inputs/parts.h"
static async int behind(int n) { return await ends_deeper(n) + await leaf(1); }
#include "Inputs/beginning.h"
    return n + await behind(2);
}
static int three(int a, int b, int c) { return a + b * 2 + c * 3; }
static async int lists(int n)
{
    int r = 0, list[] = {
#include "Inputs/list.h"
    };
    for (int i = 0; i < (int)(sizeof list / sizeof *list); i++)
        r += list[i] * await leaf(i) + three(
#include "Inputs/list.h"
        );
    return r;
}
async int f(int n) { return await begins_deeper(n) + await lists(n) + in_parts; }
