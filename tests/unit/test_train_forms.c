/* Texts beside the pages: what they are read as, what they count, and that both regimes are fitted to them and shipped. */
#include "calibrate/model_writer.h"
#include "calibrate/regime_fit.h"
#include "classify/context.h"
#include "classify/text_regime.h"
#include "corpus/forms.h"
#include "corpus/own_pages.h"
#include "corpus/set_terms.h"
#include "features/features.h"
#include "matrix/sample.h"
#include "solver/logistic.h"
#include "support/page_helper.h"
#include "support/test_folder.h"
#include "support/train_set.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { PAGES = 20, TEXTS = 12 };

static void write_rendering(const char *form, unsigned page, const char *menu) {
    char name[64];
    snprintf(name, sizeof name, "renderings/%s/set/page%u.txt", form, page);
    FILE *text = ts_create(name);
    fputs(menu, text);
    for (unsigned i = 0; i < 3 + page % 3; i++)
        fprintf(text, "The [ferry](/ferries/of/all/kinds/and/more/%u) %u of line %u came in and went out again.%s\n\n",
                i, page, i, i % 2 == 0 ? "" : " It was late, and there was no room for the lorries.");
    fclose(text);
}

static int make_corpus(void **state) {
    ts_set set;
    (void)state;
    ts_make_folders("corpus", "corpus/set", "corpus/set/html", "corpus/set/gold", "renderings", "renderings/marked",
                    "renderings/x-tool", "renderings/marked/set", "renderings/x-tool/set", "lines", "lines/people",
                    "lines/people/lines");
    ts_set_begin(&set, "corpus/set");
    for (unsigned page = 0; page < PAGES; page++) {
        ts_set_page(&set, "en", page);
        fprintf(set.html, "<!doctype html><p>Menu entry %u</p><p>Contact</p>", page);
        ts_set_ferries(&set, page);
        fprintf(set.html, "<p>Imprint %u</p><p>Share</p>", page);
        if (page % 2 == 0)
            write_rendering("marked", page, "Menu entry\n\nContact\n\n");
        if (page % 4 == 0)
            write_rendering("x-tool", page, "Share\n\n");
    }
    ts_set_end(&set);
    FILE *list = ts_create("lines/people/pages.tsv");
    fputs("id\tlang\tdomain\ttype\turl\n", list);
    for (unsigned text = 0; text < TEXTS; text++) {
        char name[64];
        fprintf(list, "text%u\tfi\t\thuman\t\n", text);
        snprintf(name, sizeof name, "lines/people/lines/text%u.tsv", text);
        FILE *lines = ts_create(name);
        fprintf(lines, "1\tThe boat %u came in and went out again.\n0\tShare\n?\tPerhaps\n", text);
        fclose(lines);
    }
    fclose(list);
    return 0;
}

static void read_all(tr_corpus *corpus, tr_dataset *dataset) {
    tr_error error = {{0}};
    char renderings[256], lines[256];
    snprintf(renderings, sizeof renderings, "%s", ts_path("renderings"));
    snprintf(lines, sizeof lines, "%s", ts_path("lines"));
    if (!tr_corpus_open(corpus, ts_path("corpus"), NULL, &error) || !tr_forms_add(corpus, renderings, &error) ||
        !tr_forms_add_lines(corpus, lines, &error) ||
        !tr_dataset_read(dataset, corpus, &(tr_reading){.format = DEHUSK_FORMAT_TEXT, .vectors = true, .threads = 2},
                         &error))
        fail_msg("%s", error.message);
}

static void addresses_are_blanked(void **state) {
    (void)state;
    static const struct {
        const char *row, *blanked;
    } cases[] = {
        {"See [docs](https://gull.example/a(b)c) now", "See [docs                              now"},
        {"at https://gull.example/x and", "at                        and"},
        {"[12]Home [a] [3", "    Home [a] [3"},
        {"www.gull.example", "                "},
        {"none (of it)", "none (of it)"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[128] = "";
        tr_forms_blank_addresses(cases[i].row, strlen(cases[i].row), out);
        assert_string_equal(out, cases[i].blanked);
    }
}

static void cut_texts_hold_all_content_and_some_more(void **state) {
    (void)state;
    enum { COUNT = 40 };
    uint8_t content[COUNT] = {0}, stays[COUNT];
    size_t most = 0, least = COUNT;
    for (size_t i = 10; i < 20; i++)
        content[i] = i != 14 && i != 15 && i != 16 && i != 17 && i != 18;
    for (unsigned page = 0; page < 100; page++) {
        char id[16];
        size_t kept = 0;
        snprintf(id, sizeof id, "p%u", page);
        tr_page named = {.id = id, .type = "set"};
        assert_true(tr_forms_cut(&named, content, COUNT, stays));
        for (size_t i = 0; i < COUNT; i++) {
            assert_true(stays[i] != 0 || content[i] == 0);
            kept += stays[i];
        }
        assert_int_equal(stays[5], 0); /* far before, far behind */
        assert_int_equal(stays[35], 0);
        most = kept > most ? kept : most;
        least = kept < least ? kept : least;
    }
    assert_true(least < 8 && most > 15);
    memset(content, 0, sizeof content);
    assert_false(tr_forms_cut(&(tr_page){.id = "p", .type = "set"}, content, COUNT, stays));
}

static void forms_are_read_as_what_they_are(void **state) {
    (void)state;
    tr_corpus corpus = {0};
    tr_dataset dataset = {0};
    size_t counts[6] = {0};
    read_all(&corpus, &dataset);
    for (size_t i = 0; i < dataset.document_count; i++) {
        const tr_document *document = &dataset.documents[i];
        const tr_page *page = document->page, *source = &corpus.pages[page->source];
        size_t content = 0, unlabelled = 0;
        counts[page->form]++;
        for (uint32_t line = 0; line < document->line_count; line++) {
            content += tr_is_content(document, line);
            unlabelled += document->masked != NULL && document->masked[line] != 0;
        }
        assert_int_equal(document->gold, TR_GOLD_GOOD);
        assert_int_equal(unlabelled, page->form == TR_FORM_LABELLED ? 1 : 0);
        assert_int_equal(page->site_index, source->site_index);
        if (page->form == TR_FORM_LABELLED) {
            assert_int_equal(document->line_count, 3);
            assert_int_equal(content, 1);
            continue;
        }
        /* The page that it is a form of says how many content lines there are. */
        assert_int_equal(content, 3 + strtoul(page->id + 4, NULL, 10) % 3);
        if (page->form == TR_FORM_CLEAN)
            assert_int_equal(content, document->line_count);
        if (page->form == TR_FORM_RENDERED)
            assert_int_equal(document->line_count, content + 2);
    }
    const size_t expected[6] = {PAGES, PAGES / 2, PAGES / 4, PAGES, PAGES, TEXTS};
    for (int form = 0; form < 6; form++)
        assert_int_equal(counts[form], expected[form]);
    tr_dataset_free(&dataset);
    tr_corpus_close(&corpus);
}

static void forms_share_their_pages_weight(void **state) {
    (void)state;
    tr_corpus corpus = {0};
    tr_dataset dataset = {0};
    read_all(&corpus, &dataset);
    size_t *bases = tr_line_bases(&dataset);
    double *weights = tr_line_weights(&dataset, bases), *extract = tr_extract_weights(&dataset, bases);
    double *of_page = tr_zeroed(PAGES, sizeof *of_page), page_sum = 0, extract_sum = 0;
    for (size_t i = 0; i < dataset.document_count; i++) {
        tr_form form = dataset.documents[i].page->form;
        for (size_t at = bases[i]; at < bases[i + 1]; at++) {
            bool whole = form == TR_FORM_PAGE || form == TR_FORM_RENDERED;
            bool unlabelled = dataset.documents[i].masked != NULL && dataset.documents[i].masked[at - bases[i]] != 0;
            assert_true(whole ? weights[at] > 0 && extract[at] == 0 : weights[at] == 0);
            assert_true(whole || (extract[at] > 0) != unlabelled);
            if (whole)
                of_page[dataset.documents[i].page->source] += weights[at];
            page_sum += weights[at];
            extract_sum += extract[at];
        }
    }
    for (size_t page = 1; page < PAGES; page++) /* with a rendering or without */
        assert_true(fabs(of_page[page] - of_page[0]) < 1e-6 * of_page[0]);
    assert_true(fabs(page_sum - (double)dataset.line_count) < 1e-6 * page_sum);
    assert_true(fabs(extract_sum - (double)dataset.line_count) < 1e-6 * extract_sum);
    free(of_page);
    free(weights);
    free(extract);
    free(bases);
    tr_dataset_free(&dataset);
    tr_corpus_close(&corpus);
}

/* The same text twice, labelled by two people, is of one site, so that no fold divides it. */
static void same_texts_share_a_site(void **state) {
    (void)state;
    static const char *const texts[3] = {"1\tIt is late.\n0\tShare\n", "1\tIt is late.\n1\tShare\n",
                                         "1\tIt is late.\n0\tShare it\n"};
    tr_corpus corpus = {0};
    tr_error error = {{0}};
    assert_int_equal(mkdir(ts_path("twice"), 0777), 0);
    assert_int_equal(mkdir(ts_path("twice/people"), 0777), 0);
    assert_int_equal(mkdir(ts_path("twice/people/lines"), 0777), 0);
    FILE *file = ts_create("twice/people/pages.tsv");
    fputs("id\tlang\tdomain\ttype\turl\n0\ten\t\t\t\n1\ten\t\t\t\n2\ten\t\t\t\n", file);
    fclose(file);
    for (unsigned i = 0; i < 3; i++) {
        char name[64];
        snprintf(name, sizeof name, "twice/people/lines/%u.tsv", i);
        file = ts_create(name);
        fputs(texts[i], file);
        fclose(file);
    }
    if (!tr_forms_add_lines(&corpus, ts_path("twice"), &error))
        fail_msg("%s", error.message);
    assert_int_equal(corpus.page_count, 3);
    assert_int_equal(corpus.pages[0].site_index, corpus.pages[1].site_index);
    assert_int_not_equal(corpus.pages[0].site_index, corpus.pages[2].site_index);
    tr_corpus_close(&corpus);
}

static void expect_lines_refused(const char *content, const char *message) {
    tr_corpus corpus = {0};
    tr_dataset dataset = {0};
    tr_error error = {{0}};
    FILE *lines = ts_create("lines/people/lines/text3.tsv");
    fputs(content, lines);
    fclose(lines);
    assert_true(tr_forms_add_lines(&corpus, ts_path("lines"), &error));
    assert_false(tr_dataset_read(&dataset, &corpus,
                                 &(tr_reading){.format = DEHUSK_FORMAT_TEXT, .vectors = true, .threads = 1}, &error));
    assert_non_null(strstr(error.message, message));
    tr_dataset_free(&dataset);
    tr_corpus_close(&corpus);
    lines = ts_create("lines/people/lines/text3.tsv");
    fputs("1\tThe boat 3 came in and went out again.\n0\tShare\n?\tPerhaps\n", lines);
    fclose(lines);
}

static void faults_are_told_with_their_row(void **state) {
    (void)state;
    tr_corpus corpus = {0};
    tr_error error = {{0}};
    expect_lines_refused("1\tfine\n2\tnot\n", "text3.tsv:2");
    expect_lines_refused("1 no tab\n", "text3.tsv:1");
    assert_false(tr_forms_add_lines(&corpus, ts_path("nowhere"), &error));
    assert_false(tr_forms_add_lines(&corpus, ts_path("corpus/set"), &error)); /* no set in it */
    assert_true(unlink(ts_path("lines/people/lines/text5.tsv")) == 0);
    assert_false(tr_forms_add_lines(&corpus, ts_path("lines"), &error));
    assert_non_null(strstr(error.message, "pages.tsv:7"));
    FILE *lines = ts_create("lines/people/lines/text5.tsv");
    fputs("1\tThe boat 5 came in and went out again.\n0\tShare\n?\tPerhaps\n", lines);
    fclose(lines);
    tr_corpus_close(&corpus);
}

/* A known curve is found again, a column that does not vary is left alone. */
static void logistic_regression_finds_the_curve(void **state) {
    (void)state;
    enum { ROWS = 4000, COLUMNS = 3 };
    double *rows = tr_zeroed((size_t)ROWS * COLUMNS, sizeof *rows), weights[COLUMNS], constant;
    double *row_weights = tr_zeroed(ROWS, sizeof *row_weights);
    bool *labels = tr_zeroed(ROWS, sizeof *labels);
    for (size_t i = 0; i < ROWS; i++) {
        double a = 4 * tr_unit(3 * i) - 2, b = 100 * tr_unit(3 * i + 1);
        rows[i * COLUMNS] = a;
        rows[i * COLUMNS + 1] = 5;
        rows[i * COLUMNS + 2] = b;
        labels[i] = tr_unit(3 * i + 2) < 1 / (1 + exp(-(0.5 + 2 * a - 0.03 * b)));
        row_weights[i] = i % 2 == 0 ? 2 : 0.5;
    }
    tr_logistic_fit(&(tr_logistic_rows){rows, row_weights, labels, COLUMNS, ROWS}, 1, weights, &constant);
    assert_true(fabs(weights[0] - 2) < 0.25);
    assert_true(weights[1] == 0);
    assert_true(fabs(weights[2] + 0.03) < 0.006);
    assert_true(fabs(constant - 0.5) < 0.4);
    for (size_t i = 1; i < ROWS; i += 2) { /* rows that say the contrary, and weigh next to nothing */
        labels[i] = !labels[i];
        row_weights[i] = 0.001;
    }
    tr_logistic_fit(&(tr_logistic_rows){rows, row_weights, labels, COLUMNS, ROWS}, 1, weights, &constant);
    assert_true(fabs(weights[0] - 2) < 0.5);
    for (size_t i = 0; i < ROWS; i++) /* lying apart: without the ridge it would be more than ten times as steep */
        labels[i] = rows[i * COLUMNS] > 0;
    tr_logistic_fit(&(tr_logistic_rows){rows, row_weights, labels, COLUMNS, ROWS}, 1, weights, &constant);
    assert_true(weights[0] > 5 && weights[0] < 20);
    free(rows);
    free(row_weights);
    free(labels);
}

/* The library, with the written model, says of each line what the trainer does. */
static void compare_with_library(const tr_regime_scores *from, const tr_model_parts *parts) {
    size_t length;
    unsigned char *bytes = tr_model_bytes(parts, NULL, 0, &length);
    dehusk_model *model = NULL;
    dehusk_context *context = NULL;
    assert_int_equal(dehusk_model_open_memory(bytes, length, NULL, &model, NULL), DEHUSK_OK);
    assert_int_equal(dehusk_context_new(model, NULL, &context), DEHUSK_OK);
    assert_true(model->regimes.present);
    assert_memory_equal(model->regimes.gate, parts->regimes->gate, sizeof model->regimes.gate);
    for (size_t i = 0; i < from->dataset->document_count; i++) {
        const tr_document *document = &from->dataset->documents[i];
        char text[8192];
        int32_t logits[64];
        const dehusk_page *page;
        dehusk_request request;
        if (document->page->form == TR_FORM_RENDERED || document->page->form == TR_FORM_EXTRACTED)
            continue; /* blank rows between lines are not in them any more */
        dehusk_request_init(&request);
        request.format = DEHUSK_FORMAT_TEXT;
        ts_join_lines(&document->lines, text);
        int32_t share = tr_regime_logits(from, i, parts->text, parts->regimes, logits).share;
        assert_int_equal(dehusk_classify(context, text, strlen(text), &request, &page), DEHUSK_OK);
        assert_int_equal(context->document.line_count, document->line_count);
        assert_int_equal(context->regime.share, share);
        for (uint32_t line = 0; line < document->line_count; line++)
            assert_int_equal(context->logits[line], logits[line]);
    }
    dehusk_context_free(context);
    dehusk_model_close(model);
    free(bytes);
}

static void complete(dhk_classifier *classifier, const tr_fit *fit) {
    classifier->present = true;
    classifier->schema = dhk_feature_schema(DEHUSK_FORMAT_TEXT);
    classifier->feature_count = fit->feature_count;
    classifier->bias = fit->bias;
    classifier->weights = fit->weights;
}

static void regimes_are_fitted_and_shipped(void **state) {
    (void)state;
    tr_corpus corpus = {0};
    tr_dataset dataset = {0};
    tr_error error = {{0}};
    tr_recipe recipe = {.solver = TR_SOLVER_LIBSVM,
                        .lines = 300,
                        .folds = 3,
                        .seed = 5,
                        .threads = 2,
                        .svm = {.cost = 0.01, .bias = 1, .tolerance = 0.01, .seed = 1}};
    dhk_classifier text = {.present = true};
    dhk_text_regimes regimes = {0};
    tr_fit fits[2];
    read_all(&corpus, &dataset);
    size_t *bases = tr_line_bases(&dataset);
    double *weights = tr_line_weights(&dataset, bases), *extract = tr_extract_weights(&dataset, bases);
    int32_t *scores[2];
    for (int k = 0; k < 2; k++) {
        scores[k] = tr_zeroed(dataset.line_count, sizeof *scores[k]);
        if (!tr_fit_make(&(tr_weighted_lines){&dataset, bases, k == 0 ? weights : extract}, &recipe, NULL, -1, &fits[k],
                         &error))
            fail_msg("%s", error.message);
        for (size_t i = 0; i < dataset.document_count; i++)
            tr_score_document(fits[k].weights, fits[k].bias, &dataset.documents[i], scores[k] + bases[i]);
    }
    tr_regime_scores from = {&dataset, bases, weights, extract, scores[0], scores[1]};
    tr_regime_fit(&from, (tr_regime_shifts){0.5, 0}, &text, &regimes);
    complete(&text, &fits[0]);
    complete(&regimes.extract, &fits[1]);
    assert_int_equal(regimes.extract.shift, 2048);
    for (size_t i = 0; i < dataset.document_count; i++) { /* clean texts are extracts, and pages are none */
        int32_t logits[64];
        int32_t share = tr_regime_logits(&from, i, &text, &regimes, logits).share;
        if (dataset.documents[i].page->form == TR_FORM_CLEAN)
            assert_true(share > DHK_ONE_REGIME / 2);
        if (dataset.documents[i].page->form == TR_FORM_PAGE)
            assert_true(share < DHK_ONE_REGIME / 2);
    }
    compare_with_library(&from, &(tr_model_parts){.text = &text, .regimes = &regimes});
    for (int k = 0; k < 2; k++) {
        free(scores[k]);
        tr_fit_free(&fits[k]);
    }
    free(weights);
    free(extract);
    free(bases);
    tr_dataset_free(&dataset);
    tr_corpus_close(&corpus);
}

/* The content of a page of one's own is a clean text, and counts what its set does; a text of one's own is no page. */
static void own_pages_have_forms(void **state) {
    (void)state;
    tr_corpus corpus = {0};
    tr_dataset dataset = {0};
    tr_error error = {{0}};
    tr_set_options terms = {.weights = "own=0.25"};
    assert_int_equal(mkdir(ts_path("own"), 0777), 0);
    FILE *file = ts_create("own/stew.html");
    fputs("<p>Home</p><p>Peel the roots.</p><p>Share</p><p>Salt</p>", file);
    fclose(file);
    file = ts_create("own/stew.labels");
    fputs("-\tHome\n+\tPeel the roots.\n-\tShare\n+\tSalt\n", file);
    fclose(file);
    file = ts_create("own/note.txt");
    fputs("Home\nIt is late.\n", file);
    fclose(file);
    file = ts_create("own/note.labels");
    fputs("-\tHome\n+\tIt is late.\n", file);
    fclose(file);
    if (!tr_corpus_open(&corpus, ts_path("corpus"), NULL, &error) ||
        !tr_corpus_add_folder(&corpus, ts_path("own"), true, &error) || !tr_forms_add(&corpus, NULL, &error) ||
        !tr_set_terms_take(&corpus, &terms, &error) ||
        !tr_dataset_read(&dataset, &corpus, &(tr_reading){.format = DEHUSK_FORMAT_TEXT, .vectors = true, .threads = 1},
                         &error))
        fail_msg("%s", error.message);
    size_t *bases = tr_line_bases(&dataset);
    double *weights = tr_extract_weights(&dataset, bases), own = 0, other = 0;
    size_t found = 0;
    for (size_t i = 0; i < dataset.document_count; i++) {
        const tr_document *document = &dataset.documents[i];
        if (document->page->form != TR_FORM_CLEAN)
            continue;
        for (size_t at = bases[i]; at < bases[i + 1]; at++)
            *(document->page->labels_path != NULL ? &own : &other) += weights[at];
        if (document->page->labels_path == NULL)
            continue;
        found++;
        assert_string_equal(document->page->id, "stew");
        assert_int_equal(document->line_count, 2);
        assert_int_equal(document->gold, TR_GOLD_GOOD);
        assert_true(tr_is_content(document, 0) && tr_is_content(document, 1));
    }
    assert_int_equal(found, 1);
    for (size_t i = 0; i < dataset.document_count; i++) { /* the page cut down to what an extractor might leave */
        const tr_document *document = &dataset.documents[i];
        if (document->page->form != TR_FORM_CUT || document->page->labels_path == NULL)
            continue;
        found++;
        assert_string_equal(document->page->id, "stew");
        assert_int_equal(document->gold, TR_GOLD_GOOD);
        assert_int_equal(document->gold_token_count, 4);
        for (uint32_t line = 0; line < document->line_count; line++) {
            const char *text = document->lines.text + document->lines.lines[line].text;
            assert_int_equal(tr_is_content(document, line), text[0] == 'P' || strncmp(text, "Sa", 2) == 0);
        }
    }
    assert_int_equal(found, 2);
    /* One page of the group "und" at a quarter beside twenty of "en", each group by the square root of its size. */
    assert_true(fabs(own / other - 0.25 / sqrt(PAGES)) < 1e-6);
    free(weights);
    free(bases);
    tr_dataset_free(&dataset);
    tr_corpus_close(&corpus);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_blanked),           cmocka_unit_test(cut_texts_hold_all_content_and_some_more),
        cmocka_unit_test(forms_are_read_as_what_they_are), cmocka_unit_test(forms_share_their_pages_weight),
        cmocka_unit_test(faults_are_told_with_their_row),  cmocka_unit_test(logistic_regression_finds_the_curve),
        cmocka_unit_test(regimes_are_fitted_and_shipped),  cmocka_unit_test(own_pages_have_forms),
        cmocka_unit_test(same_texts_share_a_site),
    };
    return cmocka_run_group_tests(tests, make_corpus, ts_folder_remove);
}
