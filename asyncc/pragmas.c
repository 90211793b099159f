// pragmas.c: macros in pragmas, which clang expands when it parses. Its preprocessor leaves them,
// and their definitions are gone behind it.
//
//   #define N 1
//   #pragma pack(push, N)                preprocessed: #pragma pack(push, N)
//                                        with -fms-extensions: #pragma pack(push, 1)
//
// That option changes more than this, and expands what the parser takes as it is. So of a text that
// was preprocessed with it, only the lines of these pragmas are taken.
#include "driver.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

// Those in which clang expands macros, what they are called apart.
static const char *const expanding[] = {
    "pack",     "weak",          "redefine_extname", "align",        "options",
    "unroll",   "ms_struct",     "unroll_and_jam",   "GCC unroll",   "clang loop",
    "clang fp", "clang section", "clang attribute",  "float_control"};

// What stands behind the name of such a pragma, in a line that begins at `line`; NULL: it is none.
static const char *operands(const char *line)
{
    line += strlen("#pragma");
    line += strspn(line, " \t");
    for (size_t i = 0; i < sizeof expanding / sizeof *expanding; i++) {
        size_t n = strlen(expanding[i]);
        if (!strncmp(line, expanding[i], n) && !is_in_name(line[n]))
            return line + n;
    }
    return NULL;
}

// The next line with such a pragma at or behind p, or NULL.
static const char *next_pragma(const char *text, const char *p)
{
    for (; (p = strstr(p, "#pragma")); p++)
        if ((p == text || p[-1] == '\n') && operands(p))
            return p;
    return NULL;
}

static bool is_ordinary(const char *word, size_t n)
{
    static const char *const words[] = {"push",         "pop",
                                        "show",         "enable",
                                        "disable",      "full",
                                        "unroll",       "unroll_count",
                                        "vectorize",    "vectorize_width",
                                        "interleave",   "interleave_count",
                                        "assume_safety"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && !memcmp(words[i], word, n))
            return true;
    return false;
}

bool may_have_macros_in_pragmas(const char *text)
{
    for (const char *line = text; (line = next_pragma(text, line)); line++)
        for (const char *p = operands(line); *p && *p != '\n';) {
            size_t n = token_end(p, 0, (uint32_t)strcspn(p, "\n"));
            if (is_in_name(*p) && !isdigit((unsigned char)*p) && !is_ordinary(p, n))
                return true;
            p += n;
        }
    return false;
}

char *with_pragmas_of(const char *text, const char *expanded, size_t *length)
{
    Text out = {0};
    const char *done = text, *line = text, *other = expanded;
    while ((line = next_pragma(text, line)) && (other = next_pragma(expanded, other))) {
        put_bytes(done, (size_t)(line - done), &out);
        put_bytes(other, strcspn(other, "\n"), &out);
        done = line += strcspn(line, "\n");
        other += strcspn(other, "\n");
    }
    bool as_many = !line && !next_pragma(expanded, other);
    put(done, &out);
    char *taken = text_taken(&out, length);
    if (as_many)
        return taken;
    free(taken);
    return NULL;
}
