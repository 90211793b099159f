// Helpers for tests of what goes between workers.
#ifndef ACROSS_H
#define ACROSS_H

#include "check.h"

enum { WORKERS = 3 };

static async void go_round(void)
{
    for (int i = 0; i < 3; i++)
        await ac_yield();
}

// What was spawned before has come to where it waits.
static async inline void settled(void)
{
    for (int w = 0; w < WORKERS; w++)
        await ac_remote_join(ac_spawn_on(w, go_round()), NULL);
}

static async inline int result_of(ac_remote *task)
{
    int rc = AC_EINVAL;
    await ac_remote_join(task, &rc);
    return rc;
}

#endif
