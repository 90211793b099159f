// RUN: not %asyncc -c %s 2>&1 | FileCheck %s --implicit-check-not=error:
#include <asyncc.h>
async int before(void);
// CHECK-DAG: :[[#@LINE+1]]:5: error: 'before' is declared async, but defined without
int before(void)
{
    return 7;
}
// CHECK-DAG: :[[#@LINE+1]]:5: error: 'behind' is declared async, but defined without
int behind(void)
{
    return 7;
}
async int behind(void);
async int awaits(void);
// CHECK-DAG: :[[#@LINE+1]]:5: error: 'awaits' is declared async, but defined without
int awaits(void)
{
    return await awaits();
}
// CHECK-DAG: :[[#@LINE+2]]:5: error: 'late' is declared without async, but is async later
// CHECK-DAG: :[[#@LINE+2]]:11: note: 'late' is declared here
int late(void);
async int late(void);
// CHECK-DAG: :[[#@LINE+1]]:12: error: 'later' is declared without async, but is async later
static int later(int n);
int plain(int n);
int plain(int n)
{
    return later(n);
}
static async int later(int n)
{
    return n + await late();
}
async int fine(void);
int fine(void);
async static int fine_too(void);
static async int fine_too(void)
{
    return await fine() + await before() + await behind();
}
struct s {
    int x;
} async after_a_type(void)
{
    return (struct s){await fine_too()};
}
async struct t {
    int x;
} before_a_type(void)
{
    return (struct t){await fine_too()};
}
