// RUN: %asyncc --cc=gcc %sanitize -O2 %s -o %t && %run %t
// RUN: %asyncc --cc=clang-19 %sanitize %s -o %t && %run %t
// A value that stands aside is converted to a narrower type as it is without that, and not before.
#include <asyncc.h>
#include <assert.h>

static async int f(int n)
{
    await ac_yield();
    return n;
}

static async unsigned char byte(int n)
{
    return (unsigned char)await f(n);
}

static async signed char sign(int n)
{
    return (signed char)await f(n);
}

static async short returned(int n)
{
    return n ? await sign(-3) : await f(70000);
}

static int sum(unsigned char a, int b)
{
    return a + b;
}

async int main(void)
{
    struct { unsigned bits : 3; signed char small; unsigned char parts[2]; } s = {
        await f(4) && await f(8), await f(2) ? await sign(-7) : 'x', {await f(0) || await f(256), 9}};
    assert(s.bits == 1 && s.small == -7 && s.parts[0] == 1 && s.parts[1] == 9);
    unsigned char c = await f(1) ? await byte(255) : 1;
    assert(c == 255);
    c = await f(0) ? 1 : await f(300);
    assert(c == 44);
    c += await f(1) ? await byte(250) : 0;
    assert(c == 38);
    c /= (signed char)await f(-2) < 0 && await f(1);
    assert(c == 38);
    short t = await f(1) ? await byte(200) : await sign(-1);
    assert(t == 200);
    t = await f(0) ? await byte(200) : await sign(-1);
    assert(t == -1);
    t *= await f(1) ? await sign(-5) : (short)1;
    assert(t == 5);
    assert(await returned(1) == -3 && await returned(0) == 70000 - 65536);
    assert(sum(await f(2) && await f(512), await f(3)) == 4);
    s.bits |= await f(0) || await f(16);
    s.bits += await f(1) && await f(16);
    assert(s.bits == 2);
    int r;
    assert(!__builtin_add_overflow(await f(2) && await f(4), await f(5), &r) && r == 6);
    __auto_type logical = await f(2) && await f(4);
    assert(sizeof logical == sizeof(int));
    return 0;
}
