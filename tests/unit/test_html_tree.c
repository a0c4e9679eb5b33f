/* The stack of open elements: implied end tags and scopes after the HTML Standard. */
#include "html/html_tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { STACK = 64 };

typedef struct bench {
    dhk_open_element stack[STACK];
    dhk_tree tree;
} bench;

static int set_up(void **state) {
    static bench b;
    memset(&b, 0, sizeof b);
    b.tree.stack = b.stack;
    b.tree.max_depth = STACK;
    dhk_tree_reset(&b.tree);
    *state = &b;
    return 0;
}

static dhk_tag tag_named(const char *name, size_t length) {
    return dhk_tag_of((const unsigned char *)name, length);
}

/* Opens "body div p" and so on, without any implied end tags. */
static void open_all(dhk_tree *tree, const char *names) {
    dhk_tree_reset(tree);
    while (*names != '\0') {
        size_t length = strcspn(names, " ");
        dhk_tag tag = tag_named(names, length);
        assert_int_not_equal(tag, DHK_TAG_UNKNOWN);
        assert_non_null(dhk_tree_push(tree, tag, (uint32_t)tag));
        names += length + (names[length] == ' ');
    }
}

typedef struct tag_case {
    const char *open; /* what is open below the root */
    const char *tag;  /* the tag that comes */
    uint32_t popped;  /* elements that it closes */
} tag_case;

static void check_cases(dhk_tree *tree, const tag_case *cases, size_t count, bool start) {
    for (size_t i = 0; i < count; i++) {
        dhk_tag tag = tag_named(cases[i].tag, strlen(cases[i].tag));
        uint32_t depth;
        open_all(tree, cases[i].open);
        depth = start ? dhk_tree_depth_for_start(tree, tag) : dhk_tree_depth_for_end(tree, tag, (uint32_t)tag);
        if (tree->depth - depth != cases[i].popped)
            fail_msg("%s, %s<%s>: %d popped, not %u", cases[i].open, start ? "" : "end of ", cases[i].tag,
                     (int)(tree->depth - depth), cases[i].popped);
    }
}

#define CHECK(start, ...)                                                                                              \
    do {                                                                                                               \
        static const tag_case cases[] = {__VA_ARGS__};                                                                 \
        check_cases(&((bench *)*state)->tree, cases, sizeof cases / sizeof *cases, start);                             \
    } while (0)

static void start_tags_close_a_paragraph(void **state) {
    CHECK(true, {"body p", "p", 1}, {"body p", "div", 1}, {"body p b i", "ul", 3}, {"body p", "h1", 1},
          {"body p", "section", 1}, {"body p", "pre", 1}, {"body p", "hr", 1}, {"body p", "form", 1},
          {"body p", "span", 0}, {"body p", "a", 0}, {"body p", "button", 0}, {"body p", "img", 0},
          {"body p", "select", 0}, {"body p", "noscript", 0}, {"body p", "object", 0});
}

static void scope_shields_a_paragraph(void **state) {
    CHECK(true, {"body p button", "p", 0}, {"body p object", "div", 0}, {"body p table tr td", "p", 0},
          {"body p marquee", "p", 0}, {"body p table caption", "div", 0}, {"body div", "p", 0});
}

static void headings_close_headings(void **state) {
    CHECK(true, {"body h1", "h2", 1}, {"body h1 b", "h2", 0}, {"body h3", "p", 0}, {"body h3", "div", 0});
    CHECK(false, {"body h1", "h2", 1}, {"body h1 b", "h1", 2}, {"body", "h1", 0}, {"body h2 div p", "h4", 3},
          {"body h2 table tr td", "h2", 0});
}

static void list_items_close_list_items(void **state) {
    CHECK(true, {"body ul li", "li", 1}, {"body ul li b", "li", 2}, {"body ul li p", "li", 2},
          {"body ul li div", "li", 2}, {"body ul li ul", "li", 0}, {"body ul li section", "li", 0},
          {"body ul li address", "li", 2}, {"body dl dt", "dd", 1}, {"body dl dd", "dt", 1}, {"body dl dd p", "dd", 2},
          {"body dl dd dl", "dt", 0}, {"body dl dd ul li", "dd", 0}, {"body ul li p", "p", 1});
    CHECK(false, {"body ul li", "li", 1}, {"body ul li ul", "li", 0}, {"body ul li p b", "li", 3},
          {"body ul li table tr td", "li", 0}, {"body dl dd p", "dd", 2}, {"body dl dd", "dt", 0});
}

static void options_close_options(void **state) {
    CHECK(true, {"body select option", "option", 1}, {"body select optgroup option", "optgroup", 2},
          {"body select optgroup", "optgroup", 1}, {"body select optgroup option", "option", 1},
          {"body select option", "div", 0});
}

static void buttons_close_buttons(void **state) {
    CHECK(true, {"body button", "button", 1}, {"body button span", "button", 2},
          {"body button table tr td", "button", 0});
}

static void table_parts_close_table_parts(void **state) {
    CHECK(true, {"body table tr td", "td", 1}, {"body table tr td p b", "th", 3}, {"body table tr td", "tr", 2},
          {"body table tbody tr td", "tr", 2}, {"body table tbody tr td", "tbody", 3},
          {"body table thead tr th", "tbody", 3}, {"body table caption p", "tr", 2}, {"body table tr", "tr", 1},
          {"body table tr td table", "td", 0}, {"body table tr td table tr", "tr", 1}, {"body table tr", "td", 0},
          {"body table tr td div", "caption", 3}, {"body table tbody", "table", 2}, {"body table tr", "table", 2},
          {"body table tr td", "table", 0}, {"body div", "td", 0}, {"body table colgroup", "tr", 1});
    CHECK(false, {"body table tr td p", "td", 2}, {"body table tr td p", "tr", 3},
          {"body table tbody tr td", "table", 4}, {"body table tr td table", "td", 0},
          {"body table tr td table tr td", "table", 3}, {"body table tr td div", "tbody", 0},
          {"body table caption b", "caption", 2}, {"body div", "table", 0});
}

static void table_scope_shields_what_is_outside(void **state) {
    CHECK(false, {"body div table tr td", "div", 0}, {"body p table tr td", "p", 0},
          {"body ul li table tr td", "ul", 0}, {"body form table tr td", "form", 0});
}

static void end_tags_of_blocks_close_what_is_within(void **state) {
    CHECK(false, {"body div p", "div", 2}, {"body div section p b", "div", 4}, {"body article", "section", 0},
          {"body div object", "div", 0}, {"body p", "p", 1}, {"body p b", "p", 2}, {"body p button", "p", 0},
          {"body blockquote p", "blockquote", 2});
}

static void end_tags_of_inlines_do_not_cross_blocks(void **state) {
    CHECK(false, {"body b i", "b", 2}, {"body b p", "b", 0}, {"body a div", "a", 0}, {"body span", "em", 0},
          {"body a b", "a", 2}, {"body label span", "label", 2});
}

static void ends_of_html_and_body_close_nothing(void **state) {
    CHECK(false, {"body div p", "body", 0}, {"body div p", "html", 0});
}

static void head_ends_where_the_body_begins(void **state) {
    CHECK(true, {"head", "body", 1}, {"head", "div", 1}, {"head", "p", 1}, {"head", "meta", 0}, {"head", "title", 0},
          {"head", "script", 0}, {"head", "noscript", 0}, {"head", "h1", 1});
}

static void flags_are_inherited_and_end_with_their_element(void **state) {
    dhk_tree *tree = &((bench *)*state)->tree;
    open_all(tree, "body noscript pre b");
    assert_true(dhk_tree_current(tree)->flags & DHK_OPEN_NOSCRIPT);
    assert_true(dhk_tree_current(tree)->flags & DHK_OPEN_PREFORMATTED);
    assert_false(dhk_tree_current(tree)->flags & DHK_OPEN_BLOCK);
    assert_int_equal(dhk_tree_current_block(tree), 3);
    dhk_tree_cut(tree, 3);
    assert_false(dhk_tree_current(tree)->flags & DHK_OPEN_PREFORMATTED);
    assert_true(dhk_tree_current(tree)->flags & DHK_OPEN_NOSCRIPT);
    open_all(tree, "template div");
    assert_true(dhk_tree_current(tree)->flags & DHK_OPEN_DROPPED);
}

static void root_is_never_cut(void **state) {
    dhk_tree *tree = &((bench *)*state)->tree;
    open_all(tree, "body div");
    dhk_tree_cut(tree, 0);
    assert_int_equal(tree->depth, 1);
    assert_int_equal(tree->innermost[DHK_TAG_DIV], 0);
    assert_int_equal(tree->innermost[DHK_TAG_BODY], 0);
    assert_int_equal(dhk_tree_current_block(tree), 0);
}

static void blocks_above_are_seen(void **state) {
    dhk_tree *tree = &((bench *)*state)->tree;
    open_all(tree, "body b i");
    assert_false(dhk_tree_block_above(tree, 2));
    assert_true(dhk_tree_block_above(tree, 1));
    assert_false(dhk_tree_block_above(tree, tree->depth));
}

static void full_stack_counts_what_it_cannot_hold(void **state) {
    dhk_tree *tree = &((bench *)*state)->tree;
    for (uint32_t i = 1; i < STACK; i++)
        assert_non_null(dhk_tree_push(tree, DHK_TAG_DIV, DHK_TAG_DIV));
    assert_null(dhk_tree_push(tree, DHK_TAG_DIV, DHK_TAG_DIV));
    assert_null(dhk_tree_push(tree, DHK_TAG_P, DHK_TAG_P));
    assert_int_equal(tree->overflow, 2);
    assert_int_equal(tree->depth, STACK);
    assert_int_equal(tree->innermost[DHK_TAG_P], 0);
    dhk_tree_reset(tree);
    assert_int_equal(tree->overflow, 0);
    assert_int_equal(tree->innermost[DHK_TAG_DIV], 0);
}

static void ending_a_link_frees_the_blocks_within(void **state) {
    dhk_tree *tree = &((bench *)*state)->tree;
    open_all(tree, "body a");
    tree->stack[2].flags |= DHK_OPEN_LINK;
    assert_non_null(dhk_tree_push(tree, DHK_TAG_DIV, DHK_TAG_DIV));
    assert_true(dhk_tree_current(tree)->flags & DHK_OPEN_LINK);
    dhk_tree_end_link(tree);
    assert_false(dhk_tree_current(tree)->flags & DHK_OPEN_LINK);
    assert_int_equal(tree->depth, 4);
    open_all(tree, "body div");
    dhk_tree_end_link(tree); /* there is none */
    assert_int_equal(tree->depth, 3);
}

static void unknown_names_are_told_apart(void **state) {
    dhk_tree *tree = &((bench *)*state)->tree;
    open_all(tree, "body");
    assert_non_null(dhk_tree_push(tree, DHK_TAG_UNKNOWN, 0xAAAA));
    assert_non_null(dhk_tree_push(tree, DHK_TAG_UNKNOWN, 0xBBBB));
    assert_int_equal(dhk_tree_depth_for_end(tree, DHK_TAG_UNKNOWN, 0xBBBB), 3);
    assert_int_equal(dhk_tree_depth_for_end(tree, DHK_TAG_UNKNOWN, 0xAAAA), 2);
    assert_int_equal(dhk_tree_depth_for_end(tree, DHK_TAG_UNKNOWN, 0xCCCC), 4);
}

static void unknown_names_are_looked_for_so_far_out(void **state) {
    dhk_tree *tree = &((bench *)*state)->tree;
    open_all(tree, "body");
    assert_non_null(dhk_tree_push(tree, DHK_TAG_UNKNOWN, 0xAAAA));
    for (uint32_t i = 0; i < 31; i++)
        assert_non_null(dhk_tree_push(tree, DHK_TAG_UNKNOWN, 0xBBBB));
    assert_int_equal(dhk_tree_depth_for_end(tree, DHK_TAG_UNKNOWN, 0xAAAA), 2);
    assert_non_null(dhk_tree_push(tree, DHK_TAG_UNKNOWN, 0xBBBB));
    assert_int_equal(dhk_tree_depth_for_end(tree, DHK_TAG_UNKNOWN, 0xAAAA), tree->depth);
}

static void an_ended_form_stops_nothing(void **state) {
    dhk_tree *tree = &((bench *)*state)->tree;
    open_all(tree, "body b form i");
    assert_int_equal(dhk_tree_depth_for_end(tree, DHK_TAG_B, DHK_TAG_B), tree->depth);
    assert_int_equal(dhk_tree_end_form(tree), tree->depth);
    assert_int_equal(dhk_tree_depth_for_end(tree, DHK_TAG_B, DHK_TAG_B), 2);
    open_all(tree, "body b form div i");
    assert_int_equal(dhk_tree_end_form(tree), tree->depth);
    assert_int_equal(dhk_tree_depth_for_end(tree, DHK_TAG_B, DHK_TAG_B), tree->depth); /* the div does */
    dhk_tree_cut(tree, 4);
    assert_int_equal(dhk_tree_depth_for_end(tree, DHK_TAG_B, DHK_TAG_B), 2);
    /* An item, too, ends across it. */
    open_all(tree, "ul li form b");
    assert_int_equal(dhk_tree_depth_for_start(tree, DHK_TAG_LI), tree->depth);
    assert_int_equal(dhk_tree_end_form(tree), tree->depth);
    assert_int_equal(dhk_tree_depth_for_start(tree, DHK_TAG_LI), 2);
}

static void what_was_innermost_is_so_again(void **state) {
    dhk_tree *tree = &((bench *)*state)->tree;
    open_all(tree, "body div b table tr td b i");
    assert_int_equal(tree->innermost[DHK_TAG_B], 7);
    assert_int_equal(dhk_tree_depth_for_end(tree, DHK_TAG_DIV, DHK_TAG_DIV), tree->depth); /* the cell bounds it */
    assert_int_equal(dhk_tree_current_block(tree), 6);
    dhk_tree_cut(tree, 4);
    assert_int_equal(tree->innermost[DHK_TAG_B], 3);
    assert_int_equal(tree->innermost[DHK_TAG_TD], 0);
    assert_int_equal(dhk_tree_depth_for_end(tree, DHK_TAG_DIV, DHK_TAG_DIV), 2);
    assert_int_equal(dhk_tree_current_block(tree), 2);
}

static void paths_name_the_tags_from_the_root(void **state) {
    dhk_tree *tree = &((bench *)*state)->tree;
    uint32_t path;
    open_all(tree, "body div p");
    path = dhk_tree_current(tree)->path;
    open_all(tree, "body div p");
    assert_int_equal(dhk_tree_current(tree)->path, path);
    open_all(tree, "body p div");
    assert_int_not_equal(dhk_tree_current(tree)->path, path);
    open_all(tree, "body div div p");
    assert_int_not_equal(dhk_tree_current(tree)->path, path);
}

static void every_tag_is_void_or_not(void **state) {
    (void)state;
    static const char *const voids[] = {"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                        "input", "link", "meta", "param", "source", "track", "wbr"};
    static const char *const others[] = {"p", "div", "a", "script", "li", "td", "video", "svg", "textarea", "button"};
    for (size_t i = 0; i < sizeof voids / sizeof *voids; i++)
        assert_true(dhk_tag_flags(tag_named(voids[i], strlen(voids[i]))) & DHK_IS_VOID);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(dhk_tag_flags(tag_named(others[i], strlen(others[i]))) & DHK_IS_VOID);
    assert_int_equal(dhk_tag_flags(DHK_TAG_UNKNOWN), 0);
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(start_tags_close_a_paragraph),
        TEST(scope_shields_a_paragraph),
        TEST(headings_close_headings),
        TEST(list_items_close_list_items),
        TEST(options_close_options),
        TEST(buttons_close_buttons),
        TEST(table_parts_close_table_parts),
        TEST(table_scope_shields_what_is_outside),
        TEST(end_tags_of_blocks_close_what_is_within),
        TEST(end_tags_of_inlines_do_not_cross_blocks),
        TEST(ends_of_html_and_body_close_nothing),
        TEST(head_ends_where_the_body_begins),
        TEST(flags_are_inherited_and_end_with_their_element),
        TEST(root_is_never_cut),
        TEST(blocks_above_are_seen),
        TEST(full_stack_counts_what_it_cannot_hold),
        TEST(ending_a_link_frees_the_blocks_within),
        TEST(unknown_names_are_told_apart),
        TEST(unknown_names_are_looked_for_so_far_out),
        TEST(an_ended_form_stops_nothing),
        TEST(what_was_innermost_is_so_again),
        TEST(paths_name_the_tags_from_the_root),
        TEST(every_tag_is_void_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
