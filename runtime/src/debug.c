// debug.c: what the operations of debug builds look at before they begin (asyncc/debug.h).
//
// The tests are for what can be seen without a mark in the objects: they lose nothing of those that
// the operations do themselves, and come before them so that the message names the user's line.
#include "shared.h"
#include "stream.h"
#include <asyncc/debug.h>

#define misuse(...) misused(what, file, line, __VA_ARGS__)

__attribute__((noreturn, cold)) static void misused(const char *what, const char *file, int line,
                                                    const char *why)
{
    ac__fatal("%s:%d: %s: %s", file, line, what, why);
}

ac_task *ac__task_here(ac_task *task, const char *what, const char *file, int line)
{
    if (!task || ac__is_gone(task))
        return task;
    if (!ac__current || !ac__slab_has(ac__current, task))
        misuse("it is no task of this thread's loop, or is freed already");
    if (ac__task_consumed(task) && !ac__was_scopes(task))
        misuse("the task was joined or detached already");
    return task;
}

ac_strand *ac__strand_here(ac_strand *strand, const char *what, const char *file, int line)
{
    if (strand->flags & AC_STRAND_INNER) {
        if (strand->flags & AC_STRAND_DONE)
            misuse("the branch has ended");
        return strand;
    }
    ac_task *task = (ac_task *)strand;
    if (strand->index & AC__TASK_ROOT)
        return strand;
    if (!ac__current || !ac__slab_has(ac__current, task))
        misuse("it is no task of this thread's loop, or is freed already");
    if ((strand->index & (AC__TASK_LIVE | AC__TASK_ENDED)) != AC__TASK_LIVE)
        misuse("the task has ended");
    return strand;
}

// Closing nothing is allowed.
static void check_there(const void *object, const char *what, const char *file, int line)
{
    size_t n = strlen(what);
    if (!object && (n < 6 || strcmp(what + n - 6, "_close") != 0))
        misuse("it is NULL");
}

static void check_io(const ac__io *io, const char *what, const char *file, int line)
{
    if (io->loop != ac__current)
        misuse("it belongs to another thread's loop");
    if (io->closing)
        misuse("it is closed already");
}

ac_io *ac__io_here(ac_io *io, const char *what, const char *file, int line)
{
    check_there(io, what, file, line);
    if (io)
        check_io(&io->io, what, file, line);
    return io;
}

ac_listener *ac__listener_here(ac_listener *listener, const char *what, const char *file, int line)
{
    check_there(listener, what, file, line);
    if (listener)
        check_io(&listener->io, what, file, line);
    return listener;
}

ac_fs_watch *ac__fs_watch_here(ac_fs_watch *watch, const char *what, const char *file, int line)
{
    check_there(watch, what, file, line);
    if (watch)
        check_io((ac__io *)watch, what, file, line);
    return watch;
}

// It does nothing with its loop, and so may outlive it.
ac_dir *ac__dir_here(ac_dir *dir, const char *what, const char *file, int line)
{
    if (dir && ac__dir_loop(dir) != ac__current && !ac__loops_ended)
        misuse("it belongs to another thread's loop");
    return dir;
}

// What a buffer holds already does not concern the stream, which may be gone by then.
ac_reader *ac__reader_here(ac_reader *reader, const char *what, const char *file, int line)
{
    if (reader->begin == reader->end)
        ac__io_here(reader->io, what, file, line);
    return reader;
}

ac_reader *ac__line_reader_here(ac_reader *reader, const char *what, const char *file, int line)
{
    size_t n = reader->end - reader->begin;
    if (!n || !memchr(reader->buf + reader->begin, '\n', n))
        ac__io_here(reader->io, what, file, line);
    return reader;
}

ac_reader *ac__copied_here(ac_reader *from, const char *what, const char *file, int line)
{
    ac__io_here(from->io, what, file, line);
    return from;
}

ac_writer *ac__writer_here(ac_writer *writer, const char *what, const char *file, int line)
{
    ac__io_here(writer->io, what, file, line);
    return writer;
}

ac_writer *ac__flushed_here(ac_writer *writer, const char *what, const char *file, int line)
{
    if (writer->begin != writer->end)
        ac__io_here(writer->io, what, file, line);
    return writer;
}

ac_process *ac__process_here(ac_process *process, const char *what, const char *file, int line)
{
    check_there(process, what, file, line);
    if (process && ac__process_loop(process) != ac__current)
        misuse("it belongs to another thread's loop");
    if (process && ac__process_left(process))
        misuse("it is closed already");
    return process;
}

// A scope is of the loop of the task that entered it. Roots stand in no loop's memory: that a loop
// has one is all that can be told of them.
ac_scope *ac__scope_here(ac_scope *scope, const char *what, const char *file, int line)
{
    ac_strand *root = ac__root_of(scope->parent);
    if (!root)
        return scope;
    if (!ac__current || !(root->index & AC__TASK_ROOT ? ac__current->rooted
                                                      : ac__slab_has(ac__current, (ac_task *)root)))
        misuse("it belongs to another thread's loop");
    return scope;
}

static void check_holder(const ac__permits *p, const char *what, const char *file, int line)
{
    if (p->owner != ac__current_root())
        ac__fatal("%s:%d: %s: it is held by another task, '%s'", file, line, what,
                  p->holder ? p->holder->name : "?");
}

// While nobody stands in line, the loop in it is nobody's: here it is that of the last use, NULL
// behind an initialiser, wherever the memory was before. An object that is as at its beginning may
// be handed over to another loop.
static void check_line(ac_waitqueue *queue, bool in_use, const char *what, const char *file,
                       int line)
{
    if (queue->loop != ac__current && queue->first)
        misuse("tasks of another thread's loop wait for it");
    if (queue->loop != ac__current && queue->loop && in_use && !ac__loops_ended)
        misuse("it belongs to another thread's loop");
    queue->loop = ac__current;
}

// What is looked at on all operations of an object that tasks wait for. IN_USE: what it holds is
// not what it held at its beginning.
#define LINE_HERE(kind, line, IN_USE)                                                              \
    ac_##kind *ac__##kind##_here(ac_##kind *it, const char *what, const char *file, int number)    \
    {                                                                                              \
        check_line(&it->line, IN_USE, what, file, number);                                         \
        return it;                                                                                 \
    }

LINE_HERE(mutex, permits.line, it->permits.taken)
LINE_HERE(rwlock, permits.line, it->permits.taken)
LINE_HERE(semaphore, permits.line, false) // nothing tells with how many permits it began
LINE_HERE(notify, line, it->noticed)
LINE_HERE(barrier, line, false)
LINE_HERE(once, line, it->state)
LINE_HERE(broadcast, receivers, it->sent || it->closed)
LINE_HERE(receiver, of->receivers, it->of->sent || it->of->closed)
LINE_HERE(watch, receivers, it->version || it->closed)

ac_mutex *ac__locked_mutex_here(ac_mutex *mutex, const char *what, const char *file, int line)
{
    if (!mutex->permits.taken)
        misuse("the mutex is not locked");
    ac__mutex_here(mutex, what, file, line);
    check_holder(&mutex->permits, what, file, line);
    return mutex;
}

ac_rwlock *ac__locked_rwlock_here(ac_rwlock *lock, const char *what, const char *file, int line)
{
    if (!lock->permits.taken)
        misuse("the lock is not locked");
    ac__rwlock_here(lock, what, file, line);
    if (lock->permits.taken == UINT32_MAX) // one writes
        check_holder(&lock->permits, what, file, line);
    return lock;
}

ac_channel *ac__channel_here(ac_channel *channel, const char *what, const char *file, int line)
{
    bool in_use = channel->len || channel->closed;
    check_line(&channel->senders, in_use, what, file, line);
    check_line(&channel->receivers, in_use, what, file, line);
    return channel;
}

static void check_shared(ac__shared_permits *p, const char *what, const char *file, int line)
{
    if (!ac__shared_is_locked(p))
        misuse("it is not locked");
    const char *other = ac__shared_other_holder(p);
    if (other)
        ac__fatal("%s:%d: %s: it is held by another task, '%s'", file, line, what, other);
}

#define LOCKED_SHARED_HERE(kind)                                                                   \
    ac_shared_##kind *ac__locked_shared_##kind##_here(ac_shared_##kind *it, const char *what,      \
                                                      const char *file, int line)                  \
    {                                                                                              \
        check_shared((ac__shared_permits *)it, what, file, line);                                  \
        return it;                                                                                 \
    }

LOCKED_SHARED_HERE(mutex)
LOCKED_SHARED_HERE(rwlock)

void ac__bad_resume_at(const char *name, unsigned state, const char *file, int line)
{
    ac__fatal("%s:%d: async function '%s' resumed in state %u, in which it does not wait", file,
              line, name, state);
}
