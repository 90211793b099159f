// RUN: not %asyncc %s 2>&1 | FileCheck %s --implicit-check-not=error:
#include "../Run/Inputs/poll.h"
void plain(void);
async int places(int n)
{
    if (n)
        // CHECK: [[#@LINE+1]]:9: error: 'defer' must stand directly in a block, whose end runs it
        defer { plain(); }
    // CHECK: [[#@LINE+1]]:5: error: 'defer' must stand before a block: defer { ... }
    defer plain();
    return await leaf(n);
}
void outside(void)
{
    // CHECK: [[#@LINE+1]]:5: error: 'defer' outside an async function
    defer { plain(); }
}
async int left(int n)
{
    for (int i = 0; i < n; i++) {
        // CHECK: [[#@LINE+3]]:13: error: a jump out of a 'defer', whose block must run to its end
        // CHECK: [[#@LINE+1]]:9: note: the 'defer' is here
        defer {
            break;
        }
        // CHECK: [[#@LINE+1]]:29: error: a jump out of a 'defer'
        defer { if (n == 1) continue; }
        // CHECK: [[#@LINE+1]]:17: error: a jump out of a 'defer'
        defer { return; }
        // CHECK: [[#@LINE+1]]:17: error: a jump out of a 'defer'
        defer { goto end; }
        defer { for (;;) { if (n) break; else continue; } }
        defer { goto here; here:; }
    }
end:
    // CHECK: [[#@LINE+1]]:5: error: a jump past a 'defer', to where it would run: put it in a block
    goto past;
    defer { plain(); }
past:
    // CHECK: [[#@LINE+1]]:5: error: a jump into a 'defer'
    goto inside;
    defer { inside: plain(); }
    return n;
}
async int switches(int n)
{
    switch (n) {
    case 0:
        plain();
        defer { plain(); }
        // CHECK: [[#@LINE+1]]:5: error: a jump past a 'defer', to where it would run
    case 1:
        break;
        // CHECK: [[#@LINE+1]]:5: error: a jump past a 'defer', to where it would run
    default:
        break;
    }
    return 0;
}
async int computed(int n)
{
    static void *const labels[] = {&&one, &&two};
    defer { plain(); }
    if (n)
        goto *labels[n];
    goto *labels[n];
one:
    plain();
    {
        defer { plain(); }
        // CHECK: [[#@LINE+1]]:5: error: a computed goto in this function may lead here past a defer
    two:
        plain();
    }
    return n;
}
async int not_by_name(int n)
{
    static void *const labels[] = {&&one, &&two};
    {
        defer { plain(); }
        goto *labels[n];
    one:
        n++;
    two:
        n++;
    }
other: // nothing takes its address
    if (n++ == 2)
        goto other;
    return n;
}
