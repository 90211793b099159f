// A libFuzzer target: preprocessed text through all passes, in process, with no program started.
//
// The text behind the runtime's headers is what changes; the headers, preprocessed, come from the
// file that FUZZ_PRELUDE names. test/fuzz/libfuzzer builds and runs it.
#include "../../asyncc/driver.h"

#include <stdlib.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Options options;
static char *prelude;
static size_t prelude_length;

// In place of driver.c's, which asks the compiler: it accepts everything, so that the passes see
// trees with errors in them (outside async functions: check stops for those inside).
int syntax_check_original(const Unit *u)
{
    (void)u;
    return 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    static char *words[] = {"asyncc", "-c", "fuzz.c", NULL};
    options_parse(&options, 3, words);
    const char *path = getenv("FUZZ_PRELUDE");
    FILE *f = path ? fopen(path, "r") : NULL;
    if (!f || fseek(f, 0, SEEK_END)) {
        fprintf(stderr, "compile-fuzzer: FUZZ_PRELUDE names no file\n");
        exit(1);
    }
    prelude_length = (size_t)ftell(f);
    rewind(f);
    prelude = malloc(prelude_length);
    if (!prelude || fread(prelude, 1, prelude_length, f) != prelude_length)
        abort();
    fclose(f);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    // check_input lets no such file through to the passes.
    if (memchr(data, 0, size))
        return -1;
    Unit u = {.options = &options, .arena = arena_new(), .path = "fuzz.c"};
    for (ptrdiff_t i = 0; i < arrlen(options.args); i++)
        if (options.args[i].kind == ARG_INPUT)
            u.input = &options.args[i];
    u.length = (uint32_t)(prelude_length + size);
    u.text = malloc(u.length + 1);
    if (!u.text)
        abort();
    memcpy(u.text, prelude, prelude_length);
    memcpy(u.text + prelude_length, data, size);
    u.text[u.length] = 0;
    run_passes(&u);
    free_unit(&u);
    return 0;
}

// ---------------------------------------------------------------------------------------------
// mutation: bytes rarely make C, so half of the time whole tokens move
// ---------------------------------------------------------------------------------------------

static bool is_word(uint8_t c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

// The start of a token, or of a bracket's contents, near a random place.
static size_t token_start(const uint8_t *data, size_t size, uint32_t *state)
{
    size_t i = next_random(state) % size;
    while (i && is_word(data[i]) && is_word(data[i - 1]))
        i--;
    return i;
}

// The end of a piece that begins there: a token, what brackets hold, or up to a semicolon.
static size_t piece_end(const uint8_t *data, size_t size, size_t from, uint32_t *state)
{
    size_t i = from;
    int depth = 0;
    bool whole_statement = next_random(state) % 3 == 0;
    for (; i < size; i++) {
        uint8_t c = data[i];
        if (strchr("([{", c))
            depth++;
        else if (strchr(")]}", c) && --depth <= 0)
            return depth < 0 ? i : i + 1;
        else if (whole_statement && depth == 0 && c == ';')
            return i + 1;
        if (!whole_statement && depth == 0 && i > from && is_word(data[i - 1]) && !is_word(c))
            return i;
    }
    return size;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    uint32_t state = seed;
    if (size < 8 || next_random(&state) % 3 == 0)
        return LLVMFuzzerMutate(data, size, max);
    size_t from = token_start(data, size, &state), to = piece_end(data, size, from, &state);
    size_t at = token_start(data, size, &state), until = at;
    switch (next_random(&state) % 3) {
    case 0: // a copy of one piece in the place of another
        until = piece_end(data, size, at, &state);
        break;
    case 1: // a copy of it elsewhere
        break;
    default: // it goes
        memmove(data + from, data + to, size - to);
        return size - (to - from);
    }
    size_t length = to - from;
    if (size - (until - at) + length + 2 > max)
        return size;
    uint8_t *piece = malloc(length + 2);
    if (!piece)
        return size;
    piece[0] = piece[length + 1] = ' ';
    memcpy(piece + 1, data + from, length);
    memmove(data + at + length + 2, data + until, size - until);
    memcpy(data + at, piece, length + 2);
    free(piece);
    return size - (until - at) + length + 2;
}
