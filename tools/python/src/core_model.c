/*
 * Model: an opened model.
 */
#include "core.h"

static PyObject *model_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"bytes", NULL};
    PyObject *bytes = Py_None;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|O", names, &bytes))
        return NULL;
    dehusk_model *model = NULL;
    dehusk_status status = DEHUSK_OK;
    size_t offset = 0;
    if (bytes == Py_None) {
        status = dehusk_model_open_default(NULL, &model);
    } else {
        Py_buffer view;
        if (PyObject_GetBuffer(bytes, &view, PyBUF_SIMPLE) != 0)
            return NULL;
        status = dehusk_model_open_memory(view.buf, (size_t)view.len, NULL, &model, &offset);
        PyBuffer_Release(&view);
    }
    if (status != DEHUSK_OK)
        return core_raise(status, offset);
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    model_object *self = (model_object *)allocate(type, 0);
    if (self == NULL) {
        dehusk_model_close(model);
        return NULL;
    }
    self->model = model;
    return (PyObject *)self;
}

static void model_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    dehusk_model_close(((model_object *)self)->model);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF(type);
}

static PyObject *model_info(PyObject *self, PyObject *key) {
    const char *name = PyUnicode_AsUTF8AndSize(key, NULL);
    if (name == NULL)
        return NULL;
    const char *value = dehusk_model_info(((model_object *)self)->model, name);
    if (value == NULL)
        Py_RETURN_NONE;
    return PyUnicode_FromString(value);
}

static PyMethodDef model_methods[] = {
    {"info", model_info, METH_O, "info(key, /): what the model says of itself, or None."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot model_slots[] = {
    {Py_tp_doc, (void *)"Model(bytes=None): a model in memory, or the one that is compiled in."},
    {Py_tp_new, (void *)model_new},
    {Py_tp_dealloc, (void *)model_dealloc},
    {Py_tp_methods, model_methods},
    {0, NULL},
};

PyType_Spec model_spec = {
    .name = "dehusk._core.Model",
    .basicsize = sizeof(model_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = model_slots,
};
