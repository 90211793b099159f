// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// An operation that lets others run first, since its task has had its turn, is not overtaken by them: it has its place in
// line or the task that it joins, and what a close or a cancel before it means for it is not changed by them.
#include "check.h"
#include <asyncc/shared.h>
#include <asyncc/workers.h>
#include <stdbool.h>
#include <string.h>

static ac_semaphore none = AC_SEMAPHORE_INIT(1);
static ac_mutex held = AC_MUTEX_INIT;
static ac_notify notify = AC_NOTIFY_INIT;
static ac_channel *channel;
static ac_shared_mutex *shared;
static ac_task *task;
static ac_remote *remote;
static int order[2], count;

// The budget of a turn: so many answers at once.
static async void spend(void)
{
    await ac_yield();
    for (int i = 0; i < 128; i++)
        (void)await ac_semaphore_acquire(&none, 0);
}

static async int big(int n)
{
    char room[4000];
    memset(room, n, sizeof room);
    await ac_yield();
    return room[77];
}

static async int joins(void)
{
    int result = -1;
    await spend();
    CHECK_EQ(await ac_join(task, &result), 0);
    return result;
}

static async int joins_too(void)
{
    int result;
    await ac_yield();
    return await ac_join(task, &result);
}

static async int detaches(void)
{
    await ac_yield();
    ac_detach(task);
    return 0;
}

static async int joins_remote(void)
{
    int result = -1;
    await spend();
    CHECK_EQ(await ac_remote_join(remote, &result), 0);
    return result;
}

static async int joins_remote_too(void)
{
    int result;
    await ac_yield();
    return await ac_remote_join(remote, &result);
}

// Both begin in the next turn, the first of them with its budget spent. What the second answers.
#define TOGETHER(first, second, expected)                                                                              \
    do {                                                                                                               \
        int one_, two_;                                                                                                \
        ac_task *a_ = ac_spawn(first), *b_ = ac_spawn(second);                                                         \
        CHECK_EQ(await ac_join(a_, &one_), 0);                                                                         \
        CHECK_EQ(await ac_join(b_, &two_), 0);                                                                         \
        CHECK_EQ(one_, expected);                                                                                      \
        answer = two_;                                                                                                 \
    } while (0)

static async int sends(void)
{
    int value = 7;
    await spend();
    return await ac_send(channel, &value);
}

static async int receives(void)
{
    int value;
    await ac_yield();
    return await ac_recv(channel, &value);
}

static async int sends_soon(void)
{
    int value = 8;
    await ac_yield();
    return await ac_send(channel, &value);
}

static async int waits(int spent)
{
    if (spent)
        await spend();
    else
        await ac_yield();
    return await ac_notify_wait(&notify);
}

static async int notifies(int all)
{
    await ac_yield();
    if (all)
        ac_notify_all(&notify);
    else
        ac_notify_one(&notify);
    return 0;
}

// A notice is kept; one whose budget is spent waits for it, then maybe another one, and then it is told again.
static async void notices(int others, int all, bool left)
{
    int first, second = 0, rc;
    ac_notify_one(&notify);
    ac_task *a = ac_spawn(waits(1)), *b = others ? ac_spawn(waits(0)) : NULL, *c = ac_spawn(notifies(all));
    CHECK_EQ(await ac_join(a, &first), 0);
    CHECK_EQ(b ? await ac_join(b, &second) : 0, 0);
    CHECK_EQ(await ac_join(c, &rc), 0);
    CHECK(!first && !second);
    CHECK_EQ(notify.noticed, left);
    notify.noticed = false;
}

static async int takes(int n, int spent)
{
    if (spent)
        await spend();
    else
        await ac_yield();
    CHECK_EQ(await ac_shared_mutex_lock(shared), 0);
    order[count++] = n;
    ac_shared_mutex_unlock(shared);
    return 0;
}

static async int locks(void)
{
    await spend();
    return await ac_mutex_lock(&held);
}

static async int unlocks(void)
{
    await ac_yield();
    ac_mutex_unlock(&held);
    int value;
    return ac_try_recv(channel, &value);
}

async int main(void)
{
    int answer, result;
    for (int i = 0; i < 2; i++) {
        task = ac_spawn(big(5));
        await ac_sleep(1);
        if (i == 0)
            TOGETHER(joins(), detaches(), 5);
        else
            TOGETHER(joins(), joins_too(), 5);
    }
    CHECK_EQ(answer, AC_EBUSY);
    remote = ac_spawn_on(NULL, big(6));
    await ac_sleep(5);
    TOGETHER(joins_remote(), joins_remote_too(), 6);
    CHECK_EQ(answer, AC_EBUSY);

    channel = ac_channel_new(sizeof(int), 1);
    ac_channel_close(channel);
    TOGETHER(sends(), receives(), AC_EPIPE);
    CHECK_EQ(answer, AC_EOF);
    ac_channel_free(channel);

    // Who takes the value of the first makes no less room for the second than there is.
    channel = ac_channel_new(sizeof(int), 1);
    ac_task *send_too = ac_spawn(sends()), *soon = ac_spawn(sends_soon()), *receive = ac_spawn(receives());
    CHECK_EQ(await ac_join(send_too, &result), 0);
    CHECK_EQ(await ac_join(receive, &result), 0);
    CHECK_EQ(await ac_join(soon, &result), 0);
    CHECK_EQ(result, 0);
    CHECK_EQ(ac_try_recv(channel, &result), 0);
    CHECK_EQ(result, 8);
    ac_channel_free(channel);

    await notices(0, 0, true);
    await notices(1, 0, false);
    await notices(0, 1, false);
    await notices(1, 1, false);

    shared = ac_shared_mutex_new();
    CHECK_EQ(ac_shared_mutex_trylock(shared), 0);
    ac_task *first = ac_spawn(takes(1, 1)), *second = ac_spawn(takes(2, 0));
    await ac_sleep(1);
    ac_shared_mutex_unlock(shared);
    CHECK_EQ(await ac_join(first, &result), 0);
    CHECK_EQ(await ac_join(second, &result), 0);
    CHECK(order[0] == 1 && order[1] == 2);
    ac_shared_mutex_free(shared);

    channel = ac_channel_new(sizeof(int), 0);
    CHECK_EQ(ac_mutex_trylock(&held), 0);
    ac_task *lock = ac_spawn(locks()), *send = ac_spawn(sends()), *other = ac_spawn(unlocks());
    ac_cancel(lock);
    ac_cancel(send);
    CHECK_EQ(await ac_join(lock, &result), AC_ETASKCANCELED);
    CHECK_EQ(result, AC_ECANCELED);
    CHECK_EQ(await ac_join(send, &result), AC_ETASKCANCELED);
    CHECK_EQ(result, AC_ECANCELED);
    CHECK_EQ(await ac_join(other, &result), 0);
    CHECK_EQ(result, AC_EAGAIN);
    ac_channel_free(channel);
    return 0;
}
