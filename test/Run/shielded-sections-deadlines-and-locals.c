// RUN: %asyncc %sanitize -O1 -g -Wall -Wextra -Wshadow -Werror %s -o %t && %t | FileCheck %s --match-full-lines
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
// RUN: %asyncc --emit=c %s -o %t.c && gcc -O1 -Wall -Wextra -Werror -I%S/../../runtime/include -c %t.c -o %t.o
// RUN: %runtime-cc -w -DASYNCC_ELIDE -DLOCALS_ONLY %s -o %t.elided && %t.elided | FileCheck %s --check-prefix=LOCALS --match-full-lines
#include <asyncc.h>
#include <stdio.h>

#ifndef NAP_MS
#define NAP_MS 0 // between looks at a deadline; test/inject gives a longer one
#endif

static const char *err(int rc)
{
    return rc < 0 ? ac_err_name(rc) : "ok";
}

#ifndef LOCALS_ONLY
static async int slow(int ms)
{
    defer { printf("[exit of %d: %s] ", ms, err(await ac_sleep(1))); }
    return await ac_sleep(ms);
}

static async int out_of_it(int way)
{
    for (int i = 0; i < 2; i++)
        ac_deadline (0)
            ac_shielded {
                if (way == 0)
                    return i;
                if (way == 1)
                    break;
                if (way == 2)
                    continue;
                if (way == 3)
                    goto out;
            }
out:
    return await ac_sleep(2); // neither shielded nor late
}

static async void child(int ms)
{
    printf("[child: %s] ", err(await ac_sleep(ms)));
}

static async int many(void)
{
    int n = 0;
    ac_deadline (20)
        while (await ac_sleep(NAP_MS) == 0)
            n = 1;
    return n;
}

static async int shielded(void)
{
    int rc = 0, inside = 0;
    ac_shielded {
        rc = await ac_sleep(3);
        ac_shielded
            rc += await ac_sleep(1);
        inside = await ac_sleep(1);
    }
    printf("inside: %s %s, behind: %s\n", err(rc), err(inside), err(await ac_sleep(1)));
    return rc;
}

static async int receives(ac_channel *from)
{
    defer {
        int none = 0, rc = 0;
        printf("[exit %s ", err(await ac_timeout(1, rc = ac_recv(from, &none))));
        printf("%s] ", err(rc));
    }
    int value = 0;
    return await ac_recv(from, &value);
}

static async int fails(void)
{
    await ac_yield();
    return AC_ENOENT;
}

// What is told from outside is not seen, but groups tell their branches, as ever.
static async int groups_within(void)
{
    int slots[1], a = 0, c = 0, rc = 0, late = 0, value = 0;
    ac_channel nothing = AC_CHANNEL_INIT(slots);
    ac_shielded {
        rc = await ac_timeout(1, a = receives(&nothing));
        printf("%s %s\n", err(rc), err(a));
        rc = await ac_select(a = ac_recv(&nothing, &value), ac_all(c = receives(&nothing)), ac_sleep(1));
        printf("%d %s %s\n", rc, err(a), err(c));
        rc = await ac_try_all(a = receives(&nothing), ac_timeout(1, c = ac_recv(&nothing, &value)), ac_sleep(30000));
        printf("%s %s %s\n", err(rc), err(a), err(c));
        rc = await ac_try_all(a = receives(&nothing), fails());
        printf("%s %s\n", err(rc), err(a));
        ac_deadline (1)
            await ac_all(a = ac_recv(&nothing, &value), ac_timeout(30000, c = receives(&nothing)));
        printf("%s %s, ", err(a), err(c));
        // The branch is shielded itself, and its deadline around that began in a section.
        await ac_all(late = many());
        printf("%d, ", late);
        await ac_all(a = ac_sleep(5), ac_all(c = ac_sleep(6)));
        printf("%s %s, ", err(a), err(c));
    }
    printf("behind %s\n", err(await ac_sleep(1)));
    return 0;
}

static async void in_an_exit(void)
{
    defer {
        int rc = 0;
        ac_deadline (1)
            rc = await slow(4000);
        printf("[exit of the caller: %s, then %s]\n", err(rc), err(await ac_sleep(0)));
    }
    await ac_yield();
}

static async int deadlines(void)
{
    int rc = 0, a = 0, b = 0;
    // CHECK: [exit of 5000: ok] ETIMEDOUT ETIMEDOUT
    ac_deadline (5) {
        rc = await slow(5000);
        printf("%s %s\n", err(rc), err(await ac_sleep(0)));
    }
    // CHECK-NEXT: ok
    printf("%s\n", err(await ac_sleep(1)));
    // The branches of a group inherit it; what ended before has its result.
    // CHECK-NEXT: [exit of 1: ok] [exit of 5000: ok] ETIMEDOUT ok
    ac_deadline (5000)
        ac_deadline (300) {
            await ac_all(a = slow(5000), b = slow(1));
            printf("%s %s\n", err(a), err(b));
        }
    // The first of several counts, and one that is left does not take another with it.
    // CHECK-NEXT: [exit of 4000: ok] ETIMEDOUT
    // CHECK-NEXT: still ETIMEDOUT, then ok
    ac_deadline (5) {
        ac_deadline (5000)
            rc = await slow(4000);
        printf("%s\n", err(rc));
        a = await ac_sleep(0);
    }
    printf("still %s, then %s\n", err(a), err(await ac_sleep(0)));
    // CHECK-NEXT: inner ETIMEDOUT, outer ok
    ac_deadline (5000) {
        ac_deadline (1)
            rc = await ac_sleep(1000);
        printf("inner %s, outer %s\n", err(rc), err(await ac_sleep(0)));
    }
    // A branch's own deadline is its own.
    // CHECK-NEXT: 1 ok
    await ac_all(a = many(), b = ac_sleep(40));
    printf("%d %s\n", a, err(b));
    // A shielded section sees those that begin in it.
    // CHECK-NEXT: ok ETIMEDOUT, group: ETIMEDOUT ok, behind: ETIMEDOUT
    ac_deadline (5) {
        ac_shielded {
            rc = await ac_sleep(20);
            ac_deadline (1)
                a = await ac_sleep(2000);
            ac_deadline (10)
                await ac_all(b = ac_sleep(2000), ac_yield());
        }
        printf("%s %s, group: %s ok, behind: %s\n", err(rc), err(a), err(b), err(await ac_sleep(1)));
    }
    // But no section and no exit within, however deep; behind those it is seen again.
    // CHECK-NEXT: [exit of 4000: ok] ETIMEDOUT, [exit of 1: ok] ok, in a branch ok, then ETIMEDOUT
    ac_shielded
        ac_deadline (1) {
            rc = await slow(4000);
            printf("%s, ", err(rc));
            ac_shielded
                rc = await slow(1);
            printf("%s, ", err(rc));
            ac_shielded
                await ac_all(rc = ac_sleep(1));
            printf("in a branch %s, then %s\n", err(rc), err(await ac_sleep(0)));
        }
    // CHECK-NEXT: [exit of 4000: ok] [exit of the caller: ETIMEDOUT, then ok]
    await in_an_exit();
    // The end of a scope tells its tasks.
    // CHECK-NEXT: [child: ETIMEDOUT] scope is left
    ac_deadline (5)
        ac_scope (s)
            ac_spawn_in(s, child(5000));
    printf("scope is left\n");
    for (int way = 0; way < 4; way++)
        a += await out_of_it(way);
    // CHECK-NEXT: -110
    printf("%d\n", a);
    // A task that is joined goes on.
    // CHECK-NEXT: ETIMEDOUT [exit of 50: ok] ok
    ac_task *t = ac_spawn(slow(50));
    ac_deadline (1)
        printf("%s ", err(await ac_join(t, NULL)));
    printf("%s\n", err(await ac_join(t, NULL)));
    return 0;
}

async int main(void)
{
    await deadlines();
    // CHECK-NEXT: inside: ok ok, behind: ECANCELED
    ac_task *t = ac_spawn(shielded());
    ac_cancel(t);
    await ac_join(t, NULL);
    // CHECK-NEXT: ETASKABORTED
    t = ac_spawn(shielded());
    ac_abort(t);
    printf("%s\n", err(await ac_join(t, NULL)));
    for (int i = 0; i < 2; i++) {
        // CHECK-NEXT: [exit ETIMEDOUT ECANCELED] ETIMEDOUT ECANCELED
        // CHECK-NEXT: [exit ETIMEDOUT ECANCELED] 2 ECANCELED ECANCELED
        // CHECK-NEXT: [exit ETIMEDOUT ECANCELED] ETIMEDOUT ECANCELED ECANCELED
        // CHECK-NEXT: [exit ETIMEDOUT ECANCELED] ENOENT ECANCELED
        // CHECK-NEXT: [exit ETIMEDOUT ECANCELED] ETIMEDOUT ETIMEDOUT, 1, ok ok, behind ECANCELED
        // CHECK-NEXT: ETASKCANCELED
        // CHECK-NEXT: [exit ETIMEDOUT ECANCELED] ETIMEDOUT ECANCELED
        // CHECK-NEXT: [exit ETIMEDOUT ECANCELED] 2 ECANCELED ECANCELED
        // CHECK-NEXT: [exit ETIMEDOUT ECANCELED] ETIMEDOUT ECANCELED ECANCELED
        // CHECK-NEXT: [exit ETIMEDOUT ECANCELED] ENOENT ECANCELED
        // CHECK-NEXT: [exit ETIMEDOUT ECANCELED] ETIMEDOUT ETIMEDOUT, 1, ok ok, ETASKABORTED
        t = ac_spawn(groups_within());
        if (i)
            ac_abort(t);
        else
            ac_cancel(t);
        printf("%s\n", err(await ac_join(t, NULL)));
    }
    // A cancel is told before a deadline.
    // CHECK-NEXT: ECANCELED
    int rc = 0;
    ac_deadline (0)
        await ac_select(ac_yield(), rc = ac_sleep(1000));
    printf("%s\n", err(rc));
#else
async int main(void)
{
#endif
    static ac_local user, other;
    int one = 1, two = 2, *p, *q;
    // CHECK-NEXT: none
    // LOCALS: none
    printf("%s\n", await ac_local_get(&user) ? "some" : "none");
    // CHECK-NEXT: 1 2 1 2, 1 none
    // LOCALS-NEXT: 1 2 1 2, 1 none
    ac_with_local (&user, &one) {
        p = await ac_local_get(&user);
        printf("%d ", *p);
        ac_with_local (&other, &one)
            ac_with_local (&user, &two) {
                await ac_all(p = ac_local_get(&user), q = ac_local_get(&other));
                printf("%d %d ", *p, *q);
                p = await ac_local_get(&user);
                printf("%d, ", *p);
            }
        p = await ac_local_get(&user);
        printf("%d %s\n", *p, await ac_local_get(&other) ? "some" : "none");
    }
    return 0;
}
