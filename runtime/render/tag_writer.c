#include "render/tag_writer.h"

#include <string.h>

typedef struct tag_pair {
    const char *begin;
    const char *end;
} tag_pair;

/* Outermost first; a link is around them all. */
enum { STYLE_TAGS = 6 };
static const uint8_t style_bits[STYLE_TAGS] = {DHK_STYLE_STRONG, DHK_STYLE_EMPHASIS,    DHK_STYLE_STRIKE,
                                               DHK_STYLE_CODE,   DHK_STYLE_SUPERSCRIPT, DHK_STYLE_SUBSCRIPT};

/* How headings are written. */
typedef enum heading_form {
    HEADING_NUMBERED, /* <h2> */
    HEADING_LEVEL,    /* <head level="2"> */
    HEADING_SECTION   /* <div><head>, with all that follows in it */
} heading_form;

struct dhk_tag_set {
    tag_pair styles[STYLE_TAGS];
    tag_pair link;            /* the address stands behind its begin, and `link_inside` behind that */
    const char *link_inside;  /* ends the begin tag */
    tag_pair picture;         /* the address stands behind its begin, its text before its end */
    const char *picture_text; /* between address and text */
    const char *line_break;
    heading_form headings;
    tag_pair quote, lists[2]; /* bullets, numbers */
    const char *list_start;   /* an attribute, up to its value; NULL: there is none */
    tag_pair item;
    const char *item_number; /* an attribute, up to its value */
    tag_pair paragraph, code;
    const char *code_language;     /* an attribute, up to its value */
    tag_pair table, row, cells[2]; /* of data, and header cells */
    tag_pair picture_block;        /* around a picture that stands alone */
};

const dhk_tag_set dhk_html_tags = {
    .styles = {{"<strong>", "</strong>"},
               {"<em>", "</em>"},
               {"<s>", "</s>"},
               {"<code>", "</code>"},
               {"<sup>", "</sup>"},
               {"<sub>", "</sub>"}},
    .link = {"<a href=\"", "</a>"},
    .link_inside = "\">",
    .picture = {"<img src=\"", "\">"},
    .picture_text = "\" alt=\"",
    .line_break = "<br>\n",
    .headings = HEADING_NUMBERED,
    .quote = {"<blockquote>\n", "</blockquote>\n"},
    .lists = {{"<ul", "</ul>\n"}, {"<ol", "</ol>\n"}},
    .list_start = " start=\"",
    .item = {"<li", "</li>\n"},
    .item_number = " value=\"",
    .paragraph = {"<p>", "</p>\n"},
    .code = {"<pre><code", "</code></pre>\n"},
    .code_language = " class=\"language-",
    .table = {"<table>\n", "</table>\n"},
    .row = {"<tr>", "</tr>\n"},
    .cells = {{"<td>", "</td>"}, {"<th>", "</th>"}},
    .picture_block = {"<p>", "</p>\n"},
};

#define HI(how)                                                                                                        \
    { "<hi rend=\"" how "\">", "</hi>" }

const dhk_tag_set dhk_xml_tags = {
    .styles = {HI("bold"), HI("italic"), HI("strike"), {"<code>", "</code>"}, HI("superscript"), HI("subscript")},
    .link = {"<ref target=\"", "</ref>"},
    .link_inside = "\">",
    .picture = {"<graphic url=\"", "\"/>"},
    .picture_text = "\" alt=\"",
    .line_break = "<lb/>",
    .headings = HEADING_LEVEL,
    .quote = {"<quote>\n", "</quote>\n"},
    .lists = {{"<list rend=\"bulleted\"", "</list>\n"}, {"<list rend=\"numbered\"", "</list>\n"}},
    .item = {"<item", "</item>\n"},
    .item_number = " n=\"",
    .paragraph = {"<p>", "</p>\n"},
    .code = {"<code xml:space=\"preserve\"", "</code>\n"},
    .code_language = " language=\"",
    .table = {"<table>\n", "</table>\n"},
    .row = {"<row>", "</row>\n"},
    .cells = {{"<cell>", "</cell>"}, {"<cell role=\"head\">", "</cell>"}},
    .picture_block = {"", "\n"},
};

const dhk_tag_set dhk_tei_tags = {
    .styles = {HI("bold"), HI("italic"), HI("strike"), {"<code>", "</code>"}, HI("superscript"), HI("subscript")},
    .link = {"<ref target=\"", "</ref>"},
    .link_inside = "\">",
    .picture = {"<figure><graphic url=\"", "</figDesc></figure>"},
    .picture_text = "\"/><figDesc>",
    .line_break = "<lb/>",
    .headings = HEADING_SECTION,
    .quote = {"<quote>\n", "</quote>\n"},
    .lists = {{"<list rend=\"bulleted\"", "</list>\n"}, {"<list rend=\"numbered\"", "</list>\n"}},
    .item = {"<item", "</item>\n"},
    .item_number = " n=\"",
    .paragraph = {"<p>", "</p>\n"},
    .code = {"<ab><code xml:space=\"preserve\"", "</code></ab>\n"},
    .code_language = " lang=\"",
    .table = {"<table>\n", "</table>\n"},
    .row = {"<row>", "</row>\n"},
    .cells = {{"<cell>", "</cell>"}, {"<cell role=\"label\">", "</cell>"}},
    .picture_block = {"", "\n"},
};

/* -- Text ---------------------------------------------------------------- */

/* Bytes that are written in another way, or that begin a character that may be none of XML's. */
static bool is_asked(unsigned char byte) {
    return byte == '&' || byte == '<' || byte == '>' || byte == '"' || byte == 0xEF ||
           (byte < ' ' && byte != '\t' && byte != '\n');
}

/* How a character is written that begins with such a byte; NULL: as it is. `*length` becomes its length. */
static const char *written_as(const char *text, size_t left, size_t *length) {
    *length = 1;
    switch ((unsigned char)*text) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case 0xEF: /* U+FFFE and U+FFFF are no characters of XML */
        if (left < 3 || (unsigned char)text[1] != 0xBF || (unsigned char)text[2] < 0xBE)
            return NULL;
        *length = 3;
        return "";
    default:
        return ""; /* control characters */
    }
}

void dhk_tags_put_text(dhk_text_buffer *out, const char *text, size_t length) {
    size_t written = 0;
    for (size_t i = 0; i < length;) {
        size_t taken = 1;
        const char *instead = is_asked((unsigned char)text[i]) ? written_as(text + i, length - i, &taken) : NULL;
        if (instead != NULL) {
            dhk_text_put(out, text + written, i - written);
            dhk_text_put_string(out, instead);
            written = i + taken;
        }
        i += taken;
    }
    dhk_text_put(out, text + written, length - written);
}

static void put(dhk_tag_writer *writer, const char *markup) {
    dhk_text_put_string(writer->out, markup);
}

/* Makes "&amp;" of each '&' from `from` on, the last one first, so that each byte moves once. */
static void escape_ampersands(dhk_text_buffer *out, size_t from) {
    size_t end = out->length;
    size_t to;
    for (size_t at = from; at < end; at++)
        if (out->bytes[at] == '&')
            dhk_text_put(out, "amp;", 4);
    if (out->failed)
        return;
    to = out->length;
    for (size_t at = end; at > from && to > at; at--) {
        if (out->bytes[at - 1] == '&') {
            to -= 5;
            memcpy(out->bytes + to, "&amp;", 5);
        } else {
            out->bytes[--to] = out->bytes[at - 1];
        }
    }
}

/* Puts `before` and an address. False, and nothing is put: it is none that may be shown. */
static bool put_address(dhk_tag_writer *writer, const char *before, dhk_text_run address, bool image) {
    dhk_text_buffer *out = writer->out;
    dhk_address reference = {dhk_document_value(writer->walk->document, address), address.text_length};
    size_t begin = out->length;
    size_t from;
    put(writer, before);
    from = out->length;
    if (address.text_length == 0 || !dhk_address_put(out, reference, writer->base, image)) {
        out->length = begin;
        return false;
    }
    escape_ampersands(out, from);
    return true;
}

static void put_image(dhk_tag_writer *writer, const dhk_mark *image) {
    const char *text = dhk_document_value(writer->walk->document, image->alternative);
    if (writer->pictures && !put_address(writer, writer->tags->picture.begin, image->value, true))
        return;
    if (writer->pictures)
        put(writer, writer->tags->picture_text);
    dhk_tags_put_text(writer->out, text, image->alternative.text_length);
    if (writer->pictures)
        put(writer, writer->tags->picture.end);
}

/* -- Runs ---------------------------------------------------------------- */

/* The link that is open, and where it and what is in it begin in the output. */
typedef struct open_link {
    const dhk_run *run; /* NULL: none */
    size_t begin;
    size_t inside;
} open_link;

static void close_link(dhk_tag_writer *writer, open_link *link) {
    if (link->run == NULL)
        return;
    if (writer->out->length == link->inside)
        writer->out->length = link->begin; /* nothing was in it */
    else
        put(writer, writer->tags->link.end);
    link->run = NULL;
}

/* Links of the same address that touch are one. */
static bool goes_on(const open_link *link, const dhk_run *run) {
    return link->run != NULL && (run->style & DHK_STYLE_LINK) != 0 && link->run->address.text == run->address.text &&
           link->run->address.text_length == run->address.text_length;
}

static void begin_link(dhk_tag_writer *writer, open_link *link, const dhk_run *run) {
    if (!writer->links || link->run != NULL || !(run->style & DHK_STYLE_LINK))
        return;
    link->begin = writer->out->length;
    if (!put_address(writer, writer->tags->link.begin, run->address, false))
        return;
    put(writer, writer->tags->link_inside);
    link->inside = writer->out->length;
    link->run = run;
}

static void put_run(dhk_tag_writer *writer, open_link *link, const dhk_run *run) {
    dhk_text_buffer *out = writer->out;
    const char *text = writer->walk->document->text;
    uint32_t begin = run->begin;
    if (!goes_on(link, run))
        close_link(writer, link);
    if (run->image != NULL && run->image->behind_space)
        dhk_text_put_byte(out, ' ');
    for (; begin < run->end && text[begin] == ' '; begin++)
        dhk_text_put_byte(out, ' '); /* before the tags, where people expect it */
    if (run->image == NULL && begin == run->end)
        return;
    begin_link(writer, link, run);
    if (run->image != NULL) {
        put_image(writer, run->image);
        return;
    }
    for (size_t i = 0; i < STYLE_TAGS; i++)
        if (run->style & style_bits[i])
            put(writer, writer->tags->styles[i].begin);
    dhk_tags_put_text(out, text + begin, run->end - begin);
    for (size_t i = STYLE_TAGS; i > 0; i--)
        if (run->style & style_bits[i - 1])
            put(writer, writer->tags->styles[i - 1].end);
}

static void put_line(dhk_tag_writer *writer, uint32_t line) {
    size_t count;
    const dhk_run *runs = dhk_walk_runs(writer->walk, line, &count);
    open_link link = {NULL, 0, 0};
    for (size_t i = 0; i < count; i++)
        if (runs[i].image == NULL || writer->walk->images)
            put_run(writer, &link, &runs[i]);
    close_link(writer, &link);
}

/* -- Blocks -------------------------------------------------------------- */

static void put_number(dhk_tag_writer *writer, const char *attribute, uint32_t number) {
    put(writer, attribute);
    dhk_text_put_number(writer->out, number);
    dhk_text_put_byte(writer->out, '"');
}

static tag_pair container_tags(const dhk_tag_writer *writer, const dhk_block_container *container) {
    switch (container->kind) {
    case DHK_CONTAINER_QUOTE:
        return writer->tags->quote;
    case DHK_CONTAINER_LIST:
        return writer->tags->lists[container->ordered];
    default:
        return writer->tags->item;
    }
}

static void open_container(void *data, const dhk_block_container *container) {
    dhk_tag_writer *writer = data;
    uint32_t ordinal = (uint32_t)container->ordinal;
    writer->containers++;
    put(writer, container_tags(writer, container).begin);
    if (container->kind == DHK_CONTAINER_LIST) {
        if (container->ordered && ordinal != 1 && writer->tags->list_start != NULL)
            put_number(writer, writer->tags->list_start, ordinal);
        put(writer, ">\n");
    } else if (container->kind == DHK_CONTAINER_ITEM) {
        if (container->ordered)
            put_number(writer, writer->tags->item_number, ordinal);
        put(writer, ">");
    }
}

static void close_container(void *data, const dhk_block_container *container) {
    dhk_tag_writer *writer = data;
    writer->containers--;
    put(writer, container_tags(writer, container).end);
}

/* Closes the sections of headings of this level and below. */
static void close_sections(dhk_tag_writer *writer, int level) {
    while (writer->section_count > 0 && writer->sections[writer->section_count - 1] >= level) {
        writer->section_count--;
        put(writer, "</div>\n");
    }
}

void dhk_tags_end(dhk_tag_writer *writer) {
    close_sections(writer, 0);
}

static void put_lines(dhk_tag_writer *writer, uint32_t first, uint32_t last) {
    for (uint32_t line = first; line <= last; line++) {
        if (line > first)
            put(writer, writer->tags->line_break);
        put_line(writer, line);
    }
}

/* A heading begins a section, but in a quote or an item TEI has none. */
static void put_section(dhk_tag_writer *writer, int level, uint32_t first, uint32_t last) {
    if (writer->containers > 0) {
        put_number(writer, "<label type=\"head\" n=\"", (uint32_t)level);
        put(writer, ">");
        put_lines(writer, first, last);
        put(writer, "</label>\n");
        return;
    }
    close_sections(writer, level);
    writer->sections[writer->section_count++] = (uint8_t)level;
    put_number(writer, "<div type=\"section\" n=\"", (uint32_t)level);
    put(writer, ">\n<head>");
    put_lines(writer, first, last);
    put(writer, "</head>\n");
}

static void put_heading(void *data, int level, uint32_t first, uint32_t last) {
    dhk_tag_writer *writer = data;
    if (writer->tags->headings == HEADING_SECTION) {
        put_section(writer, level, first, last);
        return;
    }
    bool numbered = writer->tags->headings == HEADING_NUMBERED;
    put(writer, numbered ? "<h" : "<head level=\"");
    dhk_text_put_number(writer->out, (uint32_t)level);
    put(writer, numbered ? ">" : "\">");
    put_lines(writer, first, last);
    put(writer, numbered ? "</h" : "</head");
    if (numbered)
        dhk_text_put_number(writer->out, (uint32_t)level);
    put(writer, ">\n");
}

static void put_paragraph(void *data, uint32_t first, uint32_t last) {
    dhk_tag_writer *writer = data;
    put(writer, writer->tags->paragraph.begin);
    put_lines(writer, first, last);
    put(writer, writer->tags->paragraph.end);
}

static void put_code_block(void *data, uint32_t first, uint32_t last, dhk_text_run language) {
    dhk_tag_writer *writer = data;
    const dhk_document *document = writer->walk->document;
    put(writer, writer->tags->code.begin);
    if (language.text_length > 0) {
        put(writer, writer->tags->code_language);
        dhk_tags_put_text(writer->out, dhk_document_value(document, language), language.text_length);
        dhk_text_put_byte(writer->out, '"');
    }
    put(writer, ">");
    for (uint32_t line = first; line <= last; line++) {
        for (uint32_t i = line > first ? dhk_walk_blank_rows(writer->walk, line) : 0; i > 0; i--)
            put(writer, "\n");
        if (!writer->walk->labels[line])
            continue;
        put(writer, line > first ? "\n" : "");
        dhk_tags_put_text(writer->out, document->text + document->lines[line].text, document->lines[line].text_length);
    }
    put(writer, writer->tags->code.end);
}

static void put_cell(dhk_tag_writer *writer, const dhk_table_cell *cell) {
    tag_pair tags = writer->tags->cells[cell->header];
    put(writer, tags.begin);
    for (uint32_t line = cell->first_line; line <= cell->last_line; line++) {
        if (!writer->walk->labels[line])
            continue;
        if (line > cell->first_line)
            put(writer, writer->tags->headings == HEADING_NUMBERED ? "<br>" : writer->tags->line_break);
        put_line(writer, line);
    }
    put(writer, tags.end);
}

static void put_cells_to(dhk_tag_writer *writer, uint32_t *column, uint32_t end) {
    for (; *column < end; ++*column) {
        put(writer, writer->tags->cells[0].begin);
        put(writer, writer->tags->cells[0].end);
    }
}

/* All rows have all columns. */
static void put_table(void *data, const dhk_table *table) {
    dhk_tag_writer *writer = data;
    put(writer, writer->tags->table.begin);
    for (size_t i = 0; i < table->cell_count;) {
        uint32_t row = table->cells[i].row;
        uint32_t column = 0;
        put(writer, writer->tags->row.begin);
        for (; i < table->cell_count && table->cells[i].row == row; i++, column++) {
            put_cells_to(writer, &column, table->cells[i].column);
            put_cell(writer, &table->cells[i]);
        }
        put_cells_to(writer, &column, table->columns);
        put(writer, writer->tags->row.end);
    }
    put(writer, writer->tags->table.end);
}

static void put_block_image(void *data, const dhk_mark *image) {
    dhk_tag_writer *writer = data;
    size_t begin = writer->out->length;
    size_t inside;
    put(writer, writer->pictures ? writer->tags->picture_block.begin : writer->tags->paragraph.begin);
    inside = writer->out->length;
    put_image(writer, image);
    if (writer->out->length == inside) {
        writer->out->length = begin;
        return;
    }
    put(writer, writer->pictures ? writer->tags->picture_block.end : writer->tags->paragraph.end);
}

const dhk_block_writer dhk_tag_blocks = {
    .open = open_container,
    .close = close_container,
    .heading = put_heading,
    .paragraph = put_paragraph,
    .code = put_code_block,
    .table = put_table,
    .image = put_block_image,
};
