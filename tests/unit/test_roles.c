/* Roles: the phrases, the signs, the rules, and what a caller's wishes make of them. */
#include "base/memory.h"
#include "dehusk.h"
#include "roles/named_parts.h"
#include "roles/read_more.h"
#include "roles/roles.h"
#include "support/model_bytes.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LINES_MAX = 64, ONE = 4096 };

static const char sentence[] =
    "The ferry sailed again on Friday morning after eleven weeks on the slipway, and about two "
    "hundred people stood on the quay in the rain to watch it go.";

static void expect_phrase(const char *text, dhk_read_more expected) {
    dhk_read_more_heads heads;
    dhk_read_more_heads_init(&heads);
    assert_int_equal(dhk_read_more_of(&heads, text, (uint32_t)strlen(text)), expected);
}

static void phrases_need_a_mark(void **state) {
    (void)state;
    expect_phrase("READ MORE: Why the plane could not land", DHK_READ_MORE_POINTS);
    expect_phrase("Read more - why", DHK_READ_MORE_POINTS);
    expect_phrase("» Read more → why", DHK_READ_MORE_POINTS);
    expect_phrase("Read more about bees", DHK_READ_MORE_BEGINS);
    expect_phrase("See also", DHK_READ_MORE_LEADS_IN);
    expect_phrase("In case you missed it…", DHK_READ_MORE_LEADS_IN);
    expect_phrase("Don’t miss: the fair", DHK_READ_MORE_POINTS);
    expect_phrase("Watch", DHK_READ_MORE_LEADS_IN);
    expect_phrase("Watchmaker: a trade", DHK_READ_MORE_NO);
    expect_phrase("Watch-making: a trade", DHK_READ_MORE_NO);
    expect_phrase("Related, though not closely: a cousin", DHK_READ_MORE_NO);
    expect_phrase("Reading: a pleasure", DHK_READ_MORE_NO);
    expect_phrase("", DHK_READ_MORE_NO);
    expect_phrase("...", DHK_READ_MORE_NO);
}

static void phrases_of_other_scripts(void **state) {
    (void)state;
    expect_phrase("ЧИТАЙТЕ ТАКЖЕ: Мост", DHK_READ_MORE_POINTS);
    expect_phrase("Διαβάστε επίσης: Πού", DHK_READ_MORE_POINTS);
    expect_phrase("Czytaj też: coś", DHK_READ_MORE_POINTS);
    expect_phrase("相关阅读：晒盐的日子", DHK_READ_MORE_POINTS);
    expect_phrase("【相关阅读】晒盐的日子", DHK_READ_MORE_POINTS);
    expect_phrase("相关阅读材料很多", DHK_READ_MORE_NO);
    expect_phrase("یہ بھی پڑھیں", DHK_READ_MORE_LEADS_IN);
    expect_phrase("Lihat juga", DHK_READ_MORE_LEADS_IN); /* the last of all: there is room for them */
}

typedef struct roles {
    const dhk_document *document;
    dhk_role_evidence evidence[LINES_MAX];
    int32_t logits[LINES_MAX];
    uint8_t marks[2 * LINES_MAX]; /* of the elements */
    uint8_t labels[LINES_MAX];
    uint8_t found[LINES_MAX];
} roles;

/* Reads a page; lines of sentences are content for sure, others chrome. */
static void read_page(roles *all, const char *source, dehusk_format format, uint32_t title_line) {
    all->document = ts_read(source, format);
    assert_true(all->document->line_count <= LINES_MAX && all->document->element_count <= 2 * LINES_MAX);
    dehusk_allocator allocator;
    assert_true(dhk_allocator_or_default(&allocator, NULL));
    dhk_part_names *names = dhk_part_names_new(&allocator);
    assert_non_null(names);
    dhk_named_parts_mark(names, all->document, title_line, all->marks);
    dhk_part_names_free(names, &allocator);
    dhk_roles_signs(all->document, title_line, all->marks, all->evidence);
    for (size_t i = 0; i < all->document->line_count; i++) {
        bool content = (all->evidence[i].signs & DHK_SIGN_SENTENCES) != 0;
        all->logits[i] = content ? 4 * ONE : -ONE;
        all->labels[i] = content;
    }
}

static void find(roles *all) {
    dhk_roles_find(all->document, all->evidence, all->logits, false, all->labels, all->found);
}

static char source[8192];

static void add(const char *before, const char *text, const char *after) {
    strcat(source, before);
    strcat(source, text);
    strcat(source, after);
}

static void markup_says_what_is_title_and_caption(void **state) {
    (void)state;
    roles all;
    source[0] = '\0';
    add("<p>Home</p><h1>", "The ferry sails again", "</h1><p>By someone</p>");
    add("<p>", sentence, "</p>");
    add("<figure><figcaption><p>", "The ferry at the quay", "</p></figcaption></figure>");
    add("<table><caption>", "Fares by the year", "</caption><tr><td>a</table>");
    read_page(&all, source, DEHUSK_FORMAT_HTML, UINT32_MAX);
    find(&all);
    assert_int_equal(all.found[0], DEHUSK_ROLE_NONE);
    assert_int_equal(all.found[1], DEHUSK_ROLE_TITLE);
    assert_int_equal(all.found[2], DEHUSK_ROLE_NONE);
    assert_int_equal(all.found[3], DEHUSK_ROLE_NONE);
    assert_int_equal(all.found[4], DEHUSK_ROLE_CAPTION);
    assert_int_equal(all.found[5], DEHUSK_ROLE_NONE);
    ts_page_done();
    source[0] = '\0'; /* the page's first element */
    add("<figcaption>The ferry at the quay</figcaption><p>", sentence, "</p>");
    read_page(&all, source, DEHUSK_FORMAT_HTML, UINT32_MAX);
    find(&all);
    assert_int_equal(all.found[0], DEHUSK_ROLE_CAPTION);
    assert_int_equal(all.found[1], DEHUSK_ROLE_NONE);
    ts_page_done();
    source[0] = '\0'; /* what stands alone in a figure that is it */
    add("<figure><img src=a><p>The ferry at the quay</p></figure><p>", sentence, "</p>");
    read_page(&all, source, DEHUSK_FORMAT_HTML, UINT32_MAX);
    find(&all);
    assert_int_equal(all.found[0], DEHUSK_ROLE_CAPTION);
    assert_int_equal(all.found[1], DEHUSK_ROLE_NONE);
    ts_page_done();
}

/* Three words of five begin with a capital. */
static void title_case_is_told_by_the_words(void **state) {
    static const struct {
        const char *text;
        bool title_case;
    } cases[] = {
        {"The Ferry Sails", true},
        {"The Ferry Sails to us", true},
        {"The Ferry sails to us", false},
        {"The ferry sails", false},
        {"the ferry sails", false},
        {"Ferry", true},
        {"FERRY", true},
        {"fERRY", false},
        {"Well-Known Ferries", true},
        {"Well-known old Ferries", false}, /* two of four */
        {"Well-known Ferries", true},      /* two of three */
        {"Gull\xE2\x80\x99s Egg", true},
        {"Gull's egg", false},
        {"1st Egg 2nd Egg", false},
        {"1 2 3 Egg", true}, /* numbers are no words */
        {"\xC3\x89t\xC3\xA9", true},
        {"\xC3\xA9t\xC3\xA9 \xC3\x89", false},
        {"\xE6\xB8\xA1\xE8\x88\xB9", false}, /* no case */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char page[100];
        snprintf(page, sizeof page, "<p>%s<p>End", cases[i].text);
        const dhk_document *document = ts_read(page, DEHUSK_FORMAT_HTML);
        if (dhk_roles_title_case(document, &document->lines[0]) != cases[i].title_case)
            fail_msg("%s", cases[i].text);
    }
    ts_page_done();
}

/* The site's name is half of the <title>, and stands above the page's own heading as a link; where no such heading is
 * near, a link may be the title, and a heading is one though it is a link. */
static void site_name_that_is_a_link_is_no_title(void **state) {
    (void)state;
    static const struct {
        const char *first, *second;
        uint32_t in_title; /* the line that shares words with the <title> */
        size_t title;
    } pages[] = {
        {"<p><a href=/>Spoon Street Bakery</a></p>", "<h1>Come and find us</h1>", 0, 1},
        {"<p><a href=/>Spoon Street Bakery</a></p>", "<h1 hidden>Come and find us</h1>", 0, 0},
        {"<p><a href=/>Spoon Street Bakery</a></p>", "<h2>Come and find us</h2>", 0, 0},
        {"<h2><a href=/7>Spoon Street Bakery</a></h2>", "<h1>Our pages</h1>", 0, 0},
        {"<p>Spoon Street Bakery</p>", "<h1>Our pages</h1>", 0, 0},
        {"<h1>Our pages</h1>", "<p><a href=/7>Come and find us</a></p>", 1, 1},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        roles all;
        source[0] = '\0';
        add(pages[i].first, pages[i].second, "");
        add("<p>", sentence, "</p>");
        read_page(&all, source, DEHUSK_FORMAT_HTML, pages[i].in_title);
        find(&all);
        assert_int_equal(all.found[pages[i].title], DEHUSK_ROLE_TITLE);
        assert_int_not_equal(all.found[1 - pages[i].title], DEHUSK_ROLE_TITLE);
        ts_page_done();
    }
}

/* The line with the words is the title of a page whose line `at` is the first one that is kept, and a heading. */
static void expect_headline(const char *page, uint32_t title_line, uint32_t at, const char *title) {
    roles all;
    source[0] = '\0';
    add(page, "<p>", sentence);
    read_page(&all, source, DEHUSK_FORMAT_HTML, title_line);
    for (uint32_t i = 0; i < at; i++)
        all.logits[i] = -3 * ONE;
    all.labels[at] = 1;
    find(&all);
    for (uint32_t i = 0; i < all.document->line_count; i++) {
        const dhk_line *line = &all.document->lines[i];
        bool is_title =
            line->text_length == strlen(title) && memcmp(all.document->text + line->text, title, strlen(title)) == 0;
        assert_int_equal(all.found[i] == DEHUSK_ROLE_TITLE, is_title);
    }
    ts_page_done();
}

static void headline_below_the_site_name_is_the_title(void **state) {
    (void)state;
#define HEADLINE "<h2>The ferry sails again</h2>"
    expect_headline("<header><h1>Gull Times</h1><nav><a href=/1>Sport</a></nav></header>" HEADLINE, UINT32_MAX, 2,
                    "The ferry sails again");
    expect_headline(
        "<title>Gull Times</title><header><h1>Gull Times</h1><nav><a href=/1>Sport</a></nav></header>" HEADLINE, 0, 2,
        "The ferry sails again");
    expect_headline("<title>Gull Times</title><h1><a href=/>Gull Times</a></h1><p>News of the quay</p>" HEADLINE, 0, 2,
                    "The ferry sails again");
    expect_headline("<title>The ferry sails again</title><h1>Gull Times</h1><p>News of the quay</p>" HEADLINE,
                    UINT32_MAX, 2, "The ferry sails again");
    /* A story's own title, with a first section. */
    expect_headline("<title>Gulls</title><h1>Gulls</h1><p>By Ivo Tarrant</p><h2>The beak</h2>", 0, 2, "Gulls");
    expect_headline("<header><h1>Gulls</h1><p>By <a href=/i>Ivo Tarrant</a></header><h2>The beak</h2>", UINT32_MAX, 2,
                    "Gulls");
    expect_headline("<title>Gulls? - Forum</title><h1><a href=/7>Gulls?</a></h1><p>Birds</p><h2>The beak</h2>", 0, 2,
                    "Gulls?");
    expect_headline("<h1><a href=/7>Gulls</a></h1><p>Birds</p><h4>The beak</h4>", UINT32_MAX, 2, "Gulls");
}

/* Of "Ferry sails | Gull Times" the site's name and a trail of links have as many words as the heading, or more. */
static void the_heading_that_the_title_begins_with_is_it(void **state) {
    (void)state;
#define TITLE "<title>Ferry sails | Gull Times</title>"
    expect_headline(TITLE "<header><h2>Gull Times</h2></header><h1>Ferry sails</h1>", 0, 2, "Ferry sails");
    expect_headline(TITLE "<h1>Gull Times</h1><h1>Ferry sails</h1>", 0, 2, "Ferry sails");
    expect_headline(TITLE "<p><a href=/>Gull Times</a> &gt; Ferry sails</p><h1>Ferry sails</h1>", 0, 2, "Ferry sails");
    expect_headline(TITLE "<h2>Gull Times</h2><h1 hidden>Ferry sails</h1>", 0, 2, "Gull Times");
    expect_headline(TITLE "<h2>Gull Times</h2><h1>The quay</h1>", 0, 2, "Gull Times");
    expect_headline(TITLE "<h1>Ferry sails</h1><h1>Ferry</h1>", 0, 2, "Ferry sails");
}

static void commands_are_no_titles(void **state) {
    static const char *const pages[] = {"<pre>apt install gull</pre>", "<p><code>apt install gull</code></p>"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        roles all;
        source[0] = '\0';
        add(pages[i], "<p>", sentence);
        read_page(&all, source, DEHUSK_FORMAT_HTML, 0);
        find(&all);
        assert_int_equal(all.found[0], DEHUSK_ROLE_NONE);
        ts_page_done();
    }
    roles all;
    read_page(&all, strcat(strcpy(source, "<h1><code>gull</code></h1><p>"), sentence), DEHUSK_FORMAT_HTML, 0);
    find(&all);
    assert_int_equal(all.found[0], DEHUSK_ROLE_TITLE);
    ts_page_done();
}

/* In a text that has been extracted already, captions are those that are likelier than not, and no title is made of what
 * is not kept, unless it is the first line. */
static void extracts_have_certain_roles_only(void **state) {
    (void)state;
    roles all;
    source[0] = '\0';
    add("Harbour news of the week\n\n", "The ferry sails again", "\n\n");
    add("", sentence, "\n\n");
    add("The ferry at the quay on its last day\n\n", sentence, "\n");
    read_page(&all, source, DEHUSK_FORMAT_TEXT, UINT32_MAX);
    assert_int_equal(all.document->line_count, 5);
    all.evidence[1].title = 4 * ONE;
    all.evidence[3].caption = -ONE / 2;
    find(&all);
    assert_int_equal(all.found[1], DEHUSK_ROLE_TITLE);
    assert_int_equal(all.found[3], DEHUSK_ROLE_CAPTION);
    dhk_roles_find(all.document, all.evidence, all.logits, true, all.labels, all.found);
    assert_int_equal(all.found[1], DEHUSK_ROLE_NONE);
    assert_int_equal(all.found[3], DEHUSK_ROLE_NONE);
    all.evidence[3].caption = ONE; /* likelier than not */
    dhk_roles_find(all.document, all.evidence, all.logits, true, all.labels, all.found);
    assert_int_equal(all.found[3], DEHUSK_ROLE_CAPTION);
    all.labels[1] = 1; /* a title that is kept is one */
    dhk_roles_find(all.document, all.evidence, all.logits, true, all.labels, all.found);
    assert_int_equal(all.found[1], DEHUSK_ROLE_TITLE);
    all.labels[1] = 0;
    all.evidence[1].title = -4 * ONE;
    all.evidence[0].title = 4 * ONE; /* the first line is one, kept or not */
    dhk_roles_find(all.document, all.evidence, all.logits, true, all.labels, all.found);
    assert_int_equal(all.found[0], DEHUSK_ROLE_TITLE);
    ts_page_done();
}

static void nothing_kept_no_roles(void **state) {
    (void)state;
    roles all;
    read_page(&all, "<h1>Not found</h1><figure><figcaption>A map</figcaption></figure>", DEHUSK_FORMAT_HTML, 0);
    find(&all);
    assert_int_equal(all.found[0], DEHUSK_ROLE_NONE);
    assert_int_equal(all.found[1], DEHUSK_ROLE_NONE);
    ts_page_done();
}

static void link_between_sentences_is_a_teaser(void **state) {
    (void)state;
    roles all;
    source[0] = '\0';
    add("<p>", sentence, "</p><p><a href=x>Is this the quietest road in the county?</a></p>");
    add("<p>", sentence, "</p><h2><a href=x>A heading that is a link too</a></h2>");
    add("<p>", sentence, "</p><p>Not a link but as long as a headline</p>");
    add("<p>", sentence, "</p><p>Few words</p><p><a href=x>A link with sentences on one side alone</a></p>");
    add("<p>", sentence, "</p><p><a href=x>Another one, with sentences before it</a></p><p>Few words</p>");
    read_page(&all, source, DEHUSK_FORMAT_HTML, UINT32_MAX);
    find(&all);
    assert_int_equal(all.found[1], DEHUSK_ROLE_TEASER);
    assert_int_equal(all.found[3], DEHUSK_ROLE_NONE);
    assert_int_equal(all.found[5], DEHUSK_ROLE_NONE);
    assert_int_equal(all.found[8], DEHUSK_ROLE_NONE);
    assert_int_equal(all.found[10], DEHUSK_ROLE_NONE);
    ts_page_done();
}

static void detectors_say_it_in_plain_text(void **state) {
    (void)state;
    roles all;
    source[0] = '\0';
    add("Home\nThe ferry sails again\nSubscribe\n", sentence, "\n");
    add("The ferry Lady Osmunda at the quay\nRead also: the mail plane\n", sentence, "\n");
    add("See also\nA cow is saved from the mud\nA lifeboat for sale\n", sentence, "\n");
    read_page(&all, source, DEHUSK_FORMAT_TEXT, UINT32_MAX);
    find(&all); /* no detector was asked */
    assert_int_equal(all.found[1], DEHUSK_ROLE_NONE);
    assert_int_equal(all.found[4], DEHUSK_ROLE_NONE);
    all.evidence[0].title = ONE;
    all.evidence[1].title = 2 * ONE;
    all.evidence[4].caption = ONE;
    all.evidence[6].caption = ONE; /* a sentence that the classifier is sure of */
    find(&all);
    assert_int_equal(all.found[0], DEHUSK_ROLE_NONE);
    assert_int_equal(all.found[1], DEHUSK_ROLE_TITLE);
    assert_int_equal(all.found[4], DEHUSK_ROLE_CAPTION);
    assert_int_equal(all.found[5], DEHUSK_ROLE_READ_MORE);
    assert_int_equal(all.found[6], DEHUSK_ROLE_NONE);
    assert_int_equal(all.found[7], DEHUSK_ROLE_READ_MORE);
    assert_int_equal(all.found[8], DEHUSK_ROLE_TEASER);
    all.evidence[1].signs &= (uint16_t)~DHK_SIGN_HEADLINE; /* the detector alone does not say it */
    find(&all);
    assert_int_equal(all.found[0], DEHUSK_ROLE_NONE);
    assert_int_equal(all.found[1], DEHUSK_ROLE_NONE);
    ts_page_done();
}

static void keep_decides(void **state) {
    (void)state;
    const uint8_t found[6] = {DEHUSK_ROLE_NONE,    DEHUSK_ROLE_NONE,      DEHUSK_ROLE_TITLE,
                              DEHUSK_ROLE_CAPTION, DEHUSK_ROLE_READ_MORE, DEHUSK_ROLE_TEASER};
    uint8_t labels[6] = {0, 1, 0, 1, 1, 1};
    const uint8_t title[6] = {0, 1, 1, 0, 0, 0};
    const uint8_t captions[6] = {0, 1, 0, 1, 0, 0};
    uint8_t others[6] = {0, 1, 1, 0, 1, 1};
    const dhk_role_evidence evidence[6] = {{0}};
    const int32_t logits[6] = {0};
    dhk_roles_apply(DEHUSK_KEEP_TITLE, 6, evidence, logits, found, labels);
    assert_memory_equal(labels, title, 6);
    memcpy(labels, (uint8_t[]){0, 1, 1, 1, 1, 1}, 6);
    dhk_roles_apply(DEHUSK_KEEP_CAPTION, 6, evidence, logits, found, labels);
    assert_memory_equal(labels, captions, 6);
    memcpy(labels, others, 6); /* what the classifier dropped stays dropped, unless it is the title */
    dhk_roles_apply(15, 6, evidence, logits, found, labels);
    assert_memory_equal(labels, others, 6);
}

/* What readers wrote stays if it is asked for, and what stands around it does not. */
static void comments_are_kept_by_their_shape(void **state) {
    (void)state;
    static roles all;
    const uint8_t wanted[] = {1, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0};
    read_page(
        &all,
        "<p>The ferry sailed again on Friday morning after eleven weeks on the slipway, and about two hundred people"
        " stood on the quay in the rain to watch it go. It was late.</p>"
        "<section class=comments><h3>Four comments.</h3>"
        "<div>Ann Oaks</div><div>12 May 2024, 10:12</div><p>Nobody told us!</p><p><a href=/r>Reply to Ann.</a></p>"
        "<div>Li Ming</div><p>等了十一个星期终于开了。</p><p>We were there from the very beginning</p>"
        "<div class=comment-form><p>Your address is not shown to anybody.</p></div>"
        "<p>Pages that point to this very page of ours:</p>"
        "<div id=comment-preview>This is what it will look like.</div>"
        "<form><p>Please be kind to each other.</p></form></section>",
        DEHUSK_FORMAT_HTML, UINT32_MAX);
    find(&all);
    assert_int_equal(all.document->line_count, sizeof wanted);
    for (size_t i = 1; i < sizeof wanted; i++) {
        assert_int_equal(all.found[i], DEHUSK_ROLE_COMMENT);
        all.logits[i] = -4 * ONE;
        all.labels[i] = 0;
    }
    dhk_roles_apply(DEHUSK_KEEP_COMMENT, sizeof wanted, all.evidence, all.logits, all.found, all.labels);
    assert_memory_equal(all.labels, wanted, sizeof wanted);
    all.logits[4] = -7 * ONE; /* surely no text at all */
    all.labels[4] = 0;
    dhk_roles_apply(DEHUSK_KEEP_COMMENT, sizeof wanted, all.evidence, all.logits, all.found, all.labels);
    assert_int_equal(all.labels[4], 0);
    dhk_roles_apply(0, sizeof wanted, all.evidence, all.logits, all.found, all.labels);
    for (size_t i = 1; i < sizeof wanted; i++)
        assert_int_equal(all.labels[i], 0);
    ts_page_done();
}

static void classes_say_what_is_a_caption(void **state) {
    static const char *const captions[] = {
        "<div class='wp-caption'><img><p class='wp-caption-text'>",
        "<td class='tr-caption'>",
        "<div class='imageCaption'><span>",
        "<p class='photo-credit'>",
        "<p class='bildunterschrift x'>",
        "<div class='thumbcaption'>",
        "<div class='legende-photo'>",
        "<p class='pie-de-foto'>",
        "<p class='image-description'>",
        "<p class='article__bildlegende'>",
        "<div class='gallerytext'><p>",
    };
    roles all;
    (void)state;
    for (size_t i = 0; i < sizeof captions / sizeof *captions; i++) {
        source[0] = '\0';
        add("<h1>The ferry sails again</h1><p>", sentence, "</p><table>");
        add(captions[i], "The ferry at the quay",
            "</table><div class=captioned><div><div><p>Not one of them</p></div></div>"
            "<div class='description image-left'><p>None of two</p><p>lines of a text</p></div>"
            "<p class=description>Nor this one</p><p class='media-description pie'>Nor that one</p><p class=credit>Nor "
            "this</p><p class=photo>Nor that</p>");
        read_page(&all, source, DEHUSK_FORMAT_HTML, UINT32_MAX);
        find(&all);
        for (uint32_t k = 0; k < all.document->line_count; k++)
            assert_int_equal(all.found[k] == DEHUSK_ROLE_CAPTION,
                             ts_line_is(all.document, &all.document->lines[k], "The ferry at the quay"));
        ts_page_done();
    }
}

/* Names that mean a caption beside a picture only, or none, and those of inline elements, roles and properties. */
static void captions_beside_pictures(void **state) {
    static const struct {
        const char *before;
        const char *after;
        bool caption;
    } cases[] = {
        {"<div class=legend><p>", "</div>", false},
        {"<div class=tag-legend>", "</div>", false},
        {"<img><p class=legend>", "</p>", true},
        {"<div><a><img></a></div><div class=podpis><p>A first line</p><p>", "</p></div>", true},
        {"<p>By boat</p><p class=legend>", "</p><img>", false},
        {"<div class='credits media'><p>", "</div>", false},
        {"<div class='media credit'><img><p>", "</div>", false},
        {"<div class=media__credit><p>", "</div>", true},
        {"<div class='photo credit'><p>", "</div>", false},
        {"<div class='photo credit'><img><p>", "</div>", true},
        {"<div class=has-caption><img><p>", "</div>", false},
        {"<div class='table-caption'><img><p>", "</div>", false},
        {"<div class='caption-contest'><img><p>", "</div>", false},
        {"<div class='caption-contest no-sidebar'><img><p>", "</div>", false},
        {"<img><span class=photo-caption-competition>", "</span>", false},
        {"<div class='caption-no-border'><img><p>", "</div>", true},
        {"<div class='caption contest'><img><p>", "</div>", true},
        {"<img><p class=tag-legend>", "</p>", false},
        {"<img><p class=colour-legend>", "</p>", false},
        {"<p class='has-caption img-caption'>", "</p>", true},
        {"<img><span class=caption>", "</span>", true},
        {"<div><img><br><em class='photo-credit'><b>", "</b></em></div>", true},
        {"<p><img> <small itemprop=caption>", "</small></p>", true},
        {"<p><img> <small itemprop=caption>Photo:</small> ", "</p>", false},
        {"<span class=caption>", "</span>", false},
        {"<img><h2><span class=caption>", "</span></h2>", false},
        {"<div itemprop=caption>", "</div>", true},
        {"<div role=caption>", "</div>", true},
        {"<div role=table><div role=caption>", "</div></div>", false},
        {"<div role=figure><img><p>", "</p></div>", true},
        {"<div role=figure><p>", "</p></div>", false},
        {"<img aria-describedby='c d'><p>By boat</p><p id=c>", "</p>", true},
        {"<div role=figure aria-labelledby=c><p>By boat</p><p><i id=c>", "</i></p></div>", true},
        {"<p aria-describedby=c>By boat</p><p id=c>", "</p>", false},
        {"<video aria-describedby=c></video><div id=c><p>", "</p></div>", false},
        {"<img aria-describedby=c><div id=c><p>", "</p><p>By night</p><p>By day</p></div>", false},
        {"<img aria-describedby=c><div id=c><p>By night</p><p>By day</p><p>", "</p></div>", false},
        {"<img><span class=caption>By night</span><br><img><span class=caption>",
         "</span><br><img><span class=caption>By day</span>", true},
    };
    roles all;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        source[0] = '\0';
        add("<h1>The ferry sails again</h1><p>", sentence, "</p>");
        add(cases[i].before, "The ferry at the quay", cases[i].after);
        add("<p>", sentence, "</p>");
        read_page(&all, source, DEHUSK_FORMAT_HTML, UINT32_MAX);
        find(&all);
        for (uint32_t k = 0; k < all.document->line_count; k++)
            if ((strstr(all.document->text + all.document->lines[k].text, "The ferry at the quay") ==
                 all.document->text + all.document->lines[k].text) &&
                (all.found[k] == DEHUSK_ROLE_CAPTION) != cases[i].caption)
                fail_msg("case %zu", i);
        ts_page_done();
    }
}

/* A figure's only line says what its picture shows. */
static void line_alone_in_a_figure_is_a_caption(void **state) {
    static const struct {
        const char *before;
        const char *after;
        bool caption;
    } cases[] = {
        {"<figure><img><p>", "</p></figure>", true},
        {"<figure><div><img></div><div><span>", "</span></div></figure>", true},
        {"<figure><img>", "</figure>", true},
        {"<figure><img></figure><p>", "</p>", false},
        {"<figure><pre>", "</pre></figure>", false},
        {"<figure><blockquote><p>", "</blockquote></figure>", false},
        {"<figure><ul><li>", "</ul></figure>", false},
        {"<figure><h3>", "</h3></figure>", false},
        {"<figure><img><p>", "</p><p>By boat</p></figure>", false}, /* a card */
        {"<figure><p>", "</p><pre>a = b</pre></figure>", false},    /* the name of what is shown */
        {"<figure><p>", "</p></figure>", false},                    /* a text in a frame */
        {"<img><figure><div><p>", "</p></div></figure><img>", false},
        {"<figure><p>", "</p><a><picture></picture></a></figure>", true},
        {"<figure><p>", "</p><div><svg></svg></div></figure>", true},
        {"<figure><div style='background: URL(a.jpg)'></div><p>", "</p></figure>", true},
        {"<figure><figure><amp-img></amp-img></figure><p>", "</p></figure>", true},
        {"<figure><template><img></template><p>", "</p></figure>", false},
        {"<figure class=wp-block-image><p>", "</p></figure>", true}, /* a script brings it */
    };
    roles all;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        source[0] = '\0';
        add("<h1>The ferry sails again</h1><p>", sentence, "</p>");
        add(cases[i].before, "The ferry at the quay", cases[i].after);
        add("<p>", sentence, "</p>");
        read_page(&all, source, DEHUSK_FORMAT_HTML, UINT32_MAX);
        find(&all);
        if ((all.found[2] == DEHUSK_ROLE_CAPTION) != cases[i].caption)
            fail_msg("case %zu", i);
        ts_page_done();
    }
}

static void story_in_pictures_keeps_its_captions(void **state) {
    (void)state;
    char caption[400] = "";
    dhk_role_evidence evidence[9] = {{0}};
    int32_t logits[9] = {0};
    uint8_t labels[9];
    uint8_t found_roles[9];
    strcat(strcat(caption, sentence), " A caption.");
    for (int captions = 2; captions <= 6; captions++) {
        const dhk_document *gallery;
        size_t found = 0;
        source[0] = '\0';
        add("<h1>Ferry</h1><p>", sentence, "</p>");
        for (int i = 0; i < captions; i++)
            add("<figure><figcaption>", caption, "</figcaption></figure>");
        gallery = ts_read(source, DEHUSK_FORMAT_HTML);
        assert_in_range(gallery->line_count, 2, 9);
        memset(labels, 1, sizeof labels);
        dhk_roles_signs(gallery, 0, NULL, evidence);
        dhk_roles_find(gallery, evidence, logits, false, labels, found_roles);
        for (size_t i = 0; i < gallery->line_count; i++)
            found += found_roles[i] == DEHUSK_ROLE_CAPTION;
        assert_int_equal(found, captions <= 2 ? captions : 0);
        ts_page_done();
    }
}

static size_t label_of(const dehusk_page *page, const char *text, dehusk_role role) {
    for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        if (line->text_length == strlen(text) && memcmp(line->text, text, line->text_length) == 0) {
            assert_int_equal(line->role, role);
            return line->label == DEHUSK_CONTENT;
        }
    }
    fail_msg("no line %s", text);
    return 0;
}

static void library_applies_them(void **state) {
    (void)state;
    dehusk_model *model = ts_model_open();
    dehusk_context *context;
    const dehusk_page *page;
    dehusk_request request;
    source[0] = '\0';
    add("<h1>Ferry</h1><p>", sentence, "</p>");
    add("<figure><figcaption>", sentence, " A caption.</figcaption></figure>");
    char caption[400] = "";
    strcat(strcat(caption, sentence), " A caption.");
    assert_int_equal(dehusk_context_new(model, NULL, &context), DEHUSK_OK);
    dehusk_request_init(&request);
    assert_int_equal(request.keep, DEHUSK_KEEP_TITLE);
    for (int i = 0; i < 2; i++) {
        request.threshold = i == 0 ? -1 : 0.5;
        request.keep = DEHUSK_KEEP_TITLE;
        assert_int_equal(dehusk_classify(context, source, strlen(source), &request, &page), DEHUSK_OK);
        assert_int_equal(label_of(page, "Ferry", DEHUSK_ROLE_TITLE), 1);
        assert_int_equal(label_of(page, caption, DEHUSK_ROLE_CAPTION), 0);
        request.keep = DEHUSK_KEEP_CAPTION;
        assert_int_equal(dehusk_classify(context, source, strlen(source), &request, &page), DEHUSK_OK);
        assert_int_equal(label_of(page, "Ferry", DEHUSK_ROLE_TITLE), 0);
        assert_int_equal(label_of(page, caption, DEHUSK_ROLE_CAPTION), 1);
        assert_int_equal(label_of(page, sentence, DEHUSK_ROLE_NONE), 1);
    }
    request.keep = DEHUSK_KEEP_ALL + 1;
    assert_int_equal(dehusk_classify(context, source, strlen(source), &request, &page), DEHUSK_BAD_ARGUMENT);
    /* A program of before has no such field. */
    request.size = offsetof(dehusk_request, keep);
    assert_int_equal(dehusk_classify(context, source, strlen(source), &request, &page), DEHUSK_OK);
    assert_int_equal(label_of(page, "Ferry", DEHUSK_ROLE_TITLE), 1);
    dehusk_context_free(context);
    dehusk_model_close(model);
}

/* What is found of the last line of a page with two sentences of story above it. */
static uint8_t role_below_story(const char *before, const char *after) {
    roles all;
    source[0] = '\0';
    add("<h1>The ferry sails again</h1><p>", sentence, "</p>");
    for (int i = 0; i < 4; i++)
        add("<p>And once more: ", sentence, "</p>");
    add(before, sentence, after);
    read_page(&all, source, DEHUSK_FORMAT_HTML, UINT32_MAX);
    find(&all);
    uint8_t found = all.found[all.document->line_count - 1];
    assert_int_equal(all.found[0], DEHUSK_ROLE_TITLE);
    assert_int_equal(all.found[1], DEHUSK_ROLE_NONE);
    ts_page_done();
    return found;
}

static void markup_says_what_is_a_comment(void **state) {
    (void)state;
    static const char *const comments[] = {
        "<div class='comment'>",
        "<section id='comments'><div><p>",
        "<ol class='post-comments commentlist'><li>",
        "<ul><li id='comment-4711'><article>",
        "<div itemscope itemprop='comment'>",
        "<div class='UserComments'>",
        "<div id='disqus_thread'>",
    };
    static const char *const others[] = {"<div class='commentary'>", "<div class='content'>", "<div title='comment'>",
                                         "<p>"};
    for (size_t i = 0; i < sizeof comments / sizeof *comments; i++)
        assert_int_equal(role_below_story(comments[i], ""), DEHUSK_ROLE_COMMENT);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(role_below_story(others[i], ""), DEHUSK_ROLE_NONE);
}

static void what_the_title_stands_in_is_no_comment(void **state) {
    (void)state;
    roles all;
    source[0] = '\0';
    add("<body class='comments-open'><article class='post has-comments'><h1>The ferry sails again</h1><p>", sentence,
        "</p>");
    for (int i = 0; i < 4; i++)
        add("<p>And once more: ", sentence, "</p>");
    add("<p>That is all. ", sentence, "</p><div class='comments'>");
    add("<p>I was there: ", sentence, "</p></div></article>");
    read_page(&all, source, DEHUSK_FORMAT_HTML, UINT32_MAX);
    find(&all);
    assert_int_equal(all.document->line_count, 8);
    assert_int_equal(all.found[1], DEHUSK_ROLE_NONE);
    assert_int_equal(all.found[6], DEHUSK_ROLE_NONE);
    assert_int_equal(all.found[7], DEHUSK_ROLE_COMMENT);
    ts_page_done();
}

static void thread_keeps_its_comments(void **state) {
    (void)state;
    roles all;
    source[0] = '\0';
    add("<h1>Who saw the ferry?</h1><p>", sentence, "</p>");
    add("<p>", sentence, "</p>");
    add("<p>", sentence, "</p>");
    add("<div class='comment'>First: ", sentence, "</div>");
    add("<div class='comment'>Second, and with more to say: ", sentence, "</div>");
    read_page(&all, source, DEHUSK_FORMAT_HTML, UINT32_MAX);
    find(&all);
    for (size_t i = 1; i < all.document->line_count; i++)
        assert_int_equal(all.found[i], DEHUSK_ROLE_NONE);
    ts_page_done();
}

static void markup_says_what_is_a_notice(void **state) {
    static const char *const notices[] = {
        "<div class='cookie-banner'><p>",       "<div id='cookieNotice'><p>",
        "<div id='onetrust-consent-sdk'><div>", "<div id='CybotCookiebotDialog'><p>",
        "<div class='site-cookies-notice'><p>", "<aside class='gdpr_consent'><p>",
    };
    static const char *const others[] = {
        "<section id='cookies'><p>",      "<div class='cookie-recipes'><p>",    "<div id='consent'><p>",
        "<div class='cookie banner'><p>", "<body class='cookie-banner'><p>",    "<section id='cookie-consent'><p>",
        "<h2 id='cookie-notice'>",        "<div class='recipe cookie-bar'><p>", "<div class='cmplz-document'><p>",
    };
    (void)state;
    for (size_t i = 0; i < sizeof notices / sizeof *notices; i++)
        assert_int_equal(role_below_story(notices[i], ""), DEHUSK_ROLE_NOTICE);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(role_below_story(others[i], ""), DEHUSK_ROLE_NONE);
}

/* It may be called a notice by mistake, or the page be about one. */
static void page_that_is_all_notice_keeps_it(void **state) {
    (void)state;
    for (int lines = 4; lines <= 16; lines += 12) {
        roles all;
        source[0] = '\0';
        add("<h1>Ferry</h1><p>", sentence, "</p><div class='cookie-notice'>");
        for (int i = 0; i < lines; i++)
            add("<p>", sentence, "</p>");
        read_page(&all, source, DEHUSK_FORMAT_HTML, UINT32_MAX);
        find(&all);
        assert_int_equal(all.found[1], DEHUSK_ROLE_NONE);
        assert_int_equal(all.found[2], lines == 4 ? DEHUSK_ROLE_NOTICE : DEHUSK_ROLE_NONE);
        ts_page_done();
    }
}

static void roles_have_names(void **state) {
    (void)state;
    assert_string_equal(dehusk_role_name(DEHUSK_ROLE_NONE), "none");
    assert_string_equal(dehusk_role_name(DEHUSK_ROLE_TITLE), "title");
    assert_string_equal(dehusk_role_name(DEHUSK_ROLE_CAPTION), "caption");
    assert_string_equal(dehusk_role_name(DEHUSK_ROLE_READ_MORE), "read-more");
    assert_string_equal(dehusk_role_name(DEHUSK_ROLE_TEASER), "teaser");
    assert_string_equal(dehusk_role_name(DEHUSK_ROLE_COMMENT), "comment");
    assert_string_equal(dehusk_role_name(DEHUSK_ROLE_NOTICE), "notice");
    assert_string_equal(dehusk_role_name((dehusk_role)99), "none");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases_need_a_mark),
        cmocka_unit_test(phrases_of_other_scripts),
        cmocka_unit_test(classes_say_what_is_a_caption),
        cmocka_unit_test(captions_beside_pictures),
        cmocka_unit_test(line_alone_in_a_figure_is_a_caption),
        cmocka_unit_test(markup_says_what_is_title_and_caption),
        cmocka_unit_test(title_case_is_told_by_the_words),
        cmocka_unit_test(site_name_that_is_a_link_is_no_title),
        cmocka_unit_test(headline_below_the_site_name_is_the_title),
        cmocka_unit_test(the_heading_that_the_title_begins_with_is_it),
        cmocka_unit_test(commands_are_no_titles),
        cmocka_unit_test(nothing_kept_no_roles),
        cmocka_unit_test(extracts_have_certain_roles_only),
        cmocka_unit_test(link_between_sentences_is_a_teaser),
        cmocka_unit_test(detectors_say_it_in_plain_text),
        cmocka_unit_test(keep_decides),
        cmocka_unit_test(comments_are_kept_by_their_shape),
        cmocka_unit_test(story_in_pictures_keeps_its_captions),
        cmocka_unit_test(markup_says_what_is_a_comment),
        cmocka_unit_test(what_the_title_stands_in_is_no_comment),
        cmocka_unit_test(thread_keeps_its_comments),
        cmocka_unit_test(library_applies_them),
        cmocka_unit_test(markup_says_what_is_a_notice),
        cmocka_unit_test(page_that_is_all_notice_keeps_it),
        cmocka_unit_test(roles_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
