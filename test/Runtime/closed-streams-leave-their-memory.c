// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// RUN: %runtime-cc -DASYNCC_ELIDE %s -o %t.elided && %t.elided
// However many streams a task closes without letting others run, the memory of few of them stays.
#include "check.h"

extern void *(*ac__malloc)(size_t);
extern void (*ac__free)(void *);

static int there, most;

static void *counting_malloc(size_t n)
{
    void *p = malloc(n);
    there += p != NULL;
    if (most < there)
        most = there;
    return p;
}

static void counting_free(void *p)
{
    there -= p != NULL;
    free(p);
}

static async int of_streams(int n)
{
    ac_io *a, *b;
    char c;
    int before = there;
    most = there;
    for (int i = 0; i < n; i++) {
        CHECK_EQ(ac_pipe(&a, &b), 0);
        if (i % 100 == 0) { // also with operations that end at once
            CHECK_EQ(await ac_write(b, "x", 1), 0);
            CHECK_EQ(await ac_read(a, &c, 1), 1);
        }
        CHECK_EQ(await ac_io_close(a), 0);
        CHECK_EQ(await ac_io_close(b), 0);
    }
    CHECK(most - before < 200);
    return 0;
}

static async int of_listeners(int n)
{
    int before = there;
    most = there;
    for (int i = 0; i < n; i++) {
        ac_listener *listener;
        CHECK_EQ(ac_tcp_listen(&listener, "127.0.0.1", 0, 0), 0);
        ac_listener_close(listener);
    }
    CHECK(most - before < 200);
    return 0;
}

static async int test(void)
{
    await of_streams(5000);
    await of_listeners(1000);
    return 0;
}

int main(void)
{
    ac__malloc = counting_malloc;
    ac__free = counting_free;
    CHECK_EQ(ac_run(test()), 0);
}
