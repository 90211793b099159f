// heap.c: memory in large pages. What libclang and the passes make of 50,000 lines fills thousands
// of small ones, and each costs a fault: together, in a virtual machine, a quarter of the time.
//
// glibc grows its heap by little, and takes large blocks from elsewhere. So a part of the address
// space is set aside once, from which all is taken. What is not used of it is no memory.
#include "driver.h"

#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>

enum { LARGE_PAGE = 2 << 20, RESERVED = 256 << 20 };

#if defined(__SANITIZE_ADDRESS__) // gcc's way to tell, and clang's
#define ADDRESS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ADDRESS_SANITIZER
#endif
#endif

#ifdef ADDRESS_SANITIZER
void reserve_heap(void) {} // it has a heap of its own
#else
void reserve_heap(void)
{
    struct rlimit r;
    if (getrlimit(RLIMIT_AS, &r) || r.rlim_cur != RLIM_INFINITY)
        return;                    // libclang may need what would be set aside
    mallopt(M_MMAP_MAX, 0);        // large blocks come from the heap, too,
    mallopt(M_TRIM_THRESHOLD, -1); // which keeps what is freed
    // Volatile: else the compiler leaves out what is only allocated and freed.
    void *volatile block = malloc(RESERVED);
    if (!block) // small pages will do
        return;
    uintptr_t begin = (uintptr_t)block, large = (begin / LARGE_PAGE + 1) * LARGE_PAGE;
    madvise((void *)large, begin + RESERVED - large, MADV_HUGEPAGE); // a hint
    free(block);
    // What lies in front of the first large page stays unused.
    block = malloc(large - begin);
}
#endif
