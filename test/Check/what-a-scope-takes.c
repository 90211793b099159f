// RUN: not %asyncc -fsyntax-only %s 2>&1 | FileCheck %s --implicit-check-not=error:
#include <asyncc.h>
async int child(int *n);
int plain(int *n);

int outside(void)
{
    int n = 0;
    // CHECK: [[#@LINE+1]]:5: error: 'ac_scope' outside an async function
    ac_scope(s)
    {
        ac_spawn_in(s, child(&n));
    }
    return n;
}

// Tasks may be started from everywhere.
int start(ac_scope *s, int *n)
{
    return ac_spawn_in(s, child(n)) != NULL;
}

async int operands(int n)
{
    ac_scope(s)
    {
        // CHECK: [[#@LINE+1]]:9: error: the operand of 'ac_spawn_in' must be a call of an async function
        ac_spawn_in(s, n);
        // CHECK: [[#@LINE+1]]:24: error: 'plain' is not async, so 'ac_spawn_in' cannot take it
        ac_spawn_in(s, plain(&n));
        // CHECK: [[#@LINE+1]]:9: error: async function 'child' is called without 'await'
        child(&n);
    }
    return n;
}

// A task may use what the block declares until the block has ended.
async int kept(int n)
{
    // CHECK: [[#@LINE+1]]:5: error: variably modified 'buf' is in scope at an 'await'
    ac_scope(s)
    {
        int buf[n];
        ac_spawn_in(s, child(buf));
    }
    ac_scope(s)
    {
        ac_task *t = ac_spawn_in(s, child(&n));
        // CHECK: [[#@LINE+1]]:15: error: a task of a scope cannot be joined: the end of the block waits for it
        await ac_join(t, NULL);
        // CHECK: [[#@LINE-3]]:22: note: the task is started here
    }
    return n;
}
