// RUN: %asyncc --cc=gcc %sanitize -Wall -Wextra -Werror %s -o %t && %t
// RUN: %asyncc --cc=clang-19 %sanitize -Wall -Wextra -Werror %s -o %t && %t
// Ordinary functions that start tasks may jump as they like.
#include <asyncc.h>

static async int one(void)
{
    await ac_yield();
    return 1;
}

int main(int argc, char **argv)
{
    static const void *const ways[] = {&&again, &&out};
    (void)argv;
    int n = 0;
again:
    n += ac_run(one());
    if (n < 3)
        goto again;
    while (1) {
        if (n > 5)
            break;
        n++;
        continue;
    }
    switch (argc) {
    case 1:
        break;
    default:
        goto out;
    }
    goto *ways[n == 6];
out:
    return n == 6 ? 0 : 1;
}
