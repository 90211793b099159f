// RUN: %run-both %s
// A variable in the frame may have its type's name, and others of that type stand behind it.
#include "Inputs/poll.h"
typedef struct node { struct node *next; int v; } node;
typedef int result;
static node *last;
static void step(node **p) { last = *p; *p = (*p)->next; }
static async int walk(node *head)
{
    char buf[16] = "xyz";
    node *node = head;
    step(&node);
    last->v += buf[0] & 3;
    await leaf(1);
    return node->v + head->v + last->v + buf[1];
}
static async result own(int n)
{
    result a = n, *pa = &a, result = await leaf(n), *pr = &result;
    *pa += await leaf(*pr);
    *pr += await leaf(*pa);
    return a + result;
}
async int f(int n)
{
    node a = {0, n}, b = {&a, 2};
    return await walk(&b) + await own(n);
}
