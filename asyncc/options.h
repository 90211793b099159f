// options.h: the command line, sorted by what each argument is for.
#ifndef ASYNCC_OPTIONS_H
#define ASYNCC_OPTIONS_H

#include <stdbool.h>

typedef enum {
    ARG_COMPILE,    // every step gets it: -O2, -g, -Wall, whatever is not known here
    ARG_PREPROCESS, // steps that expand macros: -I, -D, -include
    ARG_ASSEMBLE,   // -Wa,: steps that assemble
    ARG_COMMENTS, // shapes or keeps what -E prints: -C, -P; not passed with a file that is lowered
    ARG_DEPEND,   // -MD and its like
    ARG_LINK,     // -l, -L, -Wl,
    ARG_DATABASE, // -MJ: what is compiled untouched, and a run for the entry of what is lowered
    ARG_CXX,      // -stdlib=: the link, and what is compiled untouched, such as C++
    ARG_INPUT,    // a source, object or library by its path
} ArgKind;

typedef struct Arg {
    ArgKind kind;
    const char *words[2];
    int count;
    const char *language; // inputs: from -x, or NULL
    bool is_c;            // inputs: C source, to be looked at
    bool is_preprocessed; // what -E printed, earlier
    bool includes;        // inputs: may include headers
    bool is_source;       // inputs: not for the linker as it is
    const char *object;   // inputs: what takes its place in the link
    bool is_for_clang;    // inputs: lowered, and compiled by clang
} Arg;

typedef enum {
    MODE_LINK,
    MODE_OBJECT,       // -c
    MODE_ASSEMBLY,     // -S
    MODE_CHECK,        // -fsyntax-only
    MODE_EMIT_C,       // --emit=c
    MODE_EMIT_LAYOUT,  // --emit=layout, --emit=layout-json
    MODE_DUMP,         // --dump=PASS
    MODE_PASS_THROUGH, // -E, -M, -### or no input at all: the compiler behind answers
    MODE_PRINTED,      // --help and its like: answered already
    MODE_BAD,          // said so already
} Mode;

// Warnings of the compiler behind that it cannot give for lowered code, by their names; and, from
// LINT_TASK_ADDRESS on, asyncc's own.
typedef enum {
    LINT_RETURN_TYPE,
    LINT_UNUSED_FUNCTION,
    LINT_RETURN_ADDRESS,
    LINT_DEPRECATED,
    LINT_UNUSED_RESULT,
    LINT_TASK_ADDRESS,
    LINT_LOCK,
    LINT_PTHREAD_LOCK,
    LINT_INIT_ORDER,
    LINT_COUNT
} Lint;

typedef struct Options {
    Mode mode;
    const char *cc;                 // the compiler behind
    const char *dump;               // the pass named by --dump=
    const char *output;             // -o, or NULL
    bool json;                      // --emit=layout-json
    unsigned long long frame_limit; // -Wframe-larger-than=; 0: none
    signed char frame_error;        // 1: it is an error; -1: not with -Werror either
    const char *refused;            // what frames would not be laid out for
    const char *input_charset;      // -finput-charset=, if it is not UTF-8
    bool gnu89_std;                 // a standard in which inline means what it did before C99
    int gnu89_inline;               // 1: asked for; -1: not wanted; 0: as the standard says
    bool verbose;                   // -v
    bool only_shows;                // -###
    bool no_line;                   // --no-line: --emit=c without #line
    bool time_passes;               // --time-passes
    bool hooks;                     // --hooks: code that tells test/inject which exits run
    bool no_embed;                  // --no-embed: every callee's frame is dynamic
    bool c90;                       // `//` begins no comment
    bool c23;                       // `constexpr` is a word of the language
    bool omp, acc;                  // -fopenmp and its like: those pragmas mean something
    bool pedantic;                  // extensions are warned of, markers with flags among them
    bool links_runtime; // a program that can have the runtime: not -shared, -r, -nostdlib
    bool writes_deps, names_deps, names_target; // -MD or -MMD, -MF, -MT or -MQ
    bool prints_deps;                           // -MF -
    // -Wall or -Weverything, -Werror, -w; of each lint -Wname and -Werror=name: 1 and -1 for `no-`
    bool all_warnings, warnings_are_errors, no_warnings;
    signed char lint_asked[LINT_COUNT], lint_error[LINT_COUNT];
    // The same of warnings that others are among: unused-function; to clang, the last two.
    signed char unused_asked, unused_value_asked, deprecated_asked;
    Arg *args;               // in order
    char **original;         // the same as the user wrote them, but for our own
    char **clang_args;       // those that matter to libclang
    const char *include_dir; // where asyncc.h is
    const char *library;     // the runtime's archive
    struct Arena *arena;     // of the strings made here
} Options;

// Sorts argv; answers --help, --print-cflags and the like on stdout, reports what is wrong.
// The arguments must outlive the options.
void options_parse(Options *, int argc, char **argv);
void options_free(Options *);

const char *lint_name(Lint);
bool lint_is_on(const Options *, Lint, bool by_default);
bool lint_is_error(const Options *, Lint);

// options_known.c: what an option is for, and whether the next word belongs to it.
ArgKind kind_of(const char *option, bool *takes_next);
// The short name of an option that is written by its long one, and what stands behind its `=`, or
// NULL; NULL: it is none of those that decide the steps.
const char *short_option(char *word, char **value);
// Whether an option changes what the text means, in a way that libclang understands, too.
bool matters_to_libclang(const char *option);
// Whether libclang does not know an option that changes sizes, layouts or calls: the runtime's, or
// those of arrays that are as long as a text, or of constants.
bool changes_layouts(const char *option);

#endif
