// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t
// RUN: %t
// RUN: %run %t forks
// RUN: %t destructs | grep works
// RUN: %t others && env UV_THREADPOOL_SIZE=1 %t others
// RUN: env UV_THREADPOOL_SIZE=1 %t forks && env UV_THREADPOOL_SIZE=none %t forks
// exit() ends the program whatever the pool's threads do, called by a task or by one of them; a
// child of fork(), which has none of them, may call it, too, and may begin anew. A destructor of the
// program's own may run tasks, also when the pool's threads have ended, and wait for threads that run some.
#include "check.h"
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

static sem_t begun;

static int takes_long(void *none)
{
    (void)none;
    sem_post(&begun);
    while (pause())
        ;
    return 0;
}

static int quick(void *n)
{
    return *(int *)n + 1;
}

static int ends_the_program(void *status)
{
    exit(*(int *)status);
}

static async int waits(bool copied)
{
    return copied ? await ac_blocking_copy(takes_long, NULL, 0, NULL)
                  : await ac_blocking(takes_long, NULL);
}

static async int busy(bool copied)
{
    ac_task *task = ac_spawn(waits(copied));
    sem_wait(&begun);
    if (copied) {
        ac_cancel(task);
        CHECK_EQ(await ac_join(task, NULL), AC_ETASKCANCELED);
    }
    exit(3);
}

static async int within(void)
{
    int status = 5;
    return await ac_blocking(ends_the_program, &status);
}

static async int pool_works(int n)
{
    return await ac_blocking(quick, &n);
}

static void ends_with(pid_t child, int expected)
{
    int status;
    CHECK_EQ(waitpid(child, &status, 0), child);
    CHECK(WIFEXITED(status));
    CHECK_EQ(WEXITSTATUS(status), expected);
}

static void forks(void)
{
    CHECK_EQ(ac_run(pool_works(1)), 2);
    pid_t child = fork();
    if (!child)
        exit(7);
    ends_with(child, 7);
    child = fork();
    if (!child)
        exit(ac_run(pool_works(40)));
    ends_with(child, 41);
    CHECK_EQ(ac_run(pool_works(2)), 3);
}

static void exits(void)
{
    for (int copied = 0; copied < 2; copied++) {
        pid_t child = fork();
        if (!child)
            ac_run(busy(copied));
        ends_with(child, 3);
    }
    pid_t child = fork();
    if (!child)
        ac_run(within());
    ends_with(child, 5);
}

enum { OTHERS = 3 };
static pthread_t others[OTHERS];
static int running; // of the others
static atomic_bool enough;

static async int works_on(void)
{
    for (int i = 0; !enough; i++) {
        CHECK_EQ(await pool_works(i), i + 1);
        if (!i)
            sem_post(&begun);
    }
    return 0;
}

static void *other(void *none)
{
    CHECK_EQ(ac_run(works_on()), 0);
    return none;
}

// Whatever the pool's threads and those that use them do when the program ends.
static void ends_beside_others(void)
{
    for (int i = 0; i < 40; i++) {
        pid_t child = fork();
        if (!child) {
            for (; running < 1 + i % OTHERS; running++)
                CHECK_EQ(pthread_create(&others[running], NULL, other, NULL), 0);
            for (int n = 0; n < running; n++)
                sem_wait(&begun);
            usleep((useconds_t)i * 7); // somewhere in its round
            exit(9);
        }
        ends_with(child, 9);
    }
}

static bool destructs;

static void at_exit(void)
{
    CHECK_EQ(ac_run(pool_works(4)), 5);
}

__attribute__((destructor)) static void destruct(void)
{
    enough = true;
    while (running)
        CHECK_EQ(pthread_join(others[--running], NULL), 0);
    if (!destructs)
        return;
    CHECK_EQ(ac_run(pool_works(2)), 3);
    CHECK_EQ(ac_run(pool_works(3)), 4);
    printf("works\n");
    fflush(stdout);
}

int main(int argc, char **argv)
{
    sem_init(&begun, 0, 0);
    destructs = argc > 1 && !strcmp(argv[1], "destructs");
    if (destructs) {
        atexit(at_exit);
        CHECK_EQ(ac_run(pool_works(1)), 2);
    } else if (argc > 1 && !strcmp(argv[1], "others"))
        ends_beside_others();
    else if (argc > 1)
        forks();
    else
        exits();
}
