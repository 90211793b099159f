// driver.c: the steps of a compiler driver, each a run of the compiler behind.
//
//   asyncc -O2 -Iinc -MD a.c b.o -lm -o app
//
//   cc -O2 -Iinc -MD -MF app.d -MT app -D__ASYNCC__ -E a.c       preprocess
//   cc -O2 -x cpp-output -c - -o TEMPORARY/0-a.o                 compile_lowered
//   cc -O2 -Iinc -MD TEMPORARY/0-a.o b.o -lm -o app …            link_program
//
// A file without the dialect is compiled by the user's own command.
#include "driver.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// The words of the arguments whose kind is in the set.
static void add_args(char ***argv, const Options *o, unsigned kinds)
{
    for (ptrdiff_t i = 0; i < arrlen(o->args); i++)
        for (int w = 0; w < o->args[i].count && kinds >> o->args[i].kind & 1; w++)
            arrput(*argv, (char *)o->args[i].words[w]);
}

static void add(char ***argv, const char *word)
{
    arrput(*argv, (char *)word);
}

static void add_headers(char ***argv, const Options *o)
{
    add(argv, "-isystem");
    add(argv, o->include_dir);
}

static void add_output(char ***argv, const char *path)
{
    add(argv, "-o");
    add(argv, path);
}

// What is kept back has colours only if it ends on a terminal.
static void add_colours(char ***argv)
{
    if (isatty(STDERR_FILENO))
        add(argv, "-fdiagnostics-color=always");
}

// Its language counts for the inputs behind it, too.
static void add_input(char ***argv, const Arg *input)
{
    if (input->language) {
        add(argv, "-x");
        add(argv, input->language);
    }
    add(argv, input->words[0]);
}

enum {
    TO_PREPROCESS = 1 << ARG_COMPILE | 1 << ARG_PREPROCESS,
    TO_COMPILE = 1 << ARG_COMPILE | 1 << ARG_ASSEMBLE,
    WHOLE_COMPILE = TO_PREPROCESS | TO_COMPILE | 1 << ARG_COMMENTS | 1 << ARG_DEPEND |
                    1 << ARG_CXX | 1 << ARG_DATABASE,
};

static int run_command(const Options *o, char **argv, Run *r)
{
    arrput(argv, NULL);
    r->argv = argv;
    r->verbose = o->verbose;
    int status = run(r);
    arrfree(argv);
    return status;
}

// ---------------------------------------------------------------------------------------------
// names of outputs
// ---------------------------------------------------------------------------------------------

static bool is_asked(const Options *o, const char *word)
{
    for (ptrdiff_t i = 0; i < arrlen(o->args); i++)
        if (o->args[i].kind != ARG_INPUT && !strcmp(o->args[i].words[0], word))
            return true;
    return false;
}

// `path` without its extension, and without its directory if `base`, then `extension`.
static const char *renamed(Arena *a, const char *path, bool base, const char *extension)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    size_t n = dot && dot != name ? (size_t)(dot - path) : strlen(path);
    size_t skip = base ? (size_t)(name - path) : 0;
    return arena_printf(a, "%.*s%s", (int)(n - skip), path + skip, extension);
}

// What a step writes if nobody says -o; NULL: nothing.
static const char *default_output(const Options *o, const Arg *input)
{
    const char *path = input->words[0];
    bool is_llvm = is_asked(o, "-emit-llvm");
    switch (o->mode) {
    case MODE_OBJECT:
        return renamed(o->arena, path, true, is_llvm ? ".bc" : ".o");
    case MODE_ASSEMBLY:
        return renamed(o->arena, path, true, is_llvm ? ".ll" : ".s");
    default:
        return NULL;
    }
}

// ---------------------------------------------------------------------------------------------
// steps
// ---------------------------------------------------------------------------------------------

// Who uses the dialect names it early, be it in the name of a header.
static bool names_dialect(const char *head, size_t n)
{
    return memmem(head, n, "async", 5) || memmem(head, n, "Async", 5) ||
           memmem(head, n, "await", 5) || memmem(head, n, "Await", 5);
}

bool check_input(Unit *u)
{
    const char *path = u->path;
    u->has_dialect = false;
    if (!strcmp(path, "-")) {
        if (keep_standard_input())
            return true;
        diag_plain(E_CANNOT_READ, path, strerror(errno));
        return false;
    }
    char head[8192];
    struct stat st;
    // A pipe that is opened twice has lost its writer.
    bool piped = !stat(path, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
    if ((u->reads_once = piped))
        return true;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool failed = fd < 0 || fstat(fd, &st);
    if (!failed && S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        failed = true;
    }
    ssize_t n = !failed ? pread(fd, head, sizeof head, 0) : 0;
    if (failed || n < 0)
        diag_plain(E_CANNOT_READ, path, strerror(errno));
    else if (n > 0 && memchr(head, 0, (size_t)n))
        diag_plain(E_BINARY_INPUT, path);
    else
        u->has_dialect = names_dialect(head, (size_t)n);
    bool binary = n > 0 && memchr(head, 0, (size_t)n);
    if (fd >= 0)
        close(fd);
    return !failed && n >= 0 && !binary;
}

#define DEPENDENCIES "dependencies" // of -MF -

static void add_depend_names(char ***argv, const Options *o, const Arg *input)
{
    if (!o->writes_deps)
        return;
    Arena *a = o->arena;
    const char *object = o->output                  ? o->output
                         : o->mode == MODE_ASSEMBLY ? NULL
                                                    : default_output(o, input);
    if (!o->names_deps) {
        add(argv, "-MF");
        add(argv, o->output ? renamed(a, o->output, false, ".d")
                            : renamed(a, input->words[0], true, ".d"));
    }
    if (!o->names_target) {
        add(argv, "-MQ");
        add(argv, object ? object : renamed(a, input->words[0], true, ".o"));
    }
}

// They are printed later, since the standard output is where the preprocessor's text goes.
static bool keep_dependencies(char ***argv, const Options *o)
{
    if (!o->writes_deps || !o->prints_deps)
        return true;
    const char *path = temporary_path(o->arena, DEPENDENCIES);
    add(argv, "-MF");
    add(argv, path);
    return path;
}

void print_dependencies(const Options *o)
{
    if (!o->writes_deps || !o->prints_deps)
        return;
    const char *path = temporary_path(o->arena, DEPENDENCIES);
    FILE *f = path ? fopen(path, "r") : NULL;
    char buf[4096];
    for (size_t n; f && (n = fread(buf, 1, sizeof buf, f)) > 0;)
        fwrite(buf, 1, n, stdout);
    if (f)
        fclose(f);
    if (path)
        unlink(path);
}

// From the options on: the input, and what it is preprocessed with.
static void add_preprocessing(char ***argv, const Options *o, const Arg *input)
{
    add(argv, "-D__ASYNCC__");
    add_headers(argv, o);
    add(argv, "-E");
    if (o->mode == MODE_EMIT_C)
        add(argv, "-dD");
    if (input->is_preprocessed) { // it defines what the compiler does, again
        add(argv, "-undef");
        add(argv, "-w");
        add(argv, "-x");
        add(argv, "c");
        add(argv, input->words[0]);
    } else {
        add_input(argv, input);
    }
}

// A pipe cannot be read once more.
static bool expand_pragmas(Unit *u, const Arg *input)
{
    const Options *o = u->options;
    if (u->reads_once || !strstr(u->text, FROM_CLANG) || !names_dialect(u->text, u->length) ||
        !may_have_macros_in_pragmas(u->text))
        return true;
    char **argv = NULL;
    add(&argv, o->cc);
    add_args(&argv, o, TO_PREPROCESS);
    add(&argv, "-fms-extensions");
    add_preprocessing(&argv, o, input);
    Run r = {.capture_out = true, .capture_err = true};
    size_t length;
    char *text = run_command(o, argv, &r) == 0 ? with_pragmas_of(u->text, r.out, &length) : NULL;
    free(r.out);
    free(r.err);
    if (!text) {
        diag_plain(E_PRAGMA_MACROS, input->words[0]);
        return false;
    }
    free(u->text);
    u->text = text;
    u->length = (uint32_t)length;
    return true;
}

static int preprocess_text(Unit *u, const Arg *input, void (*meanwhile)(Unit *))
{
    const Options *o = u->options;
    char **argv = NULL;
    add(&argv, o->cc);
    add_colours(&argv);
    add_args(&argv, o, TO_PREPROCESS | (input->is_preprocessed ? 0 : 1 << ARG_DEPEND));
    if (!input->is_preprocessed) {
        add_depend_names(&argv, o, input);
        if (!keep_dependencies(&argv, o)) {
            arrfree(argv);
            return 1;
        }
    }
    add_preprocessing(&argv, o, input);
    arrput(argv, NULL);
    Run r = {.argv = argv, .verbose = o->verbose, .capture_out = true, .capture_err = true};
    int status = 1;
    if (start(&r)) {
        if (meanwhile)
            meanwhile(u);
        status = finish(&r);
    }
    arrfree(argv);
    u->preprocessor_said = r.err;
    u->text = r.out;
    u->length = (uint32_t)r.out_length;
    if (status == 0 && r.out_length >= INT32_MAX) {
        diag_plain(E_TOO_LARGE, input->words[0]);
        status = 1;
    }
    if (status && !r.err_length && !r.reported)
        diag_plain(E_FAILED_SILENTLY, o->cc, status);
    return status ? status : !expand_pragmas(u, input);
}

// Whether the compiler behind is clang. What the user had preprocessed may come from another one.
static bool is_clang(const Options *o)
{
    static const char macro[] = "__clang__";
    char **argv = NULL;
    add(&argv, o->cc);
    add(&argv, "-E");
    add(&argv, "-P");
    add(&argv, "-x");
    add(&argv, "c");
    add(&argv, "-");
    Run r = {.input = macro, .input_length = sizeof macro - 1, .capture_out = true};
    bool clang = run_command(o, argv, &r) == 0 && r.out && !strstr(r.out, macro);
    free(r.out);
    return clang;
}

// The text of an input that was preprocessed by an earlier call, by a build system that looks at it
// in between.
static int read_preprocessed(Unit *u)
{
    bool standard = !strcmp(u->path, "-");
    FILE *f = standard ? stdin : fopen(u->path, "r");
    size_t room = 0, n = 1;
    if (standard)
        rewind_standard_input();
    while (f && n > 0 && u->length < INT32_MAX) {
        if (room - u->length < 2)
            u->text = checked_realloc(u->text, room = room ? 2 * room : 65536);
        n = fread(u->text + u->length, 1, room - u->length - 1, f);
        u->length += (uint32_t)n;
        u->text[u->length] = 0;
    }
    bool failed = !f || ferror(f);
    if (failed)
        diag_plain(E_CANNOT_READ, u->path, strerror(errno));
    else if (u->length >= INT32_MAX)
        diag_plain(E_TOO_LARGE, u->path);
    if (f && !standard)
        fclose(f);
    // Without markers, which else tell, by -P.
    u->is_from_clang = u->text && names_dialect(u->text, u->length) &&
                       !strstr(u->text, "\"<built-in>\"") && is_clang(u->options);
    return failed || u->length >= INT32_MAX;
}

int preprocess(Unit *u, const Arg *input, void (*meanwhile)(Unit *))
{
    // What -fdirectives-only left has its macros still.
    if (input->is_preprocessed && !is_asked(u->options, "-fdirectives-only")) {
        meanwhile(u);
        return read_preprocessed(u);
    }
    return preprocess_text(u, input, meanwhile);
}

int syntax_check_original(const Unit *u)
{
    const Options *o = u->options;
    char **argv = NULL;
    if (u->reads_once)
        return 0;
    add(&argv, o->cc);
    add_colours(&argv);
    add_args(&argv, o, TO_PREPROCESS);
    add_headers(&argv, o);
    add(&argv, "-fsyntax-only");
    if (u->input->is_preprocessed) { // the dialect's words are what they are without asyncc
        add(&argv, "-D_Async=");
        add(&argv, "-D_Await=__extension__");
        add(&argv, "-D_Defer=if(1)");
        add(&argv, "-D_Noescape=");
        add(&argv, "-D_FrameMax(bytes)=");
        add(&argv, "-x");
        add(&argv, "c");
        add(&argv, u->path);
    } else {
        add_input(&argv, u->input);
    }
    Run r = {.capture_err = true};
    int status = run_command(o, argv, &r);
    if (status && r.err)
        fwrite(r.err, 1, r.err_length, stderr);
    free(r.err);
    return status;
}

int compile_untouched(const Options *o, Arg *input)
{
    if (o->mode == MODE_LINK)
        return 0;
    char **argv = NULL;
    add(&argv, o->cc);
    add_args(&argv, o, WHOLE_COMPILE);
    if (input->includes)
        add_headers(&argv, o);
    add(&argv, o->mode == MODE_OBJECT ? "-c" : o->mode == MODE_ASSEMBLY ? "-S" : "-fsyntax-only");
    if (o->output)
        add_output(&argv, o->output);
    add_input(&argv, input);
    return run_command(o, argv, &(Run){0});
}

static const char *optimization(const Options *o)
{
    const char *level = "";
    for (ptrdiff_t i = 0; i < arrlen(o->args); i++)
        if (!strncmp(o->args[i].words[0], "-O", 2))
            level = o->args[i].words[0];
    return level;
}

const char *const *warnings_kept_silent(const Options *o, bool clang)
{
    static const char *const of_gcc[] = {
        "address",
        "int-in-bool-context",
        "tautological-compare", // not of macros
        "restrict",
        "use-after-free",      // not of frames
        "maybe-uninitialized", // with -Og only: it does not see through an `&&` that awaits
        NULL};
    static const char *const of_clang[] = {
        "empty-body",  "logical-op-parentheses", "parentheses-equality", "pointer-bool-conversion",
        "self-assign", "tautological-compare",   "unused-value",         NULL};
    const char *const *all = clang ? of_clang : of_gcc;
    const char **some = arena_alloc(o->arena, sizeof of_clang + sizeof *some), **next = some;
    for (; *all; all++)
        if (!is_asked(o, arena_printf(o->arena, "-W%s", *all)) &&
            !is_asked(o, arena_printf(o->arena, "-Werror=%s", *all)) &&
            (strcmp(*all, "maybe-uninitialized") != 0 || !strcmp(optimization(o), "-Og")))
            *next++ = *all;
    *next++ = "declaration-after-statement"; // lowered code cannot help it: asked for or not
    *next = NULL;
    return some;
}

static void add_to_clang(char ***argv, const char *word)
{
    add(argv, "-Xclang");
    add(argv, word);
}

// Its own line markers are extensions to it, and it names the unit after the input, here `-`.
// Lowered code is nested deeper than the user's, for which libclang has a limit.
static void add_for_clang(char ***argv, const Options *o, const Arg *input)
{
    static const char macro[] = "-fmacro-prefix-map=", file[] = "-ffile-prefix-map=",
                      coverage[] = "-fcoverage-prefix-map=";
    add(argv, "-fbracket-depth=65536");
    add(argv, "-undef"); // it expands its own macros once more, what the user undefined, too
    add(argv, "-Wno-gnu-line-marker");
    add(argv, "-Xclang");
    add(argv, "-main-file-name");
    add(argv, "-Xclang");
    add(argv, input->words[0]);
    // It takes these for the preprocessor's alone, but __builtin_FILE() comes later.
    for (ptrdiff_t i = 0; i < arrlen(o->args); i++) {
        const char *a = o->args[i].words[0];
        bool both = !strncmp(a, file, sizeof file - 1);
        const char *map = strchrnul(a, '=') + 1;
        if (both || !strncmp(a, macro, sizeof macro - 1))
            add_to_clang(argv, arena_printf(o->arena, "%s%s", macro, map));
        if (both || !strncmp(a, coverage, sizeof coverage - 1))
            add_to_clang(argv, arena_printf(o->arena, "%s%s", coverage, map));
    }
}

#ifndef ASYNCC_LIBUV_ARCHIVE // as the build found it
#define ASYNCC_LIBUV_ARCHIVE "uv"
#endif

// What compilers write beside an object, such as gcov's notes and the debug information of
// -gsplit-dwarf, is not to go away with one that is temporary. It stands where the compiler behind
// puts it when it compiles and links in one step: app.c for bin/app has bin/app-app.gcno.
static void add_side_outputs(char ***argv, const Options *o, bool clang, const Arg *input)
{
    const char *name = renamed(o->arena, input->words[0], true, "");
    const char *prefix = arena_printf(o->arena, "%s-", o->output ? o->output : "a");
    if (o->mode != MODE_LINK) { // beside the object, as it is called
        const char *object = o->output ? o->output : default_output(o, input);
        if (clang && is_asked(o, "-ftime-trace"))
            add(argv, arena_printf(o->arena, "-ftime-trace=%s",
                                   renamed(o->arena, object, false, ".json")));
        if (!clang && !is_asked(o, "-dumpbase")) {
            add(argv, "-dumpbase");
            add(argv, renamed(o->arena, object, true, ".c"));
            add(argv, "-dumpbase-ext");
            add(argv, ".c");
        }
        return;
    }
    if (!clang) {
        if (!is_asked(o, "-dumpdir")) {
            add(argv, "-dumpdir");
            add(argv, prefix);
        }
        if (!is_asked(o, "-dumpbase")) {
            add(argv, "-dumpbase");
            add(argv, arena_printf(o->arena, "%s.c", name));
            add(argv, "-dumpbase-ext");
            add(argv, ".c");
        }
        return;
    }
    const char *path = arena_printf(o->arena, "%s%s", prefix, name);
    if (is_asked(o, "-ftime-trace"))
        add(argv, arena_printf(o->arena, "-ftime-trace=%s.json", path));
    if (is_asked(o, "-fstack-usage")) { // of several sources the last one's stays
        add_to_clang(argv, "-stack-usage-file");
        add_to_clang(argv, o->output ? renamed(o->arena, o->output, false, ".su")
                                     : arena_printf(o->arena, "%s.su", name));
    }
    bool names_record = false;
    for (ptrdiff_t i = 0; i < arrlen(o->args); i++)
        names_record |= !strncmp(o->args[i].words[0], "-foptimization-record-file=", 27);
    if (is_asked(o, "-fsave-optimization-record") && !names_record) {
        add_to_clang(argv, "-opt-record-file");
        add_to_clang(argv, arena_printf(o->arena, "%s.opt.yaml", name));
    }
    if (is_asked(o, "-gsplit-dwarf")) {
        const char *dwo = arena_printf(o->arena, "%s.dwo", path);
        add_to_clang(argv, "-split-dwarf-file");
        add_to_clang(argv, dwo);
        add_to_clang(argv, "-split-dwarf-output");
        add_to_clang(argv, dwo);
    }
    if (is_asked(o, "--coverage") || is_asked(o, "-coverage") || is_asked(o, "-ftest-coverage") ||
        is_asked(o, "-fprofile-arcs")) {
        // The program may run elsewhere.
        char *here = *path == '/' ? NULL : getcwd(NULL, 0);
        if (here)
            path = arena_printf(o->arena, "%s/%s", here, path);
        free(here);
        add_to_clang(argv, arena_printf(o->arena, "-coverage-notes-file=%s.gcno", path));
        add_to_clang(argv, arena_printf(o->arena, "-coverage-data-file=%s.gcda", path));
    }
}

// Lowered code cannot help what these warn of: jumps back into the middle of a function, returns
// behind a loop that never ends, small arguments and values of what is generated. Named only if
// asked for: not every compiler knows all of them.
static void add_exceptions(char ***argv, const Options *o)
{
    static const struct {
        const char *asked, *except;
    } rows[] = {
        {"jump-misses-init", "jump-misses-init"},
        {"c++-compat", "c++-compat"},
        {"unreachable-code", "unreachable-code"},
        {"unreachable-code-aggressive", "unreachable-code"},
        {"traditional-conversion", "traditional-conversion"},
        {"aggregate-return", "aggregate-return"},
        {"inline", "inline"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (is_asked(o, arena_printf(o->arena, "-W%s", rows[i].asked)) ||
            is_asked(o, arena_printf(o->arena, "-Werror=%s", rows[i].asked)))
            add(argv, arena_printf(o->arena, "-Wno-%s", rows[i].except));
}

// clang's -MJ. Editors read the plain C view.
static void add_to_database(const Options *o, const Unit *u)
{
    char **argv = NULL;
    add(&argv, o->cc);
    add_args(&argv, o, 1 << ARG_DATABASE);
    if (arrlen(argv) == 1 || u->reads_once) {
        arrfree(argv);
        return;
    }
    add_args(&argv, o, TO_PREPROCESS | TO_COMPILE);
    add_headers(&argv, o);
    add(&argv, "-fsyntax-only");
    add_input(&argv, u->input);
    Run r = {.capture_err = true};
    run_command(o, argv, &r);
    free(r.err);
}

int compile_lowered(const Options *o, Unit *u, Arg *input)
{
    const char *output = o->output ? o->output : default_output(o, input);
    if (o->mode == MODE_LINK) {
        output =
            temporary_path(o->arena, arena_printf(o->arena, "%td-%.100s.o", input - o->args,
                                                  renamed(o->arena, input->words[0], true, "")));
        if (!output)
            return 1;
        input->object = output;
    }
    add_to_database(o, u);
    char **argv = NULL;
    add(&argv, o->cc);
    add_args(&argv, o, TO_COMPILE);
    add_exceptions(&argv, o);
    bool clang = input->is_preprocessed ? is_clang(o) : u->is_from_clang;
    for (const char *const *w = warnings_kept_silent(o, clang); *w; w++)
        add(&argv, arena_printf(o->arena, "-Wno-%s", *w));
    input->is_for_clang = clang;
    if (clang)
        add_for_clang(&argv, o, input);
    else
        add(&argv, "-fno-devirtualize"); // see MANY_NESTED
    if (output)
        add_side_outputs(&argv, o, clang, input);
    add(&argv, o->mode == MODE_ASSEMBLY ? "-S" : o->mode == MODE_CHECK ? "-fsyntax-only" : "-c");
    if (output && o->mode != MODE_CHECK)
        add_output(&argv, output);
    add(&argv, "-x");
    add(&argv, "cpp-output");
    add(&argv, "-");
    return run_command(o, argv, &(Run){.input = u->out, .input_length = u->out_length});
}

int pass_through(const Options *o)
{
    char **argv = NULL;
    bool has_headers = false;
    add(&argv, o->cc);
    for (ptrdiff_t i = 0; i < arrlen(o->original); i++) {
        if (!strcmp(o->original[i], "--") && !has_headers) { // no option is behind it
            add_headers(&argv, o);
            has_headers = true;
        }
        add(&argv, o->original[i]);
        if (!strcmp(o->original[i], "-E")) // who compiles it later needs the dialect's words
            add(&argv, "-D__ASYNCC__");
    }
    if (!has_headers)
        add_headers(&argv, o);
    return run_command(o, argv, &(Run){0});
}

// Whether clang, which says that options are unused, has sources behind it when it links.
static bool clang_only_links(const Options *o)
{
    bool by_clang = false;
    for (ptrdiff_t i = 0; i < arrlen(o->args); i++) {
        if (o->args[i].is_source && !o->args[i].object)
            return false;
        by_clang |= o->args[i].is_for_clang;
    }
    return by_clang;
}

int link_program(const Options *o)
{
    // clang would begin its database anew.
    const unsigned kinds_of_compiler = 1 << ARG_PREPROCESS | 1 << ARG_ASSEMBLE | 1 << ARG_DATABASE;
    char **argv = NULL;
    bool includes = false, only_links = clang_only_links(o);
    add(&argv, o->cc);
    for (ptrdiff_t i = 0; i < arrlen(o->args); i++) {
        const Arg *arg = &o->args[i];
        includes |= arg->includes && !arg->object;
        if (only_links && kinds_of_compiler >> arg->kind & 1)
            continue;
        if (arg->kind == ARG_INPUT && arg->object)
            add(&argv, arg->object);
        else if (arg->kind == ARG_INPUT && arg->language)
            add_input(&argv, arg), add(&argv, "-x"), add(&argv, "none");
        else if (arg->kind == ARG_INPUT)
            add_input(&argv, arg);
        else
            for (int w = 0; w < arg->count; w++)
                add(&argv, arg->words[w]);
    }
    if (includes)
        add_headers(&argv, o);
    if (o->output)
        add_output(&argv, o->output);
    if (o->links_runtime) {
        // A program that does not use the runtime shall not depend on libuv.
        bool is_static = is_asked(o, "-static") || is_asked(o, "-static-pie");
        add(&argv, o->library);
        add(&argv, "-Wl,--push-state,--as-needed");
        add(&argv, is_static ? "-l" ASYNCC_LIBUV_ARCHIVE : "-luv");
        add(&argv, "-lpthread");
        add(&argv, "-Wl,--pop-state");
    }
    return run_command(o, argv, &(Run){0});
}
