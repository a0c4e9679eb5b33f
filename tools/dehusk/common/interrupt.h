/*
 * Signals that end the program.
 */
#ifndef DEHUSK_TOOL_INTERRUPT_H
#define DEHUSK_TOOL_INTERRUPT_H

enum { INTERRUPT_MAX = 80 }; /* files */

/* From now on SIGINT, SIGTERM, SIGHUP and SIGPIPE remove the files named by
 * interrupt_removes() before they end the program as they would have. Those
 * that the parent process ignores stay ignored. */
void interrupt_prepare(void);

/* Names a file, INTERRUPT_MAX at a time. The name must stay where it is until interrupt_keeps(). */
void interrupt_removes(const char *path);

/* A file that was named, by the same pointer, is no longer removed. */
void interrupt_keeps(const char *path);

#endif
