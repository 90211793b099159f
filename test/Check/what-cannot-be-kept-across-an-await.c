// RUN: not %asyncc %s 2>&1 | FileCheck %s --implicit-check-not=error:
#include "../Run/Inputs/poll.h"
async int f(int n)
{
    {
        register long r asm("rbx") = n;
        // CHECK: [[#@LINE+1]]:9: error: 'r', bound to a register, is in scope at an 'await'
        await leaf((int)r);
    }
    {
        _Alignas(sizeof(int) * 8) int wide = n;
        // CHECK: [[#@LINE+1]]:9: error: the alignment of 'wide', in scope at an 'await', must be
        await leaf(wide);
    }
    for (;;) {
        // CHECK: [[#@LINE+1]]:26: error: 'break' in the header of a loop or switch
        while (({ if (n) break; n--; }))
            ;
        // CHECK: [[#@LINE+1]]:54: error: 'continue' in the header of a loop or switch
        for (int i = 0; i < n; ({ if (await leaf(i)) continue; i++; }))
            ;
        break;
    }
    {
        // CHECK: [[#@LINE+1]]:9: error: 'await' in this declaration: not supported yet
        typedef int row[await leaf(1)];
        n += (int)sizeof(row);
    }
    return n;
}
