/*
 * Names for buckets of class words, for people who read a model. The
 * classifier knows hashes only; these are words that pages use much.
 */
#ifndef DHK_CLASS_NAMES_H
#define DHK_CLASS_NAMES_H

#include <stdint.h>

/* The first common word that falls into a bucket, NULL if there is none. */
const char *dhk_class_name(uint32_t bucket);

#endif
