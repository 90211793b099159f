// layout_report.c: the frames, as --emit=layout and --emit=layout-json show them.
//
//   f: 80 bytes, aligned to 8
//     offset    size  what
//          0       4  result                 DONE
//          0      64  buf                    AWAIT_6
//         64       4  n                      AWAIT_6 AWAIT_7
//         68       4  hole
//         72       1  state                  always
//
// A row says in which states the bytes hold a value; a hole holds one in none. What a callee's
// frame holds, its own table shows. Requires: frame.
#include "asyncc.h"

#include <stdlib.h>

typedef struct {
    const Func *func;
    Text *out;
    bool json;
} Report;

const char *slot_name(const Slot *s)
{
    switch (s->kind) {
    case SLOT_RESULT:
        return "result";
    case SLOT_STATE:
        return "state";
    case SLOT_CALLEE:
        return s->await->callee->name;
    default:
        return !s->var->stands_for                              ? s->var->name
               : s->var->stands_for->kind == N_COMPOUND_LITERAL ? "compound literal"
                                                                : "value";
    }
}

static const char *slot_kind(const Slot *s)
{
    static const char *const names[] = {"result", "parameter", "pinned",
                                        "saved",  "callee",    "state"};
    return names[s->kind];
}

static void put_state(const Report *r, bool first, const char *prefix, const char *label)
{
    print(r->out, r->json ? "%s\"%s%s\"" : "%s%s%s",
          first     ? ""
          : r->json ? ", "
                    : " ",
          prefix, label);
}

// Is another await's slot the same variable in the same bytes? They share a row.
static bool same_row(const Slot *a, const Slot *b)
{
    return a->kind == SLOT_SAVED && b->kind == SLOT_SAVED && a->var == b->var &&
           a->offset == b->offset;
}

static void put_states(const Report *r, const Slot *s)
{
    const Func *f = r->func;
    bool first = true;
    if (s->kind == SLOT_RESULT)
        put_state(r, true, "DONE", "");
    else if (s->kind == SLOT_PARAM)
        put_state(r, true, "ENTER", "");
    else if (s->kind == SLOT_STATE)
        put_state(r, true, "always", "");
    for (ptrdiff_t i = 0; s->kind == SLOT_PINNED && i < arrlen(f->awaits); i++)
        if (keeps(f->awaits[i], s->var)) {
            put_state(r, first, "AWAIT_", f->awaits[i]->label);
            first = false;
        }
    if (s->kind == SLOT_CALLEE)
        put_state(r, true, "AWAIT_", s->await->label);
    for (ptrdiff_t i = 0; s->kind == SLOT_SAVED && i < arrlen(f->slots); i++)
        if (same_row(s, &f->slots[i])) {
            put_state(r, first, "AWAIT_", f->slots[i].await->label);
            first = false;
        }
}

static void put_row(const Report *r, const Slot *s, bool first)
{
    unsigned long long offset = s->offset, size = s->size;
    if (r->json) {
        print(r->out,
              "%s\n      {\"offset\": %llu, \"size\": %llu, \"kind\": \"%s\", \"name\": \"%s\", "
              "\"states\": [",
              first ? "" : ",", offset, size, slot_kind(s), slot_name(s));
        put_states(r, s);
        put("]}", r->out);
    } else {
        print(r->out, "  %6llu  %6llu  %-22s ", offset, size, slot_name(s));
        put_states(r, s);
        put("\n", r->out);
    }
}

static int by_offset(const void *x, const void *y)
{
    const Slot *a = *(const Slot *const *)x, *b = *(const Slot *const *)y;
    if (a->offset != b->offset)
        return a->offset < b->offset ? -1 : 1;
    return a < b ? -1 : a > b;
}

static uint64_t max(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static void put_hole(const Report *r, uint64_t begin, uint64_t end, bool *first)
{
    unsigned long long offset = begin, size = end - begin;
    if (begin >= end)
        return;
    if (r->json)
        print(r->out, "%s\n      {\"offset\": %llu, \"size\": %llu}", *first ? "" : ",", offset,
              size);
    else
        print(r->out, "  %6llu  %6llu  hole\n", offset, size);
    *first = false;
}

static void put_frame(const Report *r)
{
    const Func *f = r->func;
    const Slot **rows = NULL;
    for (ptrdiff_t i = 0; i < arrlen(f->slots); i++) {
        bool repeated = false;
        for (ptrdiff_t k = 0; k < arrlen(rows) && f->slots[i].kind == SLOT_SAVED; k++)
            repeated |= same_row(rows[k], &f->slots[i]);
        if (!repeated)
            arrput(rows, &f->slots[i]);
    }
    qsort(rows, (size_t)arrlen(rows), sizeof *rows, by_offset);
    unsigned long long size = f->frame_size;
    if (r->json)
        print(r->out, "{\"name\": \"%s\", \"size\": %llu, \"align\": %u, \"slots\": [", f->name,
              size, f->frame_align);
    else
        print(r->out, "%s: %llu byte%s, aligned to %u\n  offset    size  what\n", f->name, size,
              size == 1 ? "" : "s", f->frame_align);
    uint64_t at = 0;
    bool first = true;
    for (ptrdiff_t i = 0; i < arrlen(rows); i++) {
        if (!r->json)
            put_hole(r, at, rows[i]->offset, &first);
        put_row(r, rows[i], i == 0);
        at = max(at, rows[i]->offset + rows[i]->used);
    }
    if (r->json) {
        put("\n    ], \"holes\": [", r->out);
        at = 0;
        for (ptrdiff_t i = 0; i < arrlen(rows); i++) {
            put_hole(r, at, rows[i]->offset, &first);
            at = max(at, rows[i]->offset + rows[i]->used);
        }
    }
    put_hole(r, at, f->frame_size, &first);
    if (r->json)
        put(first ? "]}" : "\n    ]}", r->out);
    arrfree(rows);
}

void report_layouts(const Unit *u, bool json, Text *out)
{
    bool first = true;
    if (json)
        put("{\"functions\": [", out);
    for (ptrdiff_t i = 0; i < arrlen(u->funcs); i++) {
        if (!u->funcs[i]->is_async)
            continue;
        put(json ? first ? "\n  " : ",\n  " : first ? "" : "\n", out);
        first = false;
        put_frame(&(Report){u->funcs[i], out, json});
    }
    if (json)
        put("\n]}\n", out);
}
