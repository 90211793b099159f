// slab.h: taking memory for a task that was in use before, and giving it back: what every task
// does that is spawned, so it is a part of who does it.
#ifndef AC_SLAB_H
#define AC_SLAB_H

#include "internal.h"

/// The class of tasks that have `size` bytes behind their head.
static inline size_t ac__class_of(size_t size)
{
    return (sizeof(ac_task) + size + AC__SLAB_STEP - 1) / AC__SLAB_STEP;
}

/// Room for a task with a frame of `size` bytes whose strand.index is 0, or NULL: only
/// ac__task_alloc can tell.
static inline ac_task *ac__task_reuse(ac_loop *loop, size_t size)
{
    size_t k = ac__class_of(size);
    if (unlikely(k >= AC__SLAB_CLASSES))
        return NULL;
    ac__class *class = &loop->slab.classes[k];
    ac_task *task = class->free;
    if (likely(task)) {
        class->free = (ac_task *)task->strand.next;
        ac__unpoison(task + 1, size);
    }
    return task;
}

/// Takes back a task whose frame has `size` bytes.
static inline void ac__task_free(ac_loop *loop, ac_task *task, size_t size)
{
    if (unlikely(task->strand.index & AC__TASK_BLOCK)) {
        ac__block_free(task);
        return;
    }
    ac__class *class = &loop->slab.classes[ac__class_of(size)];
    task->strand.index = 0;
    task->strand.next = (ac_strand *)class->free;
    class->free = task;
    ac__poison(task + 1, size);
}

#endif
