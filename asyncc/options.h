// options.h: the command line.
#ifndef ASYNCC_OPTIONS_H
#define ASYNCC_OPTIONS_H

typedef struct Options {
    const char *cc;   // the compiler behind
    const char *dump; // --dump=PASS
    const char *input;
    char **cc_args;          // flags for the compiler behind, in order
    char **clang_args;       // those of them that matter to libclang
    const char *include_dir; // where asyncc.h is
} Options;

#endif
