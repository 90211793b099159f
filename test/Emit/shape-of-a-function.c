// What comes out for one function: frame, run, start, resume, type, symbol; in the user's lines.
// RUN: %asyncc --emit=c --no-line %s | grep -v CHECK | FileCheck %s
#include <asyncc.h>
struct leaf__frame {
    int result;
};
async int leaf(int n);
ac_poll leaf__start(struct leaf__frame *, ac_context *, int);
ac_poll leaf__resume(void *, ac_context *);
async int sum(int n)
{
    int s = 0;
    for (int i = 0; i < n; i++)
        s += await leaf(i);
    return s;
}
// CHECK: enum sum__state { sum__START, sum__ENTER, sum__AWAIT_14, sum__DONE };
// CHECK-SAME: struct __attribute__((may_alias, aligned(4))) sum__frame {
// CHECK-SAME: struct { __typeof__(int) n; } enter;
// CHECK-SAME: int) result;
// CHECK-SAME: struct { __typeof__(int) n; __typeof__(int) s; __typeof__(int) i;
// CHECK-SAME: struct leaf__frame callee; } await_14;
// CHECK-SAME: struct { char ac__before_ac__state[16]; unsigned char ac__state; }; }; };
// CHECK-SAME: [sizeof(struct sum__frame) == 20 ? 1 : -1];
// CHECK: struct sum__value { ac_poll poll; __typeof__(int) result __attribute__((aligned(8))); };
// CHECK-SAME: static __inline__ struct sum__value sum__run(struct sum__frame *ac__fr, ac_context *ac__cx, enum sum__state ac__at, int n)
// CHECK: int s = 0;
// CHECK-NEXT: for (int i = 0; i < n; i++)
// CHECK-NEXT: ac__p = leaf__start(&ac__fr->await_14.callee, ac__cx, i)
// CHECK-SAME: ac__fr->await_14.n = n; ac__fr->await_14.s = s; ac__fr->await_14.i = i;
// CHECK-SAME: ac__fr->ac__state = sum__AWAIT_14; ac__poll = ac__p; goto ac__leave; ac__resume_14: ;
// CHECK-SAME: n = ac__fr->await_14.n; s = ac__fr->await_14.s; i = ac__fr->await_14.i;
// CHECK-SAME: s += ac__fr->await_14.callee.result
// CHECK: ac__unwind: {{.*}} ac__poll = AC_UNWIND; ac__leave: {{.*}} return __extension__(struct sum__value){.poll = ac__poll};
// CHECK-SAME: static ac_poll sum__into(struct sum__frame *ac__fr, ac_context *ac__cx, enum sum__state ac__at, int n)
// CHECK-SAME: if (ac__v.poll == AC_READY) ac__fr->result = ac__v.result; return ac__v.poll;
// CHECK-SAME: ac_poll sum__start(struct sum__frame *ac__fr, ac_context *ac__cx, int n)
// CHECK: ac_poll sum__resume(void *ac__body, ac_context *ac__cx)
// CHECK: case sum__AWAIT_14: ac__p = leaf__resume(&ac__fr->await_14.callee, ac__cx); if (ac__p == AC_PENDING) return AC_PENDING; if (ac__p == AC_UNWIND) goto ac__ended; break;
// CHECK: const ac_async_type sum__type = {"sum", (sizeof(struct sum__frame) + 7) & ~7u
// CHECK-SAME: static __typeof__(int) sum__request(ac_request *ac__rq, int n) { struct sum__frame *ac__fr = ac_request_frame(ac__rq, &sum__type);
// CHECK-SAME: ac_request_end(ac__rq, &sum__type, ac__fr, ac__p, (void *)&ac__r); return ac__r; }
// CHECK-SAME: int sum ( int n ) { ac_request *ac__rq = ac_take_request((void (*)(void))sum, "sum");
// CHECK-SAME: if (!ac__fr) return sum__request(ac__rq, n); struct sum__value ac__v = sum__run(
// CHECK-SAME: ac_request_leave_room(ac__rq, ac__fr); } else { ac_request_report(ac__rq, &sum__type, ac__fr, ac__v.poll); } return ac__v.result; }
