// Headers that name parameters of their prototypes `async` may stand behind <asyncc.h>; uv.h is
// one. RUN: %asyncc %sanitize -Wall -Wextra -Werror %s -o %t -luv && %run %t RUN: %asyncc
// --cc=clang-19 %sanitize -Wall -Wextra -Werror %s -o %t -luv && %run %t
#include <asyncc.h>
#include "Inputs/has-async-parameters.h"
#include <uv.h>

int get_data(void *from, char **out, int number)
{
    *out = from;
    return number;
}

void each(int (*call)(void *, const char *), int *number, char text[10])
{
    *number = call(number, text);
}

static int length(void *number, const char *text)
{
    return number ? text[0] : 0;
}

static int is_null(const void *p)
{
    return !p;
}

async int main(void)
{
    char *out, text[10] = "A";
    int number = get_data(text, &out, 1);
    each(length, &number, out);
    await ac_yield();
    callback *none = NULL;
    struct calls calls = {is_null};
    return !(number == 'A' && !none && calls.call(NULL) && uv_version() > 0);
}
