// `async` belongs to functions and to what leads to one: neither to objects nor to tags.
// RUN: not %asyncc -c %s 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not %asyncc --cc=clang-19 -c %s 2>&1 | FileCheck %s --implicit-check-not=error:
#include <asyncc.h>
// CHECK: :[[#@LINE+3]]:1: error: 'async' must stand before a function or a pointer to one
// CHECK-NEXT: async int x;
// CHECK-NEXT: {{^\^}}
async int x;
// CHECK: :[[#@LINE+1]]:1: error: 'async'
async struct tag { int a; };
// CHECK: :[[#@LINE+1]]:8: error: 'async'
static async int *to_object;
// CHECK: :[[#@LINE+1]]:9: error: 'async'
typedef async int number;
// CHECK: :[[#@LINE+1]]:1: error: 'async'
async;
// CHECK: :[[#@LINE+1]]:12: error: 'async'
struct m { async struct tag a; async int (*run)(void); };
// CHECK: :[[#@LINE+1]]:12: error: 'async'
void takes(async int n, async int (*run)(void));
// Headers may name parameters of what they declare so, but what is defined has need of the name.
void declares(int async, char *async, int async[2]);
// CHECK: :[[#@LINE+1]]:18: error: 'async'
void defines(int async)
{
}

typedef async int function(void);
typedef async int (*pointer)(void), (*pointers[2])(void);
async function declared;
async int (*(*gives)(void))(void);
async struct tag h(void);
int plain(void)
{
    async function *local = declared;
    // CHECK: :[[#@LINE+1]]:10: error: 'async'
    for (async int i = 0; i < 3; i++)
        x += local != (async int (*)(void))0;
    return (int)sizeof(async int (*)(void));
}
async int f(async pointer p)
{
    async __auto_type same = p;
    // CHECK: :[[#@LINE+1]]:12: error: 'async'
    static async struct tag kept;
    return await same() + kept.a;
}
