/*
 * Signals that end the program.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DEHUSK_TOOL_INTERRUPT_H
#define DEHUSK_TOOL_INTERRUPT_H

/* From now on SIGINT, SIGTERM and SIGHUP remove the file named by
 * interrupt_removes() before they end the program as they would have. Those
 * that the parent process ignores stay ignored. */
void interrupt_prepare(void);

/* Names the file, or none with NULL. The name must stay where it is until
 * another takes its place. */
void interrupt_removes(const char *path);

#endif
