// A timeout that is logged; three calls of which all must succeed, with what is made of their results:
// a sum, another attempt, a default.
// RUN: %asyncc %sanitize -g -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
#include <asyncc.h>
#include <stdio.h>

static async int fetch(const char *what, int ms, int value)
{
    int rc = await ac_sleep(ms);
    if (rc < 0) {
        printf("  %s: %s\n", what, ac_err_name(rc));
        return rc;
    }
    return value;
}

// ---- timeout with logging ----

static async int logged(const char *what, int ms, int limit)
{
    int value = 0;
    int rc = await ac_timeout(limit, value = fetch(what, ms, 7));
    if (rc == AC_ETIMEDOUT) {
        printf("%s: no answer within %d ms\n", what, limit);
        return rc;
    }
    printf("%s: %d\n", what, value);
    return value;
}

// ---- all or none ----

static async int sum(int bad)
{
    int a = 0, b = 0, c = 0;
    int rc = await ac_try_all(a = fetch("a", 1, 1), b = fetch("b", bad ? 20 : 2, bad ? bad : 2),
                              c = fetch("c", bad ? 60000 : 3, 3));
    return rc < 0 ? rc : a + b + c;
}

static async int recovered(int bad)
{
    int rc = await sum(bad);
    if (rc == AC_ECONNREFUSED) {
        printf("again\n");
        rc = await sum(0);
    }
    return rc;
}

static async int or_default(int bad, int instead)
{
    int rc = await sum(bad);
    return rc < 0 ? instead : rc;
}

async int main(void)
{
    // CHECK: quick: 7
    await logged("quick", 1, 60000);
    // CHECK-NEXT:   slow: ECANCELED
    // CHECK-NEXT: slow: no answer within 10 ms
    await logged("slow", 60000, 10);

    // CHECK-NEXT: sum 6
    printf("sum %d\n", await sum(0));
    // The first error cancels the others.
    // CHECK-NEXT:   c: ECANCELED
    // CHECK-NEXT: failed: ECONNREFUSED
    printf("failed: %s\n", ac_err_name(await sum(AC_ECONNREFUSED)));
    // CHECK-NEXT:   c: ECANCELED
    // CHECK-NEXT: again
    // CHECK-NEXT: recovered 6
    printf("recovered %d\n", await recovered(AC_ECONNREFUSED));
    // CHECK-NEXT:   c: ECANCELED
    // CHECK-NEXT: not recovered: EACCES
    printf("not recovered: %s\n", ac_err_name(await recovered(AC_EACCES)));
    // CHECK-NEXT:   c: ECANCELED
    // CHECK-NEXT: default -1, and 6
    int instead = await or_default(AC_EPIPE, -1);
    printf("default %d, and %d\n", instead, await or_default(0, -1));
    return 0;
}
