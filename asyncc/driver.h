// driver.h: what surrounds the passes: other programs, files, the steps of a compiler driver.
#ifndef ASYNCC_DRIVER_H
#define ASYNCC_DRIVER_H

#include "asyncc.h"
#include "options.h"

#include <signal.h>
#include <sys/types.h>

// process.c -----------------------------------------------------------------------------------

typedef struct {
    char *const *argv;
    const char *input; // for its standard input; NULL: asyncc's own
    size_t input_length;
    bool capture_out, capture_err; // else they are asyncc's own
    bool verbose;                  // prints the command on stderr
    // results, to be freed
    char *out, *err;
    size_t out_length, err_length;
    bool reported; // that it could not be run to its end
    // between start and finish
    pid_t pid;
    int in_file, out_file, err_file;
    struct sigaction signals[3]; // as they were
} Run;

// Runs a program to its end. Its exit status; 128 + the signal that killed it; 1 if it could not be
// run, which has then been said. A SIGINT, SIGTERM or SIGHUP that comes meanwhile goes to the
// program as well and ends asyncc after it.
int run(Run *);
// The same in two steps: false if it could not be started, which has then been said.
bool start(Run *);
int finish(Run *);
// From now on asyncc removes what is temporary before one of those signals ends it.
void watch_signals(void);
// The first run that reads standard input would use it up: keeps it for all of them.
bool keep_standard_input(void);
off_t standard_input_start(void); // where it begins
void rewind_standard_input(void); // before the next reader of what was kept

// output.c ------------------------------------------------------------------------------------

// Whether there is hope of writing the file; to say no before the work. `own`: asyncc writes it.
// False: said so.
bool check_output(const char *path, bool own);
// Writes a file so that nobody ever sees a part of it: to a temporary beside it, then renamed. What
// exists and is no regular file is written in place. NULL: standard output. False: said so.
bool write_output(const char *path, const char *data, size_t length);
// A path in a directory of this process's own, removed at its end; allocated in the arena. NULL if
// there can be none, which has then been said.
const char *temporary_path(Arena *, const char *name);
void remove_temporaries(void); // may be called by a signal's handler

// driver.c ------------------------------------------------------------------------------------

// Whether the file can be read and is text. False: said so. Fills Unit.reads_once, and
// Unit.has_dialect: whether it looks as if it needs libclang.
bool check_input(Unit *);
// Fills Unit.text with the preprocessed input, Unit.preprocessor_said with what the compiler
// printed until then. `meanwhile` is called while the preprocessor runs. The exit status.
int preprocess(Unit *, const Arg *input, void (*meanwhile)(Unit *));
// Prints the input's dependencies, if that is where `-MF` wants them. They are printed once.
void print_dependencies(const Options *);
// Has the compiler look at the user's file in its plain C view. Its exit status; what it prints is
// shown only if it is not 0.
int syntax_check_original(const Unit *);
// The warnings, without `-W`, that would be false alarms in lowered text, since the compiler gives
// them only of what no macro expands to, or since frames are one object and keep what a variable
// held, or since statements stand in front of the user's declarations. NULL ends them. Without
// those that the user names, but for the last.
const char *const *warnings_kept_silent(const Options *, bool clang);
// Compiles the input as the user gave it, or, to link, leaves that to the link.
int compile_untouched(const Options *, Arg *input);
// Compiles Unit.out, the lowered text of the input.
int compile_lowered(const Options *, Unit *, Arg *input);
// Hands the whole command line to the compiler.
int pass_through(const Options *);
int link_program(const Options *);

// pragmas.c -----------------------------------------------------------------------------------

// Whether clang may find macros in pragmas of a preprocessed text; the text with these pragmas as
// another one of the same input has them, to be freed, or NULL if that has not as many.
bool may_have_macros_in_pragmas(const char *text);
char *with_pragmas_of(const char *text, const char *expanded, size_t *length);

// libclang.c ----------------------------------------------------------------------------------

// Loads libclang if that was not done yet. False: it cannot be, which has then been said.
bool load_libclang(void);

// main.c --------------------------------------------------------------------------------------

// All passes over Unit.text, or those up to the one that is to be dumped. The exit status.
int run_passes(Unit *);

// stack.c: lets what is nested deeply be compiled, or else be an error.
void enlarge_stack(void);

// heap.c: for all that is allocated later, which is to be much.
void reserve_heap(void);

#endif
