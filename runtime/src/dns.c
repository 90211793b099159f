// dns.c: addresses, and the names that stand for them.
//
// The resolver runs on a thread of the pool and cannot be stopped there. A request owns all that it
// needs, so a cancelled question is left at once, and freed when its answer comes.
//
// It is libuv's, which takes names in UTF-8, too (IDNA). Called without a callback it answers on
// the calling thread, and of its loop it only counts the requests: so it is given none of ours.
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
    ac_address copy;
    memset(&copy, 0, sizeof copy);
    if (address->sa_family == AF_INET)
        copy.length = sizeof copy.v4;
    else if (address->sa_family == AF_INET6)
        copy.length = sizeof copy.v6;
    memcpy(&copy.any, address, copy.length);
    *out = copy; // of which the address may be a part
    return copy.length ? 0 : AC_EAFNOSUPPORT;
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

static void resolve(ac__request *request)
{
    struct ac__resolve *r = (struct ac__resolve *)request;
    r->status = uv_getaddrinfo(&r->nowhere, &r->question, NULL, r->host, r->service, r->hints);
}

static void end_resolve(struct ac__resolve *r)
{
    uv_freeaddrinfo(r->question.addrinfo);
    ac__free(r);
}

static void on_resolved(ac__request *request)
{
    struct ac__resolve *r = (struct ac__resolve *)request;
    if (!r->strand) {
        end_resolve(r);
        return;
    }
    r->answered = true;
    r->next = r->question.addrinfo;
    ac_wake(request->loop, r->strand);
}

int ac__resolve_begin(struct ac__resolve **out, ac_context *cx, const char *host,
                      const char *service, const struct addrinfo *hints)
{
    size_t host_size = host ? strlen(host) + 1 : 0, size = service ? strlen(service) + 1 : 0;
    struct ac__resolve *r = ac__malloc(sizeof *r + host_size + size);
    *out = NULL;
    if (!r)
        return AC_ENOMEM;
    memset(r, 0, sizeof *r);
    r->request.run = resolve;
    r->request.done = on_resolved;
    r->request.slow = true;
    r->strand = cx->strand;
    if (host)
        r->host = memcpy(r->text, host, host_size);
    if (service)
        r->service = memcpy(r->text + host_size, service, size);
    if (hints) {
        r->given = *hints;
        r->hints = &r->given;
    }
    int rc = ac__pool_submit_or_free(cx->loop, &r->request);
    *out = rc ? NULL : r;
    return rc;
}

void ac__resolve_end(struct ac__resolve *r)
{
    if (r->answered || ac__pool_cancel(&r->request))
        end_resolve(r);
    else
        r->strand = NULL;
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
    return ac__ready(cx);
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
        *f->out = r->question.addrinfo;
        r->question.addrinfo = NULL;
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
    ac__request request;
    uv_getnameinfo_t question;
    uv_loop_t nowhere;
    ac_strand *strand; ///< NULL: the leaf has left
    ac_address address;
    int flags, status;
    bool answered;
};

static void find_name(ac__request *request)
{
    struct ac__naming *n = (struct ac__naming *)request;
    n->status = uv_getnameinfo(&n->nowhere, &n->question, NULL, &n->address.any, n->flags);
}

static void on_named(ac__request *request)
{
    struct ac__naming *n = (struct ac__naming *)request;
    if (!n->strand) {
        ac__free(n);
        return;
    }
    n->answered = true;
    ac_wake(request->loop, n->strand);
}

// 0 or an error.
static int begin_naming(struct ac__naming **out, ac_context *cx, const ac_address *address,
                        int flags)
{
    struct ac__naming *n = ac__malloc(sizeof *n);
    if (!n)
        return AC_ENOMEM;
    memset(n, 0, sizeof *n);
    n->request.run = find_name;
    n->request.done = on_named;
    n->request.slow = true;
    n->strand = cx->strand;
    n->address = *address;
    n->flags = flags;
    int rc = ac__pool_submit_or_free(cx->loop, &n->request);
    *out = rc ? NULL : n;
    return rc;
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
    if (!rc)
        rc = begin_naming(&f->naming, cx, address, flags);
    if (!rc)
        return AC_PENDING;
    f->result = rc;
    return ac__ready(cx);
}

static int hand_over(const struct ac_getnameinfo__frame *f, const struct ac__naming *n)
{
    size_t host = strlen(n->question.host) + 1, service = strlen(n->question.service) + 1;
    if ((f->host && host > f->host_size) || (f->service && service > f->service_size))
        return AC_ENOBUFS;
    if (f->host)
        memcpy(f->host, n->question.host, host);
    if (f->service)
        memcpy(f->service, n->question.service, service);
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
        if (ac__pool_cancel(&n->request))
            ac__free(n);
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
