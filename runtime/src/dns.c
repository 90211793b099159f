// dns.c: addresses, and the names that stand for them.
//
// The resolver runs in libuv's thread pool and cannot be stopped there. A request owns all that it
// needs, so a cancelled question is left at once, and freed when its answer comes.
#include "dns.h"
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>

// ---- addresses ----

// The number of an interface, by its name or as a number itself; 0: there is none.
static uint32_t find_scope(const char *text)
{
    uint32_t scope = if_nametoindex(text);
    char *end;
    if (scope || *text < '0' || *text > '9')
        return scope;
    unsigned long n = strtoul(text, &end, 10);
    return *end || n > UINT32_MAX ? 0 : (uint32_t)n;
}

// libuv takes a scope that it does not know for none.
static int parse_v6(struct sockaddr_in6 *out, const char *host, int port)
{
    char address[INET6_ADDRSTRLEN];
    size_t n = strcspn(host, "%");
    if (n >= sizeof address)
        return AC_EINVAL;
    memcpy(address, host, n);
    address[n] = 0;
    if (uv_ip6_addr(address, port, out))
        return AC_EINVAL;
    if (host[n])
        out->sin6_scope_id = find_scope(host + n + 1);
    return host[n] && !out->sin6_scope_id ? AC_EINVAL : 0;
}

int ac_address_parse(ac_address *out, const char *host, int port)
{
    memset(out, 0, sizeof *out);
    if (!host || port < 0 || port > 65535)
        return AC_EINVAL;
    out->length = sizeof out->v4;
    if (!uv_ip4_addr(host, port, &out->v4))
        return 0;
    out->length = sizeof out->v6;
    return parse_v6(&out->v6, host, port);
}

int ac_address_copy(ac_address *out, const struct sockaddr *address)
{
    memset(out, 0, sizeof *out);
    if (address->sa_family != AF_INET && address->sa_family != AF_INET6)
        return AC_EAFNOSUPPORT;
    out->length = address->sa_family == AF_INET ? sizeof out->v4 : sizeof out->v6;
    memcpy(&out->any, address, out->length);
    return 0;
}

int ac_address_port(const ac_address *address)
{
    return ntohs(address->any.sa_family == AF_INET6 ? address->v6.sin6_port : address->v4.sin_port);
}

int ac_address_format(const ac_address *address, char *buf, size_t size)
{
    char host[INET6_ADDRSTRLEN], scope[1 + IF_NAMESIZE] = "";
    bool v6 = address->any.sa_family == AF_INET6;
    int rc = v6 ? uv_ip6_name(&address->v6, host, sizeof host)
                : uv_ip4_name(&address->v4, host, sizeof host);
    if (v6 && address->v6.sin6_scope_id) {
        scope[0] = '%';
        if (!if_indextoname(address->v6.sin6_scope_id, scope + 1))
            snprintf(scope + 1, IF_NAMESIZE, "%u", (unsigned)address->v6.sin6_scope_id);
    }
    int n =
        snprintf(buf, size, v6 ? "[%s%s]:%d" : "%s%s:%d", host, scope, ac_address_port(address));
    return rc || n < 0 || (size_t)n >= size ? AC_ENOBUFS : 0;
}

// ---- asking for addresses ----

static void on_resolved(uv_getaddrinfo_t *request, int status, struct addrinfo *list)
{
    struct ac__resolve *r = request->data;
    if (!r->strand) {
        uv_freeaddrinfo(list);
        ac__free(r);
        return;
    }
    r->answered = true;
    r->status = status;
    r->next = list;
    ac_wake(r->loop, r->strand);
}

int ac__resolve_begin(struct ac__resolve **out, ac_context *cx, const char *host,
                      const char *service, const struct addrinfo *hints)
{
    struct ac__resolve *r = ac__malloc(sizeof *r);
    *out = NULL;
    if (!r)
        return AC_ENOMEM;
    memset(r, 0, sizeof *r);
    r->strand = cx->strand;
    r->loop = cx->loop;
    r->request.data = r;
    int rc = uv_getaddrinfo(&cx->loop->uv, &r->request, on_resolved, host, service, hints);
    if (rc)
        ac__free(r);
    else
        *out = r;
    return rc;
}

void ac__resolve_end(struct ac__resolve *r)
{
    if (r->answered) {
        uv_freeaddrinfo(r->request.addrinfo);
        ac__free(r);
    } else {
        r->strand = NULL;
        uv_cancel((uv_req_t *)&r->request);
    }
}

ac_poll ac_getaddrinfo__start(struct ac_getaddrinfo__frame *f, ac_context *cx,
                              struct addrinfo **out, const char *host, const char *service,
                              const struct addrinfo *hints)
{
    int rc = ac_interrupted(cx);
    f->out = out;
    f->resolve = NULL;
    *out = NULL;
    if (rc == AC_ABORTED)
        return AC_UNWIND;
    if (!rc) {
        rc = ac__resolve_begin(&f->resolve, cx, host, service, hints);
        if (!rc)
            return AC_PENDING;
    }
    f->result = rc;
    return ac__spent(cx) ? ac_requeue(cx) : AC_READY;
}

ac_poll ac_getaddrinfo__resume(void *frame, ac_context *cx)
{
    struct ac_getaddrinfo__frame *f = frame;
    struct ac__resolve *r = f->resolve;
    int stopped = 0;
    if (!r)
        return AC_READY;
    if (r->answered) {
        f->result = r->status;
        *f->out = r->request.addrinfo;
        r->request.addrinfo = NULL;
    } else {
        stopped = ac_interrupted(cx);
        if (!stopped)
            return AC_PENDING;
        f->result = stopped;
    }
    ac__resolve_end(r);
    return stopped == AC_ABORTED ? AC_UNWIND : AC_READY;
}

AC__LEAF_INT(ac_getaddrinfo,
             (struct addrinfo * *out, const char *host, const char *service,
              const struct addrinfo *hints),
             out, host, service, hints)

void ac_freeaddrinfo(struct addrinfo *list)
{
    uv_freeaddrinfo(list);
}

// ---- asking for names ----

struct ac__naming {
    uv_getnameinfo_t request;
    ac_strand *strand; ///< NULL: the leaf has left
    ac_loop *loop;
    int status;
    bool answered;
};

static void on_named(uv_getnameinfo_t *request, int status, const char *host, const char *service)
{
    struct ac__naming *n = request->data;
    (void)host, (void)service; // they are in the request
    if (!n->strand) {
        ac__free(n);
        return;
    }
    n->answered = true;
    n->status = status;
    ac_wake(n->loop, n->strand);
}

ac_poll ac_getnameinfo__start(struct ac_getnameinfo__frame *f, ac_context *cx,
                              const ac_address *address, char *host, size_t host_size,
                              char *service, size_t service_size, int flags)
{
    int rc = ac_interrupted(cx);
    f->naming = NULL;
    f->host = host;
    f->host_size = host_size;
    f->service = service;
    f->service_size = service_size;
    if (rc == AC_ABORTED)
        return AC_UNWIND;
    if (!rc) {
        struct ac__naming *n = ac__malloc(sizeof *n);
        rc = AC_ENOMEM;
        if (n) {
            memset(n, 0, sizeof *n);
            n->strand = cx->strand;
            n->loop = cx->loop;
            n->request.data = n;
            rc = uv_getnameinfo(&cx->loop->uv, &n->request, on_named, &address->any, flags);
            if (!rc) {
                f->naming = n;
                return AC_PENDING;
            }
            ac__free(n);
        }
    }
    f->result = rc;
    return ac__spent(cx) ? ac_requeue(cx) : AC_READY;
}

static int hand_over(const struct ac_getnameinfo__frame *f, const struct ac__naming *n)
{
    size_t host = strlen(n->request.host) + 1, service = strlen(n->request.service) + 1;
    if ((f->host && host > f->host_size) || (f->service && service > f->service_size))
        return AC_ENOBUFS;
    if (f->host)
        memcpy(f->host, n->request.host, host);
    if (f->service)
        memcpy(f->service, n->request.service, service);
    return 0;
}

ac_poll ac_getnameinfo__resume(void *frame, ac_context *cx)
{
    struct ac_getnameinfo__frame *f = frame;
    struct ac__naming *n = f->naming;
    if (!n)
        return AC_READY;
    if (!n->answered) {
        int stopped = ac_interrupted(cx);
        if (!stopped)
            return AC_PENDING;
        n->strand = NULL;
        uv_cancel((uv_req_t *)&n->request);
        f->result = stopped;
        return stopped == AC_ABORTED ? AC_UNWIND : AC_READY;
    }
    f->result = n->status ? n->status : hand_over(f, n);
    ac__free(n);
    return AC_READY;
}

AC__LEAF_INT(ac_getnameinfo,
             (const ac_address *address, char *host, size_t host_size, char *service,
              size_t service_size, int flags),
             address, host, host_size, service, service_size, flags)
