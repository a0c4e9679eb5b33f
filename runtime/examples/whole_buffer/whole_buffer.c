/*
 * A page that is in memory as a whole: its content on standard output.
 *     whole_buffer PAGE
 */
#include <dehusk.h>
#include <stdio.h>
#include <stdlib.h>

/* The file's bytes, to be freed; NULL if it cannot be read. */
static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    long size;
    if (file == NULL)
        return NULL;
    if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && fseek(file, 0, SEEK_SET) == 0) {
        bytes = malloc((size_t)size + 1);
        *length = bytes != NULL ? fread(bytes, 1, (size_t)size, file) : 0;
    }
    fclose(file);
    return bytes;
}

int main(int argc, char **argv) {
    dehusk_model *model = NULL;
    dehusk_context *context = NULL;
    const dehusk_page *page;
    size_t length = 0;
    char *bytes = argc == 2 ? read_file(argv[1], &length) : NULL;
    dehusk_status status;
    if (bytes == NULL) {
        fprintf(stderr, "usage: whole_buffer PAGE\n");
        return 2;
    }

    status = dehusk_model_open_default(NULL, &model); /* once in a program */
    if (status == DEHUSK_OK)
        status = dehusk_context_new(model, NULL, &context); /* once in a thread, for all its pages */
    if (status == DEHUSK_OK)
        status = dehusk_classify(context, bytes, length, NULL, &page);
    for (size_t i = 0; status == DEHUSK_OK && i < dehusk_page_line_count(page); i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        if (line->label == DEHUSK_CONTENT)
            printf("%.*s\n", (int)line->text_length, line->text);
    }
    if (status != DEHUSK_OK)
        fprintf(stderr, "whole_buffer: %s\n", dehusk_status_message(status));

    dehusk_context_free(context);
    dehusk_model_close(model);
    free(bytes);
    return status == DEHUSK_OK ? 0 : 1;
}
