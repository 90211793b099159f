/// The contract between the code that asyncc generates (or that users write by hand: their own
/// leaf operations) and the runtime. An async function `T f(args)` is, at this level,
///
///     struct f__frame;                                            its body: result at offset 0
///     ac_poll f__start(struct f__frame *, ac_context *, args);    runs to the first suspension
///     ac_poll f__resume(void *frame, ac_context *);               goes on after a wake
///     extern const ac_async_type f__type;                         size and resume, for dynamic use
///
/// A frame never moves between start and the end of f. Nobody touches it after it has returned
/// AC_PENDING and been woken elsewhere. Frames need no initialisation: start writes what it needs.
#ifndef ASYNCC_ABI_H
#define ASYNCC_ABI_H

#include <stddef.h>
#include <stdint.h>

#define AC_ABI_VERSION 1

typedef struct ac_loop ac_loop;
typedef struct ac_task ac_task;
typedef struct ac_frame ac_frame;
typedef struct ac_stack ac_stack;
typedef struct ac_strand ac_strand;
typedef struct ac_context ac_context;

/// Gives an enum that goes to and from the runtime the size that it has there, whatever
/// -fshort-enums makes of others.
#define AC__ENUM __attribute__((__mode__(__SI__)))

/// What start and resume return.
typedef enum ac_poll {
    AC_READY,   ///< ended; the result stands at offset 0 of the frame
    AC_PENDING, ///< suspended; the strand will be woken, and resume called again
    AC_UNWIND,  ///< ended without a result: the task is aborted, run the exits
    AC_END,     ///< a generator has ended
} AC__ENUM ac_poll;

/// What a caller must know of an async function to hold its frame without seeing it.
typedef struct ac_async_type {
    const char *name;
    uint32_t size;   ///< bytes of the frame, a multiple of 8; its alignment is at most 8
    uint32_t result; ///< bytes of the result at offset 0, 0 for void
    ac_poll (*resume)(void *frame, ac_context *);
    void (*start)(void);
    const void *trace;
} ac_async_type;

/// The header before a dynamically allocated frame.
struct ac_frame {
    ac_frame *parent; ///< the dynamic frame that awaits this one; NULL: the strand's base frame
    const ac_async_type *type;
};

/// A segment of a strand's stack of dynamic frames; the frames follow it in memory.
struct ac_stack {
    ac_stack *prev;
    char *sp, *end;
    ac_frame *top; ///< while suspended: the innermost dynamic frame, the one that a wake resumes
};

/// The unit of scheduling: a task, or a branch of a group.
struct ac_strand {
    ac_strand *next;           ///< link of the ready queue, at its end the loop; NULL: not in it
    ac_stack *stack;           ///< innermost segment; the loop's empty one: none; NULL: has ended
    const ac_async_type *type; ///< of the base frame
    uint32_t handle;           ///< waker cell, 0 if none was ever cloned
    uint16_t base;             ///< base frame at (char *)strand + 8 * base
    uint8_t index;
    uint8_t flags;
};

/// Bits of ac_strand.flags.
enum ac_strand_flags {
    AC_STRAND_DONE = 2,      ///< ended, perhaps while queued: over when the queue lets go of it
    AC_STRAND_CANCELED = 4,  ///< leaves return AC_ECANCELED
    AC_STRAND_ABORTED = 8,   ///< leaves return AC_UNWIND
    AC_STRAND_SHIELDED = 16, ///< neither of the two is seen
    AC_STRAND_INNER = 32,    ///< not a task: a branch of a group, or a blocking call
    AC_STRAND_BRANCH = 64,   ///< of a group
    AC_STRAND_EXPIRED = 128, ///< a deadline has come: leaves return AC_ETIMEDOUT
    AC__STRAND_STOPS = AC_STRAND_CANCELED | AC_STRAND_ABORTED | AC_STRAND_EXPIRED,
};

/// A timer; lives in the frame of the leaf that waits for it, which disarms it before it ends.
typedef struct ac_timer {
    struct ac_timer *next, *prev; ///< prev NULL: not armed (never was, was disarmed, or has fired)
    uintptr_t who;                ///< the strand to wake
    uint64_t at; ///< milliseconds, by ac_now's clock; a span until somebody looks at that
} ac_timer;

/// A task: followed by its base frame.
struct ac_task {
    ac_strand strand;
    ac_strand *joiner;
};

/// Who is running; lives on the C stack of whoever started or resumed the strand. No callee may
/// keep its address after it returns.
struct ac_context {
    ac_strand *strand;
    ac_stack *stack;
    ac_frame **link;  ///< where the next suspended dynamic frame is to be hung
    void *child;      ///< on resuming a parent: the dynamic frame that ended
    char *cstack_min; ///< below this address of the C stack, starts go through the ready queue
    ac_loop *loop;
    ac_poll poll;      ///< how `child`, or the embedded callee or group that a frame awaits, ended
    ac_context *outer; ///< of a strand that is just started: that of who starts it
};

/// What a loop begins with: what generated code looks at itself.
typedef struct ac_front {
    ac_strand *first; ///< of those that are ready, in their order; unspecified if `end` points here
    ac_strand **end;  ///< where the next one is to be hung
    uint64_t woken;   ///< how many have come in
    ac_context *current; ///< of the strand that runs; NULL: none does
    ac_stack none;       ///< the stack of a strand without segments
} ac_front;

_Static_assert(sizeof(void *) != 8 || sizeof(ac_async_type) == 40, "ABI");
_Static_assert(sizeof(void *) != 8 || sizeof(ac_frame) == 16, "ABI");
_Static_assert(sizeof(void *) != 8 || sizeof(ac_stack) == 32, "ABI");
_Static_assert(sizeof(void *) != 8 || sizeof(ac_strand) == 32, "ABI");
_Static_assert(sizeof(void *) != 8 || sizeof(ac_task) == 40, "ABI");
_Static_assert(sizeof(void *) != 8 || sizeof(ac_context) == 64, "ABI");

/// Hides the deadlines that the running strand has by now from what it does until they are shown.
void ac__hide_deadlines(ac_context *cx);
void ac__show_deadlines(ac_context *cx);

/// From here on the running strand sees no cancel, no abort, and no deadline that has begun.
/// Returns what ac_unshield needs: whether that was so before. Generated code puts awaits of
/// clean-up between the two.
static inline unsigned ac_shield(ac_context *cx)
{
    unsigned before = cx->strand->flags & AC_STRAND_SHIELDED;
    cx->strand->flags = (uint8_t)(cx->strand->flags | AC_STRAND_SHIELDED);
    if (__builtin_expect(cx->strand->handle != 0, 0))
        ac__hide_deadlines(cx);
    return before != 0;
}

static inline void ac_unshield(ac_context *cx, unsigned before)
{
    // Those that began meanwhile have been left.
    if (__builtin_expect(cx->strand->handle != 0, 0))
        ac__show_deadlines(cx);
    if (!before)
        cx->strand->flags = (uint8_t)(cx->strand->flags & ~(unsigned)AC_STRAND_SHIELDED);
}

#ifdef AC__HOOKS
/// What test/inject watches, in its runtime and in code that `asyncc --hooks` has made: an exit (a
/// defer, a cleanup) of `function` is reached, begins to run, has run; a dynamic frame, with its
/// header, is taken, or given back; a strand has ended.
enum ac__exit_event { AC__EXIT_ENTERED, AC__EXIT_BEGINS, AC__EXIT_ENDED };
void ac__hook_exit(ac_context *cx, const char *function, int exit, enum ac__exit_event event);
void ac__hook_frame(void *frame, size_t size, _Bool taken);
void ac__hook_ended(ac_strand *strand);
#else
#define ac__hook_frame(frame, size, taken) ((void)0)
#define ac__hook_ended(strand) ((void)0)
#endif

void *ac__push_segment(ac_context *cx, size_t size);
void ac__pop_segment(ac_context *cx);

/// Room for a dynamic frame of `size` bytes (a multiple of 8) on the strand's stack; NULL if
/// memory is short: the caller then unwinds.
static inline void *ac_push(ac_context *cx, size_t size)
{
    char *p = cx->stack->sp;
    size += sizeof(ac_frame);
    if (__builtin_expect((size_t)(cx->stack->end - p) < size, 0))
        return ac__push_segment(cx, size);
    cx->stack->sp = p + size;
    ac__hook_frame(p, size, 1);
    return p + sizeof(ac_frame);
}

/// Takes back the last frame that was pushed.
static inline void ac_pop(ac_context *cx, void *frame)
{
    char *p = (char *)frame - sizeof(ac_frame);
    ac__hook_frame(p, (size_t)(cx->stack->sp - p), 0);
    cx->stack->sp = p;
    if (__builtin_expect(p == (char *)(cx->stack + 1), 0))
        ac__pop_segment(cx);
}

/// Hangs a dynamic frame that has just suspended into the chain of those that wait.
static inline void ac_link(ac_context *cx, void *frame, const ac_async_type *type)
{
    ac_frame *f = (ac_frame *)((char *)frame - sizeof(ac_frame));
    f->type = type;
    *cx->link = f;
    cx->link = &f->parent;
}

/// True if a start should not nest deeper on the C stack.
static inline _Bool ac_cstack_low(const ac_context *cx)
{
    char *sp;
#if defined(__x86_64__)
    __asm__("{mov %%rsp, %0|mov %0, rsp}" : "=r"(sp)); // as -masm=att and as -masm=intel
#elif defined(__aarch64__)
    __asm__("mov %0, sp" : "=r"(sp));
#else
    sp = (char *)__builtin_frame_address(0);
#endif
    return __builtin_expect(sp < cx->cstack_min, 0);
}

/// What stands behind the last strand of a queue: no strand is there.
static inline ac_strand *ac__queue_end(const ac_loop *loop)
{
    return (ac_strand *)loop;
}

/// Puts a strand, which has not ended and is not there yet, behind the others that are ready.
static inline void ac__append(ac_loop *loop, ac_strand *strand)
{
    ac_front *front = (ac_front *)loop;
    strand->next = ac__queue_end(loop);
    *front->end = strand;
    front->end = &strand->next;
    front->woken++;
}

/// Queues the running strand, so that it is resumed after the others that are ready. For a start
/// that went through the queue because the C stack is low, and for yielding.
ac_poll ac_requeue(ac_context *cx);

/// Makes `strand` ready. From the loop's own thread only; cheap and harmless if it is already.
void ac_wake(ac_loop *loop, ac_strand *strand);

/// `p`, of which the compiler behind shall not know what else lies there: gcc takes a copy into one
/// member of a union for an overflow of another (-Wstringop-overflow). Nor that it is constant:
/// this is where it gets its value.
static inline void *ac_slot(const volatile void *p)
{
    void *slot;
    __asm__("" : "=r"(slot) : "0"(p));
    return slot;
}

/// Spawning: begin gives a task without a started frame (NULL: out of memory) and fills `sub`;
/// the caller starts the function at ac_task_frame(task) under `sub`; end takes what start
/// returned and returns the handle. `cx`: under which the caller runs; NULL: it is ordinary code.
ac_task *ac_spawn_begin(ac_context *sub, ac_context *cx, const ac_async_type *type);
ac_task *ac_spawn_end(ac_context *sub, ac_task *task, ac_poll poll);
static inline void *ac_task_frame(ac_task *task)
{
    return task + 1;
}

/// Running from ordinary code: begin sets up the thread's loop and the root task and gives its
/// frame; end turns the loop until the root has ended, then ends the tasks that remain; the
/// result can then be read at `frame` until free. These do not return on errors that leave
/// nothing to do (no memory for a loop, called inside a task): they print a message and abort.
void *ac_run_begin(ac_context *sub, const ac_async_type *type);
void ac_run_end(ac_context *sub, void *frame, ac_poll poll);
void ac_run_free(void *frame);

/// Errors of generated code that must stop the program, each with a message on stderr.
__attribute__((__noreturn__, __cold__)) void ac_not_awaited(const char *name);
__attribute__((__noreturn__, __cold__)) void ac_bad_resume(const char *name, unsigned state);
__attribute__((__noreturn__, __cold__)) void ac__bad_resume_at(const char *name, unsigned state,
                                                               const char *file, int line);
/// ac_bad_resume, with the function's place, which debug builds name.
__attribute__((__noreturn__)) static inline void
ac_bad_resume_here(const char *name, unsigned state, const char *file, int line)
{
#ifdef AC_DEBUG
    ac__bad_resume_at(name, state, file, line);
#else
    (void)file;
    (void)line;
    ac_bad_resume(name, state);
#endif
}
/// The same in a function that only its callers resume, and only where they wait for it: debug
/// builds look.
__attribute__((__noreturn__)) static inline void
ac_bad_embedded_here(const char *name, unsigned state, const char *file, int line)
{
#ifdef AC_DEBUG
    ac__bad_resume_at(name, state, file, line);
#else
    (void)name;
    (void)state;
    (void)file;
    (void)line;
    __builtin_unreachable();
#endif
}

/// A call through an ordinary pointer to a function, which may be an async one.
///
/// `await p(args)` puts the address of one of these into ac_requested and calls p. An async
/// function's ordinary symbol takes it and starts the function in the room that the request gives.
/// If that ends at once, the symbol returns the value like any function; else it reports in the
/// request what is pending, and what it returns is unspecified. A function that is not async leaves
/// the request alone.
typedef struct ac_request {
    void (*function)(void); ///< who is called; NULL as soon as that one has taken it
    ac_context *cx;         ///< under which the callee starts
    /// Gives the room, for spawning and ac_run; NULL: the strand's stack, for an await.
    void *(*begin)(struct ac_request *, const ac_async_type *);
    ac_poll poll; ///< an await begins with AC_READY
    // Reported with any other poll, and always if there is a `begin`:
    void *frame; ///< NULL: there was no memory, and poll is AC_UNWIND
    const ac_async_type *type;
} ac_request;

/// The last request that was left; never NULL. Who leaves one puts back what was there before,
/// since the arguments of the call may hold others.
extern _Thread_local ac_request *ac_requested;

/// What the symbol of the async function `function` begins with. Without a request for it the
/// program stops: it was called without await.
static inline ac_request *ac_take_request(void (*function)(void), const char *name)
{
    ac_request *request = ac_requested;
    if (__builtin_expect(request->function != function, 0))
        ac_not_awaited(name);
    request->function = NULL;
    return request;
}

/// Room for the frame of the function that took the request. NULL: it ends with AC_UNWIND.
void *ac_request_frame(ac_request *request, const ac_async_type *type);

/// What start returned. If the symbol is to return the result, `*result` (NULL for void) becomes it
/// and the frame is taken back; else the request tells its caller of everything.
void ac_request_end(ac_request *request, const ac_async_type *type, void *frame, ac_poll poll,
                    void *result);

/// The same for the short way, on which nothing is called but the function itself. NULL if it is
/// not open: the request is not an await's, there is no room, or the C stack is low.
static inline void *ac_request_room(const ac_request *request, size_t size)
{
    if (__builtin_expect(request->begin != 0, 0)) // which fills the context first
        return NULL;
    ac_context *cx = request->cx;
    ac_stack *stack = cx->stack;
    char *p = stack->sp;
    size += sizeof(ac_frame);
    if (__builtin_expect((size_t)(stack->end - p) < size, 0) || ac_cstack_low(cx))
        return NULL;
    stack->sp = p + size;
    ac__hook_frame(p, size, 1);
    return p + sizeof(ac_frame);
}

/// Takes the room back. The segment is not empty by that: it would have had no room, or been the
/// strand's first, which stays.
static inline void ac_request_leave_room(const ac_request *request, void *frame)
{
    ac_stack *stack = request->cx->stack;
    char *p = (char *)frame - sizeof(ac_frame);
    ac__hook_frame(p, (size_t)(stack->sp - p), 0);
    stack->sp = p;
}

/// The caller learns what is pending, or that it ended without a result.
static inline void ac_request_report(ac_request *request, const ac_async_type *type, void *frame,
                                     ac_poll poll)
{
    request->poll = poll;
    request->frame = frame;
    request->type = type;
}

/// Behind the call, for spawning and ac_run: whether an async function has taken the request.
static inline _Bool ac_request_taken(const ac_request *request, ac_request *outer)
{
    ac_requested = outer;
    return !request->function;
}

/// `begin` for spawning, and what follows the call: the task, or one that has ended already with
/// the value of a function that is not async; NULL: out of memory.
void *ac_request_spawn(ac_request *request, const ac_async_type *type);
ac_task *ac_request_spawned(ac_request *request, ac_request *outer, const void *value, size_t size);

/// `begin` for ac_run, and what follows the call if the request was taken: the result is at
/// request->frame until ac_run_free.
void *ac_request_run(ac_request *request, const ac_async_type *type);
void ac_request_ran(ac_request *request);

/// The first address in an over-long slot of a frame that is a multiple of `align`.
#define AC_ALIGN(slot, align) ((void *)(((uintptr_t)(slot) + ((align)-1)) & -(uintptr_t)(align)))

#endif
