// Runs a program's `async int main` as a task and disturbs it at one chosen place.
//
//   INJECT=count          only counts the suspensions and the allocations
//   INJECT=wake:K         the strand that suspends as the K-th is woken for nothing; K 0: every one
//   INJECT=cancel:K       … cancels the program's task at the K-th suspension
//   INJECT=abort:K        … aborts it
//   INJECT=cancel-self:K  … cancels the strand that suspends
//   INJECT=abort-self:K
//   INJECT=expire:K       … a deadline comes for the program's task
//   INJECT=malloc:K       the K-th allocation of the runtime or of libuv fails
//   INJECT=syscall:K      the K-th system call of theirs fails (syscalls.c)
//
// The program is compiled with -Dmain=injected_main and --hooks, the runtime with -DAC__HOOKS. What
// must hold however it is disturbed: it ends; no descriptor and no task is left; what a strand has
// entered it leaves, in reverse order, each exit once (exits.c); nothing is written to a frame that
// was given back. The sanitizers watch the rest. The last line on standard error is `inject: S
// suspensions, A allocations, C calls, X exits`.
#include <asyncc.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#ifdef MAIN_VOID
async int injected_main(void);
#define injected_main(argc, argv) injected_main()
#else
async int injected_main(int argc, char **argv);
#endif

// The runtime's, seen by tests only.
void ac__hook_suspended(ac_loop *loop, ac_strand *strand);
_Bool ac__is_shielded(const ac_strand *strand);
extern void *(*ac__malloc)(size_t);
enum { ROOT = 32 }; // in ac_strand.index

static enum { COUNT, WAKE, CANCEL, ABORT, CANCEL_SELF, ABORT_SELF, EXPIRE, MALLOC, SYSCALL } mode;
static unsigned long place, suspensions, allocations;
static _Atomic unsigned long calls; // also by the thread pool
static bool armed, due;
static ac_task *program;
static ac_loop *loop_of_program; // set before other threads have loops

static void stop_program(void)
{
    if (mode == CANCEL) {
        ac_cancel(program);
    } else if (mode == EXPIRE) {
        program->strand.flags |= AC_STRAND_EXPIRED;
        ac_wake(loop_of_program, &program->strand);
    } else {
        ac_abort(program);
    }
}

// Who awaits the group of which it is a branch; NULL: it is none.
static const ac_strand *parent_of(const ac_strand *strand)
{
    return strand->flags & AC_STRAND_BRANCH ? ((ac_group *)(strand - strand->index) - 1)->parent
                                            : NULL;
}

// Of the task that waits for the program: itself, or the branch in which it waits.
static bool is_mains(const ac_strand *strand)
{
    const ac_strand *parent = parent_of(strand);
    if (parent)
        strand = parent;
    return !(strand->flags & AC_STRAND_INNER) && strand->index & ROOT;
}

// Other threads' loops go on undisturbed, and so does the task that waits for the program.
void ac__hook_suspended(ac_loop *loop, ac_strand *strand)
{
    if (loop != loop_of_program || !armed || is_mains(strand))
        return;
    suspensions++;
    if (place ? suspensions != place : mode != WAKE)
        return;
    switch (mode) {
    case CANCEL:
    case ABORT:
    case EXPIRE:
        due = !program; // it is being started
        if (program)
            stop_program();
        break;
    case CANCEL_SELF:
    case ABORT_SELF:
        // What comes from outside does not reach the branches within a shielded section.
        if (!parent_of(strand) || !ac__is_shielded(parent_of(strand)))
            strand->flags |= mode == CANCEL_SELF ? AC_STRAND_CANCELED : AC_STRAND_ABORTED;
        ac_wake(loop, strand);
        break;
    case WAKE:
        ac_wake(loop, strand);
        break;
    default:
        break;
    }
}

static bool fails(void)
{
    return armed && ++allocations == place && mode == MALLOC;
}

/// exits.c: how many have run.
unsigned long inject_exits(void);

bool inject_syscall(const char *name);
bool inject_syscall(const char *name)
{
    bool this_one = armed && ++calls == place && mode == SYSCALL;
    if (this_one)
        fprintf(stderr, "inject: %s fails\n", name);
    return this_one;
}

static void *failing_malloc(size_t size)
{
    return fails() ? NULL : malloc(size);
}

static void *failing_calloc(size_t count, size_t size)
{
    return fails() ? NULL : calloc(count, size);
}

// Not failed: all that libuv 1.44 does with it here is to enlarge its table of descriptors, and it
// ends the program if it cannot.
static void *never_failing_realloc(void *p, size_t size)
{
    return realloc(p, size);
}

static unsigned long open_descriptors(bool print)
{
    unsigned long n = 0;
    DIR *dir = opendir("/proc/self/fd");
    for (struct dirent *d; dir && (d = readdir(dir));) {
        char path[300], target[256];
        snprintf(path, sizeof path, "/proc/self/fd/%s", d->d_name);
        ssize_t length = readlink(path, target, sizeof target - 1);
        if (length < 0)
            continue;
        target[length] = 0;
        if (print)
            fprintf(stderr, "inject: descriptor %s: %s\n", d->d_name, target);
        n++;
    }
    if (dir)
        closedir(dir);
    return n;
}

static unsigned long descriptors_at_start;

__attribute__((constructor)) static void begin(void)
{
    static const char *const modes[] = {"count",      "wake",   "cancel", "abort",  "cancel-self",
                                        "abort-self", "expire", "malloc", "syscall"};
    const char *text = getenv("INJECT"), *colon = text ? strchr(text, ':') : NULL;
    size_t length = colon ? (size_t)(colon - text) : text ? strlen(text) : 0;
    for (unsigned i = 0; text && i < sizeof modes / sizeof *modes; i++)
        if (strlen(modes[i]) == length && !memcmp(modes[i], text, length))
            mode = i;
    place = colon ? strtoul(colon + 1, NULL, 10) : 0;
    ac__malloc = failing_malloc;
    uv_replace_allocator(failing_malloc, never_failing_realloc, failing_calloc, free);
    // What libuv opens once and for good is not the program's.
    uv_loop_t loop;
    if (!uv_loop_init(&loop))
        uv_loop_close(&loop);
    descriptors_at_start = open_descriptors(false);
}

__attribute__((destructor)) static void end(void)
{
    if (open_descriptors(false) != descriptors_at_start) {
        open_descriptors(true);
        _exit(99);
    }
    fprintf(stderr, "inject: %lu suspensions, %lu allocations, %lu calls, %lu exits\n", suspensions,
            allocations, calls, inject_exits());
}

async int main(int argc, char **argv)
{
    int result = 0;
    (void)argc, (void)argv;
    loop_of_program = ac_loop_self();
    armed = true;
    program = ac_spawn(injected_main(argc, argv));
    if (due)
        stop_program();
    // A part of it that failed may be what the rest waits for: it ends at the latest when it is
    // told, as soon as nothing happens any more.
    bool tell = mode == CANCEL_SELF || mode == ABORT_SELF || mode == MALLOC || mode == SYSCALL;
    int rc = AC_ECANCELED;
    unsigned long before = suspensions + 1;
    for (int i = 0; rc == AC_ECANCELED && i < 5 && suspensions != before; i++) {
        before = suspensions;
        await ac_timeout(tell ? 200 : UINT64_MAX, rc = ac_join(program, &result));
    }
    if (rc == AC_ECANCELED) {
        ac_cancel(program);
        rc = await ac_join(program, &result);
    }
    armed = false;
    program = NULL;
    fflush(stdout);
    fprintf(stderr, "inject: %s\n", rc ? ac_err_name(rc) : "ended");
    return 0;
}
