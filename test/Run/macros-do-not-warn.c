/* A compiler leaves much unsaid of what macros expand to. In preprocessed text it does not know it any
more, and must not say it then: not of async functions, nor of others in the same file.
RUN: %asyncc %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %run %t
RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %run %t
RUN: %asyncc --emit=c %s -o %t.c && gcc -I%S/../../runtime/include -Wall -Wextra -Werror -c %t.c -o %t.o
RUN: %asyncc --cc=clang-19 --emit=c %s -o %t.c && clang-19 -I%S/../../runtime/include -Wall -Wextra -Werror -c %t.c -o %t.o
What is asked for by its name is said all the same.
RUN: not %asyncc -Wall -Werror=address -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=ADDRESS
RUN: %asyncc --cc=clang-19 -Wall -Wself-assign -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=SELF
ADDRESS: -Werror=address
SELF: -Wself-assign
 */
#include <asyncc.h>
#include <stddef.h>
#include <stdlib.h>

#define LOG(...)
#define IS_ZERO(a) ((a) == 0)
#define NOT_NULL(p) ((p) != NULL)
#define SAME(a, b) ((a) == (b))
#define SET(a, b) ((a) = (b))
#ifdef __clang__ // gcc warns of it, and of an empty LOG, but not of the other
#define BOTH_OR(a, b, c) ((a) || (b) && (c))
#define KIND (b)
#else
#define BOTH_OR(a, b, c) ((a) || ((b) && (c)))
#define KIND (2 > 1 ? 1 : 2)
#endif
#define GET(a) ({ int got = (a); got; })
#define REQUIRE(c) ((c) ? 0 : (abort(), 0))
#define CHECK(p) do { if (!(p)) abort(); } while (0)

struct pair {
    int a, b;
};

static async int same(int n)
{
    await ac_yield();
    return n;
}

static async int lowered(unsigned a, int b)
{
    struct pair pair = {3, b};
#ifdef __clang__
    if (IS_ZERO(a)) LOG("zero");
#endif
    if (NOT_NULL(&pair))
        b++;
    if (SAME(b, b))
        b++;
    SET(b, b);
    if (BOTH_OR(a, b, pair.a))
        b++;
    GET(b);
    REQUIRE(b == 3 + pair.b);
    while (IS_ZERO(b))
        b += await same(1);
    CHECK(a);
    if (KIND)
        b++;
    // What asyncc makes of an operand is not the user's either.
    int x = (b == 6) ? await same(1) : 0, y = (x == 3) && await same(2);
    return await same(b) + x + y;
}

static int plain(unsigned a, int b)
{
#ifdef __clang__
    if (IS_ZERO(a)) LOG("zero");
#endif
    if (SAME(b, b))
        b++;
    if (NOT_NULL(&b))
        b++;
    SET(b, b);
    if (BOTH_OR(a, b, b))
        b++;
    GET(b);
    REQUIRE(b);
    return KIND ? b : a > 3;
}

async int main(void)
{
    int r = await lowered(4, 1), p = plain(4, 1);
    return !(r == 5 && p == 4);
}
