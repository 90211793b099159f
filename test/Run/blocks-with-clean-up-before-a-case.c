// RUN: %run-both %s
// A block that is left by a jump, and by nothing else, does not fall through to the case behind it; one
// that says so does, behind its clean-up.
#include "Inputs/poll.h"

static unsigned log_;

static async void release(const int *n)
{
    log_ = log_ * 7 + (unsigned)await leaf(*n);
}

static async int cases(int n)
{
    int sum = 0;
    for (int i = 0; i < 3; i++) {
        switch (n) {
        case 0: {
            int a __attribute__((cleanup(release))) = await leaf(n);
            sum += a;
            break;
        }
        case 1: {
            int a __attribute__((cleanup(release))) = await leaf(n),
                  b __attribute__((cleanup(release))) = a;
            sum += await leaf(b);
            continue;
        }
        case 2: {
            int a __attribute__((cleanup(release))) = await leaf(n);
            if (a + i > 3)
                return await leaf(a);
            else
                break;
        }
        case 3: {
            int a __attribute__((cleanup(release))) = await leaf(n);
            for (;;) {
                int b __attribute__((cleanup(release))) = await leaf(a);
                if (b > i)
                    goto out;
                break;
            }
            {
                int c __attribute__((cleanup(release))) = await leaf(a);
                break;
            }
        }
        case 5: {
            int a __attribute__((cleanup(release))) = await leaf(i);
            sum += a;
            __attribute__((fallthrough));
        }
        case 4: {
            int a __attribute__((cleanup(release))) = await leaf(i);
            switch (a) {
            case 1: {
                int b __attribute__((cleanup(release))) = await leaf(n);
                sum += b;
                break;
            }
            default:
                sum += 10;
            }
        }
        /* fall through */
        default: {
            int a __attribute__((cleanup(release))) = await leaf(n);
            sum += a;
        }
        }
    }
    return sum;
out:
    return -sum;
}

static async int deferred(int n)
{
    switch (n & 3) {
    case 0: {
        int a = await leaf(n);
        defer { log_ += (unsigned)await leaf(a); }
        break;
    }
    case 1: {
        int a = await leaf(n);
        defer { log_ -= (unsigned)await leaf(a); }
        return (int)(log_ % 1000);
    }
    default:
        return n;
    }
    return (int)(log_ % 1000) + 1;
}

async int f(int n)
{
    int sum = await cases(n) + await deferred(n);
    return sum * 100 + (int)(log_ % 100);
}
