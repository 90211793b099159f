// RUN: not %asyncc --dump=check %s 2>&1 | FileCheck %s --implicit-check-not=error:
#include <asyncc.h>
async int g(int);
int plain(int n);
async int misplaced(int n)
{
    // CHECK: [[#@LINE+1]]:5: error: 'await' must stand before a call
    await int k = n;
    return k + await g(1);
}
int outside(void)
{
    // CHECK: [[#@LINE+1]]:12: error: 'await' outside an async function
    return await g(1);
}
int forgotten(void)
{
    // CHECK: [[#@LINE+1]]:12: error: async function 'g' is called without 'await'
    return g(1);
}
async int f(int n)
{
    // CHECK: [[#@LINE+1]]:11: error: 'plain' is not async, so 'await' cannot take it
    await plain(1);
    char vla[n];
    // CHECK: [[#@LINE+1]]:12: error: variably modified 'vla' is in scope
    return await g(vla[0]);
    // CHECK: note: 'vla' is declared here
}
