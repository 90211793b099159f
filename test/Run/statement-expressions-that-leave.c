// RUN: %run-both %s
// Statement expressions that leave: a user's own TRY, with return, break, continue and goto in it.
#include "Inputs/poll.h"
#define TRY(x) ({ int rc_ = (x); if (rc_ < 0) return rc_ * 10; rc_; })
static async int neg(int n) { return await leaf(n) - 4; }
static async int tries(int n)
{
    int a = TRY(await leaf(n)), b = TRY(await neg(n)) + TRY(await leaf(a));
    return a * 100 + b + TRY(await leaf(TRY(await leaf(2)) + TRY(await neg(6))));
}
static async int loops(int n)
{
    int s = 0;
    for (int i = 0; i < 8; i++) {
        int v = ({ int t = await leaf(i); if (t == n) continue; if (t == n + 3) break; if (t == 5 && n == 9) goto out; t; });
        s += v + ({ int k = 0; while (await leaf(k) < 2) { k++; if (s > 20) goto out; } k; });
        switch (({ int t = await leaf(v); if (t == 4) s += 100; t % 3; })) {
        case 0: s += ({ if (await leaf(1)) break; 3; });
            /* fall through */
        case 1: s += 5; break;
        default: s++;
        }
    }
    return s;
out:
    return -s;
}
static async int nested(int n)
{
    int x = ({ int y = ({ int z = await leaf(n); if (z > 6) return 77; z + await leaf(1); }); y += await leaf(y); y; });
    ({ x += await leaf(2); });
    if (({ await leaf(x); }) > 3 && ({ int q = await leaf(1); q; }))
        x += ({ ; await leaf(3); });
    ({ if (await leaf(n) == 5) return x; });
    return x + 1;
}
// Out of the arguments of a call whose frame is made for it: none stays behind.
static async int later(int a, int b);
static async int arguments(int n)
{
    int s = 0;
    for (int i = 0; i < 4; i++)
        s += await later(i, ({ if (i == n) continue; if (i + 5 == n) break; if (i + 1 == n) goto out; i * 2; })) + await later(TRY(n - 3), i);
    return s;
out:
    return await later(s, ({ if (n == 2) return s + 1; n; }));
}
static async int later(int a, int b) { return a * 10 + await leaf(b); }
async int f(int n)
{
    int r = await tries(n) + await arguments(n), l = await loops(n);
    return r * 1000 + l * 7 + await nested(n);
}
