// dns.h: a question for addresses, in the thread pool; shared with connect.c.
#ifndef AC_DNS_INTERNAL_H
#define AC_DNS_INTERNAL_H

#include "pool.h"
#include <asyncc/dns.h>

struct ac__resolve {
    ac__request request;
    uv_getaddrinfo_t question;
    uv_loop_t nowhere; ///< see dns.c
    ac_strand *strand; ///< NULL: the leaf has left
    const struct addrinfo *hints;
    const char *host, *service;
    const struct addrinfo *next; ///< the address to be tried
    int status;
    bool answered;
    struct addrinfo given; ///< copies of what was asked
    char text[];
};

/// Asks; the running strand is woken by the answer. 0 or an error, and then `*out` is NULL.
int ac__resolve_begin(struct ac__resolve **out, ac_context *cx, const char *host,
                      const char *service, const struct addrinfo *hints);
/// Leaves the question, answered or not.
void ac__resolve_end(struct ac__resolve *resolve);

#endif
