/*
 * What the dehusk command says on stderr: "dehusk: FILE: reason".
 */
#ifndef DEHUSK_TOOL_MESSAGE_H
#define DEHUSK_TOOL_MESSAGE_H

/* One message. `file` NULL: it is about no file. */
void message_say(const char *file, const char *reason);

/* One message in pieces: between begin and end the caller writes to stderr. */
void message_begin(const char *file);
void message_put(const char *name); /* a name from outside, made printable */
void message_end(void);

#endif
