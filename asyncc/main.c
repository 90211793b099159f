// main.c: the passes, in order, for each input; then the link.
#include "driver.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const struct {
    const char *name;
    void (*run)(Unit *);
} passes[] = {
    {"lex", lex},   {"parse", parse}, {"exits", exits}, {"check", check}, {"hoist", hoist},
    {"flow", flow}, {"frame", frame}, {"edit", edit},   {"emit", emit},
};

// CPU time of this process and of the commands that it ran, in ms.
static double cpu_time(void)
{
    double ms = 0;
    for (int i = 0; i < 2; i++) {
        struct rusage r;
        getrusage(i ? RUSAGE_CHILDREN : RUSAGE_SELF, &r);
        ms += (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1e3;
        ms += (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e3;
    }
    return ms;
}

static double wall_time(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

// --time-passes: what was spent since the last such line: CPU time, then time that passed. The
// first line has the CPU time since the start for both.
static void report_time(Unit *u, const char *what)
{
    if (!u->options->time_passes)
        return;
    double cpu = cpu_time(), wall = wall_time(), spent = cpu - u->reported_cpu;
    fprintf(stderr, "%-10s %10.3f ms  %10.3f ms\n", what, spent,
            u->reported_wall > 0 ? wall - u->reported_wall : spent);
    u->reported_cpu = cpu;
    u->reported_wall = wall;
}

// An option that makes something else of the unit than what it would be lowered to, or NULL. The
// lowered parts of --emit=c are UTF-8, as the preprocessor leaves them, among the user's own text.
static const char *refused_option(const Unit *u)
{
    const Options *o = u->options;
    if (o->refused || o->mode != MODE_EMIT_C || !o->input_charset)
        return o->refused;
    for (const char *s = u->text; *s; s++)
        if (*s & 0x80)
            return o->input_charset;
    return NULL;
}

int run_passes(Unit *u)
{
    const char *wanted = u->options->dump;
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++) {
        passes[i].run(u);
        report_time(u, passes[i].name);
        if (u->errors)
            return 1;
        if (wanted && !strcmp(wanted, passes[i].name)) {
            dump(u, wanted, stdout);
            return 0;
        }
        // The compiler behind needs no help with what is plain C.
        if (!wanted && u->options->mode != MODE_EMIT_C && !u->has_dialect)
            return 0;
        const char *refused = u->has_dialect ? refused_option(u) : NULL;
        if (refused) {
            diag_plain(E_NOT_SUPPORTED, refused);
            return 1;
        }
    }
    if (wanted) {
        diag_plain(E_UNKNOWN_PASS, wanted);
        return 1;
    }
    return 0;
}

static void load_meanwhile(Unit *u)
{
    if (u->has_dialect && load_libclang())
        report_time(u, "load");
    u->has_dialect = false; // lex knows better
}

static int compile(Unit *u, Arg *input)
{
    const Options *o = u->options;
    if (!check_input(u))
        return 1;
    report_time(u, "start");
    int status = preprocess(u, input, load_meanwhile);
    report_time(u, "preprocess");
    if (status == 0)
        status = run_passes(u);
    bool lowered = status == 0 && arrlen(u->funcs);
    // What is compiled untouched says everything again.
    if (u->preprocessor_said && strcmp(u->preprocessor_said, "[]\n") && // gcc's nothing, as JSON
        (status || lowered || o->mode == MODE_EMIT_C || o->mode == MODE_EMIT_LAYOUT))
        fputs(u->preprocessor_said, stderr);
    if (status || o->mode == MODE_DUMP)
        return status;
    if (lowered || u->reads_once || o->mode == MODE_EMIT_C || o->mode == MODE_EMIT_LAYOUT)
        print_dependencies(o);
    if (o->mode == MODE_EMIT_LAYOUT) {
        Text out = {0};
        report_layouts(u, o->json, &out);
        bool written = write_output(o->output, out.data, out.length);
        free(out.data);
        return !written;
    }
    if (o->mode == MODE_EMIT_C)
        return !write_output(o->output, u->out, u->out_length);
    if (!lowered && u->reads_once) { // nobody can read it any more
        u->out = u->text;
        u->out_length = u->length;
        u->text = NULL;
    }
    return lowered || u->reads_once ? compile_lowered(o, u, input) : compile_untouched(o, input);
}

// gcc says so, too; but what it is given here does not name the input.
static bool overwrites_input(const Options *o)
{
    struct stat output, input;
    if (!o->output || stat(o->output, &output) || !S_ISREG(output.st_mode))
        return false;
    for (ptrdiff_t i = 0; i < arrlen(o->args); i++) {
        const Arg *arg = &o->args[i];
        if (arg->kind != ARG_INPUT || stat(arg->words[0], &input) ||
            input.st_dev != output.st_dev || input.st_ino != output.st_ino)
            continue;
        diag_plain(E_OUTPUT_IS_INPUT, arg->words[0]);
        return true;
    }
    return false;
}

static int compile_all(Options *o)
{
    int status = 0;
    if (o->mode != MODE_DUMP && o->mode != MODE_CHECK && overwrites_input(o))
        return 1;
    bool own = o->mode == MODE_EMIT_C || o->mode == MODE_EMIT_LAYOUT;
    if (o->output && strcmp(o->output, "-") && o->mode != MODE_DUMP && o->mode != MODE_CHECK &&
        !check_output(o->output, own))
        return 1;
    for (ptrdiff_t i = 0; i < arrlen(o->args); i++) {
        Arg *arg = &o->args[i];
        int rc = 0;
        if (arg->kind != ARG_INPUT)
            continue;
        if (arg->is_c) {
            Unit u = {.options = o, .arena = arena_new(), .path = arg->words[0], .input = arg};
            rc = compile(&u, arg);
            free_unit(&u);
        } else if (o->mode == MODE_DUMP || o->mode == MODE_EMIT_C || o->mode == MODE_EMIT_LAYOUT) {
            diag_plain(E_NOT_C, arg->words[0]);
            rc = 1;
        } else {
            rc = compile_untouched(o, arg);
        }
        if (rc > status)
            status = rc;
    }
    return status;
}

// What is opened later must not get the number of a standard stream that is closed.
static void fill_standard_streams(void)
{
    int fd;
    while ((fd = open("/dev/null", O_RDONLY)) >= 0 && fd <= STDERR_FILENO)
        ;
    if (fd > STDERR_FILENO)
        close(fd);
}

int main(int argc, char **argv)
{
    fill_standard_streams();
    enlarge_stack();
    Options o;
    options_parse(&o, argc, argv);
    int status = o.mode == MODE_BAD;
    if (o.mode == MODE_PASS_THROUGH) {
        status = pass_through(&o);
    } else if (o.mode != MODE_BAD && o.mode != MODE_PRINTED) {
        status = compile_all(&o);
        if (status == 0 && o.mode == MODE_LINK)
            status = link_program(&o);
    }
    options_free(&o);
    if (fflush(stdout) || ferror(stdout)) {
        diag_plain(E_CANNOT_WRITE, "standard output", strerror(errno));
        status = 1;
    }
    return status;
}
