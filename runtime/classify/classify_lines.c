/*
 * Lines that the caller has cut, on the same way to labels as the lines of pages.
 */
#include "classify/context.h"
#include "lines/line_builder.h"
#include "source_lines/source_lines.h"

dehusk_status dehusk_classify_lines(dehusk_context *context, const dehusk_source_line *lines, size_t count,
                                    const dehusk_request *request, const dehusk_page **page) {
    dehusk_request complete;
    dehusk_status status;
    if (context == NULL || context->model == NULL)
        return DEHUSK_BAD_ARGUMENT;
    dhk_context_drop(context);
    if (page == NULL || (lines == NULL && count > 0) || !dhk_request_take(&complete, request))
        return DEHUSK_BAD_ARGUMENT;
    if (!dhk_context_allocate(context))
        return DEHUSK_OUT_OF_MEMORY;
    if (context->source_lines == NULL) /* not with the other rooms: few callers need it */
        context->source_lines = dhk_source_lines_new(&context->options);
    if (context->source_lines == NULL)
        return DEHUSK_OUT_OF_MEMORY;
    dhk_document_clear(&context->document);
    context->charset = (dhk_charset_result){.encoding = dhk_encoding_utf8(), .source = "given"};
    context->numbered = true;
    status = dhk_source_lines_read(context->source_lines, lines, count, complete.format, &context->document);
    context->kind = context->document.format == DEHUSK_FORMAT_HTML
                        ? (dhk_page_kind){DEHUSK_FORMAT_HTML, "text/html", true}
                        : (dhk_page_kind){DEHUSK_FORMAT_TEXT, "text/plain", true};
    return status == DEHUSK_OK ? dhk_context_label(context, &complete, page) : status;
}
