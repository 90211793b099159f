// RUN: %run-both %s -Wno-sign-compare
// A signed value that stands aside while another operand waits is compared, converted and reckoned
// with as it would be at once.
#include "Inputs/poll.h"

static int calls;

static int get(int n)
{
    calls++;
    return n;
}

static async unsigned wide(unsigned n)
{
    return (unsigned)await leaf((int)n);
}

static async unsigned __int128 wider(unsigned n)
{
    return (unsigned __int128)await leaf((int)n) << 80;
}

enum { LOW = 1, HIGH = 500 };

static async int sums(int n)
{
    unsigned all = 0xffffffffu, u = 7;
    unsigned char byte = 200;
    short s = n ? -3 : (await leaf(n), -300);
    unsigned long z = 0xffffffff00000000u + (n ? LOW : (await leaf(n), HIGH));
    int r = (all + (n ? LOW : (await leaf(1), HIGH))) < 5ul;
    r = r * 2 + (3 + (n ? LOW : (await leaf(1), HIGH)) * 2 < u);
    r = r * 2 + ((n ? -LOW : (await leaf(1), HIGH)) + 1 < u);
    r = r * 2 + (-1 + (n ? LOW : (await leaf(1), HIGH)) < u);
    r = r * 2 + ((int)u - 9 + (n ? LOW : (await leaf(1), HIGH)) < all);
    byte /= n ? 'd' : (await leaf(1), HIGH);
    u <<= n && await leaf(1);
    u *= n ? HIGH : (await leaf(1), LOW);
    z |= u ^ (n ? LOW : (await leaf(1), HIGH));
    return r * 10 + byte + s + (int)u + (int)(z >> 3 & 0xfff);
}

async int f(int n)
{
    unsigned all = 0xffffffffu;
    int r = 0;
    r = r * 2 + (all == ({ await leaf(n); '\xff'; }));
    r = r * 2 + ((get(n) ? '\377' : 'x') == await wide(all));
    r = r * 2 + ((get(n) ? -1 : 1) > await wide(5));
    r = r * 2 + ((get(n) & 0x7f) < await wide(200));
    r = r * 2 + ((get(n) ? 0xffffffff : 1) == await wide(all));
    r = r * 2 + (!get(n) < await wide(1));
    r = r * 2 + ((await leaf(n) || get(0)) == await wide(1));
    r = r * 2 + (((__int128)get(1) << 80 & (__int128)1 << 80) == await wider(1));
    r = r * 2 + ((unsigned char)get(-1) < await wide(256));
    r = r * 2 + ((get(1), (unsigned short)get(-1)) == await wide(65535));
    r += await sums(n) + await sums(0);
    return r * 100 + calls;
}
