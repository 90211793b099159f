// A sleep must end although libuv's own timer, armed for a deadline that was given up meanwhile, is
// due before libuv asks the kernel, and although something else could keep libuv waiting for ever.
// RUN: %asyncc %sanitize -O1 -g -Wall -Wextra -Werror %s -o %t
// RUN: timeout 20 %t
#include <asyncc.h>
#include <signal.h>
#include <sys/time.h>
static async int sleeper(void)
{
    return await ac_sleep(50);
}
static async int waits_for_ever(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    return await ac_signal_wait(&set);
}
static async void alarm_soon(void)
{
    setitimer(ITIMER_REAL, &(struct itimerval){.it_value = {.tv_usec = 10000}}, NULL);
}
async int main(void)
{
    sigset_t set;
    int got = 0;
    ac_task *forever = ac_spawn(waits_for_ever());
    ac_task *given_up = ac_spawn(sleeper());
    sigemptyset(&set);
    sigaddset(&set, SIGALRM);
    uint64_t begin = ac_now();
    signal(SIGALRM, SIG_IGN); // while nobody waits for it
    defer { setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL); }
    await ac_all(got = ac_signal_wait(&set), alarm_soon());
    if (got != SIGALRM)
        return 1;
    ac_cancel(given_up);
    if (await ac_join(given_up, NULL) != AC_ETASKCANCELED)
        return 2;
    while (ac_now() < begin + 60)
        ;
    if (await ac_sleep(20) != 0)
        return 3;
    ac_cancel(forever);
    return await ac_join(forever, NULL) != AC_ETASKCANCELED;
}
