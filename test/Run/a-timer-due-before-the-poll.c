// A sleep must end although libuv's own timer, armed for a deadline that was given up meanwhile, is
// due before libuv asks the kernel, and although something else could keep libuv waiting for ever.
// RUN: %asyncc %sanitize -O1 -g -Wall -Wextra -Werror %s -o %t
// RUN: timeout 20 %t
#include <asyncc.h>
#include <signal.h>
#include <sys/time.h>
static async int sleeper(uint64_t ms)
{
    return await ac_sleep(ms);
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
// Whether it was early enough to give up the sleep of `ms`.
static async int given_up_in_time(uint64_t ms)
{
    sigset_t set;
    int got = 0;
    ac_task *forever = ac_spawn(waits_for_ever());
    ac_task *given_up = ac_spawn(sleeper(ms));
    sigemptyset(&set);
    sigaddset(&set, SIGALRM);
    uint64_t begin = ac_now();
    signal(SIGALRM, SIG_IGN); // while nobody waits for it
    defer { setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL); }
    await ac_all(got = ac_signal_wait(&set), alarm_soon());
    if (got != SIGALRM)
        return AC_EIO;
    ac_cancel(given_up);
    int rc = await ac_join(given_up, NULL);
    while (ac_now() < begin + ms + 10)
        ;
    if (await ac_sleep(20) != 0)
        return AC_EIO;
    ac_cancel(forever);
    return await ac_join(forever, NULL) != AC_ETASKCANCELED ? AC_EIO : rc == AC_ETASKCANCELED;
}
async int main(void)
{
    int rc = 0;
    for (uint64_t ms = 50; rc == 0; ms *= 2)
        rc = await given_up_in_time(ms);
    return rc < 0;
}
