/* What a page says of itself. */
#include "dehusk.h"
#include "metadata/author_name.h"
#include "metadata/byline.h"
#include "metadata/iso_date.h"
#include "metadata/line_date.h"
#include "support/context_setup.h"
#include "support/counting_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const dehusk_page *read_page(const char *source, int metadata) {
    dehusk_request request;
    const dehusk_page *page;
    dehusk_request_init(&request);
    request.format = DEHUSK_FORMAT_HTML;
    request.metadata = metadata;
    assert_int_equal(dehusk_classify(ts_context, source, strlen(source), &request, &page), DEHUSK_OK);
    return page;
}

/* `expected` is "value (source)", or "" for nothing. */
static void expect(const char *source, dehusk_metadata_name name, const char *expected) {
    char found[4096] = "";
    dehusk_metadata metadata = dehusk_page_metadata(read_page(source, 1), name);
    if (metadata.value != NULL)
        snprintf(found, sizeof found, "%.*s (%s)", (int)metadata.length, metadata.value,
                 dehusk_metadata_source_name(metadata.source));
    assert_string_equal(found, expected);
}

#define LD(json) "<script type='application/ld+json'>" json "</script>"

static void each_source_is_read(void **state) {
    (void)state;
    expect(LD("{\"@type\":\"NewsArticle\",\"headline\":\"A\"}"), DEHUSK_METADATA_TITLE, "A (json-ld)");
    expect("<meta property='og:title' content=' A  b '>", DEHUSK_METADATA_TITLE, "A b (open-graph)");
    expect("<meta name=DC.Creator content=A><meta name=dc.creator content=B>", DEHUSK_METADATA_AUTHOR, "A; B (meta)");
    expect("<span itemprop=author>By <b itemprop=name>A</b>, B</span>", DEHUSK_METADATA_AUTHOR, "A (microdata)");
    expect("<p><i hidden>by the way</i><a rel=author href=y>Ann Oaks</a> and more", DEHUSK_METADATA_AUTHOR,
           "Ann Oaks (markup)");
    expect("<p>Text: <a rel=author>Ann Oaks<div>Lead reporter</div></a>", DEHUSK_METADATA_AUTHOR, "Ann Oaks (markup)");
    expect("<meta name=author content='Ann Oaks (@annoaks)'>", DEHUSK_METADATA_AUTHOR, "Ann Oaks (meta)");
    expect("<meta name=author content='ann@mill.example'>", DEHUSK_METADATA_AUTHOR, "");
    expect(LD("{\"@type\":\"NewsArticle\",\"author\":[{\"name\":\"Ann Oaks\"},{\"name\":\"press@mill.example\"}]}"),
           DEHUSK_METADATA_AUTHOR, "Ann Oaks (json-ld)");
    expect("<p>By <a rel='x author' href=y>A</a> and more", DEHUSK_METADATA_AUTHOR, "A (markup)");
    expect("<p class='byline'>By A B</p>", DEHUSK_METADATA_AUTHOR, "A B (markup)");
    expect("<p class=' x  Article__AUTHOR\ty'>A</p>", DEHUSK_METADATA_AUTHOR, "A (markup)");
    expect("<p class='authors bylines y'>A</p><p class=author-name>B</p>", DEHUSK_METADATA_AUTHOR, "B (markup)");
    expect("<title>A</title>", DEHUSK_METADATA_TITLE, "A (markup)");
    expect("<html lang=pt-BR>", DEHUSK_METADATA_LANGUAGE, "pt-BR (markup)");
    expect("<link rel=canonical href='http://a/b?c&amp;d'>", DEHUSK_METADATA_URL, "http://a/b?c&d (markup)");
    expect("<time datetime='2031-10-03'>a</time>", DEHUSK_METADATA_PUBLISHED, "2031-10-03 (markup)");
    expect("<meta name=date content='03.10.2031 07:40'>", DEHUSK_METADATA_PUBLISHED, "2031-10-03T07:40:00 (meta)");
    expect("<meta name=date content='3 октября 2031'>", DEHUSK_METADATA_PUBLISHED, "2031-10-03 (meta)");
    expect("<meta name=date content='2031年10月3日'>", DEHUSK_METADATA_PUBLISHED, "2031-10-03 (meta)");
    expect("<meta name=date content='3/10/2031'>", DEHUSK_METADATA_PUBLISHED, ""); /* March to some */
    expect("<abbr class=published title='2031-10-03'>a</abbr>", DEHUSK_METADATA_PUBLISHED, "2031-10-03 (markup)");
    expect("<abbr class=updated title='2031-10-03'>a</abbr>", DEHUSK_METADATA_MODIFIED, "2031-10-03 (markup)");
    expect("<abbr title='2031-10-03'>a</abbr>", DEHUSK_METADATA_PUBLISHED, "");
    expect("<abbr itemprop=datePublished title='2031-10-03'>a</abbr>", DEHUSK_METADATA_PUBLISHED,
           "2031-10-03 (microdata)");
    expect("<time itemprop=datePublished datetime='2031-10-03'>a</time>", DEHUSK_METADATA_PUBLISHED,
           "2031-10-03 (microdata)");
    expect("<time itemprop=dateModified datetime='2031-10-04' content='2031-10-03'>a</time>", DEHUSK_METADATA_MODIFIED,
           "2031-10-03 (microdata)");
    expect("<abbr itemprop=dateModified title='2031-10-04' content='2031-10-03'>a</abbr>", DEHUSK_METADATA_MODIFIED,
           "2031-10-03 (microdata)");
    expect("<p itemprop=datePublished datetime='2031-10-03' title='2031-10-03'>a</p>", DEHUSK_METADATA_PUBLISHED, "");
    expect("<img itemprop=image src=i.png>", DEHUSK_METADATA_IMAGE, "i.png (microdata)");
    expect("<img itemprop=image src=i.png content=j.png>", DEHUSK_METADATA_IMAGE, "j.png (microdata)");
    expect("<a itemprop=image src=i.png>a</a>", DEHUSK_METADATA_IMAGE, "");
    expect("<a itemprop=license href=k content=https://a/l>A</a>", DEHUSK_METADATA_LICENSE, "https://a/l (microdata)");
    expect("<span property='dc:date dc:created' content='2031-10-03T07:40:00+02:00'>a</span>"
           "<span property='dc:date dc:created' content='2031-10-04'>b</span>",
           DEHUSK_METADATA_PUBLISHED, "2031-10-03T07:40:00+02:00 (markup)");
    expect("<time datetime=2031-10-05>a</time><time class=dt-published datetime=2031-10-03>b</time>",
           DEHUSK_METADATA_PUBLISHED, "2031-10-03 (markup)");
    expect("<time class=dt-updated datetime=2031-10-03>a</time>", DEHUSK_METADATA_MODIFIED, "2031-10-03 (markup)");
    expect("<a class='p-author h-card'>Ann Oaks</a>", DEHUSK_METADATA_AUTHOR, "Ann Oaks (markup)");
    expect(LD("{\"@type\":\"LiveBlogPosting\",\"headline\":\"A\",\"liveBlogUpdate\":[{\"@type\":\"BlogPosting\","
              "\"headline\":\"B\",\"author\":\"C\"}]}"),
           DEHUSK_METADATA_TITLE, "A (json-ld)");
    expect("<div itemscope itemtype='http://schema.org/BlogPosting'>a</div>", DEHUSK_METADATA_KIND,
           "BlogPosting (microdata)");
    expect("<div itemscope itemtype='http://schema.org/Person'>a</div>", DEHUSK_METADATA_KIND, "");
    expect("<meta name=DC.subject content=a><meta name=DC.subject content=b>", DEHUSK_METADATA_KEYWORDS, "a, b (meta)");
    expect("<link rel=canonical href='http://a/2031/10/03/b'>", DEHUSK_METADATA_PUBLISHED, "2031-10-03 (url)");
    expect("<meta name=keywords content='a, b'><meta property=article:tag content=c>", DEHUSK_METADATA_KEYWORDS,
           "c (open-graph)");
    expect(LD("{\"@type\":\"Article\",\"license\":\"https://a/l\"}"), DEHUSK_METADATA_LICENSE, "https://a/l (json-ld)");
    expect(LD("{\"@type\":\"Article\",\"license\":{\"@type\":\"CreativeWork\",\"name\":\"CC "
              "BY\",\"url\":\"https://a/l\"}}"),
           DEHUSK_METADATA_LICENSE, "https://a/l (json-ld)");
    expect(LD("{\"@type\":\"ImageObject\",\"license\":\"https://a/l\"}"), DEHUSK_METADATA_LICENSE, "");
    expect("<meta name=DC.rights content='All rights kept'><meta name=dcterms.license content=https://a/l>",
           DEHUSK_METADATA_LICENSE, "https://a/l (meta)");
    expect("<meta name=DC.rights content='All rights kept'><a rel=license href=https://a/l>A</a>",
           DEHUSK_METADATA_LICENSE, "https://a/l (markup)");
    expect("<meta name=dc.rights content='All rights kept'>", DEHUSK_METADATA_LICENSE, "");
    expect("<meta name=dc.rights content='Public domain'>", DEHUSK_METADATA_LICENSE, "Public domain (meta)");
    expect("<meta name=dc.rights content='(c) A, CC BY 4.0'>", DEHUSK_METADATA_LICENSE, "(c) A, CC BY 4.0 (meta)");
    expect("<article itemscope itemtype=https://schema.org/Article><a itemprop=license href=https://a/l>A</a>",
           DEHUSK_METADATA_LICENSE, "https://a/l (microdata)");
    expect("<p><a rel='license noopener' href=b>B</a><link rel=license href=a>", DEHUSK_METADATA_LICENSE, "a (markup)");
    expect("<figure itemscope itemtype=https://schema.org/ImageObject><a rel=license href=b>B</a></figure>",
           DEHUSK_METADATA_LICENSE, "");
    expect("<a rel=author>View all posts by Ann Oaks \xE2\x86\x92</a>", DEHUSK_METADATA_AUTHOR, "Ann Oaks (markup)");
    expect("<p class=author>View Comments</p>", DEHUSK_METADATA_AUTHOR, "");
    expect("<meta name=author content='\xE7\xBB\x8F\xE6\xB5\x8E\xE7\xBD\x91'>", DEHUSK_METADATA_AUTHOR, "");
    expect("<meta property=og:title content=Mill><meta property=og:site_name content=MILL><title>Tides - Mill</title>",
           DEHUSK_METADATA_TITLE, "Tides - Mill (markup)");
    expect("<meta property=og:title content=Mill><meta property=og:site_name content=Mill>", DEHUSK_METADATA_TITLE,
           "Mill (open-graph)");
    expect("<p>Published on 3 October 2031 by A", DEHUSK_METADATA_PUBLISHED, ""); /* there is no title beside it */
    expect("<p>a", DEHUSK_METADATA_TITLE, "");
}

static void the_trusted_word_counts(void **state) {
    static const char page[] = "<meta property=og:title content=B><meta name=title content=C><title>D</title>" //
        LD("{\"@type\":\"Article\",\"headline\":\"A\"}");
    (void)state;
    expect(page, DEHUSK_METADATA_TITLE, "A (json-ld)");
    expect("<time datetime=2031-01-02>a</time><time class=entry-date datetime=2031-01-03>b</time>",
           DEHUSK_METADATA_PUBLISHED, "2031-01-03 (markup)");
    expect("<meta name=date content='soon'><meta name=pubdate content='2031-01-02'>", DEHUSK_METADATA_PUBLISHED,
           "2031-01-02 (meta)");
    expect("<meta property=article:author content='https://a/b'><meta name=author content=C>", DEHUSK_METADATA_AUTHOR,
           "C (meta)");
}

/* Names of meta elements and of itemprop: those of a row are trusted alike, and more than those of the next row of the
 * same member. */
static const struct {
    dehusk_metadata_name member;
    const char *source;
    const char *names;
} trusted[] = {
    {DEHUSK_METADATA_TITLE, "open-graph", "og:title"},
    {DEHUSK_METADATA_TITLE, "open-graph", "twitter:title"},
    {DEHUSK_METADATA_TITLE, "meta", "citation_title"},
    {DEHUSK_METADATA_TITLE, "meta", "dc.title dcterms.title"},
    {DEHUSK_METADATA_TITLE, "meta", "parsely-title"},
    {DEHUSK_METADATA_TITLE, "meta", "title"},
    {DEHUSK_METADATA_TITLE, "microdata", "headline"},
    {DEHUSK_METADATA_AUTHOR, "open-graph", "article:author"},
    {DEHUSK_METADATA_AUTHOR, "open-graph", "og:article:author book:author"},
    {DEHUSK_METADATA_AUTHOR, "meta", "citation_author"},
    {DEHUSK_METADATA_AUTHOR, "meta", "author"},
    {DEHUSK_METADATA_AUTHOR, "meta", "authors dc.creator dcterms.creator"},
    {DEHUSK_METADATA_AUTHOR, "meta", "creator parsely-author sailthru.author byl"},
    {DEHUSK_METADATA_AUTHOR, "microdata", "author"},
    {DEHUSK_METADATA_AUTHOR, "microdata", "creator"},
    {DEHUSK_METADATA_PUBLISHED, "open-graph", "article:published_time"},
    {DEHUSK_METADATA_PUBLISHED, "open-graph", "og:published_time og:article:published_time article:published"},
    {DEHUSK_METADATA_PUBLISHED, "meta", "citation_publication_date datepublished"},
    {DEHUSK_METADATA_PUBLISHED, "meta", "citation_date dc.date.issued dcterms.issued"},
    {DEHUSK_METADATA_PUBLISHED, "meta",
     "dcterms.created dc.date.created parsely-pub-date article.published cxenseparse:recs:publishtime date_published "
     "originalpublicationdate publishtime pub_date sailthru.date pubdate publishdate publish-date publish_date "
     "published_date publication_date"},
    {DEHUSK_METADATA_PUBLISHED, "meta", "dc.date dcterms.date published"},
    {DEHUSK_METADATA_PUBLISHED, "meta", "date"},
    {DEHUSK_METADATA_PUBLISHED, "microdata", "datepublished"},
    {DEHUSK_METADATA_PUBLISHED, "microdata", "datecreated"},
    {DEHUSK_METADATA_MODIFIED, "open-graph", "article:modified_time"},
    {DEHUSK_METADATA_MODIFIED, "open-graph", "og:updated_time article:modified"},
    {DEHUSK_METADATA_MODIFIED, "meta", "datemodified"},
    {DEHUSK_METADATA_MODIFIED, "meta", "dcterms.modified dc.date.modified"},
    {DEHUSK_METADATA_MODIFIED, "meta", "lastmod"},
    {DEHUSK_METADATA_MODIFIED, "meta", "last-modified revised"},
    {DEHUSK_METADATA_MODIFIED, "microdata", "datemodified"},
    {DEHUSK_METADATA_SITE_NAME, "open-graph", "og:site_name"},
    {DEHUSK_METADATA_SITE_NAME, "meta", "citation_journal_title"},
    {DEHUSK_METADATA_SITE_NAME, "meta", "application-name dc.publisher"},
    {DEHUSK_METADATA_SITE_NAME, "meta", "apple-mobile-web-app-title"},
    {DEHUSK_METADATA_DESCRIPTION, "open-graph", "og:description"},
    {DEHUSK_METADATA_DESCRIPTION, "open-graph", "twitter:description"},
    {DEHUSK_METADATA_DESCRIPTION, "meta", "description"},
    {DEHUSK_METADATA_DESCRIPTION, "meta", "dc.description dcterms.description"},
    {DEHUSK_METADATA_DESCRIPTION, "microdata", "description"},
    {DEHUSK_METADATA_URL, "open-graph", "og:url"},
    {DEHUSK_METADATA_URL, "open-graph", "twitter:url"},
    {DEHUSK_METADATA_LANGUAGE, "open-graph", "og:locale"},
    {DEHUSK_METADATA_LANGUAGE, "meta", "content-language"},
    {DEHUSK_METADATA_LANGUAGE, "meta", "dc.language language"},
    {DEHUSK_METADATA_LANGUAGE, "microdata", "inlanguage"},
    {DEHUSK_METADATA_IMAGE, "open-graph", "og:image"},
    {DEHUSK_METADATA_IMAGE, "open-graph", "og:image:url og:image:secure_url"},
    {DEHUSK_METADATA_IMAGE, "open-graph", "twitter:image twitter:image:src"},
    {DEHUSK_METADATA_IMAGE, "meta", "thumbnail"},
    {DEHUSK_METADATA_IMAGE, "microdata", "image"},
    {DEHUSK_METADATA_KIND, "open-graph", "og:type"},
    {DEHUSK_METADATA_KIND, "meta", "dc.type"},
    {DEHUSK_METADATA_KEYWORDS, "open-graph", "article:tag"},
    {DEHUSK_METADATA_KEYWORDS, "meta", "news_keywords citation_keywords"},
    {DEHUSK_METADATA_KEYWORDS, "meta", "keywords parsely-tags"},
    {DEHUSK_METADATA_KEYWORDS, "meta", "dc.subject dcterms.subject"},
    {DEHUSK_METADATA_KEYWORDS, "microdata", "keywords"},
    {DEHUSK_METADATA_LICENSE, "meta", "dcterms.license dc.rights.license dc.license license"},
    {DEHUSK_METADATA_LICENSE, "meta", "dcterms.rights dc.rights"},
    {DEHUSK_METADATA_LICENSE, "microdata", "license"},
};

enum { NAME_BYTES = 64 };

/* Puts the next of the names into `out`, and returns what stands behind it. */
static const char *next_name(const char *names, char out[NAME_BYTES]) {
    size_t length = strcspn(names, " ");
    snprintf(out, NAME_BYTES, "%.*s", (int)length, names);
    return names + length + strspn(names + length, " ");
}

static size_t put_meta(char *out, size_t room, const char *source, const char *name, const char *value) {
    const char *attribute = strcmp(source, "microdata") == 0 ? "itemprop" : "name";
    return (size_t)snprintf(out, room, "<meta %s=%s content='%s'>", attribute, name, value);
}

/* Two values that the member may have. */
static const char *value_of(dehusk_metadata_name member, bool other) {
    if (member == DEHUSK_METADATA_PUBLISHED || member == DEHUSK_METADATA_MODIFIED)
        return other ? "2031-10-04" : "2031-10-03";
    if (member == DEHUSK_METADATA_LICENSE)
        return other ? "CC0" : "CC BY";
    return other ? "Bo Elm" : "Ann Oaks";
}

static void each_name_is_trusted_in_its_place(void **state) {
    char name[NAME_BYTES];
    char other[NAME_BYTES];
    char page[512];
    char expected[128];
    (void)state;
    for (size_t i = 0; i < sizeof trusted / sizeof *trusted; i++) {
        dehusk_metadata_name member = trusted[i].member;
        const char *source = trusted[i].source;
        const char *first = value_of(member, false);
        const char *second = value_of(member, true);
        bool worse = i > 0 && trusted[i - 1].member == member;
        bool joins = member == DEHUSK_METADATA_AUTHOR || member == DEHUSK_METADATA_KEYWORDS;
        const char *between = member == DEHUSK_METADATA_AUTHOR ? "; " : ", ";
        next_name(worse ? trusted[i - 1].names : trusted[i].names, other);
        for (const char *names = trusted[i].names; *names != '\0';) {
            names = next_name(names, name);
            snprintf(expected, sizeof expected, "%s (%s)", first, source);
            put_meta(page, sizeof page, source, name, first);
            expect(page, member, expected);
            if (worse) { /* before what is trusted more, and behind it */
                size_t length = put_meta(page, sizeof page, source, name, second);
                put_meta(page + length, sizeof page - length, trusted[i - 1].source, other, first);
                snprintf(expected, sizeof expected, "%s (%s)", first, trusted[i - 1].source);
                expect(page, member, expected);
                length = put_meta(page, sizeof page, trusted[i - 1].source, other, first);
                put_meta(page + length, sizeof page - length, source, name, second);
                expect(page, member, expected);
            }
            if (*names != '\0') { /* trusted alike: the first one, or both */
                size_t length = put_meta(page, sizeof page, source, name, first);
                char alike[NAME_BYTES];
                next_name(names, alike);
                put_meta(page + length, sizeof page - length, source, alike, second);
                snprintf(expected, sizeof expected, "%s%s%s (%s)", first, joins ? between : "", joins ? second : "",
                         source);
                expect(page, member, expected);
                length = put_meta(page, sizeof page, source, alike, first);
                put_meta(page + length, sizeof page - length, source, name, second);
                expect(page, member, expected);
            }
        }
    }
}

/* The words of a class that tell an author or a date. */
static void each_word_of_a_class_is_known(void **state) {
    static const char *const words[][2] = {
        {"byline", "Ann Oaks (markup)"},
        {"author-name", "Ann Oaks (markup)"},
        {"author", "Ann Oaks (markup)"},
        {"post-author", "Ann Oaks (markup)"},
        {"byline-name", "Ann Oaks (markup)"},
        {"entry-author", "Ann Oaks (markup)"},
        {"article-author", "Ann Oaks (markup)"},
        {"article__author", "Ann Oaks (markup)"},
        {"p-author", "Ann Oaks (markup)"},
        {"a", ""},
        {"authored", ""},
        {"e-author", ""},
        {"p-autho", ""},
        {"author-list", ""},
    };
    static const struct {
        const char *word;
        dehusk_metadata_name member;
    } times[] = {
        {"published", DEHUSK_METADATA_PUBLISHED},    {"entry-date", DEHUSK_METADATA_PUBLISHED},
        {"post-date", DEHUSK_METADATA_PUBLISHED},    {"pubdate", DEHUSK_METADATA_PUBLISHED},
        {"dt-published", DEHUSK_METADATA_PUBLISHED}, {"updated", DEHUSK_METADATA_MODIFIED},
        {"modified", DEHUSK_METADATA_MODIFIED},      {"dt-updated", DEHUSK_METADATA_MODIFIED},
    };
    char page[256];
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        snprintf(page, sizeof page, "<p class='x %s y'>Ann Oaks</p>", words[i][0]);
        expect(page, DEHUSK_METADATA_AUTHOR, words[i][1]);
    }
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        snprintf(page, sizeof page, "<time datetime=2031-10-05>a</time><time class='x %s' datetime=2031-10-03>b</time>",
                 times[i].word);
        expect(page, times[i].member, "2031-10-03 (markup)");
        expect(page, DEHUSK_METADATA_PUBLISHED,
               times[i].member == DEHUSK_METADATA_PUBLISHED ? "2031-10-03 (markup)" : "2031-10-05 (markup)");
    }
    /* What says both is the page's first date. */
    expect("<time class='updated published' datetime=2031-10-03>a</time>", DEHUSK_METADATA_PUBLISHED,
           "2031-10-03 (markup)");
}

static void json_ld_finds_the_page_s_own_thing(void **state) {
    (void)state;
    expect(LD("{\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"S\"},{\"@type\":\"WebPage\",\"name\":\"P\"},{\"@type\":"
              "[\"x\",\"BlogPosting\"],\"author\":[{\"name\":\"A\"},\"B\"],\"headline\":\"H\\u00e9 &amp; I\"}]}"),
           DEHUSK_METADATA_TITLE, "H\xC3\xA9 & I (json-ld)");
    expect(LD("[{\"@type\":\"BlogPosting\",\"author\":[{\"name\":\"A\"},\"B\"]}]"), DEHUSK_METADATA_AUTHOR,
           "A; B (json-ld)");
    expect(LD("{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\"Article\",\"headline\":\"no\"}]}"),
           DEHUSK_METADATA_TITLE, "");
    expect(LD("{\"@type\":\"Article\",\"comment\":[{\"@type\":\"Comment\",\"author\":{\"name\":\"no\"}}]}"),
           DEHUSK_METADATA_AUTHOR, "");
    expect(
        LD("{\"@type\":\"Article\",\"publisher\":{\"name\":\"P\",\"logo\":{\"url\":\"l\"}},\"image\":{\"url\":\"i\"}}"),
        DEHUSK_METADATA_IMAGE, "i (json-ld)");
}

static void json_ld_refers_to_things(void **state) {
    static const char page[] = LD("{\"@graph\":[{\"@type\":\"Person\",\"@id\":\"#a\",\"name\":\"Ann "
                                  "Oaks\"},{\"@type\":\"Article\",\"author\":[{\"@id\":"
                                  "\"#a\"},{\"@id\":\"#none\"},{\"@id\":\"#b\"}],\"publisher\":{\"@id\":\"#p\"}},{\"@"
                                  "id\":\"#b\",\"name\":\"Bo Elm\"},"
                                  "{\"@type\":\"Organization\",\"@id\":\"#p\",\"name\":\"The Mill\"}]}");
    (void)state;
    expect(page, DEHUSK_METADATA_AUTHOR, "Ann Oaks; Bo Elm (json-ld)");
    expect(page, DEHUSK_METADATA_SITE_NAME, "The Mill (json-ld)");
    expect(LD("[{\"@type\":\"Article\",\"publisher\":{\"@id\":\"p\"}},{\"@id\":\"p\",\"name\":\"The Mill\"}]"),
           DEHUSK_METADATA_SITE_NAME, "The Mill (json-ld)");
    expect(LD("[{\"@type\":\"Article\",\"author\":{\"@id\":\"a\"}},{\"@id\":\"a\",\"name\":\"Ann Oaks\"}]"),
           DEHUSK_METADATA_AUTHOR, "Ann Oaks (json-ld)");
    expect(LD("[{\"@type\":\"Article\",\"author\":{\"@id\":\"#none\"}},{\"@type\":\"Article\",\"author\":\"Ann "
              "Oaks\"}]"),
           DEHUSK_METADATA_AUTHOR, "Ann Oaks (json-ld)");
    expect(LD("{\"@type\":\"Article\",\"author\":{\"@id\":\"#a\",\"name\":\"Ann Oaks\"}}"), DEHUSK_METADATA_AUTHOR,
           "Ann Oaks (json-ld)");
    expect(LD("{\"@type\":\"Article\",\"author\":{\"@id\":\"#a\"}}"), DEHUSK_METADATA_AUTHOR, "");
    expect(LD("{\"@type\":\"Article\",\"author\":[[\"Ann Oaks\"],[{\"name\":[\"Bo Elm\",\"Cy Ash\"]}]]}"),
           DEHUSK_METADATA_AUTHOR, "Ann Oaks; Bo Elm; Cy Ash (json-ld)");
    expect(LD("{\"@type\":\"Article\",\"creator\":[\"Ann Oaks\"]}"), DEHUSK_METADATA_AUTHOR, "Ann Oaks (json-ld)");
    expect(LD("{\"@type\":\"Article\",\"creator\":\"Desk\",\"author\":\"Ann Oaks\"}"), DEHUSK_METADATA_AUTHOR,
           "Ann Oaks (json-ld)");
    expect(LD("{\"@type\":\"Article\",\"dateCreated\":\"2031-01-02\"}"), DEHUSK_METADATA_PUBLISHED,
           "2031-01-02 (json-ld)");
    expect(LD("{\"@type\":\"Article\",\"dateCreated\":\"2031-01-02\",\"datePublished\":\"2031-01-03\"}"),
           DEHUSK_METADATA_PUBLISHED, "2031-01-03 (json-ld)");
}

/* What a work says of itself is the page's rather than what the page says, wherever it stands. */
static void json_ld_of_works_comes_before_that_of_pages(void **state) {
    static const struct {
        const char *page, *work;
        dehusk_metadata_name member;
        const char *told;
    } cases[] = {
        {"\"dateCreated\":\"2031-01-02\"", "\"dateCreated\":\"2031-01-03\"", DEHUSK_METADATA_PUBLISHED,
         "2031-01-03 (json-ld)"},
        {"\"datePublished\":\"2031-01-02\"", "\"datePublished\":\"2031-01-03\"", DEHUSK_METADATA_PUBLISHED,
         "2031-01-03 (json-ld)"},
        {"\"datePublished\":\"2031-01-02\"", "\"dateCreated\":\"2031-01-03\"", DEHUSK_METADATA_PUBLISHED,
         "2031-01-02 (json-ld)"},
        {"\"dateModified\":\"2031-01-02\"", "\"dateModified\":\"2031-01-03\"", DEHUSK_METADATA_MODIFIED,
         "2031-01-03 (json-ld)"},
        {"\"name\":\"Gulls\"", "\"name\":\"Terns\"", DEHUSK_METADATA_TITLE, "Terns (json-ld)"},
        {"\"headline\":\"Gulls\"", "\"name\":\"Terns\"", DEHUSK_METADATA_TITLE, "Gulls (json-ld)"},
        {"\"headline\":\"Gulls\"", "\"headline\":\"Terns\"", DEHUSK_METADATA_TITLE, "Terns (json-ld)"},
        {"\"description\":\"Of gulls\"", "\"description\":\"Of terns\"", DEHUSK_METADATA_DESCRIPTION,
         "Of terns (json-ld)"},
        {"\"inLanguage\":\"en\"", "\"inLanguage\":\"da\"", DEHUSK_METADATA_LANGUAGE, "da (json-ld)"},
        {"\"image\":\"gull\"", "\"image\":\"tern\"", DEHUSK_METADATA_IMAGE, "tern (json-ld)"},
        {"\"license\":\"one\"", "\"license\":\"two\"", DEHUSK_METADATA_LICENSE, "two (json-ld)"},
    };
    char page[400];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(page, sizeof page, LD("[{\"@type\":\"WebPage\",%s},{\"@type\":\"Article\",%s}]"), cases[i].page,
                 cases[i].work);
        expect(page, cases[i].member, cases[i].told);
        snprintf(page, sizeof page, LD("[{\"@type\":\"Article\",%s},{\"@type\":\"WebPage\",%s}]"), cases[i].work,
                 cases[i].page);
        expect(page, cases[i].member, cases[i].told);
    }
}

/* What a script writes of a value that it does not have is none. */
static void json_ld_without_a_value_has_none(void **state) {
    static const char *const words[][2] = {
        {"undefined", ""},
        {"null", ""},
        {"Undefined", "Undefined (json-ld)"},
        {"undefined gulls", "undefined gulls (json-ld)"},
        {"nulls", "nulls (json-ld)"},
        {"nul", "nul (json-ld)"},
    };
    char page[256];
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        snprintf(page, sizeof page, LD("{\"@type\":\"Article\",\"headline\":\"%s\",\"description\":\"%s\"}"),
                 words[i][0], words[i][0]);
        expect(page, DEHUSK_METADATA_TITLE, words[i][1]);
        expect(page, DEHUSK_METADATA_DESCRIPTION, words[i][1]);
    }
}

static void authors_are_names(void **state) {
    static const char *const told[][2] = {
        {"Ann Oaks (@annoaks)", "Ann Oaks"},
        {"By Ann Oaks", "Ann Oaks"},
        {"Written by: Ann Oaks | The Mill", "Ann Oaks"},
        {"Ann Oaks, Harbour Correspondent", "Ann Oaks"},
        {"Ann Oaks, Bo Elm and Cy Ash", "Ann Oaks, Bo Elm and Cy Ash"},
        {"Ann Oaks / 8 hrs ago", "Ann Oaks"},
        {"Ann Oaks, August 09, 2031 @ 11:39am", "Ann Oaks"},
        {"Ann Oaks on Aug 9, 2031", "Ann Oaks"},
        {"Jean-Luc O\xE2\x80\x99"
         "Elm",
         "Jean-Luc O\xE2\x80\x99"
         "Elm"},
        {"J.R.R. Elm", "J.R.R. Elm"},
        {"Byron", "Byron"},
        {"Author: Ann", "Ann"},
        {"\xE4\xBD\x9C\xE8\x80\x85\xEF\xBC\x9A\xE9\xBB\x84\xE6\x96\x87", "\xE9\xBB\x84\xE6\x96\x87"},
        {"admin", ""},
        {"@annoaks", ""},
        {"https://mill.example/ann", ""},
        {"mill.info", ""},
        {"MILL.INFO", ""},
        {"Mill.Info", "Mill.Info"},
        {"m.info", ""},
        {".info", ".info"},
        {"mill.in", ""},
        {"mill.i", "mill.i"},
        {"ann.waters", "ann.waters"},
        {"17 January 2031 | By Ann Oaks", "Ann Oaks"},
        {"Ann Marsh January 31, 2031", "Ann Marsh"},
        {"Sun Dec 17, 2031 11:23 am", ""},
        {"press@mill.example, Ann", ""},
        {"About Us", ""},
        {"View Profile", ""},
        {"By", ""},
        {"Админ", ""},
        {"新华网 李明", "李明"},
        {"本报记者 王小红 张伟", "王小红 张伟"},
        {"新华社记者王小红", "新华社记者王小红"},
        {"记者王小红", "王小红"},
        {"記者陳大文", "陳大文"},
        {"本报记者\xC2\xA0\xE3\x80\x80王小红\xC2\xA0", "王小红"},
        {"文：陳大文", "陳大文"},
        {"网", "网"},
        {"来源：新华社", ""},
        {"Ann Oaks, 人民网", "Ann Oaks"},
        {"Ann Oaks, mill.info", "Ann Oaks"},
        {"김철수 기자", "김철수"},
        {"كتب: أحمد علي", "أحمد علي"},
        {"STAFF WRITER", ""},
        {"Our News Desk", ""},
        {"Mill Staff", "Mill Staff"},
        {"Redaktion", ""},
        {"Text: Ola Elm Foto: Kari Elm", "Ola Elm"},
        {"Text und Fotos: Ola Elm", "Ola Elm"},
        {"Foto: Kari Elm", ""},
        {"Kirjoittaja: Ola Elm", "Ola Elm"},
        {"Ola Elm Foto: Kari Elm", "Ola Elm"},
        {"Von Hans Elm", "Hans Elm"},
        {"By Di Wu Chen", "Di Wu Chen"},
        {"Posted by Par Lindh Berg", "Par Lindh Berg"},
        {"Author: Di Wu Chen", "Di Wu Chen"},
        {"Text: von Ola Elm", "Ola Elm"},
        {"Text: Von Ola Elm", "Ola Elm"},
        {"Text: Von Elm", "Von Elm"},
        {"Text: Di Wu Chen", "Di Wu Chen"},
        {"Tekst: Av Ola Elm", "Ola Elm"},
        {"Tekst og foto: Av Ola Elm", "Ola Elm"},
        {"Texte\xC2\xA0: Par Anne Elm", "Anne Elm"},
        {"Testo: Di Anna Elm", "Anna Elm"},
        {"Testo: Diana Elm Oaks", "Diana Elm Oaks"},
        {"Author: Von Anna Elm", "Von Anna Elm"},
        {"Ann Oaks: Columnist", "Ann Oaks: Columnist"},
        {"\xE8\xAE\xB0\xE8\x80\x85 \xE6\x9D\x8E\xE6\x98\x8E", "\xE6\x9D\x8E\xE6\x98\x8E"},
        {"\xE7\xBB\x8F\xE6\xB5\x8E\xE6\x97\xA5\xE6\x8A\xA5 \xE8\xAE\xB0\xE8\x80\x85 \xE6\x9D\x8E\xE6\x98\x8E",
         "\xE6\x9D\x8E\xE6\x98\x8E"},
        {"Door Jan de Elm", "Jan de Elm"},
        {"Von Elm", "Von Elm"},
        {"von Elm, Hans", "von Elm, Hans"},
        {"Ann Oaks at 7:40 PM", "Ann Oaks"},
        {"Ann Oaks Follow", "Ann Oaks"},
        {"Ann Oaks ann@mill.example", "Ann Oaks"},
        {"Ann Oaks <ann@mill.example>", "Ann Oaks"},
        {"<a href=/ann>Ann Oaks</a>", "Ann Oaks"},
        {"<a href=/ann", ""},
        {"Comments", ""},
        {"著者", ""},
        {" , ", ""},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        char name[64];
        size_t begin = 0;
        size_t length = dhk_author_name(told[i][0], strlen(told[i][0]), &begin);
        snprintf(name, sizeof name, "%.*s", (int)length, told[i][0] + begin);
        assert_string_equal(name, told[i][1]);
    }
    /* The site's own name is no author's. */
    expect("<meta name=author content='The Mill'><meta property=og:site_name content='the mill'>",
           DEHUSK_METADATA_AUTHOR, "");
}

/* Of microdata, what is the page's own counts. */
static void other_things_of_microdata_are_passed_over(void **state) {
    static const char nested[] =
        "<div itemscope itemtype='http://schema.org/NewsArticle'>"
        "<div itemprop=publisher itemscope itemtype='https://schema.org/Organization'>"
        "<meta itemprop=description content=no></div>"
        "<div itemscope itemtype='http://schema.org/Article'><b itemprop=author>No</b>"
        "<meta itemprop=headline content=no></div>"
        "<span itemprop=author itemscope itemtype='http://schema.org/Person'>By "
        "<b itemprop=name>Maren Oldcastle</b>, Correspondent</span>"
        "<meta itemprop=headline content=Yes><meta itemprop=description content=Yes>"
        "<div itemprop=comment itemscope itemtype='http://schema.org/Comment'>"
        "<meta itemprop=author content=No><meta itemprop=datePublished content=2031-01-02>"
        "</div></div>"
        "<div itemscope itemtype='http://schema.org/Article'>"
        "<meta itemprop=author content=No><meta itemprop=dateModified content=2031-01-02></div>";
    (void)state;
    expect(nested, DEHUSK_METADATA_AUTHOR, "Maren Oldcastle (microdata)");
    expect(nested, DEHUSK_METADATA_TITLE, "Yes (microdata)");
    expect(nested, DEHUSK_METADATA_DESCRIPTION, "Yes (microdata)");
    expect(nested, DEHUSK_METADATA_PUBLISHED, "");
    expect(nested, DEHUSK_METADATA_MODIFIED, "");
    /* An organization may be the author, a person is rather. */
    expect("<p itemprop=author itemscope itemtype='http://schema.org/Organization'><b itemprop=name>The Mill</b></p>",
           DEHUSK_METADATA_AUTHOR, "The Mill (microdata)");
    expect("<p itemprop=author itemscope itemtype='http://schema.org/Organization'><b itemprop=name>The Mill</b></p>"
           "<p itemprop=author itemscope itemtype='http://schema.org/Person'><meta itemprop=name content=A></p>",
           DEHUSK_METADATA_AUTHOR, "A (microdata)");
    /* What is no thing of its own is still read. */
    expect("<div itemscope itemtype='http://schema.org/WebPage'><meta itemprop=author content=A></div>",
           DEHUSK_METADATA_AUTHOR, "A (microdata)");
}

static void what_is_no_name_is_no_author(void **state) {
    static const char *const nobodies[] = {"1911", "a.b@c.example", "Admin", " By ", "-"};
    char page[128];
    (void)state;
    for (size_t i = 0; i < sizeof nobodies / sizeof *nobodies; i++) {
        snprintf(page, sizeof page, "<meta name=author content='%s'><p class=byline>A B</p>", nobodies[i]);
        expect(page, DEHUSK_METADATA_AUTHOR, "A B (markup)");
    }
    expect("<meta name=author content='\xE9\xBB\x84'>", DEHUSK_METADATA_AUTHOR, "\xE9\xBB\x84 (meta)");
    expect("<div class=author-name><div>By </div><a href=x>A B</a></div>", DEHUSK_METADATA_AUTHOR, "A B (markup)");
    expect("<p class=byline>Written by: A B</p>", DEHUSK_METADATA_AUTHOR, "A B (markup)");
    expect("<p class=byline>Byron Ashe</p>", DEHUSK_METADATA_AUTHOR, "Byron Ashe (markup)");
    expect("<p class=byline>By</p>", DEHUSK_METADATA_AUTHOR, "");
}

/* Several things of a kind: the first one is the page's, whole. */
static void lists_of_other_things_are_not_added(void **state) {
    (void)state;
    expect(LD("[{\"@type\":\"Article\",\"author\":[{\"name\":\"A\"},{\"name\":\"B\"}],\"keywords\":\"k\"},"
              "{\"@type\":\"Article\",\"author\":{\"name\":\"C\"},\"keywords\":\"l\"}]"),
           DEHUSK_METADATA_AUTHOR, "A; B (json-ld)");
    expect(LD("{\"@graph\":[{\"@type\":\"WebPage\",\"author\":{\"name\":\"C\"}},"
              "{\"@type\":\"Article\",\"author\":{\"name\":\"A\"}},"
              "{\"@type\":\"Article\",\"keywords\":\"l\",\"author\":{\"name\":\"B\"}}]}"),
           DEHUSK_METADATA_AUTHOR, "A (json-ld)");
    /* Nor those of things that are only referred to. */
    expect(LD("[{\"@type\":\"Article\",\"author\":{\"@id\":\"#b\"}},{\"@type\":\"Article\",\"author\":\"A\"},"
              "{\"@id\":\"#b\",\"name\":\"B\"}]"),
           DEHUSK_METADATA_AUTHOR, "A (json-ld)");
    expect(
        LD("[{\"@type\":\"Article\",\"author\":{\"@id\":\"#a\"}},{\"@type\":\"WebPage\",\"author\":{\"@id\":\"#b\"}},"
           "{\"@id\":\"#a\",\"name\":\"A\"},{\"@id\":\"#b\",\"name\":\"B\"}]"),
        DEHUSK_METADATA_AUTHOR, "A (json-ld)");
    expect(
        LD("[{\"@type\":\"WebPage\",\"author\":{\"@id\":\"#b\"}},{\"@type\":\"Article\",\"author\":{\"@id\":\"#a\"}},"
           "{\"@id\":\"#a\",\"name\":\"A\"},{\"@id\":\"#b\",\"name\":\"B\"}]"),
        DEHUSK_METADATA_AUTHOR, "A (json-ld)");
}

static void malformed_json_gives_what_stands_before(void **state) {
    static char deep[4096];
    (void)state;
    expect(LD("{\"@type\":\"Article\",\"headline\":\"A\",\"author\":{\"name\":\"B\""), DEHUSK_METADATA_TITLE,
           "A (json-ld)");
    expect(LD("{\"@type\":\"Article\",\"headline\":\"\\ud83d\\ude00\\ud83d\\u0000\\x\"}"), DEHUSK_METADATA_TITLE,
           "\xF0\x9F\x98\x80\xEF\xBF\xBD\xEF\xBF\xBDx (json-ld)");
    expect(LD("{\"@type\":\"Article\",\"headline\":\"A"), DEHUSK_METADATA_TITLE, "A (json-ld)");
    expect(LD("]}}]"), DEHUSK_METADATA_TITLE, "");
    strcpy(deep, "<script type='application/ld+json'>{\"@type\":\"Article\",\"x\":");
    memset(deep + strlen(deep), '[', 1000);
    memset(deep + strlen(deep), ']', 1000);
    strcat(deep, ",\"headline\":\"A\"}</script>");
    expect(deep, DEHUSK_METADATA_TITLE, "A (json-ld)");
}

static void dates_are_iso_8601(void **state) {
    static const char *const dates[][2] = {
        {"2031-10-03T07:40:00+02:00", "2031-10-03T07:40:00+02:00"},
        {"2031-10-03T07:40:00.123Z", "2031-10-03T07:40:00Z"},
        {"2031-10-03 07:40", "2031-10-03T07:40:00"},
        {"20311003T074000", "2031-10-03T07:40:00"},
        {"2031/10/3", "2031-10-03"},
        {"Fri, 03 Oct 2031 07:40:00 GMT", "2031-10-03T07:40:00Z"},
        {"October 3, 2031 7:40 PM", "2031-10-03T19:40:00"},
        {"Friday, October 3rd, 2031", "2031-10-03"},
        {"3 Oct 2031", "2031-10-03"},
        {"Oct. 3, 2031, 7:40 p.m.", "2031-10-03T19:40:00"},
        {"October 3, 2031 at 12:05 a.m.", "2031-10-03T00:05:00"},
        {"Friday, October 3, 2031 - 07:40", "2031-10-03T07:40:00"},
        {"October 3, 2031 7:40 a", "2031-10-03T07:40:00"},
        {"2031-10-03 -0500", "2031-10-03"},
        {"1970-01-01T00:00:00Z", ""}, /* none was set */
        {"13.10.2031", "2031-10-13"},
        {"10/13/2031", "2031-10-13"},
        {"03.10.2031", ""}, /* the third of October, or the tenth of March */
        {"2031-02-29", ""},
        {"2032-02-29", "2032-02-29"},
        {"2031-13-01", ""},
        {"soon", ""},
        {"", ""},
        {"2031", ""},
        {"1700000000", ""},
        /* Seconds, and what follows them. */
        {"2031-10-03T07:40:58", "2031-10-03T07:40:58"},
        {"2031-10-03T07:40:59", "2031-10-03T07:40:59"},
        {"2031-10-03T23:59:60Z", "2031-10-03T23:59:59Z"}, /* a second that was put in */
        {"20311003T074012Z", "2031-10-03T07:40:12Z"},
        {"2031-10-03T07:40:12,123456789+01:00", "2031-10-03T07:40:12+01:00"},
        {"2031-10-03T07:40:12.5Z", "2031-10-03T07:40:12Z"},
        {"2031-10-03T07:40:12.Z", "2031-10-03T07:40:12"},
        {"2031-10-03T07:40:5", "2031-10-03T07:40:05"},
        /* Hours and minutes that there are, and that there are not. */
        {"2031-10-03T00:00", "2031-10-03T00:00:00"},
        {"2031-10-03T23:59", "2031-10-03T23:59:00"},
        {"2031-10-03T24:00", "2031-10-03"},
        {"2031-10-03T07:60", "2031-10-03"},
        {"2031-10-03T7:40", "2031-10-03T07:40:00"},
        {"2031-10-03T07:4", "2031-10-03"},
        {"2031-10-03T07", "2031-10-03"},
        {"2031-10-03 | 07:40", "2031-10-03T07:40:00"},
        {"2031-10-03 | 0740", "2031-10-03"},
        {"October 3, 2031 12:05 pm", "2031-10-03T12:05:00"},
        {"October 3, 2031 11:59 p.m.", "2031-10-03T23:59:00"},
        {"October 3, 2031 1:00 PM", "2031-10-03T13:00:00"},
        {"October 3, 2031 13:00 PM", "2031-10-03T13:00:00"},
        {"October 3, 2031 11:05 AM", "2031-10-03T11:05:00"},
        {"October 3, 2031 12:00 AM +0100", "2031-10-03T00:00:00+01:00"},
        {"October 3, 2031 7:40 p.", "2031-10-03T07:40:00"},
        {"October 3, 2031 7:40 past", "2031-10-03T07:40:00"},
        /* Zones. */
        {"2031-10-03T07:40-05:00", "2031-10-03T07:40:00-05:00"},
        {"2031-10-03T07:40-0330", "2031-10-03T07:40:00-03:30"},
        {"2031-10-03T07:40+02", "2031-10-03T07:40:00+02:00"},
        {"2031-10-03T07:40 +05:45", "2031-10-03T07:40:00+05:45"},
        {"2031-10-03T07:40+14:00", "2031-10-03T07:40:00+14:00"},
        {"2031-10-03T07:40+15:00", "2031-10-03T07:40:00"},
        {"2031-10-03T07:40+01:59", "2031-10-03T07:40:00+01:59"},
        {"2031-10-03T07:40+01:60", "2031-10-03T07:40:00"},
        {"2031-10-03T07:40-00:00", "2031-10-03T07:40:00Z"},
        {"2031-10-03T07:40+2", "2031-10-03T07:40:00"},
        {"2031-10-03T07:40 x05", "2031-10-03T07:40:00"},
        {"2031-10-03T07:40 205", "2031-10-03T07:40:00"},
        {"2031-10-03T07:40z", "2031-10-03T07:40:00Z"},
        {"2031-10-03 07:40 UTC", "2031-10-03T07:40:00Z"},
        {"2031-10-03 07:40 GMT", "2031-10-03T07:40:00Z"},
        {"2031-10-03 07:40 GM", "2031-10-03T07:40:00"},
        {"2031-10-03 07:40 GMT, Osmund", "2031-10-03T07:40:00Z"},
        {"2031-10-03 07:40 UTC/GMT", "2031-10-03T07:40:00Z"},
        {"October 3, 2031 7:40 p.m. GMT", "2031-10-03T19:40:00Z"},
        {"2031-10-03 07:40 CET", "2031-10-03T07:40:00"},
        /* Orders of the numbers. */
        {"1.13.2031", "2031-01-13"},
        {"13.1.2031", "2031-01-13"},
        {"12/12/2031", "2031-12-12"},
        {"12.13.2031", "2031-12-13"},
        {"13.12.2031", "2031-12-13"},
        {"12.11.2031", ""},
        {"3.12.2031", ""},
        {"13.012.2031", ""},
        {"13.10.02031", ""},
        {"31-10-2031", "2031-10-31"},
        {"32-10-2031", ""},
        {"13.13.2031", ""},
        {"2031 10 03", "2031-10-03"},
        {"2031.1.3", "2031-01-03"},
        {"20311003", "2031-10-03"},
        {"2031100", ""},
        {"203110", ""},
        {"203110033", ""},
        {"2031-10-033", ""},
        {"3.10.31", ""},
        {"13.10.31", ""},
        {"2031-10", ""},
        /* Days that there are. */
        {"1900-01-01", "1900-01-01"},
        {"1899-12-31", ""},
        {"2199-12-31", "2199-12-31"},
        {"2200-01-01", ""},
        {"1970-01-01", ""},
        {"1970-01-02", "1970-01-02"},
        {"1970-02-01", "1970-02-01"},
        {"1971-01-01", "1971-01-01"},
        {"2031-00-03", ""},
        {"2031-10-00", ""},
        {"2031-01-31", "2031-01-31"},
        {"2031-01-32", ""},
        {"2031-02-28", "2031-02-28"},
        {"2032-02-30", ""},
        {"2000-02-29", "2000-02-29"},
        {"2100-02-29", ""},
        {"2031-03-31", "2031-03-31"},
        {"2031-03-32", ""},
        {"2031-04-30", "2031-04-30"},
        {"2031-04-31", ""},
        {"2031-05-31", "2031-05-31"},
        {"2031-05-32", ""},
        {"2031-06-30", "2031-06-30"},
        {"2031-06-31", ""},
        {"2031-07-31", "2031-07-31"},
        {"2031-07-32", ""},
        {"2031-08-31", "2031-08-31"},
        {"2031-08-32", ""},
        {"2031-09-30", "2031-09-30"},
        {"2031-09-31", ""},
        {"2031-10-31", "2031-10-31"},
        {"2031-10-32", ""},
        {"2031-11-30", "2031-11-30"},
        {"2031-11-31", ""},
        {"2031-12-31", "2031-12-31"},
        {"2031-12-32", ""},
        /* Words. */
        {"Jan 3, 2031", "2031-01-03"},
        {"3 January, 2031", "2031-01-03"},
        {"3-January-2031", "2031-01-03"},
        {"3rd February 2031", "2031-02-03"},
        {"February 29, 2031", ""},
        {"October 32, 2031", ""},
        {"31 June 2031", ""},
        {"0 June 2031", ""},
        {"MARCH 1st, 2031", "2031-03-01"},
        {"3 apr. 2031", "2031-04-03"},
        {"May 2nd 2031", "2031-05-02"},
        {"3-Jun-2031", "2031-06-03"},
        {"4th July, 2031", "2031-07-04"},
        {"Aug 3, 2031", "2031-08-03"},
        {"Sept 3, 2031", "2031-09-03"},
        {"September 3, 2031", "2031-09-03"},
        {"November 3 2031", "2031-11-03"},
        {"Dec 31, 2031", "2031-12-31"},
        {"Decem 31, 2031", "2031-12-31"},
        {"Decembers 31, 2031", ""},
        {"De 31, 2031", ""},
        {"Septe 3, 2031", "2031-09-03"},
        {"Sepp 3, 2031", ""},
        {"Novt 3, 2031", ""},
        {"Kan 3, 2031", ""},
        {"Septembero 3, 2031", ""},
        {"Thursday, 3 Oct 2031, 7:40", "2031-10-03T07:40:00"},
        {"Mon Oct 3, 2031", "2031-10-03"},
        {"Mo Oct 3, 2031", ""},
        {"Monday the 3rd Oct 2031", "2031-10-03"},
        {"October 3, 31", ""},
        {"October 2031", ""},
        {"October 3, 20311", ""},
        {" \t\n\r\f2031-10-03", "2031-10-03"},
    };
    char out[DHK_ISO_DATE_BYTES] = "";
    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        size_t length = dhk_iso_date(dates[i][0], strlen(dates[i][0]), out);
        out[length] = '\0';
        assert_string_equal(out, dates[i][1]);
        for (size_t cut = 0; cut < strlen(dates[i][0]); cut++) /* no look behind an end */
            assert_true(dhk_iso_date(dates[i][0], cut, out) < DHK_ISO_DATE_BYTES);
    }
}

static void dates_of_addresses(void **state) {
    static const char *const addresses[][2] = {
        {"https://mill.example/2031/10/03/gulls", "2031-10-03"},
        {"https://mill.example/2031/1/3", "2031-01-03"},
        {"https://mill.example/2031-10-03-gulls", "2031-10-03"},
        {"https://mill.example/a/2031/10/3/", "2031-10-03"},
        {"/2031/10/03", "2031-10-03"},
        {"/2031/1/30", "2031-01-30"},
        {"/2031/13/03/2031/10/03", "2031-10-03"},
        {"/2031/10-03/a", ""},
        {"/2031-10/03/a", ""},
        {"/2031.10.03/a", ""},
        {"/2031/10/033", ""},
        {"/2031/10/32", ""},
        {"/2031/010/3", ""},
        {"/20311/0/03", ""},
        {"/203/10/03/a", ""},
        {"/gulls-2031/10/03", ""},
        {"/2031/10/gulls", ""},
        {"/2031/gulls/03", ""},
        {"/2031/10", ""},
        {"", ""},
    };
    char out[DHK_ISO_DATE_BYTES] = "";
    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        size_t length = dhk_iso_date_of_address(addresses[i][0], strlen(addresses[i][0]), out);
        out[length] = '\0';
        assert_string_equal(out, addresses[i][1]);
        for (size_t cut = 0; cut < strlen(addresses[i][0]); cut++)
            assert_true(dhk_iso_date_of_address(addresses[i][0], cut, out) < DHK_ISO_DATE_BYTES);
    }
}

static void dates_in_lines(void **state) {
    static const char *const lines[][2] = {
        {"by Maren Oldcastle on August 9, 2031", "2031-08-09"},
        {"Celebrity News January 13, 2031 AT 7:52PM", "2031-01-13"},
        {"Posted Aug 9th 2031 2:15PM", "2031-08-09T14:15:00"},
        {"Published on Monday 12th November 2031", "2031-11-12"},
        {"3rd of Oct. 2031", "2031-10-03"},
        {"(2031-01-02 08:35)", "2031-01-02T08:35:00"},
        {"A. Karsu  | 05.04.2031 - updated : 06.04.2031", "2031-04-05"},
        {"13/10/2031 and 10/13/2031", "2031-10-13"},
        {"10/13/2031", "2031-10-13"},
        {"3/10/2031", ""}, /* March to some */
        {"Dodano: 31 grudnia 2031, 11:00", "2031-12-31T11:00:00"},
        {"(5 Января 2031, 23:32)", "2031-01-05T23:32:00"},
        {"Ημερ: 3 Ιανουαρίου 2031", "2031-01-03"},
        {"1er juillet 2031", "2031-07-01"},
        {"3 de octubre de 2031", "2031-10-03"},
        {"3. MÄRZ 2031", "2031-03-03"},
        {"9 Ł lipca 2031, 4 lip 2031", "2031-07-04"},
        {"12 Marathon 2031", ""},
        {"Marathon 12, 2031", ""},
        {"3 Decorators 2031, 4 Novels 2031, 5 Augusta 2031, 6 Mayor 2031", ""},
        {"3 Sept. 2031", "2031-09-03"},
        {"3 октябрят 2031", ""},
        {"3 אוקטובר 2031", "2031-10-03"},
        {"2031年01月17日16:06  来源", "2031-01-17T16:06:00"},
        {"2031년 1월 17일", "2031-01-17"},
        {"Last updated on November 19, 2031", ""},
        {"© 1 May 2031", ""},
        {"1020 views, 31 February 2031, then 2 May 2031 1020 views", "2031-05-02"},
        {"March 12345, 2031", ""},
        {"call 555-2031-10-03", ""},
        {"v2.10.2031x3.4", ""},
        {"2031", ""},
        {"October 2031", ""},
        {"", ""},
    };
    char out[DHK_ISO_DATE_BYTES] = "";
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        size_t length = dhk_line_date(lines[i][0], strlen(lines[i][0]), out);
        out[length] = '\0';
        assert_string_equal(out, lines[i][1]);
        for (size_t cut = 0; cut < strlen(lines[i][0]); cut++) /* no look behind an end */
            (void)dhk_line_date(lines[i][0], cut, out);
    }
}

static void bylines_name_authors(void **state) {
    static const char *const lines[][2] = {
        {"By Maren Oldcastle", "Maren Oldcastle"},
        {"by Maren Oldcastle on August 9, 2031", "Maren Oldcastle"},
        {"BY MAREN OLDCASTLE and Tobiah Quill, Correspondents", "MAREN OLDCASTLE and Tobiah Quill"},
        {"Posted by Ikenna van der Falconbridge | View all posts", "Ikenna van der Falconbridge"},
        {"Written by Åsa Löf in Blogs 3 Comments", "Åsa Löf"},
        {"by quill77 on January 31, 2031", ""},
        {"by quill on January 31, 2031", "quill"},
        {"By Sofia Weir December 5, 2031", "Sofia Weir"},
        {"By Sofia Weir Dec. 5, 2031", "Sofia Weir"},
        {"By Ann Decker 5 min read", "Ann Decker"},
        {"By Maren Oldcastle 12 comments", "Maren Oldcastle"},
        {"By quill", ""},
        {"By Category", ""},
        {"By clicking you agree to our terms", ""},
        {"By Monday night the water had gone", ""},
        {"作者：赵宇飞", "赵宇飞"},
        {"Autor: Jan Zamek", "Jan Zamek"},
        {"Byron Ashe", ""},
        {"By ", ""},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        size_t begin = 0;
        size_t length = dhk_byline(lines[i][0], strlen(lines[i][0]), &begin);
        assert_int_equal(length, strlen(lines[i][1]));
        assert_memory_equal(lines[i][0] + begin, lines[i][1], length);
    }
}

#define STORY                                                                                                          \
    "<p>The keeper of the weir counted herons this morning, more than in any month since the sill was rebuilt in the " \
    "spring of 2029, and on 4 May 2030 he had seen but two of them, he says, one on either side of the river.</p>"

static void a_date_beside_the_title_is_told(void **state) {
    (void)state;
    expect("<h1>Herons at the weir</h1><p>By A B, 3 October 2031</p>" STORY STORY, DEHUSK_METADATA_PUBLISHED,
           "2031-10-03 (text)");
    expect("<p>2031-10-03 07:40</p><h1>Herons at the weir</h1><p>By A B</p>" STORY STORY, DEHUSK_METADATA_PUBLISHED,
           "2031-10-03T07:40:00 (text)");
    expect("<h1>Herons at the weir</h1><p>By Maren Oldcastle, 3 October 2031</p>" STORY STORY, DEHUSK_METADATA_AUTHOR,
           "Maren Oldcastle (text)");
    expect("<h1>Herons at the weir</h1><p>By STAFF WRITER</p>" STORY STORY, DEHUSK_METADATA_AUTHOR, "");
    expect("<meta name=author content=A><h1>Herons at the weir</h1><p>By Maren Oldcastle</p>" STORY STORY,
           DEHUSK_METADATA_AUTHOR, "A (meta)");
    /* Of the story, of another page, hidden, or less trusted than what the page says of itself. */
    expect("<h1>Herons at the weir</h1>" STORY "<p>3 October 2031</p>" STORY, DEHUSK_METADATA_PUBLISHED, "");
    expect("<h1>Herons at the weir</h1><p><a href=x>Otters, 3 October 2031</a></p>" STORY STORY,
           DEHUSK_METADATA_PUBLISHED, "");
    expect("<h1>Herons at the weir</h1><p hidden>3 October 2031</p>" STORY STORY, DEHUSK_METADATA_PUBLISHED, "");
    expect("<meta name=date content=2031-10-04><h1>Herons at the weir</h1><p>3 October 2031</p>" STORY STORY,
           DEHUSK_METADATA_PUBLISHED, "2031-10-04 (meta)");
    expect("<p>3 October 2031</p>", DEHUSK_METADATA_PUBLISHED, ""); /* nothing is kept, so there is no title */
}

static void nothing_is_told_unasked(void **state) {
    (void)state;
    assert_null(dehusk_page_metadata(read_page("<title>A</title>", 0), DEHUSK_METADATA_TITLE).value);
    assert_null(dehusk_page_metadata(NULL, DEHUSK_METADATA_TITLE).value);
    assert_null(dehusk_page_metadata(read_page("<title>A</title>", 1), (dehusk_metadata_name)99).value);
    assert_string_equal(dehusk_metadata_key(DEHUSK_METADATA_SITE_NAME), "site_name");
    assert_string_equal(dehusk_metadata_key((dehusk_metadata_name)99), "");
    assert_string_equal(dehusk_metadata_source_name((dehusk_metadata_source)99), "");
}

/* Every allocation fails once, and a warm context needs none. */
static void memory_may_run_out(void **state) {
    static const char page[] = "<meta name=author content=A><meta name=author content=B>" //
        LD("{\"@type\":\"Article\",\"headline\":\"A\"}") "<p class=byline>C<p>a";
    size_t failed = 0;
    bool done = false;
    (void)state;
    for (size_t call = 1; !done; call++) {
        ts_account account = {0};
        dehusk_options options;
        dehusk_request request;
        dehusk_context *own;
        const dehusk_page *result;
        size_t calls;
        dehusk_options_init(&options);
        options.allocator = ts_counting_allocator(&account);
        dehusk_request_init(&request);
        request.metadata = request.markup = 1;
        assert_int_equal(dehusk_context_new(ts_model, &options, &own), DEHUSK_OK);
        ts_fail_at(&account, call, false);
        done = dehusk_classify(own, page, sizeof page - 1, &request, &result) == DEHUSK_OK;
        assert_int_equal(done, !account.failed);
        failed += !done;
        ts_fail_at(&account, 0, false);
        assert_int_equal(dehusk_classify(own, page, sizeof page - 1, &request, &result), DEHUSK_OK);
        calls = account.calls;
        assert_int_equal(dehusk_classify(own, page, sizeof page - 1, &request, &result), DEHUSK_OK);
        assert_int_equal(account.calls, calls);
        dehusk_context_free(own);
        assert_int_equal(account.bytes, 0);
    }
    assert_true(failed > 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_source_is_read, ts_context_open, ts_context_close),
        cmocka_unit_test_setup_teardown(the_trusted_word_counts, ts_context_open, ts_context_close),
        cmocka_unit_test_setup_teardown(each_name_is_trusted_in_its_place, ts_context_open, ts_context_close),
        cmocka_unit_test_setup_teardown(each_word_of_a_class_is_known, ts_context_open, ts_context_close),
        cmocka_unit_test_setup_teardown(json_ld_finds_the_page_s_own_thing, ts_context_open, ts_context_close),
        cmocka_unit_test_setup_teardown(json_ld_refers_to_things, ts_context_open, ts_context_close),
        cmocka_unit_test_setup_teardown(json_ld_of_works_comes_before_that_of_pages, ts_context_open, ts_context_close),
        cmocka_unit_test_setup_teardown(json_ld_without_a_value_has_none, ts_context_open, ts_context_close),
        cmocka_unit_test_setup_teardown(authors_are_names, ts_context_open, ts_context_close),
        cmocka_unit_test_setup_teardown(other_things_of_microdata_are_passed_over, ts_context_open, ts_context_close),
        cmocka_unit_test_setup_teardown(what_is_no_name_is_no_author, ts_context_open, ts_context_close),
        cmocka_unit_test_setup_teardown(lists_of_other_things_are_not_added, ts_context_open, ts_context_close),
        cmocka_unit_test_setup_teardown(malformed_json_gives_what_stands_before, ts_context_open, ts_context_close),
        cmocka_unit_test(dates_are_iso_8601),
        cmocka_unit_test(dates_of_addresses),
        cmocka_unit_test(dates_in_lines),
        cmocka_unit_test(bylines_name_authors),
        cmocka_unit_test_setup_teardown(a_date_beside_the_title_is_told, ts_context_open, ts_context_close),
        cmocka_unit_test_setup_teardown(nothing_is_told_unasked, ts_context_open, ts_context_close),
        cmocka_unit_test_setup_teardown(memory_may_run_out, ts_context_open, ts_context_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
