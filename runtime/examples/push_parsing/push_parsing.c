/*
 * A page that comes in pieces, here from standard input: nothing of it is kept by
 * the program itself.
 *     push_parsing < PAGE
 */
#include <dehusk.h>
#include <stdio.h>

static dehusk_status feed_all(dehusk_context *context, FILE *input) {
    char piece[777]; /* as a socket would give it */
    size_t length;
    dehusk_status status = dehusk_begin(context, NULL);
    while (status == DEHUSK_OK && (length = fread(piece, 1, sizeof piece, input)) > 0)
        status = dehusk_feed(context, piece, length);
    return status;
}

int main(void) {
    dehusk_model *model = NULL;
    dehusk_context *context = NULL;
    const dehusk_page *page;
    dehusk_status status = dehusk_model_open_default(NULL, &model);
    if (status == DEHUSK_OK)
        status = dehusk_context_new(model, NULL, &context);
    if (status == DEHUSK_OK)
        status = feed_all(context, stdin);
    if (status == DEHUSK_OK)
        status = dehusk_end(context, &page);
    if (status == DEHUSK_OK) {
        const dehusk_summary *summary = dehusk_page_summary(page);
        printf("%s, in %s: %.0f%% of it removed\n", dehusk_verdict_name(summary->verdict), summary->charset,
               100 * summary->removed);
        for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
            const dehusk_line *line = dehusk_page_line(page, i);
            printf("%c bytes %zu to %zu\n", line->label == DEHUSK_CONTENT ? '+' : '-', line->begin, line->end);
        }
    } else {
        fprintf(stderr, "push_parsing: %s\n", dehusk_status_message(status));
    }
    dehusk_context_free(context);
    dehusk_model_close(model);
    return status == DEHUSK_OK ? 0 : 1;
}
