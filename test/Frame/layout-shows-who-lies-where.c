// RUN: %asyncc --emit=layout %s | FileCheck %s --match-full-lines --strict-whitespace
// RUN: %asyncc --emit=layout-json %s -o %t.json && %python -m json.tool --indent=1 %t.json | FileCheck %s --check-prefix=JSON
// RUN: echo 'int plain;' > %t.c && %asyncc --emit=layout %t.c | count 0
// RUN: not %asyncc --emit=layout 2>&1 | FileCheck %s --check-prefix=NONE
// NONE: asyncc: error: no input files
#include <asyncc.h>
#include <string.h>
struct leaf__frame { int result; short turn; };
async int leaf(void);
ac_poll leaf__start(struct leaf__frame *, ac_context *);
ac_poll leaf__resume(void *, ac_context *);
extern const ac_async_type leaf__type;
static async void small(char c) { await leaf(); (void)c; }
async int f(int n, char c)
{
    char a[16], b[16];
    memset(a, n, 16);
    int r = await leaf();
    r += a[r];
    memset(b, n, 16);
    r += await f(r, c) + b[r];
    await small(c);
    return r;
}
//      CHECK:small: 12 bytes, aligned to 4
// CHECK-NEXT:  offset    size  what
// CHECK-NEXT:       0       8  leaf                   AWAIT_13
// CHECK-NEXT:       8       1  c                      AWAIT_13
// CHECK-NEXT:       9       1  state                  always
// CHECK-NEXT:      10       2  hole
// CHECK-EMPTY:
// CHECK-NEXT:f: 32 bytes, aligned to 4
// CHECK-NEXT:  offset    size  what
// CHECK-NEXT:       0       4  result                 DONE
// CHECK-NEXT:       0       4  n                      ENTER
// CHECK-NEXT:       0      16  a                      AWAIT_18
// CHECK-NEXT:       0      16  b                      AWAIT_21
// CHECK-NEXT:       0      12  small                  AWAIT_22
// CHECK-NEXT:       4       1  c                      ENTER
// CHECK-NEXT:      12       4  r                      AWAIT_22
// CHECK-NEXT:      16       8  leaf                   AWAIT_18
// CHECK-NEXT:      16       4  r                      AWAIT_21
// CHECK-NEXT:      20       1  c                      AWAIT_21
// CHECK-NEXT:      24       4  n                      AWAIT_18
// CHECK-NEXT:      28       1  c                      AWAIT_18
// CHECK-NEXT:      29       1  state                  always
// CHECK-NEXT:      30       2  hole
// JSON: "name": "f",
// JSON-NEXT: "size": 32,
// JSON-NEXT: "align": 4,
// JSON: "offset": 24,
// JSON-NEXT: "size": 4,
// JSON-NEXT: "kind": "saved",
// JSON-NEXT: "name": "n",
// JSON-NEXT: "states": [
// JSON-NEXT: "AWAIT_18"
// JSON: "holes": [
// JSON-NEXT: {
// JSON-NEXT: "offset": 30,
// JSON-NEXT: "size": 2
