/*
 * `compare A B`: two models on the same pages, or two files that --pages wrote.
 */
#include "commands/mode_data.h"
#include "evaluate/compare.h"

#include <errno.h>
#include <string.h>

/* One mode's pages by one model, added to the file of all. */
static void write_pages(tr_mode_data *all, const dehusk_model *model, const dhk_classifier *classifier, FILE *pages) {
    tr_mode_data_score(all, model);
    tr_evaluation evaluation = tr_mode_data_evaluation(all, classifier);
    tr_evaluate_pages(&evaluation, pages);
}

static bool run_mode(const tr_settings *settings, dehusk_format format, dehusk_model *const models[2],
                     FILE *const pages[2], tr_error *error) {
    tr_mode_data all = {0};
    const dhk_classifier *classifiers[2];
    for (int i = 0; i < 2; i++)
        classifiers[i] = format == DEHUSK_FORMAT_HTML ? &models[i]->html : &models[i]->text;
    if (!classifiers[0]->present || !classifiers[1]->present) {
        printf("%s: not in both models\n", tr_mode_name(format));
        return true;
    }
    bool fine = tr_mode_data_read(&all, settings, format, true, error);
    for (int i = 0; i < 2 && fine; i++)
        write_pages(&all, models[i], classifiers[i], pages[i]);
    tr_mode_data_free(&all);
    return fine;
}

/* The pages go through files in the format of --pages, so that there is one way to compare. */
static bool write_models_pages(const tr_settings *settings, FILE *const pages[2], tr_error *error) {
    dehusk_model *models[2] = {NULL, NULL};
    bool fine = tr_open_model(settings->model, &models[0], error) && tr_open_model(settings->other, &models[1], error);
    if (fine && settings->html)
        fine = run_mode(settings, DEHUSK_FORMAT_HTML, models, pages, error);
    if (fine && settings->text)
        fine = run_mode(settings, DEHUSK_FORMAT_TEXT, models, pages, error);
    for (int i = 0; i < 2; i++) {
        if (models[i] != NULL)
            dehusk_model_close(models[i]);
        rewind(pages[i]);
    }
    return fine;
}

static bool compare_files(const tr_settings *settings, FILE *const pages[2], tr_error *error) {
    tr_figures figures[2] = {{0}, {0}};
    bool fine = tr_figures_read(&figures[0], pages[0], settings->model, error) &&
                tr_figures_read(&figures[1], pages[1], settings->other, error) &&
                tr_compare(&figures[0], &figures[1], stdout, error);
    tr_figures_free(&figures[0]);
    tr_figures_free(&figures[1]);
    return fine;
}

bool tr_command_compare(const tr_settings *settings, tr_error *error) {
    const char *const paths[2] = {settings->model, settings->other};
    FILE *files[2] = {NULL, NULL};
    bool figures[2] = {false, false}, fine = true;
    if (settings->model == NULL || settings->other == NULL)
        return tr_fail(error, "compare takes two models, or two files that --pages wrote");
    for (int i = 0; i < 2 && fine; i++) {
        files[i] = fopen(paths[i], "rb");
        fine = files[i] != NULL || tr_fail(error, "%s: %s", paths[i], strerror(errno));
        figures[i] = fine && tr_figures_are_in(files[i]);
    }
    if (fine && figures[0] != figures[1])
        fine = tr_fail(error, "%s holds figures of pages, %s does not", paths[figures[0] ? 0 : 1],
                       paths[figures[0] ? 1 : 0]);
    for (int i = 0; i < 2 && fine && !figures[0]; i++) {
        fclose(files[i]);
        files[i] = tmpfile();
        fine = files[i] != NULL || tr_fail(error, "no temporary file: %s", strerror(errno));
    }
    fine = fine && (figures[0] || write_models_pages(settings, files, error)) && compare_files(settings, files, error);
    for (int i = 0; i < 2; i++)
        if (files[i] != NULL)
            fclose(files[i]);
    return fine;
}
