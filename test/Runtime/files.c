// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t %t.dir
// RUN: %runtime-cc -DASYNCC_ELIDE %s -o %t.elided && %t.elided %t.dir
// Files: what is written is read; ends, errors and full disks are told; stopped operations leave
// nothing half done that they do not tell of.
#include "check.h"
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <unistd.h>

enum { BIG = 3 * 1024 * 1024 + 17 };

static char path_a[300], path_b[300], path_dir[300], path_none[300];

static void name_paths(const char *dir)
{
    snprintf(path_a, sizeof path_a, "%s/a", dir);
    snprintf(path_b, sizeof path_b, "%s/b", dir);
    snprintf(path_dir, sizeof path_dir, "%s/sub", dir);
    snprintf(path_none, sizeof path_none, "%s/none/none", dir);
}

static async int read_and_write(void)
{
    static char out[BIG], in[BIG + 10];
    struct stat st;
    for (int i = 0; i < BIG; i++)
        out[i] = (char)(i * 7 + i / 1000);
    int fd = await ac_open(path_a, O_RDWR | O_CREAT | O_TRUNC, 0600);
    CHECK(fd >= 0);
    CHECK(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    CHECK_EQ(await ac_pwrite(fd, out, BIG, 0), 0);
    CHECK_EQ(await ac_pread(fd, in, sizeof in, 0), BIG);
    CHECK(!memcmp(in, out, BIG));
    CHECK_EQ(await ac_pread(fd, in, 100, 5000), 100);
    CHECK(!memcmp(in, out + 5000, 100));
    // Across the end, at it, behind it.
    CHECK_EQ(await ac_pread(fd, in, 100, BIG - 30), 30);
    CHECK_EQ(await ac_pread(fd, in, 100, BIG), 0);
    CHECK_EQ(await ac_pread(fd, in, 100, BIG + 1000), 0);
    CHECK_EQ(await ac_pread(fd, in, 0, 0), 0);
    CHECK_EQ(await ac_fsync(fd), 0);
    CHECK_EQ(await ac_fdatasync(fd), 0);
    CHECK_EQ(await ac_ftruncate(fd, 10), 0);
    CHECK_EQ(await ac_fstat(fd, &st), 0);
    CHECK_EQ(st.st_size, 10);
    // The descriptor's own position.
    CHECK_EQ(await ac_pread(fd, in, 4, -1), 4);
    CHECK_EQ(await ac_pread(fd, in + 4, 100, -1), 6);
    CHECK(!memcmp(in, out, 10));
    CHECK_EQ(await ac_pwrite(fd, "xyz", 3, -1), 0);
    CHECK_EQ(await ac_pread(fd, in, 100, 8), 5);
    CHECK(!memcmp(in + 2, "xyz", 3));
    // No other number below zero stands for it.
    CHECK_EQ(await ac_pread(fd, in, 4, -2), AC_EINVAL);
    CHECK_EQ(await ac_pwrite(fd, "uvw", 3, INT64_MIN), AC_EINVAL);
    CHECK_EQ(await ac_pread(fd, in, 100, 0), 13);
    CHECK_EQ(await ac_close(fd), 0);
    CHECK_EQ(fcntl(fd, F_GETFD), -1);
    return 0;
}

static async int names(void)
{
    struct stat st;
    CHECK_EQ(await ac_rename(path_a, path_b), 0);
    CHECK_EQ(await ac_stat(path_a, &st), AC_ENOENT);
    CHECK_EQ(await ac_stat(path_b, &st), 0);
    CHECK_EQ(symlink(path_none, path_a), 0);
    CHECK_EQ(await ac_stat(path_a, &st), AC_ENOENT);
    CHECK_EQ(await ac_lstat(path_a, &st), 0);
    CHECK(S_ISLNK(st.st_mode));
    CHECK_EQ(await ac_unlink(path_a), 0);
    CHECK_EQ(await ac_unlink(path_b), 0);
    CHECK_EQ(await ac_unlink(path_b), AC_ENOENT);
    CHECK_EQ(await ac_mkdir(path_dir, 0700), 0);
    CHECK_EQ(await ac_mkdir(path_dir, 0700), AC_EEXIST);
    CHECK_EQ(await ac_rmdir(path_dir), 0);
    CHECK_EQ(await ac_rmdir(path_dir), AC_ENOENT);
    return 0;
}

static async int errors(void)
{
    char c = 0;
    CHECK_EQ(await ac_open(path_none, O_RDONLY, 0), AC_ENOENT);
    CHECK_EQ(await ac_pread(-1, &c, 1, 0), AC_EBADF);
    CHECK_EQ(await ac_pwrite(-1, &c, 1, 0), AC_EBADF);
    CHECK_EQ(await ac_close(-1), AC_EBADF);
    CHECK_EQ(await ac_fsync(-1), AC_EBADF);
    CHECK_EQ(await ac_pread(STDIN_FILENO, NULL, 0, 0), 0);
    int fd = await ac_open("/dev/full", O_WRONLY, 0);
    CHECK(fd >= 0);
    CHECK_EQ(await ac_pwrite(fd, "x", 1, -1), AC_ENOSPC);
    CHECK_EQ(await ac_close(fd), 0);
    // A table of descriptors that is full.
    struct rlimit old, low;
    CHECK_EQ(getrlimit(RLIMIT_NOFILE, &old), 0);
    low = old;
    low.rlim_cur = 3;
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
    CHECK_EQ(await ac_open("/dev/null", O_RDONLY, 0), AC_EMFILE);
    ac_dir *dir;
    CHECK_EQ(await ac_dir_open(&dir, "/"), AC_EMFILE);
    CHECK(!dir);
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &old), 0);
    return 0;
}

static async int directories(void)
{
    enum { FILES = 1500 }; // more than one buffer of entries
    static bool seen[FILES];
    char name[400];
    ac_dir *dir;
    ac_dir_entry e;
    int rc, n = 0;
    CHECK_EQ(await ac_dir_open(&dir, path_none), AC_ENOENT);
    CHECK(!dir);
    CHECK_EQ(await ac_mkdir(path_dir, 0700), 0);
    CHECK_EQ(await ac_dir_open(&dir, path_dir), 0);
    CHECK_EQ(await ac_dir_next(dir, &e), 0);
    CHECK_EQ(await ac_dir_next(dir, &e), 0);
    ac_dir_close(dir);
    ac_dir_close(NULL);
    for (int i = 0; i < FILES; i++) {
        snprintf(name, sizeof name, "%s/some-longer-name-%d", path_dir, i);
        int fd = open(name, O_CREAT | O_WRONLY, 0600);
        CHECK(fd >= 0);
        close(fd);
    }
    memset(seen, 0, sizeof seen);
    CHECK_EQ(await ac_dir_open(&dir, path_dir), 0);
    while ((rc = await ac_dir_next(dir, &e)) > 0) {
        int i = atoi(strrchr(e.name, '-') + 1);
        CHECK(!seen[i]);
        CHECK(e.type == DT_REG || e.type == DT_UNKNOWN);
        seen[i] = true;
        n++;
        snprintf(name, sizeof name, "%s/%s", path_dir, e.name);
        CHECK_EQ(await ac_unlink(name), 0);
    }
    CHECK_EQ(rc, 0);
    CHECK_EQ(n, FILES);
    ac_dir_close(dir);
    // Removed meanwhile.
    CHECK_EQ(await ac_dir_open(&dir, path_dir), 0);
    CHECK_EQ(await ac_rmdir(path_dir), 0);
    CHECK_EQ(await ac_dir_next(dir, &e), 0);
    ac_dir_close(dir);
    return 0;
}

#ifndef ASYNCC_ELIDE
static async int write_then_read(int number)
{
    char path[400], out[5000], in[5000];
    snprintf(path, sizeof path, "%s.%d", path_a, number);
    memset(out, number, sizeof out);
    int fd = await ac_open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd < 0)
        return fd;
    int rc = await ac_pwrite(fd, out, sizeof out, 0);
    if (rc == 0) {
        rc = await ac_pread(fd, in, sizeof in, 0);
        CHECK(rc == AC_ECANCELED || (rc == sizeof in && !memcmp(in, out, sizeof in)));
    }
    CHECK_EQ(await ac_close(fd), 0);
    await ac_unlink(path);
    return rc;
}

// Tasks at once, each of which is cancelled at a time of its own.
static async int together(bool cancel)
{
    enum { N = 64 };
    ac_task *tasks[N];
    int fd = dup(0);
    close(fd);
    for (int i = 0; i < N; i++) {
        tasks[i] = ac_spawn(write_then_read(i));
        if (cancel && i % 3 == 0)
            await ac_yield();
        if (cancel)
            ac_cancel(tasks[i / 2]);
    }
    for (int i = 0; i < N; i++) {
        int r = 0, rc = await ac_join(tasks[i], &r);
        CHECK(rc == 0 || (cancel && rc == AC_ETASKCANCELED));
        CHECK(r == 5000 || (cancel && r == AC_ECANCELED));
    }
    int again = dup(0);
    CHECK_EQ(again, fd); // all were closed
    close(again);
    return 0;
}

// A directory is read by one task at a time.
static async int two_readers(void)
{
    ac_dir *dir;
    CHECK_EQ(await ac_dir_open(&dir, "/"), 0);
    ac_dir_entry a, b;
    int x = 0, y = 0;
    await ac_all(x = ac_dir_next(dir, &a), y = ac_dir_next(dir, &b));
    CHECK_EQ(x, 1);
    CHECK_EQ(y, AC_EBUSY);
    ac_dir_close(dir);
    return 0;
}
#endif

static async int test(const char *dir)
{
    name_paths(dir);
    await read_and_write();
    await names();
    await errors();
    await directories();
#ifndef ASYNCC_ELIDE
    await together(false);
    await together(true);
    await two_readers();
#endif
    return 0;
}

int main(int argc, char **argv)
{
    CHECK_EQ(argc, 2);
    CHECK_EQ(ac_run(test(argv[1])), 0);
}
