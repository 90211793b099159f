// parse_builtins.c: gcc's builtins that libclang does not take. It gets stand-ins for them:
//
//   __atomic_fetch_add(p, n + 1, 5)
//   (*(__typeof__(((void)0, *(p))) *)(p, n + 1, 5, (void *)0))     what libclang sees
//
// A macro on its command line makes this of it. The type is exact, every operand stands in it once
// as something that is evaluated, and a macro's argument keeps its place in the text. What is in
// __typeof__ is not looked at. The tree then gets a call:
//
//   N_CALL
//     N_LEAF __atomic_fetch_add
//     N_REF p
//     N_BINARY n + 1 …
//
// A stand-in takes more than the builtin: what is wrong in a call is for the compiler behind to
// say.
#include "parse.h"

#include <string.h>

// ac__as(value, operands…): the operands, and the type of the value.
// __builtin_tgmath(functions…, operands…) takes the type of what the function returns that fits the
// operands: the first ones are those for float, double and long double, and where there are as many
// again, those are for complex numbers. How many there are is told by the number of all arguments,
// as <tgmath.h> gives them with and without the types _FloatN; anything else is an error.
// ac__tg_t(x) has the type that an operand asks for, ac__tg_tN that of the N-th one, which counts
// only if the function for double says so.
static const char *const defines[] = {
    "-Dac__as(t,...)=(*(__typeof__(t)*)(__VA_ARGS__,(void*)0))",
    "-Dac__as_target(p,...)=ac__as(((void)0,*(p)),p,__VA_ARGS__)",
    "-D__atomic_load(...)=ac__as(((void)0),__VA_ARGS__)",
    "-D__atomic_store(...)=ac__as(((void)0),__VA_ARGS__)",
    "-D__atomic_store_n(...)=ac__as(((void)0),__VA_ARGS__)",
    "-D__atomic_exchange(...)=ac__as(((void)0),__VA_ARGS__)",
    "-D__atomic_compare_exchange(...)=ac__as((_Bool)0,__VA_ARGS__)",
    "-D__atomic_compare_exchange_n(...)=ac__as((_Bool)0,__VA_ARGS__)",
    "-D__atomic_load_n(...)=ac__as_target(__VA_ARGS__)",
    "-D__atomic_exchange_n(...)=ac__as_target(__VA_ARGS__)",
    "-D__atomic_fetch_add(...)=ac__as_target(__VA_ARGS__)",
    "-D__atomic_fetch_sub(...)=ac__as_target(__VA_ARGS__)",
    "-D__atomic_fetch_and(...)=ac__as_target(__VA_ARGS__)",
    "-D__atomic_fetch_or(...)=ac__as_target(__VA_ARGS__)",
    "-D__atomic_fetch_xor(...)=ac__as_target(__VA_ARGS__)",
    "-D__atomic_fetch_nand(...)=ac__as_target(__VA_ARGS__)",
    "-D__atomic_add_fetch(...)=ac__as_target(__VA_ARGS__)",
    "-D__atomic_sub_fetch(...)=ac__as_target(__VA_ARGS__)",
    "-D__atomic_and_fetch(...)=ac__as_target(__VA_ARGS__)",
    "-D__atomic_or_fetch(...)=ac__as_target(__VA_ARGS__)",
    "-D__atomic_xor_fetch(...)=ac__as_target(__VA_ARGS__)",
    "-D__atomic_nand_fetch(...)=ac__as_target(__VA_ARGS__)",
    "-Dac__as_first(v,...)=ac__as(((void)0,v),v,__VA_ARGS__)",
    "-D__builtin_shuffle(...)=ac__as_first(__VA_ARGS__)",
    "-D__builtin_speculation_safe_value(v,...)=ac__as(((void)0,v),v,##__VA_ARGS__)",
    "-D__builtin_assoc_barrier(v)=ac__as(((void)0,v),v)",
    "-Dac__tg_t(x)=_Generic((x),float:0.f,long double:0.l,_Complex float:(_Complex float)0,"
    "_Complex double:(_Complex double)0,_Complex long double:(_Complex long double)0,default:0.)",
    "-Dac__tg_t2(d,y)=_Generic(&d,double(*)(double,double):ac__tg_t(y),"
    "_Complex double(*)(_Complex double,_Complex double):ac__tg_t(y),"
    "double(*)(double,long double):0.f,double(*)(double,int):0.f,double(*)(double,long):0.f,"
    "double(*)(double,int*):0.f)",
    "-Dac__tg_t23(d,y,z)=_Generic(&d,double(*)(double,double,double):ac__tg_t(y)+ac__tg_t(z),"
    "double(*)(double,double,int*):ac__tg_t(y),long(*)(double,int,unsigned):0.f,"
    "unsigned long(*)(double,int,unsigned):0.f,double(*)(double,int,unsigned):0.f)",
    "-Dac__tg_r(t,f,d,l)=_Generic(t,float:f,double:d,long double:l,"
    "_Complex float:f,_Complex double:d,_Complex long double:l)",
    "-Dac__tg_c(t,f,d,l,cf,cd,cl)=_Generic(t,float:f,double:d,long double:l,"
    "_Complex float:cf,_Complex double:cd,_Complex long double:cl)",
    "-Dac__tg_4(f,d,l,x)=ac__as(ac__tg_r(ac__tg_t(x),f(0),d(0),l(0)),f,d,l,x)",
    "-Dac__tg_5(f,d,l,x,y)=ac__as(ac__tg_r(ac__tg_t(x)+ac__tg_t2(d,y),f(0,0),d(0,0),l(0,0)),"
    "f,d,l,x,y)",
    "-Dac__tg_6(f,d,l,x,y,z)=ac__as(ac__tg_r(ac__tg_t(x)+ac__tg_t23(d,y,z),"
    "f(0,0,0),d(0,0,0),l(0,0,0)),f,d,l,x,y,z)",
    "-Dac__tg_7(f,d,l,cf,cd,cl,x)="
    "ac__as(ac__tg_c(ac__tg_t(x),f(0),d(0),l(0),cf(0),cd(0),cl(0)),f,d,l,cf,cd,cl,x)",
    "-Dac__tg_8(f,d,l,cf,cd,cl,x,y)=ac__as(ac__tg_c(ac__tg_t(x)+ac__tg_t2(d,y),"
    "f(0,0),d(0,0),l(0,0),cf(0,0),cd(0,0),cl(0,0)),f,d,l,cf,cd,cl,x,y)",
    "-Dac__tg_9(f,d,l,g,h,i,j,k,x)=ac__as(ac__tg_r(ac__tg_t(x),f(0),d(0),l(0)),"
    "f,d,l,g,h,i,j,k,x)",
    "-Dac__tg_10(f,d,l,g,h,i,j,k,x,y)=ac__as(ac__tg_r(ac__tg_t(x)+ac__tg_t2(d,y),"
    "f(0,0),d(0,0),l(0,0)),f,d,l,g,h,i,j,k,x,y)",
    "-Dac__tg_11(f,d,l,g,h,i,j,k,x,y,z)=ac__as(ac__tg_r(ac__tg_t(x)+ac__tg_t23(d,y,z),"
    "f(0,0,0),d(0,0,0),l(0,0,0)),f,d,l,g,h,i,j,k,x,y,z)",
    "-Dac__tg_17(f,d,l,g,h,i,j,k,cf,cd,cl,m,n,o,p,q,x)=ac__as(ac__tg_c(ac__tg_t(x),"
    "f(0),d(0),l(0),cf(0),cd(0),cl(0)),f,d,l,g,h,i,j,k,cf,cd,cl,m,n,o,p,q,x)",
    "-Dac__tg_18(f,d,l,g,h,i,j,k,cf,cd,cl,m,n,o,p,q,x,y)="
    "ac__as(ac__tg_c(ac__tg_t(x)+ac__tg_t2(d,y),f(0,0),d(0,0),l(0,0),cf(0,0),cd(0,0),cl(0,0)),"
    "f,d,l,g,h,i,j,k,cf,cd,cl,m,n,o,p,q,x,y)",
    "-Dac__tg_pick(a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,name,...)=name",
    "-D__builtin_tgmath(...)=ac__tg_pick(__VA_ARGS__,ac__tg_18,ac__tg_17,ac__tg_16,ac__tg_15,"
    "ac__tg_14,ac__tg_13,ac__tg_12,ac__tg_11,ac__tg_10,ac__tg_9,ac__tg_8,ac__tg_7,ac__tg_6,"
    "ac__tg_5,ac__tg_4,ac__tg_3,ac__tg_2,ac__tg_1,)(__VA_ARGS__)",
};

void add_stand_ins(const char ***args)
{
    for (size_t i = 0; i < sizeof defines / sizeof *defines; i++)
        arrput(*args, defines[i]);
}

// Only a macro begins an expression in parentheses where the text has none.
bool is_stand_in(const Unit *u, const Node *n)
{
    return n->kind == N_PAREN && u->tokens[token_at(u, n->begin)].kind == T_IDENT;
}

static Part *last_part(Part *c)
{
    Part *last = c;
    for (Part *k = first_part(c); k < behind_part(c); k = behind_part(k))
        last = k;
    return last;
}

static bool is_comma(const Part *c)
{
    return clang_getCursorKind(c->cursor) == CXCursor_BinaryOperator &&
           clang_getCursorBinaryOperatorKind(c->cursor) == CXBinaryOperator_Comma;
}

// What stands between the comma operators, that are written as one list. An operand that holds one
// itself has parentheses.
static void build_operands(Parser *p, Node *n, Part *comma, Node ***kids)
{
    for (Part *k = first_part(comma); k < behind_part(comma); k = behind_part(k)) {
        if (k == first_part(comma) && is_comma(k))
            build_operands(p, n, k, kids);
        else
            arrput(*kids, build(p, k, n));
    }
}

// Where libclang takes what ends with a stand-in in another one's argument to end: with that one.
static void mend_ends(Node *n, uint32_t limit)
{
    for (int i = 0; i < n->kid_count; i++)
        if (n->kids[i])
            mend_ends(n->kids[i], limit);
    if (n->end > limit)
        n->end = n->kid_count && n->kids[n->kid_count - 1] ? n->kids[n->kid_count - 1]->end : limit;
}

void build_stand_in(Parser *p, Node *n, Part *c)
{
    Unit *u = p->unit;
    int first = token_at(u, n->begin), close = closing_token(u, first + 1), at = 0;
    const Token *name = &u->tokens[first];
    // (*(T *)(…)): parentheses, the star, the cast, parentheses
    Part *comma = last_part(last_part(last_part(last_part(c))));
    Node **kids = NULL, *callee = arena_alloc(u->arena, sizeof *callee);
    callee->kind = N_LEAF;
    callee->begin = name->offset;
    callee->end = name->offset + name->length;
    callee->scope = p->scope;
    arrput(kids, callee);
    build_operands(p, n, comma, &kids);
    arrsetlen(kids, arrlenu(kids) - 1); // the null pointer at the end
    for (int i = first + 2; i <= close; i++) {
        if ((token_is(u, i, ",") || i == close) && ++at < arrlen(kids))
            mend_ends(kids[at], u->tokens[i - 1].offset + u->tokens[i - 1].length);
        if (token_is(u, i, "(") || token_is(u, i, "[") || token_is(u, i, "{"))
            i = closing_token(u, i);
    }
    n->end = u->tokens[close].offset + u->tokens[close].length;
    n->kind = N_CALL;
    set_kids(p, n, kids, (int)arrlen(kids));
    arrfree(kids);
}
