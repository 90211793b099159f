// RUN: %asyncc --dump=flow %s | FileCheck %s
// An address is followed to where it ends, is held by another variable, or escapes.
#include <asyncc.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct node { char text[8]; struct node *next; };
async int far(char *);
async int near(ac_noescape char *, char *);
int plain(ac_noescape char *, char *);
int plain(char *, char *);
static int defined(ac_noescape char *p) { extern char *last; return last == p + 1; }
static void fill(char *p, size_t n) { memset(p, 0, n); }
static int scan(const char *p, const char *end)
{
    int n = 0;
    for (const char c = 'x'; p < end && *p != c; n++) {
        p += 1;
    }
    return p[-1] + n;
}
static char *skip(char *p) { return (char *)p++; }
static void link(struct node *a, struct node *b) { a->next = b; }
static const char *inside(struct node *a) { return a->text; }
static void keep_last(char **to, char *p) { *to = p; }
static void loop_only(int *p) { if (p) *p = 1; else (void)0; fill((p = NULL) ? "" : (char[2]){0}, 2); }
extern char *last;
extern int keeper(const char *);

// What looks like a function that keeps nothing, and is not; what it returns.
struct keepers { int (*puts)(const char *); };
static int by_member(struct keepers *to, char *p) { return to->puts(p); }
static int by_parameter(char *p, int (*puts)(const char *)) { return puts(p); }
static int by_variable(char *p) { int (*strlen)(const char *) = keeper; return strlen(p); }
static int in_parentheses(char *p) { return (keeper)(p); }
static void as_result(char *p) { last = strcpy(p, ""); }
static void as_statement(char *p) { last = ({ (char *)p; }); }
static void dropped(char *p) { strcpy(p, ""); if (strlen(p)) puts(p); }
static int (*write)(int, const char *, int);
static int by_pointer(char *p) { return write(1, p, 1); }
static void without_middle(char *p) { last = p ?: last; }
static void as_part(_Complex float *p) { last = (char *)&__imag__ *p; }
static void by_asm(char *p) { __asm__("lea %1, %0" : "=r"(last) : "m"(*p)); }
static void as_selected(char *p) { last = &_Generic(0, default: p[1]); }
static void as_chosen(char *p) { last = &__builtin_choose_expr(1, p[1], *last); }
static void as_extension(char *p) { last = & __extension__ (*p); }
static void in_list(char *p) { char *list[] = {p++, NULL}; last = list[0]; }
static void in_literal(char *p) { last = (char *){p += 1}; }
static void in_block(char *p) { { p++; } { p += *p; *p = 1; } }
static void by_way_of(struct node *n, int depth) { char *t = n->text; for (*t = 1; depth > 0; t++) in_block(t); }
static void by_another_way(struct node *n) { struct node **to = &n; last = (*to)->text; }
static void by_value(struct node n) { last = n.next->text; }
static void one_of(char *a, char *b, char *c) { last = b; *a = *c; }
static void by_subscript(char *p, char **list) { one_of(list[0, 1], p, *list); }
static int masked(char *p, int m) { int n; sscanf(p, "%d", &n); return (*p & 7) + (p[1] & ~m & n); }

async int hidden(void)
{
    char a[8], b[8], c[8], d[8], e[8], g[8], h[8], i[8], j[8], k[8], m[8], o[8], q[8], r[8];
    char s[8], t[8], u[8], v[8], in_lists[8], in_literals[8], in_blocks[8], by_name[8], in_vectors[8];
    char subscripts[8];
    by_subscript(subscripts, NULL);
    struct node way, other_way, value, next;
    by_way_of(&way, 2);
    by_another_way(&other_way);
    value.next = &next;
    by_value(value);
    static int (*strlen)(char *);
    typedef long pair __attribute__((vector_size(16)));
    in_list(in_lists);
    in_literal(in_literals);
    in_block(in_blocks);
    strlen(by_name);
    pair both = {(long)in_vectors, 0};
    last = (char *)both[0];
    _Complex float chosen;
    float *part_of_chosen = &_Generic(0, default: __real__ chosen);
    last = (char *)part_of_chosen;
    as_selected(s);
    as_chosen(t);
    as_extension(u);
    masked(v, 3);
    _Complex float z[2], part;
    float *real = &(__real__ part);
    char one, *same;
    struct node selected;
    last = &_Generic(0, int: one, default: *last);
    same = _Generic(0, int: selected, default: 0).text;
    last = same;
    struct keepers to = {keeper};
    by_member(&to, a);
    by_parameter(b, keeper);
    by_variable(c);
    in_parentheses(d);
    as_result(e);
    as_statement(g);
    dropped(h);
    by_pointer(j);
    write(1, k, 1);
    without_middle(m);
    as_part(z);
    by_asm(o);
    last = ({ __label__ end; if (*q) goto end; *q = 0; end: q; });
    last = (char *)real;
    ({ __label__ end; if (*r) goto end; *r = 0; end: *r; });
    await far(NULL);
    return (size_t)i % 16 == 0;
}
// CHECK: async hidden
// CHECK: address of a escapes
// CHECK-NEXT: address of b escapes
// CHECK-NEXT: address of c escapes
// CHECK-NEXT: address of d escapes
// CHECK-NEXT: address of e escapes
// CHECK-NEXT: address of g escapes
// CHECK-NEXT: address of h{{$}}
// CHECK-NEXT: address of i{{$}}
// CHECK-NEXT: address of j escapes
// CHECK-NEXT: address of k escapes
// CHECK-NEXT: address of m escapes
// CHECK-NEXT: address of o escapes
// CHECK-NEXT: address of q escapes
// CHECK-NEXT: address of r{{$}}
// CHECK-NEXT: address of s escapes
// CHECK-NEXT: address of t escapes
// CHECK-NEXT: address of u escapes
// CHECK-NEXT: address of v{{$}}
// CHECK-NEXT: address of in_lists escapes
// CHECK-NEXT: address of in_literals escapes
// CHECK-NEXT: address of in_blocks{{$}}
// CHECK-NEXT: address of by_name escapes
// CHECK-NEXT: address of in_vectors escapes
// CHECK-NEXT: address of subscripts escapes
// CHECK-NEXT: address of way{{$}}
// CHECK-NEXT: address of other_way escapes
// CHECK-NEXT: value may hold that of next
// CHECK-NEXT: address of next escapes
// CHECK-NEXT: both may hold that of in_vectors
// CHECK-NEXT: address of chosen escapes
// CHECK-NEXT: part_of_chosen may hold that of chosen
// CHECK-NEXT: address of z escapes
// CHECK-NEXT: address of part escapes
// CHECK-NEXT: real may hold that of part
// CHECK-NEXT: address of one escapes
// CHECK-NEXT: same may hold that of selected
// CHECK-NEXT: address of selected escapes

static async int lends(char *p, char *q, struct node *n)
{
    last = q;
    char *mine = p + 1;
    fill(mine, 2);
    return await near(mine, q) + n->text[1] + (int)strlen(n->text);
}

async int f(char *in)
{
    char a[8], b[8], c[8], d[8], e[8], g[8], h[8], i[8], j[8], k[8], m[8], o[8], s[8];
    int loops;
    struct node x, y, z, w;
    fill(a, 8);
    scan(b, b + 8);
    if (c == in || &c[1] - c > 2)
        c[0] = 1;
    skip(d);
    await far(e);
    await near(g, h);
    char *held = i, *again = held + 1, *lost = j;
    last = lost;
    await lends(k, m, &w);
    link(&x, &y);
    inside(&z);
    char *found = memchr(o, 0, 8), *v;
    keep_last(&v, s);
    loop_only(&loops);
    await far(NULL);
    return *again + *found;
}
// CHECK: async f
// CHECK: address of a{{$}}
// CHECK-NEXT: address of b{{$}}
// CHECK-NEXT: address of c{{$}}
// CHECK-NEXT: address of d escapes
// CHECK-NEXT: address of e escapes
// CHECK-NEXT: address of g{{$}}
// CHECK-NEXT: address of h escapes
// CHECK-NEXT: address of i{{$}}
// CHECK-NEXT: address of j escapes
// CHECK-NEXT: address of k{{$}}
// CHECK-NEXT: address of m escapes
// CHECK-NEXT: address of o{{$}}
// CHECK-NEXT: address of s escapes
// CHECK-NEXT: address of loops{{$}}
// CHECK-NEXT: address of x{{$}}
// CHECK-NEXT: address of y escapes
// CHECK-NEXT: address of z escapes
// CHECK-NEXT: address of w{{$}}
// CHECK-NEXT: held may hold that of i
// CHECK-NEXT: again may hold that of i
// CHECK-NEXT: lost may hold that of j
// CHECK-NEXT: found may hold that of o
// CHECK-NEXT: address of v{{$}}

// Of plain functions a declaration tells the same.
async int lent(void)
{
    char a[8], b[8], c[8];
    plain(a, b);
    defined(c);
    await far(NULL);
    return 0;
}
// CHECK: async lent
// CHECK: address of a{{$}}
// CHECK-NEXT: address of b escapes
// CHECK-NEXT: address of c{{$}}

// What a builtin does that libclang gets a stand-in for, whatever its type is.
async int loaded(int *from)
{
    int to, with = 0;
    __atomic_load(from, &to, __ATOMIC_SEQ_CST);
    __atomic_exchange(from, &with, &to, __ATOMIC_SEQ_CST);
    await far(NULL);
    return to + with;
}
// CHECK: async loaded
// CHECK: address of to escapes
// CHECK-NEXT: address of with escapes
