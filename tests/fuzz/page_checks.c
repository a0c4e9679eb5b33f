#include "fuzz.h"
#include "html/html_names.h"
#include "unicode/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Scores are multiples of 2^-24: where the regimes of plain text are mixed; of 2^-12 elsewhere. */
#define SCORE_PARTS 16777216

uint64_t fz_checks;

_Noreturn void fz_fail(const char *file, int line, const char *condition) {
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
    abort();
}

/* -- Input --------------------------------------------------------------------- */

uint8_t fz_take(fz_input *input) {
    if (input->left == 0)
        return 0;
    input->left--;
    return *input->at++;
}

unsigned char *fz_copy_rest(const fz_input *input) {
    unsigned char *copy;
    if (input->left == 0)
        return NULL;
    copy = malloc(input->left);
    FZ_CHECK(copy != NULL);
    memcpy(copy, input->at, input->left);
    return copy;
}

const char *fz_charset_label(uint8_t option) {
    static const char *const labels[] = {
        NULL,         "utf-8",          "windows-1252", "windows-1251", "koi8-r",      "iso-8859-8-i",
        "shift_jis",  "euc-jp",         "iso-2022-jp",  "gbk",          "gb18030",     "big5",
        "euc-kr",     "utf-16le",       "utf-16be",     "macintosh",    "windows-874", "ibm866",
        "iso-8859-2", "x-user-defined", "replacement",  "hz-gb-2312 ",  " UTF-8\n",    "no-such-charset",
    };
    return labels[option % (sizeof labels / sizeof *labels)];
}

void fz_take_limits(fz_input *input, dehusk_options *options) {
    static const size_t lines[] = {1000000, 0, 1, 2, 7, 100};
    static const size_t depths[] = {512, 2, 3, 4, 16, 4096};
    static const size_t attributes[] = {65536, 0, 1, 2, 5, 33};
    static const size_t bytes[] = {(size_t)64 << 20, 0, 1, 100, 4095};
    static const size_t steps[] = {10000000, 10000000, 10000000, 0, 1, 3, 50};
    uint8_t first = fz_take(input);
    uint8_t second = fz_take(input);
    options->max_lines = lines[first % 16 % 6];
    options->max_depth = depths[first / 16 % 6];
    options->max_attribute_bytes = attributes[second % 16 % 6];
    options->max_bytes = bytes[second / 16 % 5];
    options->max_steps = steps[(first + second) % 7];
}

/* -- Allocator ------------------------------------------------------------------- */

static void *account_resize(void *user, void *block, size_t old_size, size_t new_size) {
    fz_account *account = user;
    void *resized;
    FZ_CHECK(new_size > 0 && (block != NULL || old_size == 0));
    account->calls++;
    resized = realloc(block, new_size);
    if (resized != NULL)
        account->bytes += new_size - old_size;
    return resized;
}

static void account_release(void *user, void *block, size_t size) {
    fz_account *account = user;
    FZ_CHECK(block != NULL && account->bytes >= size);
    account->bytes -= size;
    free(block);
}

dehusk_allocator fz_allocator(fz_account *account) {
    return (dehusk_allocator){.user = account, .resize = account_resize, .release = account_release};
}

/* -- Digests --------------------------------------------------------------------- */

static uint64_t mix(uint64_t digest, const void *data, size_t length) {
    const unsigned char *bytes = data;
    for (size_t i = 0; i < length; i++)
        digest = (digest ^ bytes[i]) * UINT64_C(0x100000001B3);
    return digest;
}

static uint64_t mix_number(uint64_t digest, uint64_t number) {
    digest = (digest ^ number) * UINT64_C(0x9E3779B97F4A7C15);
    return digest ^ digest >> 31;
}

static uint64_t mix_double(uint64_t digest, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return mix_number(digest, bits);
}

uint64_t fz_page_digest(const dehusk_page *page) {
    const dehusk_summary *summary = dehusk_page_summary(page);
    dehusk_script_share shares[256];
    size_t scripts = dehusk_page_scripts(page, shares, 256);
    uint64_t digest = UINT64_C(0xCBF29CE484222325);
    digest = mix_number(digest, (uint64_t)summary->format << 32 | summary->truncated << 8 | (unsigned)summary->verdict);
    digest = mix(digest, summary->charset, strlen(summary->charset) + 1);
    digest = mix(digest, summary->charset_source, strlen(summary->charset_source) + 1);
    digest = mix_number(digest, summary->malformed);
    digest = mix_double(mix_double(digest, summary->verdict_probability), summary->removed);
    if (summary->title != NULL)
        digest = mix(digest, summary->title, summary->title_length);
    for (size_t i = 0; i < scripts; i++)
        digest = mix_double(mix(digest, shares[i].script, 5), shares[i].share);
    for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        digest = mix_number(mix(digest, line->text, line->text_length), line->text_length);
        digest = mix_number(mix_number(mix_number(digest, line->begin), line->end), (uint64_t)line->role);
        digest = mix_number(digest, (uint64_t)line->label << 32 | (uint64_t)line->kind << 16 |
                                        (uint64_t)line->heading_level << 8 | (uint64_t)line->hidden);
        digest = mix_double(mix_double(digest, line->probability), line->score);
    }
    return digest;
}

uint64_t fz_lines_digest(const dhk_document *document) {
    uint64_t digest = mix_number(document->text_length, document->truncated);
    digest = mix(digest, document->text, document->text_length);
    for (size_t i = 0; i < document->line_count; i++) {
        const dhk_line *line = &document->lines[i];
        digest = mix_number(digest, (uint64_t)line->text << 32 | line->text_length);
        digest = mix_number(digest, (uint64_t)line->begin << 32 | line->end);
        digest = mix_number(digest, (uint64_t)line->element << 32 | line->link_units);
        digest = mix_number(digest, (uint64_t)line->hash << 32 | line->masked_hash);
        digest = mix_number(digest, (uint64_t)line->link_count << 32 | line->breaks);
        digest = mix_number(digest, (uint64_t)line->inline_tags << 32 | (uint32_t)(line->kind << 16) |
                                        (uint32_t)(line->heading_level << 8) | (line->hidden ? 1u : 0u) |
                                        (line->after_break ? 2u : 0u));
        digest = mix_number(digest, (uint64_t)line->measure.units << 32 | line->measure.tokens);
        digest = mix(digest, line->measure.counts, sizeof line->measure.counts);
    }
    for (size_t i = 0; i < document->element_count; i++) {
        const dhk_element *element = &document->elements[i];
        digest = mix_number(digest, (uint64_t)element->path << 32 | element->class_key);
        digest = mix_number(digest, (uint64_t)element->tag << 32 | (uint32_t)(element->depth << 16) | element->flags);
    }
    return mix(digest, document->words, document->word_count * sizeof *document->words);
}

/* -- Text ------------------------------------------------------------------------ */

bool fz_is_clean_text(const char *text, size_t length, bool preformatted) {
    const unsigned char *at = (const unsigned char *)text;
    const unsigned char *end = at + length;
    while (at < end) {
        uint32_t width;
        uint32_t character = dhk_utf8_decode(at, end, &width);
        if (character == DHK_MALFORMED)
            return false;
        if (character < 0x20 && !(preformatted && (character == '\t' || character == '\n')))
            return false;
        if (character >= 0x7F && character < 0xA0)
            return false;
        at += width;
    }
    return true;
}

/* -- Pages ------------------------------------------------------------------------- */

typedef struct judged {
    double score;
    double probability;
} judged;

static int by_score(const void *a, const void *b) {
    const judged *x = a;
    const judged *y = b;
    if (x->score != y->score)
        return x->score < y->score ? -1 : 1;
    return x->probability < y->probability ? -1 : x->probability > y->probability;
}

/* A higher score never has the lower probability, an equal one always the same. */
static void check_calibration(const dehusk_page *page) {
    size_t count = dehusk_page_line_count(page);
    judged *all = malloc((count + 1) * sizeof *all);
    FZ_CHECK(all != NULL);
    for (size_t i = 0; i < count; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        all[i] = (judged){line->score, line->probability};
    }
    qsort(all, count, sizeof *all, by_score);
    for (size_t i = 1; i < count; i++) {
        FZ_CHECK(all[i - 1].probability <= all[i].probability);
        FZ_CHECK(all[i - 1].score < all[i].score || all[i - 1].probability == all[i].probability);
    }
    free(all);
}

static void check_explanation(dehusk_context *context, size_t index, double score) {
    enum { ROOM = 1024, SOME = 3 };
    static dehusk_reason reasons[ROOM];
    dehusk_reason some[SOME];
    size_t count;
    size_t count_of_some;
    double sum = 0;
    FZ_CHECK(dehusk_explain(context, index, reasons, ROOM, &count) == DEHUSK_OK);
    FZ_CHECK(count >= 1 && count <= ROOM);
    for (size_t i = 0; i < count; i++) {
        double weight = reasons[i].weight;
        FZ_CHECK(weight * SCORE_PARTS == (double)(int64_t)(weight * SCORE_PARTS));
        FZ_CHECK(reasons[i].feature != NULL && reasons[i].description != NULL);
        FZ_CHECK(memchr(reasons[i].value, '\0', sizeof reasons[i].value) != NULL);
        if (i > 0) {
            double before = reasons[i - 1].weight;
            FZ_CHECK((before < 0 ? -before : before) >= (weight < 0 ? -weight : weight));
        }
        sum += weight; /* multiples of 2^-12 of this size add up without rounding */
    }
    FZ_CHECK(sum == score);
    FZ_CHECK(dehusk_explain(context, index, some, SOME, &count_of_some) == DEHUSK_OK);
    FZ_CHECK(count_of_some == count);
    for (size_t i = 0; i < SOME && i < count; i++)
        FZ_CHECK(strcmp(some[i].feature, reasons[i].feature) == 0 && some[i].weight == reasons[i].weight);
}

static void check_summary(const dehusk_page *page) {
    const dehusk_summary *summary = dehusk_page_summary(page);
    dehusk_script_share shares[256];
    size_t scripts = dehusk_page_scripts(page, shares, 256);
    double sum = 0;
    FZ_CHECK(summary->format == DEHUSK_FORMAT_HTML || summary->format == DEHUSK_FORMAT_TEXT);
    FZ_CHECK(summary->charset != NULL && summary->charset_source != NULL);
    FZ_CHECK(summary->truncated <= 31);
    FZ_CHECK(summary->verdict_probability >= 0 && summary->verdict_probability <= 1);
    FZ_CHECK(summary->removed >= 0 && summary->removed <= 1);
    FZ_CHECK((summary->title == NULL) == (summary->title_length == 0));
    /* A title may hold C1 controls: it is given as it is written. */
    if (summary->title != NULL)
        for (size_t i = 0; i < summary->title_length; i++)
            FZ_CHECK((unsigned char)summary->title[i] >= 0x20 && summary->title[i] != 0x7F);
    FZ_CHECK(scripts <= 256);
    for (size_t i = 0; i < scripts; i++) {
        FZ_CHECK(strlen(shares[i].script) == 4);
        FZ_CHECK(shares[i].share > 0 && (i == 0 || shares[i].share <= shares[i - 1].share));
        sum += shares[i].share;
    }
    FZ_CHECK(scripts == 0 || (sum > 0.999999 && sum < 1.000001));
}

void fz_check_page(dehusk_context *context, const dehusk_page *page, size_t length, size_t explain_step) {
    size_t count = dehusk_page_line_count(page);
    size_t before = 0;
    check_summary(page);
    FZ_CHECK(dehusk_page_line(page, count) == NULL);
    for (size_t i = 0; i < count; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        FZ_CHECK(line->text_length > 0);
        FZ_CHECK(fz_is_clean_text(line->text, line->text_length, true));
        FZ_CHECK(before <= line->begin && line->begin < line->end && line->end <= length);
        before = line->end;
        FZ_CHECK(line->label == DEHUSK_CONTENT || line->label == DEHUSK_CHROME);
        FZ_CHECK(line->probability >= 0 && line->probability <= 1);
        FZ_CHECK(line->probability * 65536 == (double)(int64_t)(line->probability * 65536));
        FZ_CHECK(line->score > -65536 && line->score < 65536); /* and so finite */
        FZ_CHECK(line->score * SCORE_PARTS == (double)(int64_t)(line->score * SCORE_PARTS));
        FZ_CHECK((int)line->kind >= 0 && line->kind <= DEHUSK_KIND_CONTROL);
        FZ_CHECK(line->heading_level >= 0 && line->heading_level <= 6);
        FZ_CHECK(line->hidden == 0 || line->hidden == 1);
        if (explain_step > 0 && i % explain_step == 0)
            check_explanation(context, i, line->score);
    }
    /* Of plain text the regimes are calibrated each for itself, and then mixed. */
    if (dehusk_page_summary(page)->format == DEHUSK_FORMAT_HTML)
        check_calibration(page);
}

/* -- Lines ------------------------------------------------------------------------- */

static void check_head_text(const dhk_document *document, dhk_text_run head_text) {
    const unsigned char *text = (const unsigned char *)document->text;
    FZ_CHECK(head_text.text_length == 0 || (size_t)head_text.text + head_text.text_length <= document->text_length);
    for (uint32_t i = 0; i < head_text.text_length;) {
        uint32_t width;
        FZ_CHECK(dhk_utf8_decode(text + head_text.text + i, text + head_text.text + head_text.text_length, &width) !=
                 DHK_MALFORMED);
        i += width;
    }
}

static void check_elements(const dhk_document *document) {
    FZ_CHECK(document->line_count == 0 || document->element_count > 0);
    for (size_t i = 0; i < document->element_count; i++) {
        const dhk_element *element = &document->elements[i];
        FZ_CHECK(i == 0 ? element->parent == 0 : element->parent < i);
        FZ_CHECK(i == 0 || element->depth > document->elements[element->parent].depth);
        FZ_CHECK(element->tag < DHK_TAG_COUNT);
        FZ_CHECK((size_t)element->first_word + element->word_count <= document->word_count);
    }
}

/* A range begins where its text does, and not behind it ends: bytes that stand for something else (references, what is
 * malformed, NUL) tell nothing. */
static void check_range(const dhk_document *document, const unsigned char *bytes, uint32_t begin, uint32_t end,
                        uint32_t text, uint32_t text_length) {
    unsigned char first = bytes[begin];
    unsigned char last = bytes[end - 1];
    if (first > ' ' && first < 0x7F && first != '&')
        FZ_CHECK((unsigned char)document->text[text] == first);
    if (last == '<' || last == '>' || last == ' ')
        FZ_CHECK((unsigned char)document->text[text + text_length - 1] == last);
}

void fz_check_lines(const dhk_document *document, const unsigned char *bytes, size_t length) {
    size_t text = 0;
    size_t before = 0;
    size_t row = 0;
    check_elements(document);
    check_head_text(document, document->title);
    check_head_text(document, document->og_title);
    check_head_text(document, document->description);
    for (size_t i = 0; i < document->line_count; i++) {
        const dhk_line *line = &document->lines[i];
        FZ_CHECK(line->text >= text && line->text_length > 0);
        FZ_CHECK((size_t)line->text + line->text_length <= document->text_length);
        text = (size_t)line->text + line->text_length;
        FZ_CHECK(before <= line->begin && line->begin < line->end && line->end <= length);
        before = line->end;
        if (bytes != NULL)
            check_range(document, bytes, line->begin, line->end, line->text, line->text_length);
        FZ_CHECK(line->element < document->element_count);
        FZ_CHECK(line->link_units <= line->measure.units);
        FZ_CHECK(line->breaks <= 255);
        FZ_CHECK(line->measure.first_class < DHK_CHAR_CLASS_COUNT && line->measure.last_class < DHK_CHAR_CLASS_COUNT);
        if (document->format != DEHUSK_FORMAT_TEXT)
            continue;
        FZ_CHECK(line->first_row == row && line->row_count > 0);
        for (uint32_t k = 0; k < line->row_count; k++, row++) {
            const dhk_row *one = &document->rows[row];
            FZ_CHECK(row < document->row_count && one->line == i && one->text_length > 0);
            FZ_CHECK((size_t)one->text + one->text_length <= document->text_length);
            FZ_CHECK(one->begin < one->end && one->end <= length);
            FZ_CHECK(bytes == NULL ||
                     (one->number < document->file_rows && (row == 0 || one->number >= one[-1].number)));
            if (bytes != NULL)
                check_range(document, bytes, one->begin, one->end, one->text, one->text_length);
            FZ_CHECK(row == 0 || one->begin >= one[-1].end);
        }
        FZ_CHECK(document->rows[line->first_row].begin <= line->begin && line->end <= document->rows[row - 1].end);
    }
    FZ_CHECK(document->format != DEHUSK_FORMAT_TEXT || row == document->row_count);
}
