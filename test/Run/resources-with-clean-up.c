// A resource whose closing waits: wrapped in a variable that closes it, and used within a block that
// opens and closes it. It is closed once on every way, also when the task is aborted meanwhile.
// RUN: %asyncc %sanitize -g -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
#include <asyncc.h>
#include <stdio.h>

struct connection {
    const char *name;
    int open;
};

static async int open_connection(struct connection *c, const char *name)
{
    int rc = await ac_sleep(1);
    if (rc < 0)
        return rc;
    *c = (struct connection){name, 1};
    printf("open %s\n", name);
    return 0;
}

static async void close_connection(struct connection *c)
{
    if (!c->open)
        return;
    await ac_sleep(1); // shielded: it is closed in order
    printf("close %s\n", c->name);
    c->open = 0;
}

static int queries; // that were begun

static async int query(struct connection *c, int ms)
{
    queries++;
    int rc = await ac_sleep(ms);
    printf("query %s: %s\n", c->name, rc < 0 ? ac_err_name(rc) : "answer");
    return rc;
}

// ---- a wrapper: the variable closes what it holds ----

#define CONNECTION struct connection __attribute__((cleanup(close_connection)))

static async int wrapped(int ms)
{
    CONNECTION a = {0};
    CONNECTION b = {0};
    int rc = await open_connection(&a, "a");
    if (rc < 0)
        return rc;
    if (ms == 0)
        return -1;
    rc = await open_connection(&b, "b");
    return rc < 0 ? rc : await query(&b, ms);
}

// ---- a context manager: a function opens, runs a body, and closes ----

static async int with_connection(const char *name, int (*body)(struct connection *, int), int arg)
{
    struct connection c = {0};
    int rc = await open_connection(&c, name);
    if (rc < 0)
        return rc;
    defer { await close_connection(&c); }
    return await body(&c, arg);
}

static async int two_queries(struct connection *c, int ms)
{
    int rc = await query(c, 1);
    return rc < 0 ? rc : await query(c, ms);
}

static async void stopped(const char *how, int (*stop)(ac_task *))
{
    ac_task *task = ac_spawn(with_connection(how, two_queries, 60000));
    for (int before = queries; queries < before + 2 && ac_has_ended(task) == 0;)
        await ac_sleep(1);
    stop(task);
    int rc = await ac_join(task, NULL);
    printf("%s: %s\n", how, ac_err_name(rc));
}

async int main(void)
{
    // CHECK: open a
    // CHECK-NEXT: open b
    // CHECK-NEXT: query b: answer
    // CHECK-NEXT: close b
    // CHECK-NEXT: close a
    // CHECK-NEXT: 0
    printf("%d\n", await wrapped(1));
    // CHECK-NEXT: open a
    // CHECK-NEXT: close a
    // CHECK-NEXT: -1
    printf("%d\n", await wrapped(0));
    // CHECK-NEXT: open c
    // CHECK-NEXT: query c: answer
    // CHECK-NEXT: query c: answer
    // CHECK-NEXT: close c
    // CHECK-NEXT: 0
    printf("%d\n", await with_connection("c", two_queries, 2));
    // CHECK-NEXT: open cancelled
    // CHECK-NEXT: query cancelled: answer
    // CHECK-NEXT: query cancelled: ECANCELED
    // CHECK-NEXT: close cancelled
    // CHECK-NEXT: cancelled: ETASKCANCELED
    await stopped("cancelled", ac_cancel);
    // CHECK-NEXT: open aborted
    // CHECK-NEXT: query aborted: answer
    // CHECK-NEXT: close aborted
    // CHECK-NEXT: aborted: ETASKABORTED
    await stopped("aborted", ac_abort);
    return 0;
}
