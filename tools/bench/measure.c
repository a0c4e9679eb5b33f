/*
 * The stages are the library's own functions, called one after another as a
 * context calls them, with a clock between two of them. What a page's stage
 * finds in the caches is therefore what it finds there in use.
 */
#include "measure.h"

#include "classify/context.h"
#include "classify/decide.h"
#include "html/html_reader.h"
#include "html/html_tokenizer.h"
#include "lines/line_builder.h"
#include "roles/named_parts.h"
#include "text/text_reader.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STAGE_NAME(id, name) name,
const char *const bench_stage_names[STAGE_COUNT] = {BENCH_STAGES(STAGE_NAME)};
#undef STAGE_NAME

bool bench_has_stage(dehusk_format format, bench_stage stage) {
    return format == DEHUSK_FORMAT_HTML || (stage != STAGE_TOKENIZER && stage != STAGE_TO_MARKDOWN);
}

/* Results go here, so that no compiler finds them useless. */
static volatile uint64_t sink;

static double seconds_of(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Of this thread's time on a processor: what others take of a shared machine's time does not count. */
static double seconds_used(void) {
    return seconds_of(CLOCK_THREAD_CPUTIME_ID);
}

static int by_value(const void *a, const void *b) {
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left > right) - (left < right);
}

spread spread_of(const double *values, size_t count) {
    double sorted[ROUNDS_MAX];
    memcpy(sorted, values, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_value);
    return (spread){count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2, sorted[0],
                    sorted[count - 1]};
}

/* -- Stages --------------------------------------------------------------- */

typedef struct bench {
    dehusk_context *context;
    dehusk_request request;
    int32_t *logits; /* of the first stage */
    int32_t *both;   /* of both stages */
    uint8_t *copies;
    dhk_line_scores *scores;
    dhk_role_evidence *evidence;
    uint32_t *order;
    uint8_t *labels;
    uint8_t *roles;
    uint8_t *part_marks; /* of elements */
    size_t capacity;     /* of all these, in lines and elements */
    char *text;          /* the content of a page */
    size_t text_capacity;
} bench;

static bool bench_open(bench *all, const dehusk_model *model, dehusk_format format) {
    memset(all, 0, sizeof *all);
    dehusk_request_init(&all->request);
    all->request.format = format;
    return dehusk_context_new(model, NULL, &all->context) == DEHUSK_OK && dhk_context_allocate(all->context);
}

static void bench_release(bench *all) {
    free(all->logits);
    free(all->both);
    free(all->copies);
    free(all->scores);
    free(all->evidence);
    free(all->order);
    free(all->labels);
    free(all->roles);
    free(all->part_marks);
}

static void bench_close(bench *all) {
    dehusk_context_free(all->context);
    bench_release(all);
    free(all->text);
}

static bool bench_reserve(bench *all, const dhk_document *document) {
    size_t needed = document->line_count > document->element_count ? document->line_count : document->element_count;
    if (needed <= all->capacity)
        return true;
    bench_release(all);
    all->capacity = 2 * needed;
    all->logits = calloc(all->capacity, sizeof *all->logits);
    all->both = calloc(all->capacity, sizeof *all->both);
    all->copies = calloc(all->capacity, sizeof *all->copies);
    all->scores = calloc(all->capacity, sizeof *all->scores);
    all->evidence = calloc(all->capacity, sizeof *all->evidence);
    all->order = calloc(all->capacity, sizeof *all->order);
    all->labels = calloc(all->capacity, sizeof *all->labels);
    all->roles = calloc(all->capacity, sizeof *all->roles);
    all->part_marks = calloc(all->capacity, sizeof *all->part_marks);
    return all->logits != NULL && all->scores != NULL && all->evidence != NULL && all->order != NULL &&
           all->labels != NULL && all->roles != NULL && all->both != NULL && all->copies != NULL &&
           all->part_marks != NULL;
}

static void count_marks(const bench_page *page) {
    const unsigned char *at = page->bytes;
    const unsigned char *end = at + page->length;
    uint64_t count = 0;
    while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        count++;
        at++;
    }
    sink += count;
}

/* The raw text that follows some start tags is the reader's to announce; this does it as the reader would. */
static void count_tokens(const unsigned char *bytes, size_t length) {
    dhk_tokenizer tokenizer;
    dhk_token token;
    uint64_t count = 0;
    dhk_tokenizer_init(&tokenizer, bytes, (uint32_t)length);
    do {
        dhk_tokenizer_next(&tokenizer, &token);
        count++;
        if (token.kind == DHK_TOKEN_START_TAG)
            dhk_tokenizer_enter_content(&tokenizer, &token);
    } while (token.kind != DHK_TOKEN_END_OF_FILE);
    sink += count;
}

static bool decode(bench *all, const bench_page *page) {
    dehusk_context *context = all->context;
    return dhk_decoder_page(context->decoder, page->bytes, page->length, NULL,
                            all->request.format == DEHUSK_FORMAT_HTML, &context->charset) == DEHUSK_OK;
}

static bool read_lines(bench *all) {
    dehusk_context *context = all->context;
    const dhk_charset_result *text = &context->charset;
    dhk_document_clear(&context->document);
    return (all->request.format == DEHUSK_FORMAT_HTML
                ? dhk_html_reader_read(context->html, text->utf8, (uint32_t)text->length, &context->document)
                : dhk_text_reader_read(context->plain, text->utf8, (uint32_t)text->length, &context->document)) ==
           DEHUSK_OK;
}

static const dhk_classifier *classifier_of(const bench *all) {
    return all->request.format == DEHUSK_FORMAT_HTML ? &all->context->model->html : &all->context->model->text;
}

static void make_vectors(bench *all) {
    uint32_t indices[DHK_VECTOR_MAX];
    uint64_t count = 0;
    for (uint32_t i = 0; i < all->context->document.line_count; i++)
        count += dhk_extractor_line(all->context->extractor, i, indices);
    sink += count;
}

static bool score_lines(bench *all) {
    const dhk_classifier *classifier = classifier_of(all);
    dehusk_context *context = all->context;
    dhk_weights weights = {context->model->html.weights, context->model->interleaved};
    if (!dhk_extractor_weigh(context->extractor, &weights))
        return false;
    for (uint32_t i = 0; i < context->document.line_count; i++) {
        all->scores[i] = dhk_extractor_scores(context->extractor, i);
        all->logits[i] = dhk_calibrate(classifier, classifier->bias + all->scores[i].content);
    }
    return true;
}

/* The second stage, where the model has one and the page is HTML; and the lines that are hidden and shown elsewhere. */
static bool stack_lines(bench *all) {
    dehusk_context *context = all->context;
    const dhk_stack_stage *stage = &context->model->html_stack;
    const dehusk_allocator *allocator = &context->options.allocator;
    dhk_classifier calibration = {.slope = stage->slope, .offset = stage->offset};
    for (uint32_t i = 0; i < context->document.line_count; i++)
        all->both[i] = all->logits[i];
    if (all->request.format != DEHUSK_FORMAT_HTML)
        return true;
    if (!dhk_extractor_hidden_copies(context->extractor, all->copies))
        return false;
    if (!stage->present)
        return true;
    if (!dhk_frame_fill(&context->frame, allocator, context->extractor) ||
        !dhk_stack_begin(&context->stack, allocator, &context->frame, all->logits))
        return false;
    for (uint32_t i = 0; i < context->document.line_count; i++) {
        int32_t score = context->model->html.bias + all->scores[i].content;
        all->both[i] = dhk_calibrate(&calibration, dhk_stack_score(stage, &context->stack, i, score));
    }
    return true;
}

static void decide(bench *all) {
    dhk_decide(&(dhk_decision_rule){classifier_of(all)->shift, DEHUSK_FAVOR_BALANCED, -1}, &all->context->document,
               &(dhk_page_signs){0, all->copies, false, false, NULL}, all->both, all->order, all->labels);
}

static void find_roles(bench *all) {
    const dehusk_model *model = all->context->model;
    const dhk_document *document = &all->context->document;
    dhk_named_parts_mark(all->context->part_names, document, dhk_extractor_title_line(all->context->extractor),
                         all->part_marks);
    dhk_roles_signs(document, dhk_extractor_title_line(all->context->extractor), all->part_marks, all->evidence);
    for (size_t i = 0; document->format == DEHUSK_FORMAT_TEXT && i < document->line_count; i++) {
        if (model->title.present)
            all->evidence[i].title = dhk_calibrate(&model->title, model->title.bias + all->scores[i].title);
        if (model->caption.present)
            all->evidence[i].caption = dhk_calibrate(&model->caption, model->caption.bias + all->scores[i].caption);
    }
    dhk_roles_find(document, all->evidence, all->both, false, all->labels, all->roles);
    dhk_roles_apply(all->request.keep, document->line_count, all->evidence, all->both, all->roles, all->labels);
}

static bool classify(bench *all, const bench_page *page) {
    const dehusk_page *result;
    if (dehusk_classify(all->context, page->bytes, page->length, &all->request, &result) != DEHUSK_OK)
        return false;
    sink += dehusk_page_line_count(result);
    return true;
}

/* Room for `length` bytes of text. */
static bool reserve_text(bench *all, size_t length) {
    char *grown;
    if (length <= all->text_capacity)
        return true;
    grown = realloc(all->text, 2 * length);
    if (grown == NULL)
        return false;
    all->text = grown;
    all->text_capacity = 2 * length;
    return true;
}

/* From the page's bytes to its lines of content, one a row. */
static bool to_text(bench *all, const bench_page *page) {
    const dehusk_page *result;
    size_t length = 0;
    if (dehusk_classify(all->context, page->bytes, page->length, &all->request, &result) != DEHUSK_OK)
        return false;
    for (size_t i = 0; i < dehusk_page_line_count(result); i++) {
        const dehusk_line *line = dehusk_page_line(result, i);
        if (line->label != DEHUSK_CONTENT)
            continue;
        if (!reserve_text(all, length + line->text_length + 1))
            return false;
        memcpy(all->text + length, line->text, line->text_length);
        length += line->text_length;
        all->text[length++] = '\n';
    }
    sink += length;
    return true;
}

/* The same to Markdown, for which the page is read with its markup. */
static bool to_markdown(bench *all, const bench_page *page) {
    const dehusk_page *result;
    dehusk_request request = all->request;
    dehusk_rendering rendering;
    const char *text;
    size_t length;
    dehusk_rendering_init(&rendering);
    rendering.form = DEHUSK_FORM_MARKDOWN;
    request.markup = true;
    if (dehusk_classify(all->context, page->bytes, page->length, &request, &result) != DEHUSK_OK ||
        dehusk_render(all->context, &rendering, &text, &length) != DEHUSK_OK)
        return false;
    sink += length;
    return true;
}

/* Does a stage and all that it needs done before; adds its own seconds to times[stage]. */
static bool pass_page(bench *all, const bench_page *page, double times[STAGE_COUNT], size_t *lines) {
    const dhk_document *read = &all->context->document;
    double clock[STAGE_COUNT + 1];
    bool html = all->request.format == DEHUSK_FORMAT_HTML;

    clock[STAGE_MEMCHR] = seconds_used();
    count_marks(page);
    clock[STAGE_UTF8] = seconds_used();
    sink += dhk_utf8_valid_length(page->bytes, page->length);
    clock[STAGE_CHARSET] = seconds_used();
    if (!decode(all, page))
        return false;
    clock[STAGE_TOKENIZER] = seconds_used();
    if (html)
        count_tokens(all->context->charset.utf8, all->context->charset.length);
    clock[STAGE_LINES] = seconds_used();
    if (!read_lines(all) || !bench_reserve(all, read))
        return false;
    *lines += read->line_count;
    clock[STAGE_PAGE_FEATURES] = seconds_used();
    if (!dhk_extractor_page(all->context->extractor, read))
        return false;
    clock[STAGE_SCORES] = seconds_used();
    if (!score_lines(all))
        return false;
    clock[STAGE_STACK] = seconds_used();
    if (!stack_lines(all))
        return false;
    clock[STAGE_DECIDE] = seconds_used();
    decide(all);
    clock[STAGE_ROLES] = seconds_used();
    find_roles(all);
    clock[STAGE_WHOLE] = seconds_used();
    if (!classify(all, page))
        return false;
    clock[STAGE_VECTORS] = seconds_used();
    make_vectors(all);
    clock[STAGE_TO_TEXT] = seconds_used();
    if (!to_text(all, page))
        return false;
    clock[STAGE_TO_MARKDOWN] = seconds_used();
    if (html && !to_markdown(all, page))
        return false;
    clock[STAGE_COUNT] = seconds_used();
    for (size_t i = 0; i < STAGE_COUNT; i++)
        times[i] += clock[i + 1] - clock[i];
    return true;
}

bool measure_stages(const dehusk_model *model, const page_set *set, dehusk_format format, size_t rounds,
                    bench_times *times) {
    bench all;
    bool good = bench_open(&all, model, format);
    memset(times, 0, sizeof *times);
    times->rounds = rounds;
    for (size_t round = 0; good && round <= rounds; round++) { /* the first one warms up */
        double seconds[STAGE_COUNT] = {0};
        times->lines = 0;
        for (size_t i = 0; good && i < set->count; i++)
            good = pass_page(&all, &set->pages[i], seconds, &times->lines);
        for (size_t i = 0; round > 0 && i < STAGE_COUNT; i++)
            times->seconds[i][round - 1] = seconds[i];
    }
    bench_close(&all);
    return good;
}

/* Does what a stage alone needs done before, once, so that more rounds cost that stage only. */
static bool prepare_stage(bench *all, const bench_page *page, bench_stage stage) {
    bool good;
    if (stage <= STAGE_CHARSET || stage == STAGE_WHOLE || stage == STAGE_TO_TEXT || stage == STAGE_TO_MARKDOWN)
        return true;
    good = decode(all, page) && (stage <= STAGE_LINES || read_lines(all)) &&
           (stage <= STAGE_PAGE_FEATURES || dhk_extractor_page(all->context->extractor, &all->context->document)) &&
           bench_reserve(all, &all->context->document);
    if (good && (stage == STAGE_STACK || stage == STAGE_DECIDE || stage == STAGE_ROLES))
        good = score_lines(all) && stack_lines(all);
    if (good && stage == STAGE_ROLES)
        decide(all);
    return good;
}

bool run_stage(const dehusk_model *model, const page_set *set, dehusk_format format, size_t rounds, bench_stage stage) {
    bench all;
    bool good = bench_open(&all, model, format);
    for (size_t i = 0; good && i < set->count; i++) {
        const bench_page *page = &set->pages[i];
        good = prepare_stage(&all, page, stage);
        for (size_t round = 0; good && round < rounds; round++) {
            switch (stage) {
            case STAGE_MEMCHR:
                count_marks(page);
                break;
            case STAGE_UTF8:
                sink += dhk_utf8_valid_length(page->bytes, page->length);
                break;
            case STAGE_CHARSET:
                good = decode(&all, page);
                break;
            case STAGE_TOKENIZER:
                count_tokens(all.context->charset.utf8, all.context->charset.length);
                break;
            case STAGE_LINES:
                good = read_lines(&all);
                break;
            case STAGE_PAGE_FEATURES:
                good = dhk_extractor_page(all.context->extractor, &all.context->document);
                break;
            case STAGE_SCORES:
                good = score_lines(&all);
                break;
            case STAGE_STACK:
                good = stack_lines(&all);
                break;
            case STAGE_DECIDE:
                decide(&all);
                break;
            case STAGE_ROLES:
                find_roles(&all);
                break;
            case STAGE_WHOLE:
                good = classify(&all, page);
                break;
            case STAGE_VECTORS:
                make_vectors(&all);
                break;
            case STAGE_TO_TEXT:
                good = to_text(&all, page);
                break;
            case STAGE_TO_MARKDOWN:
                good = to_markdown(&all, page);
                break;
            case STAGE_COUNT:
                break;
            }
        }
    }
    bench_close(&all);
    return good;
}

/* -- Memory --------------------------------------------------------------- */

typedef struct account {
    size_t bytes, peak, calls;
} account;

static void *counting_resize(void *user, void *block, size_t old_size, size_t new_size) {
    account *books = user;
    void *resized = realloc(block, new_size);
    if (resized == NULL)
        return NULL;
    books->calls++;
    books->bytes += new_size - old_size;
    books->peak = books->bytes > books->peak ? books->bytes : books->peak;
    return resized;
}

static void counting_release(void *user, void *block, size_t size) {
    account *books = user;
    free(block);
    books->bytes -= size;
}

bool measure_memory(const dehusk_model *model, const page_set *set, dehusk_format format, memory_use *use) {
    account books = {0};
    dehusk_options options;
    bench all;
    bool good;
    dehusk_options_init(&options);
    options.allocator = (dehusk_allocator){&books, counting_resize, counting_release};
    memset(&all, 0, sizeof all);
    dehusk_request_init(&all.request);
    all.request.format = format;
    good = dehusk_context_new(model, &options, &all.context) == DEHUSK_OK && dhk_context_allocate(all.context);
    for (size_t i = 0; good && i < set->count; i++)
        good = classify(&all, &set->pages[i]);
    use->peak = books.peak;
    use->first_calls = books.calls;
    for (size_t i = 0; good && i < set->count; i++)
        good = classify(&all, &set->pages[i]);
    use->second_calls = books.calls - use->first_calls;
    bench_close(&all);
    return good;
}

/* -- Threads -------------------------------------------------------------- */

typedef struct work {
    const dehusk_model *model;
    const page_set *set;
    atomic_size_t next; /* page that no thread has taken */
    atomic_bool failed;
} work;

/* Several passes, so that making the contexts and warming them up does not count. */
enum { THREAD_PASSES = 4 };

static void *take_pages(void *data) {
    work *shared = data;
    bench all;
    bool good = bench_open(&all, shared->model, DEHUSK_FORMAT_HTML);
    for (size_t i; good && (i = atomic_fetch_add(&shared->next, 1)) < THREAD_PASSES * shared->set->count;)
        good = classify(&all, &shared->set->pages[i % shared->set->count]);
    if (!good)
        atomic_store(&shared->failed, true);
    bench_close(&all);
    return NULL;
}

bool measure_threads(const dehusk_model *model, const page_set *set, size_t threads, double *seconds) {
    pthread_t *others = calloc(threads, sizeof *others);
    work shared = {.model = model, .set = set};
    size_t started = 0;
    if (others == NULL)
        return false;
    *seconds = seconds_of(CLOCK_MONOTONIC);
    while (started < threads && pthread_create(&others[started], NULL, take_pages, &shared) == 0)
        started++;
    for (size_t i = 0; i < started; i++)
        pthread_join(others[i], NULL);
    *seconds = (seconds_of(CLOCK_MONOTONIC) - *seconds) / THREAD_PASSES;
    free(others);
    return started == threads && !atomic_load(&shared.failed);
}

/* -- Pages of text -------------------------------------------------------- */

bool make_text_pages(const dehusk_model *model, const page_set *set, page_set *texts) {
    bench all;
    char *text = NULL;
    size_t capacity = 0;
    bool good = bench_open(&all, model, DEHUSK_FORMAT_HTML);
    for (size_t i = 0; good && i < set->count; i++) {
        const dehusk_page *page;
        size_t length = 0;
        good =
            dehusk_classify(all.context, set->pages[i].bytes, set->pages[i].length, &all.request, &page) == DEHUSK_OK;
        for (size_t k = 0; good && k < dehusk_page_line_count(page); k++) {
            const dehusk_line *line = dehusk_page_line(page, k);
            if (text == NULL || length + line->text_length + 1 > capacity) {
                char *grown = realloc(text, capacity = 2 * (length + line->text_length + 1));
                good = grown != NULL;
                if (!good)
                    break;
                text = grown;
            }
            memcpy(text + length, line->text, line->text_length);
            length += line->text_length;
            text[length++] = '\n';
        }
        good = good && page_set_add(texts, text, length);
    }
    free(text);
    bench_close(&all);
    return good;
}
