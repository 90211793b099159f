// workers.c: threads with a loop each, and who belongs to whom.
//
// A crew is what the workers have in common. The loop that starts it is worker 0 and owns it; there
// is nothing global, so several roots on several threads may have workers of their own.
#include "internal.h"
#include <signal.h>
#include <stdio.h>

enum { WORKERS_MAX = 1024 };

static void *work(void *arg)
{
    ac_loop *loop = arg;
    ac__loop_adopt(loop);
    ac__loop_run(loop);
    while (loop->phase != AC__PHASE_STOP)
        ac__turn(loop);
    loop->running = false;
    ac__loop_leave(loop);
    return NULL;
}

// The threads begin with all signals blocked but those that a thread causes itself.
static int start_thread(ac__crew *crew, int worker)
{
    static const int own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGPROF};
    sigset_t all, before;
    char name[24]; // of which the system takes 15 characters, enough for WORKERS_MAX
    sigfillset(&all);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        sigdelset(&all, own[i]);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int rc = pthread_create(&crew->threads[worker], NULL, work, crew->loops[worker]);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (rc)
        return -rc;
    snprintf(name, sizeof name, "ac-worker-%d", worker);
    pthread_setname_np(crew->threads[worker], name);
    return 0;
}

static void free_crew(ac__crew *crew)
{
    ac__free(crew->loops);
    ac__free(crew->threads);
    ac__free(crew);
}

static ac__crew *new_crew(int n)
{
    ac__crew *crew = ac__malloc(sizeof *crew);
    if (!crew)
        return NULL;
    memset((void *)crew, 0, sizeof *crew);
    crew->loops = ac__malloc((size_t)n * sizeof(ac_loop *));
    crew->threads = ac__malloc((size_t)n * sizeof(pthread_t));
    if (crew->loops && crew->threads)
        return crew;
    free_crew(crew);
    return NULL;
}

static void enlist(ac__crew *crew, ac_loop *loop)
{
    loop->crew = crew;
    loop->worker = crew->n;
    loop->watched = true;
    loop->phase_mail.take = ac__phase_taken;
    ac__loop_hold(loop); // others post to it until they have ended
    crew->loops[crew->n++] = loop;
}

// Ends the first `started` workers, which are idle, and the loops of those without a thread.
static void end_workers(ac_loop *loop, int started)
{
    ac__crew *crew = loop->crew;
    atomic_store_explicit(&crew->phase, AC__PHASE_STOP, memory_order_release);
    for (int i = 1; i < crew->n; i++) {
        if (i < started)
            ac__post(crew->loops[i], &crew->loops[i]->phase_mail);
        else
            ac__loop_close(crew->loops[i]);
    }
    for (int i = 1; i < started; i++)
        pthread_join(crew->threads[i], NULL);
    for (int i = 0; i < crew->n; i++)
        ac__loop_release(crew->loops[i]);
    loop->crew = NULL;
    loop->watched = loop->shutdown;
    free_crew(crew);
}

void ac__crew_stop(ac_loop *loop)
{
    end_workers(loop, loop->crew->n);
}

int ac_workers_start(int n)
{
    ac_loop *loop = ac__current;
    int rc = 0, started = 1;
    if (!loop || !loop->running)
        ac__fatal("ac_workers_start outside of a running loop");
    if (n == 0)
        n = (int)uv_available_parallelism();
    if (n < 0 || n > WORKERS_MAX)
        return AC_EINVAL;
    if (loop->crew)
        return AC_EALREADY;
    ac__crew *crew = new_crew(n);
    if (!crew)
        return AC_ENOMEM;
    loop->busy = true;
    atomic_store_explicit(&crew->busy, 1, memory_order_relaxed);
    atomic_store_explicit(&crew->phase, loop->phase, memory_order_relaxed);
    atomic_store_explicit(&crew->ending, loop->ending, memory_order_relaxed);
    enlist(crew, loop);
    while (crew->n < n && !rc) {
        ac_loop *other = ac__loop_new(&rc);
        if (!other)
            break;
        other->phase = loop->phase;
        other->ending = loop->ending;
        enlist(crew, other);
    }
    while (started < n && !rc && !(rc = start_thread(crew, started)))
        started++;
    if (rc) {
        end_workers(loop, started);
        return rc;
    }
    return n;
}

int ac_worker_count(void)
{
    return ac__current && ac__current->crew ? ac__current->crew->n : 1;
}

int ac_worker_self(void)
{
    return ac__current ? ac__current->worker : 0;
}

ac_loop *ac__worker_loop(ac_loop *loop, int worker, const char *what)
{
    int n = loop->crew ? loop->crew->n : 1;
    if (unlikely(worker < 0 || worker >= n))
        ac__fatal("%s: there is no worker %d among %d", what, worker, n);
    return loop->crew ? loop->crew->loops[worker] : loop;
}
