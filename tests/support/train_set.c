#include "support/train_set.h"

#include "support/page_helper.h"
#include "support/test_folder.h"

static void close_page(ts_set *set) {
    if (set->html == NULL)
        return;
    fclose(set->html);
    fclose(set->gold);
}

void ts_set_begin(ts_set *set, const char *folder) {
    char name[64];
    snprintf(name, sizeof name, "%s/pages.tsv", folder);
    *set = (ts_set){.folder = folder, .list = ts_create(name)};
    fputs("id\tlang\tdomain\ttype\tcharset\turl\n", set->list);
}

void ts_set_page(ts_set *set, const char *lang, unsigned site) {
    char name[64];
    close_page(set);
    fprintf(set->list, "page%u\t%s\tsite%u.example\tarticle\tutf-8\t\n", set->page_count, lang, site);
    snprintf(name, sizeof name, "%s/html/page%u.html.gz", set->folder, set->page_count);
    set->html = ts_create(name); /* plain: zlib passes it on */
    snprintf(name, sizeof name, "%s/gold/page%u.txt", set->folder, set->page_count);
    set->gold = ts_create(name);
    set->page_count++;
}

static void put_words(FILE *html, FILE *gold, unsigned seed, unsigned count) {
    static const char *const words[] = {"river",  "night",  "harbour", "slowly", "council",  "stone",
                                        "winter", "agreed", "bridge",  "seven",  "reported", "quiet"};
    uint64_t state = seed;
    for (unsigned i = 0; i < count; i++) {
        const char *word = words[ts_random(&state, 12)];
        fprintf(html, " %s", word);
        if (gold != NULL)
            fprintf(gold, " %s", word);
    }
}

void ts_set_sentence(ts_set *set, unsigned seed) {
    fputs("<p>The", set->html);
    fputs("The", set->gold);
    put_words(set->html, set->gold, seed, 18);
    fputs(".</p>\n", set->html);
    fputs(".\n", set->gold);
}

void ts_set_menu_item(ts_set *set, unsigned seed) {
    fputs("<li><a href='/'>", set->html);
    put_words(set->html, NULL, seed, 2);
    fputs("</a></li>\n", set->html);
}

void ts_set_ferries(ts_set *set, unsigned page) {
    for (unsigned i = 0; i < 3 + page % 3; i++) {
        const char *more = i % 2 == 0 ? "" : " It was late, and there was no room for the lorries.";
        fprintf(set->html, "<p>The ferry %u of line %u came in and went out again.%s</p>", page, i, more);
        fprintf(set->gold, "The ferry %u of line %u came in and went out again.%s\n", page, i, more);
    }
}

void ts_set_end(ts_set *set) {
    close_page(set);
    fclose(set->list);
}
