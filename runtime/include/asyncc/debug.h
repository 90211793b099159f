/// Debug builds: compiled with -DAC_DEBUG, the operations below look at what they are given, and a
/// misuse that would go unnoticed, or be answered by an error, stops the program with a message
/// that names the operation's file and line:
///
///     asyncc: server.c:12: ac_cancel: the task was joined or detached already
///
/// - handles of tasks that were joined or detached already, or belong to another thread's loop;
/// - streams and listeners that were closed, or belong to another thread's loop, while something
///   still holds their memory;
/// - locks that are unlocked without being locked; locks and channels that are waited for on the
///   loop of another thread;
/// - ac_wake of a task that has ended, or of another thread's;
/// - a frame that is resumed and does not wait, where its function is.
///
/// Files with and without it go together. Without it nothing of this costs anything.
#ifndef ASYNCC_DEBUG_H
#define ASYNCC_DEBUG_H

#include <asyncc/dialect.h>
#include <asyncc/abi.h>
#include <asyncc/task.h>
#include <asyncc/sync.h>
#include <asyncc/channel.h>
#include <asyncc/io.h>
#include <asyncc/unix.h>
#include <asyncc/buffered.h>

// Each gives back what it was given.
ac_task *ac__task_here(ac_task *task, const char *what, const char *file, int line);
ac_strand *ac__strand_here(ac_strand *strand, const char *what, const char *file, int line);
ac_io *ac__io_here(ac_io *io, const char *what, const char *file, int line);
ac_listener *ac__listener_here(ac_listener *listener, const char *what, const char *file, int line);
ac_mutex *ac__mutex_here(ac_mutex *mutex, const char *what, const char *file, int line);
ac_mutex *ac__locked_mutex_here(ac_mutex *mutex, const char *what, const char *file, int line);
ac_rwlock *ac__rwlock_here(ac_rwlock *lock, const char *what, const char *file, int line);
ac_rwlock *ac__locked_rwlock_here(ac_rwlock *lock, const char *what, const char *file, int line);
ac_channel *ac__channel_here(ac_channel *channel, const char *what, const char *file, int line);

#define AC__HERE(kind, x, what) ac__##kind##_here(x, what, __FILE__, __LINE__)

#undef ac_join
#define ac_join(it, result) ac_join(AC__HERE(task, it, "ac_join"), result, AC__RESULT_SIZE(result))
#define ac_detach(it) ac_detach(AC__HERE(task, it, "ac_detach"))
#define ac_cancel(it) ac_cancel(AC__HERE(task, it, "ac_cancel"))
#define ac_abort(it) ac_abort(AC__HERE(task, it, "ac_abort"))
#define ac_wake(loop, it) ac_wake(loop, AC__HERE(strand, it, "ac_wake"))

#define ac_read(it, buf, n) ac_read(AC__HERE(io, it, "ac_read"), buf, n)
#define ac_write(it, buf, n) ac_write(AC__HERE(io, it, "ac_write"), buf, n)
#define ac_writev(it, v, count) ac_writev(AC__HERE(io, it, "ac_writev"), v, count)
#define ac_io_shutdown(it) ac_io_shutdown(AC__HERE(io, it, "ac_io_shutdown"))
#define ac_io_close(it) ac_io_close(AC__HERE(io, it, "ac_io_close"))
#define ac_send_fds(it, buf, n, fds, count)                                                        \
    ac_send_fds(AC__HERE(io, it, "ac_send_fds"), buf, n, fds, count)
#define ac_recv_fds(it, buf, n, fds, max, count)                                                   \
    ac_recv_fds(AC__HERE(io, it, "ac_recv_fds"), buf, n, fds, max, count)
#define ac_copy(from, it, count) ac_copy(from, AC__HERE(io, it, "ac_copy"), count)
#define ac_sendfile(it, fd, offset, n) ac_sendfile(AC__HERE(io, it, "ac_sendfile"), fd, offset, n)
#define ac_accept(out, it) ac_accept(out, AC__HERE(listener, it, "ac_accept"))
#define ac_listener_close(it) ac_listener_close(AC__HERE(listener, it, "ac_listener_close"))

#define ac_mutex_lock(it) ac_mutex_lock(AC__HERE(mutex, it, "ac_mutex_lock"))
#define ac_mutex_trylock(it) ac_mutex_trylock(AC__HERE(mutex, it, "ac_mutex_trylock"))
#define ac_mutex_unlock(it) ac_mutex_unlock(AC__HERE(locked_mutex, it, "ac_mutex_unlock"))
#define ac_rwlock_rdlock(it) ac_rwlock_rdlock(AC__HERE(rwlock, it, "ac_rwlock_rdlock"))
#define ac_rwlock_wrlock(it) ac_rwlock_wrlock(AC__HERE(rwlock, it, "ac_rwlock_wrlock"))
#define ac_rwlock_tryrdlock(it) ac_rwlock_tryrdlock(AC__HERE(rwlock, it, "ac_rwlock_tryrdlock"))
#define ac_rwlock_trywrlock(it) ac_rwlock_trywrlock(AC__HERE(rwlock, it, "ac_rwlock_trywrlock"))
#define ac_rwlock_unlock(it) ac_rwlock_unlock(AC__HERE(locked_rwlock, it, "ac_rwlock_unlock"))

#undef ac_send
#define ac_send(it, value) ac_send_bytes(AC__HERE(channel, it, "ac_send"), value, sizeof *(value))
#undef ac_recv
#define ac_recv(it, value) ac_recv_bytes(AC__HERE(channel, it, "ac_recv"), value, sizeof *(value))
#undef ac_try_send
#define ac_try_send(it, value)                                                                     \
    ac_try_send_bytes(AC__HERE(channel, it, "ac_try_send"), value, sizeof *(value))
#undef ac_try_recv
#define ac_try_recv(it, value)                                                                     \
    ac_try_recv_bytes(AC__HERE(channel, it, "ac_try_recv"), value, sizeof *(value))
#define ac_channel_close(it) ac_channel_close(AC__HERE(channel, it, "ac_channel_close"))

#endif
