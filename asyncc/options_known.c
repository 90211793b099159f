// options_known.c: what the options of compilers are for.
#include "options.h"
#include "support.h"

#include <strings.h>

enum { EXACT, SEPARATE, JOINED, EITHER }; // EITHER: -Ifoo or -I foo

static const struct {
    const char *name;
    int shape;
    ArgKind kind;
} known[] = {
    {"-I", EITHER, ARG_PREPROCESS},
    {"-D", EITHER, ARG_PREPROCESS},
    {"-U", EITHER, ARG_PREPROCESS},
    {"-include", EITHER, ARG_PREPROCESS},
    {"-include-pch", SEPARATE, ARG_PREPROCESS},
    {"-imacros", EITHER, ARG_PREPROCESS},
    {"-isystem", EITHER, ARG_PREPROCESS},
    {"-iquote", EITHER, ARG_PREPROCESS},
    {"-idirafter", EITHER, ARG_PREPROCESS},
    {"-isysroot", EITHER, ARG_PREPROCESS},
    {"-iprefix", EITHER, ARG_PREPROCESS},
    {"-iwithprefixbefore", EITHER, ARG_PREPROCESS},
    {"-iwithprefix", EITHER, ARG_PREPROCESS},
    {"-ivfsoverlay", EITHER, ARG_PREPROCESS},
    {"-iwithsysroot", EITHER, ARG_PREPROCESS},
    {"-iframework", EITHER, ARG_PREPROCESS},
    {"-iframeworkwithsysroot", EITHER, ARG_PREPROCESS},
    {"-isystem-after", EITHER, ARG_PREPROCESS},
    {"-cxx-isystem", EITHER, ARG_PREPROCESS},
    {"--system-header-prefix", EITHER, ARG_PREPROCESS},
    {"--no-system-header-prefix", EITHER, ARG_PREPROCESS},
    {"-fmacro-prefix-map=", JOINED, ARG_PREPROCESS},
    {"-fcoverage-prefix-map=", JOINED, ARG_PREPROCESS}, // as clang has it
    {"-ffile-reproducible", EXACT, ARG_PREPROCESS},
    {"-fno-file-reproducible", EXACT, ARG_PREPROCESS},
    {"-F", EITHER, ARG_PREPROCESS},
    {"-finput-charset=", JOINED, ARG_PREPROCESS}, // what it leaves is UTF-8
    {"-nostdinc", EXACT, ARG_PREPROCESS},
    {"-undef", EXACT, ARG_PREPROCESS},
    {"-H", EXACT, ARG_PREPROCESS},
    {"-Wp,", JOINED, ARG_PREPROCESS},
    {"-Xpreprocessor", SEPARATE, ARG_PREPROCESS},
    {"-C", EXACT, ARG_COMMENTS},
    {"-CC", EXACT, ARG_COMMENTS},
    {"-P", EXACT, ARG_COMMENTS},
    {"-dD", EXACT, ARG_COMMENTS},
    {"-dI", EXACT, ARG_COMMENTS},
    {"-dM", EXACT, ARG_COMMENTS},
    {"-dN", EXACT, ARG_COMMENTS},
    {"-dU", EXACT, ARG_COMMENTS},
    {"-fdirectives-only", EXACT, ARG_COMMENTS},
    {"-fpreprocessed", EXACT, ARG_COMMENTS},
    {"-fminimize-whitespace", EXACT, ARG_COMMENTS},
    {"-frewrite-includes", EXACT, ARG_COMMENTS},
    {"-fuse-line-directives", EXACT, ARG_COMMENTS},
    {"-save-temps", JOINED, ARG_COMMENTS},
    {"--save-temps", JOINED, ARG_COMMENTS},
    {"-MD", EXACT, ARG_DEPEND},
    {"-MMD", EXACT, ARG_DEPEND},
    {"-MP", EXACT, ARG_DEPEND},
    {"-MV", EXACT, ARG_DEPEND},
    {"-MF", EITHER, ARG_DEPEND},
    {"-MT", EITHER, ARG_DEPEND},
    {"-MQ", EITHER, ARG_DEPEND},
    {"-l", EITHER, ARG_LINK},
    {"-L", EITHER, ARG_LINK},
    {"-Wl,", JOINED, ARG_LINK},
    {"-Xlinker", SEPARATE, ARG_LINK},
    {"-T", EITHER, ARG_LINK},
    {"-u", EITHER, ARG_LINK},
    {"-z", EITHER, ARG_LINK},
    {"-e", SEPARATE, ARG_LINK},
    {"-static", EXACT, ARG_LINK},
    {"-static-pie", EXACT, ARG_LINK},
    {"-static-libgcc", EXACT, ARG_LINK},
    {"-static-libasan", EXACT, ARG_LINK},
    {"-shared", EXACT, ARG_LINK},
    {"-shared-libgcc", EXACT, ARG_LINK},
    {"-r", EXACT, ARG_LINK},
    {"-s", EXACT, ARG_LINK},
    {"-pie", EXACT, ARG_LINK},
    {"-no-pie", EXACT, ARG_LINK},
    {"-rdynamic", EXACT, ARG_LINK},
    {"-nostdlib", EXACT, ARG_LINK},
    {"-nodefaultlibs", EXACT, ARG_LINK},
    {"-nostartfiles", EXACT, ARG_LINK},
    {"-nolibc", EXACT, ARG_LINK},
    {"-fuse-ld=", JOINED, ARG_LINK},
    {"--ld-path=", JOINED, ARG_LINK},
    {"-rtlib=", JOINED, ARG_LINK},
    {"--rtlib=", JOINED, ARG_LINK},
    {"-unwindlib=", JOINED, ARG_LINK},
    {"--unwindlib=", JOINED, ARG_LINK},
    {"-stdlib=", JOINED, ARG_CXX},
    {"--stdlib=", JOINED, ARG_CXX},
    {"-Wa,", JOINED, ARG_ASSEMBLE},
    {"-Xassembler", SEPARATE, ARG_ASSEMBLE},
    {"-ftime-trace", JOINED, ARG_ASSEMBLE}, // of each step there is one
    {"-mllvm", SEPARATE, ARG_ASSEMBLE},
    // every step, but with an argument that is no input
    {"-A", EITHER, ARG_COMPILE},
    {"-B", EITHER, ARG_COMPILE},
    {"-G", SEPARATE, ARG_COMPILE},
    {"-MJ", EITHER, ARG_DATABASE},
    {"-Xanalyzer", SEPARATE, ARG_COMPILE},
    {"-Xclang", SEPARATE, ARG_COMPILE},
    {"-arch", SEPARATE, ARG_COMPILE},
    {"-aux-info", SEPARATE, ARG_COMPILE},
    {"-dumpbase", SEPARATE, ARG_COMPILE},
    {"-dumpbase-ext", SEPARATE, ARG_COMPILE},
    {"-dumpdir", SEPARATE, ARG_COMPILE},
    {"-imultilib", SEPARATE, ARG_COMPILE},
    {"-mthread-model", SEPARATE, ARG_COMPILE},
    {"-specs", SEPARATE, ARG_COMPILE},
    {"-target", SEPARATE, ARG_COMPILE},
    {"-wrapper", SEPARATE, ARG_COMPILE},
    {"-resource-dir", SEPARATE, ARG_COMPILE},
    {"-serialize-diagnostics", SEPARATE, ARG_COMPILE},
    {"-working-directory", SEPARATE, ARG_COMPILE},
    {"--config", SEPARATE, ARG_COMPILE},
    {"--param", SEPARATE, ARG_COMPILE},
    {"--serialize-diagnostics", SEPARATE, ARG_COMPILE},
    {"--specs", SEPARATE, ARG_COMPILE},
    {"--sysroot", SEPARATE, ARG_COMPILE},
    {"--target", SEPARATE, ARG_COMPILE},
};

// Those that decide the steps have long names, too, which gcc and clang know from the GNU coding
// standards: --define-macro X or --define-macro=X.
static const struct {
    const char *name, *short_name;
} long_names[] = {
    {"--assemble", "-S"},
    {"--comments", "-C"},
    {"--comments-in-macros", "-CC"},
    {"--compile", "-c"},
    {"--define-macro", "-D"},
    {"--dependencies", "-M"},
    {"--for-assembler", "-Xassembler"},
    {"--for-linker", "-Xlinker"},
    {"--imacros", "-imacros"},
    {"--include", "-include"},
    {"--include-directory", "-I"},
    {"--include-directory-after", "-idirafter"},
    {"--language", "-x"},
    {"--library-directory", "-L"},
    {"--no-line-commands", "-P"},
    {"--no-standard-includes", "-nostdinc"},
    {"--no-warnings", "-w"},
    {"--output", "-o"},
    {"--preprocess", "-E"},
    {"--shared", "-shared"},
    {"--static", "-static"},
    {"--undefine-macro", "-U"},
    {"--user-dependencies", "-MM"},
    {"--write-dependencies", "-MD"},
    {"--write-user-dependencies", "-MMD"},
};

const char *short_option(char *word, char **value)
{
    *value = NULL;
    for (size_t i = 0; i < sizeof long_names / sizeof *long_names; i++) {
        size_t n = strlen(long_names[i].name);
        if (strncmp(word, long_names[i].name, n) || (word[n] && word[n] != '='))
            continue;
        *value = word[n] ? word + n + 1 : NULL;
        return long_names[i].short_name;
    }
    return NULL;
}

ArgKind kind_of(const char *a, bool *takes_next)
{
    ArgKind kind = ARG_COMPILE;
    bool found = false;
    *takes_next = false;
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        int shape = known[k].shape;
        if (shape != JOINED && !strcmp(a, known[k].name)) {
            *takes_next = shape != EXACT;
            return known[k].kind;
        }
        if (!found && (shape == JOINED || shape == EITHER) &&
            !strncmp(a, known[k].name, strlen(known[k].name))) {
            kind = known[k].kind;
            found = true;
        }
    }
    return kind;
}

bool matters_to_libclang(const char *a)
{
    static const char *const prefixes[] = {"-std=", "--std=", "-msse", "-mavx",
                                           "-mfma", "-mbmi",  "-maes", "-march="};
    static const char *const words[] = {"-ansi",
                                        "-m32",
                                        "-m64",
                                        "-mx32",
                                        "-fsigned-char",
                                        "-funsigned-char",
                                        "-fno-signed-char",
                                        "-fno-unsigned-char",
                                        "-fshort-enums",
                                        "-fno-short-enums",
                                        "-fshort-wchar",
                                        "-fno-short-wchar",
                                        "-fms-extensions",
                                        "-mms-bitfields",
                                        "-mno-ms-bitfields",
                                        "-malign-double",
                                        "-mlong-double-64",
                                        "-mlong-double-80",
                                        "-mlong-double-128",
                                        "-fasm",
                                        "-fno-asm",
                                        "-fgnu-keywords",
                                        "-fno-gnu-keywords",
                                        "-fgnu89-inline",
                                        "-fno-gnu89-inline",
                                        "-Wwrite-strings", // makes strings const
                                        "-Wno-write-strings",
                                        "-Werror=write-strings"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (!strncmp(a, prefixes[i], strlen(prefixes[i])))
            return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(a, words[i]))
            return true;
    return false;
}

bool changes_layouts(const char *a)
{
    static const char *const charsets[] = {"-fexec-charset=", "-fwide-exec-charset="};
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
        if (!strncmp(a, charsets[i], strlen(charsets[i])))
            return strcasecmp(strchr(a, '=') + 1, i ? "utf-32le" : "utf-8") != 0;
    return !strcmp(a, "-fsso-struct=big-endian") || !strcmp(a, "-mabi=ms") ||
           !strcmp(a, "-fsingle-precision-constant");
}
