// emit_group.c: ac_all, ac_try_all, ac_select, ac_timeout. A part of the pass emit.
//
//   await ac_all(a = f(x), b = g());
//
//   struct { ac_group head; ac_strand strands[2]; struct f__frame b0; struct g__frame b1; } callee;
//
//   __typeof__(int) ac__a1_1 = (x);                    all operands are evaluated first
//   ac_context ac__sub1; ac_group_begin(&….head, &ac__sub1, ac__cx, AC_GROUP_ALL);
//   { ac_branch_begin(&ac__sub1, &….head, …);          then each branch starts
//     ac_branch_of_all_started(&ac__sub1, &….head,
//                              f__run(&….b0, &ac__sub1, f__START, ac__a1_1)); } …
//   ac_poll ac__p = ac_group_end(&….head, &ac__sub1);  from here on like any await
//   a = ….b0.result; b = ….b1.result;                  when all have ended
#include "emit.h"

static int branches(const Node *group)
{
    return group->kid_count - first_branch(group);
}

void emit_group_struct(Emitter *e, const Node *group, const char *name)
{
    Text *o = &e->out;
    print(o, "struct { ac_group head; ac_strand strands[%d]; %s", branches(group),
          group->group == GROUP_TIMEOUT ? "ac_timer timer; " : "");
    for (int i = 0; i < branches(group); i++) {
        const Node *call = branch_call(group->kids[i + first_branch(group)]);
        const char *field = arena_printf(e->unit->arena, "b%d __attribute__((aligned(8)))", i);
        if (call->kind == N_GROUP) {
            emit_group_struct(e, call, field);
        } else if (call->await->dynamic) {
            put("struct { ", o);
            if (!call->callee->result->is_void)
                emit_field(e, call->callee->result, type_text(e->func, call->callee->result, true),
                           "result");
            put_all(o, "} ", field, "; ");
        } else {
            put_all(o, "struct ", call->callee->name, "__frame ", field, "; ");
        }
    }
    put_all(o, "} ", name, "; ");
}

// ---------------------------------------------------------------------------------------------
// operands
// ---------------------------------------------------------------------------------------------

// Which operands stand in the call itself: there 0 may be a null pointer, and the types of the
// parameters of what a pointer leads to are not known here.
static bool is_in_place(const Emitter *e, const Node *call, const Node *operand)
{
    return call->callee->is_pointer && !operand->temp && may_be_null_constant(e->unit, operand);
}

static void call_operands(Emitter *e, const Node *call, int nth)
{
    Text *o = &e->out;
    const Callee *c = call->callee;
    if (c->is_pointer) {
        print(o, "__extension__ __auto_type ac__fn%d = (", nth);
        emit_range(e, call->kids[0]->begin, call->kids[0]->end, NULL);
        put("); ", o);
    }
    for (int i = 1; i < call->kid_count; i++) {
        const Node *k = call->kids[i];
        if (is_in_place(e, call, k))
            continue;
        if (c->is_pointer || becomes_member(c, i, k)) // behind a comma, no bit-field
            print(o, "__extension__ __auto_type ac__a%d_%d = ((void)0, ", nth, i);
        else
            print(o, "__typeof__(%s) ac__a%d_%d = (", type_text(e->func, c->params[i - 1], true),
                  nth, i);
        emit_range(e, k->begin, k->end, NULL);
        put("); ", o);
        // gcc -O3 hands the members to the branch apart, and takes those without a value for uses.
        if (!c->is_pointer && c->params[i - 1]->is_record && c->params[i - 1]->size)
            print(o, "__asm__(\"\" : \"+m\"(*(char (*)[sizeof ac__a%1$d_%2$d])&ac__a%1$d_%2$d)); ",
                  nth, i);
    }
}

// Calls are numbered from left to right, timers by the first call in them and their depth.
static int operands(Emitter *e, const Node *group, int nth, int depth)
{
    if (group->group == GROUP_TIMEOUT) {
        print(&e->out, "unsigned long ac__ms%d_%d = (unsigned long)(", nth, depth);
        emit_range(e, group->kids[0]->begin, group->kids[0]->end, NULL);
        put("); ", &e->out);
    }
    for (int i = first_branch(group); i < group->kid_count; i++) {
        const Node *call = branch_call(group->kids[i]);
        if (call->kind == N_GROUP)
            nth = operands(e, call, nth, depth + 1);
        else
            call_operands(e, call, nth++);
    }
    return nth;
}

// ---------------------------------------------------------------------------------------------
// starts
// ---------------------------------------------------------------------------------------------

static void arguments(Emitter *e, const Node *call, int nth, const char *separator)
{
    for (int i = 1; i < call->kid_count; i++) {
        put(separator, &e->out);
        if (is_in_place(e, call, call->kids[i]))
            emit_range(e, call->kids[i]->begin, call->kids[i]->end, NULL);
        else
            print(&e->out, "ac__a%d_%d", nth, i);
        separator = ", ";
    }
}

// Starts a call at `room`, which is a branch at `depth`. `started` takes what start returns.
static void start_call(Emitter *e, const Node *call, int nth, const char *started, const char *room,
                       int depth)
{
    Text *o = &e->out;
    const Callee *c = call->callee;
    const char *g = c->name;
    if (c->is_pointer) {
        print(o,
              "ac_request *ac__outer = ac_requested; "
              "ac__rq.function = (void (*)(void))ac__fn%d; ac__rq.cx = &ac__sub%d; "
              "ac__rq.begin = 0; ac__rq.poll = AC_READY; ac_requested = &ac__rq; %sac__fn%d(",
              nth, depth, c->result->is_void ? "" : "__extension__ __auto_type ac__v = ", nth);
        arguments(e, call, nth, "");
        put("); ac_requested = ac__outer; ", o);
        if (!c->result->is_void)
            put_all(o, "if (ac__rq.poll == AC_READY) __builtin_memcpy((void *)&", room,
                    ".result, (const void *)&ac__v, sizeof ac__v); ");
        print(o,
              "%sac__rq.poll == AC_READY ? AC_READY : "
              "ac_thunk_started(&ac__sub%d, &%s, ac__rq.frame, ac__rq.poll, ac__rq.type)); ",
              started, depth, room);
    } else if (call->await->dynamic) {
        print(o,
              "void *ac__c = ac_push(&ac__sub%d, %s__type.size); "
              "%sac_thunk_started(&ac__sub%d, &%s, ac__c, "
              "!ac__c ? AC_UNWIND : %s__start(ac__c, &ac__sub%d",
              depth, g, started, depth, room, g, depth);
        arguments(e, call, nth, ", ");
        put_all(o, "), &", g, "__type)); ");
    } else {
        print(o, "%s%s__%s(&%s, &ac__sub%d", started, g,
              !call->await->runs_directly ? "start"
              : c->func->by_value         ? "into"
                                          : "run",
              room, depth);
        if (call->await->runs_directly)
            put_all(o, ", ", g, "__START");
        arguments(e, call, nth, ", ");
        put(")); ", o);
    }
}

// Starts the group at `place`, which belongs to the strand of context `cx`.
static int start_group(Emitter *e, const Node *group, int nth, const char *place, const char *cx,
                       int depth)
{
    static const char *const kinds[] = {"ALL", "TRY_ALL", "SELECT", "ALL"};
    Text *o = &e->out;
    Arena *a = e->unit->arena;
    const char *sub = arena_printf(a, "&ac__sub%d", depth);
    print(o, "ac_context ac__sub%d; ac_group_begin(&%s.head, %s, %s, AC_GROUP_%s); ", depth, place,
          sub, cx, kinds[group->group]);
    bool of_all = group->group == GROUP_ALL || group->group == GROUP_TIMEOUT;
    const char *started =
        arena_printf(a, "ac_branch%s_started(%s, &%s.head, ", of_all ? "_of_all" : "", sub, place);
    if (group->group == GROUP_TIMEOUT)
        print(o, "ac_group_timer(&%s.head, %s, &%s.timer, ac__ms%d_%d); ", place, cx, place, nth,
              depth);
    for (int i = 0; i < branches(group); i++) {
        const Node *call = branch_call(group->kids[i + first_branch(group)]);
        const char *room = arena_printf(a, "%s.b%d", place, i);
        emit_wrap(e);
        print(o,
              "{ ac_branch_begin(%s, &%s.head, &%s.strands[%d], %d, "
              "__builtin_offsetof(__typeof__(%s), b%d) - "
              "__builtin_offsetof(__typeof__(%s), strands[%d]), &%s__type); ",
              sub, place, place, i, i, place, i, place, i,
              call->kind == N_GROUP  ? "ac_group"
              : call->await->dynamic ? "ac_thunk"
                                     : call->callee->name);
        if (call->kind == N_GROUP) {
            nth = start_group(e, call, nth, room, sub, depth + 1);
            print(o, "%sac_group_end(&%s.head, &ac__sub%d)); ", started, room, depth + 1);
        } else {
            start_call(e, call, nth++, started, room, depth);
        }
        put("} ", o);
    }
    return nth;
}

void emit_group_start(Emitter *e, const Await *a)
{
    const char *place = arena_printf(e->unit->arena, "ac__fr->await_%s.callee", a->label);
    put_all(&e->out, "__extension__ _Static_assert(sizeof ", place,
            " < 8 * 65536, \"the group's frames are too large\"); ");
    operands(e, a->group, 1, 1);
    start_group(e, a->group, 1, place, "ac__cx", 1);
    put_all(&e->out, "ac_poll ac__p = ac_group_end(&", place, ".head, &ac__sub1); ");
}

// ---------------------------------------------------------------------------------------------
// results
// ---------------------------------------------------------------------------------------------

static void results(Emitter *e, const Node *group, const char *place)
{
    Text *o = &e->out;
    for (int i = 0; i < branches(group); i++) {
        const Node *branch = group->kids[i + first_branch(group)];
        const Node *call = branch_call((Node *)branch);
        const char *room = arena_printf(e->unit->arena, "%s.b%d", place, i);
        if (call->kind == N_GROUP)
            results(e, call, room);
        if (branch->kind != N_ASSIGN)
            continue;
        const Node *left = branch->kids[0];
        bool bytes = call->kind == N_CALL && copied_as_bytes(call->callee->result);
        emit_wrap(e);
        if (bytes)
            put_all(o, "{ __typeof__(", type_text(e->func, call->callee->result, true),
                    ") ac__value; __builtin_memcpy((void *)&ac__value, (void *)&", room,
                    ".result, sizeof ac__value); ");
        emit_range(e, left->begin, left->end, NULL);
        if (bytes)
            put(" = ac__value; } ", o);
        else
            put_all(o, " = ", room, ".", call->kind == N_GROUP ? "head.result" : "result", "; ");
    }
}

void emit_group_results(Emitter *e, const Await *a)
{
    results(e, a->group, arena_printf(e->unit->arena, "ac__fr->await_%s.callee", a->label));
}
