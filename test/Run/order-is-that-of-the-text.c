// What C leaves open happens in the order of the text where an await takes part: effects in designated initialisers, in
// lvalues that are selected, and in literals whose members are assigned.
// RUN: %asyncc %sanitize -w -I%S %s -o %t && %t | FileCheck %s
// RUN: %asyncc --cc=clang-19 -O2 %sanitize -w -I%S %s -o %t && %t | FileCheck %s
#include <asyncc.h>
#include <stdio.h>

static int say(int n)
{
    printf("%d ", n);
    return n;
}
static async int f(int n)
{
    await ac_yield();
    return say(n);
}
struct s { int a, b, c; };
struct nested { struct s s, t; int more[3]; };
#ifdef __clang__
typedef int vector __attribute__((ext_vector_type(4)));
static vector *vector_at(int n)
{
    static vector v;
    say(n);
    return &v;
}
#endif
static async int use(struct s s)
{
    await ac_yield();
    return s.a + s.b;
}

async int main(void)
{
    // CHECK: 1 2 3 ;
    struct s t1 = {.a = say(1), .b = await f(2), .c = say(3)};
    puts(";");
    // CHECK-NEXT: 1 2 3 ;
    struct s t2 = {.c = say(1), .b = say(2), .a = await f(3)};
    puts(";");
    // CHECK-NEXT: 1 2 ;
    int t3[] = {[2] = say(1), [0] = await f(2)};
    puts(";");
    // CHECK-NEXT: 1 2 ;
    struct s t4[2] = {[1] = {.a = say(1)}, [0].a = await f(2)};
    puts(";");
    // CHECK-NEXT: 1 2 3 4 ;
    struct nested t5 = {.s.a = say(1), .s.b = await f(2), .t = {say(3), await f(4)}};
    puts(";");
    // CHECK-NEXT: 1 2 3 ;
    struct s t6 = {c: say(1), b: await f(2), a: say(3)};
    puts(";");
    // CHECK-NEXT: 1 2 3 4 ;
    int r = await use((struct s){.b = say(1), .a = await f(2)}) + await use((struct s){.b = say(3), .a = await f(4)});
    puts(";");
    // CHECK-NEXT: 1 2 3 4 5 ;
    await ac_all(use((struct s){.b = say(1), .a = await f(2)}), r = use((struct s){.c = say(3), .b = await f(4), .a = say(5)}));
    puts(";");
    // CHECK-NEXT: 1 2 ;
    int joined;
    await ac_join(ac_spawn(use((struct s){.b = say(1), .a = await f(2)})), &joined);
    puts(";");

    // CHECK-NEXT: 1 2 3 4 5 6 7 8 ;
    int a[10] = {0}, i = 0;
    _Generic(0, int: a[say(1)], default: i) = await f(2);
    __builtin_choose_expr(1, a[say(3)], i) = await f(4);
    __builtin_choose_expr(0, a[say(9)], *(a + say(5))) += await f(6);
    (struct s){say(7), 1}.b = await f(8);
    puts(";");
    // CHECK-NEXT: 2 4 6
    printf("%d %d %d\n", a[1], a[3], a[5]);
    // CHECK-NEXT: 1 2 3 4 ;
#ifdef __clang__
    (*vector_at(1)).x = await f(2);
    vector_at(3)->y += await f(4);
    puts(";");
#else
    puts("1 2 3 4 ;");
#endif
    // CHECK-NEXT: 3 5 {{.*}} 5 6;;
    int at = 3;
    await ac_all(_Generic(0, int: a[at]) = f(say(3)), a[at] = f(at = say(5)), f(1));
    printf("%d %d;", a[3], a[5]);
    puts(";");
    return 0;
}
