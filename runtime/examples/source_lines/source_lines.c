/*
 * Lines that the program has cut itself, with what it knows of them: here from a
 * document tree of its own.
 *     source_lines
 */
#include <dehusk.h>
#include <stdio.h>
#include <string.h>

/* What a program may have in place of bytes. */
static const struct {
    const char *path;
    const char *text;
} nodes[] = {
    {"html/head/title", "Ferry returns to Osmund - The Harwick Post"},
    {"html/body/nav.menu/ul/li[1]/a", "Home"},
    {"html/body/nav.menu/ul/li[2]/a", "News"},
    {"html/body/nav.menu/ul/li[3]/a", "Sport"},
    {"html/body/main/article.story/h1", "Ferry returns to Osmund after eleven weeks"},
    {"html/body/main/article.story/p.text[1]", "The only car ferry to the Osmund Islands sailed again on Friday "
                                               "morning, eleven weeks after it had gone onto the slipway."},
    {"html/body/main/article.story/p.text[2]", "About two hundred people stood on the quay in the rain to watch it "
                                               "leave, and the harbour office said that every place was taken."},
    {"html/body/aside.related/h3", "Most read"},
    {"html/body/aside.related/ul/li[1]/a", "Why the mail plane stayed away"},
    {"html/body/aside.related/ul/li[2]/a", "Ten pictures of the old quay"},
    {"html/body/footer.footer", "Imprint Privacy (c) The Harwick Post"},
};
enum { NODES = sizeof nodes / sizeof *nodes };

int main(void) {
    static const dehusk_range footer_links[] = {{0, 7}, {8, 15}};
    dehusk_source_line lines[NODES];
    dehusk_model *model = NULL;
    dehusk_context *context = NULL;
    const dehusk_page *page;
    dehusk_status status;

    for (size_t i = 0; i < NODES; i++) {
        dehusk_source_line_init(&lines[i]);
        lines[i].path = nodes[i].path;
        lines[i].text = nodes[i].text;
        lines[i].text_length = strlen(nodes[i].text);
    }
    lines[NODES - 1].links = footer_links;
    lines[NODES - 1].link_count = 2;

    status = dehusk_model_open_default(NULL, &model);
    if (status == DEHUSK_OK)
        status = dehusk_context_new(model, NULL, &context);
    if (status == DEHUSK_OK)
        status = dehusk_classify_lines(context, lines, NODES, NULL, &page);
    for (size_t i = 0; status == DEHUSK_OK && i < dehusk_page_line_count(page); i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        /* `begin` is the line's number in the array: the title was taken as the page's, and is no line. */
        printf("%c %s\n", line->label == DEHUSK_CONTENT ? '+' : '-', nodes[line->begin].path);
    }
    if (status != DEHUSK_OK)
        fprintf(stderr, "source_lines: %s\n", dehusk_status_message(status));
    dehusk_context_free(context);
    dehusk_model_close(model);
    return status == DEHUSK_OK ? 0 : 1;
}
