// RUN: %asyncc --dump=hoist %s | FileCheck %s
#include <asyncc.h>
async int g(int);
int a(void);
async int f(int c, int d)
{
    int x = a() + (await g(1) && c);
    x += c ? d : await g(2);
    return await g(await g(x)) || await g(4);
}
// CHECK: line 7
// CHECK-NEXT: spill ac__t1 = a()
// CHECK-NEXT: await ac__t2 = await g(1)
// CHECK: line 8
// CHECK-NEXT: if c
// CHECK-NEXT: spill ac__t3 = d
// CHECK-NEXT: else
// CHECK-NEXT: await ac__t4 = await g(2)
// CHECK-NEXT: spill ac__t3 = await g(2)
// CHECK: line 9
// CHECK-NEXT: await ac__t5 = await g(x)
// CHECK-NEXT: await ac__t6 = await g(await g(x))
// CHECK-NEXT: spill ac__t7 = await g(await g(x))
// CHECK-NEXT: if not ac__t7
// CHECK-NEXT: await ac__t8 = await g(4)
// CHECK-NEXT: spill ac__t7 = await g(4)
