// RUN: %asyncc %sanitize -O1 -g -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
// RUN: %runtime-cc -w -DASYNCC_ELIDE %s -o %t.elided && %t.elided | FileCheck %s --match-full-lines
// RUN: %asyncc --emit=c %s -o %t.c && gcc -O1 -Wall -Wextra -Werror -I%S/../../runtime/include -c %t.c -o %t.o
// The end of a scope waits for its tasks, which may use what its block declares. Elided or not, the
// program prints the same, as no task is cancelled.
#include <asyncc.h>
#include <stdio.h>
#include <string.h>
struct work {
    int rounds, *sum;
};
static int freed;

static async int count(struct work *w)
{
    for (int i = 0; i < w->rounds; i++) {
        await ac_yield();
        *w->sum += 1;
    }
    return *w->sum;
}

static async struct work wide(const char *text, char *to)
{
    await ac_sleep(1);
    strcpy(to, text);
    return (struct work){0};
}

static int plain(struct work *w)
{
    *w->sum += 100;
    return 0;
}

static void spawn_two(ac_scope *s, struct work *w)
{
    if (!ac_spawn_in(s, count(w)) || !ac_spawn_in(s, count(w)))
        puts("no memory");
}

// A task of the scope that starts others in it.
static async void tree(ac_scope *s, int depth, int *leaves)
{
    if (depth == 0) {
        ++*leaves;
        return;
    }
    await ac_yield();
    for (int i = 0; i < 3; i++)
        ac_spawn_in(s, tree(s, depth - 1, leaves));
}

static async void free_slowly(int *n)
{
    await ac_yield();
    freed += *n;
}

static ac_scope *next_scope(ac_scope *s)
{
    printf("scope ");
    return s;
}

static async int two(void)
{
    await ac_yield();
    printf("argument\n");
    return 2;
}

static async int sums(int n)
{
    int total = 0;
    defer { printf("sums end, total %d\n", total); }
    for (int i = 0; i < n; i++) {
        int resource __attribute__((cleanup(free_slowly))) = 1;
        ac_scope (s) {
            // Nothing but the end of the block waits.
            int a = 0, b = 0, c = 0;
            char text[3][8];
            struct work four = {4, &c};
            int (*pointers[2])(struct work *) = {count, plain};
            ac_spawn_in(s, count(&(struct work){3, &a}));
            for (int k = 0; k < 2; k++)
                ac_spawn_in(s, pointers[k](&four));
            spawn_two(s, &(struct work){5, &b});
            for (int k = 0; k < 3; k++)
                ac_spawn_in(s, wide((const char *[]){"one", "two", "three"}[k], text[k]));
            ac_scope (inner)
                ac_spawn_in(inner, count(&(struct work){7, &total}));
            if (i == 1)
                continue;
            defer {
                // A task that is stopped does not come so far.
                for (int k = 0; k < 1000 && (a < 3 || b < 10 || c < 104); k++)
                    await ac_yield();
                await ac_sleep(30);
                printf("%d %d %d %s %s %s\n", a, b, c, text[0], text[1], text[2]);
            }
            printf("round %d\n", i);
        }
        printf("after %d\n", i);
    }
    return total;
}

async int main(void)
{
    // CHECK: round 0
    // CHECK-NEXT: 3 10 104 one two three
    // CHECK-NEXT: after 0
    // CHECK-NEXT: after 1
    // CHECK-NEXT: round 2
    // CHECK-NEXT: 3 10 104 one two three
    // CHECK-NEXT: after 2
    // CHECK-NEXT: sums end, total 21
    // CHECK-NEXT: 21 3
    printf("%d", await sums(3));
    printf(" %d\n", freed);

    int leaves = 0;
    ac_scope (s) {
        ac_spawn_in(s, tree(s, 6, &leaves));
    }
    // CHECK-NEXT: 729 leaves
    printf("%d leaves\n", leaves);

    // CHECK-NEXT: scope argument
    // CHECK-NEXT: 2
    int sum = 0, rc = 0;
    ac_scope (s) {
        ac_task *t = ac_spawn_in(next_scope(s), count(&(struct work){await two(), &sum}));
        rc = t == NULL;
    }
    printf("%d\n", sum + rc);

    // Nobody in it, and left at once.
    ac_scope (s) {
    }
    ac_scope (s)
        break;
    // CHECK-NEXT: alive 1
    printf("alive %zu\n", ac_tasks_alive() ? ac_tasks_alive() : 1);
    return 0;
}
