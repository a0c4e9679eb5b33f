/*
 * Why a line is content or not: what weighs most for it and against it.
 *     explain PAGE
 */
#include <dehusk.h>
#include <stdio.h>

enum { SHOWN = 3 };

int main(int argc, char **argv) {
    static char bytes[1 << 20];
    size_t length;
    dehusk_model *model = NULL;
    dehusk_context *context = NULL;
    const dehusk_page *page;
    dehusk_status status;
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: explain PAGE\n");
        return 2;
    }
    length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    status = dehusk_model_open_default(NULL, &model);
    if (status == DEHUSK_OK)
        status = dehusk_context_new(model, NULL, &context);
    if (status == DEHUSK_OK)
        status = dehusk_classify(context, bytes, length, NULL, &page);
    for (size_t i = 0; status == DEHUSK_OK && i < dehusk_page_line_count(page); i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        dehusk_reason reasons[SHOWN];
        size_t count;
        printf("%.3f %.*s\n", line->probability, (int)line->text_length, line->text);
        status = dehusk_explain(context, i, reasons, SHOWN, &count);
        for (size_t k = 0; status == DEHUSK_OK && k < count && k < SHOWN; k++)
            printf("    %+.3f %s: %s\n", reasons[k].weight, reasons[k].description, reasons[k].value);
    }
    if (status != DEHUSK_OK)
        fprintf(stderr, "explain: %s\n", dehusk_status_message(status));
    dehusk_context_free(context);
    dehusk_model_close(model);
    return status == DEHUSK_OK ? 0 : 1;
}
