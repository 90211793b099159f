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
