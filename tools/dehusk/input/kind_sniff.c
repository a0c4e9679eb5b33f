/*
 * What kind of input a file is, by its first bytes.
 */
#include "input/kind_sniff.h"

#include "common/characters.h"

#include <string.h>
#include <strings.h>

static size_t skip_blank(const char *bytes, size_t at, size_t length) {
    while (at < length && is_blank(bytes[at]))
        at++;
    return at;
}

/* Names of columns: does an array of strings, whose first one is at `at`, end with the line, and begin the next one like
 * an object? False: more bytes are needed to tell. */
static bool sniff_names(const char *bytes, size_t at, size_t length, input_kind *kind) {
    const char *newline = memchr(bytes + at, '\n', length - at);
    size_t end = newline != NULL ? (size_t)(newline - bytes) : length;
    size_t next = skip_blank(bytes, end, length);
    while (is_blank(bytes[end - 1]))
        end--;
    if (newline != NULL && bytes[end - 1] != ']')
        return true;
    if (next < length && bytes[next] != '{')
        return true;
    next = skip_blank(bytes, next + 1, length);
    if (next >= length)
        return false;
    if (bytes[next] == '"')
        *kind = INPUT_JSONL;
    return true;
}

/* Arrays in arrays are looked through so far. */
enum { ARRAYS_MAX = 4 };

/* Does nothing follow the bracket at `at` but what may follow one in JSON? A list of things to do begins with "[ ]".
 * False: more bytes are needed to tell. */
static bool sniff_behind(const char *bytes, size_t at, size_t length, input_kind *kind) {
    at = skip_blank(bytes, at + 1, length);
    if (at == length || strchr("{}[],\"", bytes[at]) != NULL || bytes[at] == RECORD_SEPARATOR)
        *kind = INPUT_JSONL;
    return at < length;
}

/* An object or an array of objects: whether there is a page in them is seen when they are read, since it may stand
 * behind any number of other fields. */
static bool sniff_json(const char *bytes, size_t at, size_t length, input_kind *kind) {
    bool in_array = bytes[at] == '[';
    at = skip_blank(bytes, at + 1, length);
    for (int arrays = 1; in_array && arrays < ARRAYS_MAX && at < length && bytes[at] == '['; arrays++)
        at = skip_blank(bytes, at + 1, length);
    if (in_array && at < length) {
        if (bytes[at] == ']')
            return sniff_behind(bytes, at, length, kind);
        if (bytes[at] == '"')
            return sniff_names(bytes, at, length, kind);
        if (bytes[at] != '{')
            return true; /* an array of numbers, or a text: "[1]" */
        at = skip_blank(bytes, at + 1, length);
    }
    if (at == length)
        return false;
    if (bytes[at] == '}')
        return sniff_behind(bytes, at, length, kind);
    if (bytes[at] == '"')
        *kind = INPUT_JSONL;
    return true;
}

/* Do the bytes begin with a word, or could they, if there were more of them? */
static bool begins(const char *bytes, size_t length, const char *word, bool *is_whole) {
    size_t all = strlen(word);
    *is_whole = length >= all;
    return memcmp(bytes, word, length < all ? length : all) == 0;
}

bool kind_sniff(const char *bytes, size_t length, input_kind *kind) {
    static const char mark[] = "WARC/";
    static const char bom[] = "\xEF\xBB\xBF";
    size_t at = 0;
    bool is_whole;
    *kind = INPUT_AUTO;
    if (length > SNIFFED_MAX)
        length = SNIFFED_MAX;
    bool is_all = length == SNIFFED_MAX;
    if (length >= sizeof bom - 1 && memcmp(bytes, bom, sizeof bom - 1) == 0)
        at = sizeof bom - 1;
    at = skip_blank(bytes, at, length);
    at += at < length && bytes[at] == RECORD_SEPARATOR;
    if (at < length && (bytes[at] == '{' || bytes[at] == '['))
        return sniff_json(bytes, at, length, kind) || is_all;
    if (at == length)
        return is_all;
    if (begins(bytes, length, "filedesc://", &is_whole)) {
        *kind = is_whole ? INPUT_ARC : INPUT_AUTO;
        return is_whole;
    }
    if (length < sizeof bom - 1 && memcmp(bytes, bom, length) == 0)
        return false;
    /* In front of a WARC record there are line ends at most. */
    for (at = 0; at < length && (bytes[at] == '\r' || bytes[at] == '\n'); at++)
        continue;
    size_t left = length - at;
    if (!begins(bytes + at, left, mark, &is_whole))
        return true;
    /* A version follows; a page may well begin with the word. */
    if (left < sizeof mark)
        return is_all;
    if (is_digit(bytes[at + sizeof mark - 1]))
        *kind = INPUT_WARC;
    return true;
}

/* -- Files that are no archive and should be ---------------------------------- */

static bool ends_with(const char *name, size_t *length, const char *ending) {
    size_t all = strlen(ending);
    if (*length <= all || strncasecmp(name + *length - all, ending, all) != 0)
        return false;
    *length -= all;
    return true;
}

/* Has the path, packed or not, one of these endings? */
static bool is_named(const char *path, const char *const *endings) {
    size_t length = path != NULL ? strlen(path) : 0;
    if (length > 0 && !ends_with(path, &length, ".gz"))
        (void)ends_with(path, &length, ".zst");
    for (; length > 0 && *endings != NULL; endings++)
        if (ends_with(path, &length, *endings))
            return true;
    return false;
}

bool kind_named_archive(const char *path) {
    static const char *const endings[] = {".warc", ".wet", ".arc", ".wat", NULL};
    return is_named(path, endings);
}

bool kind_named_lines(const char *path) {
    static const char *const endings[] = {".jsonl", ".ndjson", ".jsonlines", NULL};
    return is_named(path, endings);
}

/* As many bytes as may be wrong: one, of a few that hardly begin a page in this way. */
static bool is_nearly(const char *bytes, const char *magic, size_t length) {
    size_t wrong = 0;
    for (size_t i = 0; i < length; i++)
        wrong += bytes[i] != magic[i];
    return wrong <= 1;
}

const char *kind_nearly(const char *bytes, size_t length) {
    static const char gzip[] = {0x1F, (char)0x8B, 8};
    static const char zstd[] = {0x28, (char)0xB5, 0x2F, (char)0xFD};
    static const char field[] = "\nWARC-";
    if (length >= 10 && is_nearly(bytes, gzip, sizeof gzip) && (bytes[3] & 0xE0) == 0)
        return "begins like a gzip file that is damaged";
    if (length >= 10 && is_nearly(bytes, zstd, sizeof zstd))
        return "begins like a zstd file that is damaged";
    if (length < 16 || memchr(bytes, '/', 16) == NULL)
        return NULL;
    const char *line = memchr(bytes, '\n', length < 64 ? length : 64);
    size_t left = line != NULL ? length - (size_t)(line - bytes) : 0;
    if (left >= sizeof field - 1 && memcmp(line, field, sizeof field - 1) == 0)
        return "begins like a WARC file that is damaged";
    return NULL;
}
