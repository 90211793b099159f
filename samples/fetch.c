// fetch.c: an HTTP/1.0 client: gets a document and writes it to standard output.
//
//   fetch HOST PORT PATH
//
// Each step that can fail has a message and an exit status of its own; on all ways the connection
// is closed.
#include <asyncc.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum status {
    OK,
    USAGE = 2,
    NO_CONNECTION, // unknown host, refused
    NOT_SENT,      // the connection broke during the request
    NO_ANSWER,     // it broke during the answer
    BAD_ANSWER,    // not HTTP
    REFUSED,       // the server answers, but not with the document
    NO_OUTPUT,     // standard output takes no more
};

__attribute__((format(printf, 2, 3))) static int fail(enum status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "fetch: ");
    vfprintf(stderr, format, args);
    fprintf(stderr, "\n");
    va_end(args);
    return (int)status;
}

// What has come from the server and was not used yet: buf[begin] to buf[end - 1].
struct input {
    ac_tcp *tcp;
    size_t begin, end;
    char buf[16 * 1024];
};

// Reads more. The number of bytes, 0 at the end of the stream, or an error.
static async int fill(struct input *in)
{
    memmove(in->buf, in->buf + in->begin, in->end - in->begin);
    in->end -= in->begin;
    in->begin = 0;
    if (in->end == sizeof in->buf)
        return AC_ENOBUFS;
    int n = await ac_read(in->tcp, in->buf + in->end, sizeof in->buf - in->end);
    if (n > 0)
        in->end += (size_t)n;
    return n;
}

// Gives the next line without its end, valid until the next read. 0, AC_EOF if the stream ends
// first, or an error.
static async int read_line(struct input *in, char **line)
{
    char *end;
    while (!(end = memchr(in->buf + in->begin, '\n', in->end - in->begin))) {
        int n = await fill(in);
        if (n <= 0)
            return n < 0 ? n : AC_EOF;
    }
    *line = in->buf + in->begin;
    in->begin = (size_t)(end + 1 - in->buf);
    if (end > *line && end[-1] == '\r')
        end--;
    *end = '\0';
    return 0;
}

static async int send_request(ac_tcp *tcp, const char *host, const char *path)
{
    char request[4096];
    const char *format = strchr(host, ':') ? "GET %s HTTP/1.0\r\nHost: [%s]\r\n\r\n"
                                           : "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n";
    int n = snprintf(request, sizeof request, format, path, host);
    if (n < 0 || (size_t)n >= sizeof request)
        return fail(USAGE, "the path is too long");
    int rc = await ac_write(tcp, request, (size_t)n);
    return rc < 0 ? fail(NOT_SENT, "cannot send the request: %s", ac_strerror(rc)) : OK;
}

// Reads the status line and the headers; gives the body's length at `*length`, if it is told.
static async int read_head(struct input *in, long long *length)
{
    char *line, *end;
    int code, at;
    int rc = await read_line(in, &line);
    if (rc == AC_EOF)
        return fail(NO_ANSWER, "the connection ended before the answer");
    if (rc == AC_ENOBUFS || (!rc && sscanf(line, "HTTP/%*d.%*d %3d%n", &code, &at) != 1))
        return fail(BAD_ANSWER, "the answer is not HTTP");
    if (rc < 0)
        return fail(NO_ANSWER, "cannot read the answer: %s", ac_strerror(rc));
    if (code < 200 || code > 299)
        return fail(REFUSED, "the server answers: %d%s", code, line + at);

    while ((rc = await read_line(in, &line)) == 0 && *line) {
        if (!strncasecmp(line, "Content-Length:", 15)) {
            *length = strtoll(line + 15, &end, 10);
            if (end == line + 15 || *end || *length < 0)
                return fail(BAD_ANSWER, "the answer has a bad length");
        } else if (!strncasecmp(line, "Transfer-Encoding:", 18)) {
            return fail(BAD_ANSWER, "the answer is encoded:%s", line + 18);
        }
    }
    if (rc == AC_EOF)
        return fail(NO_ANSWER, "the connection ended within the headers");
    if (rc == AC_ENOBUFS)
        return fail(BAD_ANSWER, "a header is too long");
    if (rc < 0)
        return fail(NO_ANSWER, "cannot read the headers: %s", ac_strerror(rc));
    return OK;
}

// Copies the body to standard output: `length` bytes, -1: all that comes.
static async int copy_body(struct input *in, long long length)
{
    long long copied = 0;
    int n = 1;
    while (n > 0) {
        size_t part = in->end - in->begin;
        if (length >= 0 && (long long)part > length - copied)
            part = (size_t)(length - copied);
        if (fwrite(in->buf + in->begin, 1, part, stdout) != part)
            return fail(NO_OUTPUT, "cannot write the document");
        copied += (long long)part;
        in->begin += part;
        n = copied == length ? 0 : await fill(in);
    }
    if (fflush(stdout))
        return fail(NO_OUTPUT, "cannot write the document");
    if (n < 0)
        return fail(NO_ANSWER, "cannot read the document: %s", ac_strerror(n));
    if (copied < length)
        return fail(NO_ANSWER, "the connection ended after %lld of %lld bytes", copied, length);
    return OK;
}

static async int fetch(const char *host, int port, const char *path)
{
    struct input in = {0};
    long long length = -1;
    int rc = await ac_tcp_connect(&in.tcp, host, port);
    if (rc < 0)
        return fail(NO_CONNECTION, "cannot connect to %s port %d: %s", host, port, ac_strerror(rc));
    rc = await send_request(in.tcp, host, path);
    if (rc == OK)
        rc = await read_head(&in, &length);
    if (rc == OK)
        rc = await copy_body(&in, length);
    await ac_tcp_close(in.tcp);
    return rc;
}

// A path that may stand in a request: no blanks, no line ends.
static int is_path(const char *text)
{
    if (*text != '/')
        return 0;
    for (; *text; text++)
        if (!isgraph((unsigned char)*text))
            return 0;
    return 1;
}

async int main(int argc, char **argv)
{
    char *end = NULL;
    long port = argc == 4 ? strtol(argv[2], &end, 10) : 0;
    if (!end || *end || port < 1 || port > 65535 || !is_path(argv[3]))
        return fail(USAGE, "usage: fetch HOST PORT PATH (which begins with '/')");
    return await fetch(argv[1], (int)port, argv[3]);
}
