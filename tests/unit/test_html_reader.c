/* HTML to lines: where lines begin and end, what they stand in, what the head says. */
#include "html/html_names.h"
#include "html/page_styles.h"
#include "lines/line_builder.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const dhk_document *read_html(const char *source) {
    return ts_read(source, DEHUSK_FORMAT_HTML);
}

static dhk_tag tag_of(const dhk_document *document, const dhk_line *line) {
    return (dhk_tag)document->elements[line->element].tag;
}

/* -- Where lines begin and end ------------------------------------------- */

static void blocks_begin_and_end_lines(void **state) {
    (void)state;
    ts_expect_html("a<div>b</div>c", "a", "b", "c");
    ts_expect_html("<p>a</p><p>b</p>", "a", "b");
    ts_expect_html("<section><h1>a</h1>b<article>c</article></section>d", "a", "b", "c", "d");
    ts_expect_html("<header>a</header><nav>b</nav><aside>c</aside><footer>d</footer>", "a", "b", "c", "d");
    ts_expect_html("<details><summary>a</summary>b</details>", "a", "b");
    ts_expect_html("<fieldset><legend>a</legend>b</fieldset>", "a", "b");
    ts_expect_html("<figure>a<figcaption>b</figcaption></figure>", "a", "b");
    ts_expect_html("<blockquote>a</blockquote>b<address>c</address>", "a", "b", "c");
    ts_expect_html("a<hr>b", "a", "b");
    ts_expect_html("a<center>b</center>c", "a", "b", "c");
}

static void inline_tags_do_not_split(void **state) {
    (void)state;
    ts_expect_html("a<b>b</b><i>c</i> <a href=x>d</a><span>e</span><em>f</em><time>g</time>", "abc defg");
    ts_expect_html("x<my-widget>y</my-widget><unknown>z</unknown>", "xyz");
    ts_expect_html("a<img src=x>b<input>c<wbr>d", "abcd");
    ts_expect_html("a<sup>2</sup><code>b</code><font>c</font><ins>d</ins>", "a2bcd");
    ts_expect_html("a<!-- > -->b<?php x ?>c<![CDATA[d]]>e", "abce");
}

static void br_splits(void **state) {
    (void)state;
    const dhk_document *document;
    ts_expect_html("<p>a<br>b<BR/>c</br>d", "a", "b", "c", "d");
    ts_expect_html("<br><br>a<br>", "a");
    document = read_html("<p>a<br>b<p>c");
    assert_false(ts_line(document, "a")->after_break);
    assert_true(ts_line(document, "b")->after_break);
    assert_false(ts_line(document, "c")->after_break);
}

static void table_cells_are_lines(void **state) {
    (void)state;
    ts_expect_html("<table><caption>t</caption><thead><tr><th>a</th><th>b</th></tr></thead>"
                   "<tbody><tr><td>c</td><td>d<br>e</td></tr></tbody></table>f",
                   "t", "a", "b", "c", "d", "e", "f");
    ts_expect_html("<table><tr><td>a<td>b<tr><th>c<td>d</table>e", "a", "b", "c", "d", "e");
}

static void nested_tables_keep_to_themselves(void **state) {
    (void)state;
    ts_expect_html("<table><tr><td>a<table><tr><td>b<td>c</table>d<td>e</table>f", "a", "b", "c", "d", "e", "f");
    /* A row's end tag within the inner table does not end the outer row. */
    const dhk_document *document = read_html("<table><tr><td><table><tr><td>in</tr></table>out</td></tr></table>");
    assert_int_equal(tag_of(document, ts_line(document, "out")), DHK_TAG_TD);
    assert_int_equal(document->elements[ts_line(document, "in")->element].depth,
                     document->elements[ts_line(document, "out")->element].depth + 3); /* table, tr, td */
}

static void list_items_are_lines(void **state) {
    (void)state;
    ts_expect_html("<ul><li>a<li>b</li><li>c<ul><li>d</ul>e</ul>f", "a", "b", "c", "d", "e", "f");
    ts_expect_html("<dl><dt>a<dd>b<dt>c</dt><dd>d</dl>", "a", "b", "c", "d");
    ts_expect_html("<ol><li><p>a<p>b<li>c</ol>", "a", "b", "c");
}

static void controls_are_lines(void **state) {
    (void)state;
    ts_expect_html("<form>a<select><option>b<option>c<optgroup>d</optgroup></select><button>e</button>"
                   "<label>f <input></label><textarea>g &amp; h</textarea></form>",
                   "a", "b", "c", "d", "e", "f", "g & h");
    ts_expect_html("<button>a<button>b</button>c", "a", "b", "c");
}

static void unclosed_paragraphs_and_items_end(void **state) {
    (void)state;
    ts_expect_html("<p>a<p>b<div>c</div>d", "a", "b", "c", "d");
    ts_expect_html("<p>a<ul><li>b<p>c<li>d</ul>", "a", "b", "c", "d");
    ts_expect_html("<p>a<table><tr><td>b</table>c", "a", "b", "c");
    ts_expect_html("<p>a</p></p>b</p>c", "a", "b", "c");
    ts_expect_html("<h2>a<h3>b</h2>c", "a", "b", "c");
    const dhk_document *document = read_html("<div><p>a<p>b<section>c");
    assert_int_equal(tag_of(document, ts_line(document, "b")), DHK_TAG_P);
    assert_int_equal(document->elements[ts_line(document, "a")->element].parent,
                     document->elements[ts_line(document, "b")->element].parent);
    assert_int_equal(document->elements[ts_line(document, "a")->element].parent,
                     document->elements[ts_line(document, "c")->element].parent);
}

static void stray_end_tags_close_nothing(void **state) {
    (void)state;
    ts_expect_html("<div>a</span></b></section>b</div>", "ab");
    ts_expect_html("<table><tr><td>a</div>b</td></tr></table>", "ab");
    ts_expect_html("a</body>b</html>c", "abc");
    const dhk_document *document = read_html("<main><p>a</main></main></main><p>b");
    assert_int_equal(document->elements[ts_line(document, "b")->element].depth, 1);
}

static void end_tag_closes_what_is_within(void **state) {
    (void)state;
    const dhk_document *document = read_html("<article><section><div><p>a</article>b");
    assert_int_equal(ts_line(document, "b")->element, 0);
    ts_expect_html("<div><b>a</div>b", "a", "b");
}

static void empty_pages_have_no_lines(void **state) {
    (void)state;
    static const char *const pages[] = {"",
                                        "   \n",
                                        "</>",
                                        "<!doctype html>",
                                        "<html><body></body></html>",
                                        "<p>&nbsp;</p><div> <br> </div>",
                                        "<!-- <p>a -->",
                                        "<p title='a'",
                                        "<img alt='a'>"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        ts_expect_no_lines(pages[i], DEHUSK_FORMAT_HTML);
}

/* -- What is no line ------------------------------------------------------ */

static void scripts_and_the_like_make_no_lines(void **state) {
    (void)state;
    ts_expect_html("a<script>x<p>y</p></script>b", "ab");
    ts_expect_html("<style>p{}</style><p>a", "a");
    ts_expect_html("<template><p>x</p></template>a", "a");
    ts_expect_html("a<svg><title>x</title><text>y</text></svg>b", "ab");
    ts_expect_html("<iframe><p>x</p></iframe>a", "a");
    ts_expect_html("<noembed>x</noembed><noframes>y</noframes>a", "a");
    ts_expect_html("<datalist><option>x</datalist>a<canvas>y</canvas>", "a");
    ts_expect_html("<ruby>東<rp>(</rp><rt>とう</rt><rp>)</rp></ruby>", "東とう");
    ts_expect_html("<script><!-- <script> </script> x --></script>a", "a");
    ts_expect_html("<svg/>a<svg><g></svg>b", "ab");
}

static void html_ends_an_open_svg(void **state) {
    (void)state;
    ts_expect_html("<svg><path><p>a", "a");
    ts_expect_html("<svg><foreignObject><p>x</p></foreignObject><div>a", "a");
    ts_expect_html("<svg><desc>x<b>y</b></desc><text>z</text></svg>a", "a");
    ts_expect_no_lines("<p><svg><text>never closed", DEHUSK_FORMAT_HTML);
}

static void head_makes_no_lines(void **state) {
    (void)state;
    ts_expect_html("<head><title>x</title><meta name=description content=y><style>z</style></head><body>a", "a");
    ts_expect_html("<title>x</title>a", "a");
}

static void noscript_and_hidden_make_lines(void **state) {
    (void)state;
    const dhk_document *document =
        read_html("<noscript><p>n</p></noscript><div hidden>h<p>i</p></div><p style='x:y; DISPLAY : "
                  "none'>s<p aria-hidden=true>t<p aria-hidden=false>u<p style='visibility:hidden'>w"
                  "<p class=hidden>v<p style='display:block'>x");
    static const struct {
        const char *text;
        bool hidden;
        bool noscript;
    } lines[] = {{"n", false, true},  {"h", true, false}, {"i", true, false},  {"s", true, false}, {"t", true, false},
                 {"u", false, false}, {"w", true, false}, {"v", false, false}, {"x", false, false}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const dhk_line *line = ts_line(document, lines[i].text);
        unsigned flags = document->elements[line->element].flags;
        assert_int_equal(line->hidden, lines[i].hidden);
        assert_int_equal((flags & DHK_ELEMENT_NOSCRIPT) != 0, lines[i].noscript);
    }
}

static void any_white_space_in_a_style_is_passed_over(void **state) {
    (void)state;
    const dhk_document *document = read_html("<p style='display:\n\tnone'>x");
    assert_true(ts_line(document, "x")->hidden);
}

/* -- Text ------------------------------------------------------------------ */

static void references_are_decoded(void **state) {
    (void)state;
    ts_expect_html("<p>caf&eacute; &amp; &lt;b&gt; &#8212; &#x1F600; &copy 2024 &notit; &#0; &#x80;",
                   "café & <b> — 😀 © 2024 ¬it; \xEF\xBF\xBD €");
    ts_expect_html("<p>AT&T &unknown; &", "AT&T &unknown; &");
    ts_expect_html("<p>&nbsp;a&nbsp;b&nbsp;", "a\xC2\xA0"
                                              "b");
    ts_expect_html("<script>&amp;</script><p>a&#10;b", "a b");
}

static void white_space_in_markup_collapses(void **state) {
    (void)state;
    ts_expect_html("<p>\n a\r\n  <b> b </b>\tc </p>", "a b c");
    ts_expect_html("<p>a <!-- x --> b", "a b");
    ts_expect_html("<p>a<b> </b>b", "a b");
}

static void preformatted_text_keeps_its_shape(void **state) {
    (void)state;
    ts_expect_html("<pre>\na\r\n  b\n\n\tc\n</pre> d  e", "a\n  b\n\n\tc", "d e");
    ts_expect_html("<pre>a <b> b </b></pre>", "a  b");
    ts_expect_html("<textarea>\na\n b</textarea>", "a\n b");
}

static void nul_and_malformed_bytes_do_no_harm(void **state) {
    (void)state;
    static const char source[] = "<p>a\0b<p>c\xFFz<p>\xF0\x9F<b>x</b>";
    const dhk_document *document = ts_read_bytes(source, sizeof source - 1, DEHUSK_FORMAT_HTML, NULL);
    (void)ts_line(document, "ab");
    (void)ts_line(document, "c\xEF\xBF\xBDz");
    (void)ts_line(document, "\xEF\xBF\xBDx");
    assert_int_equal(document->malformed, 2);
}

/* -- Facts ------------------------------------------------------------------ */

static void texts_of_the_head(void **state) {
    (void)state;
    const dhk_document *document =
        read_html("<html><head><title> A &amp; B\n - Site </title>"
                  "<meta property='og:title' content='A &amp;  B'><meta name=Description content=' "
                  "about\nit '></head><body><p>x");
    assert_string_equal(ts_head_text(document, &document->title), "A & B - Site");
    assert_string_equal(ts_head_text(document, &document->og_title), "A & B");
    assert_string_equal(ts_head_text(document, &document->description), "about it");
    assert_int_equal(document->line_count, 1);
}

static void first_of_several_head_texts_counts(void **state) {
    (void)state;
    const dhk_document *document =
        read_html("<title></title><title>one</title><title>two</title>"
                  "<meta name=twitter:title content=three><meta property=og:title content=four>"
                  "<meta name=description content=''><meta name=description content=five>");
    assert_string_equal(ts_head_text(document, &document->title), "one");
    assert_string_equal(ts_head_text(document, &document->og_title), "three");
    assert_string_equal(ts_head_text(document, &document->description), "five");
}

/* Browsers take a title from anywhere, and so do scripts that look for the others. */
static void head_texts_amid_a_line_are_not_lost(void **state) {
    (void)state;
    const dhk_document *document =
        read_html("<p>one <title>A &amp; B</title> two<meta name=description content='about it'> "
                  "three<meta name=description content=late><title>C</title><p>four");
    assert_string_equal(ts_head_text(document, &document->title), "A & B");
    assert_string_equal(ts_head_text(document, &document->description), "about it");
    assert_int_equal(document->line_count, 2);
    assert_true(ts_line_is(document, &document->lines[0], "one two three"));
    assert_true(ts_line_is(document, &document->lines[1], "four"));
    /* At the end of the page, and not of the next one. */
    document = read_html("x<meta property=og:title content=article>");
    assert_string_equal(ts_head_text(document, &document->og_title), "article");
    document = read_html("y");
    assert_int_equal(document->og_title.text_length, 0);
    assert_int_equal(document->title.text_length, 0);
}

static void title_of_an_svg_is_not_the_page_s(void **state) {
    (void)state;
    const dhk_document *document = read_html("<svg><title>icon</title></svg><p>x");
    assert_int_equal(document->title.text_length, 0);
    document = read_html("<p>x");
    assert_int_equal(document->title.text_length, 0);
}

static void very_long_head_texts_are_cut(void **state) {
    (void)state;
    enum { LENGTH = 50000 };
    char *source = malloc(2 * LENGTH + 200);
    size_t at = 0;
    const dhk_document *document;
    assert_non_null(source);
    at += (size_t)sprintf(source + at, "<title>");
    memset(source + at, 't', LENGTH);
    at += LENGTH;
    at += (size_t)sprintf(source + at, "</title><meta name=description content='");
    memset(source + at, 'd', LENGTH);
    at += LENGTH;
    at += (size_t)sprintf(source + at, "'><p>x");
    document = ts_read_bytes(source, at, DEHUSK_FORMAT_HTML, NULL);
    free(source);
    assert_in_range(document->title.text_length, 1000, 4096);
    assert_in_range(document->description.text_length, 1000, 4096);
    assert_int_equal(document->line_count, 1);
}

/* -- What lines stand in ---------------------------------------------------- */

static void kinds_and_heading_levels(void **state) {
    (void)state;
    static const struct {
        const char *source;
        dehusk_kind kind;
        int level;
    } cases[] = {
        {"x", DEHUSK_KIND_OTHER, 0},
        {"<div>x", DEHUSK_KIND_OTHER, 0},
        {"<p>x", DEHUSK_KIND_PARAGRAPH, 0},
        {"<p><b>x", DEHUSK_KIND_PARAGRAPH, 0},
        {"<h1>x", DEHUSK_KIND_HEADING, 1},
        {"<h2><a href=y>x", DEHUSK_KIND_HEADING, 2},
        {"<h3><div>x", DEHUSK_KIND_HEADING, 3},
        {"<h4>x", DEHUSK_KIND_HEADING, 4},
        {"<h5>x", DEHUSK_KIND_HEADING, 5},
        {"<h6>x", DEHUSK_KIND_HEADING, 6},
        {"<ul><li>x", DEHUSK_KIND_LIST_ITEM, 0},
        {"<dl><dt>x", DEHUSK_KIND_LIST_ITEM, 0},
        {"<dl><dd>x", DEHUSK_KIND_LIST_ITEM, 0},
        {"<ul><li><p>x", DEHUSK_KIND_PARAGRAPH, 0},
        {"<table><tr><td>x", DEHUSK_KIND_CELL, 0},
        {"<table><tr><th>x", DEHUSK_KIND_CELL, 0},
        {"<table><caption>x", DEHUSK_KIND_CAPTION, 0},
        {"<figure><figcaption><p>x", DEHUSK_KIND_CAPTION, 0},
        {"<pre>x", DEHUSK_KIND_PREFORMATTED, 0},
        {"<button>x", DEHUSK_KIND_CONTROL, 0},
        {"<label>x", DEHUSK_KIND_CONTROL, 0},
        {"<select><option>x", DEHUSK_KIND_CONTROL, 0},
        {"<textarea>x", DEHUSK_KIND_CONTROL, 0},
        {"<fieldset><legend>x", DEHUSK_KIND_CONTROL, 0},
        {"<h2>y</h2>x", DEHUSK_KIND_OTHER, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const dhk_document *document = read_html(cases[i].source);
        const dhk_line *line = ts_line(document, "x");
        if (line->kind != cases[i].kind || line->heading_level != cases[i].level)
            fail_msg("%s: %s, level %d", cases[i].source, dehusk_kind_name((dehusk_kind)line->kind),
                     line->heading_level);
    }
}

static void only_headings_have_a_level(void **state) {
    (void)state;
    static const char *const sources[] = {"<h3><button>x</button></h3>", "<h2><figcaption>x</figcaption></h2>",
                                          "<h2><label>x</label></h2>", "<h1><pre>x</pre></h1>"};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        const dhk_line *line = ts_line(read_html(sources[i]), "x");
        if ((line->kind == DEHUSK_KIND_HEADING) != (line->heading_level > 0))
            fail_msg("%s: %s, level %d", sources[i], dehusk_kind_name((dehusk_kind)line->kind), line->heading_level);
    }
}

static void lines_know_their_links(void **state) {
    (void)state;
    const dhk_document *document =
        read_html("<p>see <a href=1>one</a> and <a href=2>two</a>.<p><a name=x>anchor</a><p>plain"
                  "<p><a href=3>all</a>");
    const dhk_line *line = ts_line(document, "see one and two.");
    assert_int_equal(line->link_count, 2);
    assert_int_equal(line->link_units, 10 + 30 + 10 + 30);
    assert_int_equal(ts_line(document, "anchor")->link_units, 0);
    assert_int_equal(ts_line(document, "anchor")->link_count, 0);
    assert_int_equal(ts_line(document, "plain")->link_units, 0);
    line = ts_line(document, "all");
    assert_int_equal(line->link_units, line->measure.units);
    assert_int_equal(line->link_count, 1);
}

static void links_around_blocks_and_links_in_links(void **state) {
    (void)state;
    const dhk_document *document = read_html("<a href=1><div>in</div></a><div>out</div>"
                                             "<p><a href=1>one <a href=2>two</a> three"
                                             "<div><a href=x><p>block</a> after</p></div>");
    assert_int_equal(ts_line(document, "in")->link_units, 20);
    assert_int_equal(ts_line(document, "out")->link_units, 0);
    assert_int_equal(ts_line(document, "one two three")->link_units, 30 + 10 + 30);
    assert_int_equal(ts_line(document, "block after")->link_units, 50);
}

static void inline_tags_of_a_line(void **state) {
    (void)state;
    static const struct {
        const char *source;
        unsigned tags;
    } cases[] = {
        {"<p>x", 0},
        {"<p><b>x</b>", DHK_INLINE_STRONG},
        {"<p><em>x</em><code></code>", DHK_INLINE_EMPHASIS | DHK_INLINE_CODE},
        {"<p><time>x", DHK_INLINE_TIME},
        {"<p><img>x", DHK_INLINE_IMAGE},
        {"<p><svg></svg>x", DHK_INLINE_IMAGE},
        {"<p>x<input>", DHK_INLINE_INPUT},
        {"<p><small><span>x", DHK_INLINE_SMALL | DHK_INLINE_SPAN},
        {"<p><font>x", DHK_INLINE_FONT},
        {"<p>x<sup></sup>", DHK_INLINE_CITE},
        {"<p><my-tag>x", DHK_INLINE_CUSTOM},
        {"<p><b>y</b><p>x", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const dhk_document *document = read_html(cases[i].source);
        unsigned tags = ts_line(document, "x")->inline_tags;
        if (tags != cases[i].tags)
            fail_msg("%s: %x", cases[i].source, tags);
    }
}

static void elements_form_a_tree_without_the_empty_ones(void **state) {
    (void)state;
    const dhk_document *document =
        read_html("<div class='Main postBody' id=top><div></div><p role=note>a</p><p>b</p></div>"
                  "<nav></nav><ul><li>c<li>d</ul>");
    /* html, div, p, p, ul, li, li */
    assert_int_equal(document->element_count, 7);
    for (uint32_t i = 1; i < document->element_count; i++) {
        assert_true(document->elements[i].parent < i);
        assert_int_equal(document->elements[i].depth, document->elements[document->elements[i].parent].depth + 1);
    }
    assert_int_equal(document->elements[0].parent, 0);
    const dhk_element *a = &document->elements[ts_line(document, "a")->element];
    const dhk_element *b = &document->elements[ts_line(document, "b")->element];
    const dhk_element *c = &document->elements[ts_line(document, "c")->element];
    const dhk_element *d = &document->elements[ts_line(document, "d")->element];
    assert_int_equal(a->tag, DHK_TAG_P);
    assert_int_equal(a->path, b->path);
    assert_int_equal(c->path, d->path);
    assert_int_not_equal(a->path, c->path);
    assert_int_equal(a->parent, b->parent);
    assert_int_equal(a->word_count, 1); /* note */
    assert_int_equal(b->word_count, 0);
    assert_int_equal(document->elements[a->parent].word_count, 5); /* main, post, body, post+body, top */
    assert_int_not_equal(document->elements[a->parent].class_key, 0);
    assert_int_equal(b->class_key, 0);
}

static void class_keys_forget_order_and_digits(void **state) {
    (void)state;
    const dhk_document *document =
        read_html("<p class='post-12 left'>a<p class='left post-7'>b<p class='left'>c<p class='42'>d");
    uint32_t a = document->elements[ts_line(document, "a")->element].class_key;
    assert_int_equal(a, document->elements[ts_line(document, "b")->element].class_key);
    assert_int_not_equal(a, document->elements[ts_line(document, "c")->element].class_key);
    assert_int_equal(document->elements[ts_line(document, "d")->element].class_key, 0);
}

/* Neighbours in one name are a pair, in this order; nothing is across a space or from one attribute to the next. */
static void neighbouring_words_are_pairs(void **state) {
    (void)state;
    static const struct {
        const char *source;
        unsigned words;
    } cases[] = {
        {"<p class='post-body'>x", 3},      {"<p class='post body'>x", 2},  {"<p class='postBody_main'>x", 5},
        {"<p class='post--2-body'>x", 3},   {"<p class=post id=body>x", 2}, {"<p class='post-a-body'>x", 3},
        {"<p class='post-body post'>x", 3}, {"<p id='post-body'>x", 3},     {"<p class='post-post'>x", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const dhk_document *document = read_html(cases[i].source);
        assert_int_equal(document->elements[ts_line(document, "x")->element].word_count, cases[i].words);
    }
    const dhk_document *document = read_html("<p class='post-body'>one<p class='body-post'>other");
    const uint32_t *one = document->words + document->elements[ts_line(document, "one")->element].first_word;
    const uint32_t *other = document->words + document->elements[ts_line(document, "other")->element].first_word;
    assert_int_equal(one[0], other[1]);
    assert_int_equal(one[1], other[0]);
    assert_int_not_equal(one[2], other[2]);
}

static void elements_have_a_bounded_number_of_words(void **state) {
    (void)state;
    char source[4096] = "<p class='";
    size_t at = strlen(source);
    for (int i = 0; i < 200; i++)
        at += (size_t)sprintf(source + at, "w%c%c ", 'a' + i / 20, 'a' + i % 20);
    strcpy(source + at, "'>x");
    const dhk_document *document = read_html(source);
    assert_int_equal(document->elements[ts_line(document, "x")->element].word_count, 40);
}

static void breaks_count_boundaries(void **state) {
    (void)state;
    const dhk_document *document = read_html("<p>a</p><p>b</p><hr><hr><div></div><p>c</p>");
    assert_true(ts_line(document, "b")->breaks > 0);
    assert_true(ts_line(document, "c")->breaks > ts_line(document, "b")->breaks);
    char source[5000] = "a";
    size_t at = 1;
    for (int i = 0; i < 1000; i++, at += 4)
        memcpy(source + at, "<br>", 5);
    strcpy(source + at, "b");
    document = read_html(source);
    assert_int_equal(ts_line(document, "b")->breaks, 255);
}

/* -- Ranges ------------------------------------------------------------------ */

/* What a slice of the source shows, without any white space. A plain second opinion: tags are cut, a few references
 * are known. */
static void squeeze_source(const char *at, const char *end, char *out) {
    static const struct {
        const char *reference;
        const char *text;
    } references[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&eacute;", "é"}, {"&nbsp;", "\xC2\xA0"}};
    while (at < end) {
        size_t i = 0;
        if (*at == '<' && at[1] == '!') {
            at = strstr(at, "-->") + 3;
            continue;
        }
        if (strncmp(at, "<script", 7) == 0) {
            at = strstr(at, "</script>") + 9;
            continue;
        }
        if (*at == '<') {
            at = strchr(at, '>') + 1;
            continue;
        }
        for (; i < sizeof references / sizeof *references; i++)
            if (strncmp(at, references[i].reference, strlen(references[i].reference)) == 0)
                break;
        if (i < sizeof references / sizeof *references) {
            strcpy(out, references[i].text);
            out += strlen(references[i].text);
            at += strlen(references[i].reference);
        } else {
            if (strchr(" \t\r\n", *at) == NULL)
                *out++ = *at;
            at++;
        }
    }
    *out = '\0';
}

static void squeeze_text(const char *at, size_t length, char *out) {
    for (size_t i = 0; i < length; i++)
        if (strchr(" \t\r\n", at[i]) == NULL)
            *out++ = at[i];
    *out = '\0';
}

static void source_ranges_hold_the_lines(void **state) {
    (void)state;
    static const char *const sources[] = {
        "<!doctype html>\r\n<html><head><title>x</title></head>\n<body>\n<p>  one <b>two</b>&amp;<i> three </i> "
        "</p>\n\n"
        "<ul><li><a href=\"a>b\">fo</a>ur<li>caf&eacute;</ul>五六<br>七 &nbsp;<br>&nbsp;<br>&lt;x&gt;<!-- c -->y",
        "a<p>b<p>c<table><tr><td>d<td> e </table>f",
        "<pre>\n  one\n   two <b>x</b>\n</pre>z<textarea>\n q\n</textarea>",
        "<div>text <script>var s = '<p>';</script> more</div> tail <!-- x --> end",
        "<h1><span>Ti</span><span>tle</span></h1><button> ok </button>\xE3\x80\x80東\xE3\x80\x80京\xE3\x80\x80<p>.",
    };
    for (size_t s = 0; s < sizeof sources / sizeof *sources; s++) {
        const dhk_document *document = read_html(sources[s]);
        uint32_t before = 0;
        assert_true(document->line_count > 0);
        for (size_t i = 0; i < document->line_count; i++) {
            const dhk_line *line = &document->lines[i];
            char from_source[1024], from_line[1024];
            assert_true(line->begin < line->end);
            assert_true(line->begin >= before);
            assert_true(line->end <= strlen(sources[s]));
            before = line->end;
            if (strchr(sources[s] + line->begin, '<') == sources[s] + line->begin)
                fail_msg("line %zu begins with a tag", i);
            squeeze_source(sources[s] + line->begin, sources[s] + line->end, from_source);
            squeeze_text(document->text + line->text, line->text_length, from_line);
            assert_string_equal(from_source, from_line);
        }
    }
}

static void ranges_of_made_up_pages_ascend(void **state) {
    (void)state;
    for (unsigned seed = 0; seed < 30; seed++) {
        char *source = ts_make_html(seed, 60);
        const dhk_document *document = read_html(source);
        uint32_t before = 0;
        uint32_t text_before = 0;
        for (size_t i = 0; i < document->line_count; i++) {
            const dhk_line *line = &document->lines[i];
            assert_true(before <= line->begin && line->begin < line->end && line->end <= strlen(source));
            assert_true(text_before <= line->text && line->text_length > 0);
            assert_true(line->element < document->element_count);
            assert_true(line->link_units <= line->measure.units);
            before = line->end;
            text_before = line->text + line->text_length;
            assert_true(text_before <= document->text_length);
        }
        free(source);
    }
}

/* -- Broken and hostile pages ------------------------------------------------- */

static void every_prefix_of_a_page_is_read(void **state) {
    (void)state;
    static const char source[] =
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>T&amp;</title><style>x</style></head><body "
        "class='a b'><!-- c --><div id=m><p>one <a href='x'>two</a> &eacute;<br>три<table><tr><td>4</table><svg><g/>"
        "</svg><script>if (a<b) {}</script><pre>\n z</pre><select><option>o</select></div></body></html>";
    for (size_t length = 0; length < sizeof source; length++) {
        const dhk_document *document = ts_read_bytes(source, length, DEHUSK_FORMAT_HTML, NULL);
        for (size_t i = 0; i < document->line_count; i++)
            assert_true(document->lines[i].begin < document->lines[i].end && document->lines[i].end <= length);
    }
}

static void random_tag_soup_keeps_its_promises(void **state) {
    (void)state;
    static const char *const bits[] = {
        "<p>",        "</p>",        "<div>",       "</div>",    "<table>",   "</table>", "<tr>",       "<td>",
        "</td>",      "<li>",        "<ul>",        "</ul>",     "</li>",     "<b>",      "</b>",       "<a href>",
        "</a>",       "<br>",        "<h1>",        "</h2>",     "<option>",  "<select>", "</select>",  "<svg>",
        "</svg>",     "<template>",  "</template>", "<script>",  "</script>", "<button>", "</button>",  "<pre>",
        "</pre>",     "<body>",      "</body>",     "<title>",   "</title>",  "<dd>",     "<dt>",       "<x-y>",
        "</x-y>",     "<object>",    "</object>",   "<caption>", "<tbody>",   "word ",    "text",       "&amp;",
        "\n",         "&nbsp;",      "中",          "\xFF",      "<!--",      "-->",      "<textarea>", "</textarea>",
        "<noscript>", "</noscript>", "<html>",      "<head>",    "<hr>",      "<math>",   "</math>"};
    uint64_t random = 7;
    for (int round = 0; round < 3000; round++) {
        char source[2000];
        size_t at = 0;
        const dhk_document *document;
        uint32_t before = 0;
        uint32_t count = ts_random(&random, 60);
        for (uint32_t i = 0; i < count; i++) {
            const char *bit = bits[ts_random(&random, sizeof bits / sizeof *bits)];
            memcpy(source + at, bit, strlen(bit));
            at += strlen(bit);
        }
        document = ts_read_bytes(source, at, DEHUSK_FORMAT_HTML, NULL);
        for (size_t i = 0; i < document->line_count; i++) {
            const dhk_line *line = &document->lines[i];
            if (!(before <= line->begin && line->begin < line->end && line->end <= at && line->text_length > 0))
                fail_msg("%.*s: line %zu from %u to %u", (int)at, source, i, line->begin, line->end);
            assert_true(line->element < document->element_count);
            before = line->end;
        }
    }
}

static void depth_limit_is_flagged_and_loses_no_text(void **state) {
    (void)state;
    enum { DEPTH = 100 };
    char source[DEPTH * 11 + 10];
    dehusk_options options;
    const dhk_document *document;
    size_t at = 0;
    dehusk_options_init(&options);
    options.max_depth = 20;
    for (int i = 0; i < DEPTH; i++, at += 5)
        memcpy(source + at, "<div>", 5);
    source[at++] = 'x';
    for (int i = 0; i < DEPTH; i++, at += 6)
        memcpy(source + at, "</div>", 6);
    source[at++] = 'y';
    document = ts_read_bytes(source, at, DEHUSK_FORMAT_HTML, &options);
    assert_int_equal(document->truncated, DEHUSK_TRUNCATED_DEPTH);
    assert_int_equal(document->elements[ts_line(document, "x")->element].depth, 19);
    assert_int_equal(ts_line(document, "y")->element, 0); /* as many end tags lead all the way out */
}

static void scripts_beyond_the_depth_limit_make_no_lines(void **state) {
    (void)state;
    dehusk_options options;
    static const char source[] = "<div><div><div><div><script>s</script><style>t</style><title>u</title>"
                                 "<template>v</template><iframe>w</iframe>x</div>";
    const dhk_document *document;
    dehusk_options_init(&options);
    options.max_depth = 4;
    document = ts_read_bytes(source, sizeof source - 1, DEHUSK_FORMAT_HTML, &options);
    assert_int_equal(document->line_count, 1);
    assert_true(ts_line_is(document, &document->lines[0], "x"));
}

static void long_attributes_are_flagged(void **state) {
    (void)state;
    dehusk_options options;
    static const char source[] = "<p class='aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'>x<p class=b>y";
    const dhk_document *document;
    dehusk_options_init(&options);
    options.max_attribute_bytes = 8;
    document = ts_read_bytes(source, sizeof source - 1, DEHUSK_FORMAT_HTML, &options);
    assert_int_equal(document->truncated, DEHUSK_TRUNCATED_ATTRIBUTE);
    assert_int_equal(document->line_count, 2);
}

#define TEST(name) cmocka_unit_test_teardown(name, ts_page_after_each)

/* -- What is left open --------------------------------------------------------- */

static void noscript_bounds_what_is_left_open_in_it(void **state) {
    (void)state;
    ts_expect_html("<p>a<noscript><iframe src=x /></noscript><p>b", "a", "b");
    ts_expect_html("<noscript><style>.x{}</noscript><p>b", "b");
    ts_expect_html("<head><noscript><style>.x{}</noscript><title>t</title></head><p>b", "b");
    ts_expect_html("<noscript><!-- a</noscript><p>b", "b");
    ts_expect_html("<noscript><img alt=\"a</noscript><p class=\"x\">b", "b");
    ts_expect_html("<noscript><textarea>a</NOSCRIPT ><p>b", "a", "b");
    ts_expect_html("<noscript><plaintext>a</noscript><p>b", "a", "b");
    ts_expect_html("<noscript><script>a<!--<script></noscript><p>b", "b");
    ts_expect_html("<noscript><svg></noscript><p>b", "b");
    /* In a head, which nothing in it ends. */
    ts_expect_html("<head><noscript><iframe src=x></noscript><title>t</title></head><p>b", "b");
    ts_expect_html("<head><NOSCRIPT><IFRAME></NoScript ><title>t</title></head><body><p>b", "b");
    ts_expect_html("<head><noscript><video><source></noscript></head><body><p>b", "b");
    ts_expect_html("<head><noscript><noembed>a</noscript></head><body><p>b", "b");
    ts_expect_html("<head><noscript><img src=x></noscript><title>t</title></head><body><p>b", "b");
    ts_expect_html("<head><noscript>a<iframe></noscript>b</head><p>c", "ab", "c");
    ts_expect_html("<div><noscript>a</div><iframe></noscript>b", "a", "b");
    /* A template hides what is outside from end tags. */
    ts_expect_html("<p>a<noscript><template><p>t</noscript><p>b", "a", "b");
    ts_expect_html("<head><noscript><template><p>t</noscript></head><body><p>b", "b");
    ts_expect_html("<p>a<noscript><canvas><audio></noscript>b<p>c", "a", "b", "c");
    ts_expect_html("<noscript><p>a</p></noscript><p>b<noscript><title>c</noscript><p>d", "a", "b", "d");
    /* Without an end nothing is bounded. */
    ts_expect_html("<noscript><p>a<style>.x{}</style><p>b</noscripts>", "a", "b");
    ts_expect_html("<p>a<noscript><noscript><iframe></noscript>b</noscript>c", "a", "b", "c");
}

static void xhtml_closes_raw_text_at_once(void **state) {
    static const char *const declarations[] = {
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\">",
        "<html xmlns='http://www.w3.org/1999/xhtml'>",
        "<?xml version='1.0'?>",
    };
    static const char *const names[] = {"script",   "style",    "iframe",   "textarea", "title",
                                        "noscript", "noframes", "xmp",      "canvas",   "video",
                                        "audio",    "template", "datalist", "meter",    "progress"};
    char page[256];
    (void)state;
    for (size_t i = 0; i < sizeof declarations / sizeof *declarations; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            snprintf(page, sizeof page, "%s<%s class='x' /><p>a</p><%s>b</%s><p>c", declarations[i], names[k], names[k],
                     names[k]);
            assert_non_null(ts_line(ts_read(page, DEHUSK_FORMAT_HTML), "a"));
            assert_non_null(ts_line(ts_read(page, DEHUSK_FORMAT_HTML), "c"));
        }
    ts_expect_html("<!DOCTYPE html><p>a<textarea/><p>b", "a", "<p>b"); /* as browsers have it */
    ts_expect_html("<?xml version='1.0'?><p>a<script src='x'/>b()</script><p>c", "a", "c");
}

static void hidden_parts_of_shown_lines_are_left_out(void **state) {
    (void)state;
    ts_expect_html("<p>a <span style='display: none'>b <b>c</b></span>d", "a d");
    ts_expect_html("<p>a <span hidden>b</span>d<i style='visibility:hidden'>e</i>", "a d");
    ts_expect_html("<p>a <span hidden><span>b</span><p>c", "a", "c");
    /* Before what is shown, too, but white space is no text, and indentation stays. */
    ts_expect_html("<p><span hidden>a <b>b</b></span>c", "c");
    ts_expect_html("<p><span hidden>a</span> <br><span hidden>b</span>c", "a", "c");
    ts_expect_html("<p><a href=x><i style='display:none'>a</i>b</a>c", "bc");
    ts_expect_html("<pre>  a<span hidden>b</span></pre><pre> <i hidden>c</i>  d</pre>", "  a", "  d");
    /* Of an aria-hidden element browsers show the text; and a hidden block may wait for a script. */
    ts_expect_html("<p>a <span aria-hidden=true>b</span>", "a b");
    ts_expect_html("<div hidden>a <span hidden>b</span></div>", "a b");
    /* Classes that are for screen readers. */
    ts_expect_html("<p>a <span class='x sr-only'>b</span>c<i class=Visually-Hidden>d</i>", "a c");
    ts_expect_html("<p>a<span class='screen-reader-text'> b</span><span class='cdk-visually-hidden y'>c</span>", "a");
    ts_expect_html("<p>a <span class='sr-only-x visually-hidden-not'>b</span>", "a b");
    /* And such that no browser shows, unless it does in wide windows. */
    ts_expect_html(
        "<p>a <span class=d-none>b</span><span class='x hidden'>c</span><i class=elementor-screen-only>d</i>", "a");
    ts_expect_html("<p>a <span class='d-none d-md-inline'>b</span> <span class='hidden md:inline'>c</span>", "a b c");
    ts_expect_html("<p>a <span class=hidden-xs>b</span> <span class=hid>c</span> <span class=show>d</span>", "a b c d");
    assert_true(ts_line(ts_read("<p class=sr-only>a", DEHUSK_FORMAT_HTML), "a")->unseen);
    /* A dialog that is not open. */
    assert_true(ts_line(ts_read("<dialog><p>a</dialog><p>b", DEHUSK_FORMAT_HTML), "a")->unseen);
    assert_false(ts_line(ts_read("<dialog open><p>a</dialog>", DEHUSK_FORMAT_HTML), "a")->unseen);
    assert_false(ts_line(ts_read("<dialog id=x OPEN=''><p>a</dialog>", DEHUSK_FORMAT_HTML), "a")->unseen);
    assert_true(ts_line(ts_read("<dialog id=opening x-show=\"open\"><p>a</dialog>", DEHUSK_FORMAT_HTML), "a")->unseen);
    assert_false(ts_line(ts_read("<dialog><p>a</dialog><p>b", DEHUSK_FORMAT_HTML), "b")->unseen);
}

static void every_class_that_is_not_seen_is_known(void **state) {
    static const char *const names[] = {"sr-only",
                                        "visually-hidden",
                                        "visuallyhidden",
                                        "screen-reader-text",
                                        "screen-reader-only",
                                        "screen-reader",
                                        "screenreader-text",
                                        "screenreader-only",
                                        "u-visually-hidden",
                                        "offscreen",
                                        "is-visually-hidden",
                                        "cdk-visually-hidden",
                                        "a11y-hidden",
                                        "elementor-screen-only",
                                        "element-invisible",
                                        "assistive-text",
                                        "d-none",
                                        "display-none",
                                        "hidden",
                                        "is-hidden",
                                        "u-hidden",
                                        "uk-hidden"};
    char page[128];
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(page, sizeof page, "<p>a <span class='x %s'>b</span>", names[i]);
        ts_expect_html(page, "a");
        snprintf(page, sizeof page, "<p>a <span class='x-%s %s-x %.*s'>b</span>", names[i], names[i],
                 (int)strlen(names[i]) - 1, names[i]);
        ts_expect_html(page, "a b");
    }
}

static void style_sheet_of_the_page_hides(void **state) {
    static const struct {
        const char *style;
        bool unseen;
    } sheets[] = {
        {"<style>.x{display:none}", true},
        {"<style>\n/* .x{} */ a, .x , #z { color: red; display : none !important }", true},
        {"<style>#y{display:none}", true},
        {"<style>@import url(a); @font-face{src:url(y)} @media print{b{c:d}} .x{display:none}", true},
        {"<style>.x{display:none}</style><style>.z{display:block}.xy{display:block}", true},
        {"<style>.x{display:none;", true},
        {"<style>.b\\{{color:red}a::before{content:'}}{\\'{'}/* { */ .x{display:none}", true},
        {"<style>.x{color:red;display:block;display:none;top:0}", true},
        {"<style>@media print{.x{display:block}}.x{display:none}", true},
        {"<style>.b{}/* ; */ /* d */ .x{display:none}", true},
        {"<style>.b /* ; */ .x{display:none}", false},
        {"<style>.x{color:red}", false},
        {"<style>/* .x{display:none} */", false},
        {"<style>/* a */ .b /* c */ .x{display:none}", false},
        {"<style>/* } .x{display:none} */", false},
        {"<style>.b{/* c */}.x{display:none}", true},
        {"<style>@media print{/* } */}.x{display:none}", true},
        {"<style>/**/.x{display:none}", true},
        {"<style>/* c */{}.x{display:none}", true},
        {"<style>/*/.x{display:none}", false},
        {"<style>a::after{content:'} .x{display:none}'}", false},
        {"<style>a::after{content:'b'}.x{display:none}", true},
        {"<style>a::after{content:\"\"}.x{display:none}", true},
        {"<style>a::after{content:'\\'}.x{display:none}'}", false},
        {"<style>a::after{content:'b\n}.x{display:none}", true},
        {"<style>@import 'b'{}.x{display:none}", true},
        {"<style>.x{/* color:red;display:none; */}", false},
        {"<style>.x{display:none;display:block}", false},
        {"<style>.x{*display:none}", false},
        {"<style>.x{display:none\\9}", false},
        {"<style>.x{visibility:hidden}", false}, /* until a script has run */
        {"<style>.x{--display:none}", false},
        {"<style>.x:hover{display:none}", false},
        {"<style>.x[y]{display:none}", false},
        {"<style>p.x{display:none}", true},
        {"<style>b,P.x , i{display:none}", true},
        {"<style>p#y{display:none}", true},
        {"<style>i.x{display:none}.x{display:none}", true},
        {"<style>i.x{display:none}", false},
        {"<style>abcdefghijklmnop.x{display:none}p.x{display:none}", true},
        {"<style>pp.x{display:none}", false},
        {"<style>b p.x{display:none}", false},
        {"<style>p.x.z{display:none}", false},
        {"<style>p.x{display:none}div.x{display:block}", false},
        {"<style>.x>p{display:none}", false},
        {"<style>.w+.x{display:none}", false},
        {"<style>.xy{display:none}", false},
        {"<style>.x{display:none;.v &{display:block}}", false},
        {"<style>@supports(display:grid){.x{display:none}}", false},
        {"<style>@media print{a{b:c}.x{display:none}}", false},
        {"<style>@media print{a{content:'}'}/* } */.x{display:none}}", false},
        {"<style media='(max-width: 9em)'>.x{display:none}", false},
        {"<template><style>.x{display:none}</style></template>", false},
        {"<style>.x{display:none}</style><style media=print>.x{display:block}", false},
        {"<style>.x b{display:none}", false},
        {"<style>.x.z{display:none}", false},
        {"<style>.X{display:none}", false},
        {"<style>#x,.y{display:none}", false},
        /* In some windows, on paper, without scripts. */
        {"<style>@media print{.x{display:none}}", false},
        {"<style media=print>.x{display:none}", false},
        {"<noscript><style>.x{display:none}</style></noscript>", false},
        /* What another rule shows again, a script shows. */
        {"<style>.x{display:none}@media(min-width:9em){.x{display:block}}", false},
        {"<style>.x{display:none}</style><style>.open .x{display:block}", false},
        {"<style>.x{display:none}.x:hover{display:block}", false},
        {"<style>}}{{.x{;}}{", false},
        {"", false},
    };
    char page[256];
    (void)state;
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
        snprintf(page, sizeof page, "%s</style><p class='w x' id=y>a", sheets[i].style);
        const dhk_line *line = ts_line(ts_read(page, DEHUSK_FORMAT_HTML), "a");
        if (line == NULL || line->hidden || line->unseen != sheets[i].unseen)
            fail_msg("%s", sheets[i].style);
    }
    ts_expect_html("<style>.x{display:none}</style><p>a <span class=x>b</span>c", "a c");
    ts_expect_html("<style>.x{display:none}</style><p>a <span class=x style='display:inline'>b</span>c", "a bc");
    ts_expect_html("<style>.x{display:none}</style><p>a <span class='x md:block'>b</span>c", "a bc");
    ts_expect_html("<p>a <span class=x>b</span>c", "a bc"); /* nothing is left of the page before */
}

/* Of an element with other classes, and within or below others. */
static void selectors_of_several_names_hide(void **state) {
    static const char page_form[] =
        "<style>%s</style><body class=w><g-n><div class='m o' id=d><section class=s><ul class=u>"
        "<li class='i k'><p class='x z' id=y>a";
    static const char *const hiding[] = {
        ".x.z",        ".z.x",        "p.x.z",
        "P.z.x",       "#y.x",        ".x#y",
        "p.z#y",       ".m .x",       "#d .x",
        "#d #y",       "div .x",      "DIV .x",
        "div.o#d .x",  ".m\n.x",      ".i>.x",
        ".i > .x",     "li> p.x.z",   ".i >.x",
        ".u>.i>.x",    ".u .i .x",    ".m .u > li .x",
        ".q .x,.m .z", ".m .x,.q",    ".m>.s .i .x",
        ".q .x,.m .x", ".m .x,.m .x", "div>section>ul>li>p.x",
    };
    static const char *const others[] = {
        ".x.q",       "b.x.z",   "#q.x",       ".x#q",    ".q .x",       "#q .x",        "nav .x",
        "div.m.q .x", ".u > .x", ".i .u .x",   ".x .x",   ".m > .x",     ".w .x",        "body .x",
        "html .x",    "* .x",    ".m + .x",    ".m ~ .x", ".m:hover .x", ".m[a] .x",     "> .x",
        "g-m .x",     "g-n .x",  ".m >> .x",   ".m..x",   ".m . .x",     ".m .x:hover",  ".m .x b",
        ".i.q > .x",  ".m .X",   ".q > .s .x", "p .x",    ".m > .u .x",  "section.m .x",
    };
    static const struct {
        const char *style;
        bool unseen;
    } shown[] = {
        {".m .x{display:none}.x{display:block}", false},         {".m .x{display:none}.o .x{display:block}", false},
        {".m .x,.i .x{display:none}.q .x{display:flex}", false}, /* both are forgotten */
        {".m .x{display:none}.m.open .x{display:block}", false}, {".m .x{display:none}.m{display:block}", true},
        {".m .x{display:none}.m .q{display:block}", true},       {"@media print{.m .x{display:none}}", false},
    };
    char page[512];
    char style[128];
    (void)state;
    for (size_t i = 0; i < sizeof hiding / sizeof *hiding + sizeof others / sizeof *others; i++) {
        bool hides = i < sizeof hiding / sizeof *hiding;
        snprintf(style, sizeof style, "%s{display:none}",
                 hides ? hiding[i] : others[i - sizeof hiding / sizeof *hiding]);
        snprintf(page, sizeof page, page_form, style);
        if (ts_line(ts_read(page, DEHUSK_FORMAT_HTML), "a")->unseen != hides)
            fail_msg("%s", style);
    }
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        snprintf(page, sizeof page, page_form, shown[i].style);
        if (ts_line(ts_read(page, DEHUSK_FORMAT_HTML), "a")->unseen != shown[i].unseen)
            fail_msg("%s", shown[i].style);
    }
    for (int same = 6; same <= 9; same++) { /* seven of a name, and that alone */
        size_t length = 0;
        for (int i = 0; i < same; i++)
            length += (size_t)snprintf(style + length, sizeof style - length, ".q%d .x,", i);
        snprintf(style + length, sizeof style - length, ".m .x{display:none}");
        snprintf(page, sizeof page, page_form, style);
        assert_int_equal(ts_line(ts_read(page, DEHUSK_FORMAT_HTML), "a")->unseen, same < 7);
        snprintf(style + length, sizeof style - length, ".x{display:none}");
        snprintf(page, sizeof page, page_form, style);
        assert_true(ts_line(ts_read(page, DEHUSK_FORMAT_HTML), "a")->unseen);
    }
    for (int length = 79; length <= 82; length++) { /* up to the name: 80 bytes at most */
        snprintf(style, sizeof style, ".m%*s.x{display:none}", length - 3, "");
        snprintf(page, sizeof page, page_form, style);
        assert_int_equal(ts_line(ts_read(page, DEHUSK_FORMAT_HTML), "a")->unseen, length <= 80);
    }
}

/* A page of very many elements to look around of shows the rest. */
static void looking_around_has_an_end(void **state) {
    enum { AROUND = 30, MANY = 2000 };
    static char page[40000];
    (void)state;
    for (size_t many = 100; many <= MANY; many += MANY - 100) {
        size_t length = (size_t)snprintf(page, sizeof page, "<style>.m .x{display:none}</style><div class=m>");
        for (size_t i = 0; i < AROUND; i++)
            length += (size_t)snprintf(page + length, sizeof page - length, "<div>");
        length += (size_t)snprintf(page + length, sizeof page - length, "<p>a");
        for (size_t i = 0; i < many; i++)
            length += (size_t)snprintf(page + length, sizeof page - length, "<b class=x>b</b>");
        const dhk_document *document = ts_read(page, DEHUSK_FORMAT_HTML);
        assert_int_equal(document->line_count, 1);
        if (many == MANY) {
            size_t left = document->lines[0].text_length;
            assert_in_range(left, MANY - DHK_PAGE_STYLES_COMPARED_MAX / AROUND,
                            MANY - DHK_PAGE_STYLES_COMPARED_MAX / AROUND / 3);
        } else {
            assert_int_equal(document->lines[0].text_length, 1);
        }
    }
}

static void large_style_sheets_hide_nothing(void **state) {
    static const char begin[] = "<style>.x{display:none}</style><p>a <i class=x>b</i>c<style>";
    static const char end[] = "</style><p>a <i class=x>b</i>c";
    static char page[40000];
    (void)state;
    for (size_t size = 30000; size < sizeof page; size += 9000) {
        memset(page, ' ', size);
        memcpy(page, begin, sizeof begin - 1);
        memcpy(page + size - sizeof end, end, sizeof end);
        page[size] = '\0';
        ts_expect_html(page, "a c", size == 30000 ? "a c" : "a bc");
    }
}

static void hidden_parts_do_not_count(void **state) {
    const dhk_line *line;
    (void)state;
    line = ts_line(ts_read("<p><a href=x hidden>a b</a><a href=x>c</a> d", DEHUSK_FORMAT_HTML), "c d");
    assert_non_null(line);
    assert_int_equal(line->measure.tokens, 2);
    assert_int_equal(line->link_units, 10);
    assert_false(line->hidden);
    assert_false(line->unseen);
}

static void text_out_of_sight_is_told(void **state) {
    static const struct {
        const char *style;
        bool hidden;
        bool unseen;
    } styles[] = {
        {"position:absolute; left:-9999px", false, true},
        {"LEFT: -999em ;color:red; Position : Fixed", false, true},
        {"left:-9999px", false, false}, /* it stands where it stood */
        {"position:absolute;left:-99px", false, false},
        {"position:absolute;left:9999px", false, false},
        {"text-indent:-9999px", false, true},
        {"margin-left:-9999px;padding-left:9999px", false, false},
        {"position:absolute;clip:rect(0 0 0 0)", false, true},
        {"position:absolute;clip:rect(1px,1px,1px,1px)", false, true},
        {"position:absolute;clip:rect(0,100px,200px,0)", false, false},
        {"position:absolute;clip:rect(0,10px,10px,0)", false, false},
        {"position:absolute;clip:auto", false, false},
        {"clip:rect(0 0 0 0)", false, false},
        {"clip-path:inset(50%)", false, true},
        {"clip-path: inset(100% 0 0 0)", false, true},
        {"clip-path:inset(5%)", false, false},
        {"clip-path:inset(50%", false, true}, /* a style's end closes what is open */
        {"clip-path:inset(100%", false, true},
        {"clip-path:inset(50", false, false},
        {"clip-path:inset(", false, false},
        {"clip-path:inset[50%]", false, false},
        {"clip-path:none", false, false},
        {"content-visibility:hidden", true, true},
        {"visibility:collapse", true, true},
        {"display:none !important", true, true},
        {"display:none;display:block", false, false},
        {"display:nonesuch", false, false},
        {"opacity:0", false, true},
        {"opacity: 0.0 !important", false, true},
        {"opacity:0%", false, true},
        {"opacity:0.5", false, false},
        {"opacity:.05", false, false},
        {"opacity:0;opacity:1", false, false},
        {"opacity:0;transform:translateY(20px)", false, false}, /* it fades in */
        {"opacity:0;transition:opacity .4s", false, false},
        {"opacity:0;transform:none;transition:none", false, true},
        {"height:0;overflow:hidden", false, true},
        {"overflow:hidden;max-height:0px", false, true},
        {"width:0;overflow:clip", false, true},
        {"height:0", false, false}, /* what is in it stands out */
        {"height:0;overflow:auto", false, false},
        {"flex:1;width:0;overflow:hidden", false, false}, /* it takes a share of its row */
        {"flex:none;width:0;overflow:hidden", false, true},
        {"width:0;min-width:100%;overflow:hidden", false, false},
        {"width:0;min-width:0;overflow:hidden", false, true},
        {"height:0;padding-bottom:56.25%;overflow:hidden", false, false},
        {"max-width:0;overflow:hidden;text-overflow:ellipsis", false, false},
        {"height:0.5em;overflow:hidden", false, false},
        {"min-height:0;overflow:hidden", false, false},
        {"transform:scale(0)", false, true},
        {"transform:scaleY(0)", false, true},
        {"transform:scale(0.9)", false, false},
        {"transform:translateX(-9999px)", false, true},
        {"transform:translate(-50%, -50%)", false, false},
        {"transform:rotate(0)", false, false},
        {"transform:none", false, false},
        {"position:absolute;inset-inline-start:-9999px", false, true},
        {"position:absolute;margin-left:-9999px", false, true},
        {"clip-path:circle(0)", false, true},
        {"clip-path:circle(50%)", false, false},
        {"clip-path:circle(0", false, true},
        {"clip-path:circle(", false, false},
        {"overflow:hidden;height:", false, false},
        {"overflow:hidden;height:;top:0", false, false},
        {"transform:scale(", false, false},
        {"font-size:0", false, true},
        {"font-size:0;font-size:12px", false, false},
        {"background:url(display:none)", false, false},
        {";;:;display", false, false},
        {"", false, false},
    };
    char page[256];
    (void)state;
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        const dhk_line *line;
        snprintf(page, sizeof page, "<p style='%s'>a", styles[i].style);
        line = ts_line(ts_read(page, DEHUSK_FORMAT_HTML), "a");
        if (line == NULL || line->hidden != styles[i].hidden || line->unseen != styles[i].unseen)
            fail_msg("style '%s'", styles[i].style);
    }
    ts_expect_html("<p>a <span style='font-size:0px'>b</span>c<i style='font-size:0.8em'>d</i>", "a cd");
    /* Elements in a box of no letter size have a size again, by a style sheet; in others by their own style. */
    assert_false(ts_line(ts_read("<div style='font-size:0'><p>a</div>", DEHUSK_FORMAT_HTML), "a")->unseen);
    ts_expect_html("<p style='font-size:0'>a <span style='font-size:1rem'>b <i>c</i></span> d", "b c");
    ts_expect_html("<p>a <span style='opacity:0'>b <i style='opacity:1'>c</i></span>", "a");
}

static void a_shadow_root_is_shown(void **state) {
    (void)state;
    ts_expect_html("<x-page>a<template shadowrootmode=open><style>b</style><h1>c</h1>d<p>e</template>f</x-page>", "a",
                   "c", "d", "e", "f");
    ts_expect_html("<template><template shadowrootmode=open><p>a</template></template><p>b", "b");
    ts_expect_html("<template><p>a</template><p>b", "b");
    ts_expect_html("a<template shadowrootmode='closed'>b</template>c", "a", "b", "c");
    ts_expect_html("a<template shadowroot=open>b</template>c", "a", "b", "c"); /* as it was called at first */
    ts_expect_html("a<template id=shadowroot x-shadowroot>b</template>c", "ac");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(blocks_begin_and_end_lines),
        TEST(inline_tags_do_not_split),
        TEST(br_splits),
        TEST(table_cells_are_lines),
        TEST(nested_tables_keep_to_themselves),
        TEST(list_items_are_lines),
        TEST(controls_are_lines),
        TEST(unclosed_paragraphs_and_items_end),
        TEST(stray_end_tags_close_nothing),
        TEST(end_tag_closes_what_is_within),
        TEST(empty_pages_have_no_lines),
        TEST(scripts_and_the_like_make_no_lines),
        TEST(html_ends_an_open_svg),
        TEST(head_makes_no_lines),
        TEST(noscript_and_hidden_make_lines),
        TEST(any_white_space_in_a_style_is_passed_over),
        TEST(references_are_decoded),
        TEST(white_space_in_markup_collapses),
        TEST(preformatted_text_keeps_its_shape),
        TEST(nul_and_malformed_bytes_do_no_harm),
        TEST(texts_of_the_head),
        TEST(first_of_several_head_texts_counts),
        TEST(head_texts_amid_a_line_are_not_lost),
        TEST(title_of_an_svg_is_not_the_page_s),
        TEST(very_long_head_texts_are_cut),
        TEST(kinds_and_heading_levels),
        TEST(only_headings_have_a_level),
        TEST(lines_know_their_links),
        TEST(links_around_blocks_and_links_in_links),
        TEST(inline_tags_of_a_line),
        TEST(elements_form_a_tree_without_the_empty_ones),
        TEST(class_keys_forget_order_and_digits),
        TEST(neighbouring_words_are_pairs),
        TEST(elements_have_a_bounded_number_of_words),
        TEST(breaks_count_boundaries),
        TEST(source_ranges_hold_the_lines),
        TEST(ranges_of_made_up_pages_ascend),
        TEST(every_prefix_of_a_page_is_read),
        TEST(random_tag_soup_keeps_its_promises),
        TEST(depth_limit_is_flagged_and_loses_no_text),
        TEST(scripts_beyond_the_depth_limit_make_no_lines),
        TEST(long_attributes_are_flagged),
        cmocka_unit_test(noscript_bounds_what_is_left_open_in_it),
        cmocka_unit_test(xhtml_closes_raw_text_at_once),
        cmocka_unit_test(hidden_parts_of_shown_lines_are_left_out),
        cmocka_unit_test(every_class_that_is_not_seen_is_known),
        cmocka_unit_test(style_sheet_of_the_page_hides),
        cmocka_unit_test(selectors_of_several_names_hide),
        cmocka_unit_test(looking_around_has_an_end),
        cmocka_unit_test(large_style_sheets_hide_nothing),
        cmocka_unit_test(hidden_parts_do_not_count),
        cmocka_unit_test(text_out_of_sight_is_told),
        cmocka_unit_test(a_shadow_root_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
