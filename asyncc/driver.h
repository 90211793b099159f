// driver.h: what stands around the passes: processes, files, and the two compilers' commands.
#ifndef ASYNCC_DRIVER_H
#define ASYNCC_DRIVER_H

#include "options.h"

// main.c: runs the passes on a unit that has been preprocessed and lexed. `until` names the last
// one to run, NULL: all. False: errors were reported.
bool run_passes(Unit *, const char *until);

// driver.c: everything that a command line asks for; gives the exit status.
int drive(Options *);

// unit.c
Unit *unit_new(const Options *, const char *path);
void unit_free(Unit *);

// preprocess.c: fills Unit.text by the compiler behind; gives its exit status.
int preprocess(Unit *, const Arg *source);
// Runs the compiler behind on the user's own file, as an editor sees it: 0 if it takes it, else
// its messages have been shown.
int syntax_check_original(const Unit *);

// command.c: command lines, as stb_ds arrays of words.
typedef const char **Command;
Command command_new(const Options *);
void command_flags(Command *, const Options *, int step);
// Inputs and flags in the user's order; replaced[i], if not NULL, stands for args[i]; those that
// are marked as skipped are left out.
void command_all(Command *, const Options *, const char **replaced, const bool *skipped);
void command_libraries(Command *, const Options *);
void command_colors(Command *, const Options *);
// The name of the object (or other output) for an input, and of its dependency file.
const char *output_name(const Options *, const char *input);
const char *dep_name(const Options *, const char *input);

// process.c: runs a command and gives its status, 128 + n for signal n; 1 if it cannot be run.
typedef struct {
    char *data; // malloc'ed, NUL-terminated
    size_t length;
} Capture;
int process_run(const Options *, Command, Capture *out, Capture *err);
void process_kill_child(int signal); // async-signal-safe

// temp.c: files that vanish when asyncc ends, also by a signal.
bool temp_path(Arena *, const char *name, const char **path); // in a directory of its own
void temp_add(const char *path);
void temp_forget(const char *path);
void temp_remove_all(void);

// output.c: whole files in and out. False: an error was reported.
bool file_read(const char *path, Capture *);
bool file_write(const char *path, const char *data, size_t length); // NULL, "-": stdout
bool same_file(const char *a, const char *b);
bool stdin_save(void);   // so that several commands can read it
void stdin_rewind(void);

// diag.c
void diag_set_color(ColorMode);
bool diag_colors(void);

#endif
