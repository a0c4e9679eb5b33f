#!/usr/bin/env bash
# The library prints nothing, never ends the program, and touches neither the
# locale nor what belongs to the whole program: it does not call the functions
# with which it could. Nor does it open files, sockets or processes of its own accord.
#     imported_symbols.sh LIBRARY
set -euo pipefail

library=$1

forbidden='v?[fsd]?n?w?printf|v?asprintf|f?putw?[cs]|putchar|puts|fwrite|write|perror'
forbidden+='|exit|_exit|_Exit|quick_exit|abort|__assert_fail|raise|signal|sigaction|atexit'
forbidden+='|setlocale|uselocale|localeconv|getenv|setenv|putenv|rand|srand|random|time|clock|stdout|stderr|stdin'
# It opens no file but those that it is told to (fopen), no socket, and starts nothing.
forbidden+='|socket|socketpair|connect|bind|listen|accept4?|send|sendto|sendmsg|recv|recvfrom|recvmsg|getaddrinfo'
forbidden+='|gethostby.*|open|open64|openat|openat64|freopen|tmpfile|mkstemp|dlopen|fork|vfork|clone|execv?[lvpe]*'
forbidden+='|posix_spawnp?|system|popen|pthread_create|thrd_create'

found=$(nm -u "$library" | awk '$1 == "U" {print $2}' | sed -e 's/@.*//' -e 's/^__\(.*\)_chk$/\1/' |
    sort -u | grep -xE "$forbidden" || true)
if [ -n "$found" ]; then
    echo "the library calls:"
    echo "$found"
    exit 1
fi
