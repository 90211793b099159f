// fatal.c: messages that end the program, and where memory comes from.
#include "internal.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void *(*ac__malloc)(size_t) = malloc;
void (*ac__free)(void *) = free;

void ac__fatal(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    // One write, so that the messages of two threads do not mix.
    char line[512];
    int n = snprintf(line, sizeof line, "asyncc: ");
    vsnprintf(line + n, sizeof line - (size_t)n, format, args);
    va_end(args);
    fflush(stdout);
    fprintf(stderr, "%s\n", line);
    abort();
}

void ac_bad_resume(const char *name, unsigned state)
{
    ac__fatal("async function '%s' resumed in state %u, in which it does not wait", name, state);
}

void ac_not_awaited(const char *name)
{
    ac__fatal("async function '%s' called without await", name);
}
