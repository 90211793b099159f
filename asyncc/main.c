// main.c: the passes, in order.
#include "driver.h"
#include "options.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *name;
    void (*run)(Unit *);
} passes[] = {
    {"lex", lex},   {"parse", parse}, {"check", check}, {"hoist", hoist},
    {"flow", flow}, {"frame", frame}, {"edit", edit},   {"emit", emit},
};

static int compile(Unit *u)
{
    if (!preprocess(u))
        return 1;
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++) {
        passes[i].run(u);
        if (u->errors)
            return 1;
        if (u->options->dump && !strcmp(u->options->dump, passes[i].name))
            return dump(u, passes[i].name, stdout) ? 0 : 1;
    }
    if (u->options->dump) {
        diag_plain(E_UNKNOWN_PASS, u->options->dump);
        return 1;
    }
    fwrite(u->out, 1, u->out_length, stdout);
    return 0;
}

static void free_unit(Unit *u)
{
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++) {
        Func *f = u->funcs[i];
        for (ptrdiff_t k = 0; k < arrlen(f->scopes); k++) {
            Scope *s = f->scopes[k];
            arrfree(s->vars);
            arrfree(s->children);
            arrfree(s->awaits);
            arrfree(s->names);
            arrfree(s->name_offsets);
        }
        for (ptrdiff_t k = 0; k < arrlen(f->blocks); k++) {
            arrfree(f->blocks[k].events);
            arrfree(f->blocks[k].succs);
            arrfree(f->blocks[k].preds);
        }
        for (ptrdiff_t k = 0; k < arrlen(f->awaits); k++)
            arrfree(f->awaits[k]->live);
        arrfree(f->scopes);
        arrfree(f->vars);
        arrfree(f->awaits);
        arrfree(f->blocks);
        arrfree(f->edits);
    }
    for (ptrdiff_t i = 0; i < shlen(u->callees); i++)
        arrfree(u->callees[i].value->params);
    shfree(u->callees);
    arrfree(u->funcs);
    arrfree(u->tokens);
    arrfree(u->files);
    arrfree(u->macros);
    arrfree(u->parse_errors);
    arrfree(u->unmatched_awaits);
    arena_free(u->arena);
    free(u->text);
    free(u->out);
}

int main(int argc, char **argv)
{
    Options o = {.cc = getenv("ASYNCC_CC"), .include_dir = ASYNCC_INCLUDE_DIR};
    if (!o.cc || !*o.cc)
        o.cc = "cc";
    for (int i = 1; i < argc; i++) {
        char *a = argv[i];
        if (!strncmp(a, "--dump=", 7)) {
            o.dump = a + 7;
        } else if (!strncmp(a, "--cc=", 5)) {
            o.cc = a + 5;
        } else if (!strcmp(a, "--help")) {
            puts("usage: asyncc [--dump=PASS] [--cc=COMPILER] [flags] file.c\n\n"
                 "Writes the lowered C, preprocessed, to standard output.\n"
                 "--dump=PASS shows what a pass leaves: lex, parse, check, hoist, flow or frame.\n"
                 "Flags go to the compiler behind: --cc=, else $ASYNCC_CC, else cc.");
            return 0;
        } else if (a[0] == '-' && a[1]) {
            arrput(o.cc_args, a);
            if (!strncmp(a, "-std=", 5) || !strncmp(a, "-m", 2))
                arrput(o.clang_args, a);
        } else {
            o.input = a;
        }
    }
    int rc = 1;
    if (!o.input) {
        diag_plain(E_NO_INPUT);
    } else {
        Unit u = {.options = &o, .arena = arena_new(), .path = o.input};
        rc = compile(&u);
        free_unit(&u);
    }
    arrfree(o.cc_args);
    arrfree(o.clang_args);
    return fflush(stdout) ? 1 : rc;
}
