// libclang.c: loads libclang, once for all files.
#define LIBCLANG_ITSELF
#include "libclang.h"
#include "driver.h"

#include <dlfcn.h>

Libclang libclang;

// Where it was found when asyncc was built, or else where the system has it.
static void *open_library(void)
{
    void *library = dlopen(ASYNCC_LIBCLANG, RTLD_LAZY | RTLD_LOCAL);
    return library ? library : dlopen("libclang-19.so.19", RTLD_LAZY | RTLD_LOCAL);
}

bool load_libclang(void)
{
    static bool loaded;
    if (loaded)
        return true;
    reserve_heap(); // for what it makes, and what the passes make of that
    void *library = open_library();
    loaded = library != NULL;
#define LOAD(name) loaded = loaded && (libclang.name = (__typeof__(name) *)dlsym(library, #name));
    LIBCLANG_FUNCTIONS(LOAD)
#undef LOAD
    if (!loaded)
        diag_plain(E_NO_LIBCLANG, dlerror());
    return loaded;
}

#ifdef __SANITIZE_ADDRESS__
// LeakSanitizer of gcc 12 falls over the thread-local storage of libraries that are opened later.
const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
    return "use_tls=0:print_suppressions=0";
}
#endif
