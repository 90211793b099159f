// Compilers warn of comparisons with what may be negative, and only of those.
// RUN: %asyncc --cc=gcc -Wall -Wextra -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=warning:
// RUN: %asyncc --cc=gcc -O3 -Wall -Wextra -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=warning:
// RUN: %asyncc --cc=clang-19 -O2 -Wall -Wextra -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=warning:
#include <asyncc.h>

async int f(int n);
async unsigned fu(unsigned n);
int get(int n);
unsigned char byte(int n);
struct bits { unsigned three : 3; int sign : 3; } *bits(void);

async int never_negative(unsigned u, int i)
{
    int r = 0;
    r += (get(3) & 0x7f) < await fu(3);
    r += (await f(1) && await f(2)) == u;
    r += (get(2) == 3) == await fu(1);
    r += !get(2) == (await fu(3) > 2);
    r += u < ({ await f(1); 3; });
    r += (i++ ? 3 : 'x') > await fu(3);
    r += (i ? byte(3) : 0) < await fu(3);
    r += u > (await f(0) || get(1));
    r += byte(1) % get(3) < await fu(1);
    r += (get(1), byte(2) | byte(3)) < await fu(2);
    r += bits()->three < await fu(2);
    r += byte(1) < await fu(2) && (byte(1) ?: 7) >= await fu(1);
    return r;
}

async int perhaps(unsigned u, int i)
{
    int r = 0;
    // CHECK: :[[#@LINE+1]]:{{.*}}warning: comparison of {{.*}} of different sign
    r += get(3) < await fu(3);
    // CHECK: :[[#@LINE+1]]:{{.*}}warning: comparison of {{.*}} of different sign
    r += (i++ ? 3 : -9) > await fu(3);
    // CHECK: :[[#@LINE+1]]:{{.*}}warning: comparison of {{.*}} of different sign
    r += u < ({ await f(1); get(3); });
    // CHECK: :[[#@LINE+1]]:{{.*}}warning: comparison of {{.*}} of different sign
    r += bits()->sign < await fu(2);
    return r;
}
