// pool.c: threads for work that would block a loop, and the line in front of them.
//
// Like libuv's pool, but for the end of the program: whoever calls exit() does not wait for what
// the threads do, may be one of them, or a child that fork() has left without them. See adr 33.
//
// Requests are begun in the order in which they came, but for slow ones, of which there are no more
// at a time than half of the threads: names that take long to resolve do not keep files waiting.
#include "pool.h"
#include <stdlib.h>

enum { DEFAULT_SIZE = 4, MOST = 1024 };

typedef struct line {
    ac__request *first, **last;
} line;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; // for all that follows
static pthread_cond_t more = PTHREAD_COND_INITIALIZER;
static line lines[2]; // the second one of slow requests
static uint64_t submitted;
static int size, waiting;               // how many threads there may be; requests in the lines
static int threads, idle, busy, slowed; // how many there are; busy: that run a request; a slow one
static uintptr_t generation; // the threads'; those of an earlier one end, and do not count
static pthread_t ids[MOST];

static void reset(void)
{
    for (int slow = 0; slow < 2; slow++)
        lines[slow] = (line){NULL, &lines[slow].first};
    waiting = threads = idle = busy = slowed = 0;
}

// The child has none of the threads, and one of them may have held the lock.
static void in_child(void)
{
    lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
    more = (pthread_cond_t)PTHREAD_COND_INITIALIZER;
    reset();
}

static void set_up(void)
{
    const char *text = getenv("UV_THREADPOOL_SIZE");
    int n = text ? atoi(text) : DEFAULT_SIZE;
    size = n < 1 ? 1 : n > MOST ? MOST : n;
    reset();
    pthread_atfork(NULL, NULL, in_child);
}

static void put_in_line(ac__request *r)
{
    line *l = &lines[r->slow];
    r->number = submitted++;
    r->next = NULL;
    r->pprev = l->last;
    *l->last = r;
    l->last = &r->next;
    waiting++;
}

static void take_out(ac__request *r)
{
    *r->pprev = r->next;
    if (r->next)
        r->next->pprev = r->pprev;
    else
        lines[r->slow].last = r->pprev;
    r->pprev = NULL;
    waiting--;
}

// The request that is to be begun; NULL: none now.
static ac__request *next_request(void)
{
    ac__request *any = lines[0].first, *slow = slowed < (size + 1) / 2 ? lines[1].first : NULL;
    if (!any || !slow)
        return any ? any : slow;
    return any->number < slow->number ? any : slow;
}

static void *work(void *its_generation)
{
    pthread_mutex_lock(&lock);
    while ((uintptr_t)its_generation == generation) {
        ac__request *r = next_request();
        if (!r) {
            idle++;
            pthread_cond_wait(&more, &lock);
            idle -= (uintptr_t)its_generation == generation;
            continue;
        }
        bool slow = r->slow;
        take_out(r);
        busy++;
        slowed += slow;
        pthread_mutex_unlock(&lock);
        r->run(r);
        pthread_mutex_lock(&lock);
        busy--;
        slowed -= slow;
        ac__post(r->loop, &r->mail); // under the lock: see ac__pool_settle
    }
    pthread_mutex_unlock(&lock);
    return NULL;
}

// Threads that do nothing are ended in order. If one is at work, or there is work to begin with,
// they are left to the end of the process: there is no telling how long it takes, and it may be the
// one that ends the program. Other threads may run tasks meanwhile, and destructors of the
// program's own behind this one: what they submit finds a pool that has no thread yet.
__attribute__((destructor)) static void end_threads(void)
{
    static pthread_t ends[MOST];
    pthread_mutex_lock(&lock);
    int n = busy || waiting ? 0 : threads;
    memcpy(ends, ids, (size_t)n * sizeof *ends);
    if (n) {
        threads = idle = 0;
        generation++;
        pthread_cond_broadcast(&more);
    }
    pthread_mutex_unlock(&lock);
    while (n)
        pthread_join(ends[--n], NULL);
}

static void taken(ac_loop *loop, ac__mail *mail)
{
    ac__request *r = (ac__request *)mail;
    loop->submitted--;
    r->done(r);
}

int ac__pool_submit(ac_loop *loop, ac__request *r)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int rc = 0;
    pthread_once(&once, set_up);
    r->loop = loop;
    r->mail = (ac__mail){.take = taken};
    pthread_mutex_lock(&lock);
    put_in_line(r);
    if (idle)
        pthread_cond_signal(&more);
    if (waiting > idle && threads < size) {
        rc = -pthread_create(&ids[threads], NULL, work, (void *)generation);
        threads += !rc;
    }
    if (rc && threads)
        rc = 0; // another one will come to it
    else if (rc)
        take_out(r);
    pthread_mutex_unlock(&lock);
    loop->submitted += !rc;
    return rc;
}

bool ac__pool_cancel(ac__request *r)
{
    pthread_mutex_lock(&lock);
    bool in_line = r->pprev;
    if (in_line)
        take_out(r);
    pthread_mutex_unlock(&lock);
    r->loop->submitted -= in_line;
    return in_line;
}

void ac__pool_settle(ac_loop *loop)
{
    while (loop->submitted) {
        ac__wakers_sleep(loop);
        ac__wakers_take(loop);
    }
    // The thread that told of the last one may not have come back from that.
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
}
