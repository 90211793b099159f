// RUN: not %asyncc --cc=gcc -fopenmp %s 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not %asyncc --cc=clang-19 -fopenmp %s 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not %asyncc --cc=gcc -fopenacc %s 2>&1 | FileCheck %s --check-prefix=ACC --implicit-check-not=error:
// RUN: %asyncc --emit=c %s -o %t.c
#include "../Run/Inputs/poll.h"
static int outside;
async int f(int n)
{
#pragma omp parallel for
    for (int i = 0; i < n; i++)
        // CHECK: [[#@LINE+1]]:9: error: 'await' in a region of '#pragma omp', which cannot be left and entered again
        await leaf(i);
    _Pragma("omp critical")
    {
        n++;
        // CHECK: [[#@LINE+1]]:17: error: 'await' in a region of '#pragma omp'
        n = 1 + await leaf(n);
    }
#pragma omp parallel
#pragma omp masked
    // CHECK: [[#@LINE+1]]:5: error: 'await' in a region of '#pragma omp'
    await leaf(1);
#pragma omp simd
    for (int i = 0; i < n; i++)
        n ^= i;
#pragma omp target enter data map(to: outside)
    await leaf(2);
#pragma omp barrier
    await leaf(3);
#pragma acc kernels
    {
        // ACC: [[#@LINE+1]]:9: error: 'await' in a region of '#pragma acc'
        await leaf(4);
    }
    return n;
}

// Nothing can be edited in a directive, so what it names is out of an await's reach.
async int named(int n)
{
    int other = n;
    {
        // CHECK: [[#@LINE+4]]:9: error: 'sum', named by a '#pragma', is in scope at an 'await': put it in a block of its own
        // CHECK: [[#@LINE+1]]:13: note: 'sum' is declared here
        int sum = 0;
        sum += n;
        await leaf(n);
#pragma omp parallel for reduction(+ : sum)
        for (int i = 0; i < n; i++)
            sum += other;
    }
    {
        int first = other, last = 0;
#pragma omp parallel for lastprivate(last) firstprivate(first)
        for (int i = 0; i < n; i++)
            last = first + i;
        other += last;
    }
    await leaf(other);
    int behind = other;
#pragma omp parallel num_threads(behind)
    n = behind;
    return n;
}
