/*
 * Request: what a caller wants of a page, checked once and used often.
 */
#include "core.h"

#include <stdlib.h>
#include <string.h>

/* A copy of `string`, which may be NULL; false with an exception set. */
static bool copy(char **to, const char *string) {
    size_t size;
    if (string == NULL)
        return true;
    size = strlen(string) + 1;
    *to = malloc(size);
    if (*to == NULL) {
        PyErr_NoMemory();
        return false;
    }
    memcpy(*to, string, size);
    return true;
}

static PyObject *request_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"format", "charset", "favor", "threshold", "keep",   "metadata",   "output", "links",
                            "images", "tables",  "url",   "text_kind", "hidden", "media_type", NULL};
    int format = 0, favor = 0, metadata = 0, output = -1, links = 0, images = 0, tables = 0, text_kind = 0;
    int hidden = 0;
    const char *charset = NULL;
    const char *media_type = NULL;
    const char *url = NULL;
    double threshold = -1;
    unsigned keep = 0;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "izidIpiiiiz|iiz", names, &format, &charset, &favor,
                                     &threshold, &keep, &metadata, &output, &links, &images, &tables, &url, &text_kind,
                                     &hidden, &media_type))
        return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    request_object *self = (request_object *)allocate(type, 0);
    if (self == NULL)
        return NULL;
    dehusk_request_init(&self->request);
    dehusk_rendering_init(&self->rendering);
    if (!copy(&self->charset, charset) || !copy(&self->url, url) || !copy(&self->media_type, media_type)) {
        Py_DECREF(self);
        return NULL;
    }
    self->request.format = (dehusk_format)format;
    self->request.charset = self->charset;
    self->request.media_type = self->media_type;
    self->request.favor = (dehusk_favor)favor;
    self->request.text_kind = (dehusk_text_kind)text_kind;
    self->request.hidden = (dehusk_hidden)hidden;
    self->request.threshold = threshold;
    self->request.keep = keep;
    self->request.metadata = metadata;
    self->output = output;
    self->rendering.form = output < 0 ? DEHUSK_FORM_TEXT : (dehusk_form)output;
    self->rendering.links = (dehusk_links)links;
    self->rendering.images = (dehusk_images)images;
    self->rendering.tables = (dehusk_tables)tables;
    self->rendering.url = self->url;
    return (PyObject *)self;
}

static void request_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    free(((request_object *)self)->charset);
    free(((request_object *)self)->url);
    free(((request_object *)self)->media_type);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF(type);
}

static PyType_Slot request_slots[] = {
    {Py_tp_doc, (void *)"Request(format, charset, favor, threshold, keep, metadata, output, links, images, tables, "
                        "url, text_kind=0, hidden=0, media_type=None): "
                        "the fields of dehusk_request and dehusk_rendering."},
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
