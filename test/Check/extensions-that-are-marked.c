// `__extension__` in front of an expression keeps -pedantic quiet about all that is in it, awaits or
// not; what has none is told of.
// RUN: %asyncc --cc=gcc -std=c11 -pedantic -Wall -Wextra -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=warning:
// RUN: %asyncc --cc=clang-19 -std=c11 -pedantic -Wall -Wextra -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=warning:
// RUN: %asyncc --cc=gcc -std=c11 -pedantic-errors -Wall -DMARKED -c %s -o %t.o
// RUN: %asyncc --cc=clang-19 -std=c11 -pedantic-errors -Wall -DMARKED -c %s -o %t.o
#include <asyncc.h>

async int f(int n);
int use(void *p);

#define TRY(e)                                                                                     \
    (__extension__({                                                                               \
        int rc_ = (e);                                                                             \
        if (rc_ < 0)                                                                               \
            return rc_ ?: -1;                                                                      \
        rc_;                                                                                       \
    }))

async int marked(int n)
{
    int z = TRY(await f(n)), y = 0;
    z += __extension__({ __auto_type r = await f(1); r; });
    z += __extension__({ int k = await f(2); k ? : 4; });
    z += __extension__({ int k = 0; switch (await f(2)) { case 1 ... 3: k = 1; break; default: break; } k; });
    z += __extension__({ struct { int a; } s = {}; s.a = await f(1); s.a; });
    z += __extension__({ int b[5] = { [0 ... 3] = await f(2) }; b[1]; });
    z += __extension__({ void *p = &&l; y = await f(1); goto *p; l: y++; });
    z += __extension__({ _Complex int c = await f(1); __real__ c; });
    z += __extension__({ __int128 k = await f(1); (int)k; });
    z += n ? __extension__({ await f(n ?: 3); }) : __extension__(use(&y) ?: await f(0));
    z += __extension__ (await f(1) ? : 2);
    if (__extension__({ __label__ q; y = await f(1); if (y) goto q; y = 2; q: y; }))
        return TRY(TRY(await f(TRY(await f(3)))));
    __extension__ struct { int n; int a[0]; } s = {.n = await f(1)}, t = {.n = await f(s.n)};
    return z + t.n + TRY(await f(2) ?: 5);
}

#ifndef MARKED
async int not_marked(int n)
{
    int z = await f(n);
    // CHECK: :[[#@LINE+1]]:{{.*}}warning: {{.*}}?:
    z += __extension__({ await f(2); }) + (z ?: 4);
    return z;
}
#endif
