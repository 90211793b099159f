/// Waiting for descriptors that belong to others: how a library with a socket of its own, such as
/// libcurl, libpq, hiredis or OpenSSL, is driven by tasks.
#ifndef ASYNCC_POLL_H
#define ASYNCC_POLL_H

#include <stdint.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>

enum { AC_READABLE = 1, AC_WRITABLE = 2 };

/// Waits until the descriptor is ready for one of `events` (AC_READABLE, AC_WRITABLE, or both).
/// Descriptors that are always ready, as those of files, are so at once. Several tasks may
/// wait for the same one; they are woken in the order in which they came.
///
/// Returns those of `events` for which it is ready; an error or a hang-up that stands on it counts
/// as all of them, and the next system call tells what it is. AC_ECANCELED; AC_EBADF; AC_EINVAL for
/// no events; AC_EEXIST for a stream's descriptor, for which ac_readable and ac_writable wait, if one
/// has waited for it (it must not be asked for before that either); AC_ENOMEM; AC_ENOSPC if the user
/// watches too many. Takes memory only for a descriptor's number that was never waited for. On the
/// loop's thread only.
_Async int ac_poll_fd(int fd, int events) AC_LEAF(ac_poll_fd);

/// To be called before a descriptor is closed for which tasks may wait: those of this thread's loop
/// get AC_ECANCELED. On each loop whose tasks wait for it.
void ac_poll_fd_end(int fd);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

struct ac__watch;
struct ac_poll_fd__frame {
    int result;
    int events;
    ac_strand *strand;
    struct ac__watch *watch; ///< NULL: it is over
    struct ac_poll_fd__frame *next, **pprev;
};
ac_poll ac_poll_fd__start(struct ac_poll_fd__frame *, ac_context *, int fd, int events);
ac_poll ac_poll_fd__resume(void *, ac_context *);
extern const ac_async_type ac_poll_fd__type;

#endif
