// REQUIRES: openssl
// RUN: %asyncc %sanitize -Wall -Wextra -Werror -g %s -o %t -lssl -lcrypto && %run %t
// RUN: %asyncc --cc=clang-19 %sanitize -O2 -Wall -Wextra -Werror %s -o %t -lssl -lcrypto && %run %t
// TLS by OpenSSL on sockets of its own: whatever it waits for is waited for by a task. Megabytes go
// both ways at the same time; a peer that vanishes or says nothing ends in an error or a timeout.
#include "../Runtime/check.h"
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BYTES = 3000000, PIECE = 20000 };

typedef struct tls {
    SSL *ssl;
    int fd;
} tls;

// Waits for what OpenSSL wants. 0: it is to be called again; or what is wrong.
static async int wanted(tls *t, int rc)
{
    int events;
    switch (SSL_get_error(t->ssl, rc)) {
    case SSL_ERROR_WANT_READ:
        events = await ac_poll_fd(t->fd, AC_READABLE);
        break;
    case SSL_ERROR_WANT_WRITE:
        events = await ac_poll_fd(t->fd, AC_WRITABLE);
        break;
    case SSL_ERROR_ZERO_RETURN:
        return AC_EOF;
    default:
        return AC_ECONNRESET;
    }
    return events < 0 ? events : 0;
}

#define TLS(t, call)                                                                               \
    ({                                                                                             \
        int tls_rc;                                                                                \
        ERR_clear_error();                                                                         \
        while ((tls_rc = (call)) <= 0 && (tls_rc = await wanted(t, tls_rc)) == 0)                  \
            ERR_clear_error();                                                                     \
        tls_rc;                                                                                    \
    })

static unsigned char at(size_t i, unsigned char key)
{
    return (unsigned char)(i * 7 + (i >> 9)) ^ key;
}

static async int put(tls *t, unsigned char key)
{
    unsigned char piece[PIECE];
    for (size_t sent = 0; sent < BYTES; sent += PIECE) {
        for (size_t i = 0; i < PIECE; i++)
            piece[i] = at(sent + i, key);
        int rc = TLS(t, SSL_write(t->ssl, piece, PIECE));
        if (rc < 0)
            return rc;
        CHECK_EQ(rc, PIECE);
    }
    return 0;
}

static async int take(tls *t, unsigned char key)
{
    unsigned char piece[1000];
    for (size_t got = 0; got < BYTES;) {
        int rc = TLS(t, SSL_read(t->ssl, piece, sizeof piece));
        if (rc < 0)
            return rc;
        for (int i = 0; i < rc; i++)
            CHECK_EQ(piece[i], at(got + (size_t)i, key));
        got += (size_t)rc;
    }
    return 0;
}

static async int talk(tls *t, bool server)
{
    int rc = server ? TLS(t, SSL_accept(t->ssl)) : TLS(t, SSL_connect(t->ssl));
    if (rc < 0)
        return rc;
    rc = await ac_try_all(put(t, server), take(t, !server));
    if (rc < 0)
        return rc;
    while ((rc = SSL_shutdown(t->ssl)) == 0 || (rc < 0 && (rc = await wanted(t, rc)) == 0))
        ;
    return rc < 0 ? rc : 0;
}

// A key and a certificate that it signs itself.
static SSL_CTX *server_context(void)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = X509_new();
    CHECK(context && key && certificate);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -86400);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               (const unsigned char *)"localhost", -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    CHECK(X509_sign(certificate, key, EVP_sha256()) > 0);
    CHECK_EQ(SSL_CTX_use_certificate(context, certificate), 1);
    CHECK_EQ(SSL_CTX_use_PrivateKey(context, key), 1);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return context;
}

static tls tls_on(SSL_CTX *context, int fd)
{
    tls t = {SSL_new(context), fd};
    CHECK(t.ssl && SSL_set_fd(t.ssl, fd) == 1);
    return t;
}

static void tls_end(tls *t)
{
    if (!t->ssl)
        return;
    SSL_free(t->ssl);
    ac_poll_fd_end(t->fd);
    close(t->fd);
    t->ssl = NULL;
}

async int main(void)
{
    SSL_CTX *accepting = server_context(), *connecting = SSL_CTX_new(TLS_client_method());
    CHECK(connecting);
    for (int way = 0; way < 3; way++) {
        int fds[2], served = 1, got = 1, rc;
        CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
        tls server = tls_on(accepting, fds[0]), client = tls_on(connecting, fds[1]);
        switch (way) {
        case 0:
            await ac_all(served = talk(&server, true), got = talk(&client, false));
            CHECK_EQ(served, 0);
            CHECK_EQ(got, 0);
            break;
        case 1: // a client that says nothing
            rc = await ac_timeout(20, served = talk(&server, true));
            CHECK_EQ(rc, AC_ETIMEDOUT);
            CHECK_EQ(served, AC_ECANCELED);
            break;
        case 2: { // one that goes away behind its greeting
            ac_task *task = ac_spawn(talk(&server, true));
            CHECK_EQ(TLS(&client, SSL_connect(client.ssl)), 1);
            tls_end(&client);
            CHECK_EQ(await ac_join(task, &served), 0);
            CHECK(served == AC_ECONNRESET || served == AC_EOF);
        }
        }
        tls_end(&server);
        tls_end(&client);
    }
    SSL_CTX_free(accepting);
    SSL_CTX_free(connecting);
    return 0;
}
