/*
 * The result of a page: packed without the interpreter, then given to it.
 *
 * The library's page lives until the next one is classified with the same
 * context, and contexts are shared by all calls. So what it says is copied, by
 * columns: a page is then two allocations and some objects, whatever number
 * of lines it has, and a column is an array to whoever asks for its buffer.
 */
#include "core.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* -- The columns ----------------------------------------------------------- */

/* A block begins with one array for each column, those of eight bytes first:
 * X(name, type, format of the module struct, items more than lines). The text
 * of line i is at [text_offset[i], text_offset[i + 1]) of the text. */
/* clang-format off */
#define COLUMNS(X)                     \
    X(probability,   double,  "d", 0)  \
    X(score,         double,  "d", 0)  \
    X(begin,         int64_t, "q", 0)  \
    X(end,           int64_t, "q", 0)  \
    X(row,           int64_t, "q", 0)  \
    X(text_offset,   int64_t, "q", 1)  \
    X(label,         uint8_t, "B", 0)  \
    X(kind,          uint8_t, "B", 0)  \
    X(role,          uint8_t, "B", 0)  \
    X(heading_level, uint8_t, "B", 0)  \
    X(hidden,        uint8_t, "?", 0)
/* clang-format on */

typedef struct columns {
#define COLUMN_POINTER(name, type, format, more) type *name;
    COLUMNS(COLUMN_POINTER)
#undef COLUMN_POINTER
    char *text;
} columns;

enum {
#define COLUMN_BYTES(name, type, format, more) +(int)sizeof(type)
    BYTES_PER_LINE = 0 COLUMNS(COLUMN_BYTES)
#undef COLUMN_BYTES
};

static size_t columns_size(size_t lines) {
    return lines * BYTES_PER_LINE + sizeof(int64_t); /* text_offset's last */
}

static columns columns_in(char *block, size_t lines) {
    columns found;
    char *at = block;
    /* The arrays of eight bytes come first, so each is aligned. */
#define COLUMN_PLACE(name, type, format, more)                                                                         \
    found.name = (type *)(void *)at;                                                                                   \
    at += (lines + (more)) * sizeof(type);
    COLUMNS(COLUMN_PLACE)
#undef COLUMN_PLACE
    found.text = at;
    return found;
}

PyObject *page_result_layout(void) {
#define COLUMN_NAME(name, type, format, more) , #name, format, more
#define COLUMN_ENTRY(name, type, format, more) "(ssi)"
    return Py_BuildValue("(" COLUMNS(COLUMN_ENTRY) ")" COLUMNS(COLUMN_NAME));
#undef COLUMN_ENTRY
#undef COLUMN_NAME
}

/* -- Packing ---------------------------------------------------------------- */

/* Code points that begin in the bytes: all bytes but those that continue one. */
static size_t code_points(const char *bytes, size_t length) {
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)bytes[i] & 0xC0u) != 0x80u;
    return count;
}

/* Ranges of bytes become ranges of code points; lines ascend, so one pass does. */
static void count_ranges(const columns *found, size_t lines, const page_input *input) {
    size_t at = 0;
    size_t counted = 0;
    for (size_t i = 0; i < 2 * lines; i++) {
        int64_t *place = i % 2 == 0 ? &found->begin[i / 2] : &found->end[i / 2];
        size_t next = (size_t)*place;
        counted += code_points(input->bytes + at, next - at);
        at = next;
        *place = (int64_t)counted;
    }
}

static void copy_name(char *to, size_t capacity, const char *name) {
    size_t length = name != NULL ? strlen(name) : 0;
    if (length >= capacity)
        length = capacity - 1;
    if (length > 0)
        memcpy(to, name, length);
    to[length] = '\0';
}

static void pack_lines(const columns *to, const dehusk_page *page, size_t lines) {
    size_t at = 0;
    for (size_t i = 0; i < lines; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        to->probability[i] = line->probability;
        to->score[i] = line->score;
        to->begin[i] = (int64_t)line->begin;
        to->end[i] = (int64_t)line->end;
        to->row[i] = (int64_t)line->row;
        to->text_offset[i] = (int64_t)at;
        to->label[i] = (uint8_t)line->label;
        to->kind[i] = (uint8_t)line->kind;
        to->role[i] = (uint8_t)line->role;
        to->heading_level[i] = (uint8_t)line->heading_level;
        to->hidden[i] = (uint8_t)(line->hidden != 0);
        memcpy(to->text + at, line->text, line->text_length);
        at += line->text_length;
    }
    to->text_offset[lines] = (int64_t)at;
}

/* Finds what the page says of itself a place in the block, from `at` on. Returns where it ends. */
static size_t place_metadata(page_result *result, const dehusk_page *page, size_t at) {
    for (int name = 0; name < DEHUSK_METADATA_COUNT; name++) {
        result->metadata[name] = dehusk_page_metadata(page, (dehusk_metadata_name)name);
        result->metadata_at[name] = at;
        at += result->metadata[name].length;
    }
    return at;
}

static void copy_metadata(page_result *result) {
    for (int name = 0; name < DEHUSK_METADATA_COUNT; name++)
        if (result->metadata[name].value != NULL)
            memcpy(result->block + result->metadata_at[name], result->metadata[name].value,
                   result->metadata[name].length);
}

dehusk_status page_result_pack(page_result *result, const dehusk_page *page, const page_input *input) {
    memset(result, 0, sizeof *result);
    result->summary = *dehusk_page_summary(page);
    copy_name(result->charset, sizeof result->charset, result->summary.charset);
    copy_name(result->charset_source, sizeof result->charset_source,
              input->is_text ? "str" : result->summary.charset_source);
    result->summary.malformed += input->replaced;
    result->lines = dehusk_page_line_count(page);
    result->script_count = dehusk_page_scripts(page, NULL, 0);

    /* Where sizes have 32 bits, a page could be too large for one block. */
    if (result->lines > (size_t)PTRDIFF_MAX / (2 * BYTES_PER_LINE))
        return DEHUSK_OUT_OF_MEMORY;
    size_t text_length = 0;
    for (size_t i = 0; i < result->lines; i++)
        text_length += dehusk_page_line(page, i)->text_length;
    if (text_length > (size_t)PTRDIFF_MAX / 4)
        return DEHUSK_OUT_OF_MEMORY;
    result->shown = columns_size(result->lines) + text_length;
    result->title_at = result->shown;
    result->scripts_at = (result->title_at + result->summary.title_length + 7) / 8 * 8;
    size_t size = place_metadata(result, page, result->scripts_at + result->script_count * sizeof(dehusk_script_share));
    result->block = malloc(size);
    if (result->block == NULL)
        return DEHUSK_OUT_OF_MEMORY;
    copy_metadata(result);

    columns to = columns_in(result->block, result->lines);
    pack_lines(&to, page, result->lines);
    if (input->by_code_point)
        count_ranges(&to, result->lines, input);
    if (result->summary.title != NULL)
        memcpy(result->block + result->title_at, result->summary.title, result->summary.title_length);
    if (result->script_count > 0)
        dehusk_page_scripts(page, (dehusk_script_share *)(void *)(result->block + result->scripts_at),
                            result->script_count);
    return DEHUSK_OK;
}

void page_result_free(page_result *result) {
    free(result->block);
    result->block = NULL;
}

/* -- Block ------------------------------------------------------------------- */

typedef struct block_object {
    PyObject ob_base;
    char *bytes;
    Py_ssize_t length;
} block_object;

static void block_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    free(((block_object *)self)->bytes);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF(type);
}

static int block_getbuffer(PyObject *self, Py_buffer *view, int flags) {
    block_object *block = (block_object *)self;
    return PyBuffer_FillInfo(view, self, block->bytes, block->length, 1, flags);
}

static PyType_Slot block_slots[] = {
    {Py_tp_doc, (void *)"The lines of a page in one read-only buffer, laid out as LAYOUT says."},
    {Py_tp_dealloc, (void *)block_dealloc},
    {Py_bf_getbuffer, (void *)block_getbuffer},
    {0, NULL},
};

PyType_Spec block_spec = {
    .name = "dehusk._core.Block",
    .basicsize = sizeof(block_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = block_slots,
};

/* -- The tuple ---------------------------------------------------------------- */

static PyObject *script_tuple(const page_result *result) {
    PyObject *scripts = PyTuple_New((Py_ssize_t)result->script_count);
    if (scripts == NULL)
        return NULL;
    const dehusk_script_share *shares = (const dehusk_script_share *)(void *)(result->block + result->scripts_at);
    for (size_t i = 0; i < result->script_count; i++) {
        PyObject *pair = Py_BuildValue("(sd)", shares[i].script, shares[i].share);
        if (pair == NULL) {
            Py_DECREF(scripts);
            return NULL;
        }
        PyTuple_SetItem(scripts, (Py_ssize_t)i, pair);
    }
    return scripts;
}

PyObject *page_result_metadata(const page_result *result) {
    PyObject *list = PyList_New(0);
    for (int name = 0; list != NULL && name < DEHUSK_METADATA_COUNT; name++) {
        const dehusk_metadata *found = &result->metadata[name];
        PyObject *entry = NULL;
        if (found->value == NULL)
            continue;
        entry = Py_BuildValue("(ss#s)", dehusk_metadata_key((dehusk_metadata_name)name),
                              result->block + result->metadata_at[name], (Py_ssize_t)found->length,
                              dehusk_metadata_source_name(found->source));
        if (entry == NULL || PyList_Append(list, entry) != 0)
            Py_CLEAR(list);
        Py_XDECREF(entry);
    }
    PyObject *tuple = list != NULL ? PyList_AsTuple(list) : NULL;
    Py_XDECREF(list);
    return tuple;
}

PyObject *page_result_tuple(core_state *state, page_result *result, const page_input *input) {
    const dehusk_summary *summary = &result->summary;
    PyObject *scripts = script_tuple(result);
    PyObject *metadata = result->described ? page_result_metadata(result) : Py_NewRef(Py_None);
    PyObject *title = summary->title == NULL ? Py_NewRef(Py_None)
                                             : PyUnicode_DecodeUTF8(result->block + result->title_at,
                                                                    (Py_ssize_t)summary->title_length, "replace");
    allocfunc allocate = (allocfunc)PyType_GetSlot(state->block_type, Py_tp_alloc);
    block_object *block = (block_object *)allocate(state->block_type, 0);
    PyObject *tuple = NULL;
    if (scripts != NULL && title != NULL && block != NULL && metadata != NULL) {
        block->bytes = result->block;
        block->length = (Py_ssize_t)result->shown;
        result->block = NULL;
        tuple =
            Py_BuildValue("(OnOissnIiddOOszO)", (PyObject *)block, (Py_ssize_t)result->lines, input->source,
                          (int)summary->format, result->charset, result->charset_source, (Py_ssize_t)summary->malformed,
                          summary->truncated, (int)summary->verdict, summary->verdict_probability, summary->removed,
                          title, scripts, summary->media_type, summary->charset_declared, metadata);
    }
    Py_XDECREF((PyObject *)block);
    Py_XDECREF(title);
    Py_XDECREF(scripts);
    Py_XDECREF(metadata);
    return tuple;
}
