// RUN: %runtime-cc %s -o %t && %run %t
#include "check.h"
#include <signal.h>

FUTURE(waiter, int, sigset_t set;)
{
    BEGIN;
    AWAIT(ac_signal_wait, &f->set);
    END(f->leaf.ac_signal_wait.result);
}

FUTURE(root, int, sigset_t set; ac_task * t; ac_task * u; int r;)
{
    BEGIN;
    sigemptyset(&f->set);
    AWAIT(ac_signal_wait, &f->set);
    CHECK_EQ(f->leaf.ac_signal_wait.result, AC_EINVAL);
    sigaddset(&f->set, SIGUSR1);
    sigaddset(&f->set, SIGUSR2);
    f->t = SPAWN(waiter, .set = f->set);
    sigdelset(&f->set, SIGUSR1);
    f->u = SPAWN(waiter, .set = f->set);
    raise(SIGUSR1);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->r, SIGUSR1);
    CHECK_EQ(ac_tasks_alive(), 2);
    raise(SIGUSR1); // nobody waits: remembered
    AWAIT(ac_sleep, 5);
    sigaddset(&f->set, SIGUSR1);
    AWAIT(ac_signal_wait, &f->set);
    CHECK_EQ(f->leaf.ac_signal_wait.result, SIGUSR1);
    ac_cancel(f->u);
    AWAIT(ac_join, f->u, &f->r, 0);
    CHECK_EQ(f->r, AC_ECANCELED);
    ac_signal_default(&f->set);
    struct sigaction old;
    sigaction(SIGUSR1, NULL, &old);
    CHECK(old.sa_handler == SIG_DFL);
    sigemptyset(&f->set);
    sigaddset(&f->set, SIGKILL);
    AWAIT(ac_signal_wait, &f->set);
    CHECK_EQ(f->leaf.ac_signal_wait.result, AC_EINVAL);
    // Then the others of the set are not caught either.
    sigaddset(&f->set, SIGINT);
    AWAIT(ac_signal_wait, &f->set);
    CHECK_EQ(f->leaf.ac_signal_wait.result, AC_EINVAL);
    sigaction(SIGINT, NULL, &old);
    CHECK(old.sa_handler == SIG_DFL);
    sigemptyset(&f->set);
    sigaddset(&f->set, SIGUSR1);
    ac_detach(SPAWN(waiter, .set = f->set));
    END(0);
}

FUTURE(hangup, int, sigset_t set;)
{
    BEGIN;
    sigemptyset(&f->set);
    sigaddset(&f->set, SIGHUP);
    ac_detach(SPAWN(waiter, .set = f->set));
    ac_signal_default(&f->set); // nothing: somebody waits
    struct sigaction now;
    sigaction(SIGHUP, NULL, &now);
    CHECK(now.sa_handler != SIG_IGN);
    CHECK(now.sa_flags & SA_RESTART);
    END(0);
}

int main(void)
{
    signal(SIGINT, SIG_DFL); // who started us may ignore it
    RUN(root);
    signal(SIGHUP, SIG_IGN);
    RUN(hangup);
    raise(SIGHUP); // ignored again
}
