// Nested groups stand wherever an await may: in operands, conditions, headers, initialisers, bounds,
// statement expressions, exits. Elided, the program prints the same, as nothing of it hangs on who is
// the first.
// RUN: %asyncc %sanitize -O1 -g -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t && %t | FileCheck %s --match-full-lines
// RUN: %runtime-cc -w -DASYNCC_ELIDE %s -o %t.elided && %t.elided | FileCheck %s --match-full-lines
// RUN: %asyncc --emit=c %s -o %t.c && gcc -O1 -Wall -Wextra -Werror -I%S/../../runtime/include -c %t.c -o %t.o
#include <asyncc.h>
#include <stdio.h>

static int runs;

static async int give(int n)
{
    runs++;
    if (n % 2)
        await ac_yield();
    return n;
}

static async int twice(int n)
{
    return n ? 2 + await twice(n - 1) : await give(0);
}

static int add(int a, int b)
{
    return a * 100 + b;
}

struct pair {
    int a, b;
};

static async struct pair both(int a, int b)
{
    struct pair p;
    await ac_all(p.a = give(a), p.b = twice(b));
    return p;
}

#define ALL(place, n) await ac_all(place = give(n), ac_try_all(twice(n), ac_timeout(9000, give(n))))
#define TRY(e)                                                                                     \
    ({                                                                                             \
        int try_ = (e);                                                                            \
        if (try_ < 0)                                                                              \
            return try_;                                                                           \
        try_;                                                                                      \
    })

static async int operands(void)
{
    int a = 0, b = 0, c = 0, all = 1, v[4] = {0}, i = 0;
    struct pair p = {0}, *q = &p;
    // CHECK: 102 1 2 3
    printf("%d ", add((await ac_all(a = give(1), b = twice(1)), a),
                      (await ac_try_all(c = give(3), ac_all(give(2), give(5))), b)));
    printf("%d %d %d\n", a, b, c);
    // CHECK-NEXT: 1 0 5, 0 7
    all = (ALL(a, 5)) == 0 && a == 5;
    b = (ALL(c, 7)) || c == 0;
    printf("%d %d %d, %d ", all, b, a, (ALL(q->a, 7)) ?: 0);
    printf("%d\n", p.a);
    // CHECK-NEXT: 8 0 1
    v[0] += 8 + await ac_all(v[++i] = give(0), ac_all(v[++i] = give(1)));
    printf("%d %d %d\n", v[0], v[1], v[2]);
    // CHECK-NEXT: 4 6
    a = (ALL(b, 4), b) == 4 ? (ALL(c, 6), b) : -1;
    printf("%d %d\n", a, c);
    // CHECK-NEXT: -1 9 9
    a = ~await ac_all(b = give(9), ac_all(ac_all(c = give(9))));
    printf("%d %d %d\n", a, b, c);
    // CHECK-NEXT: 3 3, 4 8
    p = (struct pair){(await ac_all(a = give(3)), a), (ALL(b, 3), b)};
    printf("%d %d, ", p.a, p.b);
    await ac_all(p = both(4, 4), ac_all(*q = both(4, 4)));
    printf("%d %d\n", p.a, p.b);
    // CHECK-NEXT: 4
    printf("%zu\n", sizeof(await ac_all(give(1), ac_all(give(2)))));
    // CHECK-NEXT: 6 11
    a = TRY(({ await ac_all(b = give(6)); b; }));
    b = _Generic(await ac_all(give(1)), int: await ac_try_all(c = give(11)), default: 0) + 11;
    printf("%d %d\n", a, b);
    // CHECK-NEXT: AC_ENOENT
    b = await ac_try_all(give(0), a = give(AC_ENOENT), ac_timeout(9000, ac_all(give(1))));
    printf("AC_%s\n", ac_err_name(b));
    return TRY(await ac_try_all(ac_all(give(1)), a = ac_try_all(give(1), give(AC_ENOENT)))), 1;
}

static async int statements(int n)
{
    int a = 0, b = 0, sum = 0;
    if (await ac_all(a = give(n), ac_all(b = give(1))) == 0 && a == n)
        sum += 1;
    while ((ALL(a, sum)) == 0 && a < 3)
        sum++;
    do {
        if (sum++ == 4)
            continue;
    } while (await ac_all(b = twice(sum), ac_all(give(1))) == 0 && b < 12);
    for (int i = (await ac_all(a = give(0)), a); (ALL(b, i)) == 0 && b < 3;
         i += 1 + await ac_all(give(i), ac_all(give(i))))
        sum += 10;
    switch (await ac_all(a = give(2), ac_try_all(b = give(3))), a) {
    case 1:
        sum = -1;
        break;
    case 2 ... 4:
        if (await ac_try_all(give(1), give(AC_ENOENT)) < 0)
            sum += 100;
        /* fall through */
    default:
        sum += (await ac_all(a = give(1000)), a);
    }
    {
        char bounds[3 + (int)sizeof(int) + await ac_all(a = give(3))];
        sum += (int)sizeof bounds * 10000;
    }
    typeof(await ac_all(give(1))) t = (await ac_all(a = give(1), b = give(2)), b);
    return sum + t;
}

static async void cleaned(int *p)
{
    int a = 0;
    await ac_all(a = give(*p), ac_all(give(1), ac_timeout(9000, give(3))));
    printf("cleaned %d\n", a);
}

static async int exits(int n)
{
    int c __attribute__((cleanup(cleaned))) = await ac_all(give(1)) + n;
    for (int i = 0; i < 2; i++) {
        int a = 0, b = 0;
        defer { printf("exit %d %d\n", (ALL(a, i), a), b); }
        if (i)
            return await ac_all(b = give(n), ac_all(a = twice(n))), a + b;
        await ac_all(b = give(c), give(c));
    }
    return 0;
}

typedef int four __attribute__((vector_size(16)));

// An element is assigned where its vector lies.
static async int elements(int n)
{
    four v = {n, n, n, n}, w[2] = {v, v};
    await ac_all(v[0] = give(n + 1), w[add(0, 1)][3] = give(n + 2), v[1] = twice(n));
    return v[0] * 1000 + v[1] * 100 + w[1][3] * 10 + v[2];
}

async int main(void)
{
    // CHECK-NEXT: ENOENT
    printf("%s\n", ac_err_name(await operands()));
    // CHECK-NEXT: 71138
    printf("%d\n", await statements(5));
    // CHECK-NEXT: exit 0 7
    // CHECK-NEXT: exit 1 7
    // CHECK-NEXT: cleaned 7
    // CHECK-NEXT: 21
    printf("%d\n", await exits(7));
    // CHECK-NEXT: 7075
    printf("%d\n", await elements(5));
    // CHECK-NEXT: runs 101
    printf("runs %d\n", runs);
    return 0;
}
