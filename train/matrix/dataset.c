/*
 * Reads pages, aligns them with their gold and extracts their vectors, two or
 * more pages at a time; where a page lands depends on its place in the corpus
 * only, so the order of threads leaves no trace.
 */
#include "matrix/dataset.h"

#include "classify/context.h"
#include "corpus/forms.h"
#include "corpus/own_pages.h"
#include "features/features.h"
#include "roles/named_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *resize_block(void *user, void *block, size_t old_size, size_t new_size) {
    (void)user;
    (void)old_size;
    return realloc(block, new_size);
}

static void release_block(void *user, void *block, size_t size) {
    (void)user;
    (void)size;
    free(block);
}

const dehusk_allocator tr_allocator = {NULL, resize_block, release_block};

/* What a thread keeps from page to page. */
typedef struct worker {
    dehusk_context *context;
    dhk_extractor *extractor;
    tr_bytes html, gold, joined;
    size_t *joined_ends; /* of each line in `joined` */
    size_t joined_count, joined_capacity;
    uint8_t *origins; /* of those lines */
    size_t origin_capacity;
    dhk_role_evidence *evidence;
    size_t evidence_capacity;
    uint8_t *parts; /* of the page's elements */
    size_t part_capacity;
    tr_tokens page_tokens, gold_tokens;
    size_t *starts;
    size_t start_capacity;
    uint32_t *vectors;
    size_t vector_capacity;
    uint32_t *common;
    size_t common_capacity;
    tr_bytes labels_file;
    tr_labels labels;
    uint8_t *marks; /* of an own page's lines as its labels list them: content, or MARK_UNKNOWN */
    size_t mark_capacity;
    uint8_t *stays; /* of a page's lines: those of a cut text */
    size_t stay_capacity;
    tr_bytes blanked; /* a line without its addresses */
    tr_tokens row_tokens;
    bool wrong_charset;
    tr_error error;
} worker;

enum { MARK_UNKNOWN = 2 };

typedef struct reading {
    tr_dataset *dataset;
    tr_align_cache *cache;
    bool vectors;
    worker *workers;
} reading;

static bool read_as(worker *self, const tr_page *page, const tr_bytes *bytes, dehusk_format format,
                    const char *charset) {
    dehusk_request request;
    dehusk_request_init(&request);
    request.format = format;
    request.charset = charset;
    dehusk_status status = dhk_context_read(self->context, bytes->at, bytes->length, &request);
    if (status == DEHUSK_UNKNOWN_CHARSET || status == DEHUSK_UNSUPPORTED_CHARSET) {
        /* Servers say odd things; the runtime's caller would leave such a charset out, too. */
        self->wrong_charset = true;
        request.charset = NULL;
        status = dhk_context_read(self->context, bytes->at, bytes->length, &request);
    }
    if (status != DEHUSK_OK)
        return tr_fail(&self->error, "%s: %s", page->html_path, dehusk_status_message(status));
    return true;
}

/* What the HTML says of its lines, before they are text. */
static void note_origins(worker *self) {
    const dhk_document *parsed = &self->context->document;
    TR_RESERVE(self->evidence, self->evidence_capacity, parsed->line_count);
    TR_RESERVE(self->origins, self->origin_capacity, parsed->line_count);
    dhk_roles_signs(parsed, UINT32_MAX, NULL, self->evidence);
    TR_RESERVE(self->parts, self->part_capacity, parsed->element_count);
    dhk_named_parts_mark(self->context->part_names, parsed, UINT32_MAX, self->parts);
    for (size_t i = 0; i < parsed->line_count; i++) {
        uint8_t part = self->parts[parsed->lines[i].element];
        self->origins[i] =
            (uint8_t)((parsed->lines[i].heading_level == 1 && !parsed->lines[i].hidden ? TR_ORIGIN_TITLE : 0) |
                      ((self->evidence[i].signs & DHK_SIGN_CAPTION) != 0 ? TR_ORIGIN_CAPTION : 0) |
                      (part == DHK_PART_COMMENT || part == DHK_PART_COMMENT_FORM ? TR_ORIGIN_COMMENT : 0));
    }
}

/* A line of text is what the HTML line was that its first row was. */
static void take_origins(worker *self, tr_document *document) {
    const dhk_document *parsed = &self->context->document;
    size_t line = 0;
    document->origins = tr_zeroed(parsed->line_count, 1);
    for (size_t i = 0; i < parsed->line_count; i++) {
        size_t begin = dhk_decoder_input_offset(self->context->decoder, parsed->rows[parsed->lines[i].first_row].begin);
        while (line + 1 < self->joined_count && self->joined_ends[line] <= begin)
            line++;
        document->origins[i] = self->origins[line];
    }
}

static void begin_joined(worker *self, size_t lines) {
    self->joined.length = 0;
    self->joined_count = 0;
    TR_RESERVE(self->joined_ends, self->joined_capacity, lines);
}

static void join_line(worker *self, const char *text, size_t length) {
    tr_bytes *joined = &self->joined;
    TR_RESERVE(joined->at, joined->capacity, joined->length + length + 1);
    memcpy(joined->at + joined->length, text, length);
    joined->length += length;
    joined->at[joined->length++] = '\n';
    self->joined_ends[self->joined_count++] = joined->length;
}

/* The page's lines as a text file, and that file's lines in turn. */
static bool read_again_as_text(worker *self, const tr_page *page) {
    const dhk_document *lines = &self->context->document;
    note_origins(self);
    begin_joined(self, lines->line_count);
    for (size_t i = 0; i < lines->line_count; i++)
        join_line(self, lines->text + lines->lines[i].text, lines->lines[i].text_length);
    return read_as(self, page, &self->joined, DEHUSK_FORMAT_TEXT, "utf-8");
}

/* Keeps of the context's page what deciding needs. */
static void keep_lines(tr_document *document, const dhk_document *parsed) {
    dhk_document *kept = &document->lines;
    *kept = *parsed;
    kept->lines = tr_resize(NULL, parsed->line_count, sizeof *kept->lines);
    if (parsed->line_count > 0)
        memcpy(kept->lines, parsed->lines, parsed->line_count * sizeof *kept->lines);
    kept->text = tr_resize(NULL, parsed->text_length, 1);
    if (parsed->text_length > 0)
        memcpy(kept->text, parsed->text, parsed->text_length);
    kept->line_capacity = parsed->line_count;
    kept->text_capacity = parsed->text_length;
    kept->rows = NULL;
    kept->elements = tr_resize(NULL, parsed->element_count, sizeof *kept->elements);
    if (parsed->element_count > 0)
        memcpy(kept->elements, parsed->elements, parsed->element_count * sizeof *kept->elements);
    kept->element_capacity = parsed->element_count;
    kept->words = tr_resize(NULL, parsed->word_count, sizeof *kept->words);
    if (parsed->word_count > 0)
        memcpy(kept->words, parsed->words, parsed->word_count * sizeof *kept->words);
    kept->word_capacity = parsed->word_count;
    kept->row_count = kept->row_capacity = 0;
    document->line_count = (uint32_t)parsed->line_count;
}

/* Lines of comments that the gold does not have. */
static void mask_comments(worker *self, tr_document *document) {
    if (document->masked == NULL)
        document->masked = tr_zeroed(document->line_count, 1);
    if (document->origins == NULL)
        note_origins(self); /* the page is there as HTML yet, line by line */
    const uint8_t *origins = document->origins != NULL ? document->origins : self->origins;
    for (uint32_t i = 0; i < document->line_count; i++)
        document->masked[i] |= (origins[i] & TR_ORIGIN_COMMENT) != 0 && !tr_is_content(document, i);
}

static void tokenize_line(worker *self, const tr_document *document, uint32_t line) {
    const dhk_document *parsed = &document->lines;
    const char *text = parsed->text + parsed->lines[line].text;
    size_t length = parsed->lines[line].text_length;
    if (document->page->form == TR_FORM_RENDERED || document->page->form == TR_FORM_EXTRACTED) {
        TR_RESERVE(self->blanked.at, self->blanked.capacity, length);
        tr_forms_blank_addresses(text, length, self->blanked.at);
        text = self->blanked.at;
    }
    tr_tokenize(&self->page_tokens, text, length);
}

static void free_tokens(tr_document *document) {
    free(document->token_counts);
    free(document->common_starts);
    free(document->common);
    free(document->gold_word_counts);
}

/* Tokens of each line, of the gold, and which ones they have in common. */
static void compare_tokens(worker *self, tr_document *document) {
    uint32_t count = document->line_count;
    tr_vocabulary words;
    free_tokens(document); /* of another gold */
    self->page_tokens.count = self->gold_tokens.count = 0;
    TR_RESERVE(self->starts, self->start_capacity, (size_t)count + 1);
    document->token_counts = tr_resize(NULL, count, sizeof *document->token_counts);
    for (uint32_t i = 0; i < count; i++) {
        self->starts[i] = self->page_tokens.count;
        tokenize_line(self, document, i);
        document->token_counts[i] = (uint32_t)(self->page_tokens.count - self->starts[i]);
    }
    self->starts[count] = self->page_tokens.count;
    tr_tokenize(&self->gold_tokens, self->gold.at, self->gold.length);
    tr_vocabulary_make(&words, self->gold_tokens.hashes, self->gold_tokens.count);
    document->gold_token_count = (uint32_t)self->gold_tokens.count;
    document->gold_word_count = words.count;
    document->gold_word_counts = tr_zeroed(words.count, sizeof *document->gold_word_counts);
    for (size_t i = 0; i < self->gold_tokens.count; i++)
        document->gold_word_counts[tr_vocabulary_find(&words, self->gold_tokens.hashes[i])]++;
    document->common_starts = tr_resize(NULL, (size_t)count + 1, sizeof *document->common_starts);
    size_t common = 0;
    for (uint32_t i = 0; i < count; i++) {
        document->common_starts[i] = (uint32_t)common;
        for (size_t k = self->starts[i]; k < self->starts[i + 1]; k++) {
            uint32_t word = tr_vocabulary_find(&words, self->page_tokens.hashes[k]);
            if (word == TR_NO_TOKEN)
                continue;
            TR_RESERVE(self->common, self->common_capacity, common + 1);
            self->common[common++] = word;
        }
    }
    document->common_starts[count] = (uint32_t)common;
    document->common = tr_resize(NULL, common, sizeof *document->common);
    if (common > 0)
        memcpy(document->common, self->common, common * sizeof *document->common);
    tr_vocabulary_free(&words);
}

static void set_oracle(tr_document *document) {
    uint8_t *labels = tr_resize(NULL, document->line_count, 1);
    for (uint32_t i = 0; i < document->line_count; i++)
        labels[i] = tr_is_content(document, i);
    document->oracle = tr_document_score(document, labels).f1;
    free(labels);
}

static void label_lines(const worker *self, tr_document *document, tr_align_cache *cache) {
    const uint64_t *gold = self->gold_tokens.hashes;
    size_t gold_count = self->gold_tokens.count;
    tr_line_tokens lines = {self->page_tokens.hashes, self->starts, document->line_count};
    uint64_t key = 0;
    bool known = false;
    document->covered = tr_zeroed(document->line_count, 1);
    if (gold_count > 0 && cache != NULL) {
        key = tr_align_cache_key(&lines, gold, gold_count);
        known = tr_align_cache_get(cache, key, document->covered, document->line_count);
    }
    if (!known && gold_count > 0) {
        tr_align(&lines, gold, gold_count, 0, document->covered);
        if (cache != NULL)
            tr_align_cache_put(cache, key, document->covered, document->line_count);
    }
    set_oracle(document);
    document->gold = gold_count == 0 ? TR_GOLD_EMPTY : document->oracle < TR_ORACLE_MIN ? TR_GOLD_BAD : TR_GOLD_GOOD;
}

/* The labels' content lines are the gold, and say which lines are content. */
static bool take_labels(worker *self, const tr_page *page) {
    if (!tr_corpus_read_labels(page, &self->labels_file, &self->error) ||
        !tr_labels_parse(&self->labels, page->labels_path, self->labels_file.at, self->labels_file.length,
                         &self->error) ||
        !tr_labels_match(&self->labels, page->labels_path, &self->context->document, &self->error))
        return false;
    self->gold.length = 0;
    TR_RESERVE(self->marks, self->mark_capacity, self->labels.count);
    for (size_t i = 0; i < self->labels.count; i++) {
        const tr_label *label = &self->labels.items[i];
        self->marks[i] = label->content;
        TR_RESERVE(self->gold.at, self->gold.capacity, self->gold.length + label->length + 1);
        if (!label->content)
            continue;
        memcpy(self->gold.at + self->gold.length, self->labels.text + label->text, label->length);
        self->gold.length += label->length;
        self->gold.at[self->gold.length++] = '\n';
    }
    return true;
}

/* Where HTML lines were read again as text: the marks of their rows. */
static void mark_rows(worker *self) {
    const dhk_document *rows = &self->context->document;
    uint8_t *of_lines = self->marks;
    size_t line = 0;
    self->marks = tr_resize(NULL, rows->row_count, 1);
    self->mark_capacity = rows->row_count;
    for (size_t i = 0; i < rows->row_count; i++) {
        size_t begin = dhk_decoder_input_offset(self->context->decoder, rows->rows[i].begin);
        while (line + 1 < self->joined_count && self->joined_ends[line] <= begin)
            line++;
        self->marks[i] = self->joined_count > 0 ? of_lines[line] : 0;
    }
    free(of_lines);
}

/* A line of several rows is content by the share of its tokens in content rows, as by an alignment; rows without a
 * label do not count. */
static void cover_by_rows(worker *self, tr_document *document) {
    const dhk_document *parsed = &self->context->document;
    uint64_t *sums = tr_zeroed(2 * (size_t)document->line_count, sizeof *sums); /* of content, of all */
    for (size_t i = 0; i < parsed->row_count; i++) {
        const dhk_row *row = &parsed->rows[i];
        if (self->marks[i] == MARK_UNKNOWN)
            continue;
        self->row_tokens.count = 0;
        tr_tokenize(&self->row_tokens, parsed->text + row->text, row->text_length);
        /* A row without tokens weighs next to nothing, but that is all there is if the others have none. */
        uint64_t weight = 1 + 1000 * (uint64_t)self->row_tokens.count;
        sums[2 * row->line] += self->marks[i] ? weight : 0;
        sums[2 * row->line + 1] += weight;
    }
    document->masked = tr_zeroed(document->line_count, 1);
    for (uint32_t i = 0; i < document->line_count; i++) {
        document->masked[i] = sums[2 * i + 1] == 0;
        document->covered[i] = (uint8_t)(sums[2 * i + 1] > 0 ? 100 * sums[2 * i] / sums[2 * i + 1] : 0);
    }
    free(sums);
}

static void label_by_marks(worker *self, tr_document *document) {
    const dhk_document *parsed = &self->context->document;
    document->covered = tr_zeroed(document->line_count, 1);
    if (parsed->format == DEHUSK_FORMAT_HTML)
        for (uint32_t i = 0; i < document->line_count; i++)
            document->covered[i] = self->marks[i] ? 100 : 0;
    else
        cover_by_rows(self, document);
}

/* What the lines' labels say of the page as a whole. */
static void judge_labels(const worker *self, tr_document *document) {
    set_oracle(document);
    document->gold = self->gold_tokens.count == 0 ? TR_GOLD_EMPTY : TR_GOLD_GOOD;
}

static bool extract_vectors(worker *self, tr_document *document, const uint8_t *left_out) {
    if (!dhk_extractor_page(self->extractor, &self->context->document))
        return tr_fail(&self->error, "%s: out of memory", document->page->html_path);
    size_t count = 0;
    document->evidence = tr_resize(NULL, document->line_count, sizeof *document->evidence);
    TR_RESERVE(self->parts, self->part_capacity, self->context->document.element_count);
    dhk_named_parts_mark(self->context->part_names, &self->context->document, dhk_extractor_title_line(self->extractor),
                         self->parts);
    dhk_roles_signs(&self->context->document, dhk_extractor_title_line(self->extractor), self->parts,
                    document->evidence);
    document->vector_starts = tr_resize(NULL, (size_t)document->line_count + 1, sizeof *document->vector_starts);
    for (uint32_t i = 0; i < document->line_count; i++) {
        document->vector_starts[i] = (uint32_t)count;
        TR_RESERVE(self->vectors, self->vector_capacity, count + DHK_VECTOR_MAX);
        uint32_t found = dhk_extractor_line(self->extractor, i, self->vectors + count);
        for (uint32_t k = 0; k < found; k++)
            if (left_out == NULL || !left_out[self->vectors[document->vector_starts[i] + k]])
                self->vectors[count++] = self->vectors[document->vector_starts[i] + k];
    }
    document->vector_starts[document->line_count] = (uint32_t)count;
    document->vectors = tr_resize(NULL, count, sizeof *document->vectors);
    if (count > 0)
        memcpy(document->vectors, self->vectors, count * sizeof *document->vectors);
    if (self->context->document.format != DEHUSK_FORMAT_HTML)
        return true;
    document->copies = tr_resize(NULL, document->line_count, 1);
    return (dhk_extractor_hidden_copies(self->extractor, document->copies) &&
            dhk_frame_fill(&document->frame, &tr_allocator, self->extractor)) ||
           tr_fail(&self->error, "%s: %s", document->page->html_path, dehusk_status_message(DEHUSK_OUT_OF_MEMORY));
}

/* -- Texts that are forms of a page, or no page's -- */

/* The content lines themselves are the gold of a text that has lost some of its page's. */
static void take_own_gold(worker *self, tr_document *document) {
    const dhk_document *parsed = &document->lines;
    self->gold.length = 0;
    for (uint32_t i = 0; i < document->line_count; i++) {
        const dhk_line *line = &parsed->lines[i];
        TR_RESERVE(self->gold.at, self->gold.capacity, self->gold.length + line->text_length + 1);
        if (!tr_is_content(document, i))
            continue;
        memcpy(self->gold.at + self->gold.length, parsed->text + line->text, line->text_length);
        self->gold.length += line->text_length;
        self->gold.at[self->gold.length++] = '\n';
    }
    compare_tokens(self, document);
    judge_labels(self, document);
}

/* Rows of a label file become the joined text and its marks. */
static bool join_labelled(worker *self, const tr_page *page) {
    const char *at = self->labels_file.at, *end = at + self->labels_file.length;
    size_t rows = 1;
    for (const char *byte = at; byte < end; byte++)
        rows += *byte == '\n';
    begin_joined(self, rows);
    TR_RESERVE(self->marks, self->mark_capacity, rows);
    for (size_t row = 1; at < end; row++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline != NULL ? newline : end;
        if (stop - at < 2 || strchr("10?", at[0]) == NULL || at[1] != '\t')
            return tr_fail(&self->error, "%s:%zu: expected 1, 0 or ?, a tab and the line", page->labels_path, row);
        self->marks[self->joined_count] = at[0] == '?' ? MARK_UNKNOWN : at[0] == '1';
        join_line(self, at + 2, (size_t)(stop - at - 2));
        at = stop + 1;
    }
    return true;
}

static bool read_labelled(worker *self, const tr_page *page) {
    return tr_corpus_read_labels(page, &self->labels_file, &self->error) && join_labelled(self, page) &&
           read_as(self, page, &self->joined, DEHUSK_FORMAT_TEXT, "utf-8");
}

/* The page's lines, labelled, then those of them that a cut text has, joined, with their marks. `scratch` is the
 * page's; its gold is set. */
static bool read_cut(worker *self, const tr_page *page, tr_align_cache *cache, tr_document *scratch) {
    const char *charset = page->charset[0] != '\0' ? page->charset : NULL;
    bool own = page->labels_path != NULL;
    if (!tr_corpus_read_html(page, &self->html, &self->error) ||
        (!own && !tr_corpus_read_gold(page, &self->gold, &self->error)) ||
        !read_as(self, page, &self->html, DEHUSK_FORMAT_HTML, charset) || (own && !take_labels(self, page)))
        return false;
    keep_lines(scratch, &self->context->document);
    compare_tokens(self, scratch);
    if (own) {
        label_by_marks(self, scratch);
        judge_labels(self, scratch);
    } else {
        label_lines(self, scratch, cache);
    }
    uint32_t count = scratch->line_count;
    TR_RESERVE(self->stays, self->stay_capacity, 2 * (size_t)count);
    uint8_t *content = self->stays + count;
    for (uint32_t i = 0; i < count; i++)
        content[i] = tr_is_content(scratch, i) && !scratch->lines.lines[i].hidden;
    if (scratch->gold == TR_GOLD_GOOD && !tr_forms_cut(page, content, count, self->stays))
        scratch->gold = TR_GOLD_BAD;
    begin_joined(self, count);
    TR_RESERVE(self->marks, self->mark_capacity, count);
    for (uint32_t i = 0; scratch->gold == TR_GOLD_GOOD && i < count; i++) {
        const dhk_line *line = &scratch->lines.lines[i];
        if (self->stays[i] == 0 || line->hidden)
            continue;
        self->marks[self->joined_count] = content[i];
        join_line(self, scratch->lines.text + line->text, line->text_length);
    }
    return read_as(self, page, &self->joined, DEHUSK_FORMAT_TEXT, "utf-8");
}

static void free_document(tr_document *document);

/* The share of content among an extractor's tokens from which on its text counts, in percent: with less, the gold is
 * mostly not that of this page, or the extractor took another part of it. */
enum { EXTRACT_CONTENT_MIN = 30 };

static bool is_extract_usable(const tr_document *document) {
    uint64_t content = 0, all = 0;
    for (uint32_t i = 0; i < document->line_count; i++) {
        all += document->token_counts[i];
        content += tr_is_content(document, i) ? document->token_counts[i] : 0;
    }
    return content > 0 && 100 * content >= EXTRACT_CONTENT_MIN * all;
}

static bool read_rendering(worker *self, tr_document *document, tr_align_cache *cache) {
    const tr_page *page = document->page;
    if (!tr_corpus_read_html(page, &self->html, &self->error) ||
        !tr_corpus_read_gold(page, &self->gold, &self->error) ||
        !read_as(self, page, &self->html, DEHUSK_FORMAT_TEXT, "utf-8"))
        return false;
    keep_lines(document, &self->context->document);
    compare_tokens(self, document);
    label_lines(self, document, cache);
    if (page->form == TR_FORM_EXTRACTED) {
        bool usable = document->gold != TR_GOLD_EMPTY && is_extract_usable(document);
        take_own_gold(self, document);
        if (!usable)
            document->gold = TR_GOLD_BAD;
    }
    return true;
}

/* The page's main content alone. */
static bool read_clean(worker *self, const tr_page *page) {
    const char *charset = page->charset[0] != '\0' ? page->charset : NULL;
    if (page->labels_path == NULL)
        return tr_corpus_read_gold(page, &self->html, &self->error) &&
               read_as(self, page, &self->html, DEHUSK_FORMAT_TEXT, "utf-8");
    return tr_corpus_read_html(page, &self->html, &self->error) &&
           read_as(self, page, &self->html, DEHUSK_FORMAT_HTML, charset) && take_labels(self, page) &&
           read_as(self, page, &self->gold, DEHUSK_FORMAT_TEXT, "utf-8");
}

/* A text that is all content, or whose rows have marks. */
static bool read_marked(worker *self, tr_document *document, tr_align_cache *cache) {
    const tr_page *page = document->page;
    tr_document scratch = {.page = page};
    bool fine, usable = true;
    if (page->form == TR_FORM_CLEAN) {
        fine = read_clean(self, page);
    } else if (page->form == TR_FORM_CUT) {
        fine = read_cut(self, page, cache, &scratch);
        usable = scratch.gold == TR_GOLD_GOOD;
    } else {
        fine = read_labelled(self, page);
    }
    free_document(&scratch);
    if (!fine)
        return false;
    keep_lines(document, &self->context->document);
    if (page->form == TR_FORM_CLEAN) {
        document->covered = tr_zeroed(document->line_count, 1);
        if (document->line_count > 0)
            memset(document->covered, 100, document->line_count);
        usable = document->line_count > 0;
    } else {
        mark_rows(self);
        label_by_marks(self, document);
    }
    take_own_gold(self, document);
    if (!usable)
        document->gold = TR_GOLD_BAD;
    return true;
}

/* In a text nobody can tell comments that the gold leaves out from chrome: of such a set, clean texts alone count. */
static bool read_form(worker *self, tr_document *document, const tr_corpus *corpus, tr_align_cache *cache) {
    tr_form form = document->page->form;
    bool rendered = form == TR_FORM_RENDERED || form == TR_FORM_EXTRACTED;
    bool fine = rendered ? read_rendering(self, document, cache) : read_marked(self, document, cache);
    if (form != TR_FORM_CLEAN && tr_corpus_terms(corpus, &corpus->pages[document->page->source]).mask_comments)
        document->gold = TR_GOLD_BAD;
    return fine;
}

static bool read_document(void *data, unsigned thread, size_t i) {
    reading *all = data;
    worker *self = &all->workers[thread];
    tr_document *document = &all->dataset->documents[i];
    const tr_page *page = document->page;
    if (page->form != TR_FORM_PAGE)
        return read_form(self, document, all->dataset->corpus, all->cache) &&
               (!all->vectors || extract_vectors(self, document, all->dataset->left_out));
    const char *charset = page->charset[0] != '\0' ? page->charset : NULL;
    bool own = page->labels_path != NULL;
    self->wrong_charset = false;
    if (!tr_corpus_read_html(page, &self->html, &self->error) ||
        (!own && !tr_corpus_read_gold(page, &self->gold, &self->error)) ||
        !read_as(self, page, &self->html, page->is_text ? DEHUSK_FORMAT_TEXT : DEHUSK_FORMAT_HTML, charset) ||
        (own && !take_labels(self, page)))
        return false;
    if (all->dataset->format == DEHUSK_FORMAT_TEXT && !page->is_text) {
        if (!read_again_as_text(self, page))
            return false;
        if (own)
            mark_rows(self);
        take_origins(self, document);
    }
    keep_lines(document, &self->context->document);
    compare_tokens(self, document);
    if (own) {
        label_by_marks(self, document);
        judge_labels(self, document);
    } else {
        label_lines(self, document, all->cache);
    }
    if (tr_corpus_terms(all->dataset->corpus, page).mask_comments && !page->is_text)
        mask_comments(self, document);
    /* Written once by one thread, read after all have ended. */
    if (self->wrong_charset)
        __atomic_fetch_add(&all->dataset->wrong_charset_count, 1, __ATOMIC_RELAXED);
    return !all->vectors || extract_vectors(self, document, all->dataset->left_out);
}

static void free_worker(worker *self) {
    dehusk_context_free(self->context);
    dhk_extractor_free(self->extractor);
    tr_bytes_free(&self->html);
    tr_bytes_free(&self->gold);
    tr_bytes_free(&self->joined);
    tr_tokens_free(&self->page_tokens);
    tr_tokens_free(&self->gold_tokens);
    free(self->starts);
    free(self->vectors);
    free(self->common);
    free(self->joined_ends);
    free(self->origins);
    free(self->evidence);
    free(self->parts);
    free(self->marks);
    free(self->stays);
    tr_bytes_free(&self->blanked);
    tr_bytes_free(&self->labels_file);
    tr_labels_free(&self->labels);
    tr_tokens_free(&self->row_tokens);
}

/* What each thread needs; the contexts' memory is freed with free_worker in any case. */
static bool make_workers(worker *workers, unsigned threads, tr_error *error) {
    for (unsigned i = 0; i < threads; i++) {
        dehusk_status status = dhk_context_new_reader(NULL, &workers[i].context);
        workers[i].extractor = dhk_extractor_new(NULL);
        if (status != DEHUSK_OK || workers[i].extractor == NULL)
            return tr_fail(error, "no context: %s", dehusk_status_message(status));
    }
    return true;
}

static void count_documents(tr_dataset *dataset, bool vectors) {
    for (size_t i = 0; i < dataset->document_count; i++) {
        const tr_document *document = &dataset->documents[i];
        dataset->line_count += document->line_count;
        dataset->bad_gold_count += document->gold == TR_GOLD_BAD;
        dataset->empty_gold_count += document->gold == TR_GOLD_EMPTY;
        if (vectors)
            dataset->feature_total += document->vector_starts[document->line_count];
    }
}

bool tr_dataset_read(tr_dataset *dataset, const tr_corpus *corpus, const tr_reading *how, tr_error *error) {
    *dataset = (tr_dataset){.corpus = corpus,
                            .format = how->format,
                            .feature_count = dhk_feature_count(how->format),
                            .left_out = how->left_out};
    dataset->document_count = corpus->page_count;
    dataset->documents = tr_zeroed(corpus->page_count, sizeof *dataset->documents);
    for (size_t i = 0; i < corpus->page_count; i++)
        dataset->documents[i].page = &corpus->pages[i];
    worker *workers = tr_zeroed(how->threads, sizeof *workers);
    bool fine = make_workers(workers, how->threads, error);
    reading all = {dataset, how->cache, how->vectors, workers};
    if (fine && !tr_parallel(corpus->page_count, how->threads,
                             how->format == DEHUSK_FORMAT_HTML ? "reading pages as HTML" : "reading pages as text",
                             read_document, &all)) {
        fine = false;
        for (unsigned i = 0; i < how->threads; i++)
            if (workers[i].error.message[0] != '\0')
                *error = workers[i].error;
    }
    for (unsigned i = 0; i < how->threads; i++)
        free_worker(&workers[i]);
    free(workers);
    if (fine)
        count_documents(dataset, how->vectors);
    return fine;
}

static void free_document(tr_document *document) {
    free(document->lines.lines);
    free(document->lines.text);
    free(document->lines.elements);
    free(document->lines.words);
    free(document->covered);
    free_tokens(document);
    free(document->vector_starts);
    free(document->vectors);
    free(document->evidence);
    free(document->origins);
    free(document->masked);
    free(document->copies);
    dhk_frame_free(&document->frame, &tr_allocator);
}

void tr_dataset_free(tr_dataset *dataset) {
    for (size_t i = 0; i < dataset->document_count; i++)
        free_document(&dataset->documents[i]);
    free(dataset->documents);
    *dataset = (tr_dataset){0};
}

tr_page_scratch tr_page_scratch_of(const tr_dataset *dataset) {
    size_t longest = 1;
    for (size_t i = 0; i < dataset->document_count; i++)
        if (dataset->documents[i].line_count > longest)
            longest = dataset->documents[i].line_count;
    return (tr_page_scratch){tr_resize(NULL, longest, sizeof(int32_t)), tr_resize(NULL, longest, sizeof(uint32_t)),
                             tr_resize(NULL, longest, sizeof(uint8_t))};
}

void tr_page_scratch_free(tr_page_scratch *scratch) {
    free(scratch->logits);
    free(scratch->order);
    free(scratch->labels);
}

tr_bag_score tr_document_score(const tr_document *document, const uint8_t *labels) {
    uint32_t *left = tr_resize(NULL, document->gold_word_count, sizeof *left);
    uint64_t kept = 0, common = 0;
    if (document->gold_word_count > 0)
        memcpy(left, document->gold_word_counts, document->gold_word_count * sizeof *left);
    for (uint32_t i = 0; i < document->line_count; i++) {
        if (labels[i] == 0)
            continue;
        kept += document->token_counts[i];
        for (uint32_t k = document->common_starts[i]; k < document->common_starts[i + 1]; k++)
            if (left[document->common[k]] > 0) {
                left[document->common[k]]--;
                common++;
            }
    }
    free(left);
    return tr_bag_score_of(kept, document->gold_token_count, common);
}
