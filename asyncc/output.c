// output.c: files that are written whole or not at all, and files for asyncc's own use.
#include "driver.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int fd, const char *data, size_t length)
{
    while (length) {
        ssize_t n = write(fd, data, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        data += n;
        length -= (size_t)n;
    }
    return true;
}

static bool cannot_write(const char *path)
{
    diag_plain(E_CANNOT_WRITE, path, strerror(errno));
    return false;
}

static bool write_in_place(const char *path, int fd, const char *data, size_t length)
{
    bool ok = fd >= 0 && write_all(fd, data, length);
    int saved = errno;
    if (fd > STDERR_FILENO && close(fd) && ok) {
        ok = false;
        saved = errno;
    }
    errno = saved;
    return ok || cannot_write(path);
}

static bool is_link(const char *path)
{
    struct stat st;
    return !lstat(path, &st) && S_ISLNK(st.st_mode);
}

bool check_output(const char *path, bool own)
{
    struct stat st;
    if (!stat(path, &st)) {
        errno = S_ISDIR(st.st_mode) ? EISDIR : 0;
        // Compilers and linkers replace a file that they may not write.
        return (!errno && (!own || !access(path, W_OK))) || cannot_write(path);
    }
    if (is_link(path))
        return true; // where its target is to be is seen when it is made
    const char *slash = strrchr(path, '/');
    char *directory = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    bool ok = directory && !access(directory, W_OK | X_OK);
    int saved = errno;
    free(directory);
    errno = saved;
    return ok || cannot_write(path);
}

bool write_output(const char *path, const char *data, size_t length)
{
    if (!path || !strcmp(path, "-"))
        return write_in_place("standard output", STDOUT_FILENO, data, length);
    char *target = realpath(path, NULL); // a symbolic link stays one
    bool dangles = !target && is_link(path);
    if (dangles) {
        int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        if (fd < 0)
            return cannot_write(path);
        close(fd);
        target = realpath(path, NULL);
    }
    struct stat st;
    bool exists = target && !stat(target, &st);
    if (exists && (!S_ISREG(st.st_mode) || access(target, W_OK))) {
        bool ok = write_in_place(path, open(target, O_WRONLY | O_CLOEXEC), data, length);
        free(target);
        return ok;
    }
    char *temporary = NULL;
    const char *name = target ? target : path, *slash = strrchr(name, '/');
    if (asprintf(&temporary, "%.*s.asyncc-XXXXXX", (int)(slash ? slash + 1 - name : 0), name) < 0) {
        free(target);
        errno = ENOMEM;
        return cannot_write(path);
    }
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0 && exists && (errno == EACCES || errno == EPERM || errno == EROFS)) {
        // Nothing can be made beside it.
        bool ok = write_in_place(path, open(target, O_WRONLY | O_TRUNC | O_CLOEXEC), data, length);
        free(temporary);
        free(target);
        return ok;
    }
    mode_t mask = umask(0);
    umask(mask);
    bool ok = fd >= 0 && !fchmod(fd, exists ? st.st_mode & 07777 : 0666 & ~mask) &&
              write_all(fd, data, length);
    int saved = errno;
    if (fd >= 0) {
        if (close(fd) && ok) {
            ok = false;
            saved = errno;
        }
        if (ok && rename(temporary, target ? target : path)) {
            ok = false;
            saved = errno;
        }
        if (!ok)
            unlink(temporary);
    }
    if (!ok && dangles && target)
        unlink(target);
    free(temporary);
    free(target);
    errno = saved;
    return ok || cannot_write(path);
}

// ---------------------------------------------------------------------------------------------
// temporary files
// ---------------------------------------------------------------------------------------------

static char directory[4096];

// opendir allocates, which a signal's handler may not.
void remove_temporaries(void)
{
    int fd = *directory ? open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    _Alignas(struct dirent64) char entries[2048];
    for (ssize_t n; (n = getdents64(fd, entries, sizeof entries)) > 0;) {
        struct dirent64 *entry;
        for (char *p = entries; p < entries + n; p += entry->d_reclen) {
            entry = (struct dirent64 *)p;
            unlinkat(fd, entry->d_name, 0); // not "." and ".."
        }
    }
    close(fd);
    rmdir(directory);
    *directory = 0;
}

const char *temporary_path(Arena *arena, const char *name)
{
    if (!*directory) {
        const char *base = getenv("TMPDIR");
        char path[sizeof directory];
        int n = snprintf(path, sizeof path, "%s/asyncc-XXXXXX", base && *base ? base : "/tmp");
        sigset_t all, old;
        sigfillset(&all);
        sigprocmask(SIG_BLOCK, &all, &old); // until the handlers know of it
        errno = ENAMETOOLONG;
        if (n < (int)sizeof path && mkdtemp(path)) {
            strcpy(directory, path);
            atexit(remove_temporaries);
            watch_signals();
        }
        sigprocmask(SIG_SETMASK, &old, NULL);
        if (!*directory) {
            diag_plain(E_CANNOT_WRITE, base && *base ? base : "/tmp", strerror(errno));
            return NULL;
        }
    }
    return arena_printf(arena, "%s/%s", directory, name);
}
