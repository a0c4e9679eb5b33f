/*
 * A page as the caller has it: str, or any object with a buffer.
 *
 * Read-only memory is used in place. Writable memory (bytearray, most arrays)
 * is copied: the interpreter runs on while the library reads, which checks
 * that bytes are UTF-8 before it relies on it, so a thread that wrote between
 * the two would make it read what is not its own.
 */
#include "core.h"

#include <string.h>

/* UTF-8 in which every lone surrogate is U+FFFD. Both take three bytes and are
 * one code point, so no offset changes. */
static PyObject *encode_replacing(PyObject *text, size_t *replaced) {
    PyObject *encoded = PyUnicode_AsEncodedString(text, "utf-8", "surrogatepass");
    if (encoded == NULL)
        return NULL;
    PyObject *clean = PyBytes_FromStringAndSize(NULL, PyBytes_Size(encoded));
    if (clean != NULL) {
        size_t length = (size_t)PyBytes_Size(encoded);
        char *to = PyBytes_AsString(clean);
        memcpy(to, PyBytes_AsString(encoded), length);
        for (size_t i = 0; i + 2 < length; i++)
            if ((unsigned char)to[i] == 0xED && (unsigned char)to[i + 1] >= 0xA0) {
                memcpy(to + i, "\xEF\xBF\xBD", 3);
                *replaced += 1;
                i += 2;
            }
    }
    Py_DECREF(encoded);
    return clean;
}

static int take_text(page_input *input, PyObject *text) {
    Py_ssize_t code_points = PyUnicode_GetLength(text);
    if (code_points < 0)
        return -1;
    /* Not PyUnicode_AsUTF8AndSize: the str would keep the bytes as long as it lives. */
    input->encoded = PyUnicode_AsUTF8String(text);
    if (input->encoded == NULL && PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) {
        PyErr_Clear();
        input->encoded = encode_replacing(text, &input->replaced);
    }
    if (input->encoded == NULL)
        return -1;
    input->bytes = PyBytes_AsString(input->encoded);
    input->length = (size_t)PyBytes_Size(input->encoded);
    input->is_text = true;
    input->by_code_point = input->length != (size_t)code_points;
    input->source = Py_NewRef(text);
    return 0;
}

static int take_buffer(page_input *input, PyObject *object) {
    if (PyObject_GetBuffer(object, &input->view, PyBUF_FULL_RO) != 0)
        return -1;
    if (input->view.readonly && PyBuffer_IsContiguous(&input->view, 'C')) {
        input->has_view = true;
        input->bytes = input->view.buf;
        input->length = (size_t)input->view.len;
        input->source = Py_NewRef(object);
        return 0;
    }
    PyObject *copy = PyBytes_FromStringAndSize(NULL, input->view.len);
    if (copy != NULL && PyBuffer_ToContiguous(PyBytes_AsString(copy), &input->view, input->view.len, 'C') != 0)
        Py_CLEAR(copy);
    PyBuffer_Release(&input->view);
    if (copy == NULL)
        return -1;
    input->bytes = PyBytes_AsString(copy);
    input->length = (size_t)PyBytes_Size(copy);
    input->source = copy;
    return 0;
}

int page_input_take(page_input *input, PyObject *object) {
    memset(input, 0, sizeof *input);
    if (PyBytes_CheckExact(object)) {
        input->bytes = PyBytes_AsString(object);
        input->length = (size_t)PyBytes_Size(object);
        input->source = Py_NewRef(object);
        return 0;
    }
    if (PyUnicode_Check(object))
        return take_text(input, object);
    if (PyObject_CheckBuffer(object))
        return take_buffer(input, object);
    const char *way = PyObject_HasAttrString(object, "read_bytes") ? "; give what is in the file: read_bytes()"
                      : PyObject_HasAttrString(object, "read")     ? "; give what is in the file: read()"
                                                                   : "";
    PyErr_Format(PyExc_TypeError, "a page is a str or an object with a buffer of bytes, not %R%s", Py_TYPE(object),
                 way);
    return -1;
}

void page_input_release(page_input *input) {
    if (input->has_view)
        PyBuffer_Release(&input->view);
    input->has_view = false;
    Py_CLEAR(input->encoded);
    Py_CLEAR(input->source);
}
