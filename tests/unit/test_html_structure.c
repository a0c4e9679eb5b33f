/* Where lines begin and end when a page's tags are out of order: each case is
 * a rule of the Standard's tree construction. */
#include "base/memory.h"
#include "html/html_reader.h"
#include "lines/line_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct example {
    const char *html;
    const char *lines; /* with a bar between two of them */
} example;

/* Reads a page and compares its lines. */
static void expect_lines(const char *html, const char *expected, size_t max_depth) {
    dehusk_options options;
    dhk_document document;
    char lines[1024];
    size_t length = 0;

    dehusk_options_init(&options);
    options.max_depth = max_depth;
    assert_true(dhk_allocator_or_default(&options.allocator, NULL));
    memset(&document, 0, sizeof document);
    dhk_document_clear(&document);
    dhk_html_reader *reader = dhk_html_reader_new(&options);
    assert_non_null(reader);
    assert_int_equal(dhk_html_reader_read(reader, (const unsigned char *)html, (uint32_t)strlen(html), &document),
                     DEHUSK_OK);
    for (size_t i = 0; i < document.line_count; i++) {
        const dhk_line *line = &document.lines[i];
        assert_true(length + line->text_length + 2 < sizeof lines);
        if (i > 0)
            lines[length++] = '|';
        memcpy(lines + length, document.text + line->text, line->text_length);
        length += line->text_length;
    }
    lines[length] = '\0';
    dhk_document_free(&document, &options.allocator);
    dhk_html_reader_free(reader);
    if (strcmp(lines, expected) != 0)
        fail_msg("%s\n gives  %s\n not    %s", html, lines, expected);
}

static void expect_all(const example *examples, size_t count) {
    for (size_t i = 0; i < count; i++)
        expect_lines(examples[i].html, examples[i].lines, 512);
}

#define EXPECT_ALL(examples) expect_all(examples, sizeof(examples) / sizeof *(examples))

static void table_parts_without_a_table_are_nothing(void **state) {
    (void)state;
    static const example examples[] = {
        {"one<td>two", "onetwo"},
        {"one<tr>two<tbody>three<caption>four", "onetwothreefour"},
        {"<p>one<th>two</p>three", "onetwo|three"},
        {"<table><tr><td>one<td>two<tr><th>three</table>four", "one|two|three|four"},
        {"<table><tr><td>one<div>two<td>three</table>", "one|two|three"},
        {"<table><tr><td>one</table><td>two", "one|two"},
    };
    EXPECT_ALL(examples);
}

static void form_in_a_form_is_nothing(void **state) {
    (void)state;
    static const example examples[] = {
        {"<form>one<form>two</form>three", "onetwo|three"},
        {"<form>one</form><form>two</form>", "one|two"},
        /* The first form is still the one that counts after its div has ended. */
        {"<div><form></div>one<form>two</form>three<form>four", "onetwothree|four"},
        {"<form>one</form>two</form>three", "one|twothree"},
    };
    EXPECT_ALL(examples);
}

static void form_ends_without_what_is_in_it(void **state) {
    (void)state;
    static const example examples[] = {
        {"<form><ul>one</form>two</ul>three", "onetwo|three"},
        {"<form>one<span>two</form>three</span>four", "onetwothree|four"},
        {"<form><p>one</form>two", "one|two"},
        {"<b>one<form><div>two</form>three</div>four</b>five", "one|twothree|fourfive"},
        {"<div><form><div>one</form></div>two</div>three", "one|two|three"},
        {"<form><i><div>one</form>two</i>three<form>four", "onetwothree|four"},
    };
    EXPECT_ALL(examples);
}

static void select_ends_at_an_input_or_a_select(void **state) {
    (void)state;
    static const example examples[] = {
        {"<select>one<input>two", "one|two"},
        {"<select><option>one<b>two<input>three", "onetwo|three"},
        {"<select><select>one</select>two", "onetwo"},
        {"<select><option>one<option>two<optgroup>three</select>four", "one|two|three|four"},
        {"<select><option><p>one<option>two</select>", "one|two"},
        {"<div>one<select>two</div>three", "one|twothree"},
        {"one<input>two", "onetwo"},
    };
    EXPECT_ALL(examples);
}

static void frameset_shows_no_text(void **state) {
    (void)state;
    static const example examples[] = {
        {"<frameset>one", ""},
        {"<html><head><title>t</title></head><frameset><frame></frameset>one<noframes>two</noframes>", ""},
        {"<div><frameset>one</div>two", ""},
        /* Once there is a body, it is nothing. */
        {"one<frameset>two", "onetwo"},
        {"<body><frameset>one", "one"},
        {"one</frameset>two", "onetwo"},
    };
    EXPECT_ALL(examples);
}

static void head_ends_at_what_cannot_stand_in_it(void **state) {
    (void)state;
    static const example examples[] = {
        {"<head>one</head>two", "onetwo"},
        {"<head><b>one</b></head>two", "onetwo"},
        {"<head><title>t</title><meta><link>one<title>u</title>two", "onetwo"},
        {"<head><noscript>one</noscript>two", "onetwo"},
        {"<head><noscript><img></noscript>one</head>two", "onetwo"},
        {"<head><noscript><link><style>s</style></noscript></head><p>one", "one"},
        {"<head></head>one<head>two", "onetwo"},
        {"one<body>two", "onetwo"},
        {"one<html><p>two</body>three</html>four", "one|twothreefour"},
    };
    EXPECT_ALL(examples);
}

static void svg_ends_with_the_element_around_it(void **state) {
    (void)state;
    static const example examples[] = {
        {"<div>one<svg>x</div>two", "one|two"},
        {"<a>one<svg><path>x</a>two", "onetwo"},
        {"one<svg><a>x</a>x</svg>two", "onetwo"},
        {"<a>one<svg><a>x</a>x</svg>two</a>", "onetwo"},
        {"one<svg>x</section>x</svg>two", "onetwo"},
        {"one<svg><title>x</title><p>two", "one|two"},
        {"one<svg>x</p>two", "one|two"},
        {"one<svg/>two", "onetwo"},
    };
    EXPECT_ALL(examples);
}

static void math_has_no_raw_text_and_ends_at_html(void **state) {
    (void)state;
    static const example examples[] = {
        {"one<math><style>x<p>two", "one|two"},
        {"one<math><mi>two<p>three</p></mi></math>four", "onetwo|three|four"},
        {"one<math><mi>two</mi></math>three", "onetwothree"},
        {"<math><mtext><script>x</script>one</mtext></math>two", "onetwo"},
        {"<math>one<textarea>two<b>three</textarea>four", "one|two|threefour"},
    };
    EXPECT_ALL(examples);
}

static void ruby_text_ends_an_open_paragraph(void **state) {
    (void)state;
    static const example examples[] = {
        {"<ruby>one<p>two<rb>three", "one|two|three"},
        {"<ruby>one<rt>two<rp>x</rp></ruby>three", "onetwothree"},
        {"<ruby>one<rtc>two<rt>three</ruby>four", "onetwothreefour"},
    };
    EXPECT_ALL(examples);
}

static void what_is_not_shown_divides_nothing(void **state) {
    (void)state;
    static const example examples[] = {
        {"one<template><p>x</p><br><hr></template>two", "onetwo"},
        {"one<canvas><div>x</div></p></canvas>two", "onetwo"},
        {"one<video><p>x</p></video>two", "one|two"},
        {"one<template><p><object>x</template>two", "onetwo"},
        {"<p>one<template><p>x</template>two</p>three", "onetwo|three"},
    };
    EXPECT_ALL(examples);
}

static void stray_end_tags(void **state) {
    (void)state;
    static const example examples[] = {
        {"one</div>two", "onetwo"},
        {"one</p>two", "one|two"},
        {"one</br>two", "one|two"},
        {"<h1>one</h3>two", "one|two"},
        {"<p>one<b>two</p>three</b>four", "onetwo|threefour"},
        {"<button>one<p>two</button>three</p>four", "one|two|three|four"},
    };
    EXPECT_ALL(examples);
}

/* None of it may disturb the count of what did not fit on the stack. */
static void stack_that_is_full(void **state) {
    (void)state;
    expect_lines("<form><div><div><div>one</div>two</div></div></form>three", "one|two|three", 3);
    expect_lines("<div><div><div>one<svg>x</svg></div>two</div></div>three", "one|two|three", 3);
    expect_lines("<b><i>one<script>x</script>two<template><p>x</p></template>three", "onetwothree", 2);
    expect_lines("<math><math><math><style>x</style>one</math></math>two", "onetwo", 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_parts_without_a_table_are_nothing),
        cmocka_unit_test(form_in_a_form_is_nothing),
        cmocka_unit_test(form_ends_without_what_is_in_it),
        cmocka_unit_test(select_ends_at_an_input_or_a_select),
        cmocka_unit_test(frameset_shows_no_text),
        cmocka_unit_test(head_ends_at_what_cannot_stand_in_it),
        cmocka_unit_test(svg_ends_with_the_element_around_it),
        cmocka_unit_test(math_has_no_raw_text_and_ends_at_html),
        cmocka_unit_test(ruby_text_ends_an_open_paragraph),
        cmocka_unit_test(what_is_not_shown_divides_nothing),
        cmocka_unit_test(stray_end_tags),
        cmocka_unit_test(stack_that_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
