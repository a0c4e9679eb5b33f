/*
 * Bytes to labels, through the public interface.
 * Options: [bits 0-1: format, bits 2-3: favor, bit 4: the made-up model,
 *           bit 5: all thresholds, and counts of its site; bit 6: all favors, bit 7: keep nothing by its role, and all
 *           that may be kept]
 *          [charset label] [threshold, 0: none] [limits, two bytes]
 */
#include "fuzz.h"
#include "support/model_bytes.h"

#include <stdlib.h>
#include <string.h>

static const dehusk_model *model_for(bool made_up) {
    static dehusk_model *model[2];
    if (model[made_up] == NULL && (made_up || dehusk_model_open_default(NULL, &model[0]) != DEHUSK_OK))
        model[made_up] = ts_model_open();
    return model[made_up];
}

/* What stands for a line whose role decides, and not its probability. */
enum { BY_ROLE = 255 };

/* The labels of a page, a byte each. */
static unsigned char *labels_of(const dehusk_page *page, const dehusk_request *request) {
    size_t count = dehusk_page_line_count(page);
    unsigned char *labels = malloc(count + 1);
    FZ_CHECK(labels != NULL);
    for (size_t i = 0; i < count; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        labels[i] = (unsigned char)line->label;
        if (line->role != DEHUSK_ROLE_NONE) {
            bool wanted = (request->keep >> (line->role - 1) & 1) != 0;
            FZ_CHECK(line->role <= DEHUSK_ROLE_NOTICE);
            FZ_CHECK(wanted || line->label == DEHUSK_CHROME);
            FZ_CHECK(!wanted || line->role != DEHUSK_ROLE_TITLE || line->label == DEHUSK_CONTENT);
            labels[i] = BY_ROLE;
        }
    }
    return labels;
}

/* A rule of plain text, "---" and the like, goes with what it stands between, whatever its probability is. */
static bool is_rule(const dehusk_page *page, const dehusk_line *line) {
    size_t same = 0;
    if (dehusk_page_summary(page)->format != DEHUSK_FORMAT_TEXT)
        return false;
    for (size_t i = 0; i < line->text_length; i++)
        same += line->text[i] == line->text[0] || line->text[i] == ' ' || line->text[i] == '\t';
    return same == line->text_length && strchr("-_*=", line->text[0]) != NULL;
}

/* With a higher threshold there is not one line more, and all agree with the probabilities. */
static void check_thresholds(dehusk_context *context, const unsigned char *bytes, size_t length,
                             dehusk_request request) {
    static const double steps[] = {0, 0.125, 0.5, 0.75, 1};
    unsigned char *before = NULL;
    for (size_t step = 0; step < sizeof steps / sizeof *steps; step++) {
        const dehusk_page *page;
        unsigned char *now;
        request.threshold = steps[step];
        FZ_CHECK(dehusk_classify(context, bytes, length, &request, &page) == DEHUSK_OK);
        now = labels_of(page, &request);
        for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
            if (now[i] == BY_ROLE)
                continue;
            FZ_CHECK(before == NULL || now[i] == DEHUSK_CHROME || before[i] != DEHUSK_CHROME);
            FZ_CHECK((now[i] == DEHUSK_CONTENT) == (dehusk_page_line(page, i)->probability >= steps[step]) ||
                     is_rule(page, dehusk_page_line(page, i)));
        }
        free(before);
        before = now;
    }
    free(before);
}

/* What may be kept changes the labels of lines with a role, and nothing else. */
static void check_keeps(dehusk_context *context, const unsigned char *bytes, size_t length, dehusk_request request) {
    size_t lines = 0;
    dehusk_line *before = NULL; /* with nothing kept by its role; the texts are of a page that is gone */
    for (unsigned keep = 0; keep < 16; keep++) {
        const dehusk_page *page;
        request.keep = keep;
        FZ_CHECK(dehusk_classify(context, bytes, length, &request, &page) == DEHUSK_OK);
        if (before == NULL) {
            lines = dehusk_page_line_count(page);
            before = malloc((lines + 1) * sizeof *before);
            FZ_CHECK(before != NULL);
            for (size_t i = 0; i < lines; i++)
                before[i] = *dehusk_page_line(page, i);
        }
        FZ_CHECK(dehusk_page_line_count(page) == lines);
        free(labels_of(page, &request)); /* they are what `keep` says */
        for (size_t i = 0; i < lines; i++) {
            const dehusk_line *line = dehusk_page_line(page, i);
            FZ_CHECK(line->role == before[i].role && line->score == before[i].score);
            FZ_CHECK(line->probability == before[i].probability);
            FZ_CHECK(line->role != DEHUSK_ROLE_NONE || line->label == before[i].label);
        }
    }
    free(before);
}

/* A looser way keeps what a stricter one keeps, but for lines that it has elsewhere word for word, and for hidden ones, which
 * go where the lines around them are kept and shown. */
static void check_favors(dehusk_context *context, const unsigned char *bytes, size_t length, dehusk_request request) {
    static const dehusk_favor favors[] = {DEHUSK_FAVOR_PRECISION, DEHUSK_FAVOR_BALANCED, DEHUSK_FAVOR_RECALL};
    unsigned char *before = NULL;
    request.threshold = -1;
    for (size_t step = 0; step < 3; step++) {
        const dehusk_page *page;
        unsigned char *now;
        request.favor = favors[step];
        FZ_CHECK(dehusk_classify(context, bytes, length, &request, &page) == DEHUSK_OK);
        now = labels_of(page, &request);
        /* Rows of one wrapped line share a label, and what is repeated is the line: only HTML shows it here. */
        for (size_t i = 0; before != NULL && i < dehusk_page_line_count(page); i++) {
            const dehusk_line *line = dehusk_page_line(page, i);
            bool repeated = dehusk_page_summary(page)->format == DEHUSK_FORMAT_TEXT;
            if (before[i] != DEHUSK_CONTENT || now[i] != DEHUSK_CHROME || line->hidden)
                continue;
            for (size_t k = 0; k < dehusk_page_line_count(page) && !repeated; k++) {
                const dehusk_line *other = dehusk_page_line(page, k);
                repeated = now[k] == DEHUSK_CONTENT && other->text_length == line->text_length &&
                           memcmp(other->text, line->text, line->text_length) == 0;
            }
            FZ_CHECK(repeated);
        }
        free(before);
        before = now;
    }
    free(before);
}

/* In pieces, whose lengths depend on the bytes, the page is the same. */
static void check_pieces(dehusk_context *context, const unsigned char *bytes, size_t length,
                         const dehusk_request *request, uint64_t digest) {
    const dehusk_page *page;
    size_t at = 0;
    FZ_CHECK(dehusk_begin(context, request) == DEHUSK_OK);
    while (at < length) {
        size_t piece = (size_t)bytes[at] % 61 * (bytes[at] % 7);
        unsigned char *copy;
        if (piece > length - at)
            piece = length - at;
        copy = malloc(piece + 1);
        FZ_CHECK(copy != NULL);
        memcpy(copy, bytes + at, piece);
        FZ_CHECK(dehusk_feed(context, copy, piece) == DEHUSK_OK);
        free(copy);
        if (piece == 0) {
            FZ_CHECK(dehusk_feed(context, bytes + at, 1) == DEHUSK_OK);
            piece = 1;
        }
        at += piece;
    }
    FZ_CHECK(dehusk_end(context, &page) == DEHUSK_OK);
    FZ_CHECK(fz_page_digest(page) == digest);
}

/* Of clean HTML, every tag is one that the writer knows, as it writes it. */
static void check_tags(const char *text, size_t length) {
    static const char *const names[] = {"p>",
                                        "p><",
                                        "h1>",
                                        "h2>",
                                        "h3>",
                                        "h4>",
                                        "h5>",
                                        "h6>",
                                        "ul>",
                                        "ol>",
                                        "ol start=\"",
                                        "li>",
                                        "li value=\"",
                                        "blockquote>",
                                        "pre>",
                                        "code>",
                                        "code class=\"language-",
                                        "table>",
                                        "tr>",
                                        "td>",
                                        "th>",
                                        "strong>",
                                        "em>",
                                        "s>",
                                        "br>",
                                        "a>",
                                        "a href=\"",
                                        "img src=\""};
    for (size_t at = 0; at < length; at++) {
        size_t name = at + 1;
        bool known = false;
        FZ_CHECK(text[at] != '\0');
        if (text[at] != '<')
            continue;
        name += name < length && text[name] == '/';
        for (size_t i = 0; i < sizeof names / sizeof *names && !known; i++)
            known = strlen(names[i]) <= length - name && memcmp(text + name, names[i], strlen(names[i])) == 0;
        FZ_CHECK(known);
    }
}

/* All that is told beside the lines: asking for it changes no label, and it is the same twice. */
static void check_outputs(dehusk_context *context, const unsigned char *bytes, size_t length, dehusk_request request,
                          uint64_t digest) {
    static const char *const urls[] = {NULL, "http://a.example/b/c?d#e", "https://a.example", "x:", ""};
    const dehusk_page *page;
    dehusk_rendering rendering;
    request.markup = request.metadata = 1;
    FZ_CHECK(dehusk_classify(context, bytes, length, &request, &page) == DEHUSK_OK);
    FZ_CHECK(fz_page_digest(page) == digest);
    for (int name = -1; name <= DEHUSK_METADATA_COUNT; name++) {
        dehusk_metadata found = dehusk_page_metadata(page, (dehusk_metadata_name)name);
        FZ_CHECK(found.value == NULL || (found.length > 0 && found.value[found.length - 1] != ' ' &&
                                         *dehusk_metadata_source_name(found.source) != '\0'));
    }
    dehusk_rendering_init(&rendering);
    for (unsigned i = 0; i < 20; i++) {
        const char *text, *again;
        size_t count, count_again;
        char *copy;
        rendering.form = (dehusk_form)(i % 5);
        rendering.images = (dehusk_images)(i / 3 % 3);
        rendering.links = (dehusk_links)(i / 2 % 2);
        rendering.tables = (dehusk_tables)(i / 10);
        rendering.url = urls[i % 5];
        FZ_CHECK(dehusk_render(context, &rendering, &text, &count) == DEHUSK_OK);
        copy = malloc(count + 1);
        FZ_CHECK(copy != NULL);
        memcpy(copy, text, count);
        FZ_CHECK(count == 0 || copy[count - 1] == '\n');
        if (rendering.form == DEHUSK_FORM_HTML)
            check_tags(copy, count);
        FZ_CHECK(dehusk_render(context, &rendering, &again, &count_again) == DEHUSK_OK);
        FZ_CHECK(count_again == count && memcmp(again, copy, count) == 0);
        free(copy);
    }
    FZ_CHECK(dehusk_relabel(context, &request) == DEHUSK_OK);
    FZ_CHECK(fz_page_digest(page) == digest);
}

typedef struct counts_file {
    unsigned char *at;
    size_t length;
} counts_file;

static int put_counts(void *user, const void *bytes, size_t length) {
    counts_file *file = user;
    file->at = realloc(file->at, file->length + length + 1);
    FZ_CHECK(file->at != NULL);
    if (length > 0)
        memcpy(file->at + file->length, bytes, length);
    file->length += length;
    return 0;
}

/* Counts of a site with this page, and with a part of it as another. */
static dehusk_site_counts *count_site(const dehusk_options *options, const unsigned char *bytes, size_t length,
                                      const dehusk_request *request) {
    dehusk_site_counter *counter;
    dehusk_site_counts *counts;
    counts_file file = {NULL, 0};
    FZ_CHECK(dehusk_site_counter_new(options, (size_t)1 << 20, &counter) == DEHUSK_OK);
    FZ_CHECK(dehusk_site_counter_add(counter, bytes, length, request) == DEHUSK_OK);
    FZ_CHECK(dehusk_site_counter_add(counter, bytes, length / 2, request) == DEHUSK_OK);
    FZ_CHECK(dehusk_site_counter_write(counter, put_counts, &file) == DEHUSK_OK);
    dehusk_site_counter_free(counter);
    FZ_CHECK(dehusk_site_counts_open_memory(file.at, file.length, &options->allocator, &counts, NULL) == DEHUSK_OK);
    free(file.at);
    return counts;
}

/* Counts of the site change scores, and nothing else of the lines; of another site, or without another page, they
 * change nothing. */
static void check_site_counts(dehusk_context *context, const dehusk_options *options, const unsigned char *bytes,
                              size_t length, dehusk_request request, uint64_t digest) {
    const dehusk_page *page;
    dehusk_site_counts *counts;
    size_t lines;
    request.host = "www.Example.org";
    FZ_CHECK(dehusk_classify(context, bytes, length, &request, &page) == DEHUSK_OK);
    FZ_CHECK(fz_page_digest(page) == digest);
    lines = dehusk_page_line_count(page);
    counts = count_site(options, bytes, length, &request);
    request.site_counts = counts;
    request.host = "example.com";
    FZ_CHECK(dehusk_classify(context, bytes, length, &request, &page) == DEHUSK_OK);
    FZ_CHECK(fz_page_digest(page) == digest);
    request.host = "example.org.";
    for (request.host_counted = 0; request.host_counted < 2; request.host_counted++) {
        uint64_t with;
        FZ_CHECK(dehusk_classify(context, bytes, length, &request, &page) == DEHUSK_OK);
        FZ_CHECK(dehusk_page_line_count(page) == lines);
        with = fz_page_digest(page);
        fz_check_page(context, page, length, lines / 16 + 1);
        FZ_CHECK(dehusk_classify(context, bytes, length, &request, &page) == DEHUSK_OK);
        FZ_CHECK(fz_page_digest(page) == with);
        check_pieces(context, bytes, length, &request, with);
    }
    dehusk_site_counts_close(counts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static dehusk_context *kept[2];
    fz_account account = {0, 0};
    fz_input input = {data, size};
    uint8_t kinds = fz_take(&input);
    bool made_up = (kinds & 16) != 0;
    dehusk_options options;
    dehusk_request request;
    dehusk_context *context;
    const dehusk_page *page;
    unsigned char *bytes;
    dehusk_status status;
    uint8_t threshold;

    dehusk_options_init(&options);
    dehusk_request_init(&request);
    request.format = (dehusk_format)((kinds & 3) % 3);
    request.favor = (dehusk_favor)((kinds >> 2 & 3) % 3);
    request.charset = fz_charset_label(fz_take(&input));
    threshold = fz_take(&input);
    request.threshold = threshold == 0 ? -1 : (threshold - 1) / 254.0;
    if (kinds & 128)
        request.keep = 0;
    fz_take_limits(&input, &options);
    options.allocator = fz_allocator(&account);
    bytes = fz_copy_rest(&input);

    FZ_CHECK(dehusk_context_new(model_for(made_up), &options, &context) == DEHUSK_OK);
    status = dehusk_classify(context, bytes, input.left, &request, &page);
    if (status == DEHUSK_OK) {
        size_t lines = dehusk_page_line_count(page);
        uint64_t digest = fz_page_digest(page);
        size_t calls = account.calls;
        unsigned truncated = dehusk_page_summary(page)->truncated;
        fz_check_page(context, page, input.left, lines / 16 + 1);
        FZ_CHECK(input.left <= options.max_bytes || truncated & DEHUSK_TRUNCATED_BYTES);
        FZ_CHECK(lines <= options.max_lines || options.max_lines > 100);
        FZ_CHECK(dehusk_classify(context, bytes, input.left, &request, &page) == DEHUSK_OK);
        FZ_CHECK(fz_page_digest(page) == digest && account.calls == calls);
        check_pieces(context, bytes, input.left, &request, digest);
        check_outputs(context, bytes, input.left, request, digest);
        if (kinds & 32) {
            check_thresholds(context, bytes, input.left, request);
            check_site_counts(context, &options, bytes, input.left, request, digest);
        }
        if (kinds & 64)
            check_favors(context, bytes, input.left, request);
        if (kinds & 128)
            check_keeps(context, bytes, input.left, request);
        /* And with a context that has seen all the inputs before. */
        if (kept[made_up] == NULL)
            FZ_CHECK(dehusk_context_new(model_for(made_up), NULL, &kept[made_up]) == DEHUSK_OK);
        FZ_CHECK(dehusk_classify(kept[made_up], bytes, input.left, &request, &page) == DEHUSK_OK);
        fz_check_page(kept[made_up], page, input.left, 0);
        /* What passes no limit is the same without one; of attributes, the ends of addresses and styles are cut without
         * a word. */
        if ((truncated == 0 && options.max_attribute_bytes == 65536) ||
            (options.max_lines == 1000000 && options.max_depth == 512 && options.max_attribute_bytes == 65536 &&
             options.max_bytes == (size_t)64 << 20 && options.max_steps == 10000000))
            FZ_CHECK(fz_page_digest(page) == digest);
    } else {
        dehusk_reason reason;
        size_t count;
        FZ_CHECK(request.charset != NULL || !dehusk_charset_supported("gbk"));
        FZ_CHECK(status == DEHUSK_UNKNOWN_CHARSET || status == DEHUSK_UNSUPPORTED_CHARSET);
        FZ_CHECK(dehusk_explain(context, 0, &reason, 1, &count) == DEHUSK_BAD_ARGUMENT);
    }
    dehusk_context_free(context);
    FZ_CHECK(account.bytes == 0);
    free(bytes);
    return 0;
}
