/* The second stage: facts of lines by the scores around them. */
#include "base/memory.h"
#include "stacking/stack_stage.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ONE = 4096, LINES_MAX = 64 };

/* A page looked over: lines whose text begins with a capital are likely content. */
typedef struct looked {
    const dhk_document *document;
    dhk_extractor *extractor;
    dhk_frame frame;
    dhk_stack_work work;
    int32_t logits[LINES_MAX];
} looked;

static const dehusk_allocator *allocator(void) {
    static dehusk_allocator made;
    dhk_allocator_or_default(&made, NULL);
    return &made;
}

static void look(looked *all, const char *source) {
    memset(all, 0, sizeof *all);
    all->document = ts_read(source, DEHUSK_FORMAT_HTML);
    all->extractor = dhk_extractor_new(NULL);
    assert_non_null(all->extractor);
    assert_true(dhk_extractor_page(all->extractor, all->document));
    assert_true(all->document->line_count <= LINES_MAX);
    for (size_t i = 0; i < all->document->line_count; i++) {
        char first = all->document->text[all->document->lines[i].text];
        all->logits[i] = first >= 'A' && first <= 'Z' ? 3 * ONE : -3 * ONE;
    }
    assert_true(dhk_frame_fill(&all->frame, allocator(), all->extractor));
    assert_true(dhk_stack_begin(&all->work, allocator(), &all->frame, all->logits));
}

static void close_look(looked *all) {
    dhk_stack_free(&all->work, allocator());
    dhk_frame_free(&all->frame, allocator());
    dhk_extractor_free(all->extractor);
}

/* The facts of the line with this text. */
static void facts_of(const looked *all, const char *text, int32_t facts[DHK_STACK_FACT_COUNT]) {
    dhk_stack_facts(&all->work, (uint32_t)(ts_line(all->document, text) - all->document->lines), facts);
}

static const char article[] =
    "<nav><a href=a>home</a></nav>"
    "<div><h1>The night ferry</h1><p>The ferry left a little after nine.</p><p>shared by many</p>"
    "<p>The fog lay so thick that nobody could tell the sea from the sky.</p></div>"
    "<aside><h2>more stories</h2><p>a bridge is built</p><p>a road is closed</p></aside><footer>imprint</footer>";

static void main_container_is_found(void **state) {
    (void)state;
    looked all;
    int32_t facts[DHK_STACK_FACT_COUNT];
    look(&all, article);
    facts_of(&all, "shared by many", facts);
    assert_int_equal(facts[DHK_STACK_OWN], -3 * ONE);
    assert_int_equal(facts[DHK_STACK_UP], 0);
    assert_int_equal(facts[DHK_STACK_DOWN], ONE);
    assert_int_equal(facts[DHK_STACK_AFTER], 0);
    facts_of(&all, "a road is closed", facts);
    assert_int_equal(facts[DHK_STACK_UP], ONE);
    assert_int_equal(facts[DHK_STACK_DOWN], 2 * ONE);
    assert_int_equal(facts[DHK_STACK_AFTER], ONE);
    /* All that is expected is in it, and less than half of the text is outside. */
    assert_in_range(facts[DHK_STACK_MAIN_F1], ONE * 8 / 10, ONE);
    assert_in_range(facts[DHK_STACK_REST_DENSITY], 0, ONE / 10);
    close_look(&all);
}

static void means_leave_out_the_line_that_asks(void **state) {
    (void)state;
    looked all;
    int32_t facts[DHK_STACK_FACT_COUNT];
    look(&all, article);
    facts_of(&all, "shared by many", facts);
    assert_int_equal(facts[DHK_STACK_CONTAINER], -3 * ONE); /* nothing else in its own element */
    assert_int_equal(facts[DHK_STACK_PATH_GROUP], 3 * ONE);
    assert_int_equal(facts[DHK_STACK_CLASS_GROUP], 3 * ONE); /* the other paragraphs of the div are all likely */
    facts_of(&all, "a road is closed", facts);
    assert_int_equal(facts[DHK_STACK_CLASS_GROUP], -3 * ONE);
    assert_in_range(facts[DHK_STACK_BLOCK_DENSITY], 0, ONE / 10);
    facts_of(&all, "imprint", facts); /* nothing else is like it */
    assert_int_equal(facts[DHK_STACK_CLASS_GROUP], -3 * ONE);
    close_look(&all);
}

static void sections_go_from_heading_to_heading(void **state) {
    (void)state;
    looked all;
    int32_t facts[DHK_STACK_FACT_COUNT];
    look(&all, article);
    facts_of(&all, "a bridge is built", facts);
    assert_int_equal(facts[DHK_STACK_SECTION_MEAN], -3 * ONE);
    facts_of(&all, "The ferry left a little after nine.", facts);
    assert_true(facts[DHK_STACK_SECTION_MEAN] > 0 && facts[DHK_STACK_SECTION_MEAN] < 3 * ONE);
    close_look(&all);
}

static void unlikely_lines_keep_their_score(void **state) {
    (void)state;
    looked all;
    static dhk_stack_stage stage;
    stage = (dhk_stack_stage){.present = true, .keep = ONE / 2, .bias = 7 * ONE};
    look(&all, article);
    all.logits[0] = DHK_STACK_UNLIKELY;
    assert_true(dhk_stack_begin(&all.work, allocator(), &all.frame, all.logits));
    assert_int_equal(dhk_stack_score(&stage, &all.work, 0, -2 * ONE), 6 * ONE);
    all.logits[0] = DHK_STACK_UNLIKELY - 1;
    assert_true(dhk_stack_begin(&all.work, allocator(), &all.frame, all.logits));
    assert_int_equal(dhk_stack_score(&stage, &all.work, 0, -2 * ONE), -2 * ONE);
    close_look(&all);
}

static void hidden_lines_beside_visible_content(void **state) {
    (void)state;
    looked all;
    int32_t facts[DHK_STACK_FACT_COUNT];
    look(&all, "<p>The fog lay so thick upon the water.</p><p hidden>Accept all of it</p>");
    facts_of(&all, "Accept all of it", facts);
    assert_int_equal(facts[DHK_STACK_HIDDEN_BESIDE], ONE);
    close_look(&all);
    look(&all, "<p>home</p><p hidden>Accept all of it, on this page and on that one</p>");
    facts_of(&all, "Accept all of it, on this page and on that one", facts);
    assert_int_equal(facts[DHK_STACK_HIDDEN_BESIDE], 0);
    close_look(&all);
}

static void values_far_from_the_mean_have_bounds(void **state) {
    (void)state;
    dhk_stack_column column = {.mean = ONE, .scale = 2 * ONE, .weight = -3};
    dhk_stack_column_complete(&column);
    assert_int_equal(column.limit, 5 * ONE / 2);
    assert_true(column.factor == -6 * ONE);
    assert_int_equal(dhk_stack_from_mean(&column, ONE), 0);
    assert_int_equal(dhk_stack_from_mean(&column, 2 * ONE), ONE);
    assert_int_equal(dhk_stack_from_mean(&column, 0), -ONE);
    assert_int_equal(dhk_stack_from_mean(&column, 100 * ONE), 5 * ONE / 2);
    assert_int_equal(dhk_stack_from_mean(&column, -100 * ONE), -5 * ONE / 2);
    column.scale = 0; /* a column without deviation says nothing */
    dhk_stack_column_complete(&column);
    assert_int_equal(dhk_stack_from_mean(&column, 7 * ONE), 0);
}

static void columns_are_products(void **state) {
    (void)state;
    int32_t facts[DHK_STACK_FACT_COUNT], columns[DHK_STACK_COLUMN_COUNT];
    char name[64];
    unsigned products = 0;
    for (int32_t i = 0; i < DHK_STACK_FACT_COUNT; i++)
        facts[i] = (i + 1) * ONE;
    dhk_stack_columns(facts, columns);
    for (uint32_t i = 0; i < DHK_STACK_COLUMN_COUNT; i++) {
        dhk_stack_column_name(i, name, sizeof name);
        if (strcmp(name, "down") == 0)
            assert_int_equal(columns[i], (DHK_STACK_DOWN + 1) * ONE);
        if (strcmp(name, "up * own") == 0)
            assert_int_equal(columns[i], (DHK_STACK_UP + 1) * (DHK_STACK_OWN + 1) * ONE);
        if (strcmp(name, "class-group * class-group") == 0)
            assert_int_equal(columns[i], (DHK_STACK_CLASS_GROUP + 1) * (DHK_STACK_CLASS_GROUP + 1) * ONE);
        products += strchr(name, '*') != NULL;
    }
    assert_in_range(products, 5, DHK_STACK_COLUMN_COUNT - 1);
}

static void odd_pages_are_looked_over(void **state) {
    (void)state;
    static const char *const pages[] = {"",
                                        "x",
                                        "<p>!<p>?",
                                        "<h1>x</h1><h1>y</h1>",
                                        "<div><div><div><div><div><p>X",
                                        "<p hidden>X",
                                        "<ul><li>A<li>b<ul><li>C</ul></ul>d"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        looked all;
        int32_t facts[DHK_STACK_FACT_COUNT];
        look(&all, pages[i]);
        for (uint32_t line = 0; line < all.document->line_count; line++) {
            dhk_stack_facts(&all.work, line, facts);
            for (size_t k = 0; k < DHK_STACK_FACT_COUNT; k++)
                assert_in_range(facts[k] + 64 * ONE, 0, 128 * ONE);
        }
        close_look(&all);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(main_container_is_found),
        cmocka_unit_test(means_leave_out_the_line_that_asks),
        cmocka_unit_test(sections_go_from_heading_to_heading),
        cmocka_unit_test(unlikely_lines_keep_their_score),
        cmocka_unit_test(hidden_lines_beside_visible_content),
        cmocka_unit_test(values_far_from_the_mean_have_bounds),
        cmocka_unit_test(columns_are_products),
        cmocka_unit_test(odd_pages_are_looked_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
