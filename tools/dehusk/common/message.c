/*
 * Messages on stderr.
 */
#include "common/message.h"

#include "common/printable.h"

#include <stdio.h>
#include <string.h>

void message_begin(const char *file) {
    fputs("dehusk: ", stderr);
    if (file != NULL) {
        message_put(file);
        fputs(": ", stderr);
    }
}

void message_put(const char *name) {
    printable_write(stderr, name, strlen(name), false);
}

void message_end(void) {
    fputc('\n', stderr);
}

void message_say(const char *file, const char *reason) {
    message_begin(file);
    fputs(reason, stderr);
    message_end();
}
