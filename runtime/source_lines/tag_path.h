/*
 * Reads the elements that a line stands in, as a caller writes them down:
 *     html/body/div.content.wide#main/ul[2]/li[role=listitem]
 */
#ifndef DHK_TAG_PATH_H
#define DHK_TAG_PATH_H

#include "html/html_names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which value of an element; the last is the name or property of a meta. */
enum { DHK_STEP_CLASS, DHK_STEP_ID, DHK_STEP_ROLE, DHK_STEP_ITEMPROP, DHK_STEP_NAME, DHK_STEP_VALUES };

/* How many bytes of one value are read. */
enum { DHK_STEP_BYTES_MAX = 1024 };

typedef struct dhk_path_step {
    dhk_tag tag;
    uint32_t name_hash; /* tells unknown names apart */
    bool positioned;    /* its number among its siblings is given */
    bool hidden;
    bool truncated; /* a value was longer than is read */
    size_t length;  /* of the step, in bytes of the path */
    uint32_t value_lengths[DHK_STEP_VALUES];
    unsigned char values[DHK_STEP_VALUES][DHK_STEP_BYTES_MAX]; /* of several classes with spaces between */
} dhk_path_step;

/* Reads the step at `path`, which is zero-terminated and not at its end. What is not understood is passed over. */
void dhk_path_step_read(const char *path, dhk_path_step *step);

#endif
