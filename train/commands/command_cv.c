/*
 * cv: how good a model would be that has not seen a page's site.
 */
#include "commands/cross_validation.h"
#include "commands/report_files.h"
#include "evaluate/leave_out.h"
#include "evaluate/site_fit.h"
#include "report/report_html.h"

#include <stdio.h>

static bool run_cv(const tr_settings *settings, dehusk_format format, const tr_report_files *to, tr_error *error) {
    tr_mode_data all;
    tr_recipe recipe = tr_recipe_of(settings, format);
    dhk_classifier classifier = {.present = true}, title = {0}, caption = {0};
    bool fine = tr_mode_data_read(&all, settings, format, true, error) &&
                tr_cross_validate(&all, &recipe, &classifier, NULL, error) &&
                tr_cross_validate_regimes(settings, &all, &recipe, &classifier, error) &&
                (recipe.no_roles || tr_cross_validate_detectors(&all, &recipe, &title, &caption, error));
    if (fine) {
        tr_evaluation evaluation = tr_mode_data_evaluation(&all, &classifier);
        putchar('\n');
        tr_evaluate_print(&evaluation, stdout, to->pages, to->tables);
        tr_print_forms(&all, &evaluation);
        fine = to->html == NULL || tr_report_add(to->html, &evaluation, error);
        tr_evaluate_shifts(&evaluation, stdout);
        if (!recipe.no_roles)
            tr_evaluate_roles(&evaluation, stdout);
        if (settings->site_counts > 0) {
            tr_site_fit sites;
            putchar('\n');
            tr_site_fit_make(&evaluation, &recipe, settings->site_counts, &sites, stdout);
        }
        if (fine && settings->show != NULL)
            fine = tr_show_page(&all, settings->show, &evaluation.classifier, error);
        if (fine && settings->leave_out != NULL)
            fine = tr_leave_out(&evaluation, &recipe, settings->leave_out, stdout, error);
    }
    tr_mode_data_free(&all);
    return fine;
}

bool tr_command_cv(const tr_settings *settings, tr_error *error) {
    return tr_each_mode(settings, run_cv, error);
}
