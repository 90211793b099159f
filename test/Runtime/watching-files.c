// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t %t.dir
// Each change of a directory or a file is told, also one before the wait or beside a wait that was
// cancelled; a thing that has gone is told once.
#include "check.h"
#include <fcntl.h>
#include <unistd.h>

static char dir[300];
static const char *in(const char *name)
{
    static char path[2][400];
    static int turn;
    turn = !turn;
    snprintf(path[turn], sizeof path[turn], "%s/%s", dir, name);
    return path[turn];
}

static void make(const char *name)
{
    int fd = open(in(name), O_CREAT | O_WRONLY | O_TRUNC, 0600);
    CHECK(fd >= 0);
    close(fd);
}

static async int expect(ac_fs_watch *w, unsigned what, const char *name)
{
    ac_fs_event e;
    CHECK_EQ(await ac_fs_watch_next(w, &e), 0);
    CHECK_EQ(e.what, what);
    CHECK(!strcmp(e.name, name));
    return 0;
}

static async int next(ac_fs_watch *w, ac_fs_event *e)
{
    return await ac_fs_watch_next(w, e);
}

static async int names(void)
{
    ac_fs_watch *w;
    ac_fs_event e;
    CHECK_EQ(ac_fs_watch_open(&w, in("none")), AC_ENOENT);
    CHECK(!w);
    CHECK_EQ(ac_fs_watch_open(&w, dir), 0);
    make("a");
    make("b");
    await expect(w, AC_FS_CREATED, "a");
    await expect(w, AC_FS_CREATED, "b");
    ac_task *t = ac_spawn(expect(w, AC_FS_CREATED, "c"));
    await ac_yield();
    CHECK_EQ(await ac_fs_watch_next(w, &e), AC_EBUSY);
    make("c");
    CHECK_EQ(await ac_join(t, NULL), 0);
    ac_fs_watch_close(w);
    return 0;
}

static async int moves(void)
{
    ac_fs_watch *w;
    ac_fs_event e;
    int r = 0;
    make("one");
    CHECK_EQ(ac_fs_watch_open(&w, dir), 0);
    ac_task *t = ac_spawn(next(w, &e));
    await ac_yield();
    ac_cancel(t);
    CHECK_EQ(await ac_join(t, &r), AC_ETASKCANCELED);
    CHECK_EQ(r, AC_ECANCELED);
    CHECK_EQ(rename(in("one"), in("four")), 0);
    CHECK_EQ(truncate(in("four"), 10), 0);
    await expect(w, AC_FS_REMOVED, "one");
    await expect(w, AC_FS_CREATED, "four");
    await expect(w, AC_FS_CHANGED, "four");
    CHECK_EQ(unlink(in("four")), 0);
    await expect(w, AC_FS_REMOVED, "four");
    // Closed under one that waits, with the timer to show that there is nothing more.
    CHECK_EQ(await ac_timeout(5, r = next(w, &e)), AC_ETIMEDOUT);
    CHECK_EQ(r, AC_ECANCELED);
    t = ac_spawn(next(w, &e));
    await ac_yield();
    ac_fs_watch_close(w);
    ac_fs_watch_close(NULL);
    CHECK_EQ(await ac_join(t, &r), 0);
    CHECK_EQ(r, AC_ECANCELED);
    return 0;
}

static async int file(void)
{
    ac_fs_watch *w;
    ac_fs_event e;
    make("five");
    CHECK_EQ(ac_fs_watch_open(&w, in("five")), 0);
    CHECK_EQ(truncate(in("five"), 100), 0);
    await expect(w, AC_FS_CHANGED, "");
    CHECK_EQ(unlink(in("five")), 0);
    await expect(w, AC_FS_CHANGED, ""); // the number of its names
    await expect(w, AC_FS_GONE, "");
    CHECK_EQ(await ac_fs_watch_next(w, &e), AC_ENOENT);
    CHECK_EQ(await ac_fs_watch_next(w, &e), AC_ENOENT);
    ac_fs_watch_close(w);
    // One that is left open is closed with the loop.
    CHECK_EQ(ac_fs_watch_open(&w, dir), 0);
    return 0;
}

static async int test(void)
{
    await names();
    await moves();
    await file();
    return 0;
}

int main(int argc, char **argv)
{
    CHECK_EQ(argc, 2);
    snprintf(dir, sizeof dir, "%s", argv[1]);
    CHECK_EQ(ac_run(test()), 0);
}
