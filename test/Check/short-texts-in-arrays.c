// Arrays as long as a register, with a text that is shorter, are filled by moves of that length.
// RUN: %asyncc --cc=gcc -O2 -march=x86-64-v4 -Wall -Wextra -Werror -c %s -o %t.o
// RUN: %asyncc --cc=gcc -O3 -march=x86-64-v4 -Wall -Wextra -Werror -c %s -o %t.o
#include <asyncc.h>
async int leaf(char *p, int n);

#define WITH(name, size, ...)                                                                      \
    async int name(void)                                                                           \
    {                                                                                              \
        char text[size] = __VA_ARGS__;                                                             \
        return await leaf(text, size);                                                             \
    }

WITH(empty_32, 32, "")
WITH(text_32, 32, "abc")
WITH(list_32, 32, {1, 2})
WITH(empty_64, 64, "")
WITH(text_64, 64, "abc")
WITH(list_64, 64, {1, 2})
