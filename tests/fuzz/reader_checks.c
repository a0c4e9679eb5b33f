#include "reader_checks.h"

#include "lines/line_builder.h"

#include <stdlib.h>
#include <string.h>

/* Do both limits give the same lines of a page that passed `truncated` of the first? */
static bool are_same_limits(const dehusk_options *one, const dehusk_options *other, unsigned truncated, bool nested) {
    bool same = one->max_lines == other->max_lines && one->max_steps == other->max_steps;
    if (nested && one->max_attribute_bytes != other->max_attribute_bytes)
        return false;
    return truncated == 0 || (same && (!nested || one->max_depth == other->max_depth));
}

/* Reads the page twice with a reader of its own. */
static void check_new_reader(const fz_reader *functions, const dehusk_options *options, const unsigned char *bytes,
                             uint32_t length, dhk_document *document) {
    fz_account *account = options->allocator.user;
    void *reader = functions->make(options);
    FZ_CHECK(reader != NULL);
    dhk_document_clear(document);
    FZ_CHECK(functions->read(reader, bytes, length, document) == DEHUSK_OK);
    fz_check_lines(document, bytes, length);
    FZ_CHECK(document->line_count <= options->max_lines && document->row_count <= options->max_lines);
    uint64_t digest = fz_lines_digest(document);
    size_t calls = account->calls;
    dhk_document_clear(document);
    FZ_CHECK(functions->read(reader, bytes, length, document) == DEHUSK_OK);
    FZ_CHECK(fz_lines_digest(document) == digest && account->calls == calls);
    functions->release(reader);
}

/* Reads the page with a reader that has seen many other pages, its limits the defaults. */
static const dhk_document *read_with_kept_reader(const fz_reader *functions, const unsigned char *bytes,
                                                 uint32_t length, dehusk_options *options) {
    static void *kept;
    static dehusk_options kept_options;
    static dhk_document document;
    if (kept == NULL) {
        static fz_account account;
        dehusk_options_init(&kept_options);
        kept_options.allocator = fz_allocator(&account);
        kept = functions->make(&kept_options);
        FZ_CHECK(kept != NULL);
    }
    dhk_document_clear(&document);
    FZ_CHECK(functions->read(kept, bytes, length, &document) == DEHUSK_OK);
    fz_check_lines(&document, bytes, length);
    *options = kept_options;
    return &document;
}

int fz_check_reader(const fz_reader *functions, const uint8_t *data, size_t size) {
    fz_account account = {0, 0};
    fz_input input = {data, size};
    dehusk_options options, kept_options;
    dhk_document document;
    memset(&document, 0, sizeof document);
    dehusk_options_init(&options);
    fz_take_limits(&input, &options);
    options.max_bytes = (size_t)64 << 20;
    options.allocator = fz_allocator(&account);
    unsigned char *bytes = fz_copy_rest(&input);
    if (bytes == NULL) {
        bytes = malloc(1);
        FZ_CHECK(bytes != NULL);
    }
    functions->check_bytes(bytes, (uint32_t)input.left, &options);
    check_new_reader(functions, &options, bytes, (uint32_t)input.left, &document);
    const dhk_document *other = read_with_kept_reader(functions, bytes, (uint32_t)input.left, &kept_options);
    if (are_same_limits(&options, &kept_options, document.truncated, functions->nested))
        FZ_CHECK(fz_lines_digest(other) == fz_lines_digest(&document));
    dhk_document_free(&document, &options.allocator);
    FZ_CHECK(account.bytes == 0);
    free(bytes);
    return 0;
}
