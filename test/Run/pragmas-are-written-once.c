// RUN: %asyncc --cc=gcc %sanitize -Wall -Werror %s -o %t && %run %t
// RUN: %asyncc --cc=clang-19 %sanitize -Wall -Werror %s -o %t && %run %t
// A pragma in front of a statement stands once in what becomes of it, before those that are in it.
#include <asyncc.h>

static async int f(int n)
{
    await ac_yield();
    return n;
}

#define QUIET(e)                                                                                   \
    ({                                                                                             \
        _Pragma("GCC diagnostic push")                                                             \
        _Pragma("GCC diagnostic ignored \"-Wshadow\"") int q_ = (e);                               \
        _Pragma("GCC diagnostic pop") q_;                                                          \
    })

async int main(void)
{
    int bad = 0;
#pragma pack(push, 1)
    int z = ({ struct { char c; int i; } s = {1, 2};
#pragma pack(pop)
        await f(sizeof s); });
    struct { char c; int i; } after;
    bad |= z != 5 || sizeof after != 8;
    int k = 1;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
    k = k + 0;
#pragma GCC diagnostic pop
    k = QUIET(await f(k));
#pragma GCC diagnostic push
    k = ({
#pragma GCC diagnostic pop
        await f(k); });
#pragma pack(1)
    k += ({ struct { char c; int i; } s = {1, 2};
#pragma pack()
        await f(sizeof s); });
    struct { char c; int i; } again;
    bad |= k != 6 || sizeof again != 8;
#pragma pack(push, 1)
    switch (({ struct { char c; int i; } s = {1, 2};
#pragma pack(pop)
        await f(sizeof s); })) {
    case 5: {
        struct { char c; int i; } within;
        bad |= sizeof within != 8;
        break;
    }
    default:
        bad = 1;
    }
    return bad;
}
