#include "render/html_writer.h"

#include <string.h>

static void put_escaped(dhk_text_buffer *out, const char *text, size_t length) {
    size_t written = 0;
    for (size_t i = 0; i < length; i++) {
        const char *reference;
        switch (text[i]) {
        case '&':
            reference = "&amp;";
            break;
        case '<':
            reference = "&lt;";
            break;
        case '>':
            reference = "&gt;";
            break;
        case '"':
            reference = "&quot;";
            break;
        default:
            continue;
        }
        dhk_text_put(out, text + written, i - written);
        dhk_text_put_string(out, reference);
        written = i + 1;
    }
    dhk_text_put(out, text + written, length - written);
}

static dhk_address value_of(const dhk_html_writer *writer, dhk_text_run value) {
    return (dhk_address){dhk_document_value(writer->walk->document, value), value.text_length};
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

/* Puts the attribute `name` with an address, '&' as a reference. False: it is none that may be shown. */
static bool put_address(dhk_html_writer *writer, const char *name, dhk_text_run value, bool image) {
    dhk_text_buffer *out = writer->out;
    size_t begin = out->length;
    size_t from;
    dhk_text_put_byte(out, ' ');
    dhk_text_put_string(out, name);
    dhk_text_put_string(out, "=\"");
    from = out->length;
    if (value.text_length == 0 || !dhk_address_put(out, value_of(writer, value), writer->base, image)) {
        out->length = begin;
        return false;
    }
    escape_ampersands(out, from);
    dhk_text_put_byte(out, '"');
    return true;
}

/* -- Text ---------------------------------------------------------------- */

typedef struct style_tag {
    uint8_t style;
    const char *name;
} style_tag;

/* Outermost first; a link is around them all. */
static const style_tag style_tags[] = {
    {DHK_STYLE_STRONG, "strong"}, {DHK_STYLE_EMPHASIS, "em"}, {DHK_STYLE_STRIKE, "s"}, {DHK_STYLE_CODE, "code"}};
enum { STYLE_TAGS = sizeof style_tags / sizeof *style_tags };

static void put_tag(dhk_text_buffer *out, const char *before, const char *name) {
    dhk_text_put_string(out, before);
    dhk_text_put_string(out, name);
    dhk_text_put_byte(out, '>');
}

static void put_image(dhk_html_writer *writer, const dhk_mark *image) {
    size_t begin = writer->out->length;
    const char *words = dhk_document_value(writer->walk->document, image->alternative);
    if (!writer->pictures) {
        put_escaped(writer->out, words, image->alternative.text_length);
        return;
    }
    dhk_text_put_string(writer->out, "<img");
    if (!put_address(writer, "src", image->value, true)) {
        writer->out->length = begin;
        return;
    }
    dhk_text_put_string(writer->out, " alt=\"");
    put_escaped(writer->out, words, image->alternative.text_length);
    dhk_text_put_string(writer->out, "\">");
}

static void put_run(dhk_html_writer *writer, const dhk_run *run) {
    dhk_text_buffer *out = writer->out;
    const char *text = writer->walk->document->text;
    uint32_t begin = run->begin;
    bool link = false;
    if (run->image != NULL) {
        if (run->image->behind_space)
            dhk_text_put_byte(out, ' ');
        put_image(writer, run->image);
        return;
    }
    for (; begin < run->end && text[begin] == ' '; begin++)
        dhk_text_put_byte(out, ' '); /* before the tags, where people expect it */
    if (begin == run->end)
        return;
    if (writer->links && run->style & DHK_STYLE_LINK) {
        size_t tag = out->length;
        dhk_text_put_string(out, "<a");
        link = put_address(writer, "href", run->address, false);
        if (link)
            dhk_text_put_byte(out, '>');
        else
            out->length = tag;
    }
    for (size_t i = 0; i < STYLE_TAGS; i++)
        if (run->style & style_tags[i].style)
            put_tag(out, "<", style_tags[i].name);
    put_escaped(out, text + begin, run->end - begin);
    for (size_t i = STYLE_TAGS; i > 0; i--)
        if (run->style & style_tags[i - 1].style)
            put_tag(out, "</", style_tags[i - 1].name);
    if (link)
        dhk_text_put_string(out, "</a>");
}

static void put_line(dhk_html_writer *writer, uint32_t line) {
    size_t count;
    const dhk_run *runs = dhk_walk_runs(writer->walk, line, &count);
    for (size_t i = 0; i < count; i++)
        if (runs[i].image == NULL || writer->walk->images)
            put_run(writer, &runs[i]);
}

/* -- Blocks -------------------------------------------------------------- */

static const char *container_name(const dhk_container *container) {
    switch (container->kind) {
    case DHK_CONTAINER_QUOTE:
        return "blockquote";
    case DHK_CONTAINER_LIST:
        return container->ordered ? "ol" : "ul";
    default:
        return "li";
    }
}

static void open_container(void *data, const dhk_container *container) {
    dhk_html_writer *writer = data;
    dhk_text_put_byte(writer->out, '<');
    dhk_text_put_string(writer->out, container_name(container));
    if (container->ordered && (container->kind == DHK_CONTAINER_ITEM || container->ordinal != 1)) {
        dhk_text_put_string(writer->out, container->kind == DHK_CONTAINER_ITEM ? " value=\"" : " start=\"");
        dhk_text_put_number(writer->out, (uint32_t)container->ordinal);
        dhk_text_put_byte(writer->out, '"');
    }
    dhk_text_put_string(writer->out, container->kind == DHK_CONTAINER_ITEM ? ">" : ">\n");
}

static void close_container(void *data, const dhk_container *container) {
    dhk_html_writer *writer = data;
    put_tag(writer->out, "</", container_name(container));
    dhk_text_put_byte(writer->out, '\n');
}

static void put_heading(void *data, int level, uint32_t line) {
    dhk_html_writer *writer = data;
    char name[3] = {'h', (char)('0' + level), '\0'};
    put_tag(writer->out, "<", name);
    put_line(writer, line);
    put_tag(writer->out, "</", name);
    dhk_text_put_byte(writer->out, '\n');
}

static void put_paragraph(void *data, uint32_t first, uint32_t last) {
    dhk_html_writer *writer = data;
    dhk_text_put_string(writer->out, "<p>");
    for (uint32_t line = first; line <= last; line++) {
        if (line > first)
            dhk_text_put_string(writer->out, "<br>\n");
        put_line(writer, line);
    }
    dhk_text_put_string(writer->out, "</p>\n");
}

static void put_code_block(void *data, uint32_t line, dhk_text_run language) {
    dhk_html_writer *writer = data;
    const dhk_document *document = writer->walk->document;
    dhk_text_put_string(writer->out, "<pre><code");
    if (language.text_length > 0) {
        dhk_text_put_string(writer->out, " class=\"language-");
        put_escaped(writer->out, dhk_document_value(document, language), language.text_length);
        dhk_text_put_byte(writer->out, '"');
    }
    dhk_text_put_byte(writer->out, '>');
    put_escaped(writer->out, document->text + document->lines[line].text, document->lines[line].text_length);
    dhk_text_put_string(writer->out, "</code></pre>\n");
}

static void put_cell(dhk_html_writer *writer, const dhk_table_cell *cell) {
    const char *name = cell->header ? "th" : "td";
    put_tag(writer->out, "<", name);
    for (uint32_t line = cell->first_line; line <= cell->last_line; line++) {
        if (!writer->walk->labels[line])
            continue;
        if (line > cell->first_line)
            dhk_text_put_string(writer->out, "<br>");
        put_line(writer, line);
    }
    put_tag(writer->out, "</", name);
}

static void put_table(void *data, const dhk_table *table) {
    dhk_html_writer *writer = data;
    dhk_text_put_string(writer->out, "<table>\n");
    for (size_t i = 0; i < table->cell_count;) {
        size_t begin = i;
        bool kept = false;
        uint32_t column = 0;
        for (; i < table->cell_count && table->cells[i].row == table->cells[begin].row; i++)
            kept |= table->cells[i].first_line <= table->cells[i].last_line;
        if (!kept)
            continue;
        dhk_text_put_string(writer->out, "<tr>");
        for (size_t j = begin; j < i; j++) {
            for (; column < table->cells[j].column; column++)
                dhk_text_put_string(writer->out, "<td></td>");
            put_cell(writer, &table->cells[j]);
            column++;
        }
        dhk_text_put_string(writer->out, "</tr>\n");
    }
    dhk_text_put_string(writer->out, "</table>\n");
}

static void put_block_image(void *data, const dhk_mark *image) {
    dhk_html_writer *writer = data;
    size_t begin = writer->out->length;
    size_t inside;
    dhk_text_put_string(writer->out, "<p>");
    inside = writer->out->length;
    put_image(writer, image);
    if (writer->out->length == inside) {
        writer->out->length = begin;
        return;
    }
    dhk_text_put_string(writer->out, "</p>\n");
}

const dhk_block_writer dhk_html_blocks = {
    .open = open_container,
    .close = close_container,
    .heading = put_heading,
    .paragraph = put_paragraph,
    .code = put_code_block,
    .table = put_table,
    .image = put_block_image,
};
