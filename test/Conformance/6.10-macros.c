// RUN: %run-both %s
// 6.10 Preprocessing: awaits in arguments and bodies of macros, doubled, stringised and pasted;
// async functions made by macros, X-macros, #if and #define in bodies, __LINE__ and __func__.
#undef linux
#include "Inputs/poll.h"
#define TWICE(e) ((e) + (e))
#define GET(n) await leaf(n)
#define CALL(f, ...) await f(__VA_ARGS__)
#define STRING(e) #e
#define PASTE(a, b) a##b
#define WAIT await
#define STATES(X) X(idle, 1) X(busy, 2) X(gone, 3)
#define FUNCTION(name, k) static async int PASTE(in_, name)(int n) { return k * GET(n) + k; }
STATES(FUNCTION)
#define ENUM(name, k) S_##name = k,
enum { STATES(ENUM) };
static int runs;
static async int counted(int n) { return runs += await leaf(n); }
static async int described(void)
{
    await leaf(1);
    const char *name = __func__;
    const char *by_builtin = __builtin_FUNCTION(), *const more[] = {__builtin_FUNCTION(), __FUNCTION__};
    await leaf(1);
    return name[0] + (int)sizeof __func__ + __LINE__ + (int)sizeof __builtin_FUNCTION() + by_builtin[0] + (int)__builtin_strlen(more[0]) +
           more[1][1] + __builtin_FUNCTION()[await leaf(1)] + __builtin_LINE();
}
// 6.10.3.5 A macro that the compiler defines itself is none behind #undef.
static async int undefined(int linux)
{
    int unix_like = linux, *p = &linux;
    await leaf(1);
    return *p + unix_like;
}
async int f(int n)
{
    runs = 0;
    int r = await undefined(n) + TWICE(await counted(1)) * 0 + runs, line = __LINE__ + GET(1);
#define STEP(k) r = r * 3 % 1000 + WAIT leaf(k)
    STEP(GET(n));
    STEP(1), STEP(2);
#undef STEP
#define CASE(name, k) case k: r += CALL(in_##name, S_##name); break;
    switch (n % 4) { STATES(CASE) }
#if defined __clang__ || defined __GNUC__
    r += await leaf(5);
#else
    r += await leaf(6) +;
#endif
    const char *text = STRING(await leaf(n)); r += text[0] + (int)sizeof STRING(GET(1));
    _Pragma("GCC diagnostic push") r += GET(2); _Pragma("GCC diagnostic pop")
    return r + line + CALL(described) + CALL(leaf, PASTE(1, 0)) + GET(GET(GET(n)));
}
