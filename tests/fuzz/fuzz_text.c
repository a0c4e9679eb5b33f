/*
 * Rows, wrapping, links and lines of plain text. Options: [limits, two bytes]
 */
#include "reader_checks.h"
#include "text/row_scan.h"
#include "text/text_links.h"
#include "text/text_reader.h"

static void check_rows(const unsigned char *bytes, uint32_t length, const dehusk_options *options) {
    (void)options;
    uint32_t before = 0;
    dhk_row_scanner scanner;
    dhk_scanned_row row;
    dhk_row_scanner_init(&scanner, bytes, length);
    while (dhk_row_scan(&scanner, &row)) {
        uint32_t at = row.begin;
        dhk_text_link link;
        FZ_CHECK(before <= row.from && row.from <= row.begin && row.begin < row.end && row.end <= row.to);
        FZ_CHECK(row.to <= scanner.position && scanner.position <= length);
        FZ_CHECK(row.number < dhk_row_scanner_rows(&scanner));
        FZ_CHECK(row.begin <= row.marks.body && row.marks.body + row.marks.length <= row.end);
        before = row.to;
        while (at < row.end && dhk_text_link_find(bytes, row.begin, at, row.end, length, &link)) {
            FZ_CHECK(link.begin >= at && link.begin <= link.text_begin && link.text_begin <= link.text_end);
            FZ_CHECK(link.text_end <= link.end && link.end > at && link.end <= length);
            at = link.end;
        }
    }
    FZ_CHECK(scanner.position == length);
}

static void *make(const dehusk_options *options) {
    return dhk_text_reader_new(options);
}

static dehusk_status read_page(void *reader, const unsigned char *bytes, uint32_t length, dhk_document *document) {
    return dhk_text_reader_read(reader, bytes, length, document);
}

static void release(void *reader) {
    dhk_text_reader_free(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const fz_reader functions = {make, read_page, release, check_rows, false};
    return fz_check_reader(&functions, data, size);
}
