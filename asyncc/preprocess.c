// preprocess.c: the user's own compiler expands the macros, so that they mean in an async function
// what they mean to the compiler that builds the output.
#include "driver.h"
#include "options.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

// Runs argv with `fd` (1 or 2) captured into *out. Its exit status, 128 + signal, or -1.
static int run_captured(char *const *argv, int fd, char **out, size_t *length)
{
    int ends[2];
    *out = NULL;
    *length = 0;
    if (pipe(ends))
        return -1;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], fd);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    pid_t pid;
    int rc = posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (rc) {
        close(ends[0]);
        diag_plain(E_CANNOT_RUN, argv[0], strerror(rc));
        return -1;
    }
    FILE *f = open_memstream(out, length);
    char buf[65536];
    ssize_t n;
    while ((n = read(ends[0], buf, sizeof buf)) > 0 || (n < 0 && errno == EINTR))
        if (n > 0 && f)
            fwrite(buf, 1, (size_t)n, f);
    close(ends[0]);
    if (f)
        fclose(f);
    int status;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static char **command(const Unit *u, const char *mode, bool dialect)
{
    const Options *o = u->options;
    char **argv = NULL;
    arrput(argv, (char *)o->cc);
    arrput(argv, (char *)mode);
    for (ptrdiff_t i = 0; i < arrlen(o->cc_args); i++)
        arrput(argv, o->cc_args[i]);
    if (dialect)
        arrput(argv, (char *)"-D__ASYNCC__");
    arrput(argv, (char *)"-isystem");
    arrput(argv, (char *)o->include_dir);
    arrput(argv, (char *)u->path);
    arrput(argv, NULL);
    return argv;
}

bool preprocess(Unit *u)
{
    char **argv = command(u, "-E", true), *out;
    size_t length;
    int rc = run_captured(argv, STDOUT_FILENO, &out, &length);
    arrfree(argv);
    if (rc == 0 && length < UINT32_MAX && out) {
        u->text = out;
        u->length = (uint32_t)length;
        return true;
    }
    free(out);
    return false;
}

int syntax_check_original(const Unit *u)
{
    char **argv = command(u, "-fsyntax-only", false), *out;
    size_t length;
    int rc = run_captured(argv, STDERR_FILENO, &out, &length);
    if (rc)
        fwrite(out, 1, length, stderr);
    arrfree(argv);
    free(out);
    return rc;
}
