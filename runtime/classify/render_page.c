/*
 * The content of the present page as one text.
 */
#include "base/memory.h"
#include "classify/context.h"
#include "render/html_writer.h"
#include "render/markdown_writer.h"
#include "render/plain_writer.h"

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
    return (unsigned)out->form <= DEHUSK_FORM_HTML && (unsigned)out->links <= DEHUSK_LINKS_DROP &&
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

/* The page's own address, or that of its base element seen from there. */
static dhk_address find_base(dhk_page_renderer *renderer, const dhk_document *document, const char *url) {
    dhk_address own = {url == NULL ? "" : url, url == NULL ? 0 : strlen(url)};
    renderer->base.length = 0;
    if (document->base.text_length == 0)
        return own;
    dhk_address said = {document->values + document->base.text, document->base.text_length};
    if (!dhk_address_put(&renderer->base, said, own, false) || renderer->base.failed)
        return own;
    return (dhk_address){renderer->base.bytes, renderer->base.length};
}

static bool put_blocks(dhk_page_renderer *renderer, const dehusk_rendering *rendering, dhk_address base) {
    dhk_walk *walk = &renderer->walk;
    bool links = rendering->links == DEHUSK_LINKS_KEEP;
    bool pictures = rendering->images == DEHUSK_IMAGES_KEEP;
    dhk_markdown_writer markdown;
    dhk_html_writer html = {&renderer->out, walk, links, pictures, base};
    dhk_plain_writer plain = {&renderer->out, walk, false, false, 0};
    switch (rendering->form) {
    case DEHUSK_FORM_MARKDOWN:
        markdown.out = &renderer->out;
        markdown.walk = walk;
        markdown.links = links;
        markdown.pictures = pictures;
        markdown.base = base;
        dhk_markdown_begin(&markdown);
        return dhk_walk_blocks(walk, &dhk_markdown_blocks, &markdown);
    case DEHUSK_FORM_HTML:
        return dhk_walk_blocks(walk, &dhk_html_blocks, &html);
    default:
        return dhk_walk_blocks(walk, &dhk_plain_blocks, &plain);
    }
}

dehusk_status dehusk_render(dehusk_context *context, const dehusk_rendering *rendering, const char **text,
                            size_t *length) {
    dehusk_rendering complete;
    dhk_page_renderer *renderer;
    const dhk_document *document;
    bool done = true;
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
    if (document->format == DEHUSK_FORMAT_TEXT && complete.form != DEHUSK_FORM_HTML)
        dhk_plain_put_rows(&renderer->out, document, context->results);
    else
        done = put_blocks(renderer, &complete, find_base(renderer, document, complete.url));
    if (!done || renderer->out.failed || renderer->base.failed)
        return DEHUSK_OUT_OF_MEMORY;
    *text = renderer->out.length == 0 ? "" : renderer->out.bytes;
    *length = renderer->out.length;
    return DEHUSK_OK;
}
