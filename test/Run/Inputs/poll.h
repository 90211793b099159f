// A leaf that suspends as the schedule says; its value is its argument.
#include <asyncc/dialect.h>
#include <asyncc/abi.h>
#ifdef ASYNCC_ELIDE
int leaf(int n);
#else
struct leaf__frame { int result; int n; };
_Async int leaf(int n);
ac_poll leaf__start(struct leaf__frame *, ac_context *, int);
ac_poll leaf__resume(void *, ac_context *);
extern const ac_async_type leaf__type;
#endif
