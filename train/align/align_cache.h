/*
 * Alignments kept from run to run. They depend on the lines and the gold only,
 * not on features or settings, and take longer than all the rest of reading.
 *
 * The file is written once all pages are read, or reading has failed, and takes
 * the old one's place in one step. A run that is killed leaves the old file or
 * the new one, and a file that was cut loses what is behind the cut: what comes
 * out of a run never depends on what was kept, only its time does.
 */
#ifndef TR_ALIGN_CACHE_H
#define TR_ALIGN_CACHE_H

#include "align/align.h"
#include "common/support.h"

typedef struct tr_align_cache tr_align_cache;

/* Loads the alignments kept in `folder`, which is made if it is not there. A
 * file that is damaged or of another revision counts as empty. NULL with a
 * message if the folder cannot be used. */
tr_align_cache *tr_align_cache_open(const char *folder, tr_error *error);

/* Everything that the alignment depends on. */
uint64_t tr_align_cache_key(const tr_line_tokens *page, const uint64_t *gold, size_t gold_count);

/* Copies what is kept under `key` to `covered`; false if there is none. Any thread. */
bool tr_align_cache_get(tr_align_cache *cache, uint64_t key, uint8_t *covered, size_t line_count);

/* Keeps an alignment. Any thread. */
void tr_align_cache_put(tr_align_cache *cache, uint64_t key, const uint8_t *covered, size_t line_count);

/* Writes the file if anything was added, and frees. NULL is allowed. */
void tr_align_cache_close(tr_align_cache *cache);

#endif
