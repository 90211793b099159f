// Sections within sections: what they see, and that a section's begin and end cost the same however
// many there are around it. (If each of them looked at all others, this would take minutes.)
// RUN: %asyncc %sanitize -O1 -g -Wall -Wextra -Wshadow -Werror %s -o %t && %t | FileCheck %s --match-full-lines
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
#include <asyncc.h>
#include <stdio.h>

#ifndef DEPTH
#define DEPTH 100000 // test/inject, which runs it often, gives less
#endif
static int late;

static const char *err(int rc)
{
    return rc < 0 ? ac_err_name(rc) : "ok";
}

// In shielded sections only the innermost deadline is seen, which does not come.
static async int shields(int n)
{
    int rc = 0;
    if (!n)
        return await ac_sleep(2);
    ac_deadline (UINT64_MAX) {
        ac_shielded
            rc = await shields(n - 1);
        late += await ac_sleep(0) < 0;
    }
    return rc;
}

static async int deadlines(int n)
{
    int rc = 0;
    if (!n)
        return await ac_sleep(UINT64_MAX);
    ac_deadline (UINT64_MAX) {
        rc = await deadlines(n - 1);
        late += await ac_sleep(0) < 0;
    }
    return rc;
}

// A strand whose first deadline begins in a shielded section.
static async void begins_shielded(void)
{
    int a = 0, b = 0, c = 0;
    ac_shielded {
        ac_deadline (1) {
            a = await ac_sleep(60000);
            ac_shielded {
                b = await ac_sleep(2);
                ac_deadline (1)
                    c = await ac_sleep(60000);
            }
            printf("%s %s %s, %s; ", err(a), err(b), err(c), err(await ac_sleep(0)));
        }
        printf("%s; ", err(await ac_sleep(0)));
    }
    ac_deadline (1) {
        ac_shielded {
            a = await ac_sleep(2);
            ac_deadline (UINT64_MAX)
                b = await ac_sleep(0);
            ac_deadline (1) {
                c = await ac_sleep(60000);
                defer { printf("%s ", err(await ac_sleep(1))); }
            }
        }
        printf("%s %s %s, %s\n", err(a), err(b), err(c), err(await ac_sleep(0)));
    }
}

async int main(void)
{
    int rc = 0;
    // CHECK: ETIMEDOUT ok ETIMEDOUT, ETIMEDOUT; ok; ok ok ok ETIMEDOUT, ETIMEDOUT
    await ac_join(ac_spawn(begins_shielded()), NULL);
    // CHECK-NEXT: ok, 0 late, then ETIMEDOUT, then ok
    ac_deadline (1) {
        ac_shielded
            rc = await shields(DEPTH);
        printf("%s, %d late, then %s, ", err(rc), late, err(await ac_sleep(0)));
    }
    printf("then %s\n", err(await ac_sleep(0)));
    // CHECK-NEXT: ETIMEDOUT, 100000 late, then ETIMEDOUT, then ok
    ac_deadline (1) {
        rc = await deadlines(DEPTH);
        printf("%s, %d late, then %s, ", err(rc), late, err(await ac_sleep(0)));
    }
    printf("then %s\n", err(await ac_sleep(0)));
    return 0;
}
