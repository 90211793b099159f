// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// Loops of several threads catch a signal, and give it back or end, while it comes all the time.
// Each that waits is told; what it did before is done when nobody catches it any more, with
// errno kept.
#include "check.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

enum { THREADS = 3, LOOPS = 100, WAITS = 20 };

static _Atomic bool over;
static _Atomic int by_program;

static void handler(int number)
{
    (void)number;
    atomic_fetch_add(&by_program, 1);
}

static sigset_t usr1(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    return set;
}

static async int wait_again(bool gives_back)
{
    sigset_t set = usr1();
    for (int i = 0; i < WAITS; i++) {
        CHECK_EQ(await ac_signal_wait(&set), SIGUSR1);
        if (gives_back && i % 4 == 0)
            ac_signal_default(&set);
    }
    return 0;
}

static void *catches(void *arg)
{
    for (int i = 0; i < LOOPS; i++)
        CHECK_EQ(ac_run(wait_again(i % 2 == 0)), 0);
    return arg;
}

static void *sends(void *arg)
{
    while (!atomic_load(&over)) {
        kill(getpid(), SIGUSR1);
        errno = ERANGE;
        raise(SIGUSR1); // to this thread
        CHECK_EQ(errno, ERANGE);
    }
    return arg;
}

// AC_ETIMEDOUT: it is caught from here on.
static async int begin_to_catch(void)
{
    sigset_t set = usr1();
    return await ac_timeout(0, ac_signal_wait(&set));
}

static async int next(void)
{
    sigset_t set = usr1();
    int n = 0;
    CHECK_EQ(await ac_timeout(10000, n = ac_signal_wait(&set)), 0);
    return n;
}

static async void workers(void)
{
    int rc = 0;
    CHECK_EQ(ac_workers_start(THREADS), THREADS);
    for (int w = 0; w < THREADS; w++) {
        CHECK_EQ(await ac_remote_join(ac_spawn_on(w, begin_to_catch()), &rc), 0);
        CHECK_EQ(rc, AC_ETIMEDOUT);
    }
    kill(getpid(), SIGUSR1);
    for (int w = 0; w < THREADS; w++) {
        CHECK_EQ(await ac_remote_join(ac_spawn_on(w, next()), &rc), 0);
        CHECK_EQ(rc, SIGUSR1);
    }
}

int main(void)
{
    pthread_t threads[THREADS], sender;
    CHECK(signal(SIGUSR1, handler) != SIG_ERR);
    CHECK_EQ(pthread_create(&sender, NULL, sends, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        CHECK_EQ(pthread_create(&threads[i], NULL, catches, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    atomic_store(&over, true);
    pthread_join(sender, NULL);
    int before = atomic_load(&by_program);
    ac_run(workers());
    CHECK_EQ(atomic_load(&by_program), before);
    kill(getpid(), SIGUSR1);
    CHECK_EQ(atomic_load(&by_program), before + 1);
}
