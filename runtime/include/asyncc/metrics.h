/// Metrics: what the loops have done, and how promptly.
///
///     ac_metrics m;
///     ac_metrics_get(NULL, AC_ALL_WORKERS, &m);
///     printf("%llu tasks, p99 of the lag %llu us\n", (unsigned long long)m.tasks_alive,
///            (unsigned long long)ac_metrics_lag(&m, 0.99));
///
/// A loop counts always; reading takes no lock and stops nobody. Each number is exact on the loop's
/// own thread, but that `resumes` and `ready` know of what was taken from the line only when the
/// batch that is running, of at most some hundred, is over, and `busy_ns` and the lag of what ran
/// since the loop last asked the kernel when it asks again; on another one it is of a moment ago, and
/// the numbers may be of different moments.
#ifndef ASYNCC_METRICS_H
#define ASYNCC_METRICS_H

#include <stdint.h>
#include <asyncc/abi.h>

enum { AC_ALL_WORKERS = -1, AC_LAG_BUCKETS = 24 };

typedef struct ac_metrics {
    uint64_t tasks_alive;   ///< tasks that have not ended, roots included
    uint64_t tasks_spawned; ///< in all
    uint64_t wakes;         ///< how often a task or a branch of one became ready
    uint64_t resumes;       ///< how often one was taken from the line of those that are ready
    uint64_t ready;         ///< how many are in that line
    uint64_t bytes_read;    ///< from streams and as datagrams
    uint64_t bytes_written; ///< to streams and as datagrams, not with files
    uint64_t busy_ns;       ///< nanoseconds in which tasks ran, not those in which the loop slept

    /// The lag is how long a loop was away from the kernel, running tasks: for so long an event or
    /// a timer may have waited. lag[0] counts times of less than a microsecond, lag[i] those from
    /// 2^(i-1) to less than 2^i of them, the last one all that were longer.
    uint64_t lag[AC_LAG_BUCKETS];
} ac_metrics;

/// Reads the metrics of `worker`, or the sum over all workers (AC_ALL_WORKERS). `loop` is that of
/// any of the workers, NULL for the calling thread's: from a thread without a loop, give what
/// ac_loop_self has told on one. From any thread, until the root ends, but not while
/// ac_workers_start runs.
///
/// Returns 0; AC_EINVAL: there is no such worker, or no loop.
int ac_metrics_get(ac_loop *loop, int worker, ac_metrics *out);

/// The lag, in microseconds, that this share (0 to 1) of the times did not exceed, rounded up to
/// the end of its bucket; 0 if nothing was counted, UINT64_MAX if it is in the last bucket.
uint64_t ac_metrics_lag(const ac_metrics *metrics, double share);

/// The calling thread's loop; NULL if it has none yet.
ac_loop *ac_loop_self(void);

#endif
