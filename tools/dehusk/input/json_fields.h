/*
 * The fields of a JSON object as they are written.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DEHUSK_TOOL_JSON_FIELDS_H
#define DEHUSK_TOOL_JSON_FIELDS_H

#include <stdbool.h>

#include "common/byte_buffer.h"
#include "input/record.h"

/* Goes through the fields of an object's text, which may be cut short or no
 * JSON at all. `*at` begins at 0. False: there is no further whole field, or
 * name without its value. A field without its value has a value of NULL. */
bool json_field_next(byte_slice object, size_t *at, json_field *field);

#endif
