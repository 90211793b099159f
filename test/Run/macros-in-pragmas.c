/* clang expands macros in some pragmas only when it parses them, where macros are gone: they are expanded before.
RUN: %asyncc --cc=clang-19 %sanitize -Wall -Wextra -Werror %s -o %t && %t
RUN: %asyncc --cc=clang-19 %sanitize -DWHOLE -Wall -Wextra -Werror -x c - < %s -o %t && %t
RUN: %asyncc --cc=clang-19 --emit=c -Wall %s -o %t.lowered.c && FileCheck %s < %t.lowered.c
RUN: %asyncc --cc=clang-19 %sanitize -x c %t.lowered.c -o %t && %t
RUN: %asyncc --cc=clang-19 --emit=c -DWHOLE -Wall %s -o %t.whole.c && FileCheck --check-prefix=WHOLE %s < %t.whole.c
RUN: %asyncc --cc=clang-19 %sanitize -x c %t.whole.c -o %t && %t
What gcc does not know, it does not read.
RUN: %asyncc --cc=gcc %sanitize -Wall -Wextra -Werror -Wno-unknown-pragmas %s -o %t && %t

CHECK: {{^}}#pragma pack(push, PACKED(1)){{$}}
CHECK: {{^}}#pragma clang loop unroll_count(4){{$}}
WHOLE: {{^}}#pragma pack(push, 1){{$}}
WHOLE: {{^}}#pragma pack(4){{$}}
 */
#include <asyncc.h>
#ifdef WHOLE
async int one_line(int n);
async int of_two(int n);
async int one_line(int n) { return n; } async int of_two(int n)
{ return await one_line(n); }
#endif
#define PACKED(n) n
#ifdef __clang__
#pragma pack(push, PACKED(1))
#else
#pragma pack(push, 1)
#endif
struct one { char c; int i; };
#pragma pack(pop)
#define N 2
#ifdef __clang__
#pragma pack(push, kept, N)
#else
#pragma pack(push, kept, 2)
#endif
struct two { char c; int i; };
#pragma pack(pop, kept)
#pragma push_macro("N")
#undef N
#define N 4
#ifdef __clang__
#pragma pack(N)
#else
#pragma pack(4)
#endif
#pragma pop_macro("N")
struct four { char c; long long i; };
#pragma pack()
extern int maybe;
#define NAME maybe
#ifdef __clang__
#pragma weak NAME
#else
#pragma weak maybe
#endif
static int has_maybe(int *p) { return p != 0; }
static async int sum(int n)
{
    int s = 0;
#define U 4
#pragma clang loop unroll_count(U)
    for (int i = 0; i < n; i++)
        s += i;
#pragma unroll U
    for (int i = 0; i < n; i++)
        s += i;
#undef U
    await ac_yield();
    struct one one = {1, s};
    await ac_yield();
    return one.i;
}
async int main(void)
{
    struct two two = {1, await sum(4)};
    return !(sizeof(struct one) == 5 && sizeof two == 6 && sizeof(struct four) == 12 && two.i == 12 &&
             !has_maybe(&maybe));
}
