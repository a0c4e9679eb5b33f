/*
 * A page in pieces: the context gathers them, up to its limit, and the page is
 * read when all are there.
 *
 * Reading earlier would gain nothing. Which encoding a page is in, and whether
 * it is HTML, can depend on bytes far behind its begin; a line's label depends
 * on all the others; and tokens are ranges of one buffer, so that a reader of
 * pieces would have to copy them. Gathering costs one copy, 1 to 2% of a page.
 */
#include "base/cancel.h"
#include "base/memory.h"
#include "charset/charset.h"
#include "classify/context.h"

#include <string.h>

dehusk_status dehusk_begin(dehusk_context *context, const dehusk_request *request) {
    dhk_push *push;
    if (context == NULL || context->model == NULL)
        return DEHUSK_BAD_ARGUMENT;
    push = &context->push;
    dhk_context_drop(context);
    if (!dhk_request_take(&push->request, request))
        return DEHUSK_BAD_ARGUMENT;
    if (push->request.charset != NULL) {
        /* The caller's label need not outlive the call, and its faults are better known now. */
        const dhk_encoding *encoding;
        dehusk_status status = dhk_encoding_for_transport(push->request.charset, &encoding);
        if (status != DEHUSK_OK)
            return status;
        push->request.charset = encoding->name;
    }
    push->request.media_type = dhk_request_media_type(push->request.media_type);
    push->seen = 0;
    push->length = 0;
    push->open = true;
    return DEHUSK_OK;
}

dehusk_status dehusk_feed(dehusk_context *context, const void *bytes, size_t length) {
    dhk_push *push;
    size_t taken;
    if (context == NULL || !context->push.open)
        return DEHUSK_BAD_ARGUMENT;
    push = &context->push;
    if (bytes == NULL && length > 0) {
        push->open = false;
        return DEHUSK_BAD_ARGUMENT;
    }
    if (dhk_cancelled(&context->options)) {
        push->open = false;
        return DEHUSK_CANCELLED;
    }
    if (length > UINT32_MAX - push->seen) {
        push->open = false;
        return DEHUSK_INPUT_TOO_LARGE;
    }
    push->seen += length;
    taken = context->options.max_bytes - push->length;
    if (taken > length)
        taken = length;
    if (taken == 0)
        return DEHUSK_OK;
    if (!DHK_RESERVE(&context->options.allocator, push->bytes, push->capacity, push->length + taken)) {
        push->open = false;
        return DEHUSK_OUT_OF_MEMORY;
    }
    memcpy(push->bytes + push->length, bytes, taken);
    push->length += taken;
    return DEHUSK_OK;
}

dehusk_status dehusk_end(dehusk_context *context, const dehusk_page **page) {
    dehusk_request request;
    dehusk_status status;
    if (context == NULL || !context->push.open)
        return DEHUSK_BAD_ARGUMENT;
    request = context->push.request;
    if (page == NULL) {
        dhk_context_drop(context);
        return DEHUSK_BAD_ARGUMENT;
    }
    status = dhk_context_read(context, context->push.bytes, context->push.length, &request);
    if (status != DEHUSK_OK)
        return status;
    if (context->push.seen > context->push.length)
        context->document.truncated |= DEHUSK_TRUNCATED_BYTES;
    return dhk_context_label(context, &request, page);
}
