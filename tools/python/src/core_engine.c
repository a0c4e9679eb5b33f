/*
 * Engine: a model, limits, and the contexts that calls take turns with.
 *
 * A call takes a context that lies idle, or makes one, and puts it back at its
 * end; so there are as many as there were calls at once, whichever threads
 * they came from, and none is ever waited for. The list of idle ones needs no
 * lock: it is touched with the GIL held, or, where there is none, within a
 * critical section. A process that forks leaves its child an intact list.
 */
#include "core.h"

#include <stdlib.h>
#include <string.h>

#ifdef Py_GIL_DISABLED
#define BEGIN_EXCLUSIVE(object) Py_BEGIN_CRITICAL_SECTION(object)
#define END_EXCLUSIVE() Py_END_CRITICAL_SECTION()
#else
#define BEGIN_EXCLUSIVE(object) {
#define END_EXCLUSIVE() }
#endif

/* A context that holds more than this is not kept: pages of some MB are rare,
 * and each context would stay as large as the largest page it ever saw. */
#define KEPT_BYTES_MAX ((size_t)64 << 20)

/* Room for the reasons of a line (few have more) and for their groups (none has more: dehusk.h says so). */
enum { REASONS_FIRST = 256, GROUPS_MAX = 16 };

typedef struct pool_slot {
    struct pool_slot *next;
    dehusk_context *context;
    size_t held;  /* bytes that the context has */
    char *joined; /* text of content lines, for extract() */
    size_t joined_capacity;
} pool_slot;

typedef struct engine_object {
    PyObject ob_base;
    PyObject *model;
    dehusk_options options;
    pool_slot *idle;
} engine_object;

/* -- Contexts ----------------------------------------------------------------- */

static void *slot_resize(void *user, void *block, size_t old_size, size_t new_size) {
    pool_slot *slot = user;
    void *moved = realloc(block, new_size);
    if (moved != NULL)
        slot->held = slot->held - old_size + new_size;
    return moved;
}

static void slot_release(void *user, void *block, size_t size) {
    pool_slot *slot = user;
    slot->held -= size;
    free(block);
}

static void slot_free(pool_slot *slot) {
    dehusk_context_free(slot->context);
    free(slot->joined);
    free(slot);
}

static pool_slot *slot_new(const engine_object *engine) {
    pool_slot *slot = calloc(1, sizeof *slot);
    if (slot == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    dehusk_options options = engine->options;
    options.allocator.user = slot;
    options.allocator.resize = slot_resize;
    options.allocator.release = slot_release;
    const dehusk_model *model = ((const model_object *)engine->model)->model;
    dehusk_status status = dehusk_context_new(model, &options, &slot->context);
    if (status != DEHUSK_OK) {
        slot_free(slot);
        core_raise(status, 0);
        return NULL;
    }
    return slot;
}

static pool_slot *slot_take(engine_object *engine) {
    pool_slot *slot = NULL;
    BEGIN_EXCLUSIVE((PyObject *)engine);
    slot = engine->idle;
    if (slot != NULL)
        engine->idle = slot->next;
    END_EXCLUSIVE();
    return slot != NULL ? slot : slot_new(engine);
}

static void slot_give(engine_object *engine, pool_slot *slot) {
    if (slot->held + slot->joined_capacity > KEPT_BYTES_MAX) {
        slot_free(slot);
        return;
    }
    BEGIN_EXCLUSIVE((PyObject *)engine);
    slot->next = engine->idle;
    engine->idle = slot;
    END_EXCLUSIVE();
}

/* -- Calls, without the interpreter --------------------------------------------- */

static dehusk_status run(pool_slot *slot, const page_input *input, const dehusk_request *request,
                         const dehusk_page **page) {
    dehusk_request own = *request;
    if (input->is_text)
        own.charset = "utf-8"; /* whatever the page says of itself: it has been decoded */
    return dehusk_classify(slot->context, input->bytes, input->length, &own, page);
}

static dehusk_status run_and_pack(pool_slot *slot, const page_input *input, const dehusk_request *request,
                                  page_result *result) {
    const dehusk_page *page = NULL;
    dehusk_status status = run(slot, input, request, &page);
    if (status == DEHUSK_OK)
        status = page_result_pack(result, page, input);
    result->described = request->metadata != 0;
    return status;
}

/* The content in the form that is asked for; the text is the context's. */
static dehusk_status run_and_render(pool_slot *slot, const page_input *input, const request_object *asked,
                                    const char **text, size_t *length) {
    dehusk_request request = asked->request;
    const dehusk_page *page = NULL;
    request.markup = 1;
    request.metadata = asked->rendering.form >= DEHUSK_FORM_XML; /* which begins with them */
    dehusk_status status = run(slot, input, &request, &page);
    return status == DEHUSK_OK ? dehusk_render(slot->context, &asked->rendering, text, length) : status;
}

/* Puts line feeds and the content line `index` behind `last`; counts only where `at` is NULL. Returns the bytes. */
static size_t put_line(char *at, const dehusk_page *page, size_t last, size_t index) {
    const dehusk_line *line = dehusk_page_line(page, index);
    size_t breaks = last < index ? dehusk_page_line_ends(page, last, index) : 0;
    if (at != NULL) {
        memset(at, '\n', breaks);
        memcpy(at + breaks, line->text, line->text_length);
    }
    return breaks + line->text_length;
}

/* The content lines, a line feed between two, or what a text had there. */
static dehusk_status run_and_join(pool_slot *slot, const page_input *input, const dehusk_request *request,
                                  size_t *length) {
    const dehusk_page *page = NULL;
    dehusk_status status = run(slot, input, request, &page);
    if (status != DEHUSK_OK)
        return status;
    size_t lines = dehusk_page_line_count(page);
    size_t needed = 0;
    size_t last = lines;
    for (size_t i = 0; i < lines; i++)
        if (dehusk_page_line(page, i)->label == DEHUSK_CONTENT) {
            needed += put_line(NULL, page, last, i);
            last = i;
        }
    if (needed > slot->joined_capacity) {
        char *grown = realloc(slot->joined, needed);
        if (grown == NULL)
            return DEHUSK_OUT_OF_MEMORY;
        slot->joined = grown;
        slot->joined_capacity = needed;
    }
    char *at = slot->joined;
    last = lines;
    for (size_t i = 0; i < lines; i++)
        if (dehusk_page_line(page, i)->label == DEHUSK_CONTENT) {
            at += put_line(at, page, last, i);
            last = i;
        }
    *length = needed;
    return DEHUSK_OK;
}

/* -- Methods ---------------------------------------------------------------------- */

static const request_object *request_object_of(PyObject *self, PyObject *object) {
    const core_state *state = PyType_GetModuleState(Py_TYPE(self));
    if (!Py_IS_TYPE(object, state->request_type)) {
        PyErr_SetString(PyExc_TypeError, "not a Request");
        return NULL;
    }
    return (request_object *)object;
}

static const dehusk_request *request_of(PyObject *self, PyObject *object) {
    const request_object *found = request_object_of(self, object);
    return found != NULL ? &found->request : NULL;
}

static bool count_is(Py_ssize_t count, Py_ssize_t wanted) {
    if (count != wanted)
        PyErr_Format(PyExc_TypeError, "%zd arguments wanted, not %zd", wanted, count);
    return count == wanted;
}

static PyObject *engine_extract(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    if (!count_is(count, 2))
        return NULL;
    const request_object *request = request_object_of(self, arguments[1]);
    page_input input;
    if (request == NULL || page_input_take(&input, arguments[0]) != 0)
        return NULL;
    PyObject *text = NULL;
    pool_slot *slot = slot_take((engine_object *)self);
    if (slot != NULL) {
        dehusk_status status = DEHUSK_OK;
        const char *found = NULL;
        size_t length = 0;
        Py_BEGIN_ALLOW_THREADS;
        if (request->output < 0) {
            status = run_and_join(slot, &input, &request->request, &length);
            found = slot->joined;
        } else {
            status = run_and_render(slot, &input, request, &found, &length);
        }
        Py_END_ALLOW_THREADS;
        if (status == DEHUSK_OK)
            text = PyUnicode_DecodeUTF8(length > 0 ? found : "", (Py_ssize_t)length, "strict");
        else
            core_raise(status, 0);
        slot_give((engine_object *)self, slot);
    }
    page_input_release(&input);
    return text;
}

/* Classifies one page by `request`, and gives what `answer` makes of the result. */
static PyObject *classify_one(PyObject *self, PyObject *page, const dehusk_request *request,
                              PyObject *(*answer)(core_state *, page_result *, const page_input *)) {
    page_input input;
    if (page_input_take(&input, page) != 0)
        return NULL;
    PyObject *answered = NULL;
    pool_slot *slot = slot_take((engine_object *)self);
    if (slot != NULL) {
        page_result result = {0};
        Py_BEGIN_ALLOW_THREADS;
        result.status = run_and_pack(slot, &input, request, &result);
        Py_END_ALLOW_THREADS;
        slot_give((engine_object *)self, slot);
        answered = result.status == DEHUSK_OK ? answer(PyType_GetModuleState(Py_TYPE(self)), &result, &input)
                                              : core_raise(result.status, 0);
        page_result_free(&result);
    }
    page_input_release(&input);
    return answered;
}

static PyObject *engine_classify(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    const dehusk_request *request = count_is(count, 2) ? request_of(self, arguments[1]) : NULL;
    return request != NULL ? classify_one(self, arguments[0], request, page_result_tuple) : NULL;
}

static PyObject *answer_metadata(core_state *state, page_result *result, const page_input *input) {
    (void)state;
    (void)input;
    return page_result_metadata(result);
}

/* metadata(page, request): what the page says of itself; it is classified again. */
static PyObject *engine_metadata(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    const dehusk_request *request = count_is(count, 2) ? request_of(self, arguments[1]) : NULL;
    if (request == NULL)
        return NULL;
    dehusk_request asking = *request;
    asking.metadata = 1;
    return classify_one(self, arguments[0], &asking, answer_metadata);
}

/* One item of a batch. */
typedef struct batch_item {
    page_input input;
    page_result result;
    PyObject *refused; /* the exception, if the input could not be taken */
} batch_item;

static void run_batch(pool_slot *slot, const dehusk_request *request, batch_item *items, Py_ssize_t count) {
    for (Py_ssize_t i = 0; i < count; i++)
        if (items[i].refused == NULL)
            items[i].result.status = run_and_pack(slot, &items[i].input, request, &items[i].result);
}

/* A new list with a tuple or an exception for each item. */
static PyObject *batch_list(core_state *state, batch_item *items, Py_ssize_t count) {
    PyObject *list = PyList_New(count);
    for (Py_ssize_t i = 0; list != NULL && i < count; i++) {
        PyObject *entry = NULL;
        if (items[i].refused != NULL)
            entry = Py_NewRef(items[i].refused);
        else if (items[i].result.status == DEHUSK_OK)
            entry = page_result_tuple(state, &items[i].result, &items[i].input);
        else
            entry = core_error(items[i].result.status, 0);
        if (entry == NULL)
            Py_CLEAR(list);
        else
            PyList_SetItem(list, i, entry);
    }
    return list;
}

static PyObject *engine_batch(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    if (!count_is(count, 2))
        return NULL;
    const dehusk_request *request = request_of(self, arguments[1]);
    if (request == NULL)
        return NULL;
    if (!PyTuple_CheckExact(arguments[0])) {
        PyErr_SetString(PyExc_TypeError, "not a tuple of pages");
        return NULL;
    }
    Py_ssize_t length = PyTuple_Size(arguments[0]);
    batch_item *items = calloc((size_t)length + 1, sizeof *items);
    if (items == NULL)
        return PyErr_NoMemory();
    bool interrupted = false;
    for (Py_ssize_t i = 0; i < length && !interrupted; i++)
        if (page_input_take(&items[i].input, PyTuple_GetItem(arguments[0], i)) != 0) {
            /* KeyboardInterrupt and the like are not about this page. */
            interrupted = !PyErr_ExceptionMatches(PyExc_Exception);
            if (!interrupted)
                items[i].refused = core_take_exception();
        }
    PyObject *list = NULL;
    pool_slot *slot = interrupted ? NULL : slot_take((engine_object *)self);
    if (slot != NULL) {
        Py_BEGIN_ALLOW_THREADS;
        run_batch(slot, request, items, length);
        Py_END_ALLOW_THREADS;
        slot_give((engine_object *)self, slot);
        list = batch_list(PyType_GetModuleState(Py_TYPE(self)), items, length);
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        page_result_free(&items[i].result);
        page_input_release(&items[i].input);
        Py_XDECREF(items[i].refused);
    }
    free(items);
    return list;
}

static PyObject *reason_tuple(const dehusk_reason *reasons, size_t count) {
    PyObject *tuple = PyTuple_New((Py_ssize_t)count);
    for (size_t i = 0; tuple != NULL && i < count; i++) {
        PyObject *entry = Py_BuildValue("(ssssd)", reasons[i].feature, reasons[i].description, reasons[i].group,
                                        reasons[i].value, reasons[i].weight);
        if (entry == NULL)
            Py_CLEAR(tuple);
        else
            PyTuple_SetItem(tuple, (Py_ssize_t)i, entry);
    }
    return tuple;
}

/* What explains line `index` of the slot's page. */
typedef PyObject *explain_line(pool_slot *slot, size_t index);

static PyObject *line_reasons(pool_slot *slot, size_t index) {
    dehusk_reason few[REASONS_FIRST];
    size_t count = 0;
    dehusk_status status = dehusk_explain(slot->context, index, few, REASONS_FIRST, &count);
    if (status != DEHUSK_OK)
        return core_raise(status, 0);
    if (count <= REASONS_FIRST)
        return reason_tuple(few, count);
    dehusk_reason *all = malloc(count * sizeof *all);
    if (all == NULL)
        return PyErr_NoMemory();
    status = dehusk_explain(slot->context, index, all, count, &count);
    PyObject *tuple = status == DEHUSK_OK ? reason_tuple(all, count) : core_raise(status, 0);
    free(all);
    return tuple;
}

static PyObject *line_reason_groups(pool_slot *slot, size_t index) {
    dehusk_reason_group groups[GROUPS_MAX];
    size_t count = 0;
    dehusk_status status = dehusk_explain_groups(slot->context, index, groups, GROUPS_MAX, &count);
    if (status != DEHUSK_OK)
        return core_raise(status, 0);
    PyObject *tuple = PyTuple_New((Py_ssize_t)count);
    for (size_t i = 0; tuple != NULL && i < count; i++) {
        const dehusk_reason_group *group = groups + i;
        PyObject *strongest = reason_tuple(group->strongest, group->strongest_count);
        PyObject *entry = strongest == NULL ? NULL
                                            : Py_BuildValue("(sdnN)", group->group, group->weight,
                                                            (Py_ssize_t)group->count, strongest);
        if (entry == NULL)
            Py_CLEAR(tuple);
        else
            PyTuple_SetItem(tuple, (Py_ssize_t)i, entry);
    }
    return tuple;
}

/* The page is classified again, since the library explains the page that a context has seen last. */
static PyObject *explain_lines(PyObject *self, PyObject *const *arguments, Py_ssize_t count, explain_line *line) {
    if (!count_is(count, 4))
        return NULL;
    Py_ssize_t first = PyLong_AsSsize_t(arguments[2]);
    Py_ssize_t end = PyLong_AsSsize_t(arguments[3]);
    const dehusk_request *request = request_of(self, arguments[1]);
    page_input input;
    if (PyErr_Occurred() || request == NULL || page_input_take(&input, arguments[0]) != 0)
        return NULL;
    PyObject *list = NULL;
    pool_slot *slot = slot_take((engine_object *)self);
    if (slot != NULL) {
        const dehusk_page *page = NULL;
        dehusk_status status = DEHUSK_OK;
        Py_BEGIN_ALLOW_THREADS;
        status = run(slot, &input, request, &page);
        Py_END_ALLOW_THREADS;
        list = status == DEHUSK_OK ? PyList_New(0) : core_raise(status, 0);
        for (Py_ssize_t i = first; list != NULL && i < end; i++) {
            PyObject *entry = line(slot, (size_t)i);
            if (entry == NULL || PyList_Append(list, entry) != 0)
                Py_CLEAR(list);
            Py_XDECREF(entry);
        }
        slot_give((engine_object *)self, slot);
    }
    page_input_release(&input);
    return list;
}

static PyObject *engine_explain(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    return explain_lines(self, arguments, count, line_reasons);
}

static PyObject *engine_explain_groups(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    return explain_lines(self, arguments, count, line_reason_groups);
}

/* -- The type ------------------------------------------------------------------------ */

static PyObject *engine_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"model", "max_bytes", "max_lines", "max_depth", "max_attribute_bytes", "max_steps", NULL};
    const core_state *state = PyType_GetModuleState(type);
    PyObject *model = NULL;
    Py_ssize_t limits[5];
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "O!nnnnn", names, state->model_type, &model, &limits[0],
                                     &limits[1], &limits[2], &limits[3], &limits[4]))
        return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    engine_object *self = (engine_object *)allocate(type, 0);
    if (self == NULL)
        return NULL;
    self->model = Py_NewRef(model);
    dehusk_options_init(&self->options);
    self->options.max_bytes = (size_t)limits[0];
    self->options.max_lines = (size_t)limits[1];
    self->options.max_depth = (size_t)limits[2];
    self->options.max_attribute_bytes = (size_t)limits[3];
    self->options.max_steps = (size_t)limits[4];
    /* The first context shows whether the limits are possible. */
    self->idle = slot_new(self);
    if (self->idle == NULL)
        Py_CLEAR(self);
    return (PyObject *)self;
}

static void engine_dealloc(PyObject *object) {
    engine_object *self = (engine_object *)object;
    PyTypeObject *type = Py_TYPE(object);
    while (self->idle != NULL) {
        pool_slot *slot = self->idle;
        self->idle = slot->next;
        slot_free(slot);
    }
    Py_XDECREF(self->model);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(object);
    Py_DECREF(type);
}

#define FAST(function) (PyCFunction)(void (*)(void))(function), METH_FASTCALL

static PyMethodDef engine_methods[] = {
    {"extract", FAST(engine_extract), "extract(page, request, /): the text of the content lines."},
    {"classify", FAST(engine_classify), "classify(page, request, /): the page's result as a tuple."},
    {"batch", FAST(engine_batch), "batch(pages, request, /): a tuple or an exception for each page."},
    {"metadata", FAST(engine_metadata), "metadata(page, request, /): (name, value, source) of what the page says."},
    {"explain", FAST(engine_explain), "explain(page, request, first, end, /): the reasons of these lines."},
    {"explain_groups", FAST(engine_explain_groups), "explain_groups(page, request, first, end, /): these by group."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot engine_slots[] = {
    {Py_tp_doc, (void *)"Engine(model, max_bytes, max_lines, max_depth, max_attribute_bytes, max_steps)"},
    {Py_tp_new, (void *)engine_new},
    {Py_tp_dealloc, (void *)engine_dealloc},
    {Py_tp_methods, engine_methods},
    {0, NULL},
};

PyType_Spec engine_spec = {
    .name = "dehusk._core.Engine",
    .basicsize = sizeof(engine_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = engine_slots,
};
