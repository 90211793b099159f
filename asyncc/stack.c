// stack.c: room for recursion. The passes and libclang descend into what the user nests.
//
// The main thread's stack grows up to a limit that may be raised while it runs: Linux leaves at
// least 128 MiB below it free. What is nested deeper still ends with a message, not with a crash.
#include "driver.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { WANTED = 96 << 20, NEAR = 1 << 20 };

// For the handler of the signal, as in process.c.
static uintptr_t lowest;

static void overflowed(int number, siginfo_t *info, void *context)
{
    (void)context;
    uintptr_t at = (uintptr_t)info->si_addr;
    if (at > lowest - NEAR && at < lowest + NEAR) {
        static const char message[] = "asyncc: error: the program is nested too deeply\n";
        if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
            _exit(2);
        remove_temporaries();
        _exit(1);
    }
    signal(number, SIG_DFL); // and fault again
}

void enlarge_stack(void)
{
    struct rlimit r;
    if (getrlimit(RLIMIT_STACK, &r))
        return;
    if (r.rlim_cur < WANTED && r.rlim_cur < r.rlim_max) {
        r.rlim_cur = r.rlim_max < WANTED ? r.rlim_max : WANTED;
        setrlimit(RLIMIT_STACK, &r);
    }
    // libclang would parse in a thread, whose stack is small, and handle the signal on the stack
    // that has overflowed.
    setenv("LIBCLANG_NOTHREADS", "1", 0);
    setenv("LIBCLANG_DISABLE_CRASH_RECOVERY", "1", 0);
    static char other[64 << 10];
    stack_t stack = {.ss_sp = other, .ss_size = sizeof other};
    struct sigaction action = {.sa_sigaction = overflowed, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    lowest = (uintptr_t)__builtin_frame_address(0) - r.rlim_cur;
    if (r.rlim_cur <= WANTED && !sigaltstack(&stack, NULL))
        sigaction(SIGSEGV, &action, NULL);
}
