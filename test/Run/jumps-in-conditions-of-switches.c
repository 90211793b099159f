// In the condition of a switch and the first part of a for, jumps are those of the loop or switch
// around, to both compilers.
// RUN: %run-both %s -Wno-unused-value
#include "Inputs/poll.h"
#include <stdio.h>
static void say(int *p)
{
    printf("c%d ", *p);
}
#define CL __attribute__((cleanup(say)))
static async int first_parts(int n)
{
    int sum = 0;
    for (int i = 0; i < 6; i++) {
        int c CL = i;
        for (({ if (i == n) continue; sum++; }); sum < 9;)
            sum += 4;
        for (({ if (i + 1 == await leaf(n)) continue; sum++; }); sum < 20;)
            sum += await leaf(3);
        for (int k = ({ if (sum > 30 && n < 3) break; 0; }); k < 2; k++)
            sum += await leaf(k);
        for (int d CL = ({ int e CL = 10 + i; if (await leaf(i) == 4) break; e; }); d < 14; d++)
            for (int k = ({ if (d == n + 10) break; 1; }); k < 2; k++)
                sum += k;
    }
    return sum;
}
static async int conditions(int n)
{
    int sum = 0;
    do {
        defer { printf("d%d ", sum); }
        switch (({ if (sum == n) continue; if (sum > 10) break; n; })) {
        case 2:
            sum += 3;
            break;
        case 3:
            switch (({ if (await leaf(sum) < 3) break; sum; })) {
            default:
                sum += 2;
            }
            sum++;
            break;
        default:
            sum++;
        }
        switch (({ int c CL = n; if (await leaf(sum) > 7) break; c; })) {
        case 4:
            sum += ({ if (sum == 5) break; 1; });
            /* fall through */
        default:
            sum++;
        }
    } while (sum++ < 12);
    return sum;
}
async int f(int n)
{
    int a = await first_parts(n);
    return a * 100 + await conditions(n);
}
