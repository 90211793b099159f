// The frames of a group's calls lie in its function's frame, near to one another; the frame of what
// is called through a pointer does not.
// RUN: not %asyncc --emit=c -DSIZE=524192 %s -o %t.c 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: %asyncc --emit=c -DFITS -DSIZE=524184 %s -o %t.c
// RUN: %runtime-cc -w -c %t.c -o %t.o
// RUN: %runtime-cc -w -DASYNCC_ELIDE -DSIZE=524192 -c %s -o %t.o
#include <asyncc.h>
async int leaf(int n);
async void large(int n)
{
    char bytes[SIZE];
    bytes[0] = (char)await leaf(n);
    bytes[n] = (char)await leaf(bytes[n]);
    await leaf(bytes[n]);
}

async int group(int n)
{
    // CHECK: [[#@LINE+2]]:11: error: the frames of the calls in 'ac_all' have 524288 bytes, of which there must be less than 512 KiB: call the largest through a pointer
    // CHECK-NEXT: {{^}}    await ac_all(large(n), leaf(n));{{$}}
    await ac_all(large(n), leaf(n));
    // CHECK-NEXT: {{^}}          ^{{$}}
    return n;
}

async int group_in_a_group(int n)
{
#ifndef FITS
    // CHECK: [[#@LINE+1]]:18: error: the frames of the calls in 'ac_select' have 524{{[0-9]+}} bytes
    return await ac_select(leaf(n), ac_timeout(n, large(n)));
#endif
    void (*by_pointer)(int) = large;
    return await ac_select(leaf(n), ac_timeout(n, by_pointer(n)));
}
