// RUN: not %asyncc %s 2>&1 | FileCheck %s --implicit-check-not=error:
#include <asyncc.h>
// CHECK: [[#@LINE+1]]:16: error: attribute 'constructor' cannot be that of an async function
__attribute__((constructor)) async void start(void) {}
// CHECK: [[#@LINE+1]]:22: error: attribute '__naked__' cannot be that of an async function
__attribute__((cold, __naked__)) async void naked(void) {}
// CHECK: [[#@LINE+1]]:45: error: attribute 'alias' cannot be that of an async function
async void other(void) __attribute__((weak, alias("start")));
// CHECK: [[#@LINE+1]]:40: error: attribute 'ifunc' cannot be that of an async function
async void chosen(void) __attribute__((ifunc("choose")));
// CHECK: [[#@LINE+1]]:8: error: attribute 'destructor' cannot be that of an async function
[[gnu::destructor]] async void end(void) {}
// CHECK: [[#@LINE+1]]:12: error: 'nick', another name by '#pragma weak', stands for one function: declare it without async, and await a pointer
async void nick(void);
#pragma weak nick = end
#pragma weak before=end
// CHECK: [[#@LINE+1]]:12: error: 'before', another name by '#pragma weak',
async void before(void);
__attribute__((overloadable)) async void overloaded(int n) { (void)n; }
// CHECK: [[#@LINE+1]]:16: error: attribute 'overloadable' cannot be that of an async function
__attribute__((overloadable)) async void overloaded(double d) { (void)d; }
async void f(__attribute__((noreturn)) void (*p)(void))
{
    // CHECK: [[#@LINE+1]]:11: error: a pointer to functions that do not return cannot be awaited
    await p();
}
typedef void (*die)(int) __attribute__((noreturn));
typedef __attribute__((noreturn)) void death(int);
async void by_typedef(die d, death *e)
{
    // CHECK: [[#@LINE+1]]:11: error: a pointer to functions that do not return cannot be awaited
    await d(1);
    // CHECK: [[#@LINE+1]]:11: error: a pointer to functions that do not return cannot be awaited
    await (*e)(1);
    __typeof__(d) other = d;
    // CHECK: [[#@LINE+1]]:18: error: a pointer to functions that do not return cannot be awaited
    await ac_all(other(1));
    // CHECK: [[#@LINE+1]]:24: error: a pointer to functions that do not return cannot be awaited
    ac_detach(ac_spawn(other(1)));
}
struct noreturn_info {
    int x;
};
typedef int vector __attribute__((vector_size(16)));
typedef _BitInt(7) bits;
async void those_return(void (*f)(struct noreturn_info *), void (*g)(die, int), die (*h)(int),
                        vector (*v)(die), _Atomic(int) (*a)(die), bits (*b)(die))
{
    (void)await v(0);
    (void)await a(0);
    (void)await b(0);
    await f(0);
    await g(0, 1);
    await h(2);
}
static void one(int *p)
{
    (void)p;
}
static void two(int *p)
{
    (void)p;
}
async int several_cleanups(int n)
{
    // CHECK: [[#@LINE+1]]:57: error: several cleanups of one variable: not supported yet
    __attribute__((cleanup(one), __cleanup__(two))) int a = 1;
    int b __attribute__((cleanup(one))) __attribute__((cleanup(one))) = 2;
    return a + b + n;
}
