/*
 * Request: what a caller wants of a page, checked once and used often.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "core.h"

static PyObject *request_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"format", "charset", "favor", "threshold", "keep", NULL};
    int format = 0;
    int favor = 0;
    const char *charset = NULL;
    double threshold = -1;
    unsigned keep = 0;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "izidI", names, &format, &charset, &favor, &threshold, &keep))
        return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    request_object *self = (request_object *)allocate(type, 0);
    if (self == NULL)
        return NULL;
    dehusk_request_init(&self->request);
    self->request.format = (dehusk_format)format;
    self->request.favor = (dehusk_favor)favor;
    self->request.threshold = threshold;
    self->request.keep = keep;
    if (charset != NULL) {
        size_t size = strlen(charset) + 1;
        self->charset = malloc(size);
        if (self->charset == NULL) {
            Py_DECREF(self);
            return PyErr_NoMemory();
        }
        memcpy(self->charset, charset, size);
        self->request.charset = self->charset;
    }
    return (PyObject *)self;
}

static void request_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    free(((request_object *)self)->charset);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF(type);
}

static PyType_Slot request_slots[] = {
    {Py_tp_doc, (void *)"Request(format, charset, favor, threshold, keep): the fields of dehusk_request."},
    {Py_tp_new, (void *)request_new},
    {Py_tp_dealloc, (void *)request_dealloc},
    {0, NULL},
};

PyType_Spec request_spec = {
    .name = "dehusk._core.Request",
    .basicsize = sizeof(request_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = request_slots,
};
