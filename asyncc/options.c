// options.c: the command line of a compiler driver.
//
// asyncc has few options of its own, all with two dashes. The rest is the compiler's, of which only
// what decides the steps must be known: what takes an argument of its own, what belongs to
// preprocessing or linking alone, where the outputs go. What is not known goes to every step.
#include "options.h"
#include "asyncc.h"
#include "driver.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static bool ends_in(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n > m && !strcmp(s + n - m, end);
}

// ---------------------------------------------------------------------------------------------
// @file
// ---------------------------------------------------------------------------------------------

static char *read_response_file(Options *o, const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f)
        return NULL;
    char *text = NULL;
    size_t room = 0;
    ssize_t n = getdelim(&text, &room, 0, f); // an argument can hold no NUL
    char *copy = arena_strndup(o->arena, n > 0 ? text : "", n > 0 ? (size_t)n : 0);
    free(text);
    fclose(f);
    return copy;
}

// A word of the command line, by its short name.
static void add_word(Options *o, char ***out, char *word)
{
    ptrdiff_t n = arrlen(*out);
    if (n && !strcmp((*out)[n - 1], "--std")) {
        (*out)[n - 1] = (char *)arena_printf(o->arena, "-std=%s", word);
        return;
    }
    char *value;
    const char *name = short_option(word, &value);
    arrput(*out, name ? (char *)name : word);
    if (name && value)
        arrput(*out, value);
}

// GNU's rules: blanks separate, quotes of both kinds group, a backslash takes what follows. A file
// that cannot be read stands for itself.
static void expand(Options *o, char ***out, char *arg, int depth)
{
    char *p = arg[0] == '@' && depth < 32 ? read_response_file(o, arg + 1) : NULL;
    if (!p) {
        add_word(o, out, arg);
        return;
    }
    while (*p) {
        while (isspace((unsigned char)*p))
            p++;
        if (!*p)
            break;
        char *word = p, *w = p, quote = 0;
        for (; *p && (quote || !isspace((unsigned char)*p)); p++) {
            if (*p == '\\' && p[1])
                *w++ = *++p;
            else if (quote ? *p == quote : *p == '\'' || *p == '"')
                quote = quote ? 0 : *p;
            else
                *w++ = *p;
        }
        if (*p)
            p++;
        *w = 0;
        expand(o, out, word, depth + 1);
    }
}

// ---------------------------------------------------------------------------------------------
// where asyncc's own files are
// ---------------------------------------------------------------------------------------------

static bool exists(const char *path)
{
    return access(path, R_OK) == 0;
}

// Beside the program: PREFIX/bin/asyncc has PREFIX/include and PREFIX/lib. In the build tree the
// archive stands beside asyncc and the headers in the source tree.
static void find_own_files(Options *o)
{
    char exe[4096];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    exe[n > 0 ? n : 0] = 0;
    char *slash = strrchr(exe, '/');
    if (slash)
        *slash = 0;
    const char *parent = strrchr(exe, '/');
    const char *prefix = arena_strndup(o->arena, exe, parent ? (size_t)(parent - exe) : 0);
    const char *include = arena_printf(o->arena, "%s/include", prefix);
    bool installed = exists(arena_printf(o->arena, "%s/asyncc.h", include));
    o->include_dir = installed ? include : ASYNCC_INCLUDE_DIR;
    o->library = installed ? arena_printf(o->arena, "%s/lib/libasyncc.a", prefix)
                           : arena_printf(o->arena, "%s/libasyncc.a", exe);
}

// For a shell or a Makefile.
static void print_quoted(const char *s)
{
    bool plain = !s[strcspn(s, " \t'\"\\$&;|<>()*?[]#~`")];
    if (!plain)
        putchar('\'');
    for (; *s; s++)
        fputs(*s == '\'' ? "'\\''" : (char[]){*s, 0}, stdout);
    if (!plain)
        putchar('\'');
}

static const char help[] =
    "usage: asyncc [options] file...\n"
    "\n"
    "A compiler driver for C with async functions: takes the flags of the compiler behind it,\n"
    "lowers the files that use <asyncc.h>, and links programs with the runtime and libuv.\n"
    "\n"
    "  asyncc -O2 server.c -o server     compile and link\n"
    "  asyncc -O2 -c server.c            compile only\n"
    "  CC=asyncc make                    as the compiler of a project\n"
    "\n"
    "  --cc=COMPILER     the compiler behind (else $ASYNCC_CC, else cc): gcc or clang\n"
    "  --emit=c          write the lowered C to -o FILE, or to standard output\n"
    "  --emit=layout     write what each frame holds, and where; as JSON: --emit=layout-json\n"
    "  --no-line         leave the #line directives out of it\n"
    "  --print-cflags    flags to compile the output of --emit=c\n"
    "  --print-libs      what to link programs with\n"
    "  --dump=PASS       show what a pass leaves: lex, parse, check, hoist, flow, frame, edit, "
    "emit\n"
    "  --no-embed        give every callee a frame of its own\n"
    "  --hooks           call the functions that test/inject has: for tests alone\n"
    "  --time-passes     print what each pass took to standard error, as CPU time\n"
    "  --version         the versions of the compiler behind and of asyncc\n"
    "  --help            this text\n"
    "\n"
    "Any other option goes to the compiler behind. A file without async functions goes there as "
    "it\n"
    "is.\n";

static Mode print_version(const Options *o)
{
    // Build systems read the version of the compiler from the first lines.
    fflush(stdout);
    char *argv[] = {(char *)o->cc, "--version", NULL};
    if (run(&(Run){.argv = argv}) != 0)
        return MODE_BAD;
    printf("asyncc %s\n", ASYNCC_VERSION);
    return MODE_PRINTED;
}

// One of asyncc's own options. False: the compiler's.
static bool own_option(Options *o, const char *a, Mode *printed)
{
    if (!strncmp(a, "--dump=", 7)) {
        o->dump = a + 7;
    } else if (!strncmp(a, "--cc=", 5)) {
        o->cc = a + 5;
    } else if (!strcmp(a, "--emit=layout") || !strcmp(a, "--emit=layout-json")) {
        o->mode = MODE_EMIT_LAYOUT;
        o->json = !strcmp(a, "--emit=layout-json");
    } else if (!strncmp(a, "--emit=", 7)) {
        o->mode = MODE_EMIT_C;
        if (strcmp(a, "--emit=c")) {
            bool planned = !strcmp(a + 7, "dot") || !strcmp(a + 7, "json");
            diag_plain(planned ? E_NOT_SUPPORTED : E_OPTION, a);
            *printed = MODE_BAD;
        }
    } else if (!strcmp(a, "--no-line")) {
        o->no_line = true;
    } else if (!strcmp(a, "--hooks")) {
        o->hooks = true;
        arrput(o->args, ((Arg){.kind = ARG_PREPROCESS, .words = {"-DAC__HOOKS"}, .count = 1}));
    } else if (!strcmp(a, "--no-embed")) {
        o->no_embed = true;
    } else if (!strcmp(a, "--time-passes")) {
        o->time_passes = true;
    } else if (!strcmp(a, "--help")) {
        fputs(help, stdout);
        *printed = MODE_PRINTED;
    } else if (!strcmp(a, "--version")) {
        *printed = MODE_PASS_THROUGH; // once --cc= is known
    } else if (!strcmp(a, "--print-cflags")) {
        fputs("-isystem ", stdout);
        print_quoted(o->include_dir);
        putchar('\n');
        *printed = MODE_PRINTED;
    } else if (!strcmp(a, "--print-libs")) {
        print_quoted(o->library);
        puts(" -luv -lpthread");
        *printed = MODE_PRINTED;
    } else {
        return false;
    }
    return true;
}

const char *lint_name(Lint lint)
{
    static const char *const names[] = {
        [LINT_RETURN_TYPE] = "return-type",
        [LINT_UNUSED_FUNCTION] = "unused-function",
        [LINT_RETURN_ADDRESS] = "return-stack-address",
        [LINT_DEPRECATED] = "deprecated-declarations",
        [LINT_UNUSED_RESULT] = "unused-result",
        [LINT_TASK_ADDRESS] = "task-address",
        [LINT_LOCK] = "lock-across-await",
        [LINT_PTHREAD_LOCK] = "pthread-lock-across-await",
        [LINT_INIT_ORDER] = "init-order",
    };
    return names[lint];
}

// The more special option counts, wherever it stands.
bool lint_is_on(const Options *o, Lint lint, bool by_default)
{
    bool on = by_default || o->all_warnings;
    if (lint == LINT_UNUSED_FUNCTION && o->unused_asked)
        on = o->unused_asked > 0;
    if (o->lint_asked[lint])
        on = o->lint_asked[lint] > 0;
    return on && !o->no_warnings;
}

bool lint_is_error(const Options *o, Lint lint)
{
    return o->lint_error[lint] ? o->lint_error[lint] > 0 : o->warnings_are_errors;
}

// True: the option is about a warning of asyncc's own, which the compiler behind does not know.
static bool note_warning(Options *o, const char *a)
{
    bool own = false;
    signed char value = strncmp(a, "-Wno-", 5) ? 1 : -1;
    const char *name = a + (value > 0 ? 2 : 5);
    bool error = !strncmp(name, "error", 5) && (!name[5] || name[5] == '=');
    if (!strcmp(a, "-w"))
        o->no_warnings = true;
    else if (!strcmp(name, "all") || !strcmp(name, "everything")) {
        o->all_warnings = value > 0;
        for (int i = 0; value < 0 && name[0] == 'e' && i < LINT_COUNT; i++)
            o->lint_asked[i] = -1;
    } else if (!strcmp(name, "unused"))
        o->unused_asked = o->unused_value_asked = value;
    else if (!strcmp(name, "unused-value"))
        o->unused_value_asked = value;
    else if (!strcmp(name, "deprecated"))
        o->deprecated_asked = value;
    else if (error && !name[5])
        o->warnings_are_errors = value > 0;
    // gcc's name for it; gcc itself is told, too.
    static const char gcc_name[] = "return-local-addr";
    if (!strcmp(name, gcc_name))
        o->lint_asked[LINT_RETURN_ADDRESS] = value;
    else if (error && name[5] && !strcmp(name + 6, gcc_name))
        o->lint_error[LINT_RETURN_ADDRESS] = value;
    for (int i = 0; i < LINT_COUNT; i++) {
        if (error && name[5] && !strcmp(name + 6, lint_name((Lint)i))) {
            o->lint_error[i] = value;
            own |= i >= LINT_TASK_ADDRESS;
            if (value > 0)
                o->lint_asked[i] = 1;
        } else if (!strcmp(name, lint_name((Lint)i))) {
            o->lint_asked[i] = value;
            own |= i >= LINT_TASK_ADDRESS;
        }
    }
    return own;
}

// As gcc reads it: 512, 4kB, 64KiB. 0 if it is nothing of the kind.
static unsigned long long byte_count(const char *s)
{
    static const struct {
        const char *unit;
        unsigned long long bytes;
    } units[] = {{"", 1}, {"kB", 1000}, {"KiB", 1024}, {"MB", 1000000}, {"MiB", 1 << 20}};
    char *end;
    unsigned long long n = strtoull(s, &end, 0);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (!strcmp(end, units[i].unit))
            return n * units[i].bytes;
    return 0;
}

// The last one counts.
static void note_standard(Options *o, const char *name)
{
    static const char *const strict[] = {"c90", "c89", "iso9899:1990", "iso9899:199409", NULL};
    static const char *const gnu[] = {"gnu90", "gnu89", NULL};
    static const char *const later[] = {"c23", "gnu23", "c2x",          "gnu2x",
                                        "c2y", "gnu2y", "iso9899:2024", NULL};
    o->c90 = is_one_of(name, strict);
    o->c23 = is_one_of(name, later);
    o->gnu89_std = o->c90 || is_one_of(name, gnu);
}

// What ends earlier wins, wherever it stands: -E, -M, then -fsyntax-only, -S, -c.
static void ask_mode(Options *o, Mode mode)
{
    if (mode > o->mode)
        o->mode = mode;
}

// What the links and modes among the flags mean for the whole.
static void note(Options *o, const char *a)
{
    if (o->only_shows) // what the compiler would do, whatever else is asked for
        o->mode = MODE_PASS_THROUGH;
    else if (!strcmp(a, "-c"))
        ask_mode(o, MODE_OBJECT);
    else if (!strcmp(a, "-S"))
        ask_mode(o, MODE_ASSEMBLY);
    else if (!strcmp(a, "-fsyntax-only"))
        ask_mode(o, MODE_CHECK);
    else if (!strcmp(a, "-E") || !strcmp(a, "-M") || !strcmp(a, "-MM") ||
             !strcmp(a, "--analyze")) // clang's analyser reads the text as an editor does
        ask_mode(o, MODE_PASS_THROUGH);
    else if (!strcmp(a, "-###"))
        o->mode = MODE_PASS_THROUGH, o->only_shows = true;
    else if (changes_layouts(a))
        o->refused = a;
    else if (!strncmp(a, "-finput-charset=", 16))
        o->input_charset = strcasecmp(a + 16, "utf-8") ? a : NULL;
    else if (!strcmp(a, "-ansi"))
        note_standard(o, "c90");
    else if (!strncmp(a, "-std=", 5) || !strncmp(a, "--std=", 6))
        note_standard(o, strchr(a, '=') + 1);
    else if (!strcmp(a, "-fgnu89-inline") || !strcmp(a, "-fno-gnu89-inline"))
        o->gnu89_inline = a[2] == 'g' ? 1 : -1;
    else if (!strncmp(a, "-fopenmp", 8))
        o->omp = true;
    else if (!strncmp(a, "-fopenacc", 9))
        o->acc = true;
    else if (!strcmp(a, "-pedantic") || !strcmp(a, "-pedantic-errors") ||
             !strcmp(a, "-Wpedantic") || !strcmp(a, "-Weverything"))
        o->pedantic = true;
    else if (!strncmp(a, "-Wframe-larger-than=", 20))
        o->frame_limit = byte_count(a + 20);
    else if (!strncmp(a, "-Werror=frame-larger-than=", 26))
        o->frame_limit = byte_count(a + 26), o->frame_error = 1;
    else if (!strcmp(a, "-Wno-error=frame-larger-than=") ||
             !strcmp(a, "-Wno-error=frame-larger-than"))
        o->frame_error = -1;
    else if (!strcmp(a, "-Wno-frame-larger-than"))
        o->frame_limit = 0;
    else if (!strcmp(a, "-v"))
        o->verbose = true;
    else if (!strcmp(a, "-shared") || !strcmp(a, "-r") || !strcmp(a, "-nostdlib") ||
             !strcmp(a, "-nodefaultlibs"))
        o->links_runtime = false;
    else if (!strcmp(a, "-MD") || !strcmp(a, "-MMD"))
        o->writes_deps = true;
    else if (!strncmp(a, "-MF", 3))
        o->names_deps = true;
    else if (!strncmp(a, "-MT", 3) || !strncmp(a, "-MQ", 3))
        o->names_target = true;
}

static bool is_mode(const char *a)
{
    static const char *const modes[] = {"-c",   "-S", "-E", "-M", "-MM", "-fsyntax-only",
                                        "-###", NULL};
    return is_one_of(a, modes);
}

// The option within `-Xpreprocessor OPTION` or `-Xclang OPTION`, or NULL.
static const char *handed_on(const Arg *arg)
{
    const char *a = arg->words[0];
    return !strcmp(a, "-Xpreprocessor") || !strcmp(a, "-Xclang") ? arg->words[1] : NULL;
}

// -Wp,-P,-DX is -Wp,-P -Wp,-DX: takes those out that shape what -E prints, or print
// beside it. The rest, or NULL.
static char *split_handed_on(Options *o, char *words)
{
    bool takes_next;
    char *rest = arena_strndup(o->arena, "-Wp", 3);
    for (char *w = words + 4, *end; w; w = *end ? end + 1 : NULL) {
        end = strchrnul(w, ',');
        const char *word = arena_strndup(o->arena, w, (size_t)(end - w));
        if ((!strcmp(word, "-MD") || !strcmp(word, "-MMD")) && !strncmp(end, ",-", 2) &&
            (!end[2] || end[2] == ',')) { // not among the preprocessor's text
            o->writes_deps = o->names_deps = o->names_target = o->prints_deps = true;
            arrput(o->args, ((Arg){.kind = ARG_DEPEND, .words = {word}, .count = 1}));
            arrput(o->args, ((Arg){.kind = ARG_DEPEND, .words = {"-MF", "-"}, .count = 2}));
            end += 2;
            continue;
        }
        if (kind_of(word, &takes_next) != ARG_COMMENTS) {
            rest = arena_printf(o->arena, "%s,%s", rest, word);
            continue;
        }
        Arg arg = {.kind = ARG_COMMENTS, .words = {arena_printf(o->arena, "-Wp,%s", word)}};
        arg.count = 1;
        arrput(o->args, arg);
    }
    return rest[3] ? rest : NULL;
}

// -Xclang -include-pch -Xclang all.h.pch     as CMake says it; in preprocessed text it is all.h
static bool is_header_for_clang(const Options *o, const char *word)
{
    static const char *const options[] = {"-include", "-include-pch"};
    ptrdiff_t n = arrlen(o->args);
    const Arg *before = n && !strcmp(o->args[n - 1].words[0], "-Xclang") ? &o->args[n - 1] : NULL;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (!strcmp(word, options[i]) || (before && !strcmp(before->words[1], options[i])))
            return true;
    return false;
}

static void missing_argument(Options *o, const char *a)
{
    diag_plain(E_MISSING_ARGUMENT, a);
    o->mode = MODE_BAD;
}

// Sorts the option words[i]; gives the number of words that belong to it. `own`: they are not for
// the compiler behind.
static int sort_option(Options *o, char **words, int i, int count, bool *own)
{
    char *a = words[i];
    bool takes_next;
    Arg arg = {.kind = kind_of(a, &takes_next), .words = {a}, .count = 1};
    *own = (!strncmp(a, "-W", 2) || !strcmp(a, "-w")) && note_warning(o, a);
    if (*own)
        return 1;
    note(o, a);
    if (takes_next && i + 1 == count)
        missing_argument(o, a);
    if (takes_next && i + 1 < count) {
        arg.words[1] = words[i + 1];
        arg.count = 2;
        if (!strcmp(a, "-Xclang") && is_header_for_clang(o, words[i + 1]))
            arg.kind = ARG_PREPROCESS;
    }
    if (!strncmp(a, "-MF", 3)) {
        const char *path = a[3] ? a + 3 : arg.words[1];
        o->prints_deps = path && (!strcmp(path, "-") || !strcmp(path, "/dev/stdout"));
    }
    if (!strncmp(a, "-Wp,", 4) && !(arg.words[0] = split_handed_on(o, a)))
        return 1;
    const char *inner = handed_on(&arg);
    if (inner && kind_of(inner, &takes_next) == ARG_COMMENTS)
        arg.kind = ARG_COMMENTS;
    if (!is_mode(a))
        arrput(o->args, arg);
    if (matters_to_libclang(a))
        arrput(o->clang_args, a);
    else if (!strcmp(a, "-Xclang") && arg.count > 1 && matters_to_libclang(arg.words[1])) {
        arrput(o->clang_args, a);
        arrput(o->clang_args, (char *)arg.words[1]);
    } else if (!strcmp(a, "-fplan9-extensions")) // of which clang has these
        arrput(o->clang_args, "-fms-extensions");
    return arg.count;
}

// Whether an input is behind the preprocessor already. clang warns of -isystem then.
static bool is_translated(const char *path, const char *language)
{
    static const char *const ends[] = {".i", ".s", ".o", ".a", ".so"};
    if (language)
        return !strcmp(language, "cpp-output") || !strcmp(language, "assembler");
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends_in(path, ends[i]))
            return true;
    return false;
}

static bool is_for_linker(const char *path)
{
    return ends_in(path, ".o") || ends_in(path, ".a") || ends_in(path, ".so");
}

void options_parse(Options *o, int argc, char **argv)
{
    *o = (Options){.arena = arena_new(), .mode = MODE_LINK, .links_runtime = true};
    o->cc = getenv("ASYNCC_CC");
    if (!o->cc || !*o->cc)
        o->cc = "cc";
    find_own_files(o);
    char **words = NULL;
    for (int i = 1; i < argc; i++)
        expand(o, &words, argv[i], 0);
    const char *language = NULL;
    Mode printed = MODE_LINK;
    bool headers = false;    // to be precompiled
    bool no_options = false; // behind `--`
    int inputs = 0, sources = 0, count = (int)arrlen(words);
    for (int i = 0; i < count && printed != MODE_BAD && printed != MODE_PRINTED;) {
        char *a = words[i];
        int used = 1;
        bool own = false;
        if (!no_options && own_option(o, a, &printed)) {
            i++;
            continue;
        }
        if (!no_options && !strcmp(a, "--")) {
            no_options = true;
        } else if (no_options || a[0] != '-' || !a[1]) {
            const char *path = a[0] == '-' && a[1] ? arena_printf(o->arena, "./%s", a) : a;
            Arg arg = {.kind = ARG_INPUT, .words = {path}, .count = 1, .language = language};
            arg.is_preprocessed = language ? !strcmp(language, "cpp-output") : ends_in(a, ".i");
            arg.is_c =
                arg.is_preprocessed || (language ? !strcmp(language, "c") : ends_in(a, ".c"));
            arg.includes = !is_translated(a, language);
            arg.is_source = language || !is_for_linker(a);
            headers |= language ? !strcmp(language, "c-header") : ends_in(a, ".h");
            arrput(o->args, arg);
            inputs++;
            sources += o->args[arrlen(o->args) - 1].is_source;
        } else if (!strncmp(a, "-x", 2)) {
            used = a[2] ? 1 : 2;
            language = a[2] ? a + 2 : i + 1 < count ? words[i + 1] : NULL;
            if (!language)
                missing_argument(o, a);
            if (language && !strcmp(language, "none"))
                language = NULL;
        } else if (!strncmp(a, "-o", 2)) {
            used = a[2] ? 1 : 2;
            o->output = a[2] ? a + 2 : i + 1 < count ? words[i + 1] : NULL;
            if (!o->output)
                missing_argument(o, a);
        } else {
            used = sort_option(o, words, i, count, &own);
        }
        for (int k = i; k < i + used && k < count && !own; k++)
            arrput(o->original, words[k]);
        i += used;
    }
    arrfree(words);
    if (o->mode == MODE_BAD)
        return;
    if (printed == MODE_PASS_THROUGH)
        o->mode = print_version(o);
    else if (printed != MODE_LINK)
        o->mode = printed;
    else if (o->dump && inputs)
        o->mode = MODE_DUMP;
    else if (headers && o->mode != MODE_EMIT_C && o->mode != MODE_EMIT_LAYOUT)
        o->mode = MODE_PASS_THROUGH;
    else if ((o->mode == MODE_EMIT_C || o->mode == MODE_EMIT_LAYOUT) && !inputs) {
        diag_plain(E_NO_INPUT);
        o->mode = MODE_BAD;
    } else if (!inputs) {
        if (!arrlen(o->original)) {
            diag_plain(E_NO_INPUT);
            o->mode = MODE_BAD;
        } else {
            o->mode = MODE_PASS_THROUGH;
        }
    } else if (sources > 1 && o->output &&
               (o->mode == MODE_OBJECT || o->mode == MODE_ASSEMBLY || o->mode == MODE_EMIT_C ||
                o->mode == MODE_EMIT_LAYOUT)) {
        diag_plain(E_MANY_OUTPUTS);
        o->mode = MODE_BAD;
    }
}

void options_free(Options *o)
{
    arena_free(o->arena);
    arrfree(o->args);
    arrfree(o->original);
    arrfree(o->clang_args);
}
