/* The line builder: white space, characters, counts, hashes, ranges. */
#include "base/hash.h"
#include "lines/line_builder.h"
#include "support/counting_allocator.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct bench {
    ts_account account;
    dehusk_allocator allocator;
    dhk_document document;
    dhk_line_builder builder;
    uint32_t source; /* where the next piece stands */
} bench;

static int set_up(void **state) {
    bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    b->allocator = ts_counting_allocator(&b->account);
    dhk_line_builder_init(&b->builder, &b->allocator, &b->document, 1000);
    *state = b;
    return 0;
}

static int tear_down(void **state) {
    bench *b = *state;
    dhk_document_free(&b->document, &b->allocator);
    assert_int_equal(b->account.bytes, 0);
    assert_int_equal(b->account.blocks, 0);
    free(b);
    return 0;
}

static void feed_bytes(bench *b, const char *bytes, size_t length, bool in_link) {
    /* A block of its own, so that reading beyond its end is seen. */
    unsigned char *copy = malloc(length > 0 ? length : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    dhk_line_builder_append(&b->builder, copy, (uint32_t)length, b->source, b->source + (uint32_t)length,
                            DHK_APPEND_LITERAL | (in_link ? DHK_APPEND_IN_LINK : 0));
    b->source += (uint32_t)length;
    free(copy);
}

static void feed(bench *b, const char *text) {
    feed_bytes(b, text, strlen(text), false);
}

static void feed_link(bench *b, const char *text) {
    feed_bytes(b, text, strlen(text), true);
}

/* Ends the line and returns it. */
static const dhk_line *end(bench *b) {
    assert_true(dhk_line_builder_end(&b->builder));
    return &b->document.lines[b->document.line_count - 1];
}

static void expect_text(const bench *b, const dhk_line *line, const char *text) {
    if (line->text_length != strlen(text) || memcmp(b->document.text + line->text, text, line->text_length) != 0)
        fail_msg("\"%.*s\" is not \"%s\"", (int)line->text_length, b->document.text + line->text, text);
}

static void expect(bench *b, const char *input, const char *text) {
    feed(b, input);
    expect_text(b, end(b), text);
}

static void white_space_collapses_and_is_trimmed(void **state) {
    bench *b = *state;
    expect(b, "plain", "plain");
    expect(b, "  a \t\r\n\f b  ", "a b");
    expect(b, "\r\none\r\ntwo\r", "one two");
}

static void white_space_across_pieces_is_one_space(void **state) {
    bench *b = *state;
    feed(b, "a ");
    feed(b, " ");
    feed(b, "");
    feed(b, "\tb");
    feed(b, "c");
    expect_text(b, end(b), "a bc");
}

static void nothing_visible_is_no_line(void **state) {
    bench *b = *state;
    static const char *const nothings[] = {
        "",         " \t\n",        "\xC2\xA0",     "\xE3\x80\x80 ", "\xE2\x80\x8E",
        "\xC2\xAD", "\x01\x02\x7F", "\xEF\xBB\xBF", "\xC2\x85",      "\xE2\x80\x8B \xE2\x80\x8D"};
    for (size_t i = 0; i < sizeof nothings / sizeof *nothings; i++) {
        feed(b, nothings[i]);
        assert_false(dhk_line_builder_end(&b->builder));
        assert_int_equal(b->document.line_count, 0);
        assert_int_equal(b->document.text_length, 0);
    }
    expect(b, "then a line", "then a line");
}

static void unicode_spaces_are_trimmed_but_kept_inside(void **state) {
    bench *b = *state;
    expect(b, "\xC2\xA0 a\xC2\xA0\xC2\xA0z \xC2\xA0", "a\xC2\xA0\xC2\xA0z");
    expect(b, "\xE3\x80\x80東\xE3\x80\x80京\xE3\x80\x80", "東\xE3\x80\x80京");
    expect(b, "a \xC2\xA0 z", "a \xC2\xA0 z");
    expect(b, "\xE2\x80\x83m\xE2\x80\x83", "m");
    expect(b, "a\xE2\x80\x8B", "a");
}

static void controls_and_byte_order_marks_are_dropped(void **state) {
    bench *b = *state;
    feed_bytes(b,
               "a\0b\x0B\x1F\x7F"
               "c\xC2\x85\xC2\x9F\xEF\xBB\xBF"
               "d",
               15, false);
    expect_text(b, end(b), "abcd");
    assert_int_equal(b->document.malformed, 0);
}

static void invisible_characters_stay_inside(void **state) {
    bench *b = *state;
    const dhk_line *line;
    feed(b, "co\xC2\xADop \xD7\x90\xE2\x80\x8E.");
    line = end(b);
    expect_text(b, line, "co\xC2\xADop \xD7\x90\xE2\x80\x8E.");
    assert_int_equal(line->measure.counts[DHK_CHAR_INVISIBLE], 2);
    assert_int_equal(line->measure.tokens, 2); /* a soft hyphen splits no word */
    assert_int_equal(line->measure.units, 4 * 10 + 10 + 12 + 10);
}

static void preformatted_white_space_is_kept(void **state) {
    bench *b = *state;
    b->builder.preformatted = true;
    expect(b, "\n\n  if x:\n\t  y\n\n  z  \n \n", "  if x:\n\t  y\n\n  z");
    expect(b, "a", "a");
    feed(b, " \n\n");
    assert_false(dhk_line_builder_end(&b->builder));
    expect(b, "  \n  code", "  code");
    b->builder.preformatted = false;
    expect(b, " a  b ", "a b");
}

static void malformed_utf8_is_replaced_and_counted(void **state) {
    static const struct {
        const char *bytes;
        const char *text;
        size_t malformed;
    } cases[] = {
        {"a\xFFz", "a\xEF\xBF\xBDz", 1},
        {"\x80", "\xEF\xBF\xBD", 1},
        {"\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD", 2}, /* overlong slash */
        {"\xE2\x82", "\xEF\xBF\xBD", 1},             /* a maximal subpart is one */
        {"\xE2\x82x", "\xEF\xBF\xBDx", 1},
        {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 3}, /* a surrogate */
        {"\xF0\x9F\x98z", "\xEF\xBF\xBDz", 1},
        {"\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 4},
        {"\xEF\xBF\xBD", "\xEF\xBF\xBD", 0}, /* it may stand in the text itself */
        {"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80", 0},
    };
    bench *b = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        b->document.malformed = 0;
        expect(b, cases[i].bytes, cases[i].text);
        assert_int_equal(b->document.malformed, cases[i].malformed);
    }
}

static void long_malformed_text_fits(void **state) {
    /* Each byte becomes three: the worst case for the room that is made. */
    enum { COUNT = 100001 };
    bench *b = *state;
    char *bytes = malloc(COUNT);
    const dhk_line *line;
    assert_non_null(bytes);
    memset(bytes, 0xFF, COUNT);
    feed_bytes(b, bytes, COUNT, false);
    free(bytes);
    line = end(b);
    assert_int_equal(line->text_length, 3 * COUNT);
    assert_int_equal(b->document.malformed, COUNT);
    assert_int_equal(line->end, COUNT);
}

static void tokens_units_and_script_of_many_scripts(void **state) {
    static const struct {
        const char *text;
        const char *script;
        uint32_t tokens;
        uint32_t units;
        bool cased;
    } cases[] = {
        {"Hello, wide world", "Latn", 3, 170, true},
        {"don't stop-gap 3.14", "Latn", 6, 190, true},
        {"Привет, мир", "Cyrl", 2, 110, true},
        {"Καλημέρα", "Grek", 1, 80, true},
        {"Բարեւ ձեզ", "Armn", 2, 90, true},
        {"你好世界", "Hani", 4, 100, false},
        {"你好，世界。", "Hani", 4, 140, false},
        {"ひらがな", "Hira", 4, 80, false},
        {"カタカナ", "Kana", 4, 80, false},
        {"한국어 문장", "Hang", 2, 100, false},
        {"שלום עולם", "Hebr", 2, 106, false},
        {"مرحبا بكم", "Arab", 2, 106, false},
        {"हिन्दी भाषा", "Deva", 2, 60, false},
        {"ภาษาไทย", "Thai", 7, 70, false},
        {"გამარჯობა", "Geor", 1, 90, false},
        {"12 345", "", 2, 60, false},
        {"ab水cd", "Latn", 3, 65, true},
        {"—!?…", "", 0, 40, false},
        {"e\xCC\x81te\xCC\x81", "Latn", 1, 30, true},
    };
    bench *b = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const dhk_line *line;
        const char *script;
        feed(b, cases[i].text);
        line = end(b);
        script = line->measure.script == 0 ? "" : dhk_script_code(line->measure.script);
        if (line->measure.tokens != cases[i].tokens || line->measure.units != cases[i].units ||
            strcmp(script, cases[i].script) != 0 || line->measure.cased != cases[i].cased)
            fail_msg("%s: %u tokens, %u units, script \"%s\", %s case", cases[i].text, line->measure.tokens,
                     line->measure.units, script, line->measure.cased ? "with" : "without");
    }
}

static void counts_do_not_depend_on_how_text_is_cut(void **state) {
    static const char text[] =
        "Он  сказал: «Hello, 世界!» \xC2\xA0— 42 раза\xCC\x81; \xE0\xB9\x84ทย ok \xFF\xE2\x82 end";
    bench *b = *state;
    dhk_line whole;
    feed(b, text);
    whole = *end(b);
    for (size_t cut = 1; cut < sizeof text - 1; cut++) {
        const dhk_line *line;
        if ((text[cut] & 0xC0) == 0x80 || (unsigned char)text[cut] == 0xFF || (unsigned char)text[cut - 1] >= 0xC0)
            continue; /* the reader never cuts within a character */
        feed_bytes(b, text, cut, false);
        feed_bytes(b, text + cut, sizeof text - 1 - cut, false);
        line = end(b);
        assert_memory_equal(&line->measure, &whole.measure, sizeof whole.measure);
        assert_int_equal(line->hash, whole.hash);
        assert_int_equal(line->masked_hash, whole.masked_hash);
        assert_int_equal(line->text_length, whole.text_length);
        assert_int_equal(line->end - line->begin, whole.end - whole.begin);
    }
}

static void class_counts_and_ends(void **state) {
    bench *b = *state;
    const dhk_measure *measure;
    feed(b, "«Ab 12, (c)» | $5.");
    measure = &end(b)->measure;
    assert_int_equal(measure->counts[DHK_CHAR_QUOTE], 2);
    assert_int_equal(measure->counts[DHK_CHAR_UPPER], 1);
    assert_int_equal(measure->counts[DHK_CHAR_LOWER], 2);
    assert_int_equal(measure->counts[DHK_CHAR_DIGIT], 3);
    assert_int_equal(measure->counts[DHK_CHAR_COMMA], 1);
    assert_int_equal(measure->counts[DHK_CHAR_OPEN], 1);
    assert_int_equal(measure->counts[DHK_CHAR_CLOSE], 1);
    assert_int_equal(measure->counts[DHK_CHAR_SEPARATOR], 1);
    assert_int_equal(measure->counts[DHK_CHAR_CURRENCY], 1);
    assert_int_equal(measure->counts[DHK_CHAR_SENTENCE_END], 1);
    assert_int_equal(measure->counts[DHK_CHAR_SPACE], 4);
    assert_int_equal(measure->first_class, DHK_CHAR_QUOTE);
    assert_int_equal(measure->last_class, DHK_CHAR_SENTENCE_END);
}

static void trailing_space_has_no_length(void **state) {
    bench *b = *state;
    feed(b, " ab \xC2\xA0 ");
    assert_int_equal(end(b)->measure.units, 20);
    feed(b, "ab");
    assert_int_equal(end(b)->measure.units, 20);
}

static void most_frequent_script_wins(void **state) {
    bench *b = *state;
    feed(b, "Windows для");
    assert_string_equal(dhk_script_code(end(b)->measure.script), "Latn");
    feed(b, "Linux для всех пользователей");
    assert_string_equal(dhk_script_code(end(b)->measure.script), "Cyrl");
    assert_int_equal(b->document.scripts[25], 7 + 5); /* Latin letters of both lines */
}

static void link_units_are_of_the_text_in_links(void **state) {
    bench *b = *state;
    const dhk_line *line;
    feed(b, "see ");
    feed_link(b, "the page");
    feed(b, " and");
    feed_link(b, " more 中 ");
    line = end(b);
    expect_text(b, line, "see the page and more 中");
    /* A space before text in a link counts to the link. */
    assert_int_equal(line->link_units, 10 + 80 + 10 + 40 + 10 + 25);
    assert_int_equal(line->measure.units, 17 * 10 + 25 + 5 * 10);
    feed_link(b, "  all  of it ");
    line = end(b);
    assert_int_equal(line->link_units, line->measure.units);
    feed(b, "none");
    assert_int_equal(end(b)->link_units, 0);
}

static void hashes_name_texts(void **state) {
    bench *b = *state;
    dhk_line first, second, third, fourth;
    feed(b, "Posted 12 May 2024");
    first = *end(b);
    feed(b, "  Posted 12\nMay 2024 ");
    second = *end(b);
    feed(b, "Posted 7 May 1999");
    third = *end(b);
    feed(b, "Posted x May x");
    fourth = *end(b);
    assert_int_equal(first.hash, dhk_hash_bytes("Posted 12 May 2024", 18));
    assert_int_equal(first.hash, second.hash);
    assert_int_not_equal(first.hash, third.hash);
    assert_int_equal(first.masked_hash, third.masked_hash);
    assert_int_not_equal(first.masked_hash, fourth.masked_hash);
    assert_int_equal(fourth.hash, fourth.masked_hash); /* without digits they are the same */
}

/* Every byte counts wherever it stands, digits before it or not. */
static void masked_hashes_see_every_byte(void **state) {
    static const char *const texts[] = {
        "the gulls came back to the slipway", "on 12 May 2031 the gulls came back again",
        "1 the gulls came back to the slipway", "gulls and 3 ferries came back to it 7"};
    bench *b = *state;
    char text[64];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        feed(b, texts[i]);
        uint32_t whole = end(b)->masked_hash;
        for (size_t at = 0; texts[i][at] != '\0'; at++) {
            strcpy(text, texts[i]);
            bool digit = text[at] >= '0' && text[at] <= '9';
            text[at] = digit ? '5' : 'x';
            feed(b, text);
            if ((end(b)->masked_hash == whole) != digit)
                fail_msg("\"%s\" and \"%s\"", text, texts[i]);
        }
        /* Two blocks of eight that change places. */
        memcpy(text, texts[i] + 8, 8);
        memcpy(text + 8, texts[i], 8);
        strcpy(text + 16, texts[i] + 16);
        feed(b, text);
        assert_int_not_equal(end(b)->masked_hash, whole);
    }
}

/* Of a text that has digits, in which each run of them is one 0: eight bytes a step, and a last one that has the number of
 * bytes on top. */
static uint32_t hash_of_masked(const char *masked, size_t count) {
    const unsigned char *bytes = (const unsigned char *)masked;
    uint64_t state = DHK_HASH_MULTIPLIER;
    for (; count >= 8; bytes += 8, count -= 8)
        state = dhk_hash_step(state, dhk_load_little_endian(bytes, 8));
    return dhk_hash_end(dhk_hash_step(state, dhk_load_little_endian(bytes, count) + ((uint64_t)count << 56)));
}

static void masked_hash_is_that_of_the_masked_text(void **state) {
    static const char characters[] = "019 ab/:\xC3\xA9";
    bench *b = *state;
    uint64_t random = 1;
    for (size_t round = 0; round < 4000; round++) {
        char text[48];
        char masked[48];
        size_t length = 1 + ts_random(&random, 40);
        size_t count = 0;
        uint32_t kinds = 1 + ts_random(&random, sizeof characters - 1);
        for (size_t i = 0; i < length; i++) {
            char byte = characters[sizeof characters - 2 - ts_random(&random, kinds)];
            text[i] = byte == ' ' || (byte & 0x80) ? (i % 5 == 4 ? '.' : 'x') : byte;
            bool digit = text[i] >= '0' && text[i] <= '9';
            if (!digit || i == 0 || text[i - 1] < '0' || text[i - 1] > '9')
                masked[count++] = digit ? '0' : text[i];
        }
        feed_bytes(b, text, length, false);
        assert_int_equal(end(b)->masked_hash, memchr(masked, '0', count) != NULL ? hash_of_masked(masked, count)
                                                                                 : dhk_hash_bytes(text, length));
        b->document.line_count = 0;
    }
}

static void hash_is_the_same_on_every_machine(void **state) {
    (void)state;
    /* Models hold weights by hash: if these change, all models are void. */
    assert_int_equal(dhk_hash_bytes("", 0), dhk_hash_bytes("x", 0));
    assert_int_equal(dhk_hash_bytes("content", 7), UINT32_C(0x6A1419A6));
    assert_int_equal(dhk_hash_bytes("main-navigation", 15), UINT32_C(0x6DCB0748));
    assert_int_equal(dhk_hash_pair(1, 2), UINT32_C(0x8C0CE848));
    assert_int_not_equal(dhk_hash_pair(1, 2), dhk_hash_pair(2, 1));
}

static void ranges_go_from_first_to_last_visible_character(void **state) {
    bench *b = *state;
    const dhk_line *line;
    b->source = 100;
    feed(b, "  ab");
    feed(b, "c  \xC2\xA0 ");
    line = end(b);
    assert_int_equal(line->begin, 102);
    assert_int_equal(line->end, 105);
    feed(b, "中");
    line = end(b);
    assert_int_equal(line->begin, 110);
    assert_int_equal(line->end, 113);
}

static void references_span_all_of_their_source(void **state) {
    bench *b = *state;
    const dhk_line *line;
    /* "&eacute;t&eacute; &nbsp;" at 50. */
    dhk_line_builder_append(&b->builder, (const unsigned char *)"\xC3\xA9", 2, 50, 58, 0);
    dhk_line_builder_append(&b->builder, (const unsigned char *)"t", 1, 58, 59, DHK_APPEND_LITERAL);
    dhk_line_builder_append(&b->builder, (const unsigned char *)"\xC3\xA9", 2, 59, 67, 0);
    dhk_line_builder_append(&b->builder, (const unsigned char *)" ", 1, 67, 68, DHK_APPEND_LITERAL);
    dhk_line_builder_append(&b->builder, (const unsigned char *)"\xC2\xA0", 2, 68, 74, 0);
    line = end(b);
    expect_text(b, line, "été");
    assert_int_equal(line->begin, 50);
    assert_int_equal(line->end, 67);
}

static void limit_of_lines_is_flagged(void **state) {
    bench *b = *state;
    b->builder.max_lines = 2;
    expect(b, "one", "one");
    expect(b, "two", "two");
    assert_int_equal(b->document.truncated, 0);
    feed(b, "  ");
    assert_false(dhk_line_builder_end(&b->builder));
    assert_int_equal(b->document.truncated, 0); /* nothing was lost yet */
    feed(b, "three");
    assert_false(dhk_line_builder_end(&b->builder));
    assert_int_equal(b->document.truncated, DEHUSK_TRUNCATED_LINES);
    assert_true(b->builder.full);
    assert_int_equal(b->document.line_count, 2);
    feed(b, "four");
    assert_false(dhk_line_builder_end(&b->builder));
    assert_int_equal(b->document.line_count, 2);
}

static void lines_do_not_touch_each_other(void **state) {
    bench *b = *state;
    for (uint32_t i = 0; i < 200; i++) {
        char text[2] = {(char)('a' + i % 26), '\0'};
        feed(b, " ");
        feed(b, text);
        feed(b, " \xE2\x80\x8E ");
        (void)end(b);
    }
    assert_int_equal(b->document.line_count, 200);
    for (uint32_t i = 0; i < 200; i++) {
        const dhk_line *line = &b->document.lines[i];
        assert_int_equal(b->document.text[line->text], 'a' + (int)(i % 26));
        assert_int_equal(line->measure.tokens, 1);
        assert_int_equal(line->measure.counts[DHK_CHAR_LOWER], 1);
        if (i > 0)
            assert_true(line->text >= b->document.lines[i - 1].text + b->document.lines[i - 1].text_length);
    }
}

static void failed_allocation_fails_the_builder(void **state) {
    bench *b = *state;
    ts_fail_at(&b->account, 1, true);
    feed(b, "text");
    assert_true(b->builder.failed);
    assert_false(dhk_line_builder_end(&b->builder));
    ts_fail_at(&b->account, 0, false);
    dhk_line_builder_init(&b->builder, &b->allocator, &b->document, 10);
    ts_fail_at(&b->account, 2, false); /* the text gets its room, the line does not */
    feed(b, "text");
    assert_false(b->builder.failed);
    assert_false(dhk_line_builder_end(&b->builder));
    assert_true(b->builder.failed);
}

static void head_texts_are_collapsed(void **state) {
    bench *b = *state;
    dhk_text_run head_text = {0, 0};
    static const char text[] = " \n The \t title\x7F of\xFF it ";
    assert_true(dhk_document_store_head_text(&b->allocator, &b->document, &head_text, " \n", 2));
    assert_int_equal(head_text.text_length, 0);
    assert_true(dhk_document_store_head_text(&b->allocator, &b->document, &head_text, text, sizeof text - 1));
    assert_int_equal(head_text.text_length, strlen("The title of\xEF\xBF\xBD it"));
    assert_memory_equal(b->document.text + head_text.text, "The title of\xEF\xBF\xBD it", head_text.text_length);
    assert_true(dhk_document_store_head_text(&b->allocator, &b->document, &head_text, "", 0));
    assert_int_equal(head_text.text_length, strlen("The title of\xEF\xBF\xBD it"));
}

static void cleared_page_is_as_new(void **state) {
    bench *b = *state;
    expect(b, "one \xFF", "one \xEF\xBF\xBD");
    b->document.truncated = DEHUSK_TRUNCATED_DEPTH;
    assert_true(dhk_document_store_head_text(&b->allocator, &b->document, &b->document.title, "t", 1));
    dhk_document_clear(&b->document);
    assert_int_equal(b->document.line_count, 0);
    assert_int_equal(b->document.text_length, 0);
    assert_int_equal(b->document.malformed, 0);
    assert_int_equal(b->document.truncated, 0);
    assert_int_equal(b->document.title.text_length, 0);
    for (size_t i = 0; i < 256; i++)
        assert_int_equal(b->document.scripts[i], 0);
    expect(b, "two", "two");
    assert_int_equal(b->document.lines[0].text, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(white_space_collapses_and_is_trimmed),
        TEST(white_space_across_pieces_is_one_space),
        TEST(nothing_visible_is_no_line),
        TEST(unicode_spaces_are_trimmed_but_kept_inside),
        TEST(controls_and_byte_order_marks_are_dropped),
        TEST(invisible_characters_stay_inside),
        TEST(preformatted_white_space_is_kept),
        TEST(malformed_utf8_is_replaced_and_counted),
        TEST(long_malformed_text_fits),
        TEST(tokens_units_and_script_of_many_scripts),
        TEST(counts_do_not_depend_on_how_text_is_cut),
        TEST(class_counts_and_ends),
        TEST(trailing_space_has_no_length),
        TEST(most_frequent_script_wins),
        TEST(link_units_are_of_the_text_in_links),
        TEST(hashes_name_texts),
        TEST(masked_hashes_see_every_byte),
        TEST(masked_hash_is_that_of_the_masked_text),
        TEST(hash_is_the_same_on_every_machine),
        TEST(ranges_go_from_first_to_last_visible_character),
        TEST(references_span_all_of_their_source),
        TEST(limit_of_lines_is_flagged),
        TEST(lines_do_not_touch_each_other),
        TEST(failed_allocation_fails_the_builder),
        TEST(head_texts_are_collapsed),
        TEST(cleared_page_is_as_new),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
