// Every exit that a strand has entered runs once, the last one first; and what was a frame is not
// touched.
//
// The exits of all functions that await each other are one stack: callees leave before their
// callers. So each strand has one, which must be empty when it ends. An exit that awaits is on it
// until it has run, below what it awaits.
#include <asyncc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ASAN
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ASAN
#endif
#endif
#ifdef ASAN
#include <sanitizer/asan_interface.h>
#endif

unsigned long inject_exits(void);
void ac__hook_ended(ac_strand *strand);

typedef struct entry {
    struct entry *below; // in its bucket; entries of other strands stand between
    const ac_strand *strand;
    const char *function;
    int exit;
    bool runs;
} entry;

enum { BUCKETS = 4096 };
static _Thread_local entry *buckets[BUCKETS]; // strands stay on their thread
static _Atomic unsigned long exits;

unsigned long inject_exits(void)
{
    return exits;
}

static entry **bucket_of(const ac_strand *strand)
{
    return &buckets[(uintptr_t)strand / 8 % BUCKETS];
}

static entry **top_of(const ac_strand *strand)
{
    entry **e = bucket_of(strand);
    while (*e && (*e)->strand != strand)
        e = &(*e)->below;
    return e;
}

__attribute__((noreturn)) static void wrong(const char *function, int exit, const char *what,
                                            const entry *top)
{
    fprintf(stderr, "inject: exit %d of '%s' %s", exit, function, what);
    if (top)
        fprintf(stderr, ", but the last is exit %d of '%s'%s", top->exit, top->function,
                top->runs ? ", which runs" : "");
    fprintf(stderr, "\n");
    abort();
}

void ac__hook_exit(ac_context *cx, const char *function, int exit, enum ac__exit_event event)
{
    if (event == AC__EXIT_ENTERED) {
        entry *e = malloc(sizeof *e), **bucket = bucket_of(cx->strand);
        if (!e)
            abort();
        *e = (entry){*bucket, cx->strand, function, exit, false};
        *bucket = e;
        return;
    }
    entry **at = top_of(cx->strand), *top = *at;
    bool ends = event == AC__EXIT_ENDED;
    if (!top || top->exit != exit || strcmp(top->function, function) || top->runs != ends)
        wrong(function, exit, ends ? "has run" : "begins to run", top);
    top->runs = true;
    if (!ends)
        return;
    *at = top->below;
    free(top);
    exits++;
}

void ac__hook_ended(ac_strand *strand)
{
    const entry *top = *top_of(strand);
    if (top)
        wrong(top->function, top->exit, "was entered, and its strand ends without it", NULL);
}

void ac__hook_frame(void *frame, size_t size, bool taken)
{
#ifdef ASAN
    if (taken)
        ASAN_UNPOISON_MEMORY_REGION(frame, size);
#endif
    if (!taken)
        memset(frame, 0xa5, size);
#ifdef ASAN
    if (!taken)
        ASAN_POISON_MEMORY_REGION(frame, size);
#endif
}
