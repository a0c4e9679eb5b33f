/*
 * What the fuzz targets share. A target is one function over bytes, as libFuzzer
 * calls it; replay.c calls the same function for files.
 */
#ifndef FZ_FUZZ_H
#define FZ_FUZZ_H

#include "dehusk.h"
#include "lines/document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The target. Always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A property that must hold, in every kind of build. */
#define FZ_CHECK(condition) (fz_checks++, (condition) ? (void)0 : fz_fail(__FILE__, __LINE__, #condition))
extern uint64_t fz_checks; /* how many were looked at */
_Noreturn void fz_fail(const char *file, int line, const char *condition);

/* Options that stand before the input proper, a byte each; 0 where there are
 * no more. Rubbish never means an error: it is an option, too. */
typedef struct fz_input {
    const uint8_t *at;
    size_t left;
} fz_input;

uint8_t fz_take(fz_input *input);

/* A copy of the rest in a block of just its length, so that reading beyond it
 * is noticed; freed by the caller. NULL with a length of 0 for no bytes. */
unsigned char *fz_copy_rest(const fz_input *input);

/* A label that a transport may have named: none, one of many encodings, one
 * that is unknown, one that is never decoded. */
const char *fz_charset_label(uint8_t option);

/* Limits small enough to be passed by small inputs. */
void fz_take_limits(fz_input *input, dehusk_options *options);

/* An allocator that counts its calls and the bytes that are out. */
typedef struct fz_account {
    size_t calls;
    size_t bytes;
} fz_account;

dehusk_allocator fz_allocator(fz_account *account);

/* Is `text` well-formed UTF-8 without control characters (C0, DEL, C1)? TAB and
 * LF are allowed if `preformatted`. */
bool fz_is_clean_text(const char *text, size_t length, bool preformatted);

/* A number that is another if anything that a page says is another. */
uint64_t fz_page_digest(const dehusk_page *page);
uint64_t fz_lines_digest(const dhk_document *document);

/* Everything that the header promises of a page made from `length` bytes. The
 * explanation of every `explain_step`th line is added up; 0: of none. */
void fz_check_page(dehusk_context *context, const dehusk_page *page, size_t length, size_t explain_step);

/* What the readers owe to the rooms behind them: lines, rows, elements, words
 * and texts of the head that lie where they should. `bytes` is the page's UTF-8; NULL where
 * lines were given, whose begins and ends are numbers. */
void fz_check_lines(const dhk_document *document, const unsigned char *bytes, size_t length);

#endif
