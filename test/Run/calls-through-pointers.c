// Pointers to async functions: in variables, fields, arrays, tables, parameters and results; to
// functions that are not async, too.
// RUN: %asyncc %sanitize -O1 -g -Wall -Wextra -Wstrict-prototypes -Werror %s -o %t
// RUN: %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 -O2 -Wall -Wextra -Werror -c %s -o %t.o
// RUN: %asyncc -O0 -Wall -Wextra -Werror -c %s -o %t.o
// RUN: %runtime-cc -w -DASYNCC_ELIDE %s -o %t.elided
// RUN: %t.elided | FileCheck %s
// RUN: %asyncc --emit=c %s -o %t.c
// RUN: %runtime-cc %t.c -o %t.emitted
// RUN: %t.emitted | FileCheck %s
#include <asyncc.h>
#include <stdio.h>
#include <string.h>
typedef int op(int a, int b);
typedef async int (*async_op)(int a, int b);
typedef struct {
    char text[40];
} string;
static async int add(int a, int b)
{
    await ac_yield();
    return a + b;
}
async int multiply(int a, int b)
{
    int product = 0;
    for (int i = 0; i < b; i++) {
        await ac_sleep(0);
        product = await add(product, a);
    }
    return product;
}
static int subtract(int a, int b)
{
    return a - b;
}
static async string name(const char *of)
{
    string s;
    await ac_yield();
    snprintf(s.text, sizeof s.text, "<%s>", of);
    return s;
}
static string plain_name(const char *of)
{
    string s;
    snprintf(s.text, sizeof s.text, "[%s]", of);
    return s;
}
static async string quick_name(const char *of)
{
    string s;
    snprintf(s.text, sizeof s.text, "(%s)", of);
    return s;
}
static async void quick_say(const char *what)
{
    puts(what);
}
static async void say(const char *what)
{
    await ac_yield();
    puts(what);
}
static const struct {
    const char *name;
    async_op op;
    async string (*describe)(const char *);
} table[] = {{"add", add, name}, {"multiply", multiply, plain_name}, {"subtract", subtract, name}};
struct object {
    const struct methods *methods;
    int value;
};
struct methods {
    async int (*get)(struct object *);
    async void (*set)(struct object *, int);
};
static async int slow_get(struct object *o)
{
    await ac_sleep(1);
    return o->value;
}
static int quick_get(struct object *o)
{
    return -o->value;
}
static async void slow_set(struct object *o, int value)
{
    await ac_sleep(1);
    o->value = value;
}
static async_op pick(int n)
{
    return n == 0 ? add : n == 1 ? multiply : subtract;
}
static async int apply(async int (*f)(int, int), int a, int b)
{
    if (!f)
        return -1;
    return await f(a, b);
}
static async int depth(int n, async int (*self)(int, void *), void *arg)
{
    return n ? 1 + await self(n - 1, arg) : 0;
}
static async int down(int n, void *arg)
{
    if (n % 1000 == 0)
        await ac_yield();
    return await depth(n, down, arg);
}
static int calls;
static int count(void)
{
    return ++calls;
}
static async int timer(uint64_t ms)
{
    async int (*sleep)(uint64_t) = ac_sleep;
    async void (*yield)(void) = ac_yield;
    await yield();
    return await sleep(ms);
}
async int main(void)
{
    for (int i = 0; i < 3; i++)
        printf("%s: %d %s\n", table[i].name, await table[i].op(6, 3),
               (await table[i].describe(table[i].name)).text);
    // CHECK: add: 9 <add>
    // CHECK-NEXT: multiply: 18 [multiply]
    // CHECK-NEXT: subtract: 3 <subtract>
    static const struct methods slow = {slow_get, slow_set}, quick = {quick_get, slow_set};
    struct object o = {&slow, 5};
    await o.methods->set(&o, 7);
    int a = await o.methods->get(&o);
    o.methods = &quick;
    printf("%d %d\n", a, await (*o.methods->get)(&o));
    // CHECK-NEXT: 7 -7
    printf("%d %d %d\n", await pick(0)(1, 2), await (pick(1))(3, 4), await (**pick(2))(5, 6));
    // CHECK-NEXT: 3 12 -1
    printf("%d %d\n", await apply(add, 1, 1), await apply(0, 1, 1));
    // CHECK-NEXT: 2 -1
    op *p = add, *q = multiply, *ops[2] = {p, q};
    printf("%d %d %d\n", p == add, p == q, await ops[1](await ops[0](1, 2), await p(2, 2)));
    // CHECK-NEXT: 1 0 12
    // The callee's expression happens once.
    int five = await ops[count() - 1](2, await add(1, 2));
    printf("%d %d\n", five, calls);
    // CHECK-NEXT: 5 1
    printf("%d\n", await down(20000, 0));
    // CHECK-NEXT: 20000
    async void (*speak)(const char *) = say;
    await speak("void");
    // CHECK-NEXT: void
    speak = quick_say;
    async string (*call_it)(const char *) = quick_name;
    for (int i = 0; i < 2; i++)
        await speak((await call_it(i ? "second" : "first")).text);
    // CHECK-NEXT: (first)
    // CHECK-NEXT: (second)
    int sum = 0, r = 0;
    ac_task *t[3] = {ac_spawn(p(1, 2)), ac_spawn((*q)(3, 4)), ac_spawn(pick(2)(9, 1))};
    for (int i = 0; i < 3; i++) {
        await ac_join(t[i], &r);
        sum = sum * 100 + r;
    }
    printf("%d %d\n", sum, await timer(1));
    // CHECK-NEXT: 31208 0
    t[0] = ac_spawn(speak("spawned"));
    printf("%d\n", await ac_join(t[0], 0));
    // CHECK-NEXT: spawned
    // CHECK-NEXT: 0
    string (*describe)(const char *) = name;
    string s = await describe("struct");
    printf("%s %zu\n", s.text, strlen(s.text));
    // CHECK-NEXT: <struct> 8
    return 0;
}
