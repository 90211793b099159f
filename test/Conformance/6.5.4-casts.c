// RUN: %run-both %s
// 6.5.4 Casts of awaits, and the implicit conversions of their values.
#include "Inputs/poll.h"
#include <stdint.h>
struct s { int x; };
static async double real(int n) { return await leaf(n) + .75; }
static async void *any(struct s *p) { await leaf(1); return p; }
static async unsigned char byte(int n) { return (unsigned char)await leaf(n); }
static async int (*function(int n))(int) { return await leaf(n), (int (*)(int))0; }
async int f(int n)
{
    struct s s = {n}, *p = await any(&s);
    int r = (char)await leaf(300 + n) + (unsigned char)await leaf(-1) + (int)(unsigned)await leaf(n) + (_Bool)await leaf(n);
    r += (int)await real(n) + (int)(float)await real(2) + (int)((long double)await leaf(n) / 2 * 4);
    r += ((struct s *)await any(&s))->x + (*(struct s *)await any(p)).x + (int)(short)(long)await leaf(70000);
    r += (int)((intptr_t)await any(p) - (intptr_t)&s) + (await function(1) == 0) + !await function(2);
    (void)await leaf(1), (void)await any(p);
    char c = await leaf(255 + n) & 127;
    unsigned u = await byte(-1), shifted = await byte(200) << 4;
    long l = await leaf(-n);
    float x = await leaf(n);
    double d = await byte(n) / 2 + await byte(n) / 2.;
    _Bool b = await real(0);
    long unsigned wide = await leaf(-1);
    return r + c + (int)u + (int)shifted + (int)l + (int)(x * 2) + (int)(d * 4) + b + (int)(wide >> 60);
}
