// RUN: %asyncc --cc=gcc %sanitize -Wall -Wextra -Werror %s -o %t && %run %t
// RUN: %asyncc --cc=clang-19 %sanitize -Wall -Wextra -Werror %s -o %t && %run %t
// RUN: %asyncc --cc=gcc %sanitize -DASYNCC_ELIDE %s -o %t && %t
// Names of attributes may be the program's macros, as they may for the C library's headers.
#define aligned(x) __attribute__((aligned(x)))
#define annotate 7
#define cleanup(x) __attribute__((cleanup(x)))
#define cold __attribute__((cold))
#define may_alias __attribute__((may_alias))
#define noinline __attribute__((noinline))
#define noreturn __attribute__((noreturn))
#define packed __attribute__((packed))
#define unused __attribute__((unused))
#define warn_unused_result 9
#define weak __attribute__((weak))
#include <asyncc.h>

static int left;

static unused cold noinline void nothing(void) {}

static async int f(int n)
{
    defer {
        left++;
    }
    await ac_yield();
    return n;
}

static void gone(int *p)
{
    left += *p;
}

async int main(void)
{
    {
        cleanup(gone) int k = 5;
        ac_scope (s) {
            ac_spawn_in(s, f(2));
        }
        ac_deadline (100) {
            k += await f(1);
        }
    }
    return left != 8;
}
