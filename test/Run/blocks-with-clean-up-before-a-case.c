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

static void count(const int *n)
{
    log_ += (unsigned)*n;
}

// What runs at the end of the inner block goes on with the outer one's, and never to its end.
static async int nested(int n)
{
    int sum = 0;
    for (int i = 0; i < 3; i++) {
        switch ((n + i) % 5) {
        case 0: {
            int a __attribute__((cleanup(count))) = await leaf(n);
            {
                int b __attribute__((cleanup(release))) = a;
                await leaf(b);
                break;
            }
        }
        case 1: {
            int a __attribute__((cleanup(count))) = await leaf(n);
            defer { sum += a; }
            {
                defer { sum += await leaf(i); }
                if (i == 2)
                    return await leaf(sum);
                else
                    continue;
            }
        }
        case 2: {
            int a __attribute__((cleanup(count))) = await leaf(n);
            if (i) {
                int b __attribute__((cleanup(release))) = 2;
                await leaf(b + a);
                continue;
            } else {
                break;
            }
        }
        case 3: {
            int a __attribute__((cleanup(count))) = await leaf(n);
            {
                int b __attribute__((cleanup(release))) = await leaf(a);
                if (b > i)
                    goto end;
                sum += b;
            end:
                sum++;
            }
            __attribute__((fallthrough));
        }
        default:
            sum += 10;
        }
        sum += 100;
    }
    return sum;
}

async int f(int n)
{
    int sum = await cases(n) + await deferred(n) + await nested(n);
    return sum * 100 + (int)(log_ % 100);
}
