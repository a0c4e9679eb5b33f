/*
 * The module: its types, its constants, its errors.
 */
#include "core.h"

/* -- Errors -------------------------------------------------------------------- */

PyObject *core_error(dehusk_status status, size_t offset) {
    if (status == DEHUSK_OUT_OF_MEMORY)
        return PyObject_CallNoArgs(PyExc_MemoryError);
    PyObject *module = PyImport_ImportModule("dehusk._errors");
    if (module == NULL)
        return NULL;
    PyObject *error = PyObject_CallMethod(module, "error_of_status", "issn", (int)status, dehusk_status_name(status),
                                          dehusk_status_message(status), (Py_ssize_t)offset);
    Py_DECREF(module);
    return error;
}

PyObject *core_raise(dehusk_status status, size_t offset) {
    PyObject *error = core_error(status, offset);
    if (error != NULL) {
        PyErr_SetObject((PyObject *)Py_TYPE(error), error);
        Py_DECREF(error);
    }
    return NULL;
}

PyObject *core_take_exception(void) {
    PyObject *type = NULL;
    PyObject *value = NULL;
    PyObject *trace = NULL;
    PyErr_Fetch(&type, &value, &trace); /* its successor is in the stable ABI from 3.12 on */
    PyErr_NormalizeException(&type, &value, &trace);
    Py_XDECREF(type);
    Py_XDECREF(trace);
    return value;
}

/* -- Constants ------------------------------------------------------------------- */

static const char *kind_name(int value) {
    return dehusk_kind_name((dehusk_kind)value);
}

static const char *role_name(int value) {
    return dehusk_role_name((dehusk_role)value);
}

static const char *verdict_name(int value) {
    return dehusk_verdict_name((dehusk_verdict)value);
}

/* Takes the reference to `value`, which may be NULL. */
static int add(PyObject *module, const char *name, PyObject *value) {
    int failed = PyModule_AddObjectRef(module, name, value);
    Py_XDECREF(value);
    return failed;
}

/* The names of the values from 0 to `last`. */
static int add_names(PyObject *module, const char *name, const char *(*name_of)(int), int last) {
    PyObject *names = PyTuple_New(last + 1);
    for (int i = 0; names != NULL && i <= last; i++) {
        PyObject *text = PyUnicode_InternFromString(name_of(i));
        if (text == NULL)
            Py_CLEAR(names);
        else
            PyTuple_SetItem(names, i, text);
    }
    return add(module, name, names);
}

static int add_limits(PyObject *module) {
    dehusk_options options;
    dehusk_options_init(&options);
    return add(module, "LIMITS",
               Py_BuildValue("(nnnnn)", (Py_ssize_t)options.max_bytes, (Py_ssize_t)options.max_lines,
                             (Py_ssize_t)options.max_depth, (Py_ssize_t)options.max_attribute_bytes,
                             (Py_ssize_t)options.max_steps));
}

/* -- The module --------------------------------------------------------------------- */

static int module_exec(PyObject *module) {
    core_state *state = PyModule_GetState(module);
    struct {
        PyType_Spec *spec;
        PyTypeObject **type;
    } types[] = {
        {&block_spec, &state->block_type},
        {&engine_spec, &state->engine_type},
        {&model_spec, &state->model_type},
        {&request_spec, &state->request_type},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        *types[i].type = (PyTypeObject *)PyType_FromModuleAndSpec(module, types[i].spec, NULL);
        if (*types[i].type == NULL || PyModule_AddType(module, *types[i].type) != 0)
            return -1;
    }
    if (add(module, "VERSION", PyUnicode_FromString(dehusk_version())) != 0 ||
        add(module, "UNICODE_VERSION", PyUnicode_FromString(dehusk_unicode_version())) != 0 ||
        add(module, "LAYOUT", page_result_layout()) != 0 || add_limits(module) != 0 ||
        add_names(module, "KINDS", kind_name, DEHUSK_KIND_CONTROL) != 0 ||
        add_names(module, "ROLES", role_name, DEHUSK_ROLE_NOTICE) != 0 ||
        add_names(module, "VERDICTS", verdict_name, DEHUSK_VERDICT_NOT_A_PAGE) != 0)
        return -1;
    return 0;
}

static int module_traverse(PyObject *module, visitproc visit, void *arg) {
    core_state *state = PyModule_GetState(module);
    Py_VISIT(state->block_type);
    Py_VISIT(state->engine_type);
    Py_VISIT(state->model_type);
    Py_VISIT(state->request_type);
    return 0;
}

static int module_clear(PyObject *module) {
    core_state *state = PyModule_GetState(module);
    Py_CLEAR(state->block_type);
    Py_CLEAR(state->engine_type);
    Py_CLEAR(state->model_type);
    Py_CLEAR(state->request_type);
    return 0;
}

/* Up to 3.11, Python refuses slots that it does not know, so these get a list of their own.
 * The stable ABI fixes these numbers, which its headers for 3.11 do not name. */
#define SLOT_MULTIPLE_INTERPRETERS 3
#define PER_INTERPRETER_GIL_SUPPORTED ((void *)2)
#define FIRST_WITH_THAT_SLOT 0x030C0000

/* Which interpreter this runs in. What was compiled for Python 3.10, which cannot
 * be asked, runs in no other one: it is outside of the stable ABI. */
#if PY_VERSION_HEX < 0x030B0000
#define RUNNING_VERSION PY_VERSION_HEX
#else
#define RUNNING_VERSION Py_Version
#endif

static PyModuleDef_Slot slots_before_312[] = {
    {Py_mod_exec, (void *)module_exec},
    {0, NULL},
};

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, (void *)module_exec},
    {SLOT_MULTIPLE_INTERPRETERS, PER_INTERPRETER_GIL_SUPPORTED},
#ifdef Py_GIL_DISABLED
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

#define DEFINITION(list)                                                                                               \
    {                                                                                                                  \
        .m_base = PyModuleDef_HEAD_INIT, .m_name = "dehusk._core", .m_doc = "What dehusk is made of. Not for users.",  \
        .m_size = sizeof(core_state), .m_slots = (list), .m_traverse = module_traverse, .m_clear = module_clear        \
    }

static PyModuleDef definition_before_312 = DEFINITION(slots_before_312);
static PyModuleDef definition = DEFINITION(slots);

PyMODINIT_FUNC PyInit__core(void);

PyMODINIT_FUNC PyInit__core(void) {
    return PyModuleDef_Init(RUNNING_VERSION < FIRST_WITH_THAT_SLOT ? &definition_before_312 : &definition);
}
