/* The least that a program can do with Dehusk: print the content of a page. */
#include <dehusk.h>
#include <stdio.h>
#include <string.h>

int main(void) {
    static const char html[] =
        "<title>Bees</title><nav><a href=/>Home</a> <a href=/shop>Shop</a></nav><main><h1>Bees</h1>"
        "<p>A hive of bees keeps itself warm all winter, and it does so by shivering in turns.</p></main>";
    char built_for[32];
    snprintf(built_for, sizeof built_for, "%d.%d.%d", DEHUSK_VERSION_MAJOR, DEHUSK_VERSION_MINOR, DEHUSK_VERSION_PATCH);
    if (strcmp(dehusk_version(), built_for) != 0) {
        fprintf(stderr, "header %s, library %s\n", built_for, dehusk_version());
        return 1;
    }

    dehusk_model *model = NULL;
    dehusk_context *context = NULL;
    const dehusk_page *page = NULL;
    dehusk_status status = dehusk_model_open_default(NULL, &model);
    if (status == DEHUSK_OK)
        status = dehusk_context_new(model, NULL, &context);
    if (status == DEHUSK_OK)
        status = dehusk_classify(context, html, sizeof html - 1, NULL, &page);
    if (status == DEHUSK_OK) {
        for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
            const dehusk_line *line = dehusk_page_line(page, i);
            if (line->label == DEHUSK_CONTENT)
                printf("%.*s\n", (int)line->text_length, line->text);
        }
    }
    dehusk_context_free(context);
    dehusk_model_close(model);
    if (status != DEHUSK_OK) {
        fprintf(stderr, "%s: %s\n", dehusk_status_name(status), dehusk_status_message(status));
        return 1;
    }
    return 0;
}
