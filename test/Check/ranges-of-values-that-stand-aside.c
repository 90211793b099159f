// Compilers warn of conversions that may lose something, and only of those.
// RUN: %asyncc --cc=gcc -Wall -Wextra -Wconversion -Wsign-conversion -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=warning:
// RUN: %asyncc --cc=gcc -O3 -Wall -Wextra -Wconversion -Wsign-conversion -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=warning:
// RUN: %asyncc --cc=clang-19 -O2 -Wall -Wextra -Wconversion -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=warning:
#include <asyncc.h>

async int f(int n);
async unsigned char fu(int n);
async char fc(int n);
int use(unsigned char byte, int n);
struct parts { unsigned char byte; _Bool one : 1; unsigned three : 3; char text[3]; };

async int nothing_is_lost(int a, unsigned char byte)
{
    unsigned char both = await f(a) && await f(1), either = a > 3 || await f(2);
    unsigned char one = a ? await fu(1) : await fu(2), other = a ? 1 : await fu(2);
    unsigned char third = a ? byte : a == 1 ? await f(2) && a : 99;
    short wider = a ? await fu(1) : (short)await f(2);
    struct parts p = {a && await f(1), await f(2) || a, 2, {await f(2) && a, (await f(1), 'b'), 0}};
    int r = use(await f(2) && a, await f(3));
    p.three = await f(2) && a;
    p.byte = (a, await f(2) || a);
    p.byte |= await f(2) && a;
    p.text[await f(1)] = a ? 'a' : await fc('b');
    p.text[1] = a & 2 ? await fc('c') : await fc('d');
    return both + either + one + other + third + wider + p.byte + r;
}

enum { LOW = 1, HIGH = 500 };
enum kind { FIRST, SECOND };
struct counts { unsigned n; enum kind kind; };

async unsigned no_sign_is_lost(int a, struct counts *c)
{
    unsigned u = a && await f(1), v = a ? 1 : (await f(2), HIGH);
    u = a && await f(2);
    u += a || await f(3);
    c->n = a && await f(4);
    c->n += a == 3 || await f(5);
    u += !await f(6);
    unsigned long z = a && await f(7);
    unsigned some[] = {a ? 1 : (await f(1), 2), a || await f(1)};
    c->kind = await f(1) ? FIRST : SECOND;
    enum kind k = (await f(2), SECOND);
    k = a ? FIRST : (await f(3), SECOND);
    short s = a ? -1 : (await f(1), 300);
    float part = a ? LOW : (await f(1), 2);
    char end = a ? (await f(1), 'b') : '\0';
    if (a > 7)
        return a > 9 ? LOW : (await f(2), HIGH);
    return a && await f(8) ? u + (a && await f(9)) + (k == c->kind) + (v > z) + (part > 1)
           : end == s      ? some[await f(1)]
                           : a && await f(10);
}

async enum kind kind_of(int a)
{
    return a ? FIRST : (await f(1), SECOND);
}

async int no_sign_is_compared(int a, unsigned u, const unsigned char *bytes)
{
    int r = u < (a ? LOW : (await f(1), HIGH));
    r += u > __extension__({ await f(1); HIGH; });
    r += u < 3 + (a ? 1 : (await f(3), 2)) * 2;
    return r + (u == (a ? bytes[0] & 0xff : (await f(1), bytes[1] >> 1)));
}

async unsigned char is_returned(int a)
{
    if (a > 2)
        return await f(1) && a;
    return a ? 1 : await fu(2);
}

async int perhaps(int a, signed char sign)
{
    // CHECK: :[[#@LINE+1]]:{{.*}}warning: {{.*}}conversion
    unsigned char one = a ? await f(1) : await fu(2);
    // CHECK: :[[#@LINE+1]]:{{.*}}warning: {{.*}}conversion
    unsigned char other = (unsigned char)(a + 1) + (a ? 300 : await fu(2));
    // CHECK: :[[#@LINE+1]]:{{.*}}warning: {{.*}}conversion
    signed char third = a ? await fu(1) : sign;
    // CHECK: :[[#@LINE+1]]:{{.*}}warning: {{.*}}conversion
    short s = await f(1);
    // CHECK: :[[#@LINE+1]]:{{.*}}warning: {{.*}}conversion
    sign = await f(s);
    unsigned u = 0;
    // CHECK: :[[#@LINE+1]]:{{.*}}warning: {{.*}}sign
    u = a ? -1 : (await f(1), 1);
    // CHECK: :[[#@LINE+1]]:{{.*}}warning: {{.*}}sign
    a += u < (a ? -1 : (await f(1), 1)) + 1;
    return one + other + third;
}
