/*
 * The element and attribute names that mean something here, as small numbers.
 *
 * The two lists below are the only place where a name is written down: the
 * enums follow from them, and tools/generate/html_names.py reads them to make
 * the perfect hashes in tables/html_names.inc. Run it after any change. A name
 * has at most 16 bytes out of a-z, 0-9 and '-'.
 */
#ifndef DHK_HTML_NAMES_H
#define DHK_HTML_NAMES_H

#include <stddef.h>
#include <stdint.h>

/* Elements of HTML, obsolete ones too where a tree or a text depends on them;
 * of SVG and MathML those that a tree of HTML has to know. */
/* clang-format off */
#define DHK_TAGS(X) \
    X(A, "a") \
    X(ABBR, "abbr") \
    X(ACRONYM, "acronym") \
    X(ADDRESS, "address") \
    X(ANNOTATION_XML, "annotation-xml") \
    X(APPLET, "applet") \
    X(AREA, "area") \
    X(ARTICLE, "article") \
    X(ASIDE, "aside") \
    X(AUDIO, "audio") \
    X(B, "b") \
    X(BASE, "base") \
    X(BASEFONT, "basefont") \
    X(BDI, "bdi") \
    X(BDO, "bdo") \
    X(BGSOUND, "bgsound") \
    X(BIG, "big") \
    X(BLINK, "blink") \
    X(BLOCKQUOTE, "blockquote") \
    X(BODY, "body") \
    X(BR, "br") \
    X(BUTTON, "button") \
    X(CANVAS, "canvas") \
    X(CAPTION, "caption") \
    X(CENTER, "center") \
    X(CITE, "cite") \
    X(CODE, "code") \
    X(COL, "col") \
    X(COLGROUP, "colgroup") \
    X(COMMAND, "command") \
    X(CONTENT, "content") \
    X(DATA, "data") \
    X(DATALIST, "datalist") \
    X(DD, "dd") \
    X(DEL, "del") \
    X(DESC, "desc") \
    X(DETAILS, "details") \
    X(DFN, "dfn") \
    X(DIALOG, "dialog") \
    X(DIR, "dir") \
    X(DIV, "div") \
    X(DL, "dl") \
    X(DT, "dt") \
    X(EM, "em") \
    X(EMBED, "embed") \
    X(FIELDSET, "fieldset") \
    X(FIGCAPTION, "figcaption") \
    X(FIGURE, "figure") \
    X(FONT, "font") \
    X(FOOTER, "footer") \
    X(FOREIGNOBJECT, "foreignobject") \
    X(FORM, "form") \
    X(FRAME, "frame") \
    X(FRAMESET, "frameset") \
    X(H1, "h1") \
    X(H2, "h2") \
    X(H3, "h3") \
    X(H4, "h4") \
    X(H5, "h5") \
    X(H6, "h6") \
    X(HEAD, "head") \
    X(HEADER, "header") \
    X(HGROUP, "hgroup") \
    X(HR, "hr") \
    X(HTML, "html") \
    X(I, "i") \
    X(IFRAME, "iframe") \
    X(IMAGE, "image") \
    X(IMG, "img") \
    X(INPUT, "input") \
    X(INS, "ins") \
    X(ISINDEX, "isindex") \
    X(KBD, "kbd") \
    X(KEYGEN, "keygen") \
    X(LABEL, "label") \
    X(LEGEND, "legend") \
    X(LI, "li") \
    X(LINK, "link") \
    X(LISTING, "listing") \
    X(MAIN, "main") \
    X(MALIGNMARK, "malignmark") \
    X(MAP, "map") \
    X(MARK, "mark") \
    X(MARQUEE, "marquee") \
    X(MATH, "math") \
    X(MENU, "menu") \
    X(MENUITEM, "menuitem") \
    X(META, "meta") \
    X(METER, "meter") \
    X(MGLYPH, "mglyph") \
    X(MI, "mi") \
    X(MN, "mn") \
    X(MO, "mo") \
    X(MS, "ms") \
    X(MTEXT, "mtext") \
    X(MULTICOL, "multicol") \
    X(NAV, "nav") \
    X(NOBR, "nobr") \
    X(NOEMBED, "noembed") \
    X(NOFRAMES, "noframes") \
    X(NOSCRIPT, "noscript") \
    X(OBJECT, "object") \
    X(OL, "ol") \
    X(OPTGROUP, "optgroup") \
    X(OPTION, "option") \
    X(OUTPUT, "output") \
    X(P, "p") \
    X(PARAM, "param") \
    X(PICTURE, "picture") \
    X(PLAINTEXT, "plaintext") \
    X(PORTAL, "portal") \
    X(PRE, "pre") \
    X(PROGRESS, "progress") \
    X(Q, "q") \
    X(RB, "rb") \
    X(RP, "rp") \
    X(RT, "rt") \
    X(RTC, "rtc") \
    X(RUBY, "ruby") \
    X(S, "s") \
    X(SAMP, "samp") \
    X(SCRIPT, "script") \
    X(SEARCH, "search") \
    X(SECTION, "section") \
    X(SELECT, "select") \
    X(SLOT, "slot") \
    X(SMALL, "small") \
    X(SOURCE, "source") \
    X(SPACER, "spacer") \
    X(SPAN, "span") \
    X(STRIKE, "strike") \
    X(STRONG, "strong") \
    X(STYLE, "style") \
    X(SUB, "sub") \
    X(SUMMARY, "summary") \
    X(SUP, "sup") \
    X(SVG, "svg") \
    X(TABLE, "table") \
    X(TBODY, "tbody") \
    X(TD, "td") \
    X(TEMPLATE, "template") \
    X(TEXTAREA, "textarea") \
    X(TFOOT, "tfoot") \
    X(TH, "th") \
    X(THEAD, "thead") \
    X(TIME, "time") \
    X(TITLE, "title") \
    X(TR, "tr") \
    X(TRACK, "track") \
    X(TT, "tt") \
    X(U, "u") \
    X(UL, "ul") \
    X(VAR, "var") \
    X(VIDEO, "video") \
    X(WBR, "wbr") \
    X(XMP, "xmp")
/* clang-format on */

/* Attributes that somebody reads; at most 31, so that a set of them is one word. */
/* clang-format off */
#define DHK_ATTRIBUTES(X) \
    X(ALT, "alt") \
    X(ARIA_DESCRIBEDBY, "aria-describedby") \
    X(ARIA_HIDDEN, "aria-hidden") \
    X(ARIA_LABELLEDBY, "aria-labelledby") \
    X(CLASS, "class") \
    X(COLSPAN, "colspan") \
    X(CONTENT, "content") \
    X(DATETIME, "datetime") \
    X(ENCODING, "encoding") \
    X(HIDDEN, "hidden") \
    X(HREF, "href") \
    X(HTTP_EQUIV, "http-equiv") \
    X(ID, "id") \
    X(ITEMPROP, "itemprop") \
    X(ITEMTYPE, "itemtype") \
    X(LANG, "lang") \
    X(NAME, "name") \
    X(OPEN, "open") \
    X(PROPERTY, "property") \
    X(REL, "rel") \
    X(ROLE, "role") \
    X(ROWSPAN, "rowspan") \
    X(SHADOWROOT, "shadowroot") \
    X(SHADOWROOTMODE, "shadowrootmode") \
    X(SRC, "src") \
    X(START, "start") \
    X(STYLE, "style") \
    X(TITLE, "title") \
    X(TYPE, "type") \
    X(VALUE, "value")
/* clang-format on */

#define DHK_NAME_AS_TAG(symbol, name) DHK_TAG_##symbol,
typedef enum dhk_tag { DHK_TAG_UNKNOWN = 0, DHK_TAGS(DHK_NAME_AS_TAG) DHK_TAG_COUNT } dhk_tag;
#undef DHK_NAME_AS_TAG

/* 1 to 6 for h1 to h6, which stand in a row; 0 for other tags. */
static inline uint8_t dhk_heading_level(dhk_tag tag) {
    _Static_assert(DHK_TAG_H6 == DHK_TAG_H1 + 5, "tags are sorted by name");
    return tag >= DHK_TAG_H1 && tag <= DHK_TAG_H6 ? (uint8_t)(tag - DHK_TAG_H1 + 1) : 0;
}

#define DHK_NAME_AS_ATTRIBUTE(symbol, name) DHK_ATTRIBUTE_##symbol,
typedef enum dhk_attribute_name {
    DHK_ATTRIBUTE_UNKNOWN = 0,
    DHK_ATTRIBUTES(DHK_NAME_AS_ATTRIBUTE) DHK_ATTRIBUTE_COUNT
} dhk_attribute_name;
#undef DHK_NAME_AS_ATTRIBUTE

/* The number of a name in any ASCII case; 0 if it is not in the list. */
dhk_tag dhk_tag_of(const unsigned char *name, size_t length);
dhk_attribute_name dhk_attribute_of(const unsigned char *name, size_t length);

/* The number of a name that is in lower case, packed as the tokenizer has it,
 * 0 if it is not in the list: byte i in bits 8i of `low` (i < 8) and 8(i-8) of `high`, no NUL among
 * them, zero behind its end. */
dhk_tag dhk_tag_of_packed(uint64_t low, uint64_t high);
dhk_attribute_name dhk_attribute_of_packed(uint64_t low, uint64_t high);

/* The name in lower case; "" for DHK_TAG_UNKNOWN and for what is no tag. */
const char *dhk_tag_name(dhk_tag tag);

#endif
