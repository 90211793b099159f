// Cancels and aborts from odd places: of oneself, in an exit, in a shielded section, in a branch, of
// a task that starts others in its scope then; a channel that is closed for who was cancelled.
// RUN: %asyncc %sanitize -O1 -g -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
#include <asyncc.h>
#include <stdio.h>

static ac_task *self; // the task that is looked at

static const char *err(int rc)
{
    return rc < 0 ? ac_err_name(rc) : "ok";
}

static async int cancels_itself(void)
{
    defer { printf("[exit %s] ", err(await ac_sleep(0))); }
    await ac_yield();
    ac_cancel(self);
    int a = await ac_sleep(1), b = await ac_sleep(0);
    printf("%s %s ", err(a), err(b));
    return 7;
}

static async int aborts_itself(void)
{
    defer { printf("[exit %s] ", err(await ac_sleep(1))); }
    await ac_yield();
    ac_abort(self);
    printf("still ");
    await ac_sleep(1);
    printf("never ");
    return 7;
}

static async int aborts_in_an_exit(int more)
{
    defer { printf("[outer %s] ", err(await ac_sleep(1))); }
    {
        defer {
            ac_abort(self);
            printf("[inner %s] ", err(await ac_sleep(1)));
        }
        await ac_yield();
    }
    printf("between ");
    return more ? await ac_sleep(1) : 7;
}

static async int aborts_too_late(void)
{
    defer { ac_abort(self); }
    await ac_yield();
    return 7;
}

static async int aborts_after_a_cancel(void)
{
    await ac_yield();
    ac_cancel(self);
    printf("%s ", err(await ac_sleep(5)));
    ac_abort(self);
    ac_cancel(self);
    await ac_sleep(1);
    return 7;
}

static async int aborts_in_a_section(void)
{
    await ac_yield(); // its handle is not known before
    ac_shielded {
        ac_abort(self);
        printf("%s ", err(await ac_sleep(1)));
        ac_shielded
            printf("%s ", err(await ac_sleep(1)));
        printf("%s ", err(await ac_sleep(0)));
    }
    printf("behind ");
    await ac_sleep(0);
    printf("never ");
    return 7;
}

static async int cancels_in_a_branch(void)
{
    int a = 0, b = 0, which = await ac_select(a = cancels_itself(), b = ac_sleep(UINT64_MAX));
    printf("%d: %d %s ", which, a, err(b));
    return which;
}

static async int aborts_in_a_branch(void)
{
    defer { printf("[group] "); }
    int a = 0;
    await ac_all(a = aborts_itself(), ac_all(cancels_itself(), ac_sleep(UINT64_MAX)));
    printf("never ");
    return a;
}

static async int sleeps(const char *name)
{
    defer { printf("[%s] ", name); }
    int rc = await ac_sleep(UINT64_MAX);
    printf("%s %s ", name, err(rc));
    return rc;
}

static async int starts_others(ac_scope *s)
{
    int rc = await ac_sleep(UINT64_MAX);
    printf("told %s ", err(rc));
    ac_spawn_in(s, sleeps("late"));
    ac_shielded
        await ac_sleep(2);
    ac_spawn_in(s, sleeps("later"));
    return rc;
}

static async int starts_when_cancelled(int way)
{
    ac_scope (s) {
        defer { printf("[block] "); }
        ac_spawn_in(s, starts_others(s));
        if (way == 2)
            return 4;
        await ac_yield();
        if (way)
            ac_abort(self);
        else
            ac_cancel(self);
        ac_spawn_in(s, sleeps("first"));
        if (way == 0)
            printf("own %s ", err(await ac_sleep(1)));
    }
    return 3;
}

static async int receives(ac_channel *c, int n)
{
    int value = 5;
    while (n--) {
        int rc = await ac_recv(c, &value);
        printf("%s %d ", err(rc), value);
    }
    return value;
}

// What a channel has done stands, whatever comes between that and the resume.
static async void closes(ac_channel *c)
{
    defer { ac_channel_close(c); }
    await ac_yield();
    ac_cancel(self);
}

static async void sends(ac_channel *c, int first)
{
    defer { ac_channel_close(c); } // should it be stopped itself
    await ac_yield();
    if (first)
        ac_cancel(self);
    int rc = await ac_send(c, &(int){9});
    ac_cancel(self);
    printf("sent %s ", err(rc));
}

static async int joins_itself(void)
{
    await ac_yield();
    int rc = await ac_join(self, NULL);
    printf("%s ", err(rc));
    return 7;
}

static async int joins_itself_in_a_branch(void)
{
    int rc = 0;
    await ac_select(ac_all(rc = joins_itself()), ac_sleep(UINT64_MAX));
    return rc;
}

static ac_remote *remote;

static async int joins_itself_by_a_remote_handle(void)
{
    int rc = 0;
    await ac_select(rc = ac_remote_join(remote, NULL), ac_sleep(UINT64_MAX));
    return rc;
}

static async void end(const char *call, ac_task *task)
{
    int result = -1, rc = 0;
    self = task;
    ac_shielded
        rc = await ac_join(task, &result);
    printf("%s %d, %s\n", err(rc), result, call);
}
// Without memory for the other end nobody waits for it.
static ac_task *other_end(ac_channel *c, ac_task *task)
{
    if (!task)
        ac_channel_close(c);
    return task;
}

#define RUN(call) await end(#call, ac_spawn(call))

async int main(void)
{
    // CHECK: ECANCELED ECANCELED [exit ok] ETASKCANCELED 7, cancels_itself()
    RUN(cancels_itself());
    // CHECK-NEXT: still [exit ok] ETASKABORTED -1, aborts_itself()
    RUN(aborts_itself());
    // CHECK-NEXT: [inner ok] between [outer ok] ETASKCANCELED 7, aborts_in_an_exit(0)
    RUN(aborts_in_an_exit(0));
    // CHECK-NEXT: [inner ok] between [outer ok] ETASKABORTED -1, aborts_in_an_exit(1)
    RUN(aborts_in_an_exit(1));
    // CHECK-NEXT: ETASKCANCELED 7, aborts_too_late()
    RUN(aborts_too_late());
    // CHECK-NEXT: ECANCELED ETASKABORTED -1, aborts_after_a_cancel()
    RUN(aborts_after_a_cancel());
    // CHECK-NEXT: ok ok ok behind ETASKABORTED -1, aborts_in_a_section()
    RUN(aborts_in_a_section());
    // CHECK-NEXT: ECANCELED ECANCELED [exit ok] 1: 7 ECANCELED ETASKCANCELED 1, cancels_in_a_branch()
    RUN(cancels_in_a_branch());
    // CHECK-NEXT: still [exit ok] [exit ok] [group] ETASKABORTED -1, aborts_in_a_branch()
    RUN(aborts_in_a_branch());
    // CHECK-NEXT: own ECANCELED [block] first ECANCELED [first] told ECANCELED late ECANCELED [late] later ECANCELED [later] ETASKCANCELED 3, starts_when_cancelled(0)
    RUN(starts_when_cancelled(0));
    // CHECK-NEXT: [block] [first] ETASKABORTED -1, starts_when_cancelled(1)
    RUN(starts_when_cancelled(1));
    // CHECK-NEXT: [block] told ECANCELED late ECANCELED [late] later ECANCELED [later] ok 4, starts_when_cancelled(2)
    RUN(starts_when_cancelled(2));
    static int slots[3][1];
    static ac_channel c[] = {AC_CHANNEL_INIT(slots[0]), AC_CHANNEL_INIT(slots[1]),
                             AC_CHANNEL_INIT(slots[2])};
    ac_task *other = other_end(&c[0], ac_spawn(sends(&c[0], 0)));
    // CHECK-NEXT: sent ok ok 9 ECANCELED 9 ETASKCANCELED 9, receives(&c[0], 2)
    RUN(receives(&c[0], 2));
    ac_shielded
        await ac_join(other, NULL);
    other = other_end(&c[1], ac_spawn(sends(&c[1], 1)));
    // CHECK-NEXT: sent ok ok 9 ECANCELED 9 ETASKCANCELED 9, receives(&c[1], 2)
    RUN(receives(&c[1], 2));
    ac_shielded
        await ac_join(other, NULL);
    other = other_end(&c[2], ac_spawn(closes(&c[2])));
    // CHECK-NEXT: EOF 5 ECANCELED 5 ETASKCANCELED 5, receives(&c[2], 2)
    RUN(receives(&c[2], 2));
    ac_shielded
        await ac_join(other, NULL);
    // Somebody else does already.
    // CHECK-NEXT: EINVAL ok 7, joins_itself()
    RUN(joins_itself());
    // CHECK-NEXT: EINVAL ok 7, joins_itself_in_a_branch()
    RUN(joins_itself_in_a_branch());
    // CHECK-NEXT: EINVAL
    int rc = 0;
    remote = ac_spawn_on(0, joins_itself_by_a_remote_handle()); // begins later
    await ac_remote_join(remote, &rc);
    printf("%s\n", err(rc));
    return 0;
}
