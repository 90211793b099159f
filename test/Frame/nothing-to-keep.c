// A frame may have nothing in it but its state.
// RUN: %asyncc --dump=frame %s | FileCheck %s
#include <asyncc.h>
async void far(void);
// CHECK: async f
// CHECK: far dynamic
async void f(void)
{
    await far();
}
