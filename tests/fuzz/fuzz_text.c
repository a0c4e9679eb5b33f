/*
 * Rows, wrapping, links and lines of plain text. Options: [limits, two bytes]
 */
#include "fuzz.h"

#include "lines/line_builder.h"
#include "text/row_scan.h"
#include "text/text_links.h"
#include "text/text_reader.h"

#include <stdlib.h>
#include <string.h>

static void check_rows(const unsigned char *bytes, uint32_t length) {
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static dhk_text_reader *kept;
    static dehusk_options kept_options;
    static dhk_document kept_page;
    fz_account account = {0, 0};
    fz_input input = {data, size};
    dehusk_options options;
    dhk_text_reader *fresh;
    dhk_document document;
    unsigned char *bytes;
    uint64_t digest;
    size_t calls;

    memset(&document, 0, sizeof document);
    dehusk_options_init(&options);
    fz_take_limits(&input, &options);
    bytes = fz_copy_rest(&input);
    if (bytes == NULL) {
        bytes = malloc(1);
        FZ_CHECK(bytes != NULL);
    }
    check_rows(bytes, (uint32_t)input.left);

    options.allocator = fz_allocator(&account);
    fresh = dhk_text_reader_new(&options);
    FZ_CHECK(fresh != NULL);
    dhk_document_clear(&document);
    FZ_CHECK(dhk_text_reader_read(fresh, bytes, (uint32_t)input.left, &document) == DEHUSK_OK);
    fz_check_lines(&document, bytes, input.left);
    FZ_CHECK(document.row_count <= options.max_lines);
    digest = fz_lines_digest(&document);
    calls = account.calls;
    dhk_document_clear(&document);
    FZ_CHECK(dhk_text_reader_read(fresh, bytes, (uint32_t)input.left, &document) == DEHUSK_OK);
    FZ_CHECK(fz_lines_digest(&document) == digest && account.calls == calls);
    dhk_text_reader_free(fresh);

    if (kept == NULL) {
        static fz_account kept_account;
        dehusk_options_init(&kept_options);
        kept_options.allocator = fz_allocator(&kept_account);
        kept = dhk_text_reader_new(&kept_options);
        FZ_CHECK(kept != NULL);
    }
    dhk_document_clear(&kept_page);
    FZ_CHECK(dhk_text_reader_read(kept, bytes, (uint32_t)input.left, &kept_page) == DEHUSK_OK);
    fz_check_lines(&kept_page, bytes, input.left);
    if ((options.max_lines == kept_options.max_lines && options.max_steps == kept_options.max_steps) ||
        document.truncated == 0)
        FZ_CHECK(fz_lines_digest(&kept_page) == digest);
    dhk_document_free(&document, &options.allocator);
    FZ_CHECK(account.bytes == 0);
    free(bytes);
    return 0;
}
