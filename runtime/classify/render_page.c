/*
 * The content of the present page as one text.
 */
#include "base/memory.h"
#include "charset/charset.h"
#include "classify/context.h"
#include "render/markdown_writer.h"
#include "render/plain_writer.h"
#include "render/tag_writer.h"
#include "render/xml_frame.h"

#include <stddef.h>
#include <string.h>

typedef struct dhk_page_renderer {
    dhk_text_buffer out;
    dhk_text_buffer base; /* what addresses are relative to */
    dhk_walk walk;
} dhk_page_renderer;

void dehusk_rendering_init(dehusk_rendering *rendering) {
    if (rendering == NULL)
        return;
    memset(rendering, 0, sizeof *rendering);
    rendering->size = sizeof *rendering;
}

/* Takes the fields that the caller's header knew; the others keep their defaults. */
static bool take_rendering(dehusk_rendering *out, const dehusk_rendering *rendering) {
    dehusk_rendering_init(out);
    if (rendering == NULL)
        return true;
    if (rendering->size < offsetof(dehusk_rendering, links) || rendering->size > 4096)
        return false;
    memcpy(out, rendering, rendering->size < sizeof *out ? rendering->size : sizeof *out);
    out->size = sizeof *out;
    return (unsigned)out->form <= DEHUSK_FORM_TEI && (unsigned)out->links <= DEHUSK_LINKS_DROP &&
           (unsigned)out->images <= DEHUSK_IMAGES_KEEP && (unsigned)out->tables <= DEHUSK_TABLES_DROP;
}

void dhk_context_free_renderer(dehusk_context *context) {
    dhk_page_renderer *renderer = context->renderer;
    if (renderer == NULL)
        return;
    dhk_text_free(&renderer->out);
    dhk_text_free(&renderer->base);
    dhk_walk_free(&renderer->walk);
    dhk_release(&context->options.allocator, renderer, 1, sizeof *renderer);
    context->renderer = NULL;
}

static bool make_renderer(dehusk_context *context) {
    const dehusk_allocator *allocator = &context->options.allocator;
    if (context->renderer != NULL)
        return true;
    context->renderer = dhk_allocate(allocator, 1, sizeof *context->renderer);
    if (context->renderer == NULL)
        return false;
    memset(context->renderer, 0, sizeof *context->renderer);
    context->renderer->out.allocator = allocator;
    context->renderer->base.allocator = allocator;
    context->renderer->walk.allocator = allocator;
    return true;
}

/* The page's own address; length 0 where it is not known, or not UTF-8 as the output is. */
static dhk_address own_address(const dehusk_rendering *rendering) {
    const char *url = rendering->url == NULL ? "" : rendering->url;
    size_t length = strlen(url);
    bool valid = dhk_utf8_valid_length((const unsigned char *)url, length) == length;
    return (dhk_address){url, valid ? length : 0};
}

/* The page's own address, or that of its base element seen from there. */
static dhk_address find_base(dhk_page_renderer *renderer, const dhk_document *document, dhk_address own) {
    renderer->base.length = 0;
    if (document->base.text_length == 0)
        return own;
    dhk_address said = {document->values + document->base.text, document->base.text_length};
    if (!dhk_address_put(&renderer->base, said, own, false) || renderer->base.failed)
        return own;
    return (dhk_address){renderer->base.bytes, renderer->base.length};
}

static bool put_markdown(dhk_page_renderer *renderer, const dehusk_rendering *rendering, dhk_address base) {
    dhk_markdown_writer markdown;
    markdown.out = &renderer->out;
    markdown.walk = &renderer->walk;
    markdown.links = rendering->links == DEHUSK_LINKS_KEEP;
    markdown.pictures = rendering->images == DEHUSK_IMAGES_KEEP;
    markdown.base = base;
    dhk_markdown_begin(&markdown);
    return dhk_walk_blocks(&renderer->walk, &dhk_markdown_blocks, &markdown);
}

static bool put_tags(dhk_page_renderer *renderer, const dehusk_rendering *rendering, const dhk_tag_set *set,
                     dhk_address base) {
    dhk_tag_writer tags = {.out = &renderer->out,
                           .walk = &renderer->walk,
                           .tags = set,
                           .links = rendering->links == DEHUSK_LINKS_KEEP,
                           .pictures = rendering->images == DEHUSK_IMAGES_KEEP,
                           .base = base};
    bool done = dhk_walk_blocks(&renderer->walk, &dhk_tag_blocks, &tags);
    dhk_tags_end(&tags);
    return done;
}

/* XML, of which nothing is left where no block was put. */
static bool put_xml(dehusk_context *context, const dehusk_rendering *rendering, dhk_address base) {
    dhk_page_renderer *renderer = context->renderer;
    bool tei = rendering->form == DEHUSK_FORM_TEI;
    dhk_xml_page page;
    size_t begin;
    bool done;
    for (int name = 0; name < DEHUSK_METADATA_COUNT; name++)
        page.metadata[name] = dehusk_page_metadata(&context->result, (dehusk_metadata_name)name);
    page.url = own_address(rendering);
    if (tei)
        dhk_tei_begin(&renderer->out, &page);
    else
        dhk_xml_begin(&renderer->out, &page);
    begin = renderer->out.length;
    done = put_tags(renderer, rendering, tei ? &dhk_tei_tags : &dhk_xml_tags, base);
    if (renderer->out.length == begin)
        renderer->out.length = 0;
    else if (tei)
        dhk_tei_end(&renderer->out);
    else
        dhk_xml_end(&renderer->out);
    return done;
}

static bool put_page(dehusk_context *context, const dehusk_rendering *rendering, dhk_address base) {
    dhk_page_renderer *renderer = context->renderer;
    bool text = context->document.format == DEHUSK_FORMAT_TEXT;
    dhk_plain_writer plain = {&renderer->out, &renderer->walk, false, false, 0};
    switch (rendering->form) {
    case DEHUSK_FORM_HTML:
        return put_tags(renderer, rendering, &dhk_html_tags, base);
    case DEHUSK_FORM_XML:
    case DEHUSK_FORM_TEI:
        return put_xml(context, rendering, base);
    default:
        break;
    }
    if (text) {
        dhk_plain_put_rows(&renderer->out, &context->document, context->results);
        return true;
    }
    if (rendering->form == DEHUSK_FORM_MARKDOWN)
        return put_markdown(renderer, rendering, base);
    return dhk_walk_blocks(&renderer->walk, &dhk_plain_blocks, &plain);
}

dehusk_status dehusk_render(dehusk_context *context, const dehusk_rendering *rendering, const char **text,
                            size_t *length) {
    dehusk_rendering complete;
    dhk_page_renderer *renderer;
    const dhk_document *document;
    bool done;
    if (context == NULL || !context->has_page || text == NULL || length == NULL ||
        !take_rendering(&complete, rendering))
        return DEHUSK_BAD_ARGUMENT;
    if (!make_renderer(context))
        return DEHUSK_OUT_OF_MEMORY;
    renderer = context->renderer;
    document = &context->document;
    renderer->out.length = 0;
    renderer->out.failed = renderer->base.failed = false;
    renderer->walk.document = document;
    renderer->walk.labels = context->labels;
    renderer->walk.images = complete.images != DEHUSK_IMAGES_DROP;
    renderer->walk.tables = complete.tables == DEHUSK_TABLES_KEEP;
    done = put_page(context, &complete, find_base(renderer, document, own_address(&complete)));
    if (!done || renderer->out.failed || renderer->base.failed)
        return DEHUSK_OUT_OF_MEMORY;
    *text = renderer->out.length == 0 ? "" : renderer->out.bytes;
    *length = renderer->out.length;
    return DEHUSK_OK;
}
