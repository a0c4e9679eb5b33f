/*
 * Lines that the caller has cut: they make the page that the readers make of
 * their source, as far as the caller says what there is to know.
 */
#include "classify/context.h"
#include "dehusk.h"
#include "html/html_tokenizer.h"
#include "html/html_tree.h"
#include "source_lines/tag_path.h"
#include "support/context_setup.h"
#include "support/golden_files.h"
#include "support/model_bytes.h"
#include "support/page_helper.h"

#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool default_model;

static int set_up(void **state) {
    (void)state;
    default_model = dehusk_model_open_default(NULL, &ts_model) == DEHUSK_OK;
    if (!default_model)
        ts_model = ts_model_open();
    return dehusk_context_new(ts_model, NULL, &ts_context) == DEHUSK_OK ? 0 : 1;
}

static dehusk_source_line line_of(const char *path, const char *text) {
    dehusk_source_line line;
    dehusk_source_line_init(&line);
    line.path = path;
    line.text = text;
    line.text_length = strlen(text);
    return line;
}

static const dehusk_page *classify_with(const dehusk_source_line *lines, size_t count, dehusk_format format) {
    const dehusk_page *page = NULL;
    dehusk_request request;
    dehusk_request_init(&request);
    request.format = format;
    assert_int_equal(dehusk_classify_lines(ts_context, lines, count, &request, &page), DEHUSK_OK);
    return page;
}

static const dhk_document *read_with(const dehusk_source_line *lines, size_t count, dehusk_format format) {
    classify_with(lines, count, format);
    return &ts_context->document;
}

/* -- Paths --------------------------------------------------------------------- */

static void expect_step_value(const dhk_path_step *step, int which, const char *value) {
    assert_int_equal(step->value_lengths[which], strlen(value));
    assert_memory_equal(step->values[which], value, strlen(value));
}

static void expect_step(const char *path, dhk_tag tag, size_t length, const char *class_, const char *id,
                        const char *role, const char *itemprop) {
    dhk_path_step step;
    dhk_path_step_read(path, &step);
    assert_int_equal(step.tag, tag);
    assert_int_equal(step.length, length);
    expect_step_value(&step, DHK_STEP_CLASS, class_);
    expect_step_value(&step, DHK_STEP_ID, id);
    expect_step_value(&step, DHK_STEP_ROLE, role);
    expect_step_value(&step, DHK_STEP_ITEMPROP, itemprop);
}

static void steps_are_read(void **state) {
    (void)state;
    dhk_path_step step;
    char longer[3000] = "p.";
    expect_step("div", DHK_TAG_DIV, 3, "", "", "", "");
    expect_step("DIV/p", DHK_TAG_DIV, 3, "", "", "", "");
    expect_step("div.a.b#c/p", DHK_TAG_DIV, 9, "a b", "c", "", "");
    expect_step("p#c.a[2]", DHK_TAG_P, 8, "a", "c", "", "");
    expect_step("ul[role=list][itemprop=x]/", DHK_TAG_UL, 25, "", "", "list", "x");
    expect_step("ul[@role=list]", DHK_TAG_UL, 14, "", "", "list", "");
    expect_step("p.w-1\\/2.md\\.x/a", DHK_TAG_P, 14, "w-1/2 md.x", "", "", "");
    expect_step("p..a", DHK_TAG_P, 4, "a", "", "", "");
    expect_step("p[", DHK_TAG_P, 2, "", "", "", "");
    expect_step("p[role=", DHK_TAG_P, 7, "", "", "", "");
    expect_step("p[role=x", DHK_TAG_P, 8, "", "", "x", "");
    expect_step("p[@", DHK_TAG_P, 3, "", "", "", "");
    expect_step("p[other=x].a", DHK_TAG_P, 12, "a", "", "", "");
    expect_step("p\\", DHK_TAG_P, 2, "", "", "", "");
    expect_step("my-thing.x", DHK_TAG_UNKNOWN, 10, "x", "", "", "");
    expect_step(".x", DHK_TAG_UNKNOWN, 2, "x", "", "", "");
    dhk_path_step_read("li[12]", &step);
    assert_true(step.positioned && !step.hidden);
    dhk_path_step_read("li[hidden]", &step);
    assert_true(!step.positioned && step.hidden);
    memset(longer + 2, 'x', sizeof longer - 3);
    dhk_path_step_read(longer, &step);
    assert_true(step.truncated);
    assert_int_equal(step.length, sizeof longer - 1);
    assert_int_equal(step.value_lengths[DHK_STEP_CLASS], DHK_STEP_BYTES_MAX);
}

/* The elements and the lines of two pages are the same but for where the lines stood. */
static void expect_same_page(const dhk_document *found, const dhk_document *expected) {
    assert_int_equal(found->format, expected->format);
    assert_int_equal(found->line_count, expected->line_count);
    assert_int_equal(found->element_count, expected->element_count);
    assert_memory_equal(found->scripts, expected->scripts, sizeof found->scripts);
    for (size_t i = 0; i < found->element_count; i++) {
        const dhk_element *a = &found->elements[i];
        const dhk_element *b = &expected->elements[i];
        assert_int_equal(a->tag, b->tag);
        assert_int_equal(a->parent, b->parent);
        assert_int_equal(a->path, b->path);
        assert_int_equal(a->class_key, b->class_key);
        assert_int_equal(a->depth, b->depth);
        assert_int_equal(a->flags, b->flags);
        assert_int_equal(a->word_count, b->word_count);
        if (a->word_count > 0)
            assert_memory_equal(found->words + a->first_word, expected->words + b->first_word,
                                a->word_count * sizeof *found->words);
    }
    for (size_t i = 0; i < found->line_count; i++) {
        const dhk_line *a = &found->lines[i];
        const dhk_line *b = &expected->lines[i];
        assert_int_equal(a->text_length, b->text_length);
        assert_memory_equal(found->text + a->text, expected->text + b->text, a->text_length);
        assert_int_equal(a->element, b->element);
        assert_int_equal(a->link_units, b->link_units);
        assert_int_equal(a->link_count, b->link_count);
        assert_int_equal(a->breaks, b->breaks);
        assert_int_equal(a->hash, b->hash);
        assert_int_equal(a->masked_hash, b->masked_hash);
        assert_int_equal(a->inline_tags, b->inline_tags);
        assert_int_equal(a->kind, b->kind);
        assert_int_equal(a->heading_level, b->heading_level);
        assert_int_equal(a->hidden, b->hidden);
        assert_int_equal(a->after_break, b->after_break);
        assert_int_equal(a->measure.units, b->measure.units);
        assert_int_equal(a->measure.tokens, b->measure.tokens);
        assert_memory_equal(a->measure.counts, b->measure.counts, sizeof a->measure.counts);
    }
}

static void lines_with_all_that_is_known_are_those_of_the_page(void **state) {
    (void)state;
    static const char html[] =
        "<html><head><title>Quay</title><meta name=Description content='Of ropes'></head><body class=\"home "
        "wide\"><nav role=navigation><ul id=menu>"
        "<li class='menu-item first'><a href=x>Home</a></li><li class='menu-item'><a href=x>News</a> of 1 day</li></ul>"
        "</nav><main><h2 itemprop=headline>The <b>quay</b></h2><p>Ropes are <a href=x>heard</a> there.<br>And gulls."
        "</p><p hidden>Share</p><figure><figcaption>Gulls</figcaption></figure><pre>a\n  b</pre><my-box>Box</my-box>"
        "</main></body></html>";
    const dehusk_range of_news[] = {{0, 4}};
    const dehusk_range of_ropes[] = {{10, 15}};
    dehusk_source_line lines[] = {
        line_of("html/head/title", "Quay"),
        line_of("html/body.home.wide/nav[role=navigation]/ul#menu/li.menu-item.first/a", "Home"),
        line_of("html/body.home.wide/nav[role=navigation]/ul#menu/li.menu-item", "News of 1 day"),
        line_of("/html/body.home.wide/main/h2[itemprop=headline]", "The quay"),
        line_of("html/body.home.wide/main/p", "Ropes are heard there."),
        line_of("html/body.home.wide/main/p", "And gulls."),
        line_of("html/body.home.wide/main/p[hidden]", "Share"),
        line_of("html/body.home.wide/main/figure/figcaption", "Gulls"),
        line_of("html/body.home.wide/main/pre", "a\n  b"),
        line_of("html/body.home.wide/main/my-box", "Box"),
        line_of("html/head/meta[name=Description]", "Of ropes"),
    };
    lines[2].links = of_news;
    lines[2].link_count = 1;
    lines[3].inside = "b";
    lines[4].links = of_ropes;
    lines[4].link_count = 1;
    lines[5].flags = DEHUSK_LINE_AFTER_BREAK;
    const dhk_document *expected = ts_read(html, DEHUSK_FORMAT_HTML);
    const dhk_document *found = read_with(lines, sizeof lines / sizeof *lines, DEHUSK_FORMAT_AUTO);
    expect_same_page(found, expected);
    assert_string_equal(ts_head_text(found, &found->title), "Quay");
    assert_string_equal(ts_head_text(found, &found->description), "Of ropes");
    assert_string_equal(ts_head_text(expected, &expected->description), "Of ropes");
    ts_page_done();
}

static uint32_t element_of(const dhk_document *document, size_t line) {
    return document->lines[line].element;
}

static void equal_paths_are_elements_of_their_own(void **state) {
    (void)state;
    dehusk_source_line lines[] = {
        line_of("body/ul/li/a", "one"),   line_of("body/ul/li/a", "two"), line_of("body/ul/li/ul/li", "three"),
        line_of("body/ul/li", "four"),    line_of("body/div/p", "five"),  line_of("body/div", "six"),
        line_of("body/div", "seven"),     line_of("body", "eight"),       line_of("body", "nine"),
        line_of("body/p[1]", "ten"),      line_of("body/p[1]", "eleven"), line_of("body/p[2]/b", "twelve"),
        line_of("body/p[2]", "thirteen"), line_of(NULL, "fourteen"),
    };
    const dhk_document *document = read_with(lines, sizeof lines / sizeof *lines, DEHUSK_FORMAT_AUTO);
    assert_int_equal(document->line_count, 14);
    assert_int_not_equal(element_of(document, 0), element_of(document, 1));
    assert_int_equal(document->elements[element_of(document, 0)].parent,
                     document->elements[element_of(document, 1)].parent);
    assert_int_equal(document->elements[element_of(document, 0)].tag, DHK_TAG_LI);
    assert_int_not_equal(element_of(document, 3), element_of(document, 1)); /* a list item after a list in another */
    assert_int_equal(element_of(document, 5),
                     document->elements[element_of(document, 4)].parent); /* text behind a paragraph */
    assert_int_not_equal(element_of(document, 6), element_of(document, 5));
    assert_int_equal(element_of(document, 7), element_of(document, 8)); /* there is one body */
    assert_int_equal(element_of(document, 9), element_of(document, 10));
    assert_int_equal(element_of(document, 11), element_of(document, 12));
    assert_int_equal(document->lines[11].inline_tags, DHK_INLINE_STRONG);
    assert_int_equal(element_of(document, 13), 0);
    assert_true(document->lines[0].link_units == document->lines[0].measure.units &&
                document->lines[0].link_count == 1);
}

/* The outermost element of a path may be a block of its own, where nobody wrote of a body. */
static void paths_may_begin_below_the_body(void **state) {
    (void)state;
    static const struct {
        const char *first, *second;
        bool same;
    } cases[] = {
        {"p", "p", false},     {"p/b", "p/i", false},       {"li", "li", false},
        {"div", "div", false}, {"body/p", "body/p", false}, {"body/p/b", "body/p/i", false},
        {"b", "b", true},      {"body/b", "body/b", true},  {"p[1]", "p[1]", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dehusk_source_line lines[] = {line_of(cases[i].first, "one"), line_of(cases[i].second, "two")};
        const dhk_document *document = read_with(lines, 2, DEHUSK_FORMAT_AUTO);
        uint32_t second = element_of(document, 1);
        assert_int_equal(document->line_count, 2);
        if ((second == element_of(document, 0)) != cases[i].same)
            fail_msg("\"%s\", \"%s\"", cases[i].first, cases[i].second);
    }
}

static void lines_that_are_none(void **state) {
    (void)state;
    dehusk_source_line lines[] = {
        line_of("body/p", " \t\n"),
        line_of("body/script", "var x"),
        line_of("body/p", "kept"),
        line_of("html/head/title", "One"),
        line_of("html/head/title", "Two"),
        line_of("body/svg/title", "Picture"),
        line_of("body/p", ""),
        line_of("body/p", "a \xFF z"),
    };
    const dehusk_page *page = classify_with(lines, sizeof lines / sizeof *lines, DEHUSK_FORMAT_AUTO);
    assert_int_equal(dehusk_page_line_count(page), 2);
    assert_int_equal(dehusk_page_line(page, 0)->begin, 2);
    assert_int_equal(dehusk_page_line(page, 0)->end, 3);
    assert_int_equal(dehusk_page_line(page, 1)->begin, 7);
    assert_int_equal(dehusk_page_summary(page)->malformed, 1);
    assert_int_equal(dehusk_page_summary(page)->title_length, 3);
    assert_memory_equal(dehusk_page_summary(page)->title, "One", 3);
    assert_string_equal(dehusk_page_summary(page)->charset, "utf-8");
    assert_string_equal(dehusk_page_summary(page)->charset_source, "given");
    assert_int_equal(dehusk_page_line_count(classify_with(NULL, 0, DEHUSK_FORMAT_AUTO)), 0);
    assert_int_equal(dehusk_page_line_count(classify_with(lines, 1, DEHUSK_FORMAT_HTML)), 0);
}

static void arguments_are_checked(void **state) {
    (void)state;
    const dehusk_page *page;
    dehusk_reason reasons[4];
    size_t count;
    dehusk_range ranges[] = {{0, 2}, {1, 3}};
    dehusk_source_line lines[] = {line_of(NULL, "alpha"), line_of(NULL, "beta")};
    assert_int_equal(dehusk_classify_lines(NULL, lines, 2, NULL, &page), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_classify_lines(ts_context, NULL, 2, NULL, &page), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_classify_lines(ts_context, lines, 2, NULL, NULL), DEHUSK_BAD_ARGUMENT);
    lines[1].links = ranges;
    lines[1].link_count = 2;
    assert_int_equal(dehusk_classify_lines(ts_context, lines, 2, NULL, &page), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_explain(ts_context, 0, reasons, 4, &count), DEHUSK_BAD_ARGUMENT);
    ranges[1] = (dehusk_range){3, 5};
    assert_int_equal(dehusk_classify_lines(ts_context, lines, 2, NULL, &page), DEHUSK_BAD_ARGUMENT);
    ranges[1] = (dehusk_range){3, 2};
    assert_int_equal(dehusk_classify_lines(ts_context, lines, 2, NULL, &page), DEHUSK_BAD_ARGUMENT);
    ranges[1] = (dehusk_range){3, 4};
    lines[1].path = "p";
    assert_int_equal(dehusk_classify_lines(ts_context, lines, 2, NULL, &page), DEHUSK_OK);
    assert_int_equal(dehusk_explain(ts_context, 1, reasons, 4, &count), DEHUSK_OK);
    lines[1].flags = 4;
    assert_int_equal(dehusk_classify_lines(ts_context, lines, 2, NULL, &page), DEHUSK_BAD_ARGUMENT);
    lines[1].flags = 0;
    lines[1].size = sizeof lines[1] + 8;
    assert_int_equal(dehusk_classify_lines(ts_context, lines, 2, NULL, &page), DEHUSK_BAD_ARGUMENT);
    lines[1].size = sizeof lines[1];
    lines[1].text = NULL;
    assert_int_equal(dehusk_classify_lines(ts_context, lines, 2, NULL, &page), DEHUSK_BAD_ARGUMENT);
    lines[0].size = 8;
    assert_int_equal(dehusk_classify_lines(ts_context, lines, 1, NULL, &page), DEHUSK_BAD_ARGUMENT);
    lines[0].size = sizeof lines[0] + 1;
    assert_int_equal(dehusk_classify_lines(ts_context, lines, 1, NULL, &page), DEHUSK_BAD_ARGUMENT);
    dehusk_source_line_init(NULL);
}

/* Arrays of a header that knew less, and of one that knows more. */
static void structures_of_other_sizes(void **state) {
    (void)state;
    struct newer {
        dehusk_source_line line;
        size_t more[3];
    } newer[2];
    struct older {
        size_t size;
        const char *text;
        size_t text_length;
    } older[2] = {{sizeof(struct older), "alpha", 5}, {sizeof(struct older), "beta", 4}};
    const dehusk_page *page;
    for (size_t i = 0; i < 2; i++) {
        newer[i].line = line_of("body/p", i == 0 ? "alpha" : "beta");
        newer[i].line.size = sizeof newer[i];
        memset(newer[i].more, 0xFF, sizeof newer[i].more);
    }
    page = classify_with(&newer[0].line, 2, DEHUSK_FORMAT_AUTO);
    assert_int_equal(dehusk_page_line_count(page), 2);
    assert_memory_equal(dehusk_page_line(page, 1)->text, "beta", 4);
    assert_int_equal(dehusk_page_summary(page)->format, DEHUSK_FORMAT_HTML);
    page = classify_with((const dehusk_source_line *)(const void *)older, 2, DEHUSK_FORMAT_AUTO);
    assert_int_equal(dehusk_page_line_count(page), 2);
    assert_memory_equal(dehusk_page_line(page, 1)->text, "beta", 4);
    assert_int_equal(dehusk_page_summary(page)->format, DEHUSK_FORMAT_TEXT);
}

static void limits_hold(void **state) {
    (void)state;
    dehusk_options options;
    dehusk_context *small;
    const dehusk_page *page;
    dehusk_source_line lines[] = {line_of("body/div/div/p", "alpha"), line_of("body/div/div/p", "beta"),
                                  line_of("body/div/div/p", "gamma")};
    dehusk_options_init(&options);
    options.max_lines = 2;
    options.max_depth = 3;
    assert_int_equal(dehusk_context_new(ts_model, &options, &small), DEHUSK_OK);
    assert_int_equal(dehusk_classify_lines(small, lines, 3, NULL, &page), DEHUSK_OK);
    assert_int_equal(dehusk_page_line_count(page), 2);
    assert_int_equal(dehusk_page_summary(page)->truncated, DEHUSK_TRUNCATED_LINES | DEHUSK_TRUNCATED_DEPTH);
    assert_int_equal(small->document.elements[small->document.lines[1].element].tag, DHK_TAG_DIV);
    dehusk_context_free(small);
    dehusk_options_init(&options);
    options.max_steps = 2;
    assert_int_equal(dehusk_context_new(ts_model, &options, &small), DEHUSK_OK);
    assert_int_equal(dehusk_classify_lines(small, lines, 3, NULL, &page), DEHUSK_OK);
    assert_int_equal(dehusk_page_line_count(page), 2);
    assert_int_equal(dehusk_page_summary(page)->truncated, DEHUSK_TRUNCATED_STEPS);
    assert_int_equal(dehusk_classify_lines(small, lines, 2, NULL, &page), DEHUSK_OK);
    assert_int_equal(dehusk_page_summary(page)->truncated, 0);
    dehusk_context_free(small);
    dehusk_options_init(&options);
    options.max_bytes = 9;
    assert_int_equal(dehusk_context_new(ts_model, &options, &small), DEHUSK_OK);
    assert_int_equal(dehusk_classify_lines(small, lines, 3, NULL, &page), DEHUSK_OK);
    assert_int_equal(dehusk_page_line_count(page), 2);
    assert_int_equal(dehusk_page_summary(page)->truncated, DEHUSK_TRUNCATED_BYTES);
    dehusk_context_free(small);
}

/* -- Whole pages ------------------------------------------------------------------ */

enum { LINES_MAX = 4000, TOKENS_MAX = 60000, PATH_BYTES_MAX = 8192 };

static char *read_page(const char *name, size_t *length) {
    char path[1024];
    snprintf(path, sizeof path, "datasets/pages/%s", name);
    char *bytes = ts_source_read(path, length);
    assert_non_null(bytes);
    return bytes;
}

/* A page's lines as a caller with a parser of his own could give them. */
typedef struct known_lines {
    dehusk_source_line lines[LINES_MAX];
    char *blocks; /* of all strings */
    size_t count;
    size_t used;
} known_lines;

enum { STRINGS_BYTES = 1 << 24 };

static const char *keep(known_lines *known, const char *text, size_t length) {
    char *copy = known->blocks + known->used;
    assert_true(known->used + length + 1 < STRINGS_BYTES);
    memcpy(copy, text, length);
    copy[length] = '\0';
    known->used += length + 1;
    return copy;
}

typedef struct text_run {
    uint32_t begin;
    uint32_t end;
    bool linked;
    const char *path;
} text_run;

static void put_value(char *step, const char *mark, const unsigned char *bytes, dhk_range value) {
    size_t at = strlen(step);
    bool between = true;
    for (uint32_t i = value.begin; i < value.end && at + 8 < 512; i++) {
        unsigned char byte = bytes[i];
        if (byte <= ' ') {
            between = true;
            continue;
        }
        if (between && (mark[0] == '.' || i == value.begin)) {
            memcpy(step + at, mark, strlen(mark));
            at += strlen(mark);
        }
        between = false;
        if (strchr("./#[]\\", byte) != NULL)
            step[at++] = '\\';
        step[at++] = (char)byte;
    }
    if (mark[0] == '[' && value.end > value.begin)
        step[at++] = ']';
    step[at] = '\0';
}

static void note_meta(const unsigned char *bytes, const dhk_token *token, known_lines *known) {
    char path[600] = "html/head/meta";
    dehusk_source_line line = line_of(NULL, "");
    for (uint32_t i = 0; i < token->attribute_count; i++) {
        dhk_range value = token->attributes[i].value;
        if (token->attributes[i].id == DHK_ATTRIBUTE_NAME)
            put_value(path, "[name=", bytes, value);
        if (token->attributes[i].id == DHK_ATTRIBUTE_PROPERTY)
            put_value(path, "[property=", bytes, value);
        if (token->attributes[i].id == DHK_ATTRIBUTE_CONTENT) {
            line.text = (const char *)bytes + value.begin;
            line.text_length = value.end - value.begin;
        }
    }
    line.path = keep(known, path, strlen(path));
    known->lines[known->count++] = line;
}

/* Follows the page's tags, and notes for each run of text the elements down to the innermost block. */
static size_t walk(const unsigned char *bytes, uint32_t length, bool positions, known_lines *known, text_run *runs) {
    static dhk_open_element stack[4096];
    static char steps[4096][600];
    static dhk_tokenizer tokenizer;
    static dhk_token token;
    dhk_tree tree = {.stack = stack, .max_depth = 4096};
    size_t count = 0;
    unsigned serial = 0;
    dhk_tree_reset(&tree);
    strcpy(steps[0], "html");
    dhk_tokenizer_init(&tokenizer, bytes, length);
    tokenizer.max_attribute_bytes = 65536;
    for (;;) {
        dhk_tokenizer_next(&tokenizer, &token);
        if (token.kind == DHK_TOKEN_END_OF_FILE)
            return count;
        if (token.kind == DHK_TOKEN_TEXT) {
            char path[PATH_BYTES_MAX] = "";
            uint32_t block = dhk_tree_current_block(&tree);
            for (uint32_t i = 0; i <= block; i++)
                snprintf(path + strlen(path), sizeof path - strlen(path), "%s%s", i > 0 ? "/" : "", steps[i]);
            assert_in_range(count, 0, TOKENS_MAX - 1);
            runs[count++] =
                (text_run){token.text.begin, token.text.end, (dhk_tree_current(&tree)->flags & DHK_OPEN_LINK) != 0,
                           keep(known, path, strlen(path))};
        } else if (token.kind == DHK_TOKEN_START_TAG) {
            dhk_open_element *open;
            char *step;
            if (token.tag == DHK_TAG_SVG) { /* the pages have no svg within another */
                while (!token.self_closing && !(token.kind == DHK_TOKEN_END_TAG && token.tag == DHK_TAG_SVG))
                    dhk_tokenizer_next(&tokenizer, &token);
                continue;
            }
            if (token.tag == DHK_TAG_HTML || (token.tag == DHK_TAG_BODY && tree.innermost[DHK_TAG_BODY] > 0) ||
                dhk_tree_ignores_start(&tree, token.tag))
                continue;
            dhk_tree_cut(&tree, dhk_tree_depth_for_start(&tree, token.tag));
            if (token.tag == DHK_TAG_META)
                note_meta(bytes, &token, known);
            if (dhk_tag_flags(token.tag) & DHK_IS_VOID)
                continue;
            dhk_tokenizer_enter_content(&tokenizer, &token);
            open = dhk_tree_push(&tree, token.tag, (uint32_t)token.tag);
            assert_non_null(open);
            step = steps[tree.depth - 1];
            snprintf(step, 600, "%.*s", (int)(token.name.end - token.name.begin),
                     (const char *)bytes + token.name.begin);
            for (uint32_t i = 0; i < token.attribute_count; i++) {
                dhk_range value = token.attributes[i].value;
                switch (token.attributes[i].id) {
                case DHK_ATTRIBUTE_CLASS:
                    put_value(step, ".", bytes, value);
                    break;
                case DHK_ATTRIBUTE_ID:
                    put_value(step, "#", bytes, value);
                    break;
                case DHK_ATTRIBUTE_ROLE:
                    put_value(step, "[role=", bytes, value);
                    break;
                case DHK_ATTRIBUTE_ITEMPROP:
                    put_value(step, "[itemprop=", bytes, value);
                    break;
                case DHK_ATTRIBUTE_HREF:
                    open->flags |= token.tag == DHK_TAG_A ? DHK_OPEN_LINK : 0;
                    break;
                default:
                    break;
                }
            }
            if (positions)
                snprintf(step + strlen(step), 600 - strlen(step), "[%u]", ++serial);
        } else if (token.kind == DHK_TOKEN_END_TAG && !(dhk_tag_flags(token.tag) & DHK_IS_VOID)) {
            dhk_tree_cut(&tree, token.tag == DHK_TAG_FORM
                                    ? dhk_tree_end_form(&tree)
                                    : dhk_tree_depth_for_end(&tree, token.tag, (uint32_t)token.tag));
        }
    }
}

typedef struct agreement {
    size_t lines;
    size_t same;
    double difference; /* of probabilities, summed */
} agreement;

/* The lines of a page of HTML, given back with paths, link characters and hidden flags. */
static void compare_page(const char *name, bool positions, bool paths, agreement *sum) {
    static text_run runs[TOKENS_MAX];
    static known_lines known;
    static double probabilities[LINES_MAX];
    static int labels[LINES_MAX];
    size_t length;
    size_t run = 0;
    size_t first;
    char *bytes = read_page(name, &length);
    const dehusk_page *page;
    size_t run_count;
    known.count = 0;
    known.used = 0;
    known.blocks = malloc(STRINGS_BYTES);
    assert_non_null(known.blocks);
    if (dehusk_classify(ts_context, bytes, length, NULL, &page) == DEHUSK_UNSUPPORTED_CHARSET) { /* without ICU */
        assert_false(dehusk_charset_supported("gbk"));
        free(known.blocks);
        free(bytes);
        return;
    }
    run_count = walk((const unsigned char *)bytes, (uint32_t)length, positions, &known, runs);
    assert_int_equal(dehusk_classify(ts_context, bytes, length, NULL, &page), DEHUSK_OK);
    if (strncmp(dehusk_page_summary(page)->charset, "utf-16", 6) == 0) { /* its tags were not seen */
        free(known.blocks);
        free(bytes);
        return;
    }
    if (!paths)
        known.count = 0;
    if (paths && dehusk_page_summary(page)->title != NULL)
        known.lines[known.count++] = line_of(
            "html/head/title", keep(&known, dehusk_page_summary(page)->title, dehusk_page_summary(page)->title_length));
    first = known.count;
    for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        dehusk_source_line *given = &known.lines[known.count++];
        assert_in_range(known.count, 0, LINES_MAX - 1);
        dehusk_source_line_init(given);
        given->text = keep(&known, line->text, line->text_length);
        given->text_length = line->text_length;
        given->flags = line->hidden ? DEHUSK_LINE_HIDDEN : 0;
        while (run < run_count && runs[run].end <= line->begin)
            run++;
        assert_true(run < run_count);
        if (paths)
            given->path = runs[run].path;
        for (size_t k = run; k < run_count && runs[k].begin < line->end; k++)
            for (uint32_t at = runs[k].begin; runs[k].linked && at < runs[k].end; at++)
                given->link_characters += ((unsigned char)bytes[at] & 0xC0) != 0x80 && at >= line->begin &&
                                          at < line->end &&
                                          ((unsigned char)bytes[at] > ' ' || (at > 0 && bytes[at - 1] > ' '));
        labels[i] = (int)line->label;
        probabilities[i] = line->probability;
    }
    assert_int_equal(dehusk_classify_lines(ts_context, known.lines, known.count, NULL, &page), DEHUSK_OK);
    assert_int_equal(dehusk_page_line_count(page), known.count - first);
    for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        assert_int_equal(line->begin, i + first);
        sum->lines++;
        sum->same += (int)line->label == labels[i];
        sum->difference += fabs(line->probability - probabilities[i]);
    }
    free(known.blocks);
    free(bytes);
}

static agreement compare_all(bool positions, bool paths) {
    agreement sum = {0, 0, 0};
    char folder[1024];
    const char *root = getenv("DEHUSK_SOURCE");
    DIR *pages;
    snprintf(folder, sizeof folder, "%s/datasets/pages", root != NULL ? root : ".");
    pages = opendir(folder);
    assert_non_null(pages);
    for (struct dirent *entry = readdir(pages); entry != NULL; entry = readdir(pages)) {
        const char *dot = strrchr(entry->d_name, '.');
        if (dot != NULL && strcmp(dot, ".html") == 0)
            compare_page(entry->d_name, positions, paths, &sum);
    }
    closedir(pages);
    assert_true(sum.lines > 500);
    print_message("%zu lines, %.2f%% of the labels are the same, mean difference of probabilities %.4f\n", sum.lines,
                  100 * (double)sum.same / (double)sum.lines, sum.difference / (double)sum.lines);
    return sum;
}

/* The next share in percent that the header states behind `*at`. */
static double stated_share(const char **at) {
    const char *end = strchr(*at, '%');
    const char *begin = end;
    assert_non_null(end);
    while (begin > *at && strchr("0123456789.", begin[-1]) != NULL)
        begin--;
    *at = end + 1;
    return strtod(begin, NULL);
}

/* How close given lines come to their page: as close as the header states. */
static void pages_given_line_by_line(void **state) {
    (void)state;
    static const bool given[][2] = {{true, true}, {false, true}, {false, false}}; /* positions, paths */
    static char header[100000];
    char path[1024];
    const char *root = getenv("DEHUSK_SOURCE");
    if (!default_model)
        skip();
    snprintf(path, sizeof path, "%s/runtime/include/dehusk.h", root != NULL ? root : ".");
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    header[fread(header, 1, sizeof header - 1, file)] = 0;
    fclose(file);
    const char *at = strstr(header, "this project's own pages");
    assert_non_null(at);
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        agreement sum = compare_all(given[i][0], given[i][1]);
        double share = 100 * (double)sum.same / (double)sum.lines;
        double stated = stated_share(&at);
        if (fabs(share - stated) > 0.5)
            fail_msg("the header states %.1f%%, and it is %.1f%%", stated, share);
    }
}

/* Without paths, rows of a text that is not hard-wrapped come out as from the text itself. */
static void text_given_line_by_line(void **state) {
    (void)state;
    static const char *const names[] = {"news-en.html", "qa-zhtw.html", "forum-ru.html",   "recipe-th.html",
                                        "news-ar.html", "docs-en.html", "longread-en.html"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length;
        size_t text_length = 0;
        char *bytes = read_page(names[i], &length);
        char *text = malloc(2 * length + 1000);
        const dehusk_page *page;
        dehusk_request request;
        dehusk_source_line *given;
        dehusk_line *expected;
        size_t count;
        assert_non_null(text);
        assert_int_equal(dehusk_classify(ts_context, bytes, length, NULL, &page), DEHUSK_OK);
        for (size_t k = 0; k < dehusk_page_line_count(page); k++) {
            const dehusk_line *line = dehusk_page_line(page, k);
            for (size_t at = 0; at < line->text_length; at++)
                text[text_length++] = line->text[at] == '\n' ? ' ' : line->text[at];
            text[text_length++] = '\n';
            if (k == 4)
                text_length += (size_t)sprintf(text + text_length, "[More](http://x.example/) of www.y.example\n");
        }
        dehusk_request_init(&request);
        request.format = DEHUSK_FORMAT_TEXT;
        assert_int_equal(dehusk_classify(ts_context, text, text_length, &request, &page), DEHUSK_OK);
        count = dehusk_page_line_count(page);
        assert_int_equal(ts_context->document.line_count, count); /* not wrapped */
        given = calloc(count, sizeof *given);
        expected = calloc(count, sizeof *expected);
        assert_true(given != NULL && expected != NULL);
        for (size_t k = 0; k < count; k++) {
            expected[k] = *dehusk_page_line(page, k);
            dehusk_source_line_init(&given[k]);
            given[k].text = text + expected[k].begin;
            given[k].text_length = expected[k].end - expected[k].begin;
        }
        assert_int_equal(dehusk_classify_lines(ts_context, given, count, NULL, &page), DEHUSK_OK);
        assert_int_equal(dehusk_page_line_count(page), count);
        for (size_t k = 0; k < count; k++) {
            const dehusk_line *line = dehusk_page_line(page, k);
            assert_int_equal(line->begin, k);
            assert_int_equal(line->label, expected[k].label);
            assert_int_equal(line->role, expected[k].role);
            assert_true(line->probability == expected[k].probability && line->score == expected[k].score);
        }
        free(expected);
        free(given);
        free(text);
        free(bytes);
    }
}

/* Of plain text, links that the caller states count in place of those that the text shows. */
static void links_of_text(void **state) {
    (void)state;
    dehusk_range ranges[] = {{0, 4}, {9, 14}};
    dehusk_source_line lines[] = {line_of(NULL, "More and ropes"), line_of(NULL, "www.x.example"),
                                  line_of(NULL, "\xE6\xB0\xB4\xE9\x9D\xA2 etc."), line_of(NULL, "no link")};
    const dhk_document *document;
    lines[0].links = ranges;
    lines[0].link_count = 2;
    lines[1].links = ranges; /* there are none in the line, and the caller knows */
    lines[2].link_characters = 2;
    lines[2].link_count = 3;
    lines[3].link_characters = 1000;
    document = read_with(lines, 4, DEHUSK_FORMAT_AUTO);
    assert_int_equal(document->lines[0].link_units, 100); /* a space before a link is of the link */
    assert_int_equal(document->lines[0].link_count, 2);
    assert_int_equal(document->lines[1].link_units, 0);
    assert_int_equal(document->lines[1].link_count, 0);
    assert_true(document->lines[2].link_units > 0 && document->lines[2].link_units < document->lines[2].measure.units);
    assert_int_equal(document->lines[2].link_count, 3);
    assert_int_equal(document->lines[3].link_units, document->lines[3].measure.units);
    assert_int_equal(document->lines[3].link_count, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_read),
        cmocka_unit_test(lines_with_all_that_is_known_are_those_of_the_page),
        cmocka_unit_test(equal_paths_are_elements_of_their_own),
        cmocka_unit_test(paths_may_begin_below_the_body),
        cmocka_unit_test(lines_that_are_none),
        cmocka_unit_test(arguments_are_checked),
        cmocka_unit_test(structures_of_other_sizes),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(pages_given_line_by_line),
        cmocka_unit_test(text_given_line_by_line),
        cmocka_unit_test(links_of_text),
    };
    return cmocka_run_group_tests(tests, set_up, ts_context_close);
}
