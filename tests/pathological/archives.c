/*
 * Archives made to be slow to read: each costs about as many instructions a byte
 * however long it is. run.sh counts those of read_archive().
 *
 *     pathological_archives --list
 *     pathological_archives --once --size BYTES SHAPE...
 *
 * --list: names, and the most instructions a byte.
 */
#include "input/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BYTES(text) (text), sizeof(text) - 1

/* What stands before, again and again, and behind. */
typedef struct shape {
    const char *name;
    double bound;
    input_kind kind;
    const char *head;
    size_t head_length;
    const char *unit;
    size_t unit_length;
    const char *tail;
} shape;

#define EMPTY_MEMBER "\x1F\x8B\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0"
#define RECORD(type, length, block)                                                                                    \
    "WARC/1.0\r\nWARC-Type: " type "\r\nContent-Length: " length "\r\n\r\n" block "\r\n\r\n"
#define CHUNKED                                                                                                        \
    "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999999999\r\n\r\n"                                             \
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
#define ARC_HEAD "filedesc://x 0.0.0.0 20310203040500 text/plain 0\n\n"

#define ARC_CUT "http://a/ 1.1http://a/ 1.1.1.1 2031http://a/ 1.1.1.1 20310203040500 te"

static const shape shapes[] = {
    {"json-lines-open", 900, INPUT_AUTO, BYTES(""), BYTES("{\"a\":1,\n"), ""},
    {"json-open", 1000, INPUT_AUTO, BYTES("["), BYTES("{\"a\":1,"), ""},
    {"json-open-object", 900, INPUT_AUTO, BYTES("["), BYTES("{\"a\":{},"), ""},
    {"json-open-string", 900, INPUT_AUTO, BYTES("{\"d\":["), BYTES("{\"a\":\"b\n"), ""},
    {"json-open-wrappers", 100, INPUT_AUTO, BYTES("{\"d\":[{\"text\":\"b\"}]}\n"), BYTES("{\"d\":[{\"a\":1},\n"), ""},
    {"json-brackets-wrapped", 1075, INPUT_AUTO, BYTES("{\"d\":[{\"text\":\"b\"}]}\n"), BYTES("{"), ""},
    {"json-elements", 250, INPUT_AUTO, BYTES("["), BYTES("{},"), "]"},
    {"json-wrappers", 450, INPUT_AUTO, BYTES(""), BYTES("{\"d\":[{\"text\":\"b\"}]}\n"), ""},
    {"json-odd-lines", 300, INPUT_AUTO, BYTES("{\"html\":\"a\"}\n"), BYTES("x\n"), ""},
    {"json-cut-strings", 350, INPUT_AUTO, BYTES(""), BYTES("{\"html\":\"a"), ""},
    {"json-cut-braces", 350, INPUT_AUTO, BYTES("{\"html\":\"a\"}\n"), BYTES("{\"a"), ""},
    {"json-cut-values", 1100, INPUT_AUTO, BYTES("["), BYTES("{\"a\":{\"a\":1},"), "]"},
    {"json-cut-nested", 900, INPUT_AUTO, BYTES("["), BYTES("{\"a\":[{\"a\":1},"), "]"},
    {"json-cut-arrays", 900, INPUT_AUTO, BYTES("["), BYTES("{\"a\":["), "]"},
    {"json-cut-lines", 1100, INPUT_AUTO, BYTES("{\"html\":\"a\"}\n"), BYTES("{\"a\":[{\"a\":1}\n"), ""},
    {"json-deep-arrays", 100, INPUT_AUTO, BYTES("{\"html\":\"a\",\"x\":"), BYTES("["), ""},
    {"json-deep-objects", 100, INPUT_AUTO, BYTES("{\"html\":\"a\",\"x\":"), BYTES("{\"a\":"), ""},
    {"json-deep-from-start", 100, INPUT_AUTO, BYTES(""), BYTES("{\"a\":"), ""},
    {"json-deep-mixed", 60, INPUT_AUTO, BYTES(""), BYTES("{\"a\":["), ""},
    {"json-fields", 1000, INPUT_AUTO, BYTES("{\"html\":\"a\""), BYTES(",\"a\":{\"id\":1}"), "}"},
    {"json-urls", 1000, INPUT_AUTO, BYTES("{"), BYTES("\"http://a/\":\"b\","), "}"},
    {"json-urls-of-objects", 1000, INPUT_AUTO, BYTES("{"), BYTES("\"http://a/\":{\"html\":\"b\"},"), "}"},
    {"json-urls-open", 1000, INPUT_AUTO, BYTES(""), BYTES("{\"http://a/\":\"b\","), ""},
    {"json-urls-deep", 1000, INPUT_AUTO, BYTES(""), BYTES("{\"http://a/\":"), ""},
    {"json-urls-of-rubbish", 1000, INPUT_AUTO, BYTES("{\"http://a/\":\"b\","), BYTES("\"a,"), ""},
    {"json-urls-without-braces", 120, INPUT_AUTO, BYTES("{"), BYTES("\"http://a/\":{\"html\":\"b\","), ""},
    {"json-urls-too-many-braces", 450, INPUT_AUTO, BYTES("{"), BYTES("\"http://a/\":{\"html\":\"b\"}},"), ""},
    {"json-urls-swallowed", 150, INPUT_AUTO, BYTES("{"), BYTES("\"http://a/\":{\"a\":{\"html\":\"b\"},"), "}"},
    {"json-urls-no-pages", 100, INPUT_AUTO, BYTES("{\"http://a/\":{\"html\":\"b\","), BYTES("\"http://a/\":{\"a\":"),
     "}"},
    {"json-urls-cut-names", 60, INPUT_AUTO, BYTES("{\"http://a/\":{\"html\":\"b\"},"), BYTES("\"http://a/,"), ""},
    {"json-urls-alone", 80, INPUT_AUTO, BYTES("{\"http://a/\":{\"html\":\"b\"},"), BYTES("\"http://a/\","), ""},
    {"json-urls-nameless", 1000, INPUT_AUTO, BYTES("{\"http://a/\":{\"html\":\"b\"},"), BYTES("x{\"a\":1}"), ""},
    {"json-cut-blanks", 250, INPUT_AUTO, BYTES("["), BYTES("{ \n \"a"), ""},
    {"json-numbers", 1000, INPUT_AUTO, BYTES("{"), BYTES("\"1\":{\"html\":\"b\"},"), "}"},
    {"json-backslashes", 100, INPUT_AUTO, BYTES("{\"html\":\""), BYTES("\\\\\""), "\"}"},
    {"warc-tiny", 60, INPUT_WARC, BYTES(""), BYTES(RECORD("metadata", "0", "")), ""},
    {"warc-marks", 60, INPUT_WARC, BYTES(""), BYTES("WARC/1.0\r\n"), ""},
    {"warc-empty-heads", 150, INPUT_WARC, BYTES(""), BYTES("WARC/1.0\r\n\r\n"), ""},
    {"warc-too-long", 60, INPUT_WARC, BYTES(""), BYTES(RECORD("metadata", "1000", "ab")), ""},
    {"warc-beyond-the-end", 60, INPUT_WARC, BYTES(""), BYTES(RECORD("metadata", "999999999999", "ab")), ""},
    {"warc-versions", 60, INPUT_WARC, BYTES(RECORD("metadata", "0", "")), BYTES("aWARC/1.0\r\nWARC-\n"), ""},
    {"warc-line-ends", 60, INPUT_WARC, BYTES(RECORD("metadata", "0", "")), BYTES("\r\n"), ""},
    {"warc-gzip-magics", 150, INPUT_WARC, BYTES(RECORD("metadata", "0", "")), BYTES("\n\x1F\x8B\x08\0ab"), ""},
    {"gzip-empty-members", 60, INPUT_WARC, BYTES(EMPTY_MEMBER), BYTES(EMPTY_MEMBER), ""},
    {"gzip-magics", 150, INPUT_WARC, BYTES(EMPTY_MEMBER), BYTES("\x1F\x8B\x08\0\0\0\0\0\0\x03"), ""},
    {"gzip-names", 150, INPUT_WARC, BYTES(EMPTY_MEMBER), BYTES("\x1F\x8B\x08\x08\0\0\0\0\0\x03"), ""},
    {"zstd-skippable", 60, INPUT_WARC, BYTES(""), BYTES("\x50\x2A\x4D\x18\0\0\0\0"), ""},
    {"http-chunks", 60, INPUT_WARC, BYTES(CHUNKED), BYTES("1\r\na\r\n"), "0\r\n\r\n"},
    {"http-chunk-blanks", 60, INPUT_WARC, BYTES(CHUNKED), BYTES("\r\n 1\r\na\r\n"), ""},
    {"http-interim", 60, INPUT_WARC, BYTES("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999999999\r\n\r\n"),
     BYTES("HTTP/1.1 100 a\r\n\r\n"), ""},
    {"arc-tiny", 100, INPUT_ARC, BYTES(ARC_HEAD), BYTES("http://a/ 1.1.1.1 20310203040500 text/html 0\n\n"), ""},
    {"arc-too-long", 60, INPUT_ARC, BYTES(ARC_HEAD), BYTES("http://a/ 1.1.1.1 20310203040500 text/html 900\n\n"), ""},
    {"arc-cut-lines", 200, INPUT_ARC, BYTES(ARC_HEAD),
     BYTES(ARC_CUT ARC_CUT ARC_CUT ARC_CUT "http://a/ 1.1.1.1 20310203040500 text/html 0\n"), ""},
    {"arc-cut-pages", 150, INPUT_ARC, BYTES(ARC_HEAD), BYTES("http://a/ 1.1.1.1 20310203040500 text/html 900\n<p>"),
     ""},
    {"arc-cut-in-one-line", 60, INPUT_ARC, BYTES(ARC_HEAD), BYTES(ARC_CUT), ""},
    {"arc-no-lines", 60, INPUT_ARC, BYTES(ARC_HEAD), BYTES("http://a/ b http://c/ 0\n"), ""},
};

enum { SHAPES = sizeof shapes / sizeof *shapes };

static void make(const shape *form, size_t size, const char *path) {
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        exit(2);
    fwrite(form->head, 1, form->head_length, file);
    for (size_t i = 0; i < size / form->unit_length; i++)
        fwrite(form->unit, 1, form->unit_length, file);
    fputs(form->tail, file);
    if (fclose(file) != 0)
        exit(2);
}

/* Reads and decodes all records, which it counts. */
__attribute__((noinline)) size_t read_archive(const char *path, input_kind kind);
size_t read_archive(const char *path, input_kind kind) {
    enum { PAGE_MAX = 64 << 20 };
    record_source *source;
    record item = {0};
    size_t count = 0;
    if (record_source_open(path, kind, PAGE_MAX, &source) != NULL)
        return 0;
    for (;;) {
        record_result result = record_source_next(source, &item);
        page_input page;
        if (result == RECORD_END)
            break;
        if (result == RECORD_PAGE)
            (void)record_decode(&item, &page);
        count++;
    }
    record_free(&item);
    record_source_close(source);
    return count;
}

int main(int argc, char **argv) {
    char path[] = "/tmp/dehusk-archive-XXXXXX";
    size_t size = (size_t)1 << 16;
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        for (size_t k = 0; k < SHAPES; k++)
            printf("%s %.0f\n", shapes[k].name, shapes[k].bound);
        return 0;
    }
    int descriptor = mkstemp(path);
    if (descriptor < 0)
        return 2;
    close(descriptor);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--size") == 0 && i + 1 < argc)
            size = (size_t)strtoull(argv[++i], NULL, 10);
        for (size_t k = 0; k < SHAPES; k++) {
            if (strcmp(argv[i], shapes[k].name) != 0)
                continue;
            make(&shapes[k], size, path);
            printf("%s %zu bytes, %zu records\n", shapes[k].name, size, read_archive(path, shapes[k].kind));
        }
    }
    unlink(path);
    return 0;
}
