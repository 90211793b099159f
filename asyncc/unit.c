// unit.c: what a unit holds besides its arena, given back; what can be asked of it.
#include "asyncc.h"

#include <stdlib.h>

void free_graph(Func *f)
{
    for (ptrdiff_t i = 0; i < arrlen(f->blocks); i++) {
        arrfree(f->blocks[i].events);
        arrfree(f->blocks[i].succs);
        arrfree(f->blocks[i].preds);
        arrfree(f->blocks[i].pending);
    }
    arrfree(f->blocks);
}

static void free_func(Func *f)
{
    for (ptrdiff_t k = 0; k < arrlen(f->scopes); k++) {
        Scope *s = f->scopes[k];
        arrfree(s->vars);
        arrfree(s->children);
        arrfree(s->awaits);
        arrfree(s->names);
        arrfree(s->name_offsets);
    }
    free_graph(f);
    for (ptrdiff_t k = 0; k < arrlen(f->awaits); k++) {
        arrfree(f->awaits[k]->near);
        arrfree(f->awaits[k]->live);
    }
    for (ptrdiff_t k = 0; k < arrlen(f->vars); k++) {
        arrfree(f->vars[k]->holds);
        arrfree(f->vars[k]->copies);
        arrfree(f->vars[k]->later_cleanups);
    }
    for (ptrdiff_t k = 0; k < arrlen(f->exits); k++)
        arrfree(f->exits[k]->leaves);
    arrfree(f->exits);
    arrfree(f->leaves);
    arrfree(f->tags);
    arrfree(f->scopes);
    arrfree(f->vars);
    arrfree(f->awaits);
    arrfree(f->far);
    arrfree(f->edits);
    arrfree(f->slots);
    arrfree(f->loops);
}

void free_unit(Unit *u)
{
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++)
        free_func(u->funcs[i]);
    for (ptrdiff_t i = 0; i < shlen(u->callees); i++)
        arrfree(u->callees[i].value->params);
    shfree(u->callees);
    arrfree(u->funcs);
    arrfree(u->tokens);
    for (ptrdiff_t i = 0; i < arrlen(u->files); i++) {
        free(u->files[i].text);
        arrfree(u->files[i].lines);
    }
    arrfree(u->files);
    arrfree(u->macros);
    arrfree(u->loose);
    arrfree(u->storage_orders);
    for (ptrdiff_t i = 0; i < shlen(u->plain); i++)
        if (u->plain[i].value.func)
            free_func(u->plain[i].value.func);
    shfree(u->plain);
    shfree(u->unlockers);
    arrfree(u->parse_errors);
    arrfree(u->parse_warnings);
    arrfree(u->misplaced_words);
    arena_free(u->arena);
    free(u->preprocessor_said);
    free(u->text);
    free(u->out);
}

Func *func_at(const Unit *u, uint32_t offset)
{
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++)
        if (offset >= u->funcs[i]->begin && offset < u->funcs[i]->end)
            return u->funcs[i];
    return NULL;
}
