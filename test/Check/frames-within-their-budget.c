// RUN: not %asyncc --emit=c %s -o %t.c 2>&1 | FileCheck %s --implicit-check-not=error: --implicit-check-not=warning:
// RUN: not %asyncc -O -DALLOWED -Wframe-larger-than=64 -Werror -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=ERROR --implicit-check-not=error: --implicit-check-not=warning:
// RUN: %asyncc -O -DALLOWED -Wframe-larger-than=64 -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=WARN --implicit-check-not=error: --implicit-check-not=warning:
// RUN: %asyncc -DALLOWED -Wframe-larger-than=1KiB -Werror -c %s -o %t.o 2>&1 | count 0
// RUN: %asyncc -DALLOWED --emit=c %s -o %t.c && gcc -std=gnu17 -Wall -Wextra -Werror -I%S/../../runtime/include -c %t.c -o %t.o
// RUN: gcc -DASYNCC_ELIDE -DALLOWED -I%S/../../runtime/include -c %s -o %t.o
// RUN: not %asyncc -DBAD --emit=c %s -o %t.c 2>&1 | FileCheck %s --check-prefix=BAD --implicit-check-not=error:
// RUN: not %asyncc -DALLOWED -DHUGE_FRAME -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=HUGE --implicit-check-not=error:
#include <asyncc.h>
#include <string.h>
#ifdef ALLOWED
#define SMALL 200
#else
#define SMALL 100u
#endif
async int far(char *);
async_frame_max(SMALL) static async int large(int n);
async_frame_max(8) async int small(int n)
{
    return n;
}
// CHECK: [[#@LINE+2]]:1: error: the frame of 'large' has 108 bytes, of which 'async_frame_max' allows 100
// CHECK: [[#@LINE+3]]:10: note: 100 of them are for 'buf'
static async int large(int n)
{
    char buf[100];
    memset(buf, n, 100);
    return await far(buf) + n;
}
// ERROR: [[#@LINE-6]]:1: error: the frame of 'large' has 108 bytes, more than 64 [-Werror,-Wframe-larger-than=]
// WARN: [[#@LINE-7]]:1: warning: the frame of 'large' has 108 bytes, more than 64 [-Wframe-larger-than=]
// ERROR: [[#@LINE+2]]:1: error: the frame of 'outer' has 112 bytes, more than 64
// WARN: [[#@LINE+1]]:1: warning: the frame of 'outer' has 112 bytes, more than 64
async async_frame_max(4096) int outer(int n)
{
    return await large(n) - await small(n) - n;
}
// ERROR: [[#@LINE-2]]:12: note: 108 of them are for 'large'
// WARN: [[#@LINE-3]]:12: note: 108 of them are for 'large'
#ifdef BAD
// BAD-DAG: [[#@LINE+1]]:7: error: 'async_frame_max' takes a plain number of bytes
async async_frame_max(4 + 4096) int third(int n) { return await far(0) + n; }
// BAD-DAG: [[#@LINE+1]]:25: error: 'async_frame_max' must stand before the name of an async function
async int fourth(int n) async_frame_max(64);
// BAD-DAG: [[#@LINE+1]]:1: error: 'async_frame_max' must stand before the name
async_frame_max(64) int plain(void) { return 1; }
#endif
#ifdef HUGE_FRAME
// HUGE: [[#@LINE+1]]:1: error: the frame of 'huge' has 4294967{{[0-9]+}} bytes: frames must have less than 4 GiB
async int huge(int n)
{
    char big[0x100000000], *volatile p = big;
    await ac_yield();
    return p[n];
}
#endif
