#!/usr/bin/env bash
# The C code that runtime/EMBEDDING.md shows, compiled as it stands and run. Its
# first block is a program; the others are pieces of a function that has a model, a
# context and a page in `bytes` and `length`.
#     embedding_guide.sh COMPILER GUIDE INCLUDE_FOLDER WORK_FOLDER LIBRARY...
set -euo pipefail

compiler=$1
guide=$2
include=$3
work=$4
shift 4

mkdir -p "$work"
rm -f "$work"/block*.c
# shellcheck disable=SC2016 # the backquotes are Markdown's
awk -v work="$work" '/^```c$/ {number++; inside = 1; next} /^```$/ {inside = 0}
    inside {print > (work "/block" number ".c")}' "$guide"
[ -e "$work/block4.c" ] || {
    echo "embedding_guide.sh: $guide shows less than four pieces of C"
    exit 1
}
flags=(-std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror -I "$include")
"$compiler" "${flags[@]}" "$work/block1.c" -o "$work/program" "$@"
"$work/program" <"$(dirname "$guide")/examples/ferry.html" | grep -q '^The only car ferry'

{
    printf '#include <dehusk.h>\n#include <stdbool.h>\n#include <stdio.h>\n#include <string.h>\n#include <time.h>\n'
    printf '#include <unistd.h>\n'
    # What stands before a piece in braces is outside the function.
    for block in "$work"/block[2-9].c; do
        number=$(basename "$block" .c)
        awk '/^\/\* outside any function \*\/$/ {outside = 1; next} outside {print} /^}/ {outside = 0}' "$block"
        printf 'static bool %s(dehusk_model *model, dehusk_context *context, const char *bytes, size_t length) {\n' "$number"
        printf 'const dehusk_page *page = NULL;\ndehusk_status status = DEHUSK_OK;\n'
        printf '(void)model; (void)context; (void)bytes; (void)length; (void)page;\n'
        awk '/^\/\* outside any function \*\/$/ {outside = 1; next} !outside {print} /^}/ {outside = 0}' "$block"
        printf 'return status == DEHUSK_OK;\n}\n'
    done
    printf 'int main(void) {\nstatic const char html[] = "<p>The ferry sails again, the harbour office said on Friday.";\n'
    printf 'dehusk_model *model; dehusk_context *context;\n'
    printf 'if (dehusk_model_open_default(NULL, &model) || dehusk_context_new(model, NULL, &context)) return 1;\n'
    for block in "$work"/block[2-9].c; do
        number=$(basename "$block" .c)
        printf 'if (!%s(model, context, html, sizeof html - 1)) { puts("%s"); return 1; }\n' "$number" "$number"
    done
    printf 'dehusk_context_free(context); dehusk_model_close(model);\nreturn 0;\n}\n'
} >"$work/pieces.c"
"$compiler" "${flags[@]}" "$work/pieces.c" -o "$work/pieces" "$@"
"$work/pieces" <"$(dirname "$guide")/examples/ferry.html"
