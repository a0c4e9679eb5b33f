/*
 * The host of a URL.
 */
#include "input/url_host.h"

#include <string.h>

bool url_host(const char *url, char host[HOST_ROOM]) {
    const char *begin = url != NULL ? strstr(url, "://") : NULL;
    if (begin == NULL || (size_t)(begin - url) != strcspn(url, ":/?#"))
        return false;
    begin += 3;
    size_t length = strcspn(begin, "/?#\\");
    for (size_t i = length; i-- > 0;)
        if (begin[i] == '@') {
            begin += i + 1;
            length -= i + 1;
            break;
        }
    size_t end = begin[0] == '[' ? strcspn(begin, "]") + 1 : strcspn(begin, ":");
    if (end < length)
        length = end;
    if (length == 0 || length >= HOST_ROOM)
        return false;
    memcpy(host, begin, length);
    host[length] = '\0';
    return true;
}
