// Disturbed at any place, tasks that work on files close what they open, and a read gives what was
// written.
// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: %python %S/../inject/everywhere --build %builddir --sanitize "%sanitize" --output %t %s -Wall -Wextra -Werror -- %t.dir | FileCheck %s
// CHECK: wake {{.*}} places: ended {{[0-9]+$}}
// CHECK: cancel {{.*}} places: ETASKCANCELED {{[0-9]+(, ended [0-9]+)?$}}
// CHECK: abort {{.*}} places: {{.*}}ETASKABORTED {{[0-9]+}}
// CHECK: cancel-self {{.*}} places: ETASKCANCELED {{[0-9]+}}, ended {{[0-9]+$}}
// CHECK: abort-self {{.*}} places: {{.*}}ETASKABORTED {{[0-9]+}}
// CHECK: malloc {{.*}} places: ENOMEM {{[0-9]+}}, ended {{[0-9]+$}}
#include <asyncc.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *dir;

static async int list(void)
{
    ac_dir *d;
    ac_dir_entry e;
    int rc = await ac_dir_open(&d, dir);
    if (rc < 0)
        return rc;
    defer
    {
        ac_dir_close(d);
    }
    while ((rc = await ac_dir_next(d, &e)) > 0)
        if (!strchr("abc", e.name[0]))
            abort();
    return rc;
}

static async int fill(int number)
{
    char path[400], out[3000], in[3000];
    snprintf(path, sizeof path, "%s/%c", dir, 'a' + number);
    memset(out, number, sizeof out);
    int fd = await ac_open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd < 0)
        return fd;
    defer
    {
        await ac_close(fd);
    }
    int rc = await ac_pwrite(fd, out, sizeof out, 0);
    if (rc == 0)
        rc = await ac_fsync(fd);
    if (rc == 0 && (rc = await ac_pread(fd, in, sizeof in, 0)) >= 0)
        if (rc != sizeof in || memcmp(in, out, sizeof in))
            abort();
    return rc;
}

static async int look(void)
{
    ac_fs_watch *w;
    ac_fs_event e;
    int rc = ac_fs_watch_open(&w, dir);
    if (rc < 0)
        return rc;
    defer
    {
        ac_fs_watch_close(w);
    }
    // Without a file that is made nothing comes.
    await ac_timeout(20, rc = ac_fs_watch_next(w, &e));
    return rc;
}

async int main(int argc, char **argv)
{
    enum { N = 3 };
    dir = argv[argc - 1];
    ac_task *tasks[N + 1] = {ac_spawn(look())};
    for (int i = 1; i <= N; i++)
        tasks[i] = ac_spawn(fill(i - 1));
    int rc = await list();
    for (int i = 0; i <= N; i++)
        if (await ac_join(tasks[i], NULL) == AC_ECANCELED) {
            ac_cancel(tasks[i]);
            ac_detach(tasks[i]);
        }
    return rc;
}
