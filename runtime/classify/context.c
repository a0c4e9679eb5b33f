/*
 * A context's life, and the way of a page through the first rooms: bytes,
 * UTF-8, lines.
 */
#include "classify/context.h"

#include "base/ascii.h"
#include "base/cancel.h"
#include "base/hash_key.h"
#include "base/memory.h"
#include "html/html_reader.h"
#include "lines/line_builder.h"
#include "roles/named_parts.h"
#include "source_lines/source_lines.h"
#include "text/text_reader.h"

#include <stddef.h>
#include <string.h>

enum { DEPTH_MAX = 4096, DEPTH_DEFAULT = 512 };
#define BYTES_MAX ((size_t)UINT32_MAX)

void dehusk_options_init(dehusk_options *options) {
    if (options == NULL)
        return;
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
    options->max_bytes = (size_t)64 << 20;
    options->max_lines = 1000000;
    options->max_depth = DEPTH_DEFAULT;
    options->max_attribute_bytes = (size_t)64 << 10;
    options->max_steps = 10000000;
}

void dehusk_request_init(dehusk_request *request) {
    if (request == NULL)
        return;
    memset(request, 0, sizeof *request);
    request->size = sizeof *request;
    request->threshold = -1;
    request->keep = DEHUSK_KEEP_TITLE;
}

/* Takes the fields that the caller's header knew; the others keep their defaults. */
static bool take_options(dehusk_options *out, const dehusk_options *options) {
    dehusk_options_init(out);
    if (options != NULL) {
        if (options->size < offsetof(dehusk_options, max_bytes) || options->size > 4096)
            return false;
        memcpy(out, options, options->size < sizeof *out ? options->size : sizeof *out);
        out->size = sizeof *out;
    }
    if (out->max_depth < 2 || out->max_depth > DEPTH_MAX || out->max_bytes > BYTES_MAX || out->max_lines > UINT32_MAX)
        return false;
    if (out->max_attribute_bytes > UINT32_MAX)
        out->max_attribute_bytes = UINT32_MAX;
    return true;
}

bool dhk_request_take(dehusk_request *out, const dehusk_request *request) {
    dehusk_request_init(out);
    if (request != NULL) {
        if (request->size < offsetof(dehusk_request, charset) || request->size > 4096)
            return false;
        memcpy(out, request, request->size < sizeof *out ? request->size : sizeof *out);
        out->size = sizeof *out;
    }
    if (out->format != DEHUSK_FORMAT_AUTO && out->format != DEHUSK_FORMAT_HTML && out->format != DEHUSK_FORMAT_TEXT)
        return false;
    if (out->favor != DEHUSK_FAVOR_BALANCED && out->favor != DEHUSK_FAVOR_PRECISION &&
        out->favor != DEHUSK_FAVOR_RECALL)
        return false;
    if ((out->keep & ~DEHUSK_KEEP_ALL) != 0)
        return false;
    if (out->text_kind != DEHUSK_TEXT_AUTO && out->text_kind != DEHUSK_TEXT_PAGE &&
        out->text_kind != DEHUSK_TEXT_EXTRACT)
        return false;
    if (out->hidden != DEHUSK_HIDDEN_AUTO && out->hidden != DEHUSK_HIDDEN_KEEP && out->hidden != DEHUSK_HIDDEN_DROP)
        return false;
    return out->threshold <= 1; /* false for NaN too */
}

dehusk_status dhk_context_new_reader(const dehusk_options *options, dehusk_context **context) {
    dehusk_options complete;
    dehusk_allocator allocator;
    dehusk_context *made;

    if (context == NULL || !take_options(&complete, options) ||
        !dhk_allocator_or_default(&allocator, &complete.allocator))
        return DEHUSK_BAD_ARGUMENT;
    made = dhk_allocate(&allocator, 1, sizeof *made);
    if (made == NULL)
        return DEHUSK_OUT_OF_MEMORY;
    memset(made, 0, sizeof *made);
    made->options = complete;
    made->options.allocator = allocator;
    made->hash_key = dhk_hash_key_of(&made->options);
    *context = made;
    return DEHUSK_OK;
}

dehusk_status dehusk_context_new(const dehusk_model *model, const dehusk_options *options, dehusk_context **context) {
    dehusk_status status;
    if (model == NULL)
        return DEHUSK_BAD_ARGUMENT;
    status = dhk_context_new_reader(options, context);
    if (status == DEHUSK_OK)
        (*context)->model = model;
    return status;
}

static void release_parts(dehusk_context *context) {
    dhk_decoder_free(context->decoder);
    dhk_html_reader_free(context->html);
    dhk_text_reader_free(context->plain);
    dhk_extractor_free(context->extractor);
    dhk_part_names_free(context->part_names, &context->options.allocator);
    dhk_source_lines_free(context->source_lines);
    dhk_context_free_renderer(context);
    context->decoder = NULL;
    context->html = NULL;
    context->plain = NULL;
    context->extractor = NULL;
    context->part_names = NULL;
    context->source_lines = NULL;
}

bool dhk_context_allocate(dehusk_context *context) {
    if (context->extractor != NULL)
        return true;
    context->decoder = dhk_decoder_new(&context->options.allocator);
    context->html = dhk_html_reader_new(&context->options);
    context->plain = dhk_text_reader_new(&context->options);
    context->extractor = dhk_extractor_new(&context->options.allocator);
    context->part_names = dhk_part_names_new(&context->options.allocator);
    if (context->decoder != NULL)
        dhk_decoder_watch(context->decoder, &context->options);
    if (context->extractor != NULL)
        dhk_extractor_scatter(context->extractor, context->hash_key);
    if (context->decoder != NULL && context->html != NULL && context->plain != NULL && context->extractor != NULL &&
        context->part_names != NULL)
        return true;
    release_parts(context);
    return false;
}

void dhk_context_drop(dehusk_context *context) {
    context->has_page = false;
    context->push.open = false;
}

static void release_lines(dehusk_context *context) {
    const dehusk_allocator *allocator = &context->options.allocator;
#define RELEASE(array)                                                                                                 \
    dhk_release(allocator, context->array, context->line_capacity, sizeof *context->array);                            \
    context->array = NULL;
    DHK_LINE_ARRAYS(RELEASE)
#undef RELEASE
    context->line_capacity = 0;
}

bool dhk_context_reserve_lines(dehusk_context *context, size_t needed) {
    const dehusk_allocator *allocator = &context->options.allocator;
    size_t capacity = context->line_capacity + context->line_capacity / 2;
    bool all = true;
    if (needed <= context->line_capacity)
        return true;
    release_lines(context);
    context->line_capacity = capacity > needed ? capacity : needed;
#define ALLOCATE(array)                                                                                                \
    context->array = dhk_allocate(allocator, context->line_capacity, sizeof *context->array);                          \
    all = all && context->array != NULL;
    DHK_LINE_ARRAYS(ALLOCATE)
#undef ALLOCATE
    if (!all)
        release_lines(context);
    return all;
}

void dehusk_context_trim(dehusk_context *context) {
    if (context == NULL)
        return;
    const dehusk_allocator *allocator = &context->options.allocator;
    dhk_context_drop(context);
    release_parts(context);
    dhk_document_free(&context->document, allocator);
    release_lines(context);
    dhk_release(allocator, context->part_marks, context->part_capacity, sizeof *context->part_marks);
    dhk_frame_free(&context->frame, allocator);
    dhk_stack_free(&context->stack, allocator);
    dhk_release(allocator, context->repeats.holding, context->repeats.capacity, sizeof *context->repeats.holding);
    dhk_release(allocator, context->own_results, context->own_result_capacity, sizeof *context->own_results);
    dhk_release(allocator, context->push.bytes, context->push.capacity, sizeof *context->push.bytes);
    context->part_marks = NULL;
    context->part_capacity = 0;
    context->repeats = (dhk_site_repeats){0};
    context->results = context->own_results = NULL;
    context->own_result_capacity = 0;
    context->push = (dhk_push){0};
}

void dehusk_context_free(dehusk_context *context) {
    if (context == NULL)
        return;
    dehusk_allocator allocator = context->options.allocator;
    dehusk_context_trim(context);
    dhk_release(&allocator, context, 1, sizeof *context);
}

/* Is UTF-16 what the transport's label means? Errors: of the label. */
static dehusk_status is_utf16(const char *label, bool *utf16) {
    const dhk_encoding *encoding;
    dehusk_status status = DEHUSK_OK;
    *utf16 = false;
    if (label != NULL && (status = dhk_encoding_for_transport(label, &encoding)) == DEHUSK_OK)
        *utf16 = strncmp(encoding->name, "utf-16", 6) == 0;
    return status;
}

/* Does the transport say that the page is XHTML? */
static bool is_xhtml(const char *media_type) {
    static const char *const names[] = {"application/xhtml+xml", "application/vnd.wap.xhtml+xml"};
    for (size_t i = 0; media_type != NULL && i < sizeof names / sizeof *names; i++) {
        size_t length = strlen(names[i]);
        if (dhk_equals_ignoring_case(media_type, names[i], length) &&
            ((unsigned char)media_type[length] <= ' ' || media_type[length] == ';'))
            return true;
    }
    return false;
}

const char *dhk_request_media_type(const char *media_type) {
    return is_xhtml(media_type) ? "application/xhtml+xml" : NULL;
}

/* What is no page has no lines, and is not decoded. */
static dehusk_status read_nothing(dehusk_context *context) {
    context->charset = (dhk_charset_result){.encoding = NULL, .source = "none"};
    context->document.format = context->kind.format;
    return DEHUSK_OK;
}

/* Decodes and reads the page of this kind. */
static dehusk_status read_page(dehusk_context *context, const void *bytes, size_t length,
                               const dehusk_request *request) {
    dhk_document *document = &context->document;
    bool html = context->kind.format == DEHUSK_FORMAT_HTML;
    dehusk_status status = dhk_decoder_page(context->decoder, bytes, length, request->charset, html, &context->charset);
    if (status != DEHUSK_OK)
        return status;
    if (context->charset.truncated)
        document->truncated |= DEHUSK_TRUNCATED_BYTES;
    if (html && is_xhtml(request->media_type))
        dhk_html_reader_expect_xhtml(context->html);
    if (html)
        return dhk_html_reader_read(context->html, context->charset.utf8, (uint32_t)context->charset.length, document);
    return dhk_text_reader_read(context->plain, context->charset.utf8, (uint32_t)context->charset.length, document);
}

dehusk_status dhk_context_read(dehusk_context *context, const void *bytes, size_t length,
                               const dehusk_request *request) {
    dehusk_request complete;
    dehusk_status status;
    bool utf16;
    bool cut = length > context->options.max_bytes;

    dhk_context_drop(context);
    if (!dhk_request_take(&complete, request) || (bytes == NULL && length > 0))
        return DEHUSK_BAD_ARGUMENT;
    if (length > BYTES_MAX)
        return DEHUSK_INPUT_TOO_LARGE;
    if (dhk_cancelled(&context->options))
        return DEHUSK_CANCELLED;
    if (!dhk_context_allocate(context))
        return DEHUSK_OUT_OF_MEMORY;
    status = is_utf16(complete.charset, &utf16);
    if (status != DEHUSK_OK)
        return status;
    if (cut)
        length = context->options.max_bytes;
    if (bytes == NULL)
        bytes = "";
    context->numbered = false;
    dhk_document_clear(&context->document);
    context->document.marked = complete.markup != 0;
    context->document.described = complete.metadata != 0;
    if (cut)
        context->document.truncated |= DEHUSK_TRUNCATED_BYTES;
    context->kind = dhk_page_sniff(bytes, length, complete.format, utf16);
    return context->kind.is_page ? read_page(context, bytes, length, &complete) : read_nothing(context);
}
