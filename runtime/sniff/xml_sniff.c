/*
 * XML that is no page, by its root element.
 */
#include "base/ascii.h"
#include "html/html_names.h"
#include "sniff/code_sniff.h"

#include <stdbool.h>
#include <string.h>

enum { XML_BYTES = 16384, NAME_BYTES = 32 };

/* A picture of so many bytes may be cut off; less of one may be the begin of a page. */
enum { SVG_BYTES = 256 };

typedef struct root_type {
    const char *name;
    const char *media_type;
} root_type;

static const root_type roots[] = {
    {"rss", "application/rss+xml"},
    {"feed", "application/atom+xml"},
    {"rdf:rdf", "application/rdf+xml"},
    {"urlset", "application/xml"},
    {"sitemapindex", "application/xml"},
    {"opml", "text/x-opml"},
    {"xsl:stylesheet", "application/xslt+xml"},
    {"xsl:transform", "application/xslt+xml"},
    {"soap:envelope", "application/soap+xml"},
    {"soap-env:envelope", "application/soap+xml"},
};

typedef struct scan {
    const unsigned char *at;
    const unsigned char *end;
    bool declared; /* "<?xml" */
    bool picture;  /* <!DOCTYPE svg */
} scan;

static unsigned char lower(unsigned char byte) {
    return (unsigned char)dhk_lower(byte);
}

static bool begins(const scan *s, const unsigned char *at, const char *text) {
    for (; *text != '\0'; text++, at++)
        if (at >= s->end || lower(*at) != (unsigned char)*text)
            return false;
    return true;
}

/* Goes behind the next `text`; false: there is none. */
static bool skip_to(scan *s, const char *text) {
    size_t length = strlen(text);
    while (s->at < s->end) {
        const unsigned char *found = memchr(s->at, text[0], (size_t)(s->end - s->at));
        if (found == NULL)
            break;
        if (begins(s, found, text)) {
            s->at = found + length;
            return true;
        }
        s->at = found + 1;
    }
    s->at = s->end;
    return false;
}

/* Behind a doctype, in which declarations may stand in brackets. */
static bool skip_doctype(scan *s) {
    const unsigned char *close = memchr(s->at, '>', (size_t)(s->end - s->at));
    const unsigned char *bracket = close != NULL ? memchr(s->at, '[', (size_t)(close - s->at)) : NULL;
    if (bracket != NULL && !skip_to(s, "]"))
        return false;
    return skip_to(s, ">");
}

/* Passes over declarations, comments and white space, to the '<' of the first element. False: there is none. */
static bool find_root(scan *s) {
    for (;;) {
        while (s->at < s->end && *s->at <= ' ')
            s->at++;
        if (s->end - s->at < 2 || *s->at != '<')
            return false;
        if (s->at[1] == '?') {
            s->declared = s->declared || begins(s, s->at, "<?xml");
            if (!skip_to(s, "?>"))
                return false;
        } else if (begins(s, s->at, "<!--")) {
            if (!skip_to(s, "-->"))
                return false;
        } else if (s->at[1] == '!') {
            s->picture = s->picture || begins(s, s->at, "<!doctype svg");
            if (!skip_doctype(s))
                return false;
        } else {
            return true;
        }
    }
}

static bool ends_with(const unsigned char *bytes, size_t length, const char *text) {
    scan s = {bytes, bytes + length, false, false};
    size_t text_length = strlen(text);
    for (;;) { /* white space and comments may follow */
        while (length > 0 && bytes[length - 1] <= ' ')
            length--;
        if (length < 7 || memcmp(bytes + length - 3, "-->", 3) != 0)
            break;
        length -= 3;
        while (length > 4 && memcmp(bytes + length - 4, "<!--", 4) != 0)
            length--;
        length -= 4;
    }
    return length >= text_length && begins(&s, bytes + length - text_length, text);
}

/* Is one of the tags from here on one that pages are made of? */
static bool has_html(scan s) {
    while (s.at < s.end && (s.at = memchr(s.at, '<', (size_t)(s.end - s.at))) != NULL) {
        const unsigned char *name = ++s.at;
        while (s.at<s.end && * s.at> ' ' && *s.at != '>' && *s.at != '/')
            s.at++;
        switch (dhk_tag_of(name, (size_t)(s.at - name))) {
        case DHK_TAG_P:
        case DHK_TAG_DIV:
        case DHK_TAG_BODY:
        case DHK_TAG_BR:
        case DHK_TAG_TABLE:
        case DHK_TAG_UL:
        case DHK_TAG_H1:
        case DHK_TAG_H2:
        case DHK_TAG_SPAN:
        case DHK_TAG_SECTION:
            return true;
        default:
            break;
        }
    }
    return false;
}

/* Is this, behind the root's start tag, another element of no HTML, and is the end the root's end tag? Names with a
 * hyphen are of elements that pages make for themselves. */
static bool is_all_xml(scan s, const unsigned char *bytes, size_t length, const unsigned char *name,
                       size_t name_length) {
    char end_tag[NAME_BYTES + 4] = "</";
    memcpy(end_tag + 2, name, name_length);
    end_tag[name_length + 2] = '>';
    if (!skip_to(&s, ">"))
        return false;
    while (s.at < s.end && *s.at <= ' ')
        s.at++;
    return s.end - s.at > 1 && s.at[0] == '<' && dhk_is_letter(s.at[1]) && memchr(name, '-', name_length) == NULL &&
           ends_with(bytes, length, end_tag) && !has_html(s);
}

const char *dhk_xml_sniff(const unsigned char *bytes, size_t length) {
    scan s = {bytes, bytes + (length < XML_BYTES ? length : XML_BYTES), false, false};
    unsigned char name[NAME_BYTES];
    size_t name_length = 0;
    const unsigned char *at;
    if (begins(&s, s.at, "<?php") && !has_html(s))
        return "application/x-httpd-php"; /* sent as it is; where it has markup, that may be a page */
    if (!find_root(&s))
        return NULL;
    for (at = s.at + 1; at<s.end && * at> ' ' && *at != '>' && *at != '/' && name_length < NAME_BYTES; at++)
        name[name_length++] = lower(*at);
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (strlen(roots[i].name) == name_length && memcmp(roots[i].name, name, name_length) == 0)
            return roots[i].media_type;
    /* A picture stands at the begin of some pages. */
    if (s.picture || (name_length == 3 && memcmp(name, "svg", 3) == 0 &&
                      (ends_with(bytes, length, "</svg>") || (length > SVG_BYTES && !has_html(s)))))
        return "image/svg+xml";
    if (dhk_tag_of(name, name_length) != DHK_TAG_UNKNOWN || at == s.end || name_length == NAME_BYTES)
        return NULL;
    if (s.declared ? !has_html(s) : is_all_xml(s, bytes, length, name, name_length))
        return "application/xml";
    return NULL;
}
