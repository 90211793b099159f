// Helpers for tests of the runtime: checks that work in release builds, and hand-written futures
// in the way of protothreads (every variable is in the frame, awaits are cases of a switch).
//
//     FUTURE(twice, int, int n; int i;)        // frame: result, the variables, one leaf's frame
//     {
//         BEGIN;
//         for (f->i = 0; f->i < f->n; f->i++)
//             AWAIT(ac_sleep, 10);             // its result: f->leaf.ac_sleep.result
//         END(f->i);
//     }
//     int r = RUN(twice, .n = 2);
#ifndef CHECK_H
#define CHECK_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(...)                                                                                 \
    do {                                                                                           \
        if (!(__VA_ARGS__)) {                                                                      \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #__VA_ARGS__);              \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#define CHECK_EQ(a, b)                                                                             \
    do {                                                                                           \
        long long check_a = (a), check_b = (b);                                                    \
        if (check_a != check_b) {                                                                  \
            fprintf(stderr, "%s:%d: failed: %s == %s: %lld, %lld\n", __FILE__, __LINE__, #a, #b,   \
                    check_a, check_b);                                                             \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

union leaf {
    struct ac_join__frame ac_join;
    struct ac_yield__frame ac_yield;
    struct ac_sleep__frame ac_sleep;
    struct ac_accept__frame ac_accept;
    struct ac_tcp_connect__frame ac_tcp_connect;
    struct ac_read__frame ac_read;
    struct ac_write__frame ac_write;
    struct ac_io_shutdown__frame ac_io_shutdown;
    struct ac_io_close__frame ac_io_close;
    struct ac_signal_wait__frame ac_signal_wait;
    struct ac_mutex_lock__frame ac_mutex_lock;
    struct ac_rwlock_rdlock__frame ac_rwlock_rdlock;
    struct ac_rwlock_wrlock__frame ac_rwlock_wrlock;
    struct ac_semaphore_acquire__frame ac_semaphore_acquire;
    struct ac_notify_wait__frame ac_notify_wait;
    struct ac_barrier_wait__frame ac_barrier_wait;
    struct ac_once_begin__frame ac_once_begin;
    struct ac_send_bytes__frame ac_send_bytes;
    struct ac_recv_bytes__frame ac_recv_bytes;
    struct ac_broadcast_recv_bytes__frame ac_broadcast_recv_bytes;
    struct ac_watch_changed_bytes__frame ac_watch_changed_bytes;
};

#define FUTURE(name, R, ...)                                                                       \
    struct name##__frame {                                                                         \
        R result;                                                                                  \
        int state;                                                                                 \
        __VA_ARGS__                                                                                \
        union leaf leaf;                                                                           \
    } __attribute__((aligned(8)));                                                                 \
    static ac_poll name##__run(struct name##__frame *f, ac_context *cx);                           \
    static ac_poll name##__start(struct name##__frame *f, ac_context *cx)                          \
    {                                                                                              \
        f->state = 0;                                                                              \
        return name##__run(f, cx);                                                                 \
    }                                                                                              \
    static ac_poll name##__resume(void *frame, ac_context *cx)                                     \
    {                                                                                              \
        return name##__run(frame, cx);                                                             \
    }                                                                                              \
    __attribute__((unused)) static const ac_async_type name##__type = {                            \
        #name,          sizeof(struct name##__frame),  sizeof(R),                                  \
        name##__resume, (void (*)(void))name##__start, NULL};                                      \
    static ac_poll name##__run(struct name##__frame *f, ac_context *cx)

#define BEGIN                                                                                      \
    (void)cx;                                                                                      \
    switch (f->state) {                                                                            \
    default:                                                                                       \
        ac_bad_resume(__func__, (unsigned)f->state);                     \
    case 0:

#define END(...)                                                                                   \
    }                                                                                              \
    f->result = (__VA_ARGS__);                                                                     \
    f->state = -1;                                                                                 \
    return AC_READY

// A counter and not the line, so that a macro may hold several.
#define AWAIT(name, ...) AWAIT_AT(__COUNTER__ + 1, name, ##__VA_ARGS__)
#define AWAIT_AT(at, name, ...)                                                                    \
    do {                                                                                           \
        ac_poll ac__p = name##__start(&f->leaf.name, cx, ##__VA_ARGS__);                           \
        if (ac__p == AC_READY)                                                                     \
            break;                                                                                 \
        if (ac__p == AC_UNWIND)                                                                    \
            return ac__p;                                                                          \
        f->state = at;                                                                             \
        return AC_PENDING;                                                                         \
        __attribute__((fallthrough));                                                              \
    case at:                                                                                       \
        ac__p = name##__resume(&f->leaf.name, cx);                                                 \
        if (ac__p != AC_READY)                                                                     \
            return ac__p;                                                                          \
    } while (0)

#define SPAWN(name, ...)                                                                           \
    ({                                                                                             \
        ac_context ac__sub;                                                                        \
        ac_task *ac__t = ac_spawn_begin(&ac__sub, NULL, &name##__type);                            \
        if (ac__t) {                                                                               \
            struct name##__frame *ac__f = ac_task_frame(ac__t);                                    \
            *ac__f = (struct name##__frame){__VA_ARGS__};                                          \
            ac_spawn_end(&ac__sub, ac__t, name##__start(ac__f, &ac__sub));                         \
        }                                                                                          \
        ac__t;                                                                                     \
    })

#define RUN(name, ...)                                                                             \
    ({                                                                                             \
        ac_context ac__sub;                                                                        \
        struct name##__frame *ac__f = ac_run_begin(&ac__sub, &name##__type);                       \
        *ac__f = (struct name##__frame){__VA_ARGS__};                                              \
        ac_run_end(&ac__sub, ac__f, name##__start(ac__f, &ac__sub));                               \
        __typeof__(ac__f->result) ac__r = ac__f->result;                                           \
        ac_run_free(ac__f);                                                                        \
        ac__r;                                                                                     \
    })

#endif
