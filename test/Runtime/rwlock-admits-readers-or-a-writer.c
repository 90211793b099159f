// RUN: %runtime-cc %s -o %t && %run %t
// Readers together, writers alone, in the order in which they came; whoever is stopped, wherever,
// keeps nobody out: readers behind a writer that gave up join those who read.
enum { N = 7, TURNS = 18 };
#include "stop.h"

static const char kinds[N + 1] = "wrrwrrr";
static ac_rwlock lock = AC_RWLOCK_INIT;
static int readers, writers, most, last, got;

FUTURE(holder, int, int i; int held;)
{
    BEGIN;
    if (kinds[f->i] == 'r') {
        AWAIT(ac_rwlock_rdlock, &lock);
        f->result = f->leaf.ac_rwlock_rdlock.result;
    } else {
        AWAIT(ac_rwlock_wrlock, &lock);
        f->result = f->leaf.ac_rwlock_wrlock.result;
    }
    if (f->result)
        return AC_READY;
    f->held = kinds[f->i];
    if (f->i != victim) { // which the cancel may have put in the ready queue before others
        CHECK(f->i > last);
        last = f->i;
    }
    got++;
    *(f->held == 'r' ? &readers : &writers) += 1;
    CHECK(writers == 0 || (writers == 1 && readers == 0));
    CHECK_EQ(ac_rwlock_trywrlock(&lock), AC_EBUSY);
    if (readers > most)
        most = readers;
    AWAIT(ac_yield);
    AWAIT(ac_yield);
    END(0);
}
static void unlock(struct holder__frame *f)
{
    *(f->held == 'r' ? &readers : &writers) -= 1;
    ac_rwlock_unlock(&lock);
}
GUARDED(guarded, holder, unlock)

static ac_task *begin(int i)
{
    if (i == 0) {
        last = -1;
        got = most = 0;
    }
    return SPAWN(guarded, .in.i = i);
}
static void turn(int k)
{
    (void)k;
}
static void ended(int i, int r)
{
    if (i != victim)
        CHECK_EQ(r, 0);
    else
        CHECK(r == 0 || r == AC_ECANCELED || r == ABORTED);
}
static void finish(void)
{
    CHECK(got >= N - (victim >= 0));
    CHECK(most >= 2);
    if (victim < 0)
        CHECK_EQ(most, 3);
    CHECK_EQ(ac_rwlock_trywrlock(&lock), 0);
    CHECK_EQ(ac_rwlock_tryrdlock(&lock), AC_EBUSY);
    ac_rwlock_unlock(&lock);
    CHECK_EQ(ac_rwlock_tryrdlock(&lock), 0);
    CHECK_EQ(ac_rwlock_tryrdlock(&lock), 0);
    CHECK_EQ(ac_rwlock_trywrlock(&lock), AC_EBUSY);
    ac_rwlock_unlock(&lock);
    ac_rwlock_unlock(&lock);
}

static int order, reader_came, writer_came;
FUTURE(reader, int, ac_rwlock *l;)
{
    BEGIN;
    AWAIT(ac_rwlock_rdlock, f->l);
    reader_came = ++order;
    END(f->leaf.ac_rwlock_rdlock.result);
}
FUTURE(writer, int, ac_rwlock *l;)
{
    BEGIN;
    AWAIT(ac_rwlock_wrlock, f->l);
    writer_came = ++order;
    END(f->leaf.ac_rwlock_wrlock.result);
}
FUTURE(root, int, ac_rwlock l; ac_task * w; ac_task * r;)
{
    BEGIN;
    ac_rwlock_init(&f->l);
    // A reader that holds the lock, a writer that waits, a reader behind it: it does not pass the
    // writer, unless that one gives up.
    CHECK_EQ(ac_rwlock_tryrdlock(&f->l), 0);
    f->w = SPAWN(writer, .l = &f->l);
    f->r = SPAWN(reader, .l = &f->l);
    CHECK_EQ(ac_rwlock_tryrdlock(&f->l), AC_EBUSY);
    AWAIT(ac_yield);
    CHECK_EQ(order, 0);
    ac_cancel(f->w);
    AWAIT(ac_join, f->r, NULL, 0);
    AWAIT(ac_join, f->w, NULL, 0);
    CHECK_EQ(reader_came, 2);
    CHECK_EQ(ac_rwlock_trywrlock(&f->l), AC_EBUSY);
    f->w = SPAWN(writer, .l = &f->l);
    f->r = SPAWN(reader, .l = &f->l);
    ac_rwlock_unlock(&f->l);
    AWAIT(ac_yield);
    CHECK_EQ(order, 2);
    ac_rwlock_unlock(&f->l);
    AWAIT(ac_join, f->w, NULL, 0);
    CHECK_EQ(writer_came, 3);
    ac_rwlock_unlock(&f->l);
    AWAIT(ac_join, f->r, NULL, 0);
    CHECK_EQ(reader_came, 4);
    END(0);
}

int main(void)
{
    RUN(root);
    stop_everywhere();
}
