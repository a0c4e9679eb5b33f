/*
 * The host of a URL.
 */
#ifndef DEHUSK_TOOL_URL_HOST_H
#define DEHUSK_TOOL_URL_HOST_H

#include <stdbool.h>

enum { HOST_ROOM = 256 /* a name of the DNS has 253 bytes at most */ };

/* Copies the host of "scheme://user@host:port/..." without user and port. False if the URL has none, or none that
 * the DNS could know. */
bool url_host(const char *url, char host[HOST_ROOM]);

#endif
