// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t
// RUN: %t limit %t.dir && %t disk %t.dir
// RUN: %runtime-cc -DASYNCC_ELIDE %s -o %t.elided
// RUN: %t.elided limit %t.dir && %t.elided disk %t.dir
// A disk that is full, and a file that may not grow: each write says so, what was reported as
// written is there, and what was not goes on from there when there is room again.
#include "check.h"
#include <asyncc/process.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROOM = 64 * 1024, PIECE = 5000, RECORD = 100, RECORDS = 2 * ROOM / RECORD };

static char path_a[300], path_b[300];
static bool disk; // or limit

static char byte_at(size_t i)
{
    return (char)(i * 31 + i / 251);
}

static void fill(char *buf, size_t from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf[i] = byte_at(from + i);
}

static size_t size_of(int fd)
{
    struct stat st;
    CHECK_EQ(fstat(fd, &st), 0);
    return (size_t)st.st_size;
}

static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    CHECK_EQ(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    CHECK_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

// False: this system lets nobody mount.
static bool mount_small(const char *dir)
{
    if (unshare(CLONE_NEWNS) && unshare(CLONE_NEWUSER | CLONE_NEWNS))
        return false;
    char options[40];
    snprintf(options, sizeof options, "size=%d", ROOM);
    return !mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
           !mount("none", dir, "tmpfs", 0, options);
}

static async void check_content(int fd, size_t n)
{
    static char in[3 * ROOM];
    CHECK(n <= sizeof in);
    CHECK_EQ(await ac_pread(fd, in, n, 0), (int)n);
    for (size_t i = 0; i < n; i++)
        CHECK_EQ(in[i], byte_at(i));
}

// Fills the disk.
static async void at_offsets(int error)
{
    char out[PIECE];
    size_t put = 0;
    int rc, fd = await ac_open(path_a, O_RDWR | O_CREAT, 0600);
    CHECK(fd >= 0);
    for (;; put += sizeof out) {
        fill(out, put, sizeof out);
        rc = await ac_pwrite(fd, out, sizeof out, (int64_t)put);
        if (rc < 0)
            break;
        CHECK(put < 2 * ROOM);
    }
    CHECK_EQ(rc, error);
    CHECK(put >= ROOM / 2 && size_of(fd) >= put && size_of(fd) <= ROOM);
    CHECK_EQ(await ac_pwrite(fd, out, sizeof out, ROOM), error);
    await check_content(fd, put);
    CHECK_EQ(await ac_fsync(fd), 0);
    CHECK_EQ(await ac_close(fd), 0);
}

// Records go through a writer's buffer to a file that is a stream.
static async void through_a_writer(int error)
{
    char buf[1000], record[RECORD];
    ac_io *io;
    ac_writer writer;
    int failures = 0, fd = await ac_open(path_b, O_RDWR | O_CREAT, 0600);
    CHECK(fd >= 0);
    CHECK_EQ(ac_stdio_open(&io, fd), 0);
    ac_writer_init(&writer, io, buf, sizeof buf);
    for (size_t i = 0; i < RECORDS;) {
        fill(record, i * RECORD, RECORD);
        int rc = await ac_writer_put(&writer, record, RECORD);
        CHECK_EQ(ac_io_sent(io), size_of(fd));
        if (rc == 0) {
            i++;
            continue;
        }
        CHECK_EQ(rc, error);
        CHECK_EQ(await ac_writer_flush(&writer), error);
        CHECK_EQ(ac_io_sent(io), size_of(fd));
        await check_content(fd, size_of(fd));
        CHECK_EQ(failures++, 0);
        if (disk)
            CHECK_EQ(mount("none", ".", NULL, MS_REMOUNT, "size=1m"), 0);
        else
            limit_files(RLIM_INFINITY);
    }
    CHECK_EQ(failures, 1);
    CHECK_EQ(await ac_writer_flush(&writer), 0);
    await ac_io_close(io);
    CHECK_EQ(size_of(fd), RECORDS * RECORD);
    await check_content(fd, RECORDS * RECORD);
    CHECK_EQ(await ac_close(fd), 0);
}

static async int test(void)
{
    int error = disk ? AC_ENOSPC : AC_EFBIG;
    await at_offsets(error);
    CHECK_EQ(await ac_unlink(path_a), 0);
    await through_a_writer(error);
    CHECK_EQ(await ac_unlink(path_b), 0);
    return 0;
}

int main(int argc, char **argv)
{
    CHECK_EQ(argc, 3);
    disk = !strcmp(argv[1], "disk");
    snprintf(path_a, sizeof path_a, "%s/a", argv[2]);
    snprintf(path_b, sizeof path_b, "%s/b", argv[2]);
    if (disk) {
        if (!mount_small(argv[2]))
            return 0;
        CHECK_EQ(chdir(argv[2]), 0); // into what was mounted
    } else {
        signal(SIGXFSZ, SIG_IGN);
        limit_files(ROOM);
    }
    CHECK_EQ(ac_run(test()), 0);
}
