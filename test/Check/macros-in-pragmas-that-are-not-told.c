// RUN: not %asyncc --cc=clang-19 -c %s -o %t.o 2>&1 | FileCheck %s
// Macros in pragmas are told by a second run, in which the text must have the same pragmas.
// CHECK: error: cannot expand the macros in the '#pragma' lines of '{{.*}}macros-in-pragmas-that-are-not-told.c'
#include <asyncc.h>
#define N 1
#if !__is_identifier(__declspec)
#pragma pack(push, N)
#pragma pack(pop)
#endif
#pragma pack(push, N)
struct packed { char c; int n; };
#pragma pack(pop)
async int main(void)
{
    struct packed p = {0, 1};
    await ac_yield();
    return p.n - 1;
}
