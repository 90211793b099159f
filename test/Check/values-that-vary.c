// RUN: not %asyncc %s 2>&1 | FileCheck %s --implicit-check-not=error:
#include "../Run/Inputs/poll.h"
typedef int *ptr;
async ptr place(int n);
int sum(int (*m)[]), sum2(int (*m)[], int n), side(void);

// Values that no await meets may have such types, and arrays are pointers.
async int met(int n, void *p)
{
    int got = sum((int (*)[n])p) + await leaf(n);
    got += sum((int (*)[n])await place(n)) + await leaf(n);
    got += (*(int (*)[side()])p)[await leaf(n)];
    got += await leaf(n) ? ((int (*)[n])p)[side()][await leaf(n)] : 0;
    return got + (int)sizeof(int[side()]) + await leaf(n);
}

async int behind(int n, void *p)
{
    // CHECK: [[#@LINE+1]]:17: error: a value of a variably modified type cannot be kept at an 'await': convert it to another pointer type{{$}}
    return sum2((side(), (int (*)[n])p), await leaf(n)) + sum2((side(), (int (*)[n])p), await leaf(n));
}

async int beside(int n, void *p)
{
    // CHECK: [[#@LINE+1]]:48: error: a value of a variably modified type cannot be kept at an 'await'
    return sum((int (*)[n])(side(), p)) + sum2((int (*)[side()])p, await leaf(n));
}

async int chosen(int n, void *p)
{
    // CHECK: [[#@LINE+1]]:16: error: a value of a variably modified type cannot be kept at an 'await'
    return sum(n ? (int (*)[n])await place(n) : (int (*)[n])p);
}

async int last(int n, void *p)
{
    // CHECK: [[#@LINE+1]]:16: error: a value of a variably modified type cannot be kept at an 'await'
    return sum(({ await leaf(n); (int (*)[n])p; }));
}

async int literal(int n, int *p)
{
    // CHECK: [[#@LINE+1]]:27: error: a value of a variably modified type cannot be kept at an 'await'
    return sum((__typeof__(side(), (int (*)[n])0)){(int (*)[n])await place(n)});
}

async int rows(int n, void *p)
{
    // CHECK: [[#@LINE+1]]:12: error: a value of a variably modified type cannot be kept at an 'await'
    return (*(int (*)[n][side()])p)[await leaf(n)][0];
}
