// RUN: %run-both %s
// A macro that takes the type of its argument and then its value repeats the jumps that are written
// there. Those in the type are not run, and are left as they are.
#include "Inputs/poll.h"
#define MAX(a, b) ({ __typeof__(a) a_ = (a); __typeof__(b) b_ = (b); a_ > b_ ? a_ : b_; })
#define OR_FAIL(e) ({ int rc_ = (e); if (rc_ < 0) goto fail; rc_; })
#define OR_RETURN(e) ({ int rc_ = (e); if (rc_ < 0) return rc_; rc_; })
#define OR_BREAK(e) ({ int rc_ = (e); if (rc_ < 0) break; rc_; })
#define OR_ZERO(e) ({ __label__ out; int rc_ = (e); if (rc_ >= 0) goto out; rc_ = 0; out: rc_; })

static int ended;

static void end(const int *n)
{
    ended += *n;
}

static async int jumping(int n)
{
    int resource __attribute__((cleanup(end), unused)) = n;
    return MAX(OR_FAIL(await leaf(n - 3)), OR_FAIL(await leaf(8 - n)));
fail:
    return -100;
}

async int f(int n)
{
    int sum = await jumping(n) + ended;
    for (int i = 0; i < 10; i++)
        sum += MAX(OR_BREAK(await leaf(n - i)), OR_ZERO(await leaf(i - 5)));
    return sum + MAX(OR_RETURN(await leaf(7 - n)), (int)sizeof(OR_FAIL(await leaf(n))));
fail:
    return -200;
}
