// With -Og gcc does not connect the branches of an `&&` that awaits, and would warn.
// RUN: %asyncc --cc=gcc -Og -Wall -Wextra -Werror -c %s -o %t.o 2>&1 | FileCheck %s --allow-empty --implicit-check-not=warning:
// RUN: %asyncc --cc=gcc -Og -O2 -Wall -DNONE -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: %asyncc --cc=gcc -Og -Wmaybe-uninitialized -DNONE -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=NONE
#include <asyncc.h>

async int f(int n);
int use(int n);

async int each_has_a_value(int a)
{
    int v, w;
    if (a && (v = await f(7)) > 4)
        return use(v);
    while (a-- > 0 && (w = await f(a)) != 0)
        use(w);
    return 0;
}

#ifdef NONE
int none(int a)
{
    int v;
    if (a)
        v = use(1);
    use(0);
    return v; // NONE: :[[#@LINE]]:{{.*}}warning: {{.*}}uninitialized
}
#endif
