/*
 * Cuts a file into JSON objects.
 */
#ifndef DEHUSK_TOOL_JSONL_READER_H
#define DEHUSK_TOOL_JSONL_READER_H

#include "input/json_wrapper.h"
#include "input/record.h"
#include "input/unpacker.h"

/* How the objects stand in the file. */
typedef enum json_layout {
    JSON_LAYOUT_UNKNOWN, /* before the first object */
    JSON_LINES,          /* each on a line */
    JSON_ELEMENTS,       /* of an array, or one behind the other, over as many lines as they like */
    JSON_WRAPPED         /* parts of objects */
} json_layout;

typedef struct jsonl_reader {
    uint64_t line;       /* line ends passed so far */
    uint64_t no_newline; /* up to this position of the file's unpacked bytes there is no line end that was not passed */
    json_layout layout;
    bool has_begun;      /* an object has been read */
    bool after_cut;      /* the last one had no end */
    bool is_untold;      /* and its page has, so that nobody was told */
    bool some_cut;       /* one had none */
    bool left_open;      /* nor had an object of pages behind which another one begins */
    size_t arrays;       /* that are open around elements */
    uint64_t read_again; /* bytes so far, which are bounded by those of the file */
    json_wrapper wrapper;
    uint64_t wrapper_line; /* line ends passed when the reader was last in it */
    byte_buffer replay;    /* what is read a second time */
} jsonl_reader;

/* The next object of the file; see record_source_next(). Begin with a reader of
 * all zero. */
record_result jsonl_reader_next(jsonl_reader *reader, unpacker *file, record *item);

void jsonl_reader_free(jsonl_reader *reader);

#endif
