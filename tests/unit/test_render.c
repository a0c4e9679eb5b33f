/* Pages rendered as one text. A threshold of 0 keeps every line, so no model matters. */
#include "base/memory.h"
#include "dehusk.h"
#include "render/xml_frame.h"
#include "support/context_setup.h"
#include "support/counting_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static dehusk_rendering rendering;

static int set_up(void **state) {
    dehusk_rendering_init(&rendering);
    rendering.form = DEHUSK_FORM_MARKDOWN;
    return ts_context_open(state);
}

static void read_page(const char *source, dehusk_format format) {
    dehusk_request request;
    const dehusk_page *page;
    dehusk_request_init(&request);
    request.format = format;
    request.threshold = 0;
    request.keep = DEHUSK_KEEP_ALL;
    request.markup = 1;
    assert_int_equal(dehusk_classify(ts_context, source, strlen(source), &request, &page), DEHUSK_OK);
}

static void expect(const char *source, const char *expected) {
    const char *text;
    size_t length;
    char *copy;
    read_page(source, DEHUSK_FORMAT_HTML);
    assert_int_equal(dehusk_render(ts_context, &rendering, &text, &length), DEHUSK_OK);
    copy = malloc(length + 1);
    assert_non_null(copy);
    memcpy(copy, text, length);
    copy[length] = '\0';
    assert_string_equal(copy, expected);
    free(copy);
}

static void blocks_are_what_they_are(void **state) {
    (void)state;
    expect("<h2>Gulls</h2><p>One.<p>Two.", "## Gulls\n\nOne.\n\nTwo.\n");
    expect("<p>a<br>b<br><br>c", "a  \nb\n\nc\n");
    expect("<blockquote><p>a<p>b<blockquote>c</blockquote></blockquote><blockquote>d</blockquote>",
           "> a\n>\n> b\n>\n> > c\n\n> d\n");
    expect("<pre class='brush: c'>int a;\n\n  b``` = 1;</pre>", "````c\nint a;\n\n  b``` = 1;\n````\n");
    expect("<div class='highlight-source-ruby'><pre>x</pre></div><pre>y</pre>", "```ruby\nx\n```\n\n```\ny\n```\n");
    expect("<p>", "");
    expect("", "");
}

static void code_is_one_whatever_its_rows_are(void **state) {
    (void)state;
    expect("<pre>a<br>  b<br><br>c`</pre><pre>d</pre>", "```\na\n  b\n\nc`\n```\n\n```\nd\n```\n");
    expect("<pre class=lang-c><div>a</div><div>  ```</div></pre>", "````c\na\n  ```\n````\n");
    expect("<ul><li><pre><code>a<br></code></pre>b<pre>c<br>d</pre></ul>",
           "- ```\n  a\n  ```\n\n  b\n\n  ```\n  c\n  d\n  ```\n");
    rendering.form = DEHUSK_FORM_HTML;
    expect("<pre>a<br><br>&lt;b</pre>", "<pre><code>a\n\n&lt;b</code></pre>\n");
    rendering.form = DEHUSK_FORM_TEXT;
    expect("<p>p<pre>a<br>b<br><br>c</pre>", "p\n\na\nb\n\nc\n");
    rendering.form = DEHUSK_FORM_MARKDOWN;
}

static void headings_may_have_rows(void **state) {
    (void)state;
    expect("<h2>a<br><b>b</b></h2><h2>c</h2>", "## a<br>b\n\n## c\n");
    rendering.form = DEHUSK_FORM_HTML;
    expect("<h1>a<br>b</h1>", "<h1>a<br>\nb</h1>\n");
    rendering.form = DEHUSK_FORM_TEXT;
    expect("<h1>a<br>b</h1>c", "a\nb\n\nc\n");
    rendering.form = DEHUSK_FORM_MARKDOWN;
}

static void lists_keep_nesting_and_numbers(void **state) {
    (void)state;
    expect("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "- a\n- b\n  - c\n- d\n");
    expect("<ol start=9><li>a<li>b<li value=20>c</ol>", "9. a\n10. b\n20. c\n");
    expect("<ol><li>a<ol start=3><li>b</ol></ol>", "1. a\n\n   3. b\n");
    expect("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n* b\n");
    expect("<ul><li><p>a<p>b<ul><li>c</ul><p>d</ul>", "- a\n\n  b\n  - c\n\n  d\n");
    expect("<ul><li><ul><li>a</ul></ul>", "- - a\n");
    /* A list between the items of another belongs to the one before. */
    expect("<ul><li>a</li><ul><li>b</li><ol><li>c</ol></ul><li>d</ul>", "- a\n  - b\n    1. c\n- d\n");
    expect("<ul><ul><li>a</ul><li>b</ul>", "- a\n\n* b\n");
    expect("<ul><li><blockquote>a</blockquote><li><pre>b</pre></ul>", "- > a\n- ```\n  b\n  ```\n");
    expect("<p>p<ul><li>a</ul><p>q", "p\n\n- a\n\nq\n");
    expect("<ol start=-3><li>a</ol><ol start=99999999999><li>b</ol>", "0. a\n\n999999999) b\n");
}

/* Text is looked at sixteen bytes at a time. */
static void marks_are_escaped_wherever_they_stand(void **state) {
    (void)state;
    for (size_t before = 0; before < 40; before++) {
        char source[64] = "<p>", expected[64] = "";
        memset(source + 3, 'a', before);
        memset(expected, 'a', before);
        strcpy(source + 3 + before, "*]\n`b");
        strcpy(expected + before, "\\*\\] \\`b\n");
        expect(source, expected);
    }
}

static void styles_stand_where_they_are_read_as_such(void **state) {
    (void)state;
    expect("<p>a <b>b </b>c <i> d</i>e", "a **b** c *d*e\n");
    expect("<p><b>a <i>b</i></b> <s>c</s>", "**a *b*** ~~c~~\n");
    /* The delimiters would be text there, so the punctuation goes to the other side. */
    expect("<p>a<b>(b)</b>c", "a(**b**)c\n");
    expect("<p><b>注意：</b>这是<i>“灯”</i>的", "**注意**：这是“*灯*”的\n");
    expect("<p>a<b>(b)</b> c, <b>(d)</b>e", "a(b) c, (d)e\n"); /* not "a(**b)**" */
    expect("<p>a<b>: b</b> c<i>!</i>d <a href=e><b>f?</b>g</a><b>.h</b>", "a: **b** c!d [**f**?g](e)**.h**\n");
    /* But brackets and quotation marks are not torn apart. */
    expect("<p><b>风（WHO）</b>表示", "风（WHO）表示\n");
    expect("<p><i>f(x)</i>is <b>f(x):</b>is", "f(x)is f(x):is\n");
    expect("<p><b>《红楼梦》第一回</b>吧，在<b>《红楼梦》第一回</b>吧",
           "**《红楼梦》第一回**吧，在《红楼梦》第一回吧\n");
    expect("<p>在<b>“灯”和“火”</b>吧", "在“灯”和“火”吧\n");
    expect("<p>a<b>“b <a href=c>d</a> e” f</b>g", "a“b [d](c) e” fg\n");
    expect("<p>在<b>“灯</b>”吧，<b>don’t:</b>a", "在“**灯**”吧，**don’t**:a\n");
    expect("<p><b>a</b><i>b</i>", "**a**b\n");
    expect("<h1>a <b>b</b></h1>", "# a b\n");
    expect("<p><code>a`b</code> <code>`</code>", "``a`b`` `` ` ``\n");
    expect("<p><b></b>a<b> </b>b", "a b\n");
    expect("<p><b>a <i>b</i> c</b> <i>d <b>e</b> f</i>",
           "**a *b* c** *d **e** f*\n"); /* what lasts longer is outside */
    expect("<p><b>a <a href=b>c</a> d</b>", "**a [c](b) d**\n");
    expect("<p><b><code>a</code></b> <code>b</code><code>c</code>", "**`a`** `bc`\n");
}

static void cells_stand_in_their_columns(void **state) {
    (void)state;
    /* A cell over two rows leaves its place free in the second. */
    expect("<table><tr><th>a<th>b<th>c<tr><td rowspan=2>d<td>e<td>f<tr><td>g<td>h</table>",
           "| a | b | c |\n| --- | --- | --- |\n| d | e | f |\n| | g | h |\n");
    expect("<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td colspan=2>d<td>e</table>",
           "| | | |\n| --- | --- | --- |\n| a | b | |\n| | c | |\n| | d | e |\n");
    /* Rows and columns without text are none. */
    expect("<table><tr><th>a<th><th>b<tr><td>1<td><img src=i><td>2<tr><td><td><td><tr><td>3<td><td>4</table>",
           "| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |\n");
    expect("<table><tr><th><th><tr><td>1<td>2<tr><td>3<td>4</table>", "| | |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |\n");
    rendering.form = DEHUSK_FORM_TEXT;
    expect("<table><tr><td>a<td>b<td>c<tr><td><td>d<td><tr><td>e<td><td>f</table>", "a\tb\tc\n\td\ne\t\tf\n");
    rendering.form = DEHUSK_FORM_HTML;
    expect("<table><tr><th>a<th>b<tr><td>c</table>",
           "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>c</td><td></td></tr>\n</table>\n");
    rendering.form = DEHUSK_FORM_MARKDOWN;
}

/* Each of these would come back as something else. */
static void raised_text_stays_so_where_it_would_say_something_else(void **state) {
    (void)state;
    expect("<p>10<sup>6</sup> m<sup>2</sup>, x<sup>n+1</sup>, 2<sup>n</sup>, 10<sup>\xE2\x88\x92"
           "3</sup>, H<sub>2</sub>O",
           "10<sup>6</sup> m<sup>2</sup>, x<sup>n+1</sup>, 2<sup>n</sup>, 10<sup>\xE2\x88\x92"
           "3</sup>, H<sub>2</sub>O\n");
    expect("<p>a<sup>[1]</sup> b<sup><a href='#f'>2</a></sup> c<sup>*</sup> d <sup>3</sup>",
           "a\\[1\\] b[2](#f) c\\* d 3\n");
    expect("<p><sup>1</sup> note<br><sup>2</sup> note", "1 note  \n2 note\n");
    expect("<p>21<sup>st</sup> 1<sup>er</sup> 2<sup>e</sup> 3<sup>\xC3\xA8me</sup>", "21st 1er 2e 3\xC3\xA8me\n");
    expect("<p><code>x<sup>2</sup></code>", "`x2`\n");
    expect("<p><b>10<sup>6</sup></b> x<sub>i<sup>2</sup></sub>", "**10<sup>6</sup>** x<sub>i</sub><sup>2</sup>\n");
    expect("<h2>10<sup>6</sup></h2><p>x<sup>*a*</sup>", "## 10<sup>6</sup>\n\nx\\*a\\*\n");
    rendering.form = DEHUSK_FORM_HTML;
    expect("<p>10<sup>6</sup>[<sup>a</sup>] x<sub><b>i</b></sub>",
           "<p>10<sup>6</sup>[<sup>a</sup>] x<strong><sub>i</sub></strong></p>\n");
}

static void hidden_parts_leave_no_style(void **state) {
    (void)state;
    expect("<p><b hidden>a b</b>c", "c\n");
    expect("<p><a href=/x hidden>a b</a>c <b>d</b>", "c **d**\n");
    expect("<p><b><i hidden>a</i>b</b> c", "**b** c\n");
    expect("<p>a <b>b<i hidden>c</i></b> d", "a **b** d\n");
}

static void styles_that_would_be_misread_are_left_out(void **state) {
    (void)state;
    expect("<p><i>a</i><b>b <i>(c)</i></b>d", "*a*b (c)d\n");
    expect("<p>a<s>b</s><s>c</s>", "a~~bc~~\n");
    expect("<p>x<b><s>a</s></b>y", "x~~a~~y\n"); /* '**' after a letter and before '~' is text */
    expect("<p><b>\xE2\x80\x9C"
           "a\xE2\x80\x9D</b>\xE4\xB8\xAD",
           "\xE2\x80\x9C"
           "a\xE2\x80\x9D\xE4\xB8\xAD\n");
    expect("<p><i><b>a</b> b =<b>(c</b> d</i>", "***a** b =(c d*\n"); /* the second '**' would end the '*' of '***' */
    expect("<p><i><b>a</b> b (<b>c</b>) d</i>", "***a** b (**c**) d*\n");
    expect("<p><i><b>a</b> b <b>(c)</b> d</i>", "***a** b **(c)** d*\n");
    expect("<p><i><b>a</b> b<b>c</b> d</i>", "***a** bc d*\n");
    expect("<p><b><i>a</i> b<i>c</i> d</b>", "***a* bc d**\n");
    expect("<p><b><i>a</i> b (<i>c</i>) d</b>", "***a* b (*c*) d**\n");
    expect("<p>a!<a href=b>c</a>", "a\\![c](b)\n"); /* else a picture */
    expect("<p>a! <a href=b>c</a>!", "a! [c](b)!\n");
    expect("<p>a~<s>b</s>", "a\\~~~b~~\n");
}

static void what_looks_like_markup_is_escaped(void **state) {
    (void)state;
    expect("<p># a<p>1. b<p>- c<p>&gt; d<p>+ e<p>1) f<p>2024.",
           "\\# a\n\n1\\. b\n\n\\- c\n\n\\> d\n\n\\+ e\n\n1\\) f\n\n2024\\.\n");
    expect("<p>2*3 a_b _c_ [d](e) `f` \\g &lt;h&gt; 1 &lt; 2 &amp;amp; AT&amp;T ~~i~~",
           "2\\*3 a_b \\_c\\_ \\[d\\](e) \\`f\\` \\\\g \\<h> 1 < 2 \\&amp; AT\\&T \\~\\~i\\~\\~\n");
    expect("<h2>C#</h2>", "## C\\#\n");
    expect("<h2>#</h2><h3>- 1. a</h3>", "## \\#\n\n### - 1. a\n"); /* nothing begins a block in a heading */
}

static void links_are_safe_and_absolute(void **state) {
    (void)state;
    rendering.url = "http://gull.example/a/b?c#d";
    expect("<p><a href='x y'>1</a> <a href='/z'>2</a> <a href='?q'>3</a> <a href='//h/p'>4</a> <a href='../u'>5</a>",
           "[1](http://gull.example/a/x%20y) [2](http://gull.example/z) [3](http://gull.example/a/b?q) [4](http://h/p) "
           "[5](http://gull.example/u)\n");
    expect("<p><a href='#f'>1</a> <a href='mailto:a@b'>2</a>", "[1](http://gull.example/a/b?c#f) [2](mailto:a@b)\n");
    expect("<base href='/base/'><p><a href='x'>1</a>", "[1](http://gull.example/base/x)\n");
    expect("<p><a href='javascript:a'>1</a> <a href=' JAVA&#10;SCRIPT:a'>2</a> <a href='data:a'>3</a> "
           "<a href='&amp;#106;avascript:a'>4</a> <a href='java&amp;Tab;script:a'>5</a>",
           "1 2 3 4 5\n");
    rendering.url = NULL;
    expect("<p><a href='a(b)'>1</a> <a href='x&amp;y'>2</a>", "[1](a%28b%29) [2](x&y)\n");
    rendering.links = DEHUSK_LINKS_DROP;
    expect("<p><a href='a'>1</a> <b>2</b>", "1 **2**\n");
    rendering.links = DEHUSK_LINKS_KEEP;
}

static void images_are_dropped_named_or_kept(void **state) {
    static const char page[] = "<p>a<img src=i.png alt='b [c]'>d<p>e<img src='javascript:x' alt=f><p>g";
    (void)state;
    expect(page, "ad\n\ne\n\ng\n");
    rendering.images = DEHUSK_IMAGES_ALT;
    expect(page, "ab \\[c\\]d\n\nef\n\ng\n");
    expect("<p>a<template><img src=i.png alt=b></template>c", "ac\n"); /* no browser shows it */
    rendering.images = DEHUSK_IMAGES_KEEP;
    expect("<p>a<img src=i.png alt='b [c]'>d", "a![b \\[c\\]](i.png)d\n");
    expect("<p>a <img src=i> b <a href=c><img src=d></a> !", "a ![](i) b [![](d)](c) !\n");
    expect("<ul><li>a<div><img src=i.png></div><li>b</ul>", "- a\n\n  ![](i.png)\n- b\n");
    expect("<p>a<p>b<div><img src=i.png></div><p>c", "a\n\nb\n\n![](i.png)\n\nc\n");
    rendering.images = DEHUSK_IMAGES_DROP;
}

static void images_that_scripts_load_are_kept(void **state) {
    (void)state;
    rendering.images = DEHUSK_IMAGES_KEEP;
    expect("<p>a<img src='data:image/gif;base64,R0' data-src='i.png' alt=b>c", "a![b](i.png)c\n");
    expect("<p>a<img data-lazy-src=\"i.png\" alt='data-src=x'>c<img src=blank.gif data-original='j.png'>",
           "a![data\\-src\\=x](i.png)c![](j.png)\n");
    expect("<p>a<img srcset=' i.png 1x, j.png 2x'>c<img src=k.png srcset='l.png 2x'>", "a![](i.png)c![](k.png)\n");
    expect("<p>a<img srcset='i.png, j.png 2x'>b<img srcset=','>", "a![](i.png)b\n");
    expect("<p>a<img src=i.png data-src='i_{width}.png'>c<img src=j.png data-src='javascript:x'>", "a![](i.png)c\n");
    /* The copy for those without scripts is the same picture. */
    expect("<p>a<p><img data-src='i.png'><noscript><img src='i.png'></noscript><p>b", "a\n\n![](i.png)\n\nb\n");
    expect("<p>a <noscript><img src=i alt=b></noscript><img data-src='i' alt=b> c", "a\n\n![b](i)\n\nc\n");
    /* Others may be shown again. */
    expect("<p>Press <img src=i alt=OK> to go on. Press <img src=i alt=OK> again.",
           "Press ![OK](i) to go on. Press ![OK](i) again.\n");
    expect("<p>a<p><img src=i><p>b<p><img src=i><p>c", "a\n\n![](i)\n\nb\n\n![](i)\n\nc\n");
    expect("<p>a <a href=b><img src=i></a> <a href=c><img src=i></a>", "a [![](i)](b) [![](i)](c)\n");
    expect("<p>a<noscript><img src=i> <img src=i></noscript>b", "a\n\n![](i)\n\n![](i)\n\nb\n");
    /* Dots that count visitors are none. */
    expect("<p>a<img src=i.png width='1' height=\"1\">b<img src=j.png height='2px'>c<img src=k.png width='100%'>",
           "abc![](k.png)\n");
    expect("<p>a<img src=i.png width='0' height='0'>b<img src=j.png width='0' sizes='10px' height='1'>", "ab\n");
    expect("<p>a<img src='i.png' width='0' height='0' sizes='100vw' style='width:100%;height:auto'>b"
           "<img data-src='j.png' width=\"640\" height=\"1\">c<img src=k width='0' height='0' srcset='l 2x'>",
           "a![](i.png)b![](j.png)c![](k)\n");
    expect("<p>a<p><img src=i.png><img src=j.png><p>b", "a\n\n![](i.png)\n\n![](j.png)\n\nb\n");
    rendering.images = DEHUSK_IMAGES_DROP;
}

static void tables_of_data_are_tables(void **state) {
    (void)state;
    expect("<table><tr><th>a<th>b<tr><td>1<td>2|3<tr><td><td>x<br>y</table>",
           "| a | b |\n| --- | --- |\n| 1 | 2\\|3 |\n| | x<br>y |\n");
    expect("<table><tr><td>a<td>b<tr><td colspan=2>c</table>", "| | |\n| --- | --- |\n| a | b |\n| c | |\n");
    expect("<table><caption>t</caption><tr><td>a<td>b<tr><td>c<td>d</table>",
           "t\n\n| | |\n| --- | --- |\n| a | b |\n| c | d |\n");
    /* A first row in bold is a header row, if the second one is not. */
    expect("<table><tr><td><b>a</b><td><strong>b</strong><tr><td><b>1</b><td>2</table>",
           "| a | b |\n| --- | --- |\n| **1** | 2 |\n");
    expect("<table><tr><td><b>a</b><td><b>b</b><tr><td><b>1</b><td><b>2</b></table>",
           "| | |\n| --- | --- |\n| **a** | **b** |\n| **1** | **2** |\n");
    expect("<table><tr><td><b>a</b><td>b<tr><td><b>1</b><td>2</table>",
           "| | |\n| --- | --- |\n| **a** | b |\n| **1** | 2 |\n");
    /* So is a row of header cells with an empty corner, and the row of a <thead>. */
    expect("<table><tr><td><th>b<tr><th>c<td>d</table>", "| | b |\n| --- | --- |\n| c | d |\n");
    expect("<table><thead><tr><td>a<td>b<tbody><tr><td>c<td>d</table>", "| a | b |\n| --- | --- |\n| c | d |\n");
    expect("<table><tr><th>a<td>b<tr><th>c<td>d</table>", "| | |\n| --- | --- |\n| a | b |\n| c | d |\n");
    expect("<table><tr><th>a<td><tr><th>b<td>1</table>", "| | |\n| --- | --- |\n| a | |\n| b | 1 |\n");
    expect("<table><tr><td>a<td><table><tr><td>b</table></table>", "a\n\nb\n"); /* it holds the page together */
    expect("<table><tr><td><h2>a</h2><td>b<tr><td>c<td>d</table>", "## a\n\nb\n\nc\n\nd\n");
    rendering.tables = DEHUSK_TABLES_DROP;
    expect("<p>p<table><tr><td>a<td>b<tr><td>c<td>d</table><p>q", "p\n\nq\n");
    rendering.tables = DEHUSK_TABLES_KEEP;
}

static void what_is_left_of_a_table_may_be_none(void **state) {
    (void)state;
    expect("<table><tr><td>a<td><tr><td>b<br>c<td></table>", "a\n\nb  \nc\n");
    expect("<ul><li><table><tr><td><td>a<tr><td><td>b</table></ul>", "- a\n\n  b\n");
    rendering.form = DEHUSK_FORM_HTML;
    expect("<table><tr><td>a<td><tr><td>b<td></table>", "<p>a</p>\n<p>b</p>\n");
}

static void cells_may_hold_lists(void **state) {
    (void)state;
    expect("<table><tr><td>a<ul><li>b<li>c</ul><td>d<tr><td>e<td>f</table>",
           "| | |\n| --- | --- |\n| a<br>b<br>c | d |\n| e | f |\n");
    /* Most of it is lists, or a quote stands in it: it holds a page together. */
    expect("<table><tr><td><ul><li>b<li>c</ul><td>d<tr><td>e<td><ul><li>f</ul></table>", "- b\n- c\n\nd\n\ne\n\n- f\n");
    expect("<table><tr><td><blockquote>a</blockquote><td>b<tr><td>c<td>d</table>", "> a\n\nb\n\nc\n\nd\n");
    rendering.form = DEHUSK_FORM_HTML;
    expect("<table><tr><td>a<ul><li>b</ul><td>d<tr><td>e<td>f</table>",
           "<table>\n<tr><td>a<br>b</td><td>d</td></tr>\n<tr><td>e</td><td>f</td></tr>\n</table>\n");
}

static void html_is_clean(void **state) {
    (void)state;
    rendering.form = DEHUSK_FORM_HTML;
    expect("<p onclick=x style=y>a <b>b</b> <a href='x?a&b' onmouseover=z>c</a><script>d</script>",
           "<p>a <strong>b</strong> <a href=\"x?a&amp;b\">c</a></p>\n");
    expect("<p>&lt;script&gt;&quot;&amp;", "<p>&lt;script&gt;&quot;&amp;</p>\n");
    expect("<p><a href='&#34;onclick=a'>1</a>", "<p><a href=\"%22onclick=a\">1</a></p>\n");
    expect("<ol start=2><li>a</ol>", "<ol start=\"2\">\n<li value=\"2\"><p>a</p>\n</li>\n</ol>\n");
    expect("<pre class='language-\"x'>a</pre>", "<pre><code class=\"language-&quot;x\">a</code></pre>\n");
    rendering.form = DEHUSK_FORM_MARKDOWN;
}

static void links_of_html_are_whole(void **state) {
    (void)state;
    rendering.form = DEHUSK_FORM_HTML;
    rendering.images = DEHUSK_IMAGES_KEEP;
    expect("<p>a <a href=b>c <b>d</b> e</a><a href=f>g</a>",
           "<p>a <a href=\"b\">c <strong>d</strong> e</a><a href=\"f\">g</a></p>\n");
    expect("<p>a <a href=b><img src=c alt=d></a> e <a href=f><img src='x:y'></a>",
           "<p>a <a href=\"b\"><img src=\"c\" alt=\"d\"></a> e </p>\n");
    rendering.images = DEHUSK_IMAGES_DROP;
    rendering.form = DEHUSK_FORM_MARKDOWN;
}

static void xml_is_whole(void **state) {
    static const char page[] =
        "<title>T &amp; U</title><html lang=en_GB><h1>T</h1><p>a\x01 <b>b</b><br>c<ol start=3><li>d"
        "</ol><h2>S</h2><pre class=lang-c>x &lt; y</pre><blockquote><h3>q</h3>r</blockquote>";
    (void)state;
    rendering.form = DEHUSK_FORM_XML;
    rendering.url = "http://gull.example/?a&b";
    expect(
        page,
        "<document url=\"http://gull.example/?a&amp;b\">\n<metadata>\n</metadata>\n<body>\n"
        "<head level=\"1\">T</head>\n<p>a <hi rend=\"bold\">b</hi><lb/>c</p>\n<list rend=\"numbered\">\n"
        "<item n=\"3\"><p>d</p>\n</item>\n</list>\n<head level=\"2\">S</head>\n"
        "<code xml:space=\"preserve\" language=\"c\">x &lt; y</code>\n<quote>\n<head level=\"3\">q</head>\n<p>r</p>\n"
        "</quote>\n</body>\n</document>\n");
    rendering.url = "\xFF"; /* no UTF-8 */
    expect("<p>a", "<document>\n<metadata>\n</metadata>\n<body>\n<p>a</p>\n</body>\n</document>\n");
    rendering.url = NULL;
    expect("<p>", "");
    rendering.form = DEHUSK_FORM_TEI;
    expect("<p>", "");
    rendering.form = DEHUSK_FORM_MARKDOWN;
}

typedef struct saying {
    dehusk_metadata_name name;
    const char *value;
} saying;

/* What stands before the blocks of a page that says so much of itself. */
static void expect_head(const saying *sayings, size_t count, const char *url, const char *expected) {
    dehusk_allocator own;
    dhk_text_buffer out = {.allocator = &own};
    dhk_xml_page page = {.url = {url, strlen(url)}};
    char whole[2048];
    assert_true(dhk_allocator_or_default(&own, NULL));
    for (size_t i = 0; i < count; i++)
        page.metadata[sayings[i].name] =
            (dehusk_metadata){sayings[i].value, strlen(sayings[i].value), DEHUSK_SOURCE_META};
    dhk_tei_begin(&out, &page);
    snprintf(whole, sizeof whole, expected, dehusk_version());
    assert_int_equal(out.length, strlen(whole));
    assert_memory_equal(out.bytes, whole, out.length);
    dhk_text_free(&out);
}

static void tei_has_what_a_page_says_of_itself(void **state) {
    static const saying all[] = {
        {DEHUSK_METADATA_TITLE, "Gulls & terns"},
        {DEHUSK_METADATA_AUTHOR, "Ann Oaks; Bo Elm"},
        {DEHUSK_METADATA_SITE_NAME, "The Mill"},
        {DEHUSK_METADATA_PUBLISHED, "2031-10-03"},
        {DEHUSK_METADATA_MODIFIED, "2031-10-04"},
        {DEHUSK_METADATA_URL, "http://mill.example/gulls"},
        {DEHUSK_METADATA_LICENSE, "http://mill.example/terms"},
        {DEHUSK_METADATA_DESCRIPTION, "Of gulls."},
        {DEHUSK_METADATA_KEYWORDS, "gulls, terns"},
        {DEHUSK_METADATA_LANGUAGE, "en_GB"},
    };
    (void)state;
    expect_head(all, sizeof all / sizeof *all, "http://mill.example/?a&b",
                "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\" xml:lang=\"en-GB\">\n<teiHeader>\n<fileDesc>\n<titleStmt>\n"
                "<title>Gulls &amp; terns</title>\n<author>Ann Oaks</author>\n<author>Bo Elm</author>\n</titleStmt>\n"
                "<publicationStmt>\n<p>The content of a web page, by Dehusk %s</p>\n</publicationStmt>\n"
                "<sourceDesc>\n<bibl>\n<title>Gulls &amp; terns</title>\n<author>Ann Oaks</author>\n"
                "<author>Bo Elm</author>\n<publisher>The Mill</publisher>\n"
                "<date type=\"published\" when=\"2031-10-03\"/>\n<date type=\"modified\" when=\"2031-10-04\"/>\n"
                "<idno type=\"URL\">http://mill.example/?a&amp;b</idno>\n"
                "<idno type=\"canonical\">http://mill.example/gulls</idno>\n"
                "<availability>\n<licence>http://mill.example/terms</licence>\n</availability>\n"
                "</bibl>\n</sourceDesc>\n</fileDesc>\n<profileDesc>\n<abstract>\n<p>Of gulls.</p>\n</abstract>\n"
                "<langUsage>\n<language ident=\"en-GB\">en-GB</language>\n</langUsage>\n"
                "<textClass>\n<keywords>\n<term>gulls</term>\n<term>terns</term>\n</keywords>\n</textClass>\n"
                "</profileDesc>\n</teiHeader>\n<text>\n<body>\n");
    expect_head(NULL, 0, "",
                "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n<teiHeader>\n<fileDesc>\n<titleStmt>\n<title/>\n"
                "</titleStmt>\n<publicationStmt>\n<p>The content of a web page, by Dehusk %s</p>\n</publicationStmt>\n"
                "<sourceDesc>\n<bibl>\n</bibl>\n</sourceDesc>\n</fileDesc>\n</teiHeader>\n<text>\n<body>\n");
}

/* A language is a tag of BCP 47, or it is left out. */
static void tei_has_a_language_only_if_it_is_one(void **state) {
    static const char *const told[][2] = {
        {"da", "da"},
        {"zh-Hant-TW", "zh-Hant-TW"},
        {"zh_hant_tw", "zh-hant-tw"},
        {"abcdefgh", "abcdefgh"},
        {"abcdefghi", ""},
        {"de-1996", "de-1996"},
        {"1996-de", ""},
        {"d3", ""},
        {"de-", ""},
        {"-de", ""},
        {"de--AT", ""},
        {"de AT", ""},
        {"de-abcdefghi", ""},
        {"d\xC3\xA9", ""},
        {"en, da", ""},
        {"x", "x"},
        {"de-a1b2c3d4-e5f6g7h8-a1b2c3d4-e5f6g7h8-a1b2c3d4-e5f6g7h8-abcdef",
         "de-a1b2c3d4-e5f6g7h8-a1b2c3d4-e5f6g7h8-a1b2c3d4-e5f6g7h8-abcdef"}, /* 63 bytes */
        {"de-a1b2c3d4-e5f6g7h8-a1b2c3d4-e5f6g7h8-a1b2c3d4-e5f6g7h8-abcdefg", ""},
    };
    dehusk_allocator own;
    (void)state;
    assert_true(dhk_allocator_or_default(&own, NULL));
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        dhk_text_buffer out = {.allocator = &own};
        dhk_xml_page page = {.url = {"", 0}};
        char begin[200];
        page.metadata[DEHUSK_METADATA_LANGUAGE] =
            (dehusk_metadata){told[i][0], strlen(told[i][0]), DEHUSK_SOURCE_MARKUP};
        dhk_tei_begin(&out, &page);
        snprintf(begin, sizeof begin, "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"%s%s%s>\n",
                 *told[i][1] ? " xml:lang=\"" : "", told[i][1], *told[i][1] ? "\"" : "");
        if (out.length < strlen(begin) || memcmp(out.bytes, begin, strlen(begin)) != 0)
            fail_msg("%s", told[i][0]);
        dhk_text_free(&out);
    }
}

static void text_has_blank_rows_between_blocks(void **state) {
    (void)state;
    rendering.form = DEHUSK_FORM_TEXT;
    expect("<h1>a</h1><p>b<br>c<ul><li>d<li>e</ul><table><tr><td>f<td>g<tr><td>h<td>i</table>",
           "a\n\nb\nc\n\nd\ne\n\nf\tg\nh\ti\n");
    rendering.form = DEHUSK_FORM_MARKDOWN;
}

static void rows_of_a_text_come_as_they_were(void **state) {
    const char *text;
    size_t length;
    static const char source[] = "# a\n\n* b_c\nd\n\n\ne\n";
    static const char expected[] = "# a\n\n* b_c\nd\n\ne\n";
    (void)state;
    read_page(source, DEHUSK_FORMAT_TEXT);
    assert_int_equal(dehusk_render(ts_context, &rendering, &text, &length), DEHUSK_OK);
    assert_int_equal(length, sizeof expected - 1);
    assert_memory_equal(text, expected, length);
}

/* Deeper than is told apart, and a row of many marks: what comes out is bounded by what went in. */
static void depth_is_bounded(void **state) {
    enum { DEPTH = 400, LINES = 400 };
    char *source = malloc(DEPTH * 8 + LINES * 4 + 1);
    const char *text;
    size_t length = 0;
    (void)state;
    assert_non_null(source);
    for (int i = 0; i < DEPTH; i++)
        length += (size_t)sprintf(source + length, "<ul><li>");
    for (int i = 0; i < LINES; i++)
        length += (size_t)sprintf(source + length, "<p>a");
    read_page(source, DEHUSK_FORMAT_HTML);
    assert_int_equal(dehusk_render(ts_context, &rendering, &text, &length), DEHUSK_OK);
    assert_true(length < (size_t)LINES * 64);
    free(source);
}

static void bad_calls_are_refused(void **state) {
    const char *text;
    size_t length;
    dehusk_rendering bad;
    (void)state;
    read_page("<p>a", DEHUSK_FORMAT_HTML);
    assert_int_equal(dehusk_render(NULL, NULL, &text, &length), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_render(ts_context, NULL, NULL, &length), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_render(ts_context, NULL, &text, NULL), DEHUSK_BAD_ARGUMENT);
    dehusk_rendering_init(&bad);
    bad.size = 1;
    assert_int_equal(dehusk_render(ts_context, &bad, &text, &length), DEHUSK_BAD_ARGUMENT);
    dehusk_rendering_init(&bad);
    bad.form = (dehusk_form)9;
    assert_int_equal(dehusk_render(ts_context, &bad, &text, &length), DEHUSK_BAD_ARGUMENT);
    dehusk_context_trim(ts_context);
    assert_int_equal(dehusk_render(ts_context, NULL, &text, &length), DEHUSK_BAD_ARGUMENT);
    dehusk_rendering_init(NULL);
}

static const char every_kind[] =
    "<base href='http://a/'><h1>a</h1><p>b <b>c</b> <a href=d>e</a><img src=f alt=g><ol><li>h<li>i</ol>"
    "<pre class=language-c>j</pre><table><tr><td>k<td>l<tr><td>m<td>n</table><blockquote>o</blockquote>";

/* Every allocation fails once; a context that is warm needs none. */
static void memory_may_run_out(void **state) {
    bool done = false;
    size_t failed = 0;
    (void)state;
    for (size_t call = 1; !done; call++) {
        ts_account account = {0};
        dehusk_options options;
        dehusk_context *own;
        dehusk_request request;
        const dehusk_page *page;
        const char *text;
        size_t length, calls;
        dehusk_options_init(&options);
        options.allocator = ts_counting_allocator(&account);
        assert_int_equal(dehusk_context_new(ts_model, &options, &own), DEHUSK_OK);
        dehusk_request_init(&request);
        request.threshold = 0;
        request.markup = 1;
        assert_int_equal(dehusk_classify(own, every_kind, sizeof every_kind - 1, &request, &page), DEHUSK_OK);
        ts_fail_at(&account, call, false);
        done = dehusk_render(own, &rendering, &text, &length) == DEHUSK_OK;
        assert_int_equal(done, !account.failed);
        failed += !done;
        ts_fail_at(&account, 0, false);
        assert_int_equal(dehusk_render(own, &rendering, &text, &length), DEHUSK_OK);
        calls = account.calls;
        assert_int_equal(dehusk_render(own, &rendering, &text, &length), DEHUSK_OK);
        assert_int_equal(account.calls, calls);
        dehusk_context_free(own);
        assert_int_equal(account.bytes, 0);
    }
    assert_true(failed > 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(blocks_are_what_they_are, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(code_is_one_whatever_its_rows_are, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(headings_may_have_rows, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(lists_keep_nesting_and_numbers, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(images_that_scripts_load_are_kept, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(marks_are_escaped_wherever_they_stand, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(styles_stand_where_they_are_read_as_such, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(raised_text_stays_so_where_it_would_say_something_else, set_up,
                                        ts_context_close),
        cmocka_unit_test_setup_teardown(hidden_parts_leave_no_style, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(styles_that_would_be_misread_are_left_out, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(what_looks_like_markup_is_escaped, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(links_are_safe_and_absolute, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(images_are_dropped_named_or_kept, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(tables_of_data_are_tables, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(what_is_left_of_a_table_may_be_none, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(cells_may_hold_lists, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(html_is_clean, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(cells_stand_in_their_columns, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(links_of_html_are_whole, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(xml_is_whole, set_up, ts_context_close),
        cmocka_unit_test(tei_has_what_a_page_says_of_itself),
        cmocka_unit_test(tei_has_a_language_only_if_it_is_one),
        cmocka_unit_test_setup_teardown(text_has_blank_rows_between_blocks, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(rows_of_a_text_come_as_they_were, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(depth_is_bounded, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(bad_calls_are_refused, set_up, ts_context_close),
        cmocka_unit_test_setup_teardown(memory_may_run_out, set_up, ts_context_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
