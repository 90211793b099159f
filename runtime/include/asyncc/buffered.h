/// Reading and writing streams through a buffer, and copying from one to the other.
///
/// The buffer is the caller's, and so is the stream: neither is freed here. Bytes that were read
/// but not asked for stay in the buffer, also when an operation is cancelled: a later one goes on
/// where it stopped. One task at a time uses a reader or a writer.
#ifndef ASYNCC_BUFFERED_H
#define ASYNCC_BUFFERED_H

#include <stddef.h>
#include <stdint.h>
#include <asyncc/dialect.h>
#include <asyncc/abi.h>
#include <asyncc/blocking.h>
#include <asyncc/io.h>

typedef struct ac_reader {
    ac_io *io;
    char *buf;
    size_t size;
    size_t begin, end; ///< what was read and not yet given away
} ac_reader;

/// Reads `io` through the `size` bytes at `buf`.
static inline void ac_reader_init(ac_reader *reader, ac_io *io, void *buf, size_t size)
{
    *reader = (ac_reader){.io = io, .buf = (char *)buf, .size = size};
}

/// Reads to the next byte `delimiter`, and gives the place of what stands before and with it at
/// `*out`: in the buffer, until the next operation on the reader.
///
/// Returns the number of bytes with the delimiter; AC_EOF at the end of the stream, when nothing
/// or something without a delimiter is left (which stays in the buffer); AC_ENOBUFS if the buffer
/// is full without one, or they are more than INT_MAX; AC_ECANCELED; or an error of ac_read.
_Async int ac_reader_until(ac_reader *reader, char **out, int delimiter) AC_LEAF(ac_reader_until);

/// Reads a line and gives it at `*out`, as a string without its "\n" or "\r\n", in the buffer,
/// until the next operation on the reader. What stands behind the last "\n" of a stream is a line,
/// too: where a peer may be cut off within one, ask ac_reader_until for '\n', which does not take
/// it for one.
///
/// Returns the string's length; AC_EOF when there is none left; and otherwise as ac_reader_until.
_Async int ac_reader_line(ac_reader *reader, char **out) AC_LEAF(ac_reader_line);

/// Reads until `buf` holds `n` bytes. `*done`, 0 at first, counts those that it holds: after
/// AC_ECANCELED a call with the same `*done` goes on.
///
/// Returns 0; AC_EOF if the stream ends before; AC_ECANCELED; or an error of ac_read.
_Async int ac_reader_exact(ac_reader *reader, void *buf, size_t n, size_t *done)
    AC_LEAF(ac_reader_exact);

/// Reads at most `n` bytes: from the buffer, or, when it is empty, straight from the stream.
/// Returns what ac_read returns.
_Async int ac_reader_some(ac_reader *reader, void *buf, size_t n) AC_LEAF(ac_reader_some);

typedef struct ac_writer {
    ac_io *io;
    char *buf;
    size_t size;
    size_t begin, end; ///< what was put and not yet written
} ac_writer;

/// Writes to `io` through the `size` bytes at `buf`. What stands in the buffer when the stream is
/// closed is not written.
static inline void ac_writer_init(ac_writer *writer, ac_io *io, void *buf, size_t size)
{
    *writer = (ac_writer){.io = io, .buf = (char *)buf, .size = size};
}

/// Puts `n` bytes into the buffer; when they do not fit, what is there is written first, and data
/// not shorter than the buffer go straight to the stream.
///
/// Returns 0; AC_ECANCELED: none of the data was taken, unless they are that long (then
/// see ac_io_sent); or an error of ac_write.
_Async int ac_writer_put(ac_writer *writer, const void *data, size_t n) AC_LEAF(ac_writer_put);

/// Writes what is in the buffer. Returns what ac_write returns; what was not written stays.
_Async int ac_writer_flush(ac_writer *writer) AC_LEAF(ac_writer_flush);

/// Writes all that comes from `from` to `to`, through the reader's buffer, until the end of the
/// stream, and adds the number of bytes to `*count` (NULL: not counted). What was read and not
/// written when the copy is cancelled or `to` fails is still in the buffer. It reads the one stream
/// and writes the other from its beginning to its end: others get AC_EBUSY there.
///
/// Returns 0 at the end of the stream; AC_ECANCELED if the task is cancelled or one of the streams
/// closed meanwhile; AC_EBUSY; or an error of ac_read or ac_write.
_Async int ac_copy(ac_reader *from, ac_io *to, uint64_t *count) AC_LEAF(ac_copy);

/// Writes `n` bytes of a file from `offset` on to a stream; the kernel copies them. Bytes that must
/// first come from the disk are fetched on a thread of the pool.
///
/// Returns 0; AC_EOF if the file ends before; AC_ECANCELED (see ac_io_sent for how far it came);
/// AC_EBUSY while another task writes; AC_EINVAL for what sendfile(2) does not take: a file without
/// pages, as most of /proc, or a stream that appends to a file; or another error.
_Async int ac_sendfile(ac_io *to, int fd, int64_t offset, uint64_t n) AC_LEAF(ac_sendfile);

// ---------------------------------------------------------------------------------------------
// What asyncc and hand-written code need to hold these operations' frames (see abi.h).

struct ac_reader_until__frame {
    union {
        int result;
        struct ac_read__frame read;
    };
    ac_reader *reader;
    char **out;
    size_t looked; ///< bytes of the buffer that are no delimiter
    int delimiter;
    uint8_t over, reading;
};
ac_poll ac_reader_until__start(struct ac_reader_until__frame *, ac_context *, ac_reader *reader,
                               char **out, int delimiter);
ac_poll ac_reader_until__resume(void *, ac_context *);
extern const ac_async_type ac_reader_until__type;

struct ac_reader_line__frame {
    union {
        int result;
        struct ac_reader_until__frame until;
    };
};
ac_poll ac_reader_line__start(struct ac_reader_line__frame *, ac_context *, ac_reader *reader,
                              char **out);
ac_poll ac_reader_line__resume(void *, ac_context *);
extern const ac_async_type ac_reader_line__type;

struct ac_reader_exact__frame {
    union {
        int result;
        struct ac_read__frame read;
    };
    ac_reader *reader;
    char *buf;
    size_t n;
    size_t *done;
    uint8_t over, reading;
};
ac_poll ac_reader_exact__start(struct ac_reader_exact__frame *, ac_context *, ac_reader *reader,
                               void *buf, size_t n, size_t *done);
ac_poll ac_reader_exact__resume(void *, ac_context *);
extern const ac_async_type ac_reader_exact__type;

struct ac_reader_some__frame {
    union {
        int result;
        struct ac_read__frame read;
    };
    uint8_t over;
};
ac_poll ac_reader_some__start(struct ac_reader_some__frame *, ac_context *, ac_reader *reader,
                              void *buf, size_t n);
ac_poll ac_reader_some__resume(void *, ac_context *);
extern const ac_async_type ac_reader_some__type;

struct ac_writer_flush__frame {
    union {
        int result;
        struct ac_write__frame write;
    };
    ac_writer *writer;
    uint8_t over;
};
ac_poll ac_writer_flush__start(struct ac_writer_flush__frame *, ac_context *, ac_writer *writer);
ac_poll ac_writer_flush__resume(void *, ac_context *);
extern const ac_async_type ac_writer_flush__type;

struct ac_writer_put__frame {
    union {
        int result;
        struct ac_writer_flush__frame flush;
        struct ac_write__frame write;
    };
    ac_writer *writer;
    const void *data;
    size_t n;
    uint8_t state;
};
ac_poll ac_writer_put__start(struct ac_writer_put__frame *, ac_context *, ac_writer *writer,
                             const void *data, size_t n);
ac_poll ac_writer_put__resume(void *, ac_context *);
extern const ac_async_type ac_writer_put__type;

struct ac_copy__frame {
    union {
        int result;
        struct ac_read__frame read;
        struct ac_write__frame write;
    };
    ac_reader *from;
    ac_io *to;
    uint64_t *count;
    uint8_t state;
};
ac_poll ac_copy__start(struct ac_copy__frame *, ac_context *, ac_reader *from, ac_io *to,
                       uint64_t *count);
ac_poll ac_copy__resume(void *, ac_context *);
extern const ac_async_type ac_copy__type;

AC__WORK_LEAF(ac_sendfile, ac_io *to; int64_t offset; uint64_t n; int fd; int state;);
ac_poll ac_sendfile__start(struct ac_sendfile__frame *, ac_context *, ac_io *to, int fd,
                           int64_t offset, uint64_t n);

#endif
