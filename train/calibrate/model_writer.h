/*
 * Writes model files. runtime/MODEL_FORMAT.md is the specification.
 */
#ifndef TR_MODEL_WRITER_H
#define TR_MODEL_WRITER_H

#include "common/support.h"
#include "model/model.h"

/* What a model says of itself. */
typedef struct tr_model_info {
    const char *key;
    const char *value;
} tr_model_info;

/* What a model holds; NULL or not `present`: it does not. */
typedef struct tr_model_parts {
    const dhk_classifier *html, *text;
    const dhk_classifier *title, *caption; /* detectors, of weights that fit in eight bits and a power of two */
    const dhk_site_stage *html_site, *text_site;
    const dhk_text_regimes *regimes;
    const dhk_stack_stage *html_stack;
    const dhk_empty_stage *html_empty;
} tr_model_parts;

/* A model as bytes; free with free(). Tabs, line feeds and other control characters of a value become
 * spaces. The same arguments give the same bytes. */
unsigned char *tr_model_bytes(const tr_model_parts *parts, const tr_model_info *info, size_t info_count,
                              size_t *length);

/* False with a message where tr_model_write to `path` is bound to fail (no such folder, a folder of that name, no
 * right to write): to ask before the training. */
bool tr_model_can_write(const char *path, tr_error *error);

/* Writes them to `path`, by way of a file beside it. */
bool tr_model_write(const char *path, const unsigned char *bytes, size_t length, tr_error *error);

#endif
