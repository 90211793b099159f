// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t && %run %t
// RUN: %runtime-cc -DASYNCC_ELIDE %s -o %t.elided && %t.elided
// Addresses as text, and the resolver: answers, unknown names, buffers that are too short,
// questions that are left.
#include "check.h"
#include <asyncc/dns.h>
#include <asyncc/udp.h>
#include <limits.h>

static void text(const char *host, int port, const char *expected)
{
    ac_address a, b;
    char buf[64];
    CHECK_EQ(ac_address_parse(&a, host, port), 0);
    CHECK_EQ(ac_address_port(&a), port);
    CHECK_EQ(ac_address_format(&a, buf, sizeof buf), 0);
    CHECK(!strcmp(buf, expected));
    CHECK_EQ(ac_address_format(&a, buf, strlen(expected)), AC_ENOBUFS);
    CHECK_EQ(ac_address_format(&a, buf, strlen(expected) + 1), 0);
    CHECK_EQ(ac_address_copy(&b, &a.any), 0);
    CHECK(a.length == b.length && !memcmp(&a.any, &b.any, a.length));
    CHECK_EQ(ac_address_copy(&a, &a.any), 0); // onto itself
    CHECK(a.length == b.length && !memcmp(&a.any, &b.any, a.length));
}

static void addresses(void)
{
    ac_address a;
    text("127.0.0.1", 80, "127.0.0.1:80");
    text("::1", 65535, "[::1]:65535");
    text("2001:db8:0:0:0:0:0:1", 0, "[2001:db8::1]:0");
    static const char *const bad[] = {"", "localhost", "1.2.3", "1.2.3.4.5", "::1::", "256.0.0.1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK_EQ(ac_address_parse(&a, bad[i], 1), AC_EINVAL);
    CHECK_EQ(ac_address_parse(&a, NULL, 1), AC_EINVAL);
    CHECK_EQ(ac_address_parse(&a, "::1", -1), AC_EINVAL);
    CHECK_EQ(ac_address_parse(&a, "::1", 65536), AC_EINVAL);
    // The interface belongs to an address that is good on one network only.
    text("fe80::1%lo", 80, "[fe80::1%lo]:80");
    text("ff02::1:2%4000000000", 547, "[ff02::1:2%4000000000]:547");
    CHECK_EQ(ac_address_parse(&a, "fe80::1%1", 1), 0);
    CHECK_EQ(a.v6.sin6_scope_id, 1);
    CHECK_EQ(ac_address_format(&a, (char[64]){0}, 64), 0);
    static const char *const nowhere[] = {"fe80::1%", "fe80::1%nowhere", "fe80::1%0", "fe80::1%1x",
                                          "fe80::1%4294967297", "127.0.0.1%lo", "%lo"};
    for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++)
        CHECK_EQ(ac_address_parse(&a, nowhere[i], 1), AC_EINVAL);
    struct sockaddr other = {.sa_family = AF_UNIX};
    CHECK_EQ(ac_address_copy(&a, &other), AC_EAFNOSUPPORT);
}

static async int ask(struct addrinfo **out)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    return await ac_getaddrinfo(out, "localhost", "80", &hints);
}

static async int ask_name(char *host, size_t size)
{
    ac_address a;
    CHECK_EQ(ac_address_parse(&a, "127.0.0.1", 80), 0);
    return await ac_getnameinfo(&a, host, size, NULL, 0, 0);
}

static async int answers(void)
{
    struct addrinfo *list, hints = {.ai_flags = AI_NUMERICHOST};
    ac_address a;
    char buf[64], service[10];
    CHECK_EQ(await ask(&list), 0);
    CHECK_EQ(ac_address_copy(&a, list->ai_addr), 0);
    CHECK_EQ(ac_address_format(&a, buf, sizeof buf), 0);
    CHECK(!strcmp(buf, "127.0.0.1:80"));
    ac_freeaddrinfo(list);
    ac_freeaddrinfo(NULL);
    CHECK_EQ(await ac_getaddrinfo(&list, "no-number", NULL, &hints), AC_EAI_NONAME);
    CHECK(!list);
    CHECK_EQ(await ac_getaddrinfo(&list, NULL, NULL, NULL), AC_EINVAL);
    CHECK_EQ(await ac_getaddrinfo(&list, "localhost", "no-such-service", NULL), AC_EAI_SERVICE);

    CHECK_EQ(await ac_getnameinfo(&a, buf, sizeof buf, service, sizeof service,
                                  NI_NUMERICHOST | NI_NUMERICSERV),
             0);
    CHECK(!strcmp(buf, "127.0.0.1") && !strcmp(service, "80"));
    CHECK_EQ(await ac_getnameinfo(&a, NULL, 0, NULL, 0, NI_NUMERICHOST | NI_NUMERICSERV), 0);
    strcpy(service, "same");
    CHECK_EQ(
        await ac_getnameinfo(&a, buf, 9, service, sizeof service, NI_NUMERICHOST | NI_NUMERICSERV),
        AC_ENOBUFS);
    CHECK(!strcmp(service, "same"));
    CHECK_EQ(await ac_getnameinfo(&a, buf, 10, service, 2, NI_NUMERICHOST | NI_NUMERICSERV),
             AC_ENOBUFS);
    CHECK_EQ(await ac_getnameinfo(&a, buf, 10, service, 3, NI_NUMERICHOST | NI_NUMERICSERV), 0);
    CHECK_EQ(await ask_name(buf, sizeof buf), 0);
    CHECK(buf[0]);
    a.any.sa_family = AF_UNIX;
    CHECK_EQ(await ac_getnameinfo(&a, buf, sizeof buf, NULL, 0, 0), AC_EINVAL);
    return 0;
}

#ifndef ASYNCC_ELIDE
// More questions than the pool has threads, left at once or after a while: each ends as cancelled
// or hands over its answer.
static async int left(int when)
{
    enum { N = 12 };
    ac_task *tasks[N], *names[N];
    struct addrinfo *lists[N];
    char hosts[N][100];
    for (int i = 0; i < N; i++) {
        tasks[i] = ac_spawn(ask(&lists[i]));
        names[i] = ac_spawn(ask_name(hosts[i], sizeof hosts[i]));
    }
    for (int i = 0; i < when; i++)
        await ac_sleep(0);
    for (int i = 0; i < N; i++) {
        i % 2 ? ac_cancel(tasks[i]) : ac_abort(tasks[i]);
        i % 2 ? ac_abort(names[i]) : ac_cancel(names[i]);
    }
    for (int i = 0; i < N; i++) {
        int r = 0, rc = await ac_join(tasks[i], &r);
        if (rc == AC_ETASKABORTED)
            r = AC_ECANCELED;
        CHECK(r == 0 || r == AC_ECANCELED);
        CHECK((r == 0) == (lists[i] != NULL));
        ac_freeaddrinfo(lists[i]);
        rc = await ac_join(names[i], &r);
        CHECK(rc == AC_ETASKABORTED || r <= 0);
    }
    return 0;
}
#endif

static async int test(void)
{
    addresses();
    await answers();
#ifndef ASYNCC_ELIDE
    for (int when = 0; when < 400; when += 1 + when / 4)
        await left(when);
    // The loop ends with a question under way.
    static struct addrinfo *list;
    ac_detach(ac_spawn(ask(&list)));
#endif
    return 0;
}

int main(void)
{
    CHECK_EQ(ac_run(test()), 0);
}
