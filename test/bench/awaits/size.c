// Eight awaits, or sixteen: test/bench/await tells from their text what one more takes. size.rs and
// size.cpp hold the same.
#include <asyncc.h>

struct leaf__frame {
    long result;
};
async long leaf(long x);
ac_poll leaf__start(struct leaf__frame *, ac_context *, long x);
ac_poll leaf__resume(void *, ac_context *);
extern const ac_async_type leaf__type;
long work(long x);

#define ONE                                                                                        \
    x = work(x);                                                                                   \
    y += await leaf(x);
#define EIGHT ONE ONE ONE ONE ONE ONE ONE ONE

async long awaits(long x, long y)
{
    EIGHT
#ifdef MORE
    EIGHT
#endif
    return x + y;
}
