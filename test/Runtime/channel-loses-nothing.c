// RUN: %runtime-cc %s -o %t && %run %t
// Many senders and receivers that never pause, of which some are stopped: each value that was sent
// is received once or still there, those of a sender in its order; a full channel makes senders
// wait.
#include "check.h"

enum { SENDERS = 6, RECEIVERS = 5, EACH = 3000, ROUNDS = 40 };
static ac_channel *ch;
static uint8_t sent[SENDERS][EACH], got[SENDERS][EACH];

typedef struct message {
    int16_t from, number;
    char text[9]; // an odd size
} message;

FUTURE(sender, int, int i; int k; message m;)
{
    BEGIN;
    for (f->k = 0; f->k < EACH; f->k++) {
        f->m = (message){(int16_t)f->i, (int16_t)f->k, "message"};
        AWAIT(ac_send_bytes, ch, &f->m, sizeof f->m);
        if (f->leaf.ac_send_bytes.result)
            break;
        sent[f->i][f->k]++;
        CHECK(ac_channel_len(ch) <= ac_channel_cap(ch));
    }
    END(f->leaf.ac_send_bytes.result);
}
// Outside of the frame, so that what an aborted receiver has got is seen.
static struct {
    message m;
    int last[SENDERS];
} inbox[RECEIVERS];
static void take(int i)
{
    message *m = &inbox[i].m;
    CHECK(!strcmp(m->text, "message"));
    CHECK(m->number > inbox[i].last[m->from]);
    inbox[i].last[m->from] = m->number;
    got[m->from][m->number]++;
}
FUTURE(receiver, int, int i;)
{
    BEGIN;
    for (;;) {
        AWAIT(ac_recv_bytes, ch, &inbox[f->i].m, sizeof(message));
        if (f->leaf.ac_recv_bytes.result)
            break;
        take(f->i);
    }
    END(f->leaf.ac_recv_bytes.result);
}

static uint64_t seed = 1;
static int rnd(int n)
{
    seed = seed * 6364136223846793005 + 1442695040888963407;
    return (int)(seed >> 33) % n;
}

FUTURE(root, int, ac_task *s[SENDERS]; ac_task * r[RECEIVERS]; int i; int k; int rc;)
{
    BEGIN;
    for (f->k = 0; f->k < ROUNDS; f->k++) {
        memset(sent, 0, sizeof sent);
        memset(got, 0, sizeof got);
        ch = ac_channel_new(sizeof(message), (size_t)(f->k % 7));
        for (f->i = 0; f->i < RECEIVERS; f->i++)
            for (int s = 0; s < SENDERS; s++)
                inbox[f->i].last[s] = -1;
        for (f->i = 0; f->i < SENDERS; f->i++)
            f->s[f->i] = SPAWN(sender, .i = f->i);
        for (f->i = 0; f->i < RECEIVERS; f->i++)
            f->r[f->i] = SPAWN(receiver, .i = f->i);
        // All but the last of each kind may be stopped.
        for (f->i = 0; f->i < 10; f->i++) {
            ac_task *victim = rnd(2) ? f->s[rnd(SENDERS - 1)] : f->r[rnd(RECEIVERS - 1)];
            if (rnd(2))
                ac_cancel(victim);
            else
                ac_abort(victim);
            for (f->rc = rnd(12); f->rc-- > 0;)
                AWAIT(ac_yield);
        }
        for (f->i = 0; f->i < SENDERS; f->i++)
            AWAIT(ac_join, f->s[f->i], &f->rc, 0);
        CHECK_EQ(f->leaf.ac_join.result, 0);
        CHECK_EQ(f->rc, 0);
        ac_channel_close(ch);
        for (f->i = 0; f->i < RECEIVERS; f->i++)
            AWAIT(ac_join, f->r[f->i], &f->rc, 0);
        CHECK_EQ(f->leaf.ac_join.result, 0);
        CHECK_EQ(f->rc, AC_EOF);
        CHECK_EQ((int)ac_channel_len(ch), 0);
        CHECK(!memcmp(sent, got, sizeof sent));
        ac_channel_free(ch);
    }
    END(0);
}

int main(void)
{
    RUN(root);
}
