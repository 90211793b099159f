// RUN: %run-both %s
// 6.7.5 Alignment of what lives across awaits: by a type, by an expression, by an attribute.
#include "Inputs/poll.h"
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#define UNIT 8
enum { LINE = 64 };
#define IS_ALIGNED(p, to) ((uintptr_t)(p) % (to) == 0)
struct wide { _Alignas(UNIT * 4) char c[2]; };
async int in_blocks(int n)
{
    char before = 1, *to_before = &before;
    _Alignas(LINE) char line = 2, *to_line = &line;
    _Alignas(UNIT * 4) char a[3] = {1, 2, 3};
    _Alignas(struct wide) int b = 4, c = 5;
    int *to_b = &b, *to_c = &c;
    char d[UNIT] __attribute__((unused, aligned(sizeof(long) * 2))) = {6};
    long e __attribute__((__aligned__(__alignof__(max_align_t)))), *to_e = &e;
    __attribute((aligned(0b100000000))) char binary = 1, *to_binary = &binary;
    _Alignas(0x80U) char hex = 1, *to_hex = &hex;
    _Alignas(0) char plain = 7, *to_plain = &plain;
    _Alignas(UNIT * UNIT) struct { char c; } own = {8}, *to_own = &own;
    const _Alignas(LINE / 2) short kept = 9, *to_kept = &kept;
    e = await leaf(n);
    int r = IS_ALIGNED(to_line, 64) + IS_ALIGNED(a, 32) + IS_ALIGNED(to_b, 32) + IS_ALIGNED(to_c, 32) +
            IS_ALIGNED(d, 16) + IS_ALIGNED(to_e, __alignof__(max_align_t)) + IS_ALIGNED(to_own, 64) + IS_ALIGNED(to_kept, 32);
    r += IS_ALIGNED(to_binary, 256) * *to_binary + IS_ALIGNED(to_hex, 128) * *to_hex;
    return r * 100 + *to_before + *to_line + a[2] + *to_b + *to_c + d[0] + (int)*to_e + *to_plain + to_own->c + *to_kept;
}
async int in_headers(int n)
{
    int r = 0;
    for (_Alignas(LINE + 0) char c = 1, *p = &c; n < 5; n += await leaf(*p))
        r += IS_ALIGNED(p, 64);
    return r;
}
async int not_pinned(int n)
{
    _Alignas(LINE * 2) int over = n + 1;
    int r = await leaf(n);
    {
        _Alignas(LINE * 2) char before[2] = {1, (char)n};
        r += before[1] + IS_ALIGNED(before, 128);
    }
    return r + await leaf(over);
}
// The expressions may name variables that are in the frame, and others that hide them.
static async int of_variables(int n)
{
    long far = n, *pf = &far;
    struct { int pair[2]; } s = {{1, await leaf(n)}}, *ps = &s;
    _Alignas(sizeof s.pair * 2) char line[3] = {1, (char)await leaf(3)}, *pl = line;
    _Alignas(_Alignof(__typeof__(ps->pair))) char saved = (char)await leaf(4);
    int far_away __attribute__((aligned(sizeof(*pf) * sizeof s))) = 5, *pa = &far_away;
    _Alignas(__typeof__(far)) int saved_too = await leaf(1);
    {
        char far[32] = {1}, *p = far;
        await leaf(1);
        _Alignas(sizeof far) int wide = await leaf(2), *pw = &wide;
        await leaf(1);
        *pw += IS_ALIGNED(pw, 32) + *p;
        *pf += wide;
    }
    return (int)far + ps->pair[1] + pl[1] + IS_ALIGNED(pl, 16) + *pa + IS_ALIGNED(pa, 8) + saved + saved_too;
}
// In what is not declared itself: members, tags, typedefs; globals bear the same names.
double size[16];
static async int of_types(int n)
{
    short size = (short)n, *ps = &size;
    await leaf(n);
    struct __attribute__((aligned(sizeof size * 8))) tag { char c; };
    struct { char before; _Alignas(2 * sizeof(size)) char c; short d __attribute__((packed, aligned(4 * sizeof(size)))); } m = {1, 2, 3}, *pm = &m;
    typedef char aligned __attribute__((__aligned__(sizeof(size))));
    typedef char chars __attribute__((vector_size(sizeof size * 4)));
    chars v = {1, (char)await leaf(n)};
    pm->d += (short)await leaf(1);
    *ps += 1;
    return size + (int)_Alignof(struct tag) + 100 * (int)offsetof(__typeof__(m), c) + (int)sizeof m + m.d + (int)_Alignof(aligned) + v[1] +
           (int)sizeof v + (int)sizeof(struct { _Alignas(sizeof(size) * 2) char c; });
}
// GNU C: typedefs of a block that tell another alignment, smaller or larger, than their type's.
static async int of_typedefs(int n)
{
    typedef long low __attribute__((aligned(4)));
    typedef int high __attribute__((aligned(16)));
    typedef int pair __attribute__((vector_size(8), aligned(4)));
    char before = 1;
    low saved = n, row[2] = {n, 2}, *pinned = row, chosen = await leaf(n) ? (low)await leaf(n) : 3;
    high wide = n, *pw = &wide, kept = await leaf(2);
    pair two = {n, await leaf(3)};
    await leaf(1);
    saved += (before++, chosen) * await leaf(2);
    return (int)(saved + pinned[1]) + *pw + kept + two[1] + before + IS_ALIGNED(pw, 16);
}
static async int low_only(int n)
{
    typedef long low __attribute__((aligned(4)));
    low saved = n;
    await leaf(1);
    return (int)saved;
}
// GNU C: the alignment of a variable is its own, told by numbers, expressions, an attribute alone.
static async int told(int n)
{
    _Alignas(LINE) char line[8] = {1}, *to_line = line;
    int lower __attribute__((aligned(2))) = 2, *to_lower = &lower, plain = 3, *to_plain = &plain;
    int two __attribute__((aligned(8), aligned(UNIT * 4))) = n, *to_two = &two;
    long most __attribute__((aligned)) = 4, *to_most = &most;
    _Static_assert(__alignof__(two) == UNIT * 4, "its own");
    await leaf(n);
    int r = *to_line + *to_lower + *to_plain + *to_two + (int)*to_most;
    r += (int)(__alignof__ line + __alignof((line)) * 2 + sizeof(char[__alignof__(lower)]) * 1000);
    return r + (int)(__alignof__(line[0]) + __alignof__(plain) * 10 + __alignof__(two) * 100 + __alignof__(most));
}
// By awaits that are not run: libclang shows nothing of attributes' operands, and of _Generic no types.
static async long loud(int n) { puts("never"); return await leaf(n); }
static async int by_awaits(int n)
{
    _Alignas(sizeof(await loud(1)) * 8) char line[3] = {1, 2, 3}, *to_line = line;
    char after[3] __attribute__((aligned(_Alignof(__typeof__(await loud(n))) * 4))) = {4}, *to_after = after;
    struct { char c; int a __attribute__((aligned(sizeof(await loud(n)) * 4))); } s = {1, 2};
    struct __attribute__((packed, aligned(sizeof(await loud(1)) * 2))) { char c; int a; } t = {3, 4}, *to_t = &t;
    typedef int four __attribute__((vector_size(sizeof(await loud(n)) * 2)));
    four v = {1, 2, 3, await leaf(n)};
    await leaf(1);
    int r = _Generic(1L, __typeof__(await loud(n)): 2, default: 3) + _Generic(n, __typeof__(await loud(n)): await leaf(10), int: await leaf(20));
    int places = IS_ALIGNED(to_line, 64) + IS_ALIGNED(to_after, 32) + IS_ALIGNED(&s.a, 32) + IS_ALIGNED(to_t, 16);
    return r + v[3] + s.a * 100 + t.a * 1000 + places * 10000 + *to_line + *to_after + (int)sizeof t;
}
// GNU C: typedefs that align a struct without a tag otherwise than its members do.
typedef struct { long a, b; } wider __attribute__((aligned(16)));
typedef struct { int x, y; } narrower __attribute__((aligned(1)));
typedef const union { long a; char c[3]; } fixed __attribute__((aligned(32)));
typedef enum { NO, YES } answer __attribute__((aligned(16)));
static async int yes(answer a, int n) { await leaf(n); return a == YES; }
struct holder { wider w; char c; wider more[2]; };
static async wider make(long a) { await leaf(1); return (wider){a, a + 1}; }
static async narrower make_narrow(int n) { narrower r = {n, await leaf(n)}; return r; }
static async long take(wider w, narrower x, int n) { wider kept = w; await leaf(n); return kept.a + w.b + x.y; }
static async long by_recursion(wider w, int n) { return n ? await by_recursion((wider){w.b, w.a + n}, n - 1) + w.a : w.b; }
static async long by_address(wider *p, wider (*q)[2]) { p->a += await leaf(1); (*q)[1] = *p; return p->a; }
static async int of_realigned(int n)
{
    wider w = {1, n}, two[2] = {{3, 4}}, made = await make(n), x, y;
    struct holder h = {.w = await make(7), .c = 'x', .more = {w, await make(9)}};
    narrower low = await make_narrow(n);
    fixed kept = {await leaf(n)}, *to_kept = &kept;
    long r = await take(w, low, 1) + await by_recursion(made, 5) + await by_address(&w, &two);
    x = await make(1), y = await make(2);
    wider *literal = &(wider){await leaf(1), 2};
    await leaf(2);
    int places = IS_ALIGNED(&w, 16) + IS_ALIGNED(two, 16) + IS_ALIGNED(&h, 16) + IS_ALIGNED(literal, 16) + IS_ALIGNED(to_kept, 32);
    return (int)(r + two[1].a + h.more[1].b + h.w.a + x.a * 10 + y.b * 100 + literal->a + to_kept->a) + (await make_narrow(2)).y + await yes(YES, n) + places * 10000;
}
async int f(int n)
{
    return await of_realigned(n) + await by_awaits(n) + await told(n) + await low_only(n) + await of_types(n) + await of_typedefs(n) * 10000 + await of_variables(n) * 1000 + await in_blocks(n) * 100 + await in_headers(n) * 10 + await not_pinned(n);
}
