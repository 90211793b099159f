// RUN: not %asyncc -c %s 2>&1 | FileCheck %s --implicit-check-not=error:
#include <asyncc.h>
async int f(int n);
int use(void *p);

async int g(int n)
{
    // CHECK: :[[#@LINE+1]]:28: error: the step of a loop with '#pragma pack' in its body awaits and defines a type: define it in front of the loop
    for (int i = 0; i < n; i += ({ struct { char c; int i; } s; await f((int)sizeof s); })) {
#pragma pack(1)
        struct { char c; int i; } p;
        use(&p);
    }
#pragma pack()
    struct t { char c; int i; };
    for (int i = 0; i < n; i += ({ struct t s; await f((int)sizeof s); })) {
#pragma pack(1)
        struct { char c; int i; } p;
        use(&p);
#pragma pack()
    }
    for (int i = 0; i < n; i += ({ struct { char c; int i; } s; await f((int)sizeof s); }))
        use(&i);
    return 0;
}
