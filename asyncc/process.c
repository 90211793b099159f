// process.c: running the compiler behind.
#include "driver.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

// What the signal handler needs.
static volatile sig_atomic_t child, caught;

static void pass_on(int sig)
{
    caught = sig;
    if (child > 0)
        kill((pid_t)child, sig);
}

// Where the kept standard input begins; negative: it is not kept.
static off_t input_start = -1;

static const int ending[] = {SIGINT, SIGTERM, SIGHUP};

static void catch_signals(void (*handler)(int), struct sigaction *old)
{
    struct sigaction sa = {.sa_handler = handler};
    for (int i = 0; i < 3; i++) {
        sigaction(ending[i], NULL, &old[i]);
        if (old[i].sa_handler != SIG_IGN)
            sigaction(ending[i], &sa, NULL);
    }
}

// Removes what is temporary, then ends as the signal would have ended it.
static void end_by(int sig)
{
    remove_temporaries();
    signal(sig, SIG_DFL);
    raise(sig);
}

void watch_signals(void)
{
    struct sigaction old[3];
    catch_signals(end_by, old);
}

static int memory_file(const char *data, size_t length)
{
    int fd = memfd_create("asyncc", MFD_CLOEXEC);
    for (size_t done = 0; fd >= 0 && done < length;) {
        ssize_t n = write(fd, data + done, length - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            close(fd);
            return -1;
        }
        done += (size_t)n;
    }
    if (fd >= 0)
        lseek(fd, 0, SEEK_SET);
    return fd;
}

// All of the file and a NUL behind it.
static char *read_all(int fd, size_t *length)
{
    off_t size = lseek(fd, 0, SEEK_END);
    char *data = size >= 0 ? malloc((size_t)size + 1) : NULL;
    *length = 0;
    while (data && *length < (size_t)size) {
        ssize_t n = pread(fd, data + *length, (size_t)size - *length, (off_t)*length);
        if (n <= 0 && !(n < 0 && errno == EINTR))
            break;
        *length += n > 0 ? (size_t)n : 0;
    }
    if (data)
        data[*length] = 0;
    return data;
}

bool keep_standard_input(void)
{
    input_start = lseek(STDIN_FILENO, 0, SEEK_CUR);
    if (input_start >= 0)
        return true;
    char buf[65536];
    ssize_t n;
    int fd = memfd_create("asyncc", MFD_CLOEXEC);
    while (fd >= 0 && ((n = read(STDIN_FILENO, buf, sizeof buf)) > 0 || (n < 0 && errno == EINTR)))
        for (ssize_t done = 0; done < n;) {
            ssize_t k = write(fd, buf + done, (size_t)(n - done));
            if (k <= 0)
                return false;
            done += k;
        }
    if (fd < 0 || dup2(fd, STDIN_FILENO) < 0)
        return false;
    close(fd);
    input_start = 0;
    return true;
}

off_t standard_input_start(void)
{
    return input_start > 0 ? input_start : 0;
}

void rewind_standard_input(void)
{
    if (input_start >= 0)
        lseek(STDIN_FILENO, input_start, SEEK_SET);
}

static void show(char *const *argv)
{
    for (; *argv; argv++)
        fprintf(stderr, " %s", *argv);
    fputc('\n', stderr);
}

static void close_files(Run *r)
{
    int files[] = {r->in_file, r->out_file, r->err_file};
    for (int i = 0; i < 3; i++)
        if (files[i] >= 0)
            close(files[i]);
}

static void restore_signals(Run *r)
{
    for (int i = 0; i < 3; i++)
        sigaction(ending[i], &r->signals[i], NULL);
    if (caught)
        end_by(caught);
}

static bool cannot_run(Run *r, const char *why)
{
    diag_plain(E_CANNOT_RUN, r->argv[0], why);
    r->reported = true;
    close_files(r);
    return false;
}

bool start(Run *r)
{
    r->in_file = r->out_file = r->err_file = -1;
    r->out = r->err = NULL;
    r->out_length = r->err_length = 0;
    r->reported = false;
    if (r->verbose)
        show(r->argv);
    fflush(stdout);
    if ((r->input && (r->in_file = memory_file(r->input, r->input_length)) < 0) ||
        (r->capture_out && (r->out_file = memory_file(NULL, 0)) < 0) ||
        (r->capture_err && (r->err_file = memory_file(NULL, 0)) < 0))
        return cannot_run(r, strerror(errno));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (r->in_file >= 0)
        posix_spawn_file_actions_adddup2(&actions, r->in_file, STDIN_FILENO);
    else
        rewind_standard_input();
    if (r->out_file >= 0)
        posix_spawn_file_actions_adddup2(&actions, r->out_file, STDOUT_FILENO);
    if (r->err_file >= 0)
        posix_spawn_file_actions_adddup2(&actions, r->err_file, STDERR_FILENO);
    catch_signals(pass_on, r->signals);
    int rc = posix_spawnp(&r->pid, r->argv[0], &actions, NULL, r->argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (rc) {
        cannot_run(r, strerror(rc));
        restore_signals(r);
        return false;
    }
    child = r->pid;
    if (caught)
        kill(r->pid, caught);
    return true;
}

int finish(Run *r)
{
    int how;
    while (waitpid(r->pid, &how, 0) < 0 && errno == EINTR)
        ;
    child = 0;
    int status = WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
    if (WIFSIGNALED(how) && !caught) {
        diag_plain(E_KILLED, r->argv[0], strsignal(WTERMSIG(how)));
        r->reported = true;
    }
    restore_signals(r);
    if ((r->out_file >= 0 && !(r->out = read_all(r->out_file, &r->out_length))) ||
        (r->err_file >= 0 && !(r->err = read_all(r->err_file, &r->err_length)))) {
        diag_plain(E_CANNOT_RUN, r->argv[0], strerror(ENOMEM));
        status = 1;
    }
    close_files(r);
    return status;
}

int run(Run *r)
{
    return start(r) ? finish(r) : 1;
}
