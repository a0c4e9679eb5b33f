/*
 * The tokenizer beyond what the html5lib tests look at: spans, limits, modes
 * that a tree enters, and pages made to be slow.
 */
#include "html/html_tokenizer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A copy of exactly its size, so that reading behind it is noticed. */
static unsigned char *exact_copy(const void *bytes, size_t length) {
    unsigned char *copy = malloc(length != 0 ? length : 1);
    assert_non_null(copy);
    if (length != 0)
        memcpy(copy, bytes, length);
    return copy;
}

/* What the tree does after a start tag. */
static void enter_mode(dhk_tokenizer *tokenizer, const dhk_token *token) {
    if (token->kind == DHK_TOKEN_START_TAG)
        dhk_tokenizer_enter_content(tokenizer, token);
}

/* Tokens as text: 'text', <tag name=value>, </tag>, !comment!, ?doctype? */

typedef struct rendering {
    char bytes[4096];
    size_t length;
} rendering;

static void render(rendering *to, const char *before, const unsigned char *page, dhk_range range, const char *after) {
    int written = snprintf(to->bytes + to->length, sizeof to->bytes - to->length, "%s%.*s%s", before,
                           (int)(range.end - range.begin), (const char *)page + range.begin, after);
    assert_true(written >= 0 && (size_t)written < sizeof to->bytes - to->length);
    to->length += (size_t)written;
}

static void render_token(rendering *to, const unsigned char *page, const dhk_token *token) {
    const dhk_range none = {0, 0};
    switch (token->kind) {
    case DHK_TOKEN_TEXT:
        render(to, "'", page, token->text, "'");
        break;
    case DHK_TOKEN_COMMENT:
        render(to, "!", page, token->text, "!");
        break;
    case DHK_TOKEN_DOCTYPE:
        render(to, "?", page, token->text, "?");
        break;
    case DHK_TOKEN_END_TAG:
        render(to, "</", page, token->name, ">");
        break;
    case DHK_TOKEN_START_TAG:
        render(to, "<", page, token->name, "");
        for (uint32_t i = 0; i < token->attribute_count; i++) {
            render(to, " ", page, token->attributes[i].name, "=");
            render(to, "", page, token->attributes[i].value, "");
        }
        render(to, token->self_closing ? "/" : "", page, none, token->truncated ? "...>" : ">");
        break;
    case DHK_TOKEN_END_OF_FILE:
        break;
    }
}

static void check(const char *input, const char *expected, bool all_attributes, bool cdata, uint32_t limit) {
    rendering got = {"", 0};
    size_t length = strlen(input);
    unsigned char *page = exact_copy(input, length);
    dhk_tokenizer tokenizer;
    dhk_token token;
    dhk_tokenizer_init(&tokenizer, page, (uint32_t)length);
    tokenizer.all_attributes = all_attributes;
    tokenizer.cdata_allowed = cdata;
    if (limit != 0)
        tokenizer.max_attribute_bytes = limit;
    do {
        dhk_tokenizer_next(&tokenizer, &token);
        render_token(&got, page, &token);
        enter_mode(&tokenizer, &token);
    } while (token.kind != DHK_TOKEN_END_OF_FILE);
    assert_string_equal(got.bytes, expected);
    for (int i = 0; i < 2; i++) { /* the end stays the end */
        dhk_tokenizer_next(&tokenizer, &token);
        assert_int_equal(token.kind, DHK_TOKEN_END_OF_FILE);
        assert_int_equal(token.span.begin, length);
        assert_int_equal(token.attribute_count, 0);
    }
    free(page);
}

typedef struct example {
    const char *input;
    const char *expected;
} example;

static void check_all(const example *examples, size_t count) {
    for (size_t i = 0; i < count; i++)
        check(examples[i].input, examples[i].expected, true, false, 0);
}

#define CHECK_ALL(examples) check_all(examples, sizeof(examples) / sizeof((examples)[0]))

/* Names */

static void test_names(void **state) {
    (void)state;
    for (unsigned i = 1; i < DHK_TAG_COUNT; i++) {
        const char *name = dhk_tag_name((dhk_tag)i);
        size_t length = strlen(name);
        char upper[32];
        assert_true(length > 0 && length <= 16);
        for (size_t k = 0; k <= length; k++)
            upper[k] = name[k] >= 'a' && name[k] <= 'z' ? (char)(name[k] - 'a' + 'A') : name[k];
        assert_int_equal(dhk_tag_of((const unsigned char *)name, length), i);
        assert_int_equal(dhk_tag_of((const unsigned char *)upper, length), i);
        upper[length] = 0;
        assert_int_equal(dhk_tag_of((const unsigned char *)upper, length + 1), DHK_TAG_UNKNOWN);
    }
    assert_string_equal(dhk_tag_name(DHK_TAG_UNKNOWN), "");
    assert_string_equal(dhk_tag_name(DHK_TAG_COUNT), "");
    assert_string_equal(dhk_tag_name(DHK_TAG_ANNOTATION_XML), "annotation-xml");

    static const char *const unknown[] = {
        "",         "h7",      "h\x11", "divv", "di", "annotation_xml", "annotation\rxml", "abcdefghijklmnopq",
        "\xC3\xA9", "x-widget"};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        const unsigned char *name = (const unsigned char *)unknown[i];
        assert_int_equal(dhk_tag_of(name, strlen(unknown[i])), DHK_TAG_UNKNOWN);
        assert_int_equal(dhk_attribute_of(name, strlen(unknown[i])), DHK_ATTRIBUTE_UNKNOWN);
    }
    assert_int_equal(dhk_attribute_of((const unsigned char *)"Aria-Hidden", 11), DHK_ATTRIBUTE_ARIA_HIDDEN);
    assert_int_equal(dhk_attribute_of((const unsigned char *)"id", 2), DHK_ATTRIBUTE_ID);
    assert_int_equal(dhk_attribute_of((const unsigned char *)"encoding", 8), DHK_ATTRIBUTE_ENCODING);
}

/* The words of a name are read where the page goes on long enough, its bytes at
 * the end of the page: both must see the same name. */
static void test_names_at_every_distance_from_the_end(void **state) {
    (void)state;
    /* clang-format off */
    static const char *const names[] = {
        "p", "H1", "section", "COLGROUP", "plaintext", "foreignObject", "annotation-xml", "sixteen-bytes-xx",
        "seventeen-bytes-x", "a\x01", "div\x7F", "data=x", "p\xC3\xA9", "annotation\x0Fxml",
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        for (size_t behind = 0; behind < 40; behind++) {
            char input[128];
            size_t length = strlen(names[i]);
            int size = snprintf(input, sizeof input, "<%s %s=v>%.*s", names[i], names[i], (int)behind,
                                "........................................");
            unsigned char *page = exact_copy(input, (size_t)size);
            dhk_tokenizer tokenizer;
            dhk_token token;
            dhk_tokenizer_init(&tokenizer, page, (uint32_t)size);
            tokenizer.all_attributes = true;
            dhk_tokenizer_next(&tokenizer, &token);
            assert_int_equal(token.kind, DHK_TOKEN_START_TAG);
            assert_int_equal(token.name.begin, 1);
            assert_int_equal(token.name.end, 1 + length);
            assert_int_equal(token.tag, dhk_tag_of(page + 1, length));
            assert_int_equal(token.span.end, (size_t)size - behind);
            assert_int_equal(token.attribute_count, 1);
            const dhk_attribute *attribute = &token.attributes[0];
            assert_int_equal(attribute->name.begin, 2 + length);
            if (strchr(names[i], '=') == NULL) {
                assert_int_equal(attribute->name.end, 2 + 2 * length);
                assert_int_equal(attribute->value.end - attribute->value.begin, 1);
            }
            assert_int_equal(attribute->id, dhk_attribute_of(page + attribute->name.begin,
                                                             attribute->name.end - attribute->name.begin));
            free(page);
        }
    }
}

/* Tags */

static void test_tags(void **state) {
    (void)state;
    static const example examples[] = {
        {"", ""},
        {"a", "'a'"},
        {"<p>a</P >b", "<p>'a'</P>'b'"},
        {"<br/><br / ><br /x>", "<br/><br><br x=>"},
        {"<a href=x class='y z' id = \"1\" b>", "<a href=x class=y z id=1 b=>"},
        {"<a href=x/>", "<a href=x/>"},
        {"<a b=''c=\"\"d>", "<a b= c= d=>"},
        {"<a =b=c =>", "<a =b=c ==>"},
        {"<a b=>c", "<a b=>'c'"},
        {"<a b=c>d>e", "<a b=c>'d>e'"},
        {"<a title='>'>", "<a title=>>"},
        {"<a\tb\nc\fd\re f>", "<a b= c= d= e= f=>"},
        {"<a b\"c=d'e>", "<a b\"c=d'e>"},
        {"</a b='>' c>d", "</a>'d'"},
        {"x<>y< z<3", "'x<>y< z<3'"},
        {"<<p>", "'<'<p>"},
        {"a</>b", "'a''b'"},
        {"</></>", ""},
        {"a<", "'a<'"},
        {"a</", "'a</'"},
        /* Unfinished tags are dropped with the page behind them. */
        {"a<b", "'a'"},
        {"a<b c", "'a'"},
        {"a<b c=", "'a'"},
        {"a<b c='d>e<p>", "'a'"},
        {"a<b c=d", "'a'"},
        {"a<b/", "'a'"},
        {"a</b ", "'a'"},
    };
    CHECK_ALL(examples);
}

static void test_attributes_that_are_kept(void **state) {
    (void)state;
    /* Only those with a number, but all are read over. */
    check("<a data-x='>' CLASS=a onclick=\"b('<p>')\" id=b>", "<a CLASS=a id=b>", false, false, 0);
    /* The first of a name counts, also if unknown, whatever its case. */
    check("<a id=1 Id=2 x=3 X=4 xx=5 id>", "<a id=1 x=3 xx=5>", true, false, 0);
    check("<a id id=2>", "<a id=>", false, false, 0);
}

static void test_too_many_attributes(void **state) {
    (void)state;
    char input[1024] = "<a";
    char expected[1024] = "<a";
    for (int i = 0; i < DHK_ATTRIBUTES_MAX; i++) {
        snprintf(input + strlen(input), sizeof input - strlen(input), " x%d", i);
        snprintf(expected + strlen(expected), sizeof expected - strlen(expected), " x%d=", i);
    }
    size_t length = strlen(input);
    snprintf(input + length, sizeof input - length, " x1>b");
    strcat(expected, ">'b'");
    check(input, expected, true, false, 0); /* a second x1 is not one too many */
    snprintf(input + length, sizeof input - length, " id='>'>b");
    snprintf(strstr(expected, ">'b'"), 16, "...>'b'");
    check(input, expected, true, false, 0);
    check(input, "<a id=>>'b'", false, false, 0);
}

static void test_long_values(void **state) {
    (void)state;
    check("<a id=abc>", "<a id=abc>", false, false, 3);
    check("<a id=abcd class=e>", "<a id=abc class=e...>", false, false, 3);
    check("<a x=abcd id=e>", "<a id=e>", false, false, 3); /* nobody misses the rest of x */
    check("<a id=ab\xC3\xA9>", "<a id=ab...>", false, false, 3);
    check("<a id=a\xC3\xA9z>", "<a id=a\xC3\xA9...>", false, false, 3);
    check("<a id=\xF0\x9F\x98\x80>", "<a id=...>", false, false, 3);
    check("<a id=\xF0\x9F\x98\x80>", "<a id=\xF0\x9F\x98\x80>", false, false, 4);
    check("<a id=zz\xF0\x9F\x98\x80>", "<a id=zz...>", false, false, 5);
    /* Malformed: nothing to keep together. */
    check("<a id=\x80\x80\x80\x80\x80\x80>", "<a id=\x80\x80\x80\x80\x80...>", false, false, 5);
    check("<a id=\x80\x80\x80>", "<a id=\x80\x80...>", false, false, 2);
}

/* Comments, doctypes, CDATA */

static void test_comments(void **state) {
    (void)state;
    static const example examples[] = {
        {"<!-->a", "!!'a'"},
        {"<!--->a", "!!'a'"},
        {"<!---->a", "!!'a'"},
        {"<!----->a", "!-!'a'"},
        {"<!----!>a", "!!'a'"},
        {"<!---!>a-->", "!-!>a!"},
        {"<!--a--!>b", "!a!'b'"},
        {"<!--a--!b-->c", "!a--!b!'c'"},
        {"<!--a->b-->c", "!a->b!'c'"},
        {"<!--a<!--b-->c", "!a<!--b!'c'"},
        {"<!--<!-->a", "!<!!'a'"},
        {"<!--<!->a-->", "!<!->a!"},
        {"<!-- <p>a</p> -->b", "! <p>a</p> !'b'"},
        /* The end of the page */
        {"<!--", "!!"},
        {"<!---", "!!"},
        {"<!----", "!!"},
        {"<!-----", "!-!"},
        {"<!--a-", "!a!"},
        {"<!--a--", "!a!"},
        {"<!--a--!", "!a!"},
        {"<!--a---", "!a-!"},
        {"<!--!", "!!!"},
        {"<!--a>", "!a>!"},
        /* What is a comment only by mistake */
        {"<!>a", "!!'a'"},
        {"<!", "!!"},
        {"<!-", "!-!"},
        {"<!-a>", "!-a!"},
        {"<!a-->b", "!a--!'b'"},
        {"<?xml v?>a", "!?xml v?!'a'"},
        {"<?", "!?!"},
        {"</ a>b", "! a!'b'"},
        {"</3>b", "!3!'b'"},
        {"<![CDATA[a]]>b", "![CDATA[a]]!'b'"},
        /* Doctypes */
        {"<!DOCTYPE html>a", "? html?'a'"},
        {"<!doctypehtml", "?html?"},
        {"<!DocType>", "??"},
        {"<!doctype a PUBLIC \"b>c", "? a PUBLIC \"b?'c'"},
        {"<!doctyp>", "!doctyp!"},
    };
    CHECK_ALL(examples);
}

static void test_cdata(void **state) {
    (void)state;
    check("<![CDATA[a<b>&amp;]]>c", "'a<b>&amp;''c'", false, true, 0);
    check("<![CDATA[]]><p>", "''<p>", false, true, 0);
    check("<![CDATA[a]]]>b", "'a]''b'", false, true, 0);
    check("<![CDATA[]>]]>", "']>'", false, true, 0);
    check("<![CDATA[a]]", "'a]]'", false, true, 0);
    check("<![CDATA[", "''", false, true, 0);
    check("<![cdata[a]]>", "![cdata[a]]!", false, true, 0);
}

/* Raw text */

static void test_raw_text(void **state) {
    (void)state;
    static const example examples[] = {
        {"<title>a<b>&amp;</b></TITLE >c<b>", "<title>'a<b>&amp;</b>'</TITLE>'c'<b>"},
        {"<title></title>a", "<title></title>'a'"},
        {"<title>a</titles>b</title/>c", "<title>'a</titles>b'</title>'c'"},
        {"<title>a</title", "<title>'a</title'"},
        {"<title>a</title ", "<title>'a'"},
        {"<title>a</titl</title>", "<title>'a</titl'</title>"},
        {"<title><</title>", "<title>'<'</title>"},
        {"<title>", "<title>"},
        {"<STYLE><!--</style>--></STYLE>", "<STYLE>'<!--'</style>'-->'</STYLE>"},
        {"<style></script></style>", "<style>'</script>'</style>"},
        {"<plaintext>a</plaintext>", "<plaintext>'a</plaintext>'"},
        {"<script>a</script>b", "<script>'a'</script>'b'"},
        {"<script>a<b></b></script\n>", "<script>'a<b></b>'</script>"},
        /* In a comment of a script its end tag counts, in a script of that comment it does not. */
        {"<script><!--a</script>b", "<script>'<!--a'</script>'b'"},
        {"<script><!--<script></script>--></script>a", "<script>'<!--<script></script>-->'</script>'a'"},
        {"<script><!--<script></script></script>a", "<script>'<!--<script></script>'</script>'a'"},
        {"<script><!--<script>--></script>a", "<script>'<!--<script>-->'</script>'a'"},
        {"<script><!--<script></script>a", "<script>'<!--<script></script>a'"},
        {"<script><!--<SCRIPT/</Script/</script>a", "<script>'<!--<SCRIPT/</Script/'</script>'a'"},
        {"<script><!--<scripts></script>a", "<script>'<!--<scripts>'</script>'a'"},
        {"<script><!--><script></script>a", "<script>'<!--><script>'</script>'a'"},
        {"<script><!---><script></script>a", "<script>'<!---><script>'</script>'a'"},
        {"<script><!--a->b--><script></script>a", "<script>'<!--a->b--><script>'</script>'a'"},
        {"<script><!-- -><script></script>a", "<script>'<!-- -><script></script>a'"},
        {"<script><!--<script></s></script></script>", "<script>'<!--<script></s></script>'</script>"},
        {"<script><!--", "<script>'<!--'"},
    };
    CHECK_ALL(examples);
}

static void test_modes_of_text(void **state) {
    (void)state;
    static const char input[] = "a<title>b</title>c<style>d</style><script>e</script><plaintext>f";
    static const dhk_text_mode modes[] = {DHK_TEXT_DATA,    DHK_TEXT_RCDATA, DHK_TEXT_DATA,
                                          DHK_TEXT_RAWTEXT, DHK_TEXT_SCRIPT, DHK_TEXT_PLAINTEXT};
    dhk_tokenizer tokenizer;
    dhk_token token;
    size_t texts = 0;
    dhk_tokenizer_init(&tokenizer, input, sizeof input - 1);
    for (;;) {
        dhk_tokenizer_next(&tokenizer, &token);
        if (token.kind == DHK_TOKEN_END_OF_FILE)
            break;
        if (token.kind == DHK_TOKEN_TEXT)
            assert_int_equal(token.mode, modes[texts++]);
        enter_mode(&tokenizer, &token);
    }
    assert_int_equal(texts, sizeof modes / sizeof modes[0]);

    dhk_tokenizer_init(&tokenizer, "<![CDATA[a]]>b", 14);
    tokenizer.cdata_allowed = true;
    dhk_tokenizer_next(&tokenizer, &token);
    assert_int_equal(token.mode, DHK_TEXT_CDATA);
    assert_int_equal(token.span.end, 13);
    dhk_tokenizer_next(&tokenizer, &token);
    assert_int_equal(token.mode, DHK_TEXT_DATA);
}

static void test_raw_text_without_a_name_has_no_end(void **state) {
    (void)state;
    static const char input[] = "a</title></>b";
    dhk_tokenizer tokenizer;
    dhk_token token;
    dhk_tokenizer_init(&tokenizer, input, sizeof input - 1);
    tokenizer.mode = DHK_TEXT_RCDATA;
    dhk_tokenizer_next(&tokenizer, &token);
    assert_int_equal(token.kind, DHK_TOKEN_TEXT);
    assert_int_equal(token.span.end, sizeof input - 1);
}

static void test_empty_page(void **state) {
    (void)state;
    dhk_tokenizer tokenizer;
    dhk_token token;
    dhk_tokenizer_init(&tokenizer, NULL, 0);
    dhk_tokenizer_next(&tokenizer, &token);
    assert_int_equal(token.kind, DHK_TOKEN_END_OF_FILE);
}

/* Properties */

static void check_range(dhk_range inner, dhk_range outer) {
    assert_true(inner.begin <= inner.end && outer.begin <= inner.begin && inner.end <= outer.end);
}

/* Reads a page as a tree would and checks what holds for every page. Returns
 * the number of tokens and adds the number of pieces of text. */
static size_t check_page(const unsigned char *page, uint32_t length, bool all, size_t *pieces) {
    dhk_tokenizer tokenizer;
    dhk_token token;
    size_t tokens = 0;
    uint32_t position = 0;
    dhk_tokenizer_init(&tokenizer, page, length);
    tokenizer.all_attributes = all;
    tokenizer.cdata_allowed = all;
    tokenizer.max_attribute_bytes = 1000;
    for (;; tokens++) {
        dhk_tokenizer_next(&tokenizer, &token);
        if (token.kind == DHK_TOKEN_END_OF_FILE)
            break;
        while (position < token.span.begin) { /* only "</>" may be left out */
            assert_true(token.span.begin - position >= 3 && memcmp(page + position, "</>", 3) == 0);
            position += 3;
        }
        assert_int_equal(token.span.begin, position);
        assert_true(token.span.end > token.span.begin && token.span.end <= length);
        position = token.span.end;
        assert_int_equal(tokenizer.position, position);
        if (token.kind == DHK_TOKEN_START_TAG || token.kind == DHK_TOKEN_END_TAG) {
            check_range(token.name, token.span);
            assert_true(token.name.begin < token.name.end);
            assert_int_equal(page[token.span.end - 1], '>');
            for (uint32_t i = 0; i < token.attribute_count; i++) {
                check_range(token.attributes[i].name, token.span);
                check_range(token.attributes[i].value, token.span);
                assert_true(token.attributes[i].name.begin < token.attributes[i].name.end);
                assert_true(token.attributes[i].value.end - token.attributes[i].value.begin <= 1000);
                assert_true(all || token.attributes[i].id != DHK_ATTRIBUTE_UNKNOWN);
            }
        } else {
            check_range(token.text, token.span);
        }
        for (uint32_t p = token.text.begin; token.kind == DHK_TOKEN_TEXT && p < token.text.end; (*pieces)++) {
            dhk_text_piece piece;
            uint32_t before = p;
            dhk_text_next(page, token.text, token.mode, &p, &piece);
            assert_true(p > before && p <= token.text.end && piece.source.begin == before && piece.source.end == p);
            assert_true(piece.length > 0);
        }
        enter_mode(&tokenizer, &token);
    }
    /* Only an unfinished tag, or "</>", may be left. */
    if (position < length)
        assert_true(page[position] == '<' && length - position >= 2);
    return tokens;
}

static void test_spans_cover_the_page(void **state) {
    (void)state;
    /* clang-format off */
    static const char *const parts[] = {
        "<",     ">",      "</",      "/>",     "<!--",   "-->",     "--!>",       "-",        "!",       "<!",
        "<?",    "</>",    "<p",      "<a ",    "<div>",  "</div>",  "<title>",    "</title>", "<script>", "</script>",
        "<style>", "</style ", "class=", "id='", "href=\"", "\"",    "'",          " ",        "\r\n",    "\r",
        "&",     "&amp;",  "&am",     "&#x41;", "&#",     "<![CDATA[", "]]>",      "<!doctype", "text",   "\xC3\xA9",
        "\xC3",  "=",      "/",       "<!--<script>", "x-very-long-name-of-some-element", "&notit;",
    };
    /* clang-format on */
    const size_t part_count = sizeof parts / sizeof parts[0];
    uint32_t random = 12345;
    size_t pieces = 0;
    for (int round = 0; round < 20000; round++) {
        char input[1024];
        size_t length = 0;
        size_t wanted = (size_t)round % 24 + 1;
        for (size_t i = 0; i < wanted; i++) {
            random = random * 1664525 + 1013904223;
            size_t which = (random >> 16) % (part_count + 1);
            size_t size = which < part_count ? strlen(parts[which]) : 1;
            memcpy(input + length, which < part_count ? parts[which] : "", size); /* the last one is a NUL */
            length += size;
        }
        unsigned char *page = exact_copy(input, length);
        check_page(page, (uint32_t)length, round % 2 == 0, &pieces);
        free(page);
    }
    assert_true(pieces > 0);
}

/* Pages made to be slow: `first`, then `again` over and over. With so many
 * bytes, anything that reads them twice per byte would never come to its end. */
static void test_hostile_pages(void **state) {
    (void)state;
    static const struct {
        const char *first;
        const char *again;
        size_t bytes_per_token; /* at least; 0: there is at most a handful of tokens */
    } pages[] = {
        {"", "<", 0},
        {"", "&", 0},
        {"", ">", 0},
        {"", "</", 2},
        {"", "</>", 0},
        {"", "<!", 0},
        {"", "<!--", 0},
        {"", "<!-- --", 0},
        {"", "<!-->", 5},
        {"", "<?", 0},
        {"", "<a", 0},
        {"", "<a>", 3},
        {"", "<a b='", 0},
        {"", "<a b=\"", 0},
        {"", "< a='", 0},
        {"<a ", "b ", 0},
        {"<a ", "class=x ", 0},
        {"<a ", "=", 0},
        {"<a ", "/", 0},
        {"<a", " ", 0},
        {"<a b=", "c", 0},
        {"<", "a", 0},
        {"", "<!doctype", 0},
        {"", "<![CDATA[", 0},
        {"", "<![CDATA[]", 0},
        {"", "<![CDATA[]]>", 12},
        {"<script>", "<", 0},
        {"<script>", "<!--", 0},
        {"<script>", "<!-->", 0},
        {"<script><!--", ">", 0},
        {"<script><!--", "-", 0},
        {"<script><!--", "<script>", 0},
        {"<script><!--", "<script></script>", 0},
        {"<script><!--<script>", "<script></script ", 0},
        {"", "<script><!--", 0},
        {"", "<script></script>", 8},
        {"<title>", "</title", 0},
        {"<title>", "</titl>", 0},
        {"<title>", "&#", 0},
        {"<style>", "</", 0},
        {"<plaintext>", "</plaintext>", 0},
        {"", "&#x", 0},
        {"&#", "0", 0},
        {"", "&CounterClockwiseContourIntegra", 0},
        {"", "\r", 0},
        {"", "\r&", 0},
        {"<title>", "\r&", 0},
    };
    const size_t size = (size_t)4 << 20;
    unsigned char *page = malloc(size);
    assert_non_null(page);
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        size_t length = strlen(pages[i].first);
        size_t step = strlen(pages[i].again);
        memcpy(page, pages[i].first, length);
        while (length + step <= size) {
            memcpy(page + length, pages[i].again, step);
            length += step;
        }
        for (int all = 0; all < 2; all++) {
            size_t pieces = 0;
            size_t tokens = check_page(page, (uint32_t)length, all != 0, &pieces);
            size_t most = pages[i].bytes_per_token != 0 ? length / pages[i].bytes_per_token + 4 : 4;
            /* Without CDATA each of its marks is a comment of its own, or begins one. */
            assert_true(tokens <= most || (all == 0 && strchr(pages[i].again, '[') != NULL));
            assert_true(pieces <= length);
        }
    }
    free(page);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_names_at_every_distance_from_the_end),
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_attributes_that_are_kept),
        cmocka_unit_test(test_too_many_attributes),
        cmocka_unit_test(test_long_values),
        cmocka_unit_test(test_comments),
        cmocka_unit_test(test_cdata),
        cmocka_unit_test(test_raw_text),
        cmocka_unit_test(test_modes_of_text),
        cmocka_unit_test(test_raw_text_without_a_name_has_no_end),
        cmocka_unit_test(test_empty_page),
        cmocka_unit_test(test_spans_cover_the_page),
        cmocka_unit_test(test_hostile_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
