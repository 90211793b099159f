// C does not say which parts of a variable are set while the others are computed; lowered, none is.
// RUN: %asyncc -fsyntax-only %s 2>&1 | FileCheck %s --implicit-check-not=warning:
// RUN: %asyncc -c -Wno-init-order %s -o %t.o 2>&1 | count 0
// RUN: not %asyncc -fsyntax-only -Werror %s 2>&1 | FileCheck %s --check-prefix=ERROR
// ERROR: error: 'p' is used in its own initialiser{{.*}} [-Werror=init-order]
#include <asyncc.h>
#include <stddef.h>
struct buffer {
    char *end, bytes[8];
    size_t used;
    struct buffer *self;
};
async int fill(struct buffer *b);
int look(const char *p);

async int awaited(void)
{
    // CHECK: [[#@LINE+1]]:66: warning: 'p' is used in its own initialiser, which is stored only when all of it is known [-Winit-order]
    struct buffer p = {.bytes = "x", .used = (size_t)await fill(&p)};
    return (int)p.used;
}

async int called_before(int n)
{
    // CHECK: [[#@LINE+1]]:40: warning: 'v' is used in its own initialiser
    int v[3] = {n, look((const char *)(v + 1)), await fill(NULL)};
    return v[2];
}

async int read_with_an_await_elsewhere(int n)
{
    struct {
        struct {
            int a, b;
        } in[2];
        // CHECK: [[#@LINE+1]]:29: warning: 's' is used in its own initialiser
    } s = {{{n, 1}, {2, 2 * s.in[0].a}}};
    return s.in[1].b + await fill(NULL);
}

async int its_address_is_known(int n)
{
    struct buffer p = {.self = &p, .end = p.bytes + await fill(NULL), .used = sizeof p.bytes};
    struct buffer *list[2] = {(struct buffer *)&list[1], n ? p.self : NULL};
    int one = await fill((struct buffer *)&one), *at[1] = {&(&one)[await fill(p.self)]};
    struct buffer q = p.self ? *p.self : *list[0];
    struct buffer r[1] = {{.end = r->bytes, .self = r}}, t[2] = {[1].self = &t[n]};
    struct buffer size = {.used = __builtin_object_size(size.bytes, 0), .self = &size};
    one += (int)size.used;
    return one + *at[0] + await fill(&q) + await fill(r) + await fill(t);
}

int no_await(void)
{
    struct buffer p = {.bytes = "x", .used = (size_t)look(p.bytes)};
    return (int)p.used;
}

async int no_await_either(void)
{
    struct buffer p = {.bytes = "x", .used = (size_t)look(p.bytes)};
    return (int)p.used;
}
