// RUN: %run-both %s
// A comment is a blank: in front of a directive, between a macro and its arguments, within those. One
// that speaks of falling through is heeded wherever it stands, and changes nothing else.
#include "Inputs/poll.h"
/* a comment */ #include <stdio.h>
#include <string.h>

#define N 4
/* one */ #undef N
/* and
   one more */ #define N 5

#define ADD(n) ((n) + 1)
static int(ADD)(int n)
{
    return n + 100;
}
#define TEXT(x) #x
#define PASTE(a, b) a##b
#define COUNT(...) sizeof(TEXT(__VA_ARGS__))

static async int directives(int n)
{
    n += await leaf(N);
/* x */ #if 0
    n += 100;
/* y */ #else // z
    n += 2; // one
    n += ADD /* macro */ (3);
    n += (ADD)(1);
    return n;
/* z */ #endif
}

static async int arguments(int n)
{
    int two = PASTE(n /* c */, /* d */);
    n += await leaf((int)COUNT(a /* b */ c) + (int)COUNT(/* none */));
    return n + two + (int)strlen(TEXT(1 /* one */ + /* two */ 2));
}

#define IN_MACRO(n, k) \
    case k:            \
        n++;

static async int through(int n)
{
    int r = 0;
    switch (n) {
    case 0: r++; /* fall through */ case 1: r++;
        /* FALLTHROUGH */
    case 2:
        r += await leaf(1);
        // falls through
    case 3: case 4:
        r += 10; /* fall
                    through */
    default:
        r += '"' - '"' + 10;
        // fallthrough
    IN_MACRO(r, 8) /* fall through */ case 9:
        r += await leaf(1);
    }
    return r;
}

static int ordinary(int n)
{
    switch (n) {
    case 1:
        n++;
        /* fall through */
    case 2:
        n++;
        goto out;
    out:
        n++;
        // fall-through
    default:
        n++;
    }
    return n;
}

async int f(int n)
{
    printf("%d %d ", await directives(n), await arguments(n));
    printf("%d %d\n", await through(n), ordinary(n));
    return n;
}
