/* The public interface from bytes to labels: options, requests, limits, reuse, results. */
#include "dehusk.h"
#include "support/context_setup.h"
#include "support/counting_allocator.h"
#include "support/model_bytes.h"
#include "support/page_helper.h"
#include "unicode/utf8.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static dehusk_request request_for(dehusk_format format) {
    dehusk_request request;
    dehusk_request_init(&request);
    request.format = format;
    return request;
}

/* Classifies with `context`; the bytes are gone when this returns, as the interface allows. */
static const dehusk_page *classify_bytes(dehusk_context *context, const void *bytes, size_t length,
                                         const dehusk_request *request) {
    const dehusk_page *page = NULL;
    unsigned char *copy = malloc(length > 0 ? length : 1);
    assert_non_null(copy);
    if (length > 0)
        memcpy(copy, bytes, length);
    assert_int_equal(dehusk_classify(context, copy, length, request, &page), DEHUSK_OK);
    memset(copy, 0xDD, length);
    free(copy);
    assert_non_null(page);
    return page;
}

static const dehusk_page *classify(const char *source, const dehusk_request *request) {
    return classify_bytes(ts_context, source, strlen(source), request);
}

static void expect_line(const dehusk_page *page, size_t index, const char *text) {
    const dehusk_line *line = dehusk_page_line(page, index);
    assert_non_null(line);
    if (line->text_length != strlen(text) || memcmp(line->text, text, line->text_length) != 0)
        fail_msg("line %zu is \"%.*s\", not \"%s\"", index, (int)line->text_length, line->text, text);
}

/* A dump of a page made with a context of its own, to be freed. */
static char *fresh_dump(const char *source, size_t length, const dehusk_request *request) {
    dehusk_context *context;
    char *dump;
    assert_int_equal(dehusk_context_new(ts_model, NULL, &context), DEHUSK_OK);
    dump = ts_dump(classify_bytes(context, source, length, request));
    dehusk_context_free(context);
    return dump;
}

static const char article[] =
    "<!doctype html><title>A quiet harbour</title><nav><a href=a>Home</a><a href=b>News</a></nav><h1>A quiet "
    "harbour</h1>"
    "<p>In the early morning, before the boats come back, the harbour is so quiet that the ropes can be heard.</p>"
    "<p>By noon there is not a free place along the quay, and the gulls have taken over the fish market's roof.</p>"
    "<p hidden>Share</p><ul><li><a href=c>Contact</a></ul>";

/* -- Options and requests ------------------------------------------------------ */

static void options_have_their_defaults(void **state) {
    (void)state;
    dehusk_options options;
    dehusk_request request;
    memset(&options, 0xAB, sizeof options);
    memset(&request, 0xAB, sizeof request);
    dehusk_options_init(&options);
    dehusk_request_init(&request);
    assert_int_equal(options.size, sizeof options);
    assert_int_equal(options.max_bytes, 64 << 20);
    assert_int_equal(options.max_lines, 1000000);
    assert_int_equal(options.max_steps, 10000000);
    assert_int_equal(options.max_depth, 512);
    assert_int_equal(options.max_attribute_bytes, 64 << 10);
    assert_true(options.allocator.resize == NULL && options.allocator.release == NULL);
    assert_int_equal(request.size, sizeof request);
    assert_int_equal(request.format, DEHUSK_FORMAT_AUTO);
    assert_int_equal(request.favor, DEHUSK_FAVOR_BALANCED);
    assert_null(request.charset);
    assert_true(request.threshold < 0);
    dehusk_options_init(NULL);
    dehusk_request_init(NULL);
}

static void structures_of_other_sizes_are_understood(void **state) {
    (void)state;
    struct {
        dehusk_options options;
        unsigned char more[64];
    } newer_options;
    struct {
        dehusk_request request;
        unsigned char more[64];
    } newer_request;
    dehusk_context *context;
    const dehusk_page *page;
    memset(&newer_options, 0xFF, sizeof newer_options);
    dehusk_options_init(&newer_options.options);
    newer_options.options.size = sizeof newer_options;
    assert_int_equal(dehusk_context_new(ts_model, &newer_options.options, &context), DEHUSK_OK);
    memset(&newer_request, 0xFF, sizeof newer_request);
    dehusk_request_init(&newer_request.request);
    newer_request.request.size = sizeof newer_request;
    newer_request.request.format = DEHUSK_FORMAT_TEXT;
    assert_int_equal(dehusk_classify(context, "<p>x", 4, &newer_request.request, &page), DEHUSK_OK);
    expect_line(page, 0, "<p>x");
    dehusk_context_free(context);

    /* An older header ends before the fields that it does not know: they keep their defaults. */
    newer_options.options.size = offsetof(dehusk_options, max_depth);
    newer_options.options.max_depth = 0;
    newer_options.options.max_attribute_bytes = 0;
    newer_options.options.max_lines = 1;
    assert_int_equal(dehusk_context_new(ts_model, &newer_options.options, &context), DEHUSK_OK);
    newer_request.request.size = offsetof(dehusk_request, threshold);
    newer_request.request.threshold = 77;
    assert_int_equal(dehusk_classify(context, "a\nb", 3, &newer_request.request, &page), DEHUSK_OK);
    assert_int_equal(dehusk_page_line_count(page), 1);
    dehusk_context_free(context);
}

static void impossible_sizes_are_refused(void **state) {
    (void)state;
    static const size_t sizes[] = {0, 1, sizeof(size_t) - 1, 100000, SIZE_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        dehusk_options options;
        dehusk_request request;
        dehusk_context *context = (dehusk_context *)&options;
        const dehusk_page *page = (const dehusk_page *)&request;
        dehusk_options_init(&options);
        options.size = sizes[i];
        assert_int_equal(dehusk_context_new(ts_model, &options, &context), DEHUSK_BAD_ARGUMENT);
        assert_ptr_equal(context, &options); /* left alone */
        dehusk_request_init(&request);
        request.size = sizes[i];
        assert_int_equal(dehusk_classify(ts_context, "x", 1, &request, &page), DEHUSK_BAD_ARGUMENT);
        assert_ptr_equal(page, &request);
    }
}

static void options_out_of_range_are_refused(void **state) {
    (void)state;
    dehusk_options options;
    dehusk_context *context;
    dehusk_options_init(&options);
    options.max_depth = 0;
    assert_int_equal(dehusk_context_new(ts_model, &options, &context), DEHUSK_BAD_ARGUMENT);
    options.max_depth = 4097;
    assert_int_equal(dehusk_context_new(ts_model, &options, &context), DEHUSK_BAD_ARGUMENT);
    options.max_depth = 4096;
    assert_int_equal(dehusk_context_new(ts_model, &options, &context), DEHUSK_OK);
    dehusk_context_free(context);
    if (SIZE_MAX > UINT32_MAX) {
        options.max_bytes = (size_t)UINT32_MAX;
        assert_int_equal(dehusk_context_new(ts_model, &options, &context), DEHUSK_OK);
        dehusk_context_free(context);
        options.max_bytes++;
        assert_int_equal(dehusk_context_new(ts_model, &options, &context), DEHUSK_BAD_ARGUMENT);
    }
}

static void half_an_allocator_is_refused(void **state) {
    (void)state;
    ts_account account = {0};
    dehusk_options options;
    dehusk_context *context;
    dehusk_model *model;
    size_t length;
    unsigned char *file = ts_model_bytes((ts_model_plan){.html = true}, &length);
    dehusk_options_init(&options);
    options.allocator = ts_counting_allocator(&account);
    options.allocator.release = NULL;
    assert_int_equal(dehusk_context_new(ts_model, &options, &context), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_model_open_memory(file, length, &options.allocator, &model, NULL), DEHUSK_BAD_ARGUMENT);
    options.allocator = ts_counting_allocator(&account);
    options.allocator.resize = NULL;
    assert_int_equal(dehusk_context_new(ts_model, &options, &context), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(account.calls, 0);
    free(file);
}

static void bad_arguments_are_refused(void **state) {
    (void)state;
    const dehusk_page *page;
    dehusk_context *context;
    dehusk_request request = request_for((dehusk_format)3);
    assert_int_equal(dehusk_context_new(NULL, NULL, &context), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_context_new(ts_model, NULL, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_classify(NULL, "x", 1, NULL, &page), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_classify(ts_context, "x", 1, NULL, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_classify(ts_context, NULL, 1, NULL, &page), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_classify(ts_context, "x", 1, &request, &page), DEHUSK_BAD_ARGUMENT);
    request = request_for(DEHUSK_FORMAT_HTML);
    request.favor = (dehusk_favor)3;
    assert_int_equal(dehusk_classify(ts_context, "x", 1, &request, &page), DEHUSK_BAD_ARGUMENT);
    request.favor = DEHUSK_FAVOR_RECALL;
    request.threshold = 1.001;
    assert_int_equal(dehusk_classify(ts_context, "x", 1, &request, &page), DEHUSK_BAD_ARGUMENT);
    request.threshold = NAN;
    assert_int_equal(dehusk_classify(ts_context, "x", 1, &request, &page), DEHUSK_BAD_ARGUMENT);
    request.threshold = INFINITY;
    assert_int_equal(dehusk_classify(ts_context, "x", 1, &request, &page), DEHUSK_BAD_ARGUMENT);
    request.threshold = 1;
    assert_int_equal(dehusk_classify(ts_context, "x", 1, &request, &page), DEHUSK_OK);
    dehusk_context_free(NULL);
    dehusk_model_close(NULL);
}

static void input_beyond_any_page_is_refused(void **state) {
    (void)state;
    const dehusk_page *page;
    static const char byte = 'x';
    /* Nothing of it is read. */
    if (SIZE_MAX > UINT32_MAX)
        assert_int_equal(dehusk_classify(ts_context, &byte, (size_t)UINT32_MAX + 1, NULL, &page),
                         DEHUSK_INPUT_TOO_LARGE);
}

/* -- Results ---------------------------------------------------------------------- */

/* The second paragraph tells in hiding what the first one shows, with a word more; the third one is nowhere else. */
static void caller_says_what_becomes_of_hidden_lines(void **state) {
    (void)state;
    static const char half_hidden[] =
        "<!doctype html><title>A quiet harbour</title><nav><a href=a>Home</a><a href=b>News</a></nav>"
        "<p>In the early morning, before the boats come back, the harbour is so quiet that the ropes can be heard.</p>"
        "<p hidden>In the early morning, before the boats come back, the harbour is so quiet that the ropes are "
        "heard.</p>"
        "<p hidden>At night the lamp on the mole is lit by hand, as it has been since the old keeper came here.</p>"
        "<p>By noon there is not a free place along the quay, and the gulls have taken over the fish market's "
        "roof.</p>";
    static const char away[] =
        "<p>A long and quiet paragraph stands here, and says what can be seen by everybody who comes.</p>"
        "<p style='position:absolute;left:-9999px'>A second one cannot be seen by anybody.</p>";
    static const int labels[3][5] = {{0, 1, 0, 1, 1}, {0, 1, 1, 1, 1}, {0, 1, 0, 0, 1}};
    dehusk_request request;
    dehusk_request_init(&request);
    assert_int_equal(request.hidden, DEHUSK_HIDDEN_AUTO);
    for (int hidden = DEHUSK_HIDDEN_AUTO; hidden <= DEHUSK_HIDDEN_DROP; hidden++) {
        request.hidden = (dehusk_hidden)hidden;
        const dehusk_page *page = classify(half_hidden, &request);
        assert_int_equal(dehusk_page_line_count(page), 5);
        for (size_t i = 0; i < 5; i++)
            if ((int)dehusk_page_line(page, i)->label != labels[hidden][i])
                fail_msg("hidden %d: line %zu is labelled %d", hidden, i, (int)dehusk_page_line(page, i)->label);
    }
    /* Whatever the threshold. */
    request.threshold = 0;
    assert_int_equal(dehusk_page_line(classify(half_hidden, &request), 3)->label, DEHUSK_CHROME);
    request.hidden = DEHUSK_HIDDEN_DROP;
    assert_int_equal(dehusk_page_line(classify(away, &request), 0)->hidden, 0);
    assert_int_equal(dehusk_page_line(classify(away, &request), 1)->hidden, 1);
    assert_int_equal(dehusk_page_line(classify(away, &request), 1)->label, DEHUSK_CHROME);
    request.hidden = (dehusk_hidden)3;
    const dehusk_page *page;
    assert_int_equal(dehusk_classify(ts_context, "x", 1, &request, &page), DEHUSK_BAD_ARGUMENT);
}

static void answer_that_a_button_shows_stays(void **state) {
    static const char source[] =
        "<!doctype html><title>The ferry</title><h1>The ferry</h1>"
        "<p>In the early morning, before the boats come back, where does one buy a ticket for the ferry?</p>"
        "<div style='display:none'>You can buy a ticket at the quay, at the school and from the captain himself.</div>"
        "<p>By noon there is not a free place along the quay, and the gulls have taken over the roof.</p>"
        "<p>At night the lamp on the mole is lit by hand, as it was when the old keeper came here first.</p>";
    (void)state;
    const dehusk_page *page = classify(source, NULL);
    assert_int_equal(dehusk_page_line_count(page), 5);
    assert_int_equal(dehusk_page_line(page, 2)->label, DEHUSK_CONTENT);
}

/* What no browser shows goes from between two paragraphs, in whatever box. */
static void hidden_boxes_between_paragraphs_go(void **state) {
    static const char *const boxes[] = {"<p hidden>%s</p>", "<div hidden>%s</div>",
                                        "<div style='display:none'>%s</div>",
                                        "<section style='position:absolute;left:-9999px'><div>%s</div></section>"};
    static const char trap[] =
        "This trap for robots must not be seen by anyone who reads the page, so leave it out of it.";
    char box[300], source[1200];
    (void)state;
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
        snprintf(box, sizeof box, boxes[i], trap);
        snprintf(
            source, sizeof source,
            "<!doctype html><title>The harbour</title><h1>The harbour</h1>"
            "<p>In the early morning, before the boats come back, the harbour is so quiet that ropes can be heard.</p>"
            "%s<p>By noon there is not a free place along the quay, and the gulls have taken over the roof.</p>"
            "<p>At night the lamp on the mole is lit by hand, as it was when the old keeper came here first.</p>",
            box);
        const dehusk_page *page = classify(source, NULL);
        assert_int_equal(dehusk_page_line_count(page), 5);
        for (size_t k = 0; k < 5; k++)
            if ((dehusk_page_line(page, k)->label == DEHUSK_CONTENT) != (k != 2))
                fail_msg("box %zu: line %zu", i, k);
    }
}

/* A few words are content or none, and the verdict says the same, whatever is asked for. */
static void verdict_agrees_with_the_lines(void **state) {
    static const char *const texts[] = {
        "Log in",
        "The ferry is late.",
        "x = 1",
        "***",
        "Home | About | Contact",
        "Subscribe to our newsletter",
        "Buy milk.\nBuy eggs.\n",
        "int main(void) {\n    return 0;\n}\n",
        "\xE4\xBB\x8A\xE6\x97\xA5\xE3\x80\x82",
        "<p>The ferry is late.",
        "<h1>404</h1>",
        "<p>Please enable JavaScript.",
        "",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int way = 0; way < 8; way++) {
            dehusk_request request;
            size_t kept = 0;
            dehusk_request_init(&request);
            request.format = way % 2 == 0 ? DEHUSK_FORMAT_AUTO : DEHUSK_FORMAT_TEXT;
            request.text_kind = (dehusk_text_kind)(way / 2 % 3);
            request.favor = way < 6 ? DEHUSK_FAVOR_BALANCED : DEHUSK_FAVOR_RECALL;
            const dehusk_page *page = classify(texts[i], &request);
            const dehusk_summary *summary = dehusk_page_summary(page);
            for (size_t k = 0; k < dehusk_page_line_count(page); k++)
                kept += dehusk_page_line(page, k)->label == DEHUSK_CONTENT;
            if ((summary->verdict == DEHUSK_VERDICT_NONE) != (kept == 0) ||
                (kept > 0 && summary->verdict_probability < 0.5))
                fail_msg("text %zu, way %d: verdict %s, %zu lines kept", i, way, dehusk_verdict_name(summary->verdict),
                         kept);
        }
}

static void article_is_told_from_its_menu(void **state) {
    (void)state;
    const dehusk_page *page = classify(article, NULL);
    const dehusk_summary *summary = dehusk_page_summary(page);
    assert_int_equal(dehusk_page_line_count(page), 6);
    expect_line(page, 0, "HomeNews");
    expect_line(page, 1, "A quiet harbour");
    assert_int_equal(dehusk_page_line(page, 0)->label, DEHUSK_CHROME);
    assert_int_equal(dehusk_page_line(page, 2)->label, DEHUSK_CONTENT);
    assert_int_equal(dehusk_page_line(page, 3)->label, DEHUSK_CONTENT);
    assert_int_equal(dehusk_page_line(page, 5)->label, DEHUSK_CHROME);
    assert_int_equal(dehusk_page_line(page, 1)->kind, DEHUSK_KIND_HEADING);
    assert_int_equal(dehusk_page_line(page, 1)->heading_level, 1);
    assert_int_equal(dehusk_page_line(page, 2)->heading_level, 0);
    assert_int_equal(dehusk_page_line(page, 4)->hidden, 1);
    assert_int_equal(dehusk_page_line(page, 5)->hidden, 0);
    assert_int_equal(summary->format, DEHUSK_FORMAT_HTML);
    assert_string_equal(summary->charset, "utf-8");
    assert_int_equal(summary->truncated, 0);
    assert_int_equal(summary->malformed, 0);
    assert_int_equal(summary->title_length, 15);
    assert_memory_equal(summary->title, "A quiet harbour", 15);
    assert_true(summary->removed > 0 && summary->removed < 0.5);
    assert_true(summary->verdict_probability > 0.5);
    assert_int_equal(summary->verdict, DEHUSK_VERDICT_ARTICLE);
}

static void lines_point_into_the_input(void **state) {
    (void)state;
    const dehusk_page *page = classify(article, NULL);
    size_t before = 0;
    for (size_t i = 1; i < dehusk_page_line_count(page); i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        assert_true(before <= line->begin && line->begin < line->end && line->end < sizeof article);
        assert_int_equal(line->end - line->begin, line->text_length);
        assert_memory_equal(article + line->begin, line->text, line->text_length);
        before = line->end;
    }
}

static void numbers_are_fractions_of_powers_of_two(void **state) {
    (void)state;
    char *source = ts_make_html(5, 60);
    const dehusk_page *page = classify(source, NULL);
    for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        assert_true(line->probability >= 0 && line->probability <= 1);
        assert_true(line->probability * 65536 == floor(line->probability * 65536));
        assert_true(line->score * 16777216 == floor(line->score * 16777216));
    }
    free(source);
}

static void empty_page_has_no_lines(void **state) {
    (void)state;
    static const dehusk_format formats[] = {DEHUSK_FORMAT_AUTO, DEHUSK_FORMAT_HTML, DEHUSK_FORMAT_TEXT};
    for (size_t i = 0; i < 3; i++) {
        dehusk_request request = request_for(formats[i]);
        const dehusk_page *page = NULL;
        const dehusk_summary *summary;
        dehusk_script_share share;
        assert_int_equal(dehusk_classify(ts_context, NULL, 0, &request, &page), DEHUSK_OK);
        summary = dehusk_page_summary(page);
        assert_int_equal(dehusk_page_line_count(page), 0);
        assert_null(dehusk_page_line(page, 0));
        assert_int_equal(summary->verdict, DEHUSK_VERDICT_NONE);
        assert_true(summary->removed == 0);
        assert_null(summary->title);
        assert_non_null(summary->charset);
        assert_non_null(summary->charset_source);
        assert_int_equal(dehusk_page_scripts(page, &share, 1), 0);
    }
}

static void accessors_stand_nonsense(void **state) {
    (void)state;
    const dehusk_page *page = classify("<p>one<p>two", NULL);
    assert_int_equal(dehusk_page_line_count(NULL), 0);
    assert_null(dehusk_page_line(NULL, 0));
    assert_null(dehusk_page_line(page, 2));
    assert_null(dehusk_page_line(page, SIZE_MAX));
    assert_non_null(dehusk_page_line(page, 1));
    assert_null(dehusk_page_summary(NULL));
    assert_int_equal(dehusk_page_scripts(NULL, NULL, 0), 0);
    assert_null(dehusk_page_summary(page)->title);
    assert_int_equal(dehusk_page_summary(page)->title_length, 0);
}

static void names_of_unknown_values(void **state) {
    (void)state;
    assert_string_equal(dehusk_kind_name(DEHUSK_KIND_LIST_ITEM), "list-item");
    assert_string_equal(dehusk_kind_name((dehusk_kind)99), "other");
    assert_string_equal(dehusk_verdict_name(DEHUSK_VERDICT_ARTICLE), "article");
    assert_string_equal(dehusk_verdict_name((dehusk_verdict)99), "none");
    assert_string_equal(dehusk_status_name(DEHUSK_OUT_OF_MEMORY), "OUT_OF_MEMORY");
    assert_string_equal(dehusk_status_message(DEHUSK_OK), "success");
    assert_string_equal(dehusk_status_name((dehusk_status)99), "UNKNOWN");
    assert_string_equal(dehusk_status_message((dehusk_status)99), "unknown status");
}

static void versions_are_those_of_the_header(void **state) {
    (void)state;
    char version[40];
    snprintf(version, sizeof version, "%d.%d.%d", DEHUSK_VERSION_MAJOR, DEHUSK_VERSION_MINOR, DEHUSK_VERSION_PATCH);
    assert_string_equal(dehusk_version(), version);
    assert_true(strtod(dehusk_unicode_version(), NULL) >= 14);
}

static void model_tells_of_itself(void **state) {
    (void)state;
    assert_string_equal(dehusk_model_info(ts_model, "name"), "made up");
    assert_null(dehusk_model_info(ts_model, "nam"));
    assert_null(dehusk_model_info(ts_model, ""));
    assert_null(dehusk_model_info(ts_model, NULL));
    assert_null(dehusk_model_info(NULL, "name"));
}

static void scripts_are_listed_by_share(void **state) {
    (void)state;
    const dehusk_page *page = classify("Привет мир abc\nещё", NULL);
    dehusk_script_share shares[4];
    memset(shares, 0xAB, sizeof shares);
    assert_int_equal(dehusk_page_scripts(page, NULL, 0), 2);
    assert_int_equal(dehusk_page_scripts(page, shares, 1), 2);
    assert_string_equal(shares[0].script, "Cyrl");
    assert_true(shares[0].share == 12.0 / 15.0);
    assert_int_equal((unsigned char)shares[1].script[0], 0xAB);
    assert_int_equal(dehusk_page_scripts(page, shares, 4), 2);
    assert_string_equal(shares[1].script, "Latn");
    assert_true(shares[0].share + shares[1].share == 1);
    assert_int_equal(dehusk_page_scripts(classify("12 — 34", NULL), shares, 4), 0);
}

/* -- What is asked for ----------------------------------------------------------- */

static void format_is_taken_or_found(void **state) {
    (void)state;
    dehusk_request text = request_for(DEHUSK_FORMAT_TEXT);
    dehusk_request html = request_for(DEHUSK_FORMAT_HTML);
    expect_line(classify("<p>a &amp; b", NULL), 0, "a & b");
    expect_line(classify("<p>a &amp; b", &text), 0, "<p>a &amp; b");
    expect_line(classify("a &amp;\nb", NULL), 0, "a &amp;");
    expect_line(classify("a &amp;\nb", &html), 0, "a & b");
    assert_int_equal(dehusk_page_summary(classify("a\nb", NULL))->format, DEHUSK_FORMAT_TEXT);
}

static void threshold_and_label_agree(void **state) {
    (void)state;
    char *source = ts_make_html(8, 80);
    for (int step = 0; step <= 10; step++) {
        dehusk_request request = request_for(DEHUSK_FORMAT_HTML);
        const dehusk_page *page;
        request.threshold = step / 10.0;
        request.keep = DEHUSK_KEEP_ALL;
        page = classify(source, &request);
        for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
            const dehusk_line *line = dehusk_page_line(page, i);
            if (line->role == DEHUSK_ROLE_TITLE)
                assert_int_equal(line->label, DEHUSK_CONTENT); /* however unlikely */
            else
                assert_int_equal(line->label == DEHUSK_CONTENT, line->probability >= request.threshold);
        }
        if (step == 0)
            assert_true(dehusk_page_summary(page)->removed == 0);
    }
    free(source);
}

static void favor_moves_labels_only(void **state) {
    (void)state;
    char *source = ts_make_html(9, 80);
    size_t kept[3];
    for (int favor = 0; favor < 3; favor++) {
        dehusk_request request = request_for(DEHUSK_FORMAT_AUTO);
        const dehusk_page *page;
        request.favor = (dehusk_favor)favor;
        page = classify(source, &request);
        kept[favor] = 0;
        for (size_t i = 0; i < dehusk_page_line_count(page); i++)
            kept[favor] += dehusk_page_line(page, i)->label == DEHUSK_CONTENT;
    }
    assert_true(kept[DEHUSK_FAVOR_PRECISION] <= kept[DEHUSK_FAVOR_BALANCED]);
    assert_true(kept[DEHUSK_FAVOR_BALANCED] <= kept[DEHUSK_FAVOR_RECALL]);
    assert_true(kept[DEHUSK_FAVOR_PRECISION] < kept[DEHUSK_FAVOR_RECALL]);
    free(source);
}

/* Whatever was decided before, what is decided anew is what a classification says. */
static void relabelling_says_what_classifying_says(void **state) {
    (void)state;
    static const double thresholds[] = {-1, 0, 0.03, 0.5, 0.97, 1};
    static const unsigned kept[] = {0, DEHUSK_KEEP_TITLE, DEHUSK_KEEP_ALL};
    enum { THRESHOLDS = sizeof thresholds / sizeof *thresholds, KINDS = 3 };
    for (unsigned round = 0; round < 2 * THRESHOLDS * KINDS * KINDS; round++) {
        dehusk_request first = request_for(round % 2 == 0 ? DEHUSK_FORMAT_HTML : DEHUSK_FORMAT_TEXT);
        dehusk_request second = first;
        char *source = round % 2 == 0 ? ts_make_html(round, 60) : ts_make_text(round, 60);
        const dehusk_page *page = classify(source, &first);
        char *found, *expected;
        second.threshold = thresholds[round / 2 % THRESHOLDS];
        second.favor = (dehusk_favor)(round / 2 / THRESHOLDS % KINDS);
        second.hidden = (dehusk_hidden)(round / 2 / THRESHOLDS / KINDS);
        second.keep = kept[round % KINDS];
        second.charset = "nonsense"; /* is not looked at */
        assert_int_equal(dehusk_relabel(ts_context, &second), DEHUSK_OK);
        found = ts_dump(page);
        second.charset = NULL;
        expected = fresh_dump(source, strlen(source), &second);
        assert_string_equal(found, expected);
        free(found);
        assert_int_equal(dehusk_relabel(ts_context, &first), DEHUSK_OK);
        found = ts_dump(page);
        free(expected);
        expected = fresh_dump(source, strlen(source), &first);
        assert_string_equal(found, expected);
        free(found);
        free(expected);
        free(source);
    }
}

static void relabelling_needs_a_page(void **state) {
    (void)state;
    dehusk_request request = request_for(DEHUSK_FORMAT_AUTO);
    dehusk_context *fresh;
    const dehusk_page *page;
    assert_int_equal(dehusk_context_new(ts_model, NULL, &fresh), DEHUSK_OK);
    assert_int_equal(dehusk_relabel(NULL, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_relabel(fresh, NULL), DEHUSK_BAD_ARGUMENT);
    page = classify_bytes(fresh, "%PDF-1.4 \x01", 10, NULL);
    assert_int_equal(dehusk_relabel(fresh, NULL), DEHUSK_OK); /* no lines */
    assert_int_equal(dehusk_page_summary(page)->verdict, DEHUSK_VERDICT_NOT_A_PAGE);
    (void)classify_bytes(fresh, "", 0, NULL);
    assert_int_equal(dehusk_relabel(fresh, NULL), DEHUSK_OK);
    request.threshold = 2;
    assert_int_equal(dehusk_relabel(fresh, &request), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_begin(fresh, NULL), DEHUSK_OK);
    assert_int_equal(dehusk_relabel(fresh, NULL), DEHUSK_BAD_ARGUMENT);
    dehusk_context_free(fresh);
}

/* What the caller decides of a line holds for what is rendered, and until the page is labelled again. */
static void callers_may_label_lines(void **state) {
    (void)state;
    static const struct {
        dehusk_format format;
        const char *source, *rendered;
    } cases[] = {
        {DEHUSK_FORMAT_HTML, "<p>one<p>two<p>three", "one\n\nthree\n"},
        {DEHUSK_FORMAT_TEXT, "```\none\ntwo\nthree\n```", "```\none\nthree\n```\n"}, /* rows that are judged together */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dehusk_request request = request_for(cases[i].format);
        size_t row = i == 0 ? 1 : 2, length;
        const char *text;
        request.threshold = 0;
        request.markup = 1;
        const dehusk_page *page = classify(cases[i].source, &request);
        assert_int_equal(dehusk_set_label(ts_context, row, DEHUSK_CHROME), DEHUSK_OK);
        assert_int_equal(dehusk_page_line(page, row)->label, DEHUSK_CHROME);
        assert_int_equal(dehusk_render(ts_context, NULL, &text, &length), DEHUSK_OK);
        assert_int_equal(length, strlen(cases[i].rendered));
        assert_memory_equal(text, cases[i].rendered, length);
        assert_int_equal(dehusk_set_label(ts_context, dehusk_page_line_count(page), DEHUSK_CHROME),
                         DEHUSK_BAD_ARGUMENT);
        for (size_t k = 0; k < dehusk_page_line_count(page); k++)
            assert_int_equal(dehusk_set_label(ts_context, k, DEHUSK_CHROME), DEHUSK_OK);
        dehusk_rendering html;
        dehusk_rendering_init(&html);
        html.form = DEHUSK_FORM_HTML;
        assert_int_equal(dehusk_render(ts_context, &html, &text, &length), DEHUSK_OK);
        assert_int_equal(length, 0);
        assert_int_equal(dehusk_set_label(ts_context, 0, (dehusk_label)2), DEHUSK_BAD_ARGUMENT);
        assert_int_equal(dehusk_relabel(ts_context, &request), DEHUSK_OK);
        assert_int_equal(dehusk_page_line(page, row)->label, DEHUSK_CONTENT);
    }
    assert_int_equal(dehusk_set_label(NULL, 0, DEHUSK_CHROME), DEHUSK_BAD_ARGUMENT);
}

static void transport_names_the_charset(void **state) {
    (void)state;
    dehusk_request request = request_for(DEHUSK_FORMAT_HTML);
    const dehusk_page *page;
    request.charset = " Windows-1251 ";
    page = classify("<p>\xCF\xF0\xE8\xE2\xE5\xF2<p>\xEC\xE8\xF0", &request);
    expect_line(page, 0, "Привет");
    expect_line(page, 1, "мир");
    assert_string_equal(dehusk_page_summary(page)->charset, "windows-1251");
    assert_string_equal(dehusk_page_summary(page)->charset_source, "transport");
    /* Ranges are of the input as it was given. */
    assert_int_equal(dehusk_page_line(page, 0)->begin, 3);
    assert_int_equal(dehusk_page_line(page, 0)->end, 9);
    assert_int_equal(dehusk_page_line(page, 1)->begin, 12);
    assert_int_equal(dehusk_page_line(page, 1)->end, 15);
}

static void utf16_comes_out_right(void **state) {
    (void)state;
    static const char source[] = "\xFF\xFE<\0p\0>\0a\0\x2D\x4E<\0p\0>\0b\0";
    const dehusk_page *page = classify_bytes(ts_context, source, sizeof source - 1, NULL);
    expect_line(page, 0, "a中");
    expect_line(page, 1, "b");
    assert_string_equal(dehusk_page_summary(page)->charset, "utf-16le");
    assert_string_equal(dehusk_page_summary(page)->charset_source, "bom");
    assert_int_equal(dehusk_page_line(page, 0)->begin, 8);
    assert_int_equal(dehusk_page_line(page, 0)->end, 12);
}

static void unknown_charset_is_an_error_only_in_the_request(void **state) {
    (void)state;
    dehusk_request request = request_for(DEHUSK_FORMAT_HTML);
    const dehusk_page *page;
    request.charset = "no-such-charset";
    assert_int_equal(dehusk_classify(ts_context, "<p>x", 4, &request, &page), DEHUSK_UNKNOWN_CHARSET);
    request.charset = "";
    assert_int_equal(dehusk_classify(ts_context, "<p>x", 4, &request, &page), DEHUSK_UNKNOWN_CHARSET);
    expect_line(classify("<meta charset=no-such-charset><p>x", NULL), 0, "x");
}

static void malformed_bytes_are_counted(void **state) {
    (void)state;
    dehusk_request request = request_for(DEHUSK_FORMAT_TEXT);
    request.charset = "utf-8";
    const dehusk_page *page = classify("здесь довольно много текста в порядке \xFF и вот он конец строки", &request);
    assert_int_equal(dehusk_page_summary(page)->malformed, 1);
    assert_int_equal(dehusk_page_line_count(page), 1);
}

static void rows_of_wrapped_text_share_their_label(void **state) {
    (void)state;
    static const char source[] = "The ferry left the northern pier a little after nine and turned its bow\n"
                                 "towards the open sound, where the fog lay so thick upon the water that\n"
                                 "nobody aboard could tell the grey of the sea from the grey of the sky,\n"
                                 "and the horn was all that could be heard of the boats that came along.\n"
                                 "It was to be the last.\n\nHome\n";
    const dehusk_page *page = classify(source, NULL);
    const dehusk_line *first = dehusk_page_line(page, 0);
    assert_int_equal(dehusk_page_line_count(page), 6);
    expect_line(page, 4, "It was to be the last.");
    assert_int_equal(first->label, DEHUSK_CONTENT);
    for (size_t i = 1; i < 5; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        assert_int_equal(line->label, first->label);
        assert_true(line->probability == first->probability && line->score == first->score);
        assert_true(line->begin > dehusk_page_line(page, i - 1)->end);
    }
    assert_true(dehusk_page_line(page, 5)->score != first->score);
}

/* -- Rows ----------------------------------------------------------------------------- */

static void breaks_make_a_text_what_it_was(void **state) {
    (void)state;
    static const char text[] = "one\n\n\n two\nthree\n\n\nfour\n";
    static const char html[] = "<p>one<p>two<p>three";
    dehusk_context *context;
    dehusk_source_line lines[2];
    const dehusk_page *page;
    assert_int_equal(dehusk_context_new(ts_model, NULL, &context), DEHUSK_OK);
    page = classify_bytes(context, text, strlen(text), NULL);
    assert_int_equal(dehusk_page_summary(page)->rows, 8);
    assert_int_equal(dehusk_page_line(page, 1)->row, 3);
    assert_int_equal(dehusk_page_line(page, 1)->text_length, 4);
    assert_int_equal(dehusk_page_line(page, 3)->row, 7);
    assert_int_equal(dehusk_page_line_ends(page, 0, 1), 3);
    assert_int_equal(dehusk_page_line_ends(page, 1, 2), 1);
    assert_int_equal(dehusk_page_line_ends(page, 0, 2), 2);
    assert_int_equal(dehusk_page_line_ends(page, 1, 3), 2);
    assert_int_equal(dehusk_page_line_ends(page, 3, 4), 1);
    assert_int_equal(dehusk_page_line_ends(page, 2, 1), 1);
    assert_int_equal(dehusk_page_line_ends(NULL, 0, 1), 1);
    page = classify_bytes(context, html, strlen(html), NULL);
    assert_int_equal(dehusk_page_summary(page)->rows, 0);
    assert_int_equal(dehusk_page_line(page, 2)->row, 2);
    assert_int_equal(dehusk_page_line_ends(page, 0, 2), 1);
    for (size_t i = 0; i < 2; i++) {
        dehusk_source_line_init(&lines[i]);
        lines[i].text = "one";
        lines[i].text_length = 3;
    }
    assert_int_equal(dehusk_classify_lines(context, lines, 2, NULL, &page), DEHUSK_OK);
    assert_int_equal(dehusk_page_line(page, 1)->row, 1);
    assert_int_equal(dehusk_page_line_ends(page, 0, 1), 1);
    dehusk_context_free(context);
}

/* -- Limits --------------------------------------------------------------------------- */

static unsigned truncated_with(const dehusk_options *options, const char *source, size_t *lines) {
    dehusk_context *context;
    const dehusk_page *page;
    unsigned truncated;
    assert_int_equal(dehusk_context_new(ts_model, options, &context), DEHUSK_OK);
    page = classify_bytes(context, source, strlen(source), NULL);
    truncated = dehusk_page_summary(page)->truncated;
    *lines = dehusk_page_line_count(page);
    for (size_t i = 0; i < *lines; i++)
        assert_true(dehusk_page_line(page, i)->end <= options->max_bytes);
    dehusk_context_free(context);
    return truncated;
}

static void each_limit_has_its_flag(void **state) {
    (void)state;
    static const char html[] = "<div class='a long attribute value'><div><div><p>one<p>two<p>three";
    static const char text[] = "one\ntwo\nthree\nfour";
    dehusk_options options;
    size_t lines;
    dehusk_options_init(&options);
    assert_int_equal(truncated_with(&options, html, &lines), 0);
    assert_int_equal(lines, 3);
    options.max_bytes = strlen(html) - 8; /* "<p>three" */
    assert_int_equal(truncated_with(&options, html, &lines), DEHUSK_TRUNCATED_BYTES);
    assert_int_equal(lines, 2);
    options.max_bytes = 8;
    assert_int_equal(truncated_with(&options, text, &lines), DEHUSK_TRUNCATED_BYTES);
    assert_int_equal(lines, 2);
    options.max_bytes = strlen(html);
    assert_int_equal(truncated_with(&options, html, &lines), 0);
    dehusk_options_init(&options);
    options.max_lines = 2;
    assert_int_equal(truncated_with(&options, html, &lines), DEHUSK_TRUNCATED_LINES);
    assert_int_equal(lines, 2);
    assert_int_equal(truncated_with(&options, text, &lines), DEHUSK_TRUNCATED_LINES);
    assert_int_equal(lines, 2);
    options.max_lines = 3;
    assert_int_equal(truncated_with(&options, html, &lines), 0);
    options.max_lines = 4;
    assert_int_equal(truncated_with(&options, text, &lines), 0);
    dehusk_options_init(&options);
    options.max_depth = 3;
    assert_int_equal(truncated_with(&options, html, &lines), DEHUSK_TRUNCATED_DEPTH);
    assert_int_equal(lines, 3);
    dehusk_options_init(&options);
    options.max_attribute_bytes = 10;
    assert_int_equal(truncated_with(&options, html, &lines), DEHUSK_TRUNCATED_ATTRIBUTE);
    assert_int_equal(lines, 3);
    dehusk_options_init(&options);
    options.max_steps = 3;
    assert_int_equal(truncated_with(&options, "<p>one<p>two<p>three", &lines), DEHUSK_TRUNCATED_STEPS);
    assert_int_equal(lines, 1); /* "<p>", "one", "<p>" */
    options.max_steps = 6;
    assert_int_equal(truncated_with(&options, "<p>one<p>two<p>three", &lines), 0);
    assert_int_equal(lines, 3);
    options.max_steps = 4;
    assert_int_equal(truncated_with(&options, "<p>one<svg><g><g><g></svg>two", &lines), DEHUSK_TRUNCATED_STEPS);
    assert_int_equal(lines, 1); /* "two" stands behind the limit */
    assert_int_equal(truncated_with(&options, "one\ntwo\n\nthree\n", &lines), 0);
    assert_int_equal(lines, 3);
    options.max_steps = 3; /* the empty row is one of four */
    assert_int_equal(truncated_with(&options, "one\ntwo\n\nthree\n", &lines), DEHUSK_TRUNCATED_STEPS);
    assert_int_equal(lines, 2);
    options.max_steps = 0;
    assert_int_equal(truncated_with(&options, "one\n", &lines), DEHUSK_TRUNCATED_STEPS);
    assert_int_equal(lines, 0);
    assert_int_equal(truncated_with(&options, "<!-- -->", &lines), DEHUSK_TRUNCATED_STEPS);
    assert_int_equal(lines, 0);
    dehusk_options_init(&options);
    options.max_lines = 0;
    options.max_bytes = 20;
    options.max_attribute_bytes = 0;
    (void)truncated_with(&options, html, &lines);
    assert_int_equal(lines, 0);
}

/* -- Reuse ------------------------------------------------------------------------------ */

static void used_context_gives_what_a_fresh_one_gives(void **state) {
    (void)state;
    static const char russian[] = "<meta charset=koi8-r><p>\xF0\xD2\xC9\xD7\xC5\xD4, \xCD\xC9\xD2! <b>\xFF</b>";
    dehusk_context *used;
    assert_int_equal(dehusk_context_new(ts_model, NULL, &used), DEHUSK_OK);
    for (unsigned round = 0; round < 40; round++) {
        dehusk_request request = request_for(DEHUSK_FORMAT_AUTO);
        size_t lines = round % 3 == 0 ? 150 : round % 7;
        char *source = round % 4 == 3   ? ts_make_text(round, lines)
                       : round % 5 == 4 ? memcpy(calloc(1, sizeof russian), russian, sizeof russian)
                                        : ts_make_html(round, lines);
        char *expected, *found;
        request.favor = (dehusk_favor)(round % 3);
        if (round % 6 == 5)
            request.threshold = 0.4;
        expected = fresh_dump(source, strlen(source), &request);
        found = ts_dump(classify_bytes(used, source, strlen(source), &request));
        assert_string_equal(found, expected);
        free(found);
        free(expected);
        free(source);
        if (round % 8 == 7) { /* errors leave no trace either */
            const dehusk_page *page;
            request.charset = "nonsense";
            assert_int_equal(dehusk_classify(used, "x", 1, &request, &page), DEHUSK_UNKNOWN_CHARSET);
            assert_int_equal(dehusk_classify(used, NULL, 1, NULL, &page), DEHUSK_BAD_ARGUMENT);
        }
    }
    dehusk_context_free(used);
}

static void the_hash_key_decides_nothing(void **state) {
    static const dehusk_format formats[2] = {DEHUSK_FORMAT_HTML, DEHUSK_FORMAT_TEXT};
    (void)state;
    for (unsigned round = 0; round < 16; round++) {
        dehusk_request request = request_for(formats[round % 2]);
        char *source = round % 2 == 0 ? ts_make_html(round, 300) : ts_make_text(round, 300);
        char *expected = fresh_dump(source, strlen(source), &request);
        dehusk_options options;
        dehusk_context *context;
        dehusk_options_init(&options);
        memset(options.hash_key, (int)round, sizeof options.hash_key);
        options.hash_key[round] = 0xA5;
        assert_int_equal(dehusk_context_new(ts_model, &options, &context), DEHUSK_OK);
        char *found = ts_dump(classify_bytes(context, source, strlen(source), &request));
        assert_string_equal(found, expected);
        dehusk_context_free(context);
        free(found);
        free(expected);
        free(source);
    }
}

static void warm_context_allocates_nothing(void **state) {
    (void)state;
    static const dehusk_format formats[2] = {DEHUSK_FORMAT_HTML, DEHUSK_FORMAT_TEXT};
    for (size_t f = 0; f < 2; f++) {
        ts_account account = {0};
        dehusk_options options;
        dehusk_context *context;
        dehusk_request request = request_for(formats[f]);
        char *large = f == 0 ? ts_make_html(1, 300) : ts_make_text(1, 300);
        char *small = f == 0 ? ts_make_html(2, 10) : ts_make_text(2, 10);
        size_t calls;
        dehusk_options_init(&options);
        options.allocator = ts_counting_allocator(&account);
        assert_int_equal(dehusk_context_new(ts_model, &options, &context), DEHUSK_OK);
        (void)classify_bytes(context, large, strlen(large), &request);
        calls = account.calls;
        for (int round = 0; round < 3; round++) {
            (void)classify_bytes(context, small, strlen(small), &request);
            (void)classify_bytes(context, large, strlen(large), &request);
        }
        assert_int_equal(account.calls, calls);
        dehusk_context_free(context);
        assert_int_equal(account.bytes, 0);
        assert_int_equal(account.blocks, 0);
        free(large);
        free(small);
    }
}

static void memory_does_not_grow_page_by_page(void **state) {
    (void)state;
    ts_account account = {0};
    dehusk_options options;
    dehusk_context *context;
    size_t bytes = 0;
    dehusk_options_init(&options);
    options.allocator = ts_counting_allocator(&account);
    assert_int_equal(dehusk_context_new(ts_model, &options, &context), DEHUSK_OK);
    for (int round = 0; round < 20; round++) {
        char *html = ts_make_html(3, 100);
        char *text = ts_make_text(3, 100);
        (void)classify_bytes(context, html, strlen(html), NULL);
        (void)classify_bytes(context, text, strlen(text), NULL);
        free(html);
        free(text);
        if (round == 0)
            bytes = account.bytes;
    }
    assert_int_equal(account.bytes, bytes);
    dehusk_context_free(context);
}

static void model_without_a_mode_says_so(void **state) {
    (void)state;
    dehusk_model *model = ts_model_open_plan((ts_model_plan){.html = true});
    dehusk_context *context;
    const dehusk_page *page;
    dehusk_reason reason;
    size_t count;
    assert_int_equal(dehusk_context_new(model, NULL, &context), DEHUSK_OK);
    assert_int_equal(dehusk_classify(context, "<p>x", 4, NULL, &page), DEHUSK_OK);
    assert_int_equal(dehusk_classify(context, "x", 1, NULL, &page), DEHUSK_MODEL_NO_MODE);
    assert_int_equal(dehusk_explain(context, 0, &reason, 1, &count), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_classify(context, "<p>x", 4, NULL, &page), DEHUSK_OK);
    expect_line(page, 0, "x");
    dehusk_context_free(context);
    dehusk_model_close(model);
}

static void contexts_share_a_model(void **state) {
    (void)state;
    dehusk_context *other;
    char *expected = fresh_dump(article, strlen(article), NULL);
    char *found;
    const dehusk_page *page;
    assert_int_equal(dehusk_context_new(ts_model, NULL, &other), DEHUSK_OK);
    page = classify(article, NULL);
    (void)classify_bytes(other, "something else", 14, NULL);
    found = ts_dump(page); /* the first context's page is still there */
    assert_string_equal(found, expected);
    free(found);
    free(expected);
    dehusk_context_free(other);
}

static void errno_is_left_alone(void **state) {
    (void)state;
    dehusk_request request = request_for(DEHUSK_FORMAT_HTML);
    dehusk_model *model;
    dehusk_context *context;
    errno = EDOM;
    assert_int_equal(dehusk_context_new(ts_model, NULL, &context), DEHUSK_OK);
    (void)classify_bytes(context, article, strlen(article), NULL);
    request.charset = dehusk_charset_supported("shift_jis") ? "shift_jis" : "koi8-r";
    (void)classify_bytes(context, "<p>\x93\x8C", 5, &request);
    assert_int_equal(dehusk_model_open_file("no/such/file", NULL, &model, NULL), DEHUSK_IO);
    dehusk_context_free(context);
    assert_int_equal(errno, EDOM);
}

/* -- Anything at all ------------------------------------------------------------------- */

static void any_bytes_keep_the_promises(void **state) {
    (void)state;
    static const char *const bits[] = {"<p>",
                                       "</p>",
                                       "<a href=x>",
                                       "</a>",
                                       "<table><tr><td>",
                                       "\n",
                                       " ",
                                       "&#12354;",
                                       "text",
                                       "\xFF\xFE",
                                       "\xE4\xB8",
                                       "\xB8\xAD",
                                       "\x81\x40",
                                       "\x1B$B",
                                       "\0",
                                       "<script>",
                                       "</script>",
                                       "<meta charset=shift_jis>",
                                       "<meta charset=big5>",
                                       "中文",
                                       "\xC2\xA0"};
    static const char *const charsets[] = {NULL,       "utf-8",       "shift_jis",   "gb18030",
                                           "utf-16be", "iso-2022-jp", "windows-1252"};
    uint64_t random = 21;
    for (int round = 0; round < 1500; round++) {
        char source[600];
        size_t at = 0;
        uint32_t count = ts_random(&random, 60);
        dehusk_request request = request_for((dehusk_format)ts_random(&random, 3));
        const dehusk_page *page;
        size_t before = 0;
        for (uint32_t i = 0; i < count; i++) {
            const char *bit = bits[ts_random(&random, sizeof bits / sizeof *bits)];
            size_t length = *bit == '\0' ? 1 : strlen(bit);
            if (at + length > sizeof source)
                break;
            memcpy(source + at, bit, length);
            at += length;
        }
        request.charset = charsets[ts_random(&random, sizeof charsets / sizeof *charsets)];
        if (!dehusk_charset_supported("gbk") &&
            dehusk_classify(ts_context, source, at, &request, &page) == DEHUSK_UNSUPPORTED_CHARSET)
            continue; /* a build without ICU */
        page = classify_bytes(ts_context, source, at, &request);
        for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
            const dehusk_line *line = dehusk_page_line(page, i);
            assert_true(before <= line->begin && line->begin < line->end && line->end <= at);
            assert_true(line->text_length > 0);
            before = line->end;
            for (size_t k = 0; k < line->text_length;) {
                uint32_t width;
                assert_int_not_equal(dhk_utf8_decode((const unsigned char *)line->text + k,
                                                     (const unsigned char *)line->text + line->text_length, &width),
                                     DHK_MALFORMED);
                k += width;
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_have_their_defaults),
        cmocka_unit_test(structures_of_other_sizes_are_understood),
        cmocka_unit_test(impossible_sizes_are_refused),
        cmocka_unit_test(options_out_of_range_are_refused),
        cmocka_unit_test(half_an_allocator_is_refused),
        cmocka_unit_test(bad_arguments_are_refused),
        cmocka_unit_test(input_beyond_any_page_is_refused),
        cmocka_unit_test(verdict_agrees_with_the_lines),
        cmocka_unit_test(article_is_told_from_its_menu),
        cmocka_unit_test(caller_says_what_becomes_of_hidden_lines),
        cmocka_unit_test(hidden_boxes_between_paragraphs_go),
        cmocka_unit_test(answer_that_a_button_shows_stays),
        cmocka_unit_test(lines_point_into_the_input),
        cmocka_unit_test(numbers_are_fractions_of_powers_of_two),
        cmocka_unit_test(empty_page_has_no_lines),
        cmocka_unit_test(accessors_stand_nonsense),
        cmocka_unit_test(names_of_unknown_values),
        cmocka_unit_test(versions_are_those_of_the_header),
        cmocka_unit_test(model_tells_of_itself),
        cmocka_unit_test(scripts_are_listed_by_share),
        cmocka_unit_test(format_is_taken_or_found),
        cmocka_unit_test(threshold_and_label_agree),
        cmocka_unit_test(favor_moves_labels_only),
        cmocka_unit_test(relabelling_says_what_classifying_says),
        cmocka_unit_test(relabelling_needs_a_page),
        cmocka_unit_test(callers_may_label_lines),
        cmocka_unit_test(transport_names_the_charset),
        cmocka_unit_test(utf16_comes_out_right),
        cmocka_unit_test(unknown_charset_is_an_error_only_in_the_request),
        cmocka_unit_test(malformed_bytes_are_counted),
        cmocka_unit_test(rows_of_wrapped_text_share_their_label),
        cmocka_unit_test(breaks_make_a_text_what_it_was),
        cmocka_unit_test(each_limit_has_its_flag),
        cmocka_unit_test(used_context_gives_what_a_fresh_one_gives),
        cmocka_unit_test(the_hash_key_decides_nothing),
        cmocka_unit_test(warm_context_allocates_nothing),
        cmocka_unit_test(memory_does_not_grow_page_by_page),
        cmocka_unit_test(model_without_a_mode_says_so),
        cmocka_unit_test(contexts_share_a_model),
        cmocka_unit_test(errno_is_left_alone),
        cmocka_unit_test(any_bytes_keep_the_promises),
    };
    return cmocka_run_group_tests(tests, ts_context_open, ts_context_close);
}
