/*
 * What scatters the keys of a context's hash maps: 64 bits that whoever writes
 * pages should not know. No result depends on them, nor does the bound on time;
 * who knows them can at most have his keys looked for in a tree.
 */
#ifndef DHK_HASH_KEY_H
#define DHK_HASH_KEY_H

#include "dehusk.h"

#include <stdint.h>

/* The key that the options state. Where they state none (all zero), one from the
 * system, or of an address within the context where it has none to give. Leaves
 * errno as it was. */
uint64_t dhk_hash_key_of(const dehusk_options *options);

#endif
