/*
 * evaluate: figures of a model on a corpus.
 */
#include "commands/cross_validation.h"
#include "commands/report_files.h"
#include "report/report_html.h"

#include <stdio.h>

static bool run_evaluate(const tr_settings *settings, dehusk_format format, const tr_report_files *to,
                         tr_error *error) {
    tr_mode_data all = {0};
    dehusk_model *model;
    if (!tr_open_model(settings->model, &model, error))
        return false;
    const dhk_classifier *classifier = format == DEHUSK_FORMAT_HTML ? &model->html : &model->text;
    bool fine = classifier->present || tr_fail(error, "%s: has no part for %s", settings->model, tr_mode_name(format));
    fine = fine && tr_mode_data_read(&all, settings, format, true, error);
    if (fine) {
        tr_mode_data_score(&all, model);
        tr_mode_data_tell_seen(&all, settings->model, model, stdout);
        tr_evaluation evaluation = tr_mode_data_evaluation(&all, classifier);
        tr_evaluate_print(&evaluation, stdout, to->pages, to->tables);
        tr_print_forms(&all, &evaluation);
        fine = to->html == NULL || tr_report_add(to->html, &evaluation, error);
        if (!all.no_roles)
            tr_evaluate_roles(&evaluation, stdout);
        if (fine && settings->show != NULL)
            fine = tr_show_page(&all, settings->show, classifier, error);
    }
    tr_mode_data_free(&all);
    dehusk_model_close(model);
    return fine;
}

bool tr_command_evaluate(const tr_settings *settings, tr_error *error) {
    return tr_each_mode(settings, run_evaluate, error);
}
