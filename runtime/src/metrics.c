// metrics.c: reading what the loops count.
#include "internal.h"
#include <asyncc/metrics.h>

static uint64_t read_counter(const _Atomic uint64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

static void add(ac_metrics *m, const ac_loop *loop)
{
    const ac__counters *c = &loop->counters;
    uint64_t resumed = read_counter(&c->resumed), woken = read_counter(&c->woken);
    m->tasks_alive += ac__alive(loop);
    m->tasks_spawned += read_counter(&c->spawned) + read_counter(&c->taken);
    m->wakes += woken;
    m->resumes += resumed;
    m->ready += woken > resumed ? woken - resumed : 0;
    m->bytes_read += read_counter(&c->bytes_read);
    m->bytes_written += read_counter(&c->bytes_written);
    m->busy_ns += read_counter(&c->busy_ns);
    for (int i = 0; i < AC_LAG_BUCKETS; i++)
        m->lag[i] += read_counter(&c->lag[i]);
}

int ac_metrics_get(ac_loop *loop, int worker, ac_metrics *out)
{
    *out = (ac_metrics){0};
    if (!loop)
        loop = ac__current;
    if (ac__current)
        ac__show_woken(ac__current);
    int n = !loop ? 0 : loop->crew ? loop->crew->n : 1;
    if (worker < AC_ALL_WORKERS || worker >= n || !n)
        return AC_EINVAL;
    for (int i = 0; i < n; i++)
        if (worker == AC_ALL_WORKERS || worker == i)
            add(out, loop->crew ? loop->crew->loops[i] : loop);
    return 0;
}

uint64_t ac_metrics_lag(const ac_metrics *m, double share)
{
    uint64_t all = 0, seen = 0;
    for (int i = 0; i < AC_LAG_BUCKETS; i++)
        all += m->lag[i];
    for (int i = 0; all && i < AC_LAG_BUCKETS; i++) {
        seen += m->lag[i];
        if ((double)seen >= share * (double)all)
            return i == AC_LAG_BUCKETS - 1 ? UINT64_MAX : (uint64_t)1 << i;
    }
    return 0;
}

ac_loop *ac_loop_self(void)
{
    return ac__current;
}
