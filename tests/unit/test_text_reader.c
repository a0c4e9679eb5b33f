/* Plain text to lines: rows, hard-wrapped paragraphs, links; and what is taken for HTML. */
#include "sniff/format_sniff.h"
#include "support/page_helper.h"
#include "text/row_scan.h"
#include "text/text_links.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const dhk_document *read_text(const char *source) {
    return ts_read(source, DEHUSK_FORMAT_TEXT);
}

/* What is judged of a text: lines with a bar between two, "=" before what is link from begin to end. */
static void expect_judged(const char *source, const char *expected) {
    const dhk_document *document = read_text(source);
    char judged[1000] = "";
    size_t at = 0;
    for (size_t i = 0; i < document->line_count; i++) {
        const dhk_line *line = &document->lines[i];
        at += (size_t)snprintf(judged + at, sizeof judged - at, "%s%s%.*s", i > 0 ? "|" : "",
                               line->link_units == line->measure.units ? "=" : "", (int)line->text_length,
                               document->text + line->text);
    }
    if (strcmp(judged, expected) != 0)
        fail_msg("\"%s\": \"%s\", not \"%s\"", source, judged, expected);
}

/* -- Rows -------------------------------------------------------------------- */

static void each_row_is_a_line(void **state) {
    (void)state;
    ts_expect_text("one\ntwo\nthree", "one", "two", "three");
    const dhk_document *document = read_text("one\ntwo");
    assert_int_equal(document->line_count, 2);
    assert_int_equal(document->row_count, 2);
    assert_int_equal(document->lines[1].first_row, 1);
    assert_int_equal(document->lines[1].row_count, 1);
    assert_int_equal(document->lines[0].kind, DEHUSK_KIND_OTHER);
}

static void all_row_ends_end_rows(void **state) {
    (void)state;
    ts_expect_text("a\nb\r\nc\rd\fe\vf\xC2\x85g\xE2\x80\xA8h\xE2\x80\xA9i", "a", "b", "c", "d", "e", "f", "g", "h",
                   "i");
    ts_expect_text("a\r\n\r\nb\n\rc\r\r\nd", "a", "b", "c", "d");
}

static void near_misses_of_row_ends_end_nothing(void **state) {
    (void)state;
    ts_expect_text("a\xC2\xA0"
                   "b\xE2\x80\xA7"
                   "c\xC2",
                   "a\xC2\xA0"
                   "b\xE2\x80\xA7"
                   "c\xEF\xBF\xBD");
    ts_expect_text("a\xE2\x80", "a\xEF\xBF\xBD");
}

static void blank_rows_are_no_lines_but_are_counted(void **state) {
    (void)state;
    ts_expect_text("\n\n  \n\t\r\n\xC2\xA0\n\xE3\x80\x80\na\n \n\nb\n\n", "a", "b");
    const dhk_document *document = read_text("a\nb\n\n\nc");
    assert_int_equal(ts_line(document, "b")->breaks, 1);
    assert_int_equal(ts_line(document, "c")->breaks, 3);
    ts_expect_no_lines("", DEHUSK_FORMAT_TEXT);
    ts_expect_no_lines("\n \n\t\r\n", DEHUSK_FORMAT_TEXT);
    ts_expect_no_lines("\xE2\x80\x8E\n\x01\n", DEHUSK_FORMAT_TEXT);
}

static void rows_are_judged_trimmed_and_shown_as_they_were(void **state) {
    (void)state;
    static const char source[] = "  a \t b  \n\tc\t\n\xE3\x80\x80 d \xC2\xA0\n";
    ts_expect_text(source, "  a \t b  ", "\tc\t", "\xE3\x80\x80 d \xC2\xA0");
    expect_judged(source, "a b|c|d");
    expect_judged("a\xC2\xA0 b", "a\xC2\xA0 b");
    ts_expect_text("a\x1B\xFF b\t", "a\xEF\xBF\xBD b\t");
}

static void nuls_separate_words(void **state) {
    (void)state;
    static const char source[] = "\0a\0b \0\0c\0\n\0\n\001d";
    const dhk_document *document = ts_read_bytes(source, sizeof source - 1, DEHUSK_FORMAT_TEXT, NULL);
    assert_int_equal(document->line_count, 2);
    assert_true(ts_line_is(document, &document->lines[0], "a b c"));
    assert_int_equal(document->lines[0].begin, 1);
    assert_int_equal(document->lines[0].end, 8);
    /* A row is shown as it was, but NULs are no text. */
    assert_int_equal(document->rows[0].text_length, 9);
    assert_memory_equal(document->text + document->rows[0].text, " a b   c ", 9);
    assert_int_equal(document->lines[0].measure.tokens, 3);
    assert_true(ts_line_is(document, &document->lines[1], "d"));
}

static void markup_means_nothing_in_text(void **state) {
    (void)state;
    ts_expect_text("<p>a &amp; b</p>\n# title", "<p>a &amp; b</p>", "# title");
}

static void rows_know_where_they_stand(void **state) {
    (void)state;
    static const char source[] = "  one two \r\n\n\xC2\xA0три \xFF\xE2\x80\x8E\nfour";
    const dhk_document *document = ts_read_bytes(source, sizeof source - 1, DEHUSK_FORMAT_TEXT, NULL);
    assert_int_equal(document->row_count, 3);
    assert_int_equal(document->rows[0].begin, 0);
    assert_int_equal(document->rows[0].end, 10);
    assert_int_equal(document->rows[1].begin, 13);
    assert_int_equal(document->rows[1].end, 26);
    assert_int_equal(document->rows[1].number, 2);
    assert_int_equal(document->rows[2].begin, 27);
    assert_int_equal(document->rows[2].end, sizeof source - 1);
    assert_int_equal(document->file_rows, 4);
    assert_int_equal(document->malformed, 1);
}

/* -- Hard-wrapped text --------------------------------------------------------- */

static const char wrapped[] = "Home\nAbout us\n\n"
                              "The ferry left the northern pier a little after nine and turned its bow\n"
                              "towards the open sound, where the fog lay so thick upon the water that\n"
                              "nobody aboard could tell the grey of the sea from the grey of the sky.\n"
                              "It was to be the last crossing.\n\n"
                              "Two of the passengers had seen the winter timetable and knew it, though\n"
                              "neither of them had found the words to say so before the gangway went\n"
                              "up with its usual clatter of chains.\n\nContact\n";

static void wrapped_paragraphs_are_one_line_of_several_rows(void **state) {
    (void)state;
    const dhk_document *document = read_text(wrapped);
    assert_int_equal(document->row_count, 10);
    assert_int_equal(document->line_count, 5);
    const dhk_line *line = &document->lines[2];
    assert_int_equal(line->first_row, 2);
    assert_int_equal(line->row_count, 4);
    assert_true(strncmp(document->text + line->text, "The ferry left", 14) == 0);
    /* Rows are joined by one space, and still stand one by one. */
    assert_non_null(strstr(document->text + line->text, "turned its bow towards the open"));
    for (uint32_t i = 0; i < document->row_count; i++) {
        const dhk_row *row = &document->rows[i];
        assert_true(row->line < document->line_count);
        assert_true(document->lines[row->line].first_row <= i);
        assert_true(i < document->lines[row->line].first_row + document->lines[row->line].row_count);
        assert_int_equal(row->text_length, row->end - row->begin);
        assert_memory_equal(document->text + row->text, wrapped + row->begin, row->text_length);
    }
    assert_int_equal(document->lines[4].first_row, 9);
}

static void rows_of_wrapped_text_are_reported_one_by_one(void **state) {
    (void)state;
    const dhk_document *document = read_text(wrapped);
    assert_memory_equal(document->text + document->rows[5].text, "It was to be the last crossing.",
                        document->rows[5].text_length);
}

static void short_rows_are_not_joined(void **state) {
    (void)state;
    const dhk_document *document = read_text("Home\nNews\nSport\nWeather\nTravel\nMoney\nCulture\nFood\n");
    assert_int_equal(document->line_count, 8);
    document =
        read_text("The lamp is lit, the kettle sings,\nthe cat has left the chair,\nand in the lane the blackbird "
                  "brings\nits evening to the air.\n");
    assert_int_equal(document->line_count, 4);
}

static void long_paragraphs_are_not_joined(void **state) {
    (void)state;
    char source[4000];
    size_t at = 0;
    for (int i = 0; i < 8; i++) {
        for (int k = 0; k < 30; k++, at += 10)
            memcpy(source + at, "sentences ", 10);
        source[at - 1] = '.';
        source[at++] = '\n';
    }
    source[at] = '\0';
    assert_int_equal(read_text(source)->line_count, 8);
}

static void wrapped_scripts_without_spaces_are_joined_without_one(void **state) {
    (void)state;
    /* Forty wide characters a row: 100 columns of Latin letters. */
    char source[4000];
    size_t at = 0;
    const dhk_document *document;
    for (int row = 0; row < 5; row++) {
        for (int i = 0; i < (row == 4 ? 12 : 40); i++, at += 3)
            memcpy(source + at, i % 3 == 0 ? "水" : "天", 3);
        source[at++] = '\n';
    }
    source[at] = '\0';
    document = read_text(source);
    assert_int_equal(document->row_count, 5);
    assert_int_equal(document->line_count, 1);
    assert_int_equal(document->lines[0].text_length, 3 * (4 * 40 + 12));
    assert_int_equal(document->lines[0].measure.tokens, 4 * 40 + 12);
}

static void wrapping_ends_at_blank_rows(void **state) {
    (void)state;
    char *source = malloc(sizeof wrapped);
    assert_non_null(source);
    strcpy(source, wrapped);
    const dhk_document *document = read_text(source);
    for (size_t i = 0; i < document->line_count; i++)
        for (uint32_t k = 1; k < document->lines[i].row_count; k++) {
            const dhk_row *row = &document->rows[document->lines[i].first_row + k];
            /* Between two rows of a line stands one line feed. */
            assert_int_equal(row->begin, row[-1].end + 1);
        }
    free(source);
}

static void row_scan_measures_rows(void **state) {
    (void)state;
    static const char source[] = "\n\n  two words \n水水 ab\n\n";
    const unsigned char *bytes = (const unsigned char *)source;
    dhk_row_scanner scanner;
    dhk_scanned_row row;
    dhk_row_scanner_init(&scanner, bytes, sizeof source - 1);
    assert_true(dhk_row_scan(&scanner, &row));
    assert_int_equal(row.from, 2);
    assert_int_equal(row.begin, 4);
    assert_int_equal(row.end, 13);
    assert_int_equal(row.to, 14);
    assert_int_equal(row.number, 2);
    assert_int_equal(row.blank_rows, 2);
    assert_int_equal(row.indent, 20);
    assert_int_equal(row.columns, 110); /* indentation counts */
    assert_int_equal(dhk_row_first_word(bytes, &row), 30);
    assert_false(row.wide_begin);
    assert_true(dhk_row_scan(&scanner, &row));
    assert_int_equal(row.blank_rows, 0);
    assert_int_equal(row.number, 3);
    assert_false(row.measured);
    dhk_row_measure(bytes, &row);
    assert_int_equal(row.columns, 25 + 25 + 10 + 20);
    assert_int_equal(dhk_row_first_word(bytes, &row), 25);
    assert_true(row.wide_begin);
    assert_false(row.wide_end);
    assert_false(dhk_row_scan(&scanner, &row));
    assert_int_equal(scanner.position, sizeof source - 1);
    assert_int_equal(dhk_row_scanner_rows(&scanner), 5);
    assert_false(dhk_row_scan(&scanner, &row));
}

/* -- Links ---------------------------------------------------------------------- */

/* The first link, and what of it is text, as "whole -> text"; "" without one. */
static void find_link(const char *text, char *found, size_t capacity) {
    size_t length = strlen(text);
    unsigned char *copy = malloc(length + 1);
    dhk_text_link link;
    assert_non_null(copy);
    copy = realloc(copy, length > 0 ? length : 1); /* so that a read behind it is seen */
    memcpy(copy, text, length);
    found[0] = '\0';
    if (dhk_text_link_find(copy, 0, 0, (uint32_t)length, (uint32_t)length, &link)) {
        assert_true(link.begin <= link.text_begin && link.text_begin <= link.text_end && link.text_end <= link.end);
        assert_true(link.end <= length);
        snprintf(found, capacity, "%.*s -> %.*s", (int)(link.end - link.begin), text + link.begin,
                 (int)(link.text_end - link.text_begin), text + link.text_begin);
    }
    free(copy);
}

static void links_are_found_in_text(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"see [the page](http://x.org/a) now", "[the page](http://x.org/a) -> the page"},
        {"[Docs](/docs)", "[Docs](/docs) -> Docs"},
        {"[a](b \"a title (of it)\") c", "[a](b \"a title (of it)\") -> a"},
        {"[a](b 'title') c", "[a](b 'title') -> a"},
        {"[a](<b c> \"t\") d", "[a](<b c> \"t\") -> a"},
        {"[a](/wiki/B_(c)) d", "[a](/wiki/B_(c)) -> a"},
        {"[a\nb](c)", "[a\nb](c) -> a\nb"},
        {"[a](http://x.org/long-\n   address) b", "[a](http://x.org/long-\n   address) -> a"},
        {"[a](/b/\nc) d", "[a](/b/\nc) -> a"},
        {"[a](/b?\nc=&\nd=\ne_\nf%\n20) g", "[a](/b?\nc=&\nd=\ne_\nf%\n20) -> a"},
        {"[a](/b\nc) d", ""},
        {"[a](/b/ c) d", ""},
        {"[a](b \"a title\nof it\") c", "[a](b \"a title\nof it\") -> a"},
        {"[a](b \"a title\n\nof it\") c", ""},
        {"[a](b\n\"title\"\n) c", "[a](b\n\"title\"\n) -> a"},
        {"[a](b (title)) c", "[a](b (title)) -> a"},
        {"[a](b (title) c", ""},
        {"[a](b 'title\") c", ""},
        {"[a](b *title*) c", ""},
        {"[a](<b\nc>) d", "[a](<b\nc>) -> a"},
        {"[a](<b\n\nc>) d", ""},
        {"[a](<b c) d", ""},
        {"[a](\nb) c", "[a](\nb) -> a"},
        {"[a][b\nc] d", "[a][b\nc] -> a"},
        {"[3]link|other", "[3]link -> link"},
        {"(so.)[3]and", ""},
        {"so,[3]and", ""},
        {"[](#top) a", "[](#top) -> "},
        {"[a [b] c](d)", "[a [b] c](d) -> a [b] c"},
        {"[![alt](i.png)](b) c", "[![alt](i.png)](b) -> ![alt](i.png)"},
        {"![alt](i.png)", "![alt](i.png) -> alt"},
        {"[a][1] b", "[a][1] -> a"},
        {"[a][] b", "[a][] -> a"},
        {"[[Wiki page]] x", "[[Wiki page]] -> Wiki page"},
        {"[[Page|shown]] x", "[[Page|shown]] -> shown"},
        {"at http://x.org/a?b=c#d, or", "http://x.org/a?b=c#d -> http"},
        {"at https://x.org.", "https://x.org -> https"},
        {"(https://x.org)", "https://x.org -> https"},
        {"https://x.org/a_(b) c", "https://x.org/a_(b) -> https"},
        {"www.example.org rest", "www.example.org -> www"},
        {"<http://x.org>", "<http://x.org> -> http"},
        {"[12]Home [13]News", "[12]Home -> Home"},
        {"a [3]link of five words and more", "[3]link of five words and -> link of five words and"},
        {"a [3]link, b", "[3]link -> link"},
        {"a [note] b", ""},
        {"a [note](see below) b", ""},
        {"a [note (see) b", ""},
        {"\\[a](b)", ""},
        {"a word.[3] And", ""},
        {"a word[3]and", ""},
        {"[1][2] notes", ""},
        {"[a\n\nb](c)", ""},
        {"[a](b\n\nc)", ""},
        {"array[3](x", ""},
        {"[[]]", ""},
        {"[a\\]]", ""},
        {"[[a] b] c", ""},
        {"[a [b]] c", ""},
        {"[[a]](b)", "[[a]](b) -> [a]"},
        {"[]", ""},
        {"http:/x htt", ""},
        {"xhttp://", ""},
        {"xhttp://x.org", ""},
        {"Zwww.x.org", ""},
        {"7http://x.org", "http://x.org -> http"},
        {"\xE6\xB8\xAFhttp://x.org", "http://x.org -> http"},    /* a letter of a script without spaces */
        {"\xE6\xB8\x80http://x.org", "http://x.org -> http"},    /* the last byte of which is the lowest */
        {"a\xE3\x80\x80http://x.org b", "http://x.org -> http"}, /* a wide space */
        {"\xC4\x80www.x.org", "www.x.org -> www"},
        {"ww", ""},
        {"www.", ""},
        {"[", ""},
        {"[a](", ""},
        {"[a](<", ""},
        {"[a](b \"", ""},
        {"[a][", ""},
        {"[1]", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char found[200];
        find_link(cases[i][0], found, sizeof found);
        if (strcmp(found, cases[i][1]) != 0)
            fail_msg("\"%s\": \"%s\", not \"%s\"", cases[i][0], found, cases[i][1]);
    }
}

static void addresses_are_not_judged(void **state) {
    (void)state;
    expect_judged("[Docs](https://gull.example/docs)\n[Docs](/docs)", "=Docs|=Docs");
    expect_judged("See [the manual](https://a.b/c.d) or https://a.b/c. It helps.",
                  "See the manual or https. It helps.");
    expect_judged("- [a](b)\n* [c](d \"e\")\n1. <https://f.g>", "- a|* c|=1 https");
    expect_judged("[![A cat](cat.png)](https://x.org/cats)\n![](a.png)\n[](b)", "=A cat|=!|=[");
    expect_judged("[1]: https://x.org/a \"Title. Of it.\"\n[a b]: /c", "=1|=a b");
    expect_judged("   1. https://x.org/\n  12. https://y.org/z.html", "=1 https|=12 https");
    expect_judged("[1]Home [2]News\n* [3]Sport", "=Home News|* Sport");
    expect_judged("[https://x.org](https://x.org)", "=https");
}

static void links_go_over_row_ends(void **state) {
    (void)state;
    expect_judged("see [the\nwhole manual](https://x.org/a-\nb-c) of it\nnext", "see the whole manual of it|next");
    expect_judged("[\n  A teaser\n](/a)\nnext", "=A teaser|next");
    expect_judged("[a\n\nb](c)", "[a|b](c)");
    const dhk_document *document = read_text("[a\nb](c)\nnext");
    assert_int_equal(document->lines[0].row_count, 2);
    assert_int_equal(document->lines[0].link_count, 1);
}

static void links_of_a_line_are_counted(void **state) {
    (void)state;
    const dhk_document *document =
        read_text("go [home](/) or https://x.org/\nnone at all\n[all](x)\n* [a](b) | [c](d)");
    assert_int_equal(document->lines[0].link_count, 2);
    /* A space before a link is of the link. */
    assert_int_equal(document->lines[0].link_units, 10 + 40 + 10 + 50);
    assert_int_equal(document->lines[0].measure.counts[DHK_CHAR_SENTENCE_END], 0);
    assert_int_equal(document->lines[1].link_count, 0);
    assert_int_equal(document->lines[1].link_units, 0);
    assert_int_equal(document->lines[2].link_units, document->lines[2].measure.units);
    assert_int_equal(document->lines[3].link_count, 2);
}

static void rows_of_brackets_take_linear_time(void **state) {
    (void)state;
    enum { LENGTH = 1 << 20 };
    char *source = malloc(LENGTH);
    assert_non_null(source);
    static const char *const patterns[] = {"[",  "[a](", "[a](<", "[a](b \"", "[1]",
                                           "[[", "[a][", "```\n", "~~~~\n",   "> "};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        size_t length = strlen(patterns[i]);
        for (size_t at = 0; at < LENGTH; at++)
            source[at] = patterns[i][at % length];
        assert_true(ts_read_bytes(source, LENGTH, DEHUSK_FORMAT_TEXT, NULL)->line_count > 0);
    }
    free(source);
}

/* -- Marks, blocks, pieces ------------------------------------------------------- */

static void marks_are_kinds(void **state) {
    (void)state;
    static const struct {
        const char *row;
        dehusk_kind kind;
        int level;
    } cases[] = {
        {"# One", DEHUSK_KIND_HEADING, 1},
        {"###### Six", DEHUSK_KIND_HEADING, 6},
        {"####### Seven", DEHUSK_KIND_OTHER, 0},
        {"#tag", DEHUSK_KIND_OTHER, 0},
        {"> ## Two", DEHUSK_KIND_HEADING, 2},
        {"- a", DEHUSK_KIND_LIST_ITEM, 0},
        {"* a", DEHUSK_KIND_LIST_ITEM, 0},
        {"+ a", DEHUSK_KIND_LIST_ITEM, 0},
        {"  \xE2\x80\xA2 a", DEHUSK_KIND_LIST_ITEM, 0},
        {"12. a", DEHUSK_KIND_LIST_ITEM, 0},
        {"3) a", DEHUSK_KIND_LIST_ITEM, 0},
        {"1984. A year", DEHUSK_KIND_OTHER, 0},
        {"-5 degrees", DEHUSK_KIND_OTHER, 0},
        {"3.5 metres", DEHUSK_KIND_OTHER, 0},
        {"| a | b |", DEHUSK_KIND_CELL, 0},
        {"Plain", DEHUSK_KIND_OTHER, 0},
        {"```", DEHUSK_KIND_OTHER, 0},
        {"#", DEHUSK_KIND_OTHER, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const dhk_document *document = read_text(cases[i].row);
        if (document->line_count != 1 || document->lines[0].kind != cases[i].kind ||
            document->lines[0].heading_level != cases[i].level)
            fail_msg("\"%s\": kind %u, level %u", cases[i].row, document->lines[0].kind,
                     document->lines[0].heading_level);
    }
}

static void fenced_code_is_one_line(void **state) {
    (void)state;
    const dhk_document *document =
        read_text("Text.\n```sh\nmake. all.\n\n    https://x.org/a\n```\nText.\n~~~\n```\n~~~\n");
    assert_int_equal(document->line_count, 4);
    assert_int_equal(document->lines[1].kind, DEHUSK_KIND_PREFORMATTED);
    assert_int_equal(document->lines[1].row_count, 4);
    assert_int_equal(document->lines[1].link_count, 0);
    assert_int_equal(document->lines[1].measure.counts[DHK_CHAR_SENTENCE_END], 0);
    assert_in_range(document->lines[1].measure.counts[DHK_CHAR_PUNCTUATION], 2, 9); /* its dots among them */
    assert_int_equal(document->lines[3].row_count, 3);
    ts_expect_text("a\n```\n  b\n```", "a", "```", "  b", "```");
    /* A fence that nothing closes is a row as others are. */
    document = read_text("a\n```\nb\n\nc\n");
    assert_int_equal(document->line_count, 4);
}

static void indented_code_is_one_line_in_markdown(void **state) {
    (void)state;
    const dhk_document *document = read_text("# Use\nSo:\n\n    make\n      all\n\n    test\n\nDone.\n");
    assert_int_equal(document->line_count, 4);
    assert_int_equal(document->lines[2].kind, DEHUSK_KIND_PREFORMATTED);
    assert_int_equal(document->lines[2].row_count, 3);
    document = read_text("Use\nSo:\n\n    make\n      all\n\nDone.\n"); /* nothing says that this is Markdown */
    assert_int_equal(document->line_count, 5);
    document = read_text("# Use\n\n    make\n    test\n\nDone.\n"); /* behind the first row of all */
    assert_int_equal(document->line_count, 3);
    assert_int_equal(document->lines[1].kind, DEHUSK_KIND_PREFORMATTED);
    assert_int_equal(document->lines[1].row_count, 2);
    document = read_text("# Use\n- a\n\n    of a\n");
    assert_int_equal(document->lines[2].kind, DEHUSK_KIND_OTHER);
    document = read_text("Use\n```\nx\n```\n\n    behind code\n");
    assert_int_equal(document->line_count, 3);
    assert_int_equal(document->lines[2].kind, DEHUSK_KIND_OTHER);
    document = read_text("Use\n```\nx\n```\nSo:\n\n    code\n");
    assert_int_equal(document->lines[3].kind, DEHUSK_KIND_PREFORMATTED);
}

static void tables_and_underlined_headings_are_one_line(void **state) {
    (void)state;
    const dhk_document *document = read_text("Text\n\n| a | b |\n|---|:-:|\n| c | d |\n\nHead\n====\nText\n");
    assert_int_equal(document->line_count, 4);
    assert_int_equal(document->lines[1].kind, DEHUSK_KIND_CELL);
    assert_int_equal(document->lines[1].row_count, 3);
    assert_int_equal(document->lines[2].kind, DEHUSK_KIND_HEADING);
    assert_int_equal(document->lines[2].heading_level, 1);
    assert_int_equal(document->lines[2].row_count, 2);
    document = read_text("Text\n\n---\n\nText\n");
    assert_int_equal(document->line_count, 3);
    assert_true(document->lines[1].is_rule);
}

/* The line below a heading is of one sign, right below one row that is nothing else. */
static void underlines_make_headings_of_one_row(void **state) {
    static const struct {
        const char *source;
        size_t lines;
        size_t heading; /* the line that is one; as many as there are: none */
    } cases[] = {
        {"Head\n====\n", 1, 0},
        {"Head\n----\nText\n", 2, 0},
        {"Text\n\nHead\n----\nText\n", 3, 1},
        {"====\nHead\n====\nText\n", 3, 1}, /* ruled above and below */
        {"> Head\n> ----\nText\n", 2, 0},
        {"Head\n- - -\nText\n", 3, 3},
        {"Head\n***\nText\n", 3, 3},
        {"Head\n\n----\nText\n", 3, 3},
        {"----\nText\n", 2, 2},
        {"> Head\n----\nText\n", 3, 3},
        {"- Head\n----\nText\n", 3, 3},
        {"# Head\n----\nText\n", 3, 0},
        {"Text\nHead\n----\nText\n", 4, 4},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const dhk_document *document = read_text(cases[i].source);
        if (document->line_count != cases[i].lines)
            fail_msg("case %zu: %zu lines", i, document->line_count);
        for (size_t k = 0; k < document->line_count; k++)
            if ((document->lines[k].kind == DEHUSK_KIND_HEADING) != (k == cases[i].heading))
                fail_msg("case %zu: line %zu", i, k);
    }
}

/* A paragraph of 68 columns amid rows that are not wrapped. */
#define WRAPPED                                                                                                        \
    "The keeper of the light had not been ashore since the first week of\n"                                            \
    "November, and when the boat came at last he asked for nothing but a\n"                                            \
    "newspaper, which he read from the first page to the last, and then a\n"                                           \
    "second time.\n"
#define QUOTED                                                                                                         \
    "> The keeper of the light had not been ashore since the first week of\n"                                          \
    "> November, and when the boat came at last he asked for nothing but a\n"                                          \
    "> newspaper, which he read from the first page to the last, and then a\n"                                         \
    "> second time.\n"
#define LONG_ROW                                                                                                       \
    "This row is one paragraph, as most programs write it, and goes on for longer than anybody would ever wrap a "     \
    "text, "                                                                                                           \
    "so that the text as a whole is not wrapped.\n"

static void wrapping_is_decided_by_paragraph(void **state) {
    (void)state;
    assert_int_equal(read_text(LONG_ROW "\n" WRAPPED "\n" LONG_ROW)->line_count, 3);
    assert_int_equal(read_text("From: a\nTo: b\nSubject: c\n\n" LONG_ROW "\n" QUOTED "\n" LONG_ROW)->line_count, 6);
    /* A row of another depth, a heading and a list item begin something new. */
    assert_int_equal(read_text(LONG_ROW "\n" QUOTED LONG_ROW)->line_count, 3);
    assert_int_equal(read_text(LONG_ROW "\n# Head\n" WRAPPED "- item\n" LONG_ROW)->line_count, 5);
}

/* One row in fifty may be longer than any text is wrapped at. Paragraphs of two rows say nothing by themselves. */
static void few_long_rows_leave_a_text_wrapped(void **state) {
    static const char paragraph[] =
        "The keeper of the light had not been ashore since the first week of\nNovember.\n\n";
    static const struct {
        size_t paragraphs, longer;
        bool wrapped;
    } cases[] = {{30, 0, true}, {30, 1, true}, {30, 2, false}, {60, 2, true}, {60, 3, false}, {80, 3, true}};
    static const char *const rows[] = {LONG_ROW "\n", "Caf\xC3\xA9: " LONG_ROW "\n"};
    static char text[16000];
    (void)state;
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        size_t paragraphs = cases[i / 2].paragraphs;
        size_t longer = cases[i / 2].longer;
        text[0] = '\0';
        for (size_t k = 0; k < paragraphs; k++)
            strcat(strcat(text, paragraph), k < longer ? rows[i % 2] : "");
        assert_int_equal(read_text(text)->line_count, paragraphs * (cases[i / 2].wrapped ? 1 : 2) + longer);
    }
}

/* The first of three rows is one of the two that are long enough. */
static void three_rows_are_a_paragraph(void **state) {
    (void)state;
    assert_int_equal(read_text(LONG_ROW "\nThe keeper of the light had not been ashore since the first week of\n"
                                        "November, and when the boat came at last he asked for nothing but a\n"
                                        "newspaper.\n\n" LONG_ROW)
                         ->line_count,
                     3);
}

static void quote_marks_are_not_judged(void **state) {
    (void)state;
    const dhk_document *document = read_text(LONG_ROW "\n" QUOTED);
    assert_int_equal(document->lines[1].row_count, 4);
    assert_null(memchr(document->text + document->lines[1].text, '>', document->lines[1].text_length));
    assert_int_equal(document->text[document->rows[2].text], '>');
}

/* The mark stands for what is invisible behind it: the line is where the mark is. */
static void a_mark_before_nothing_visible_is_the_line(void **state) {
    static const char source[] = ">>\xE2\x80\xAE\n\nNext row.\n";
    (void)state;
    const dhk_document *document = ts_read_bytes(source, sizeof source - 1, DEHUSK_FORMAT_TEXT, NULL);
    assert_int_equal(document->line_count, 2);
    assert_int_equal(document->lines[0].begin, 0);
    assert_int_equal(document->lines[0].end, 1);
    assert_int_equal(document->lines[0].text_length, 1);
}

static void verse_amid_long_rows_is_not_joined(void **state) {
    (void)state;
    const dhk_document *document = read_text(LONG_ROW "\nThe lamp is lit beside the window of the hall,\n"
                                                      "The cat has left the chair and walks along the wall,\n"
                                                      "And in the lane the blackbird tells it one and all,\n"
                                                      "That evening comes to those who wait until nightfall.\n");
    assert_int_equal(document->line_count, 5);
}

static void long_words_do_not_defeat_wrapping(void **state) {
    (void)state;
    const dhk_document *document =
        read_text("See also:\n"
                  "[a](https://example.org/a/path/that/is/much/longer/than/any/row/of/wrapped/text/"
                  "and/goes/on/and/on/and/on/2)\n\n"
                  "[b](https://example.org/a/path/that/is/much/longer/than/any/row/of/wrapped/text/"
                  "and/goes/on/and/on/and/on/3)\n\n" WRAPPED);
    assert_int_equal(document->lines[document->line_count - 1].row_count, 4);
}

static void a_giant_row_is_judged_in_pieces(void **state) {
    (void)state;
    char source[8000];
    size_t at = 0;
    size_t text = 0, pieces;
    const dhk_document *document;
    while (at < 7000)
        at += (size_t)snprintf(source + at, sizeof source - at, "Mr. Oldcastle of 3.5 Skerry Lane wrote sentence %zu. ",
                               at);
    document = ts_read_bytes(source, at, DEHUSK_FORMAT_TEXT, NULL);
    assert_in_range(document->line_count, 100, 200);
    assert_int_equal(document->line_count, document->row_count);
    for (size_t i = 0; i < document->row_count; i++) {
        const dhk_row *row = &document->rows[i];
        assert_int_equal(row->number, 0);
        assert_int_equal(row->begin, text);
        assert_memory_equal(document->text + row->text, source + text, row->text_length);
        assert_memory_equal(document->text + row->text, "Mr. Oldcastle", 13);
        text += row->text_length;
    }
    assert_int_equal(text, at);
    pieces = document->line_count;
    /* Spaces at its end are no piece, however many. */
    memset(source + at, ' ', sizeof source - at);
    assert_int_equal(ts_read_bytes(source, sizeof source, DEHUSK_FORMAT_TEXT, NULL)->line_count, pieces);
    /* With other rows beside it, a row of a thousand words is a paragraph. */
    source[5000] = '\n';
    assert_int_equal(ts_read_bytes(source, 5010, DEHUSK_FORMAT_TEXT, NULL)->line_count, 2);
}

/* Columns of a table that somebody flattened: no sentence ends, but two spaces or a tab do. */
static void a_giant_row_ends_pieces_at_gaps(void **state) {
    (void)state;
    static const char *const gaps[] = {"  ", "\t", " \t", "    "};
    for (size_t k = 0; k < sizeof gaps / sizeof *gaps; k++) {
        char source[8000];
        size_t at = 0, pieces = 0;
        for (; at < 7000; pieces++)
            at += (size_t)snprintf(source + at, sizeof source - at, "Keeper of the light on the outer skerries %zu%s",
                                   pieces, gaps[k]);
        assert_int_equal(ts_read_bytes(source, at, DEHUSK_FORMAT_TEXT, NULL)->line_count, pieces);
    }
}

static void giant_rows_of_scripts_without_spaces_are_cut(void **state) {
    (void)state;
    char source[8000];
    size_t at = 0;
    while (at < 7000)
        at += (size_t)snprintf(source + at, sizeof source - at, "%s", "水天水天水天水天水天水天水天水天水天水。");
    assert_in_range(ts_read_bytes(source, at, DEHUSK_FORMAT_TEXT, NULL)->line_count, 100, 200);
    memset(source, 'x', at); /* nothing says where this could be cut */
    assert_int_equal(ts_read_bytes(source, at, DEHUSK_FORMAT_TEXT, NULL)->line_count, 1);
}

static void rows_are_numbered_as_the_file_counts_them(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t numbers[4];
        size_t count, rows;
    } cases[] = {
        {"a\n\nb\n", {0, 2}, 2, 3},
        {"a\r\n\r\nb", {0, 2}, 2, 3},
        {"a\r\rb\r", {0, 2}, 2, 3},
        {"a\fb\nc\vd", {0, 0, 1, 1}, 4, 2},
        {"a\fb\vc", {0, 1, 2}, 3, 3},
        {"a\rb\nc", {0, 0, 1}, 3, 2},
        {"a\xE2\x80\xA8\xC2\x85"
         "b",
         {0, 2},
         2,
         3},
        {"\n\001\n \n", {0}, 0, 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const dhk_document *document = read_text(cases[i].text);
        assert_int_equal(document->row_count, cases[i].count);
        assert_int_equal(document->file_rows, cases[i].rows);
        for (size_t k = 0; k < cases[i].count; k++)
            assert_int_equal(document->rows[k].number, cases[i].numbers[k]);
    }
}

/* -- Limits and soup --------------------------------------------------------------- */

static void line_limit_is_flagged(void **state) {
    (void)state;
    dehusk_options options;
    dehusk_options_init(&options);
    options.max_lines = 2;
    assert_int_equal(ts_read_bytes("a\nb\n\n", 5, DEHUSK_FORMAT_TEXT, &options)->truncated, 0);
    const dhk_document *document = ts_read_bytes("a\nb\nc\n", 6, DEHUSK_FORMAT_TEXT, &options);
    assert_int_equal(document->truncated, DEHUSK_TRUNCATED_LINES);
    assert_int_equal(document->row_count, 2);
    /* A menu that is cut into as many lines as there may be leaves none for the row below it. */
    static const char menu[] = "a\tb\tc\td\te\nf\n";
    options.max_lines = 5;
    document = ts_read_bytes(menu, sizeof menu - 1, DEHUSK_FORMAT_TEXT, &options);
    assert_int_equal(document->row_count, 5);
    assert_int_equal(document->truncated, DEHUSK_TRUNCATED_LINES);
    options.max_lines = 6;
    document = ts_read_bytes(menu, sizeof menu - 1, DEHUSK_FORMAT_TEXT, &options);
    assert_int_equal(document->row_count, 6);
    assert_int_equal(document->truncated, 0);
}

static void random_text_keeps_its_promises(void **state) {
    (void)state;
    static const char *const bits[] = {"a",
                                       "word ",
                                       " ",
                                       "\n",
                                       "\r",
                                       "\xC2",
                                       "\x85",
                                       "\xE2",
                                       "\x80",
                                       "\xA8",
                                       "中",
                                       "水天",
                                       "\xC2\xA0",
                                       "\xE3\x80\x80",
                                       "\t",
                                       "[",
                                       "](",
                                       ")",
                                       "http://x",
                                       "\xFF",
                                       "long ",
                                       "enough words to fill a row of text, ",
                                       "\xE2\x80\x8E",
                                       "ไทย",
                                       "\x01"};
    uint64_t random = 11;
    for (int round = 0; round < 3000; round++) {
        char source[3000];
        size_t at = 0;
        uint32_t count = ts_random(&random, 80);
        const dhk_document *document;
        uint32_t before = 0;
        for (uint32_t i = 0; i < count; i++) {
            const char *bit = bits[ts_random(&random, sizeof bits / sizeof *bits)];
            memcpy(source + at, bit, strlen(bit));
            at += strlen(bit);
        }
        document = ts_read_bytes(source, at, DEHUSK_FORMAT_TEXT, NULL);
        for (size_t i = 0; i < document->row_count; i++) {
            const dhk_row *row = &document->rows[i];
            const dhk_line *line = &document->lines[row->line];
            assert_true(before <= row->begin && row->begin < row->end && row->end <= at);
            assert_true(row->text_length > 0 && row->line < document->line_count);
            assert_true(line->first_row <= i && i < line->first_row + line->row_count);
            assert_true(i == 0 || row->number >= row[-1].number);
            assert_true(row->number < document->file_rows);
            assert_true(row->text_length > 0 && row->text + row->text_length <= document->text_length);
            /* As it was, but for what is malformed and for control characters. */
            if (document->malformed == 0 && row->text_length == row->end - row->begin)
                assert_memory_equal(document->text + row->text, source + row->begin, row->text_length);
            before = row->end;
        }
    }
}

/* -- Format ------------------------------------------------------------------------ */

static void html_and_text_are_told_apart(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        dehusk_format format;
    } cases[] = {
        {"", DEHUSK_FORMAT_TEXT},
        {"<!DOCTYPE html><p>", DEHUSK_FORMAT_HTML},
        {"\xEF\xBB\xBF \r\n<!doctype html>", DEHUSK_FORMAT_HTML},
        {"<?xml version='1.0'?>", DEHUSK_FORMAT_HTML},
        {"<!-- a page -->", DEHUSK_FORMAT_HTML},
        {"<p>hello", DEHUSK_FORMAT_HTML},
        {"</div>", DEHUSK_FORMAT_HTML},
        {"text first <HTML>", DEHUSK_FORMAT_HTML},
        {"text <title>x", DEHUSK_FORMAT_HTML},
        {"one <b>two</b> and <i>three", DEHUSK_FORMAT_HTML},
        {"plain text", DEHUSK_FORMAT_TEXT},
        {"if a <b and c", DEHUSK_FORMAT_TEXT},
        {"use <p> for paragraphs", DEHUSK_FORMAT_TEXT},
        {"1 < 2 > 0 <> <<", DEHUSK_FORMAT_TEXT},
        {"mail <joe@example.org> or <http://x>", DEHUSK_FORMAT_TEXT},
        {"<unknown>", DEHUSK_FORMAT_TEXT},
        {"# Title\n\n[a](b)", DEHUSK_FORMAT_TEXT},
        {"List<String> x; Map<A, B> y; Set<C> z;", DEHUSK_FORMAT_TEXT},
        {"wow <!!!", DEHUSK_FORMAT_TEXT},
        {"<", DEHUSK_FORMAT_TEXT},
        {"<p", DEHUSK_FORMAT_TEXT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length = strlen(cases[i].bytes);
        unsigned char *copy = malloc(length > 0 ? length : 1);
        assert_non_null(copy);
        memcpy(copy, cases[i].bytes, length);
        dehusk_format format = dhk_format_sniff(copy, length);
        free(copy);
        if (format != cases[i].format)
            fail_msg("\"%s\" was mistaken", cases[i].bytes);
    }
}

static void utf16_is_looked_through(void **state) {
    (void)state;
    static const unsigned char little[] = {0xFF, 0xFE, '<', 0, 'h', 0, 't', 0, 'm', 0, 'l', 0, '>', 0};
    static const unsigned char big[] = {0xFE, 0xFF, 0, '<', 0, '!', 0, 'd'};
    static const unsigned char text[] = {0xFF, 0xFE, 'a', 0, ' ', 0, '<', 0, ' ', 0};
    assert_int_equal(dhk_format_sniff(little, sizeof little), DEHUSK_FORMAT_HTML);
    assert_int_equal(dhk_format_sniff(big, sizeof big), DEHUSK_FORMAT_HTML);
    assert_int_equal(dhk_format_sniff(text, sizeof text), DEHUSK_FORMAT_TEXT);
}

static void only_the_beginning_is_sniffed(void **state) {
    (void)state;
    enum { LENGTH = 100000 };
    unsigned char *bytes = malloc(LENGTH);
    assert_non_null(bytes);
    memset(bytes, 'x', LENGTH);
    memcpy(bytes + LENGTH - 6, "<html>", 6);
    assert_int_equal(dhk_format_sniff(bytes, LENGTH), DEHUSK_FORMAT_TEXT);
    memset(bytes, '<', LENGTH);
    assert_int_equal(dhk_format_sniff(bytes, LENGTH), DEHUSK_FORMAT_TEXT);
    free(bytes);
}

#define TEST(name) cmocka_unit_test_teardown(name, ts_page_after_each)

/* -- Menus with tabs between their entries ------------------------------------------ */

static void a_menu_in_one_row_is_judged_by_entries(void **state) {
    (void)state;
    static const char source[] = "Gull News\tHome\tTides\t\tMarkets\tLog in\nThe ferry runs again.\n"
                                 "Share\tMail\tImprint\tPrivacy\tHelp\n";
    const dhk_document *document = read_text(source);
    assert_int_equal(document->line_count, 11);
    assert_int_equal(document->row_count, 11);
    assert_int_equal(document->lines[2].text_length, strlen("Tides"));
    assert_int_equal(document->rows[4].number, 0);
    assert_int_equal(document->rows[5].number, 1);
    assert_int_equal(document->rows[10].number, 2);
    assert_int_equal(document->file_rows, 3);
    /* Side by side they are the row again. */
    for (uint32_t i = 1; i < 5; i++)
        assert_int_equal(document->rows[i].begin, document->rows[i - 1].end);
}

static void a_table_is_no_menu(void **state) {
    (void)state;
    const dhk_document *document = read_text("Day\tLow\tHigh\tMoon\tWind\nMonday\t0.4\t3.1\tnew\tcalm\n");
    assert_int_equal(document->line_count, 2);
    document = read_text("Day\tLow\tHigh\tMoon\tWind\n\nMonday\tcalm\n");
    assert_int_equal(document->line_count, 2);
}

static void few_or_long_entries_are_no_menu(void **state) {
    (void)state;
    assert_int_equal(read_text("Name\tAge\tTown\tBoat\nNobody came.\n")->line_count, 2);
    assert_int_equal(read_text("\t\t\t\t\tNobody came.\n")->line_count, 1);
    assert_int_equal(read_text("The captain sounded the horn for every house that still had a light on.\tone\ttwo\t"
                               "There were eleven of them, and he says that he has known years with fewer.\tthree\t"
                               "The next boat leaves on Thursday at nine, if the weather lets it go at all.\n")
                         ->line_count,
                     1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(each_row_is_a_line),
        TEST(all_row_ends_end_rows),
        TEST(near_misses_of_row_ends_end_nothing),
        TEST(blank_rows_are_no_lines_but_are_counted),
        TEST(rows_are_judged_trimmed_and_shown_as_they_were),
        TEST(nuls_separate_words),
        TEST(markup_means_nothing_in_text),
        TEST(rows_know_where_they_stand),
        TEST(wrapped_paragraphs_are_one_line_of_several_rows),
        TEST(rows_of_wrapped_text_are_reported_one_by_one),
        TEST(short_rows_are_not_joined),
        TEST(long_paragraphs_are_not_joined),
        TEST(wrapped_scripts_without_spaces_are_joined_without_one),
        TEST(wrapping_ends_at_blank_rows),
        TEST(row_scan_measures_rows),
        TEST(links_are_found_in_text),
        TEST(addresses_are_not_judged),
        TEST(links_go_over_row_ends),
        TEST(links_of_a_line_are_counted),
        TEST(rows_of_brackets_take_linear_time),
        TEST(marks_are_kinds),
        TEST(fenced_code_is_one_line),
        TEST(indented_code_is_one_line_in_markdown),
        TEST(tables_and_underlined_headings_are_one_line),
        cmocka_unit_test(underlines_make_headings_of_one_row),
        TEST(wrapping_is_decided_by_paragraph),
        cmocka_unit_test(few_long_rows_leave_a_text_wrapped),
        TEST(three_rows_are_a_paragraph),
        TEST(quote_marks_are_not_judged),
        TEST(a_mark_before_nothing_visible_is_the_line),
        TEST(verse_amid_long_rows_is_not_joined),
        TEST(long_words_do_not_defeat_wrapping),
        TEST(a_giant_row_is_judged_in_pieces),
        TEST(a_giant_row_ends_pieces_at_gaps),
        TEST(a_menu_in_one_row_is_judged_by_entries),
        TEST(a_table_is_no_menu),
        TEST(few_or_long_entries_are_no_menu),
        TEST(giant_rows_of_scripts_without_spaces_are_cut),
        TEST(rows_are_numbered_as_the_file_counts_them),
        TEST(line_limit_is_flagged),
        TEST(random_text_keeps_its_promises),
        TEST(html_and_text_are_told_apart),
        TEST(utf16_is_looked_through),
        TEST(only_the_beginning_is_sniffed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
