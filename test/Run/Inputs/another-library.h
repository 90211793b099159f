// A library whose functions bear names of the C library's: these keep what they are given.
#ifndef ANOTHER_LIBRARY_H
#define ANOTHER_LIBRARY_H
#pragma GCC system_header

struct message {
    int n;
    struct message *next;
};

static inline void send(struct message **queue, struct message *message)
{
    message->next = *queue;
    *queue = message;
}

static inline struct message *recv(struct message **queue, struct message *message)
{
    (*queue)->next = message;
    return *queue;
}

#endif
