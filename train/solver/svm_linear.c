/*
 * The second solver: liblinear's dual coordinate descent, for experiments (it
 * takes seconds) and to check the first one's result.
 *
 * liblinear permutes with rand() and prints through a global function pointer,
 * so that only one thread at a time may be in it, and the seed is set anew for
 * each problem: the same data give the same weights.
 */
#include "solver/svm.h"

#include <stdlib.h>

#ifdef DHK_HAVE_LIBLINEAR

#include <linear.h>
#include <pthread.h>

static pthread_mutex_t liblinear_lock = PTHREAD_MUTEX_INITIALIZER;

static void print_nothing(const char *text) {
    (void)text;
}

bool tr_svm_has_liblinear(void) {
    return true;
}

bool tr_svm_solve_liblinear(const tr_problem *problem, const tr_svm_options *options, tr_svm_result *result,
                            tr_error *error) {
    double begun = tr_seconds();
    size_t total = 0;
    for (size_t i = 0; i < problem->count; i++)
        total += problem->lengths[i] + (size_t)2; /* the constant column and the end mark */
    struct feature_node *nodes = tr_resize(NULL, total, sizeof *nodes);
    struct feature_node **rows = tr_resize(NULL, problem->count, sizeof *rows);
    double *labels = tr_resize(NULL, problem->count, sizeof *labels);
    size_t at = 0;
    for (size_t i = 0; i < problem->count; i++) {
        rows[i] = nodes + at;
        labels[i] = problem->labels[i];
        for (uint32_t k = 0; k < problem->lengths[i]; k++)
            nodes[at++] = (struct feature_node){(int)problem->rows[i][k] + 1, 1};
        nodes[at++] = (struct feature_node){(int)problem->columns + 1, options->bias};
        nodes[at++] = (struct feature_node){-1, 0};
    }
    struct problem all = {
        .l = (int)problem->count, .n = (int)problem->columns + 1, .y = labels, .x = rows, .bias = options->bias};
    struct parameter settings = {.solver_type =
                                     options->loss == TR_LOSS_HINGE ? L2R_L1LOSS_SVC_DUAL : L2R_L2LOSS_SVC_DUAL,
                                 .eps = options->tolerance,
                                 .C = options->cost,
                                 .p = 0.1};
    const char *complaint = check_parameter(&all, &settings);
    bool fine = complaint == NULL || tr_fail(error, "liblinear: %s", complaint);
    if (fine) {
        pthread_mutex_lock(&liblinear_lock);
        set_print_string_function(print_nothing);
        srand((unsigned)options->seed);
        struct model *model = train(&all, &settings);
        pthread_mutex_unlock(&liblinear_lock);
        /* What liblinear takes for positive is the label that came first. */
        double sign = model->label[0] > 0 ? 1 : -1;
        *result = (tr_svm_result){.weights = tr_resize(NULL, problem->columns, sizeof *result->weights)};
        for (uint32_t i = 0; i < problem->columns; i++)
            result->weights[i] = sign * model->w[i];
        result->constant = sign * model->w[problem->columns] * options->bias;
        result->primal = tr_svm_objective(problem, options, result->weights, result->constant);
        free_and_destroy_model(&model);
    }
    free(nodes);
    free(rows);
    free(labels);
    if (fine)
        result->seconds = tr_seconds() - begun;
    return fine;
}

#else

bool tr_svm_has_liblinear(void) {
    return false;
}

bool tr_svm_solve_liblinear(const tr_problem *problem, const tr_svm_options *options, tr_svm_result *result,
                            tr_error *error) {
    (void)problem;
    (void)options;
    (void)result;
    return tr_fail(error, "this build has no liblinear");
}

#endif
