/// Child processes, with pipes to their standard streams, and terminals.
///
/// On the loop's thread only.
#ifndef ASYNCC_PROCESS_H
#define ASYNCC_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>
#include <asyncc/io.h>

typedef struct ac_process ac_process;
struct termios; // of <termios.h>

/// What a standard stream of a child is; or a descriptor greater than 0, which the child gets a
/// copy of. It becomes blocking, for this process, too: not one of a stream that is used here still.
/// So does a standard stream that is inherited, unless ac_stdio_open has opened it anew here: of a
/// socket that is used here ac_sendfile may then wait.
/// AC_STDIO_OUT is for the errors alone: they go where the output goes, in one order with it.
enum { AC_STDIO_INHERIT = 0, AC_STDIO_PIPE = -1, AC_STDIO_NULL = -2, AC_STDIO_OUT = -3 };

typedef struct ac_process_options {
    const char *file;  ///< the program; without a slash it is looked for in PATH, the child's
    char *const *args; ///< from its own name on, up to NULL
    char *const *env;  ///< "NAME=value" up to NULL; NULL: as this process's
    const char *cwd;   ///< NULL: as this process's
    int in, out, err;  ///< AC_STDIO_… or a descriptor
    bool detached;     ///< leads a session of its own, away from the terminal's signals, and a group
                       ///< of processes, which kill(-ac_process_pid(p), …) reaches with its children
} ac_process_options;

/// Starts a program, with signals at their defaults (a real-time one that the caller ignores stays
/// so), and gives the process at `*out`, which ac_process_close ends. Where AC_STDIO_PIPE was asked
/// for, pipes[0] writes to the child's standard input, pipes[1] and pipes[2] read its output and its
/// errors; the others become NULL. The pipes are the caller's, who closes each with ac_io_close.
/// `pipes` may be NULL if none was asked for. SIGCHLD is unblocked in the calling thread.
///
/// Returns 0; AC_ENOENT and the like if the program cannot be run; AC_EINVAL; AC_EMFILE; AC_EAGAIN;
/// or AC_ENOMEM. On failure `*out` and the pipes are NULL. Waits until the program has begun.
int ac_process_start(ac_process **out, const ac_process_options *options, ac_io *pipes[3]);

/// Waits until the process has ended. Several tasks may wait, also when it has ended already. Nothing
/// else in the program may take its end away, by wait(2) for any child or by ignoring SIGCHLD after
/// the start: then it waits without end.
///
/// Returns its status, 0 to 255, and 0 at `*signal` (NULL: dropped); or, if it was killed by a
/// signal, 128 + the signal, which is also at `*signal`. AC_ECANCELED if the task is cancelled or
/// the process closed meanwhile; a later wait finds its end.
_Async int ac_process_wait(ac_process *process, int *signal) AC_LEAF(ac_process_wait);

/// Sends a signal. Returns 0; AC_ESRCH if the process has ended and the loop was told of it (until
/// then the signal goes to what is left of it, and does no harm); or an error.
int ac_process_kill(ac_process *process, int signal);

/// Its number.
int ac_process_pid(const ac_process *process);

/// Frees the process. One that still runs goes on by itself; its end is taken note of, so that no
/// zombie is left as long as the loop lives. NULL is allowed.
void ac_process_close(ac_process *process);

// ---- terminals and standard streams ----

/// Makes a stream of a descriptor such as STDIN_FILENO, whatever it is: terminal, pipe, socket or
/// file. The descriptor, which other processes may share, remains open, and blocking if it is a
/// terminal's or a pipe's, which are opened anew; the master of a pseudo terminal cannot be, nor what
/// the program has no right to open, since it has changed its user: such a one becomes non-blocking.
/// Reads and writes of a file may wait for the disk. When the last program that has a pseudo terminal
/// open has gone, its master reads AC_EIO.
///
/// Returns 0 and gives the stream at `*out`, which ac_io_close ends; or an error, and `*out` is
/// NULL.
int ac_stdio_open(ac_io **out, int fd);

/// The size of a terminal in characters. Returns 0, or an error if it is none.
int ac_tty_size(const ac_io *io, int *columns, int *rows);

/// Makes a terminal raw: each key is read at once, and nothing is echoed. What it was is stored at
/// `*before`, for ac_tty_restore. Returns 0, or an error if it is none.
int ac_tty_raw(ac_io *io, struct termios *before);
int ac_tty_restore(ac_io *io, const struct termios *before);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

struct ac_process_wait__frame {
    int result;
    int *signal;
    ac_process *process; ///< NULL: it is over
    ac_strand *strand;
    struct ac_process_wait__frame *next, **pprev;
};
ac_poll ac_process_wait__start(struct ac_process_wait__frame *, ac_context *, ac_process *process,
                               int *signal);
ac_poll ac_process_wait__resume(void *, ac_context *);
extern const ac_async_type ac_process_wait__type;

#endif
