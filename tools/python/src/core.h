/*
 * The extension module dehusk._core: what its files share.
 *
 * The module is thin. It has four types: Model, Request (settings of a call),
 * Engine (a model, limits, and contexts to work with) and Block (the lines of
 * a page in one piece of memory). What users see is made of them in Python.
 *
 * No state but that of the module object, so each subinterpreter has its own.
 */
#ifndef DEHUSK_PYTHON_CORE_H
#define DEHUSK_PYTHON_CORE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <dehusk.h>
#include <stdbool.h>

typedef struct core_state {
    PyTypeObject *block_type;
    PyTypeObject *engine_type;
    PyTypeObject *model_type;
    PyTypeObject *request_type;
} core_state;

/* -- Errors -------------------------------------------------------------- */

/* The exception of dehusk._errors for a status: a new reference, NULL with
 * another exception set. `offset` is given to errors of models only. */
PyObject *core_error(dehusk_status status, size_t offset);

/* Raises it; always returns NULL. */
PyObject *core_raise(dehusk_status status, size_t offset);

/* Takes the exception that is set, with its traceback: a new reference. */
PyObject *core_take_exception(void);

/* -- Input --------------------------------------------------------------- */

/* What the library is given of a page. */
typedef struct page_input {
    const char *bytes;
    size_t length;
    PyObject *source;  /* what to classify again for an explanation: the caller's object, or a copy */
    PyObject *encoded; /* the UTF-8 of a str */
    Py_buffer view;
    bool has_view;
    bool is_text;       /* a str: its charset is known */
    bool by_code_point; /* a str with characters of more than one byte: ranges have to be converted */
    size_t replaced;    /* surrogates that stood alone, now U+FFFD */
} page_input;

/* Takes a str or an object with a buffer; 0, or -1 with an exception set. */
int page_input_take(page_input *input, PyObject *object);
void page_input_release(page_input *input);

/* -- Result -------------------------------------------------------------- */

/* A page's result in one block, made and filled without the interpreter: the
 * columns (core_result.c), the lines' text, and after what Block shows the
 * title and the scripts. */
typedef struct page_result {
    dehusk_status status;
    char *block; /* malloc */
    size_t shown;
    size_t lines;
    dehusk_summary summary;
    char charset[32];
    char charset_source[16];
    size_t title_at;
    size_t scripts_at;
    size_t script_count;
    bool described; /* metadata was asked for */
    size_t metadata_at[DEHUSK_METADATA_COUNT];
    dehusk_metadata metadata[DEHUSK_METADATA_COUNT]; /* with the values in the block */
} page_result;

/* Packs a page; the status is OK or OUT_OF_MEMORY. Needs no thread state. */
dehusk_status page_result_pack(page_result *result, const dehusk_page *page, const page_input *input);

/* Gives the block to a new Block and the rest to a tuple; NULL with an exception set. */
PyObject *page_result_tuple(core_state *state, page_result *result, const page_input *input);

/* Tuples of a name, a value and its source, of what the page says of itself; NULL with an exception set. */
PyObject *page_result_metadata(const page_result *result);

void page_result_free(page_result *result);

/* Names and formats of a block's columns, in its order. */
PyObject *page_result_layout(void);

/* -- Types --------------------------------------------------------------- */

extern PyType_Spec block_spec;
extern PyType_Spec engine_spec;
extern PyType_Spec model_spec;
extern PyType_Spec request_spec;

typedef struct model_object {
    PyObject ob_base;
    dehusk_model *model;
} model_object;

typedef struct request_object {
    PyObject ob_base;
    dehusk_request request;
    int output; /* of extract(): -1 for the lines, or a dehusk_form */
    dehusk_rendering rendering;
    char *charset;
    char *url;
    char *media_type;
} request_object;

#endif
