/*
 * An evaluation as a page to look at.
 */
#include "report/report_html.h"

#include "classify/decide.h"

#include <stdlib.h>
#include <string.h>

/* Lines by probability: fine enough for a curve. The script knows the number. */
enum { BINS = 100 };

extern const unsigned char dhk_evaluation_head[];
extern const size_t dhk_evaluation_head_length;
extern const unsigned char dhk_evaluation_tail[];
extern const size_t dhk_evaluation_tail_length;

/* Lines of pages with good or empty gold, by probability. */
typedef struct line_bins {
    double lines[BINS], content_lines[BINS], p[BINS];
    double tokens[BINS], content_tokens[BINS];
} line_bins;

/* A string of JSON in which nothing can end the element that it stands in. Malformed UTF-8 stays: the decoder of the
 * page's reader replaces it. The command's writer (tools/dehusk/output/json_writer.c) checks its text and fills the
 * command's buffers; for these few strings the trainer does not stand on the command. */
static void put_string(FILE *file, const char *text, size_t length) {
    fputc('"', file);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x20 || c == '"' || c == '\\' || c == '<')
            fprintf(file, "\\u%04x", (unsigned)c);
        else
            fputc(c, file);
    }
    fputc('"', file);
}

static void begin_data(FILE *file, const char *attribute, const char *name) {
    fprintf(file, "<script type=\"application/json\" %s=\"%s\">", attribute, name);
}

void tr_report_begin(FILE *file, const char *what, const char *of) {
    fwrite(dhk_evaluation_head, 1, dhk_evaluation_head_length, file);
    begin_data(file, "id", "settings");
    fputs("{\"dehusk\":", file);
    put_string(file, dehusk_version(), strlen(dehusk_version()));
    fputs(",\"what\":", file);
    put_string(file, what, strlen(what));
    fputs(",\"of\":", file);
    put_string(file, of, strlen(of));
    fputs("}</script>\n", file);
}

void tr_report_end(FILE *file) {
    fwrite(dhk_evaluation_tail, 1, dhk_evaluation_tail_length, file);
}

static void add_document(line_bins *bins, const tr_evaluation *evaluation, size_t i) {
    const tr_document *document = &evaluation->dataset->documents[i];
    for (uint32_t line = 0; line < document->line_count; line++) {
        int32_t logit = dhk_calibrate(&evaluation->classifier, evaluation->scores[evaluation->bases[i] + line]);
        uint32_t p = dhk_probability(logit);
        size_t bin = (size_t)p * BINS / 65536;
        double tokens = document->token_counts[line];
        bool content = tr_is_content(document, line);
        if (bin >= BINS)
            bin = BINS - 1;
        bins->lines[bin] += 1;
        bins->content_lines[bin] += content ? 1 : 0;
        bins->p[bin] += (double)p / 65536;
        bins->tokens[bin] += tokens;
        bins->content_tokens[bin] += content ? tokens : 0;
    }
}

static void put_numbers(FILE *file, const char *name, const double *numbers, const char *format) {
    fprintf(file, ",\"%s\":[", name);
    for (int i = 0; i < BINS; i++) {
        fputs(i > 0 ? "," : "", file);
        fprintf(file, format, numbers[i]);
    }
    fputc(']', file);
}

static void put_bins(FILE *file, const char *name, const line_bins *bins) {
    fputs("{\"name\":", file);
    put_string(file, name, strlen(name));
    put_numbers(file, "lines", bins->lines, "%.0f");
    put_numbers(file, "content_lines", bins->content_lines, "%.0f");
    put_numbers(file, "p", bins->p, "%.3f");
    put_numbers(file, "tokens", bins->tokens, "%.0f");
    put_numbers(file, "content_tokens", bins->content_tokens, "%.0f");
    fputc('}', file);
}

/* The lines of each set; the script adds them up to those of all. */
static void put_sets(FILE *file, const tr_evaluation *evaluation) {
    const tr_dataset *dataset = evaluation->dataset;
    size_t count = dataset->corpus->set_count;
    line_bins *sets = tr_zeroed(count + 1, sizeof *sets);
    for (size_t i = 0; i < dataset->document_count; i++) {
        bool left_out = evaluation->left_out != NULL && evaluation->left_out[i] != 0;
        if (!left_out && dataset->documents[i].gold != TR_GOLD_BAD)
            add_document(&sets[dataset->documents[i].page->set_index], evaluation, i);
    }
    fputs(",\"sets\":[", file);
    for (size_t set = 0; set < count; set++) {
        fputs(set > 0 ? ",\n" : "\n", file);
        put_bins(file, dataset->corpus->sets[set], &sets[set]);
    }
    fputc(']', file);
    free(sets);
}

/* A file in memory that becomes a member. */
typedef struct text_file {
    FILE *file;
    char *text;
    size_t length;
} text_file;

static bool put_text_file(FILE *file, const char *name, text_file *from) {
    bool fine = from->file != NULL && fclose(from->file) == 0;
    if (fine) {
        fprintf(file, ",\n\"%s\":", name);
        put_string(file, from->text, from->length);
    }
    free(from->text);
    return fine;
}

bool tr_report_add(FILE *file, const tr_evaluation *evaluation, tr_error *error) {
    text_file printed = {NULL, NULL, 0}, pages = {NULL, NULL, 0}, tables = {NULL, NULL, 0};
    printed.file = open_memstream(&printed.text, &printed.length);
    pages.file = open_memstream(&pages.text, &pages.length);
    tables.file = open_memstream(&tables.text, &tables.length);
    /* What --pages and --tables write is the data of the page: there is one definition of each figure. */
    if (printed.file != NULL && pages.file != NULL && tables.file != NULL)
        tr_evaluate_print(evaluation, printed.file, pages.file, tables.file);
    begin_data(file, "class", "mode");
    fputs("{\"mode\":", file);
    fputs(evaluation->dataset->format == DEHUSK_FORMAT_HTML ? "\"html\"" : "\"text\"", file);
    put_sets(file, evaluation);
    bool fine = put_text_file(file, "pages", &pages);
    fine = put_text_file(file, "tables", &tables) && fine;
    fine = put_text_file(file, "printed", &printed) && fine;
    fputs("}</script>\n", file);
    return fine || tr_fail(error, "no memory for the report");
}
