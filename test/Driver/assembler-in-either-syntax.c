/* Under -masm=intel the compiler reads all assembler text in that syntax, that of the runtime's headers, too.
RUN: %asyncc -masm=intel %sanitize -O2 %s -o %t && %run %t | FileCheck %s
RUN: %asyncc -masm=att %sanitize -O2 %s -o %t && %run %t | FileCheck %s
RUN: %asyncc --cc=clang-19 -masm=intel %sanitize -O2 %s -o %t && %run %t | FileCheck %s
RUN: %asyncc --cc=clang-19 -masm=att %sanitize -O2 %s -o %t && %run %t | FileCheck %s
CHECK: 45
 */
#include <asyncc.h>
#include <stdio.h>

static async int sum(int n)
{
    await ac_yield();
    return n ? n + await sum(n - 1) : 0;
}

async int main(void)
{
    printf("%d\n", await sum(9));
    return 0;
}
