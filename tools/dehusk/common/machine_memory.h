/*
 * How much memory there is to use.
 */
#ifndef DEHUSK_TOOL_MACHINE_MEMORY_H
#define DEHUSK_TOOL_MACHINE_MEMORY_H

#include <stddef.h>

/* The machine's memory in bytes, or what the process is allowed of it if that is
 * less; 4 GiB where the system does not tell. */
size_t machine_memory(void);

/* From now on large blocks that are freed go back to the system at once; glibc keeps them once it has seen some. */
void machine_memory_returns(void);

#endif
