// RUN: %asyncc --cc=gcc %sanitize -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=gcc %sanitize -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=gcc %sanitize -O3 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -Wall -Wextra -Werror --no-embed %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s
// What is checked against the size of an array holds for one in a frame, whatever shares its bytes.
// CHECK: 120 97 113 4 120
#include <asyncc.h>
#include <stdio.h>
#include <string.h>
struct record { char a[8], b[8]; int n; };
static async void pass(void *p)
{
    await ac_yield();
    *(volatile char *)p = 'x';
}
// Not inlined before sizes are looked for.
static void fill(char *p, int n)
{
    if (n > 100)
        printf("never %d %s\n", n, p);
    strcpy(p, "sssssssssssssssssssssssssssssssssssssss");
    p[0] = 0;
    strcat(p, "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv");
    memset(p, 'a', 40);
}
static async int arrays(int n)
{
    char buf[16], small[3];
    int numbers[4] = {1, 2, 3, 4};
    await pass(buf);
    memset(buf + 1, 'a', sizeof buf - 1);
    strcpy(buf + n, "123456789012345");
    buf[7] = 0;
    strcat(buf, "abcdefgh");
    sprintf(buf, "%s", "x23456789012345");
    await pass(small);
    strcpy(small, "ab");
    stpcpy(small, "cd");
    memset(numbers + n, 0, sizeof numbers - (size_t)n * sizeof *numbers);
    await pass(small);
    memmove(small, buf, sizeof small);
    return small[0] + numbers[3];
}
static async int records(int n)
{
    struct record s, t[2];
    memset(&s, 0, sizeof s);
    memset(t, 0, sizeof t);
    await pass(&s);
    memset(s.a, 'a', sizeof s.a);
    strcpy(s.b, "1234567");
    snprintf(t[n].b, sizeof t[n].b, "%s", s.b);
    await pass(t);
    memcpy(t, &(struct record[2]){s, s}, sizeof t);
    strcpy(t[n + 1].a, "1234567");
    await pass(t[n + 1].b);
    memcpy(&s, &t[n], sizeof s);
    return s.a[7];
}
static async int offsets(int n)
{
    char line[32] = "0123456789012345678901234567890", *p = line + n;
    char (*rows)[8] = (char[4][8]){"a", "b"};
    await pass(line);
    char *q = n ? line : line + 4;
    strcpy(p, "1234567890123456789012345678901");
    memset(q, 'z', 28);
    memset(rows, 'r', 32);
    await pass(rows);
    strcpy(rows[3], "1234567");
    memset(rows[n + 1], 'q', 24);
    await pass(line);
    return rows[3][7] + line[0] - 'x';
}
static async int alternatives(int n)
{
    int sum = 0;
    for (int i = 0; i < 2; i++) {
        if (i == n) {
            char a[8], c[24];
            await pass(a);
            await pass(c);
            memset(c, 1, sizeof c);
            memset(a, 1, sizeof a);
            sum += a[7] + c[23];
        } else {
            struct { char a[40]; int n; } big = {.n = n};
            await pass(&big);
            fill(big.a, n);
            char d[72];
            await pass(big.a);
            await pass(d);
            snprintf(d, sizeof d, "%071d", 1);
            sum += d[70] - '0' + (big.a[39] == 'b') + (strlen(d) == 71);
        }
    }
    return sum;
}
static async int recursive(int n, char *up, size_t size)
{
    char mine[48];
    memset(mine, n, sizeof mine);
    memset(up, 'x', size);
    if (n == 0)
        return 0;
    int r = await recursive(n - 1, mine, sizeof mine);
    r += mine[47] == 'x';
    snprintf(mine, sizeof mine, "%047d", r);
    return mine[0] == '0' ? up[0] : r;
}
async int main(void)
{
    char up[100];
    printf("%d %d ", await arrays(0), await records(0));
    int (*p)(int) = offsets;
    ac_task *task = ac_spawn(alternatives(1));
    int sum = 0;
    await ac_join(task, &sum);
    printf("%d %d %d\n", await p(0), sum, await recursive(5, up, sizeof up));
    return 0;
}
