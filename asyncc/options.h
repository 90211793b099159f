// options.h: the command line, classified. See options.c.
#ifndef ASYNCC_OPTIONS_H
#define ASYNCC_OPTIONS_H

#include "asyncc.h"

// Ordered by what wins when several are given.
typedef enum {
    MODE_LINK,
    MODE_COMPILE,    // -c
    MODE_ASSEMBLE,   // -S
    MODE_SYNTAX,     // -fsyntax-only
    MODE_PREPROCESS, // -E, -M, -MM
} Mode;

typedef enum { EMIT_NONE, EMIT_C, EMIT_DOT, EMIT_JSON, EMIT_LAYOUT } EmitKind;

typedef enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } ColorMode;

// Which of the commands behind asyncc get an argument.
enum { FOR_PREPROCESS = 1, FOR_COMPILE = 2, FOR_LINK = 4, FOR_ALL = 7 };

typedef enum {
    ARG_FLAG,
    ARG_MODE,     // -c, -S, -E, -fsyntax-only
    ARG_OUTPUT,   // -o FILE
    ARG_LANGUAGE, // -x LANG
    ARG_DEP,      // -MD and its relatives
    ARG_SOURCE,   // C source, raw or preprocessed
    ARG_INPUT,    // anything else that is compiled or linked
} ArgKind;

// One argument of the user's, or two words that belong together.
typedef struct Arg {
    ArgKind kind;
    uint8_t steps;
    bool is_object;       // ARG_INPUT: goes to the linker as it is
    bool is_preprocessed; // ARG_SOURCE
    int count;
    const char *words[2];
    const char *language; // inputs: what -x says of them, or NULL
} Arg;

typedef struct Options {
    Arena *arena;
    Arg *args;               // in the user's order, without asyncc's own
    const char **cc;         // the compiler behind: its words
    const char **clang_args; // what libclang must know
    Mode mode;
    EmitKind emit;
    ColorMode color;
    const char *output;   // -o, or NULL
    const char *dump;     // --dump=PASS, or NULL
    const char *dep_file; // -MF, or NULL
    const char *root;     // where asyncc is installed: ROOT/include, ROOT/lib
    const char *include_dir;
    bool no_line;
    bool wants_deps;     // -MD, -MMD
    bool has_dep_target; // -MT, -MQ
    bool has_aux_output; // -save-temps, --coverage and others that write beside the object
    bool no_runtime;     // -shared, -r, -nostdlib: no libraries are added
    bool is_query;       // -dumpversion and its kind: an answer needs no input
    bool verbose, dry_run;
    bool help, version, print_cflags, print_libs;
    int source_count, input_count; // C sources; all inputs
} Options;

// Reads the command line and the environment. False: an error was reported.
bool options_parse(Options *, int argc, char **argv);
void options_free(Options *);

// flags.c: what the flags of C compilers are.
typedef struct {
    const char *name;
    uint8_t steps;
    bool separate; // the exact name takes the next word
    bool joined;   // the argument may also follow in the same word
} FlagInfo;
// The row that describes the word, or NULL: a flag without argument that goes everywhere.
const FlagInfo *flag_info(const char *word);
bool flag_is_for_clang(const char *word);
bool flag_is_query(const char *word);
bool flag_has_aux_output(const char *word);

// help.c
void print_help(FILE *);
extern const char asyncc_version[];

// response.c: words with each @file replaced by the words in it. False: an error was reported.
bool response_expand(Arena *, int argc, char **argv, const char ***words);
// The same in the other direction: a word as it is written in such a file.
void response_write(FILE *, const char *word);

#endif
