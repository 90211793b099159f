// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// However often a signal comes between two turns of the loop, no other one is lost, and no end of a
// child. Signals that the thread had blocked arrive when they are waited for, and so does SIGCHLD.
// A forked child's signals are not its parent's.
#include "check.h"
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static sigset_t set_of(int number)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    return set;
}

static async void begin_to_catch(int number)
{
    sigset_t set = set_of(number);
    await ac_timeout(0, ac_signal_wait(&set));
}

static async int next_within(uint64_t ms, int number)
{
    sigset_t set = set_of(number);
    int n = 0;
    CHECK_EQ(await ac_timeout(ms, n = ac_signal_wait(&set)), 0);
    return n;
}

static async void count(int number, int *n)
{
    sigset_t set = set_of(number);
    while (await ac_signal_wait(&set) == number)
        ++*n;
}

static void flood(int number)
{
    for (int i = 0; i < 5000; i++)
        kill(getpid(), number);
}

static async void another_signal(void)
{
    int n = 0;
    await begin_to_catch(SIGTERM);
    ac_task *counts = ac_spawn(count(SIGUSR1, &n));
    await ac_yield();
    flood(SIGUSR1);
    kill(getpid(), SIGTERM);
    CHECK_EQ(await next_within(10000, SIGTERM), SIGTERM);
    CHECK(n > 0);
    // Of those behind the first one, which nobody waited for, one is remembered.
    ac_cancel(counts);
    CHECK_EQ(await ac_join(counts, NULL), AC_ETASKCANCELED);
    n = 0;
    counts = ac_spawn(count(SIGUSR1, &n));
    kill(getpid(), SIGUSR1);
    while (n == 0)
        await ac_sleep(1);
    ac_cancel(counts);
    CHECK_EQ(await ac_join(counts, NULL), AC_ETASKCANCELED);
}

// A child ends in the flood.
static async void end_of_a_child(char *const *args)
{
    const ac_process_options options = {.file = args[0], .args = args};
    ac_process *p;
    int rc = -1;
    await begin_to_catch(SIGUSR1);
    CHECK_EQ(ac_process_start(&p, &options, NULL), 0);
    flood(SIGUSR1);
    // Not waited for: the loop is not to take its turn before.
    siginfo_t info;
    CHECK_EQ(waitid(P_PID, (id_t)ac_process_pid(p), &info, WEXITED | WNOWAIT), 0);
    CHECK_EQ(await ac_timeout(10000, rc = ac_process_wait(p, NULL)), 0);
    CHECK_EQ(rc, 3);
    ac_process_close(p);
}

static void block(int number)
{
    sigset_t set = set_of(number);
    CHECK_EQ(pthread_sigmask(SIG_BLOCK, &set, NULL), 0);
}

static async void blocked(void)
{
    block(SIGUSR2);
    block(SIGHUP);
    kill(getpid(), SIGUSR2);
    CHECK_EQ(await next_within(10000, SIGUSR2), SIGUSR2);
    sigset_t now;
    CHECK_EQ(pthread_sigmask(SIG_BLOCK, NULL, &now), 0);
    CHECK_EQ(sigismember(&now, SIGUSR2), 0);
    CHECK_EQ(sigismember(&now, SIGHUP), 1);
    // Not if the set as a whole cannot be waited for.
    sigset_t both = set_of(SIGHUP);
    sigaddset(&both, SIGSTOP);
    CHECK_EQ(await ac_signal_wait(&both), AC_EINVAL);
    CHECK_EQ(pthread_sigmask(SIG_BLOCK, NULL, &now), 0);
    CHECK_EQ(sigismember(&now, SIGHUP), 1);
}

// What comes to a child of fork is its own.
static async void forked(void)
{
    sigset_t set = set_of(SIGUSR2);
    await begin_to_catch(SIGUSR2);
    await begin_to_catch(SIGTERM);
    pid_t child = fork();
    if (child == 0) {
        raise(SIGUSR2);
        _exit(0);
    }
    CHECK_EQ(waitpid(child, NULL, 0), child);
    kill(getpid(), SIGTERM);
    sigaddset(&set, SIGTERM);
    CHECK_EQ(await ac_signal_wait(&set), SIGTERM);
}

// Who waits for SIGCHLD gets it, and libuv does.
static async void children_signal(char *const *args)
{
    const ac_process_options options = {.file = args[0], .args = args};
    sigset_t set = set_of(SIGCHLD);
    ac_process *p;
    int rc = -1, n = 0;
    CHECK_EQ(ac_process_start(&p, &options, NULL), 0);
    CHECK_EQ(
        await ac_timeout(10000, ac_all(n = ac_signal_wait(&set), rc = ac_process_wait(p, NULL))),
        0);
    CHECK_EQ(n, SIGCHLD);
    CHECK_EQ(rc, 3);
    ac_process_close(p);
    CHECK_EQ(ac_process_start(&p, &options, NULL), 0);
    CHECK_EQ(await ac_timeout(10000, rc = ac_process_wait(p, NULL)), 0);
    CHECK_EQ(await next_within(10000, SIGCHLD), SIGCHLD); // remembered
    ac_process_close(p);
    ac_signal_default(&set);
    CHECK_EQ(ac_process_start(&p, &options, NULL), 0);
    CHECK_EQ(await ac_timeout(10000, rc = ac_process_wait(p, NULL)), 0);
    ac_process_close(p);
}

static async int test(void)
{
    char *const ends[] = {"sh", "-c", "sleep 0.1; exit 3", NULL};
    await end_of_a_child(ends);
    block(SIGCHLD);
    await end_of_a_child(ends);
    await another_signal();
    await blocked();
    await forked();
    await children_signal(ends);
    return 0;
}

int main(void)
{
    CHECK_EQ(ac_run(test()), 0);
    CHECK_EQ(ac_run(test()), 0);
}
