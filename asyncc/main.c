// main.c: the passes, in order, and the way into the program.
//
// The table is the whole compiler: each pass fills its own part of the unit (asyncc.h says which)
// and reads what those above it left. `asyncc --dump=NAME file.c` shows the unit behind a pass.
#include "driver.h"

#include <string.h>

static const struct {
    const char *name;
    void (*run)(Unit *);
    bool may_reject; // the passes below it need a unit without errors
} passes[] = {
    {"lex", lex, false},   // tokens, the dialect's words
    {"parse", parse, true}, // trees of the async functions
    {"check", check, true}, // the rules of the language
    {"hoist", hoist, false}, // awaits out of expressions
    {"flow", flow, false},   // control flow, liveness
    {"frame", frame, false}, // what lives where across a suspension
    {"edit", edit, false},   // the user's text, rewritten
    {"emit", emit, false},   // the lowered C
};

enum { PASS_COUNT = sizeof passes / sizeof *passes };

bool run_passes(Unit *u, const char *until)
{
    for (int i = 0; i < PASS_COUNT; i++) {
        // The driver lexes first, to see whether there is anything to do.
        if (!arrlen(u->tokens) || passes[i].run != lex)
            passes[i].run(u);
        // What parse could not read is check's to report.
        if (passes[i].may_reject && u->errors)
            return false;
        if (until && !strcmp(passes[i].name, until))
            return true;
    }
    return true;
}

static bool is_pass(const Options *o)
{
    char names[128] = "";
    for (int i = 0; i < PASS_COUNT; i++) {
        if (!strcmp(passes[i].name, o->dump))
            return true;
        strcat(names, i ? ", " : "");
        strcat(names, passes[i].name);
    }
    diag_plain(E_NO_SUCH_PASS, o->dump, names);
    return false;
}

int main(int argc, char **argv)
{
    Options options = {0};
    int status = 1;
    if (options_parse(&options, argc, argv) && (!options.dump || is_pass(&options)))
        status = drive(&options);
    options_free(&options);
    temp_remove_all();
    return status;
}
