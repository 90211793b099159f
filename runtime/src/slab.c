// slab.c: memory for tasks.
//
// Tasks of one size class (steps of 8 bytes) stand side by side in pages, so that all of them can
// be found when the loop ends without a list through their headers: AC__TASK_LIVE tells those in
// use. A freed task is the first to be reused; its header stays readable, so that a handle that was
// consumed is recognised while the memory has no new owner.
#include "slab.h"

struct ac__page {
    ac__page *next;
    char *bump, *end; ///< never used memory
    size_t size;      ///< of a task
};

enum { PAGE_FIRST = 4 * 1024, PAGE_MAX = 64 * 1024 };

void ac__block_link(ac_loop *loop, ac__block *b)
{
    b->next = loop->slab.blocks;
    b->pprev = &loop->slab.blocks;
    if (b->next)
        b->next->pprev = &b->next;
    *b->pprev = b;
}

void ac__block_unlink(ac__block *b)
{
    *b->pprev = b->next;
    if (b->next)
        b->next->pprev = b->pprev;
}

static ac_task *block_alloc(ac_loop *loop, size_t size)
{
    ac__block *b = ac__malloc(sizeof *b + size);
    if (!b)
        return NULL;
    ac__block_link(loop, b);
    b->task.strand.index = AC__TASK_BLOCK;
    return &b->task;
}

void ac__block_free(ac_task *task)
{
    ac__block *b = (ac__block *)((char *)task - offsetof(ac__block, task));
    ac__block_unlink(b);
    task->strand.index = 0;
    ac__free(b);
}

// A task from memory that was never used, on a new page if the class's page is full.
static ac_task *bump(ac_loop *loop, ac__class *class, size_t size)
{
    ac__page *page = class->page;
    if (!page || (size_t)(page->end - page->bump) < size) {
        // A class begins small, and takes larger pages once it has proved to be used.
        size_t bytes = page ? PAGE_MAX : PAGE_FIRST;
        page = ac__malloc(bytes);
        if (!page)
            return NULL;
        page->bump = (char *)(page + 1);
        page->end = (char *)page + bytes;
        page->size = size;
        page->next = loop->slab.pages;
        loop->slab.pages = page;
        class->page = page;
    }
    ac_task *task = (ac_task *)page->bump;
    page->bump += size;
    task->strand.index = 0;
    return task;
}

ac_task *ac__task_alloc(ac_loop *loop, size_t size)
{
    size_t k = ac__class_of(size);
    if (unlikely(k >= AC__SLAB_CLASSES))
        return block_alloc(loop, size);
    ac_task *task = ac__task_reuse(loop, size);
    return task ? task : bump(loop, &loop->slab.classes[k], k * AC__SLAB_STEP);
}

void ac__slab_walk(ac_loop *loop, void (*visit)(ac_loop *, ac_task *, void *arg), void *arg)
{
    for (ac__page *page = loop->slab.pages; page; page = page->next)
        for (char *p = (char *)(page + 1); p < page->bump; p += page->size)
            if (((ac_task *)p)->strand.index & AC__TASK_LIVE)
                visit(loop, (ac_task *)p, arg);
    for (ac__block *b = loop->slab.blocks; b; b = b->next)
        visit(loop, &b->task, arg);
}

bool ac__slab_has(const ac_loop *loop, const ac_task *task)
{
    const char *p = (const char *)task;
    for (const ac__page *page = loop->slab.pages; page; page = page->next)
        if (p > (const char *)page && p < page->bump)
            return (size_t)(p - (const char *)(page + 1)) % page->size == 0;
    for (const ac__block *b = loop->slab.blocks; b; b = b->next)
        if (&b->task == task)
            return true;
    return false;
}

void ac__slab_destroy(ac_loop *loop)
{
    while (loop->slab.pages) {
        ac__page *page = loop->slab.pages;
        loop->slab.pages = page->next;
        ac__unpoison(page, (size_t)(page->end - (char *)page));
        ac__free(page);
    }
    while (loop->slab.blocks)
        ac__block_free(&loop->slab.blocks->task);
}
