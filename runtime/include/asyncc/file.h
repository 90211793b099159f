/// Files and directories. Descriptors are ordinary ones, always close-on-exec.
///
/// The system calls are made on a thread of the pool (see blocking.h), except that a read of up to
/// 64 KiB at an offset (not -1) is done at once if the bytes are in memory already. Buffers and
/// paths must live until the operation has ended; a cancelled task waits for a call that has begun,
/// whose result then wins. None takes memory. A descriptor must not be closed while another task
/// uses it.
#ifndef ASYNCC_FILE_H
#define ASYNCC_FILE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>
#include <asyncc/blocking.h>

struct stat; // of <sys/stat.h>; the flags of ac_open are those of <fcntl.h>

/// open(2). Returns the descriptor, which ac_close closes; AC_ECANCELED; or an error. Opening a FIFO
/// waits for its other end, on a thread of the pool that nothing else gets meanwhile; with O_NONBLOCK
/// it does not, and ac_io_open makes a stream of it.
_Async int ac_open(const char *path, int flags, mode_t mode) AC_LEAF(ac_open);

/// close(2); the descriptor is closed also in a task that was cancelled or aborted, and whatever
/// the result. Returns 0, or an error of writing that shows only now.
_Async int ac_close(int fd) AC_LEAF(ac_close);

/// Reads `n` bytes at `offset` (-1: at the descriptor's own position, which moves).
///
/// Returns `n`, at most INT_MAX; less only at the end of the file, or before a place that cannot be
/// read; AC_ECANCELED; or an error. For 0 bytes no call is made: 0, whatever the descriptor is.
_Async int ac_pread(int fd, void *buf, size_t n, int64_t offset) AC_LEAF(ac_pread);

/// Writes all of the `n` bytes at `offset` (-1: at the descriptor's own position, which moves).
///
/// Returns 0; AC_ECANCELED, and nothing was written; or an error such as AC_ENOSPC, and some of it
/// may have been written. For 0 bytes no call is made: 0, whatever the descriptor is.
_Async int ac_pwrite(int fd, const void *buf, size_t n, int64_t offset) AC_LEAF(ac_pwrite);

/// The system calls of these names. Return 0, AC_ECANCELED, or an error.
_Async int ac_fsync(int fd) AC_LEAF(ac_fsync);
_Async int ac_fdatasync(int fd) AC_LEAF(ac_fdatasync);
_Async int ac_ftruncate(int fd, int64_t size) AC_LEAF(ac_ftruncate);
_Async int ac_stat(const char *path, struct stat *st) AC_LEAF(ac_stat);
_Async int ac_lstat(const char *path, struct stat *st) AC_LEAF(ac_lstat);
_Async int ac_fstat(int fd, struct stat *st) AC_LEAF(ac_fstat);
_Async int ac_rename(const char *from, const char *to) AC_LEAF(ac_rename);
_Async int ac_unlink(const char *path) AC_LEAF(ac_unlink);
_Async int ac_mkdir(const char *path, mode_t mode) AC_LEAF(ac_mkdir);
_Async int ac_rmdir(const char *path) AC_LEAF(ac_rmdir);

// ---- directories ----

typedef struct ac_dir ac_dir;

typedef struct ac_dir_entry {
    const char *name; ///< until the next call of ac_dir_next or ac_dir_close
    uint64_t inode;
    unsigned char type; ///< DT_REG, DT_DIR… of <dirent.h>; DT_UNKNOWN on some file systems
} ac_dir_entry;

/// Opens a directory and gives it at `*out`; ac_dir_close ends it. Takes 32 KiB.
///
/// Returns 0; AC_ECANCELED; or an error. On failure `*out` is NULL.
_Async int ac_dir_open(ac_dir **out, const char *path) AC_LEAF(ac_dir_open);

/// The next entry, without "." and "..", in no particular order; at once if it came with the last.
///
/// Names that come or go meanwhile may be among them or not.
///
/// Returns 1; 0 at the end, also of a directory that was removed; AC_ECANCELED; AC_EBUSY while another task asks; or an error.
_Async int ac_dir_next(ac_dir *dir, ac_dir_entry *entry) AC_LEAF(ac_dir_next);

/// Closes the directory and frees it. No task may be asking for an entry. NULL is allowed.
void ac_dir_close(ac_dir *dir);

// ---- watching ----

typedef struct ac_fs_watch ac_fs_watch;

enum {
    AC_FS_CHANGED = 1, ///< the contents or the attributes of a file
    AC_FS_CREATED = 2, ///< a name came to be: made, or moved here
    AC_FS_REMOVED = 4, ///< a name has gone: deleted, or moved away
    AC_FS_GONE = 8,    ///< what is watched was itself deleted, moved or unmounted; see below
    AC_FS_LOST = 16,   ///< there were more events than the kernel keeps; look for yourself
};

typedef struct ac_fs_event {
    unsigned what;  ///< AC_FS_… bits
    char name[256]; ///< of the file in the directory; empty: the watched thing itself
} ac_fs_event;

/// Begins to watch a file, or the files that a directory holds, and gives the watch at `*out`;
/// ac_fs_watch_close ends it. Events are kept from now on.
///
/// A file that is deleted while it is open anywhere, here or in another process, has changed, and
/// has gone only when the last one closes it: who follows a file that it has open asks ac_fstat
/// behind AC_FS_CHANGED whether st_nlink is 0.
///
/// Each watch is an inotify instance, of which a user has 128 unless the system is told otherwise
/// (fs.inotify.max_user_instances).
///
/// Returns 0; AC_EMFILE: there is no other instance; or an error; on failure `*out` is NULL. Does not
/// block but for looking up the path.
int ac_fs_watch_open(ac_fs_watch **out, const char *path);

/// Waits for the next event.
///
/// Returns 0; AC_ECANCELED if the task is cancelled or the watch closed meanwhile, and no event is
/// lost; AC_EBUSY while another task waits; or an error.
_Async int ac_fs_watch_next(ac_fs_watch *watch, ac_fs_event *event) AC_LEAF(ac_fs_watch_next);

/// Ends the watch and frees it. NULL is allowed.
void ac_fs_watch_close(ac_fs_watch *watch);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

AC__WORK_LEAF(ac_open, const char *path; int flags; mode_t mode;);
ac_poll ac_open__start(struct ac_open__frame *, ac_context *, const char *path, int flags,
                       mode_t mode);
AC__WORK_LEAF(ac_close, int fd; int none;);
ac_poll ac_close__start(struct ac_close__frame *, ac_context *, int fd);
AC__WORK_LEAF(ac_pread, char *buf; size_t n; int64_t offset; int fd; int done;);
ac_poll ac_pread__start(struct ac_pread__frame *, ac_context *, int fd, void *buf, size_t n,
                        int64_t offset);
AC__WORK_LEAF(ac_pwrite, const char *buf; size_t n; int64_t offset; int fd; int none;);
ac_poll ac_pwrite__start(struct ac_pwrite__frame *, ac_context *, int fd, const void *buf, size_t n,
                         int64_t offset);
AC__WORK_LEAF(ac_fsync, int fd; int none;);
ac_poll ac_fsync__start(struct ac_fsync__frame *, ac_context *, int fd);
AC__WORK_LEAF(ac_fdatasync, int fd; int none;);
ac_poll ac_fdatasync__start(struct ac_fdatasync__frame *, ac_context *, int fd);
AC__WORK_LEAF(ac_ftruncate, int64_t size; int fd; int none;);
ac_poll ac_ftruncate__start(struct ac_ftruncate__frame *, ac_context *, int fd, int64_t size);
AC__WORK_LEAF(ac_stat, const char *path; struct stat * st;);
ac_poll ac_stat__start(struct ac_stat__frame *, ac_context *, const char *path, struct stat *st);
AC__WORK_LEAF(ac_lstat, const char *path; struct stat * st;);
ac_poll ac_lstat__start(struct ac_lstat__frame *, ac_context *, const char *path, struct stat *st);
AC__WORK_LEAF(ac_fstat, struct stat *st; int fd; int none;);
ac_poll ac_fstat__start(struct ac_fstat__frame *, ac_context *, int fd, struct stat *st);
AC__WORK_LEAF(ac_rename, const char *from; const char *to;);
ac_poll ac_rename__start(struct ac_rename__frame *, ac_context *, const char *from, const char *to);
AC__WORK_LEAF(ac_unlink, const char *path;);
ac_poll ac_unlink__start(struct ac_unlink__frame *, ac_context *, const char *path);
AC__WORK_LEAF(ac_mkdir, const char *path; mode_t mode; int none;);
ac_poll ac_mkdir__start(struct ac_mkdir__frame *, ac_context *, const char *path, mode_t mode);
AC__WORK_LEAF(ac_rmdir, const char *path;);
ac_poll ac_rmdir__start(struct ac_rmdir__frame *, ac_context *, const char *path);

AC__WORK_LEAF(ac_dir_open, ac_dir **out; ac_dir * dir; const char *path;);
ac_poll ac_dir_open__start(struct ac_dir_open__frame *, ac_context *, ac_dir **out,
                           const char *path);
AC__WORK_LEAF(ac_dir_next, ac_dir *dir; ac_dir_entry * entry;);
ac_poll ac_dir_next__start(struct ac_dir_next__frame *, ac_context *, ac_dir *dir,
                           ac_dir_entry *entry);

struct ac_fs_watch_next__frame {
    int result;
    ac_fs_watch *watch;
    ac_fs_event *event;
};
ac_poll ac_fs_watch_next__start(struct ac_fs_watch_next__frame *, ac_context *, ac_fs_watch *watch,
                                ac_fs_event *event);
ac_poll ac_fs_watch_next__resume(void *, ac_context *);
extern const ac_async_type ac_fs_watch_next__type;

#endif
