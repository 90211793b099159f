// RUN: %asyncc --dump=lex %s | FileCheck %s
#define TWICE(x) x x
int a;
TWICE(int b;)
// CHECK: line-markers-name-the-users-lines.c:3: a
// CHECK: line-markers-name-the-users-lines.c:4: b
// CHECK: line-markers-name-the-users-lines.c:4: b
