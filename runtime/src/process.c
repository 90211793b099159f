// process.c: child processes, through libuv's uv_process_t.
//
// The handle stays with the loop until the child has ended, also when its owner has closed it: so
// the end is always taken note of. libuv frees what it knows of a handle in the close callback.
#include "stream.h"
#include <fcntl.h>

struct ac_process {
    uv_process_t handle;
    ac_loop *loop;
    ac_process *next, **pprev; ///< all of the loop's
    struct ac_process_wait__frame *first, **last;
    bool ended;
    bool left; ///< closed by its owner
    int status, signal;
};

static void on_closed(uv_handle_t *handle)
{
    ac__free(handle->data);
}

// The program may have been started with it blocked: then libuv would not see the end of a child.
static void unblock_sigchld(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

// Lets go of a process that has ended, or never began, or whose loop ends.
static void destroy(ac_process *p)
{
    *p->pprev = p->next;
    if (p->next)
        p->next->pprev = p->pprev;
    uv_close((uv_handle_t *)&p->handle, on_closed);
}

static void leave(struct ac_process_wait__frame *f)
{
    *f->pprev = f->next;
    if (f->next)
        f->next->pprev = f->pprev;
    else
        f->process->last = f->pprev;
    f->process = NULL;
}

static void tell(struct ac_process_wait__frame *f, const ac_process *p)
{
    f->result = p->signal ? 128 + p->signal : p->status;
    if (f->signal)
        *f->signal = p->signal;
}

static void on_exit_of(uv_process_t *handle, int64_t status, int signal)
{
    ac_process *p = handle->data;
    p->ended = true;
    p->status = (int)status;
    p->signal = signal;
    while (p->first) {
        struct ac_process_wait__frame *f = p->first;
        tell(f, p);
        ac_wake(p->loop, f->strand);
        leave(f);
    }
    if (p->left)
        destroy(p);
}

// ---- starting ----

typedef struct stdio {
    uv_stdio_container_t of[3];
    int child[3]; ///< the child's ends of pipes; -1: none
} stdio;

static int end_for_child(stdio *s, int i, int what, ac_io **ours)
{
    int fds[2], child = i == 0 ? 0 : 1; // of the two ends
    uv_stdio_container_t *c = &s->of[i];
    if (what == AC_STDIO_OUT && i == 2) {
        *c = s->of[1];
        return 0;
    }
    c->flags = what == AC_STDIO_NULL ? UV_IGNORE : UV_INHERIT_FD;
    c->data.fd = what > 0 ? what : i;
    if (what != AC_STDIO_PIPE)
        return what < AC_STDIO_NULL ? AC_EINVAL : 0;
    if (pipe2(fds, O_CLOEXEC))
        return -errno;
    int rc = ac_io_open(ours, fds[!child]);
    if (rc) {
        close(fds[0]);
        close(fds[1]);
        return rc;
    }
    s->child[i] = c->data.fd = fds[child];
    return 0;
}

static int spawn(ac_process *p, const ac_process_options *o, stdio *s)
{
    uv_process_options_t options = {
        .exit_cb = on_exit_of,
        .file = o->file,
        .args = (char **)o->args,
        .env = (char **)o->env,
        .cwd = o->cwd,
        .flags = o->detached ? UV_PROCESS_DETACHED : 0,
        .stdio_count = 3,
        .stdio = s->of,
    };
    memset(p, 0, sizeof *p);
    p->last = &p->first;
    p->loop = ac__current;
    p->next = p->loop->processes;
    p->pprev = &p->loop->processes;
    if (p->next)
        p->next->pprev = &p->next;
    *p->pprev = p;
    int rc = uv_spawn(&p->loop->uv, &p->handle, &options);
    p->handle.data = p;
    if (rc)
        destroy(p);
    else
        unblock_sigchld();
    return rc;
}

int ac_process_start(ac_process **out, const ac_process_options *options, ac_io *pipes[3])
{
    const int what[] = {options->in, options->out, options->err};
    ac_io *none[3], **ours = pipes ? pipes : none;
    stdio s = {.child = {-1, -1, -1}};
    int rc = ac__loop() ? 0 : AC_ENOMEM;
    ac_process *p = NULL;
    *out = NULL;
    ours[0] = ours[1] = ours[2] = NULL;
    ac__hold_standard_streams();
    if (!options->file || !options->args)
        rc = AC_EINVAL;
    for (int i = 0; i < 3 && !rc; i++)
        rc = !pipes && what[i] == AC_STDIO_PIPE ? AC_EINVAL
                                                : end_for_child(&s, i, what[i], &ours[i]);
    if (!rc && !(p = ac__malloc(sizeof *p)))
        rc = AC_ENOMEM;
    if (!rc)
        rc = spawn(p, options, &s);
    for (int i = 0; i < 3; i++) {
        if (s.child[i] >= 0)
            close(s.child[i]);
        if (rc && ours[i]) {
            ac__io_close(&ours[i]->io);
            ours[i] = NULL;
        }
    }
    if (!rc)
        *out = p;
    return rc;
}

int ac_process_kill(ac_process *process, int signal)
{
    return process->ended ? AC_ESRCH : uv_process_kill(&process->handle, signal);
}

int ac_process_pid(const ac_process *process)
{
    return process->handle.pid;
}

void ac_process_close(ac_process *p)
{
    if (!p)
        return;
    while (p->first) {
        p->first->result = AC_ECANCELED;
        ac_wake(p->loop, p->first->strand);
        leave(p->first);
    }
    p->left = true;
    if (p->ended)
        destroy(p);
    else
        uv_unref((uv_handle_t *)&p->handle);
}

ac_loop *ac__process_loop(const ac_process *process)
{
    return process->loop;
}

bool ac__process_left(const ac_process *process)
{
    return process->left;
}

void ac__processes_close(ac_loop *loop)
{
    while (loop->processes)
        destroy(loop->processes);
}

// ---- ac_process_wait ----

ac_poll ac_process_wait__start(struct ac_process_wait__frame *f, ac_context *cx,
                               ac_process *process, int *signal)
{
    int stopped = ac_interrupted(cx);
    f->process = NULL;
    f->signal = signal;
    f->strand = cx->strand;
    if (process->ended) {
        tell(f, process);
    } else if (stopped == AC_ABORTED) {
        return AC_UNWIND;
    } else if (stopped) {
        f->result = stopped;
    } else {
        f->process = process;
        f->next = NULL;
        f->pprev = process->last;
        *process->last = f;
        process->last = &f->next;
        return AC_PENDING;
    }
    return ac__ready(cx);
}

ac_poll ac_process_wait__resume(void *frame, ac_context *cx)
{
    struct ac_process_wait__frame *f = frame;
    if (!f->process)
        return AC_READY;
    int stopped = ac_interrupted(cx);
    if (!stopped)
        return AC_PENDING;
    leave(f);
    f->result = stopped;
    return stopped == AC_ABORTED ? AC_UNWIND : AC_READY;
}

AC__LEAF_INT(ac_process_wait, (ac_process * process, int *signal), process, signal)
