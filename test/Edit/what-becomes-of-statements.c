// RUN: %asyncc --dump=edit %s | FileCheck %s
#include <asyncc.h>
int plain(int *p);
// CHECK-LABEL: async f
async int f(int n)
{
    int pinned = 1;
    // CHECK: line [[#@LINE-1]]: replace 'int pinned =' by 'ac__fr->pinned = ('
    while (n > await f(n - 1)) {
        // CHECK: line [[#@LINE-1]]: replace 'while (' by 'for (;;) { <steps>if (!('
        // CHECK-NEXT: await ac__t1 = await f(n - 1)
        // CHECK: line [[#@LINE-3]]: replace 'await f(n - 1)' by 'ac__t1'
        n--;
    }
    await ac_yield();
    return plain(&pinned);
    // CHECK: line [[#@LINE-1]]: replace 'return' by '{ { __typeof__(int) ac__r = ('
    // CHECK: line [[#@LINE-2]]: replace 'pinned' by 'ac__fr->pinned'
    // CHECK: line [[#@LINE-3]]: replace ';' by '); return __extension__(struct f__value){.poll = AC_READY, .result = ac__r}; } }'
}
