// RUN: %run-both %s
// 7.17 Each generic function of <stdatomic.h> with awaits in its operands.
#include "Inputs/poll.h"
#include <stdatomic.h>
#include <stdio.h>
struct pair { int a, b; };
struct cell { atomic_int count; atomic_llong wide; _Atomic(int *) at; _Atomic struct pair both; atomic_bool ready; };
static struct cell global;
static int numbers[4] = {1, 2, 3, 4};
static async struct cell *cell(int n) { await leaf(n); return &global; }
static async memory_order order(int n) { await leaf(n); return memory_order_seq_cst; }
static async struct pair both(int n) { int a = await leaf(n); return (struct pair){a, 2 * a}; }
static async int *number(int n) { return &numbers[await leaf(n)]; }

static async int stores_and_loads(int n)
{
    atomic_int own;
    atomic_init(&own, await leaf(n));
    atomic_store(&(await cell(n))->count, await leaf(4) + own);
    atomic_store_explicit(&own, await leaf(3), await order(1));
    int r = atomic_load(&own) + atomic_load(&(await cell(2))->count);
    r = r * 10 + atomic_load_explicit(&(await cell(2))->count, await order(n)) + await leaf(1);
    atomic_store(&global.both, await both(n));
    struct pair p = atomic_load(&(await cell(n))->both);
    atomic_store(&global.at, await number(2));
    return r * 100 + p.a + p.b + *atomic_load(&(await cell(n))->at);
}

static async int exchanges(int n)
{
    atomic_int own = n;
    int expected = 1, r = atomic_exchange(&own, await leaf(1));
    r = r * 10 + atomic_exchange_explicit(&(await cell(n))->count, await leaf(6), await order(n));
    r = r * 10 + atomic_compare_exchange_strong(&own, &expected, await leaf(7));
    r = r * 10 + atomic_compare_exchange_strong_explicit(&own, &expected, await leaf(9), await order(1), await order(2));
    r = r * 10 + expected;
    for (int k = 0; k < 50 && !atomic_compare_exchange_weak(&(await cell(n))->count, &expected, await leaf(5)); k++)
        r++;
    expected = atomic_load(&global.count);
    while (!atomic_compare_exchange_weak_explicit(&global.count, &expected, await leaf(8), await order(1), await order(1)))
        ;
    return r * 10 + own;
}

static async int arithmetic(int n)
{
    atomic_int own = n;
    long long wide = 0;
    int r = atomic_fetch_add(&own, await leaf(5)) + await leaf(n) * atomic_fetch_sub(&own, await leaf(2));
    r = r * 10 + atomic_fetch_or(&own, await leaf(8)) + atomic_fetch_xor(&own, await leaf(1)) + atomic_fetch_and(&own, await leaf(6));
    r = r * 10 + atomic_fetch_add_explicit(&(await cell(n))->count, await leaf(2), await order(n));
    r += atomic_fetch_sub_explicit(&global.count, await leaf(1), await order(n));
    r += atomic_fetch_or_explicit(&global.count, await leaf(16), await order(n));
    r += atomic_fetch_xor_explicit(&global.count, await leaf(3), await order(n));
    r += atomic_fetch_and_explicit(&global.count, await leaf(30), await order(n));
    // The result has the type of the object, also as an operand beside an await.
    wide = (atomic_fetch_add(&(await cell(n))->wide, 1LL << 40) >> 3) + await leaf(n);
    wide += atomic_fetch_add(&global.wide, await leaf(1)) + await leaf(n);
    r += *atomic_exchange(&global.at, &numbers[await leaf(1)]) * 100;
    r += *(atomic_load(&global.at) + await leaf(1));
    r += (int)(wide >> 38) + (int)(wide & 1023);
    r = r * 100 + atomic_fetch_add(&own, atomic_fetch_add(&own, await leaf(1)) + await leaf(2));
    return r + own;
}

static async int flags(int n)
{
    atomic_flag flag = ATOMIC_FLAG_INIT;
    int r = atomic_flag_test_and_set(&flag) + await leaf(n);
    r = r * 10 + atomic_flag_test_and_set_explicit(&flag, await order(n));
    atomic_flag_clear_explicit(&flag, await order(1));
    r = r * 10 + atomic_flag_test_and_set(&flag);
    atomic_flag_clear(&flag);
    atomic_thread_fence(await order(1));
    atomic_signal_fence(await order(1));
    atomic_store(&global.ready, await leaf(n) > 0);
    r += kill_dependency(await leaf(n)) + atomic_is_lock_free(&(await cell(n))->count) + atomic_load(&global.ready);
    return r;
}

static async int builtins(int n)
{
    _Atomic unsigned short own = 7;
    unsigned plain = (unsigned)n;
    long r = __atomic_add_fetch(&plain, await leaf(3), await order(1)) + await leaf(n);
    r = r * 10 + __atomic_sub_fetch(&plain, await leaf(1), __ATOMIC_SEQ_CST);
    r = r * 10 + __atomic_nand_fetch(&plain, await leaf(1), __ATOMIC_SEQ_CST) % 10;
    r = r * 10 + __atomic_load_n(&plain, await order(1)) % 10 + __atomic_exchange_n(&plain, await leaf(6), __ATOMIC_SEQ_CST) % 7;
    __atomic_store_n(&plain, await leaf(n), __ATOMIC_RELEASE);
    r += __sync_fetch_and_add(&plain, await leaf(n)) + __sync_add_and_fetch(&plain, await leaf(2));
    unsigned seen = plain;
    r = r * 10 + __atomic_compare_exchange_n(&plain, &seen, (unsigned)await leaf(n), 0, await order(1), __ATOMIC_SEQ_CST);
    own += (unsigned short)await leaf(65530);
    return (int)r * 10 + own;
}

async int f(int n)
{
    global = (struct cell){0};
    global.at = numbers;
    printf("%d ", await stores_and_loads(n));
    printf("%d ", await exchanges(n));
    printf("%d ", await arithmetic(n));
    printf("%d ", await flags(n));
    return await builtins(n);
}
