/*
 * From the lines of a page to its labels: features, scores, decision, roles,
 * and the results that the caller reads.
 */
#include "base/cancel.h"
#include "base/memory.h"
#include "classify/context.h"
#include "classify/decide.h"
#include "classify/empty_page.h"
#include "classify/notices.h"
#include "classify/text_regime.h"
#include "classify/verdict.h"
#include "roles/named_parts.h"
#include "text/text_reader.h"

#include <string.h>

/* In plain text the detectors' scores come with the classifier's. Markup needs none. */
static void score_line(dehusk_context *context, bool text, uint32_t i) {
    const dehusk_model *model = context->model;
    dhk_line_scores scores = dhk_extractor_scores(context->extractor, i);
    context->scores[i] = context->classifier->bias + scores.content;
    context->logits[i] = dhk_calibrate(context->classifier, context->scores[i]);
    if (text && model->regimes.present) {
        context->extract_scores[i] = model->regimes.extract.bias + scores.extract;
        context->extract_logits[i] = dhk_calibrate(&model->regimes.extract, context->extract_scores[i]);
    }
    if (text && model->title.present)
        context->evidence[i].title = dhk_calibrate(&model->title, model->title.bias + scores.title);
    if (text && model->caption.present)
        context->evidence[i].caption = dhk_calibrate(&model->caption, model->caption.bias + scores.caption);
}

static dehusk_status score_page(dehusk_context *context) {
    const dhk_document *document = &context->document;
    bool text = document->format == DEHUSK_FORMAT_TEXT;
    size_t ask = 0;
    if (!dhk_context_reserve_lines(context, document->line_count) ||
        !DHK_RESERVE(&context->options.allocator, context->part_marks, context->part_capacity,
                     document->element_count) ||
        !dhk_extractor_page(context->extractor, document))
        return DEHUSK_OUT_OF_MEMORY;
    for (size_t i = 0; text && i < document->line_count; i++)
        context->copies[i] = 0; /* nothing is hidden in a text */
    if (!text && !dhk_extractor_hidden_copies(context->extractor, context->copies))
        return DEHUSK_OUT_OF_MEMORY;
    dhk_named_parts_mark(context->part_names, document, dhk_extractor_title_line(context->extractor),
                         context->part_marks);
    dhk_roles_signs(document, dhk_extractor_title_line(context->extractor), context->part_marks, context->evidence);
    if (!dhk_extractor_weigh(context->extractor,
                             &(dhk_weights){context->model->html.weights, context->model->interleaved}))
        return DEHUSK_OUT_OF_MEMORY;
    context->best_logit = INT32_MIN;
    for (uint32_t i = 0; i < document->line_count; i++) {
        if (dhk_cancelled_at(&context->options, i, &ask, DHK_CANCEL_LINES))
            return DEHUSK_CANCELLED;
        score_line(context, text, i);
        context->best_logit = context->logits[i] > context->best_logit ? context->logits[i] : context->best_logit;
    }
    return DEHUSK_OK;
}

/* Exactly what the reasons of dehusk_explain add up to. */
static double score_of(const dehusk_context *context, uint32_t line) {
    int32_t share = context->regime.share;
    double score = (double)context->scores[line];
    if (share == 0)
        return score / 4096;
    return (score * (DHK_ONE_REGIME - share) + (double)context->extract_scores[line] * share) / 4096 / DHK_ONE_REGIME;
}

/* What is shown of a line, which is a row of plain text or the line itself. */
typedef struct shown {
    uint32_t text, text_length; /* in the page's text */
    uint32_t begin, end;        /* in its UTF-8, or numbers of source lines */
    uint32_t row;
} shown;

static void fill_line(const dehusk_context *context, dehusk_line *result, uint32_t index, shown what) {
    const dhk_line *line = &context->document.lines[index];
    result->text = context->document.text + what.text;
    result->text_length = what.text_length;
    result->begin = context->numbered ? what.begin : dhk_decoder_input_offset(context->decoder, what.begin);
    result->end = context->numbered ? what.end : dhk_decoder_input_offset(context->decoder, what.end);
    result->label = context->labels[index] ? DEHUSK_CONTENT : DEHUSK_CHROME;
    result->kind = (dehusk_kind)line->kind;
    result->heading_level = line->heading_level;
    result->hidden = line->hidden || line->unseen;
    result->probability = (double)dhk_probability(context->logits[index]) / 65536;
    result->score = score_of(context, index);
    result->role = (dehusk_role)context->roles[index];
    result->row = what.row;
}

/* Room for so many results; the rows as they were scanned are not needed any more. NULL: out of memory. */
static dehusk_line *reserve_results(dehusk_context *context, size_t count) {
    if (context->document.format == DEHUSK_FORMAT_TEXT)
        return dhk_text_reader_lend(context->plain, count, sizeof *context->own_results);
    return DHK_RESERVE(&context->options.allocator, context->own_results, context->own_result_capacity, count)
               ? context->own_results
               : NULL;
}

static bool fill_results(dehusk_context *context) {
    const dhk_document *document = &context->document;
    bool rows = document->format == DEHUSK_FORMAT_TEXT;
    size_t count = rows ? document->row_count : document->line_count;
    dehusk_line *results = reserve_results(context, count);
    if (results == NULL && count > 0)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        if (rows) {
            const dhk_row *row = &document->rows[i];
            fill_line(context, &results[i], row->line,
                      (shown){row->text, row->text_length, row->begin, row->end, row->number});
        } else {
            const dhk_line *line = &document->lines[i];
            fill_line(
                context, &results[i], i,
                (shown){line->text, line->text_length, line->begin, line->end, context->numbered ? line->begin : i});
        }
    }
    context->results = results;
    context->result.lines = results;
    context->result.line_count = count;
    return true;
}

/* What is known of the page without its labels. */
static void fill_facts(dehusk_context *context) {
    const dhk_document *document = &context->document;
    dehusk_summary *summary = &context->result.summary;
    summary->format = document->format;
    summary->charset = context->charset.encoding != NULL ? context->charset.encoding->name : "binary";
    summary->charset_source = context->charset.source;
    summary->charset_declared = context->charset.declared != NULL ? context->charset.declared->name : NULL;
    summary->malformed = document->malformed + context->charset.malformed;
    summary->truncated = document->truncated;
    summary->title = document->title.text_length > 0 ? document->text + document->title.text : NULL;
    summary->title_length = document->title.text_length;
    summary->rows = document->file_rows;
    summary->media_type = context->kind.media_type;
}

static void fill_summary(dehusk_context *context) {
    const dhk_document *document = &context->document;
    dehusk_summary *summary = &context->result.summary;
    int32_t logit = dhk_empty_verdict(
        context->emptiness,
        dhk_regime_verdict(context->regime,
                           dhk_verdict_logit(context->classifier, dhk_verdict_evidence(document, context->logits))));
    uint64_t tokens = 0;
    uint64_t removed = 0;
    for (size_t i = 0; i < document->line_count; i++) {
        tokens += document->lines[i].measure.tokens;
        removed += context->labels[i] ? 0 : document->lines[i].measure.tokens;
    }
    fill_facts(context);
    summary->verdict = dhk_verdict_of(document, context->labels);
    /* A few words are little evidence, but they are content if they are kept. */
    if (summary->verdict != DEHUSK_VERDICT_NONE && logit < 0)
        logit = 0;
    summary->verdict_probability = (double)dhk_probability(logit) / 65536;
    summary->removed = tokens > 0 ? (double)removed / (double)tokens : 0;
}

/* A rule parts what stands before and after it: it stays where both do. */
static void label_rules(const dhk_document *document, uint8_t *labels) {
    for (size_t i = 0; i < document->line_count;) {
        size_t end = i;
        while (end < document->line_count && document->lines[end].is_rule)
            end++;
        for (size_t k = i; k < end; k++)
            labels[k] = i > 0 && end < document->line_count && labels[i - 1] != 0 && labels[end] != 0;
        i = end + 1;
    }
}

/* The second stage of pages of HTML, where the model has one. */
static dehusk_status add_stack_stage(dehusk_context *context) {
    const dhk_document *document = &context->document;
    const dhk_stack_stage *stage = &context->model->html_stack;
    const dehusk_allocator *allocator = &context->options.allocator;
    dhk_classifier calibration = {.slope = stage->slope, .offset = stage->offset};
    size_t ask = 0;
    if (!stage->present || document->format != DEHUSK_FORMAT_HTML)
        return DEHUSK_OK;
    if (!dhk_frame_fill(&context->frame, allocator, context->extractor) ||
        !dhk_stack_begin(&context->stack, allocator, &context->frame, context->logits))
        return DEHUSK_OUT_OF_MEMORY;
    for (uint32_t i = 0; i < document->line_count; i++) {
        if (dhk_cancelled_at(&context->options, i, &ask, DHK_CANCEL_LINES))
            return DEHUSK_CANCELLED;
        context->scores[i] = dhk_stack_score(stage, &context->stack, i, context->scores[i]);
        context->logits[i] = dhk_calibrate(&calibration, context->scores[i]);
    }
    return DEHUSK_OK;
}

/* What the pages of a site add, where the request has counts of them and the model weights. False: out of memory. */
static bool add_site_stage(dehusk_context *context, const dehusk_request *request) {
    const dhk_document *document = &context->document;
    const dhk_site_stage *stage =
        document->format == DEHUSK_FORMAT_HTML ? &context->model->html_site : &context->model->text_site;
    dhk_classifier calibration = {.slope = stage->slope, .offset = stage->offset};
    context->repeats.pages = 0;
    if (!stage->present)
        return true;
    if (!dhk_site_repeats_find(&context->repeats, &context->options.allocator, document, request->site_counts,
                               request->host, request->host_counted != 0))
        return false;
    for (uint32_t i = 0; i < document->line_count && context->repeats.pages > 0; i++) {
        context->scores[i] += dhk_site_weight(stage, document, &context->repeats, i);
        context->logits[i] = dhk_calibrate(&calibration, context->scores[i]);
    }
    return true;
}

/* The result of what is no page. */
static void label_nothing(dehusk_context *context) {
    context->result = (dehusk_page){.document = &context->document};
    fill_facts(context);
    context->result.summary.verdict = DEHUSK_VERDICT_NOT_A_PAGE;
}

/* Plain text: both regimes become one, and so do the shifts of their decisions. */
static void mix_regimes(dehusk_context *context, const dehusk_request *request) {
    const dhk_text_regimes *regimes = &context->model->regimes;
    int32_t share = request->text_kind == DEHUSK_TEXT_PAGE      ? 0
                    : request->text_kind == DEHUSK_TEXT_EXTRACT ? DHK_ONE_REGIME
                                                                : -1;
    context->regime = (dhk_regime){0, 0};
    context->shift = context->classifier->shift;
    if (context->document.format != DEHUSK_FORMAT_TEXT || !regimes->present)
        return;
    context->regime =
        dhk_regimes_apply(regimes, &context->document, share,
                          &(dhk_regime_logits){context->logits, context->extract_logits, (int32_t *)context->order});
    context->shift = dhk_regime_mix(context->shift, regimes->extract.shift, context->regime.share);
}

/* Whether a short page of HTML has any content, where the model can tell; its labels are those of balanced favor, so that
 * a stricter choice finds no more. */
static void judge_page(dehusk_context *context, const dehusk_request *request, const dhk_page_signs *signs) {
    const dhk_document *document = &context->document;
    context->emptiness = 0;
    if (!signs->judged || request->threshold >= 0 || request->favor == DEHUSK_FAVOR_RECALL)
        return;
    if (request->favor != DEHUSK_FAVOR_BALANCED)
        dhk_decide(&(dhk_decision_rule){context->shift, DEHUSK_FAVOR_BALANCED, -1}, document, signs, context->logits,
                   context->order, context->labels);
    context->emptiness =
        dhk_emptiness(&context->model->html_empty,
                      &(dhk_empty_page){document, context->logits, context->labels, context->best_logit});
}

/* Lines to keep, then what roles change of them. */
static void decide(dehusk_context *context, const dehusk_request *request) {
    const dhk_document *document = &context->document;
    bool extract = context->regime.share >= DHK_SURE_EXTRACT;
    dhk_decision_rule rule = {context->shift, request->favor, request->threshold};
    const uint8_t *copies = request->hidden == DEHUSK_HIDDEN_KEEP ? NULL : context->copies;
    bool judged = document->format == DEHUSK_FORMAT_HTML && context->model->html_empty.present;
    dhk_page_signs signs = {context->best_logit, copies, extract, judged, context->evidence};
    bool behind_notice; /* then it has content, and what kind of page the notice makes of it does not count */
    if (request->favor != DEHUSK_FAVOR_BALANCED)
        judge_page(context, request, &signs);
    dhk_decide(&rule, document, &signs, context->logits, context->order, context->labels);
    behind_notice = document->format == DEHUSK_FORMAT_HTML && (request->keep & DEHUSK_KEEP_NOTICE) == 0 &&
                    dhk_is_behind_notice(context);
    if (request->favor == DEHUSK_FAVOR_BALANCED)
        judge_page(context, request, &signs);
    if (behind_notice || (context->emptiness > 0 && dhk_is_beside_notice(context)))
        context->emptiness = 0;
    if (behind_notice)
        dhk_decide_without_notices(context, &rule, &signs);
    for (size_t i = 0; context->emptiness > 0 && i < document->line_count; i++)
        context->labels[i] = 0;
    for (size_t i = 0; request->hidden == DEHUSK_HIDDEN_DROP && i < document->line_count; i++)
        if (document->lines[i].hidden || document->lines[i].unseen)
            context->labels[i] = 0;
    if (document->format == DEHUSK_FORMAT_TEXT && context->model->regimes.present && request->threshold < 0 &&
        request->favor != DEHUSK_FAVOR_RECALL &&
        (dhk_regime_has_nothing(context->regime) || dhk_verdict_empty(context->classifier, document, context->logits)))
        for (size_t i = 0; i < document->line_count; i++)
            context->labels[i] = 0;
    dhk_roles_find(document, context->evidence, context->logits, extract, context->labels, context->roles);
    dhk_roles_apply(request->keep, document->line_count, context->evidence, context->logits, context->roles,
                    context->labels);
    if (document->format == DEHUSK_FORMAT_TEXT)
        label_rules(document, context->labels);
}

static dehusk_status label_lines(dehusk_context *context, const dehusk_request *request) {
    dehusk_status status;
    context->classifier =
        context->document.format == DEHUSK_FORMAT_HTML ? &context->model->html : &context->model->text;
    if (!context->classifier->present)
        return DEHUSK_MODEL_NO_MODE;
    status = score_page(context);
    if (status == DEHUSK_OK)
        status = add_stack_stage(context);
    if (status != DEHUSK_OK)
        return status;
    if (!add_site_stage(context, request))
        return DEHUSK_OUT_OF_MEMORY;
    mix_regimes(context, request);
    decide(context, request);
    if (!fill_results(context))
        return DEHUSK_OUT_OF_MEMORY;
    fill_summary(context);
    context->result.document = &context->document;
    dhk_title_metadata_find(&context->document, context->roles, &context->result.beside_title);
    return DEHUSK_OK;
}

dehusk_status dhk_context_label(dehusk_context *context, const dehusk_request *request, const dehusk_page **page) {
    if (context->kind.is_page) {
        dehusk_status status = label_lines(context, request);
        if (status != DEHUSK_OK)
            return status;
    } else {
        label_nothing(context);
    }
    context->has_page = true;
    *page = &context->result;
    return DEHUSK_OK;
}

dehusk_status dehusk_classify(dehusk_context *context, const void *bytes, size_t length, const dehusk_request *request,
                              const dehusk_page **page) {
    dehusk_request complete;
    dehusk_status status;
    if (context == NULL || context->model == NULL)
        return DEHUSK_BAD_ARGUMENT;
    dhk_context_drop(context);
    if (page == NULL || !dhk_request_take(&complete, request))
        return DEHUSK_BAD_ARGUMENT;
    status = dhk_context_read(context, bytes, length, &complete);
    return status == DEHUSK_OK ? dhk_context_label(context, &complete, page) : status;
}

dehusk_status dehusk_relabel(dehusk_context *context, const dehusk_request *request) {
    dehusk_request complete;
    if (context == NULL || !context->has_page || !dhk_request_take(&complete, request))
        return DEHUSK_BAD_ARGUMENT;
    if (!context->kind.is_page)
        return DEHUSK_OK;
    const dhk_document *document = &context->document;
    decide(context, &complete);
    for (size_t i = 0; i < context->result.line_count; i++) {
        size_t line = document->format == DEHUSK_FORMAT_TEXT ? document->rows[i].line : i;
        context->results[i].label = context->labels[line] ? DEHUSK_CONTENT : DEHUSK_CHROME;
        context->results[i].role = (dehusk_role)context->roles[line];
    }
    fill_summary(context);
    dhk_title_metadata_find(&context->document, context->roles, &context->result.beside_title);
    return DEHUSK_OK;
}

/* A line of plain text is what any of its rows is; rows of a line stand together. */
static void label_line_of_row(dehusk_context *context, size_t index) {
    const dhk_row *rows = context->document.rows;
    uint32_t line = rows[index].line;
    bool content = false;
    while (index > 0 && rows[index - 1].line == line)
        index--;
    for (; index < context->document.row_count && rows[index].line == line; index++)
        content = content || context->results[index].label == DEHUSK_CONTENT;
    context->labels[line] = content;
}

dehusk_status dehusk_set_label(dehusk_context *context, size_t index, dehusk_label label) {
    if (context == NULL || !context->has_page || index >= context->result.line_count ||
        (label != DEHUSK_CONTENT && label != DEHUSK_CHROME))
        return DEHUSK_BAD_ARGUMENT;
    context->results[index].label = label;
    if (context->document.format == DEHUSK_FORMAT_TEXT)
        label_line_of_row(context, index);
    else
        context->labels[index] = label == DEHUSK_CONTENT;
    return DEHUSK_OK;
}

size_t dehusk_page_line_count(const dehusk_page *page) {
    return page == NULL ? 0 : page->line_count;
}

const dehusk_line *dehusk_page_line(const dehusk_page *page, size_t index) {
    return page == NULL || index >= page->line_count ? NULL : &page->lines[index];
}

size_t dehusk_page_line_ends(const dehusk_page *page, size_t previous, size_t index) {
    size_t most = 0;
    if (page == NULL || page->document->file_rows == 0 || index >= page->line_count || previous >= index)
        return 1;
    for (size_t i = previous + 1; i <= index; i++) {
        const dehusk_line *line = &page->lines[i];
        size_t breaks = line->row - line[-1].row;
        if (line->begin > line[-1].end && breaks == 0)
            breaks = 1;
        most = breaks > most ? breaks : most;
    }
    return index == previous + 1 || most < 2 ? most : 2;
}

const dehusk_summary *dehusk_page_summary(const dehusk_page *page) {
    return page == NULL ? NULL : &page->summary;
}

size_t dehusk_page_scripts(const dehusk_page *page, dehusk_script_share *shares, size_t capacity) {
    uint64_t total = 0;
    size_t found = 0;
    bool taken[256] = {false};
    if (page == NULL)
        return 0;
    for (size_t i = 0; i < 256; i++)
        total += page->document->scripts[i];
    for (;;) {
        size_t best = 256;
        for (size_t i = 0; i < 256; i++)
            if (!taken[i] && page->document->scripts[i] > 0 &&
                (best == 256 || page->document->scripts[i] > page->document->scripts[best]))
                best = i;
        if (best == 256)
            return found;
        taken[best] = true;
        if (shares != NULL && found < capacity) {
            memcpy(shares[found].script, dhk_script_code((uint8_t)best), 5);
            shares[found].share = (double)page->document->scripts[best] / (double)total;
        }
        found++;
    }
}
