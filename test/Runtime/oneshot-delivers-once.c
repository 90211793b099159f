// RUN: %runtime-cc %s -o %t && %run %t
// One value, whoever comes first, sender or receiver; to one receiver; kept for the next if that
// one is stopped before it came.
enum { N = 2, TURNS = 5 };
#include "stop.h"

static long slot;
static ac_oneshot shot;
static int got;

FUTURE(receiver, int, long value; int yields;)
{
    BEGIN;
    while (f->yields-- > 0)
        AWAIT(ac_yield);
    AWAIT(ac_recv_bytes, &shot.channel, &f->value, sizeof f->value);
    if (f->leaf.ac_recv_bytes.result == 0) {
        CHECK_EQ(f->value, 77);
        got++;
    }
    END(f->leaf.ac_recv_bytes.result);
}
static ac_task *begin(int i)
{
    if (i == 0) {
        got = 0;
        ac_oneshot_init(&shot, &slot, sizeof slot);
    }
    return SPAWN(receiver, .yields = i * 3);
}
static void turn(int k)
{
    long value = 77;
    if (k == 2)
        CHECK_EQ(ac_oneshot_send(&shot, &value), 0);
    if (k >= 2)
        CHECK_EQ(ac_oneshot_send(&shot, &value), AC_EPIPE);
}
static void ended(int i, int r)
{
    CHECK(r == 0 || r == AC_EOF || (i == victim && (r == AC_ECANCELED || r == ABORTED)));
}
static void finish(void)
{
    CHECK_EQ(got + (int)ac_channel_len(&shot.channel), 1);
    CHECK(got || victim >= 0);
}

FUTURE(root, int, ac_task *t; int r; char c;)
{
    BEGIN;
    // Given up by either side.
    shot = (ac_oneshot)AC_ONESHOT_INIT(&slot);
    f->t = SPAWN(receiver);
    ac_oneshot_close(&shot);
    AWAIT(ac_join, f->t, &f->r, 0);
    CHECK_EQ(f->r, AC_EOF);
    CHECK_EQ(ac_oneshot_send(&shot, &slot), AC_EPIPE);
    END(0);
}

int main(void)
{
    RUN(root);
    stop_everywhere();
}
