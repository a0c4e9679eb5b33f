#include "support/context_setup.h"

#include "support/model_bytes.h"

dehusk_model *ts_model;
dehusk_context *ts_context;

int ts_context_open(void **state) {
    (void)state;
    ts_model = ts_model_open();
    return dehusk_context_new(ts_model, NULL, &ts_context) == DEHUSK_OK ? 0 : 1;
}

int ts_context_close(void **state) {
    (void)state;
    dehusk_context_free(ts_context);
    dehusk_model_close(ts_model);
    return 0;
}
