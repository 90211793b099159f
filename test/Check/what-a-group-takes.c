// RUN: not %asyncc %s 2>&1 | FileCheck %s --implicit-check-not=error:
#include <asyncc.h>
async int f(int n);
async long wide(void);
async void none(void);
int plain(void);
async int groups(int n)
{
    // CHECK: [[#@LINE+1]]:9: error: 'ac_all' stands under 'await' or in another group only
    n = ac_all(f(1));
    // CHECK: [[#@LINE+1]]:22: error: an argument of 'ac_select' must be a call of an async function, or an
    await ac_select( plain(), f(1));
    // CHECK: [[#@LINE+1]]:24: error: an argument of 'ac_all' must be a call of an async function, or an
    await ac_all(f(1), n + 1, n = f(2));
    // CHECK: [[#@LINE+2]]:33: error: async function 'f' is called without 'await'
    // CHECK: [[#@LINE+1]]:28: error: an argument of 'ac_all' must be a call
    await ac_all(n = f(1), n += f(2));
    struct here {
        int a;
    } (*p)(int) = 0;
    // CHECK: [[#@LINE+1]]:18: error: a call in a group, through a pointer, of a type without a name at file scope: not supported yet
    await ac_all(p(1));
    // CHECK: [[#@LINE+1]]:32: error: 'wide' does not return int, by which 'ac_try_all' tells errors
    await ac_try_all(n = f(1), wide());
    // CHECK: [[#@LINE+1]]:22: error: 'none' does not return int
    await ac_try_all(none());
    // CHECK: [[#@LINE+3]]:26: error: async function 'f' is called without 'await'
    // CHECK: [[#@LINE+2]]:32: error: async function 'f' is called without 'await'
    // CHECK: [[#@LINE+1]]:26: error: an argument of 'ac_timeout' must be a call
    await ac_timeout(5, (f(1), f(2)) + 1);
    // CHECK: [[#@LINE+1]]:22: error: 'ac_timeout' takes a number of milliseconds first
    await ac_timeout("x", f(await ac_timeout(n * 2.5, f(1))));
    // CHECK: [[#@LINE+1]]:31: error: 'ac_timeout' takes one call or group: put several into 'ac_all'
    await ac_timeout(5, f(1), f(2), f(3));
    // CHECK: [[#@LINE+1]]:18: error: the calls in 'ac_all' stand without 'await'
    await ac_all(await f(1));
    return await ac_all(n = ac_try_all(f(f(1) > 0)));
    // CHECK: [[#@LINE-1]]:42: error: async function 'f' is called without 'await'
}
#define FOUR(x) x, x, x, x
#define WIDE FOUR(FOUR(FOUR(f(1))))
async int too_many(void)
{
    // CHECK: [[#@LINE+1]]:11: error: 'ac_select' has more than 255 arguments
    await ac_select(WIDE, WIDE, WIDE, WIDE);
    return await ac_all(WIDE, WIDE, WIDE);
}
