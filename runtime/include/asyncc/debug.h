/// Debug builds: compiled with -DAC_DEBUG, the operations below look at what they are given, and a
/// misuse that would go unnoticed, or be answered by an error, stops the program with a message
/// that names the operation's file and line:
///
///     asyncc: server.c:12: ac_cancel: the task was joined or detached already
///
/// - handles of tasks that were joined or detached already, or belong to another thread's loop;
/// - streams, listeners, processes and watches of files that were closed, or belong to another
///   thread's loop, while something still holds their memory; those of readers and writers
///   (buffered.h), too: a reader's if its buffer is empty, whatever is asked for, or if a line is
///   asked for and it holds none; a writer's unless nothing is to be flushed;
/// - scopes of another thread's loop, and directories until a loop of the program has ended;
/// - locks that are unlocked without being locked, or by another task than the one that holds the
///   mutex or writes under the rwlock (sync.h, shared.h);
/// - whatever tasks wait for (sync.h, channel.h) that is used on the loop of another thread while a
///   task waits for it; and until a loop of the program has ended, also while it is in use on the
///   loop on which a debug build used it last: a lock is held, a notify keeps a notice, a once was
///   begun, a channel has a value, a broadcast or a watch was given one, or one of these was closed;
/// - ac_wake of a task that has ended, or of another thread's;
/// - a frame that is resumed and does not wait, where its function is.
///
/// Files with and without it go together. Without it nothing of this costs anything.
#ifndef ASYNCC_DEBUG_H
#define ASYNCC_DEBUG_H

#include <asyncc/dialect.h>
#include <asyncc/abi.h>
#include <asyncc/task.h>
#include <asyncc/scope.h>
#include <asyncc/sync.h>
#include <asyncc/channel.h>
#include <asyncc/shared.h>
#include <asyncc/io.h>
#include <asyncc/unix.h>
#include <asyncc/buffered.h>
#include <asyncc/file.h>
#include <asyncc/process.h>

// Each gives back what it was given.
ac_task *ac__task_here(ac_task *task, const char *what, const char *file, int line);
ac_strand *ac__strand_here(ac_strand *strand, const char *what, const char *file, int line);
ac_io *ac__io_here(ac_io *io, const char *what, const char *file, int line);
ac_listener *ac__listener_here(ac_listener *listener, const char *what, const char *file, int line);
ac_dir *ac__dir_here(ac_dir *dir, const char *what, const char *file, int line);
ac_reader *ac__reader_here(ac_reader *reader, const char *what, const char *file, int line);
ac_reader *ac__line_reader_here(ac_reader *reader, const char *what, const char *file, int line);
ac_reader *ac__copied_here(ac_reader *from, const char *what, const char *file, int line);
ac_writer *ac__writer_here(ac_writer *writer, const char *what, const char *file, int line);
ac_writer *ac__flushed_here(ac_writer *writer, const char *what, const char *file, int line);
ac_process *ac__process_here(ac_process *process, const char *what, const char *file, int line);
ac_fs_watch *ac__fs_watch_here(ac_fs_watch *watch, const char *what, const char *file, int line);
ac_scope *ac__scope_here(ac_scope *scope, const char *what, const char *file, int line);
ac_mutex *ac__mutex_here(ac_mutex *mutex, const char *what, const char *file, int line);
ac_mutex *ac__locked_mutex_here(ac_mutex *mutex, const char *what, const char *file, int line);
ac_rwlock *ac__rwlock_here(ac_rwlock *lock, const char *what, const char *file, int line);
ac_rwlock *ac__locked_rwlock_here(ac_rwlock *lock, const char *what, const char *file, int line);
ac_semaphore *ac__semaphore_here(ac_semaphore *it, const char *what, const char *file, int line);
ac_notify *ac__notify_here(ac_notify *it, const char *what, const char *file, int line);
ac_barrier *ac__barrier_here(ac_barrier *it, const char *what, const char *file, int line);
ac_once *ac__once_here(ac_once *it, const char *what, const char *file, int line);
ac_channel *ac__channel_here(ac_channel *channel, const char *what, const char *file, int line);
ac_broadcast *ac__broadcast_here(ac_broadcast *it, const char *what, const char *file, int line);
ac_receiver *ac__receiver_here(ac_receiver *it, const char *what, const char *file, int line);
ac_watch *ac__watch_here(ac_watch *it, const char *what, const char *file, int line);
ac_shared_mutex *ac__locked_shared_mutex_here(ac_shared_mutex *mutex, const char *what,
                                              const char *file, int line);
ac_shared_rwlock *ac__locked_shared_rwlock_here(ac_shared_rwlock *lock, const char *what,
                                                const char *file, int line);

// The argument that is looked at comes first, or last. It may hold commas, as compound literals do,
// if it is the only one or the last; those behind it may, but where a macro asks for their sizes.
#define AC__HERE(kind, what, ...) ac__##kind##_here(__VA_ARGS__, what, __FILE__, __LINE__)

#undef ac_join
#define ac_join(it, result) ac_join(AC__HERE(task, "ac_join", it), result, AC__RESULT_SIZE(result))
#define ac_detach(...) ac_detach(AC__HERE(task, "ac_detach", __VA_ARGS__))
#define ac_cancel(...) ac_cancel(AC__HERE(task, "ac_cancel", __VA_ARGS__))
#define ac_abort(...) ac_abort(AC__HERE(task, "ac_abort", __VA_ARGS__))
#define ac_has_ended(...) ac_has_ended(AC__HERE(task, "ac_has_ended", __VA_ARGS__))
#define ac_wake(loop, ...) ac_wake(loop, AC__HERE(strand, "ac_wake", __VA_ARGS__))

#define ac_read(it, ...) ac_read(AC__HERE(io, "ac_read", it), __VA_ARGS__)
#define ac_readable(...) ac_readable(AC__HERE(io, "ac_readable", __VA_ARGS__))
#define ac_writable(...) ac_writable(AC__HERE(io, "ac_writable", __VA_ARGS__))
#define ac_try_read(it, ...) ac_try_read(AC__HERE(io, "ac_try_read", it), __VA_ARGS__)
#define ac_try_write(it, ...) ac_try_write(AC__HERE(io, "ac_try_write", it), __VA_ARGS__)
#define ac_write(it, ...) ac_write(AC__HERE(io, "ac_write", it), __VA_ARGS__)
#define ac_writev(it, ...) ac_writev(AC__HERE(io, "ac_writev", it), __VA_ARGS__)
#define ac_io_shutdown(...) ac_io_shutdown(AC__HERE(io, "ac_io_shutdown", __VA_ARGS__))
#define ac_io_close(...) ac_io_close(AC__HERE(io, "ac_io_close", __VA_ARGS__))
#define ac_send_fds(it, ...) ac_send_fds(AC__HERE(io, "ac_send_fds", it), __VA_ARGS__)
#define ac_recv_fds(it, ...) ac_recv_fds(AC__HERE(io, "ac_recv_fds", it), __VA_ARGS__)
#define ac_copy(from, it, ...)                                                                     \
    ac_copy(AC__HERE(copied, "ac_copy", from), AC__HERE(io, "ac_copy", it), __VA_ARGS__)
#define ac_sendfile(it, ...) ac_sendfile(AC__HERE(io, "ac_sendfile", it), __VA_ARGS__)
#define ac_accept(out, ...) ac_accept(out, AC__HERE(listener, "ac_accept", __VA_ARGS__))
#define ac_listener_close(...)                                                                     \
    ac_listener_close(AC__HERE(listener, "ac_listener_close", __VA_ARGS__))

#define ac_reader_until(it, ...)                                                                   \
    ac_reader_until(AC__HERE(reader, "ac_reader_until", it), __VA_ARGS__)
#define ac_reader_line(it, ...)                                                                    \
    ac_reader_line(AC__HERE(line_reader, "ac_reader_line", it), __VA_ARGS__)
#define ac_reader_exact(it, ...)                                                                   \
    ac_reader_exact(AC__HERE(reader, "ac_reader_exact", it), __VA_ARGS__)
#define ac_reader_some(it, ...)                                                                    \
    ac_reader_some(AC__HERE(reader, "ac_reader_some", it), __VA_ARGS__)
#define ac_writer_put(it, ...) ac_writer_put(AC__HERE(writer, "ac_writer_put", it), __VA_ARGS__)
#define ac_writer_flush(...) ac_writer_flush(AC__HERE(flushed, "ac_writer_flush", __VA_ARGS__))

#define ac_dir_next(it, ...) ac_dir_next(AC__HERE(dir, "ac_dir_next", it), __VA_ARGS__)
#define ac_dir_close(...) ac_dir_close(AC__HERE(dir, "ac_dir_close", __VA_ARGS__))
#define ac_process_wait(it, ...)                                                                \
    ac_process_wait(AC__HERE(process, "ac_process_wait", it), __VA_ARGS__)
#define ac_process_kill(it, ...)                                                                \
    ac_process_kill(AC__HERE(process, "ac_process_kill", it), __VA_ARGS__)
#define ac_process_close(...) ac_process_close(AC__HERE(process, "ac_process_close", __VA_ARGS__))
#define ac_fs_watch_next(it, ...)                                                                  \
    ac_fs_watch_next(AC__HERE(fs_watch, "ac_fs_watch_next", it), __VA_ARGS__)
#define ac_fs_watch_close(...)                                                                     \
    ac_fs_watch_close(AC__HERE(fs_watch, "ac_fs_watch_close", __VA_ARGS__))

// Elided, there is one loop, and scopes know of none.
#ifndef ASYNCC_ELIDE
#undef ac_spawn_in
#define ac_spawn_in(it, ...)                                                                       \
    ((void)AC__HERE(scope, "ac_spawn_in", it), (void)(__VA_ARGS__), ac__spawn_in_marker)
#define ac_scope_cancel(...) ac_scope_cancel(AC__HERE(scope, "ac_scope_cancel", __VA_ARGS__))
#endif

#define ac_mutex_lock(...) ac_mutex_lock(AC__HERE(mutex, "ac_mutex_lock", __VA_ARGS__))
#define ac_mutex_trylock(...) ac_mutex_trylock(AC__HERE(mutex, "ac_mutex_trylock", __VA_ARGS__))
#define ac_mutex_unlock(...) ac_mutex_unlock(AC__HERE(locked_mutex, "ac_mutex_unlock", __VA_ARGS__))
#define ac_rwlock_rdlock(...) ac_rwlock_rdlock(AC__HERE(rwlock, "ac_rwlock_rdlock", __VA_ARGS__))
#define ac_rwlock_wrlock(...) ac_rwlock_wrlock(AC__HERE(rwlock, "ac_rwlock_wrlock", __VA_ARGS__))
#define ac_rwlock_tryrdlock(...)                                                                   \
    ac_rwlock_tryrdlock(AC__HERE(rwlock, "ac_rwlock_tryrdlock", __VA_ARGS__))
#define ac_rwlock_trywrlock(...)                                                                   \
    ac_rwlock_trywrlock(AC__HERE(rwlock, "ac_rwlock_trywrlock", __VA_ARGS__))
#define ac_rwlock_unlock(...)                                                                      \
    ac_rwlock_unlock(AC__HERE(locked_rwlock, "ac_rwlock_unlock", __VA_ARGS__))

#define ac_semaphore_acquire(it, ...)                                                                \
    ac_semaphore_acquire(AC__HERE(semaphore, "ac_semaphore_acquire", it), __VA_ARGS__)
#define ac_semaphore_tryacquire(it, ...)                                                             \
    ac_semaphore_tryacquire(AC__HERE(semaphore, "ac_semaphore_tryacquire", it), __VA_ARGS__)
#define ac_semaphore_release(it, ...)                                                                \
    ac_semaphore_release(AC__HERE(semaphore, "ac_semaphore_release", it), __VA_ARGS__)
#define ac_notify_wait(...) ac_notify_wait(AC__HERE(notify, "ac_notify_wait", __VA_ARGS__))
#define ac_notify_one(...) ac_notify_one(AC__HERE(notify, "ac_notify_one", __VA_ARGS__))
#define ac_notify_all(...) ac_notify_all(AC__HERE(notify, "ac_notify_all", __VA_ARGS__))
#define ac_barrier_wait(...) ac_barrier_wait(AC__HERE(barrier, "ac_barrier_wait", __VA_ARGS__))
#define ac_once_begin(...) ac_once_begin(AC__HERE(once, "ac_once_begin", __VA_ARGS__))
#define ac_once_end(it, ...) ac_once_end(AC__HERE(once, "ac_once_end", it), __VA_ARGS__)

#undef ac_send
#define ac_send(it, value) ac_send_bytes(AC__HERE(channel, "ac_send", it), value, sizeof *(value))
#undef ac_recv
#define ac_recv(it, value) ac_recv_bytes(AC__HERE(channel, "ac_recv", it), value, sizeof *(value))
#undef ac_try_send
#define ac_try_send(it, value)                                                                     \
    ac_try_send_bytes(AC__HERE(channel, "ac_try_send", it), value, sizeof *(value))
#undef ac_try_recv
#define ac_try_recv(it, value)                                                                     \
    ac_try_recv_bytes(AC__HERE(channel, "ac_try_recv", it), value, sizeof *(value))
#define ac_channel_close(...) ac_channel_close(AC__HERE(channel, "ac_channel_close", __VA_ARGS__))
// An ac_oneshot is its channel.
#undef ac_oneshot_send
#define ac_oneshot_send(it, value)                                                                 \
    ac_oneshot_send_bytes((ac_oneshot *)AC__HERE(channel, "ac_oneshot_send", &(it)->channel),      \
                          value, sizeof *(value))
#define ac_oneshot_close(it)                                                                       \
    ac_oneshot_close((ac_oneshot *)AC__HERE(channel, "ac_oneshot_close", &(it)->channel))
#undef ac_broadcast_send
#define ac_broadcast_send(it, value)                                                               \
    ac_broadcast_send_bytes(AC__HERE(broadcast, "ac_broadcast_send", it), value, sizeof *(value))
#define ac_broadcast_close(...) ac_broadcast_close(AC__HERE(broadcast, "ac_broadcast_close", __VA_ARGS__))
#undef ac_broadcast_recv
#define ac_broadcast_recv(it, value)                                                               \
    ac_broadcast_recv_bytes(AC__HERE(receiver, "ac_broadcast_recv", it), value, sizeof *(value))
#undef ac_watch_set
#define ac_watch_set(it, value)                                                                    \
    ac_watch_set_bytes(AC__HERE(watch, "ac_watch_set", it), value, sizeof *(value))
#define ac_watch_close(...) ac_watch_close(AC__HERE(watch, "ac_watch_close", __VA_ARGS__))
#undef ac_watch_changed
#define ac_watch_changed(it, seen, value)                                                          \
    ac_watch_changed_bytes(AC__HERE(watch, "ac_watch_changed", it), seen, value, sizeof *(value))

#define ac_shared_mutex_unlock(...)                                                                \
    ac_shared_mutex_unlock(AC__HERE(locked_shared_mutex, "ac_shared_mutex_unlock", __VA_ARGS__))
#define ac_shared_rwlock_unlock(...)                                                               \
    ac_shared_rwlock_unlock(AC__HERE(locked_shared_rwlock, "ac_shared_rwlock_unlock", __VA_ARGS__))

#endif
