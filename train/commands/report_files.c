/*
 * Files of figures.
 */
#include "commands/report_files.h"

#include "classify/decide.h"
#include "report/report_html.h"

#include <errno.h>
#include <string.h>

static bool open_file(const char *path, FILE **file, tr_error *error) {
    *file = path != NULL ? fopen(path, "w") : NULL;
    return path == NULL || *file != NULL || tr_fail(error, "%s: %s", path, strerror(errno));
}

static bool close_file(const char *path, FILE *file, tr_error *error) {
    bool fine = file == NULL || ferror(file) == 0;
    fine = (file == NULL || fclose(file) == 0) && fine;
    return fine || tr_fail(error, "%s: %s", path, errno != 0 ? strerror(errno) : "cannot be written");
}

bool tr_report_files_open(const tr_settings *settings, tr_report_files *files, tr_error *error) {
    *files = (tr_report_files){NULL, NULL, NULL};
    return open_file(settings->pages, &files->pages, error) && open_file(settings->tables, &files->tables, error) &&
           open_file(settings->report, &files->html, error);
}

bool tr_report_files_close(const tr_settings *settings, const tr_report_files *files, tr_error *error) {
    bool fine = close_file(settings->report, files->html, error);
    fine = close_file(settings->pages, files->pages, error) && fine;
    return close_file(settings->tables, files->tables, error) && fine;
}

bool tr_each_mode(const tr_settings *settings, tr_mode_work *work, tr_error *error) {
    tr_report_files to;
    bool fine = tr_report_files_open(settings, &to, error);
    if (fine && to.html != NULL)
        tr_report_begin(to.html, settings->model != NULL ? settings->model : "cross-validation",
                        settings->corpus != NULL ? settings->corpus : settings->folders[0]);
    if (fine && settings->html)
        fine = work(settings, DEHUSK_FORMAT_HTML, &to, error);
    if (fine && settings->text)
        fine = work(settings, DEHUSK_FORMAT_TEXT, &to, error);
    if (fine && to.html != NULL)
        tr_report_end(to.html);
    return tr_report_files_close(settings, &to, error) && fine;
}

bool tr_show_page(const tr_mode_data *all, const char *wanted, const dhk_classifier *classifier, tr_error *error) {
    for (size_t i = 0; i < all->dataset.document_count; i++) {
        const tr_document *document = &all->dataset.documents[i];
        char name[256];
        snprintf(name, sizeof name, "%s/%s", document->page->set, document->page->id);
        if (strcmp(name, wanted) != 0)
            continue;
        printf("%s: oracle %.4f, %u tokens of gold\n", name, document->oracle, document->gold_token_count);
        for (uint32_t line = 0; line < document->line_count; line++) {
            printf("%c %3u%% %4u", tr_is_content(document, line) ? '+' : '-', document->covered[line],
                   document->token_counts[line]);
            if (classifier != NULL)
                printf("  %.3f",
                       (double)dhk_probability(dhk_calibrate(classifier, all->scores[all->bases[i] + line])) / 65536);
            printf("  %.*s\n", (int)document->lines.lines[line].text_length,
                   document->lines.text + document->lines.lines[line].text);
        }
        return true;
    }
    return tr_fail(error, "no page %s in the corpus", wanted);
}
