/* To gcc a frame is one object, of which arrays are parts, and a pointer that an await keeps is used.
RUN: %asyncc --cc=gcc %sanitize -O1 -Wall -Wextra -Werror -Wno-stringop-truncation %s -o %t && %run %t
RUN: %asyncc --cc=gcc %sanitize -O2 -Wall -Wextra -Werror -Wno-stringop-truncation %s -o %t && %run %t
RUN: %asyncc --cc=gcc %sanitize -O3 -Wall -Wextra -Werror -Wno-stringop-truncation %s -o %t && %run %t
RUN: %asyncc --cc=gcc --emit=c %s -o %t.c && gcc -O2 -I%S/../../runtime/include -Wall -Wextra -Werror -Wno-stringop-truncation -c %t.c -o %t.o
RUN: not %asyncc --cc=gcc -O2 -Wall -Werror=use-after-free -c %s -o %t.o 2>&1 | FileCheck %s
CHECK: -Werror=use-after-free
 */
#include <asyncc.h>
#include <assert.h>
#include <stdlib.h>
#include <string.h>

static async int f(int n)
{
    await ac_yield();
    return n;
}

__attribute__((noinline)) static void fill(char *line, const char *from)
{
    strcpy(line, from);
}

static async int parts(const char *from)
{
    char line[64], start[8], all[96];
    fill(line, from);
    strcpy(start, "ab");
    await f(1);
    strncat(start, line, 5);
    await f(2);
    strcpy(all, start);
    strcat(all, line);
    await f(3);
    return !strcmp(start, "abtext ") + !strcmp(all, "abtext text of a line");
}

static char *volatile reachable; // when the task is aborted

static async int freed(void)
{
    char *m = malloc(4);
    reachable = m;
    int have = m != NULL;
    for (int i = 0; i < 4; i++)
        if (have) {
            if (await f(i) == 2) {
                free(m);
                have = 0;
                await f(7);
            } else {
                m[0] = 1;
            }
        }
    return have;
}

// Saved over an await, where its callers' frames have smaller members.
struct six {
    int a, b[5];
};

static async struct six make(int a)
{
    await ac_yield();
    return (struct six){a, {a + 1, a + 2}};
}

static async int take(int a, struct six s)
{
    await ac_yield();
    return a + s.a;
}

static async int last(struct six s)
{
    await ac_yield();
    return s.a * s.b[1];
}

async int main(void)
{
    assert(await take(await f(1), await make(3)) == 4);
    assert(await last(await make(await f(1))) == 3);
    assert(await parts("text of a line") == 2);
    assert(!await freed());
    return 0;
}
