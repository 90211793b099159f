/// asyncc: async functions for C. This header brings the dialect and the public interface, but for
/// what needs the system's headers of sockets, whose names a program may want for itself:
/// <asyncc/dns.h> and <asyncc/udp.h> are included apart.
///
/// Conventions: times are milliseconds; results that are `int` are zero or positive on success
/// and a negative AC_E… code on failure; an object belongs to the loop of the thread that made
/// it and is used on that thread only, unless its description says otherwise.
#ifndef ASYNCC_H
#define ASYNCC_H

#ifdef __cplusplus
#error <asyncc.h> is for C: C++ calls C functions that use ac_run
#else

#include <asyncc/dialect.h>
#include <asyncc/abi.h>
#include <asyncc/leaf.h>
#include <asyncc/group.h>
#include <asyncc/error.h>
#include <asyncc/task.h>
#include <asyncc/scope.h>
#include <asyncc/section.h>
#include <asyncc/time.h>
#include <asyncc/waker.h>
#include <asyncc/sync.h>
#include <asyncc/channel.h>
#include <asyncc/io.h>
#include <asyncc/tcp.h>
#include <asyncc/unix.h>
#include <asyncc/poll.h>
#include <asyncc/blocking.h>
#include <asyncc/buffered.h>
#include <asyncc/file.h>
#include <asyncc/process.h>
#include <asyncc/signal.h>
#include <asyncc/workers.h>
#include <asyncc/shared.h>
#include <asyncc/metrics.h>
#ifdef AC_DEBUG
#include <asyncc/debug.h>
#endif

#endif

#endif
