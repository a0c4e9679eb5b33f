/*
 * How many cores there are to use.
 */
#ifndef DEHUSK_TOOL_CORES_H
#define DEHUSK_TOOL_CORES_H

#include <stddef.h>

/* The cores that this process may run on, which a cluster's scheduler may have
 * made fewer than the machine has; at least 1. */
size_t cores_count(void);

#endif
