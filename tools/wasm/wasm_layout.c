/*
 * Where dehusk.mjs looks for the fields of the structures of dehusk.h. It calls
 * the public functions themselves, without glue in C; what it takes for granted of
 * the memory stands here, so that a build fails where it no longer holds.
 */
#include <dehusk.h>

#if defined(__wasm32__)

#define AT(type, field, offset) _Static_assert(offsetof(type, field) == (offset), "see dehusk.mjs")

_Static_assert(sizeof(dehusk_options) <= 128, "see dehusk.mjs");
AT(dehusk_options, max_bytes, 16);
AT(dehusk_options, max_lines, 20);
AT(dehusk_options, hash_key, 44);
_Static_assert(sizeof((dehusk_options *)0)->hash_key == 16, "see dehusk.mjs");

_Static_assert(sizeof(dehusk_request) <= 128, "see dehusk.mjs");
AT(dehusk_request, format, 4);
AT(dehusk_request, charset, 8);
AT(dehusk_request, favor, 12);
AT(dehusk_request, threshold, 16);
AT(dehusk_request, keep, 24);
AT(dehusk_request, text_kind, 40);
AT(dehusk_request, markup, 44);
AT(dehusk_request, metadata, 48);
AT(dehusk_request, hidden, 52);
AT(dehusk_request, media_type, 56);

_Static_assert(sizeof(dehusk_rendering) <= 128, "see dehusk.mjs");
AT(dehusk_rendering, form, 4);
AT(dehusk_rendering, links, 8);
AT(dehusk_rendering, images, 12);
AT(dehusk_rendering, tables, 16);
AT(dehusk_rendering, url, 20);

_Static_assert(sizeof(dehusk_metadata) <= 128, "see dehusk.mjs");
AT(dehusk_metadata, value, 0);
AT(dehusk_metadata, length, 4);
AT(dehusk_metadata, source, 8);
_Static_assert(DEHUSK_METADATA_COUNT == 12, "see dehusk.mjs");

AT(dehusk_line, text, 0);
AT(dehusk_line, text_length, 4);
AT(dehusk_line, begin, 8);
AT(dehusk_line, end, 12);
AT(dehusk_line, label, 16);
AT(dehusk_line, kind, 20);
AT(dehusk_line, heading_level, 24);
AT(dehusk_line, hidden, 28);
AT(dehusk_line, probability, 32);
AT(dehusk_line, score, 40);
AT(dehusk_line, role, 48);
AT(dehusk_line, row, 52);

AT(dehusk_summary, format, 0);
AT(dehusk_summary, charset, 4);
AT(dehusk_summary, charset_source, 8);
AT(dehusk_summary, malformed, 12);
AT(dehusk_summary, truncated, 16);
AT(dehusk_summary, verdict, 20);
AT(dehusk_summary, verdict_probability, 24);
AT(dehusk_summary, removed, 32);
AT(dehusk_summary, title, 40);
AT(dehusk_summary, title_length, 44);
AT(dehusk_summary, media_type, 52);
AT(dehusk_summary, charset_declared, 56);

_Static_assert(sizeof(dehusk_reason) == 72, "see dehusk.mjs");
AT(dehusk_reason, feature, 0);
AT(dehusk_reason, description, 4);
AT(dehusk_reason, value, 12);
AT(dehusk_reason, weight, 64);

_Static_assert(sizeof(dehusk_reason_group) == 248, "see dehusk.mjs");
AT(dehusk_reason_group, group, 0);
AT(dehusk_reason_group, weight, 8);
AT(dehusk_reason_group, count, 16);
AT(dehusk_reason_group, strongest, 24);
AT(dehusk_reason_group, strongest_count, 240);

_Static_assert(sizeof(dehusk_script_share) == 16, "see dehusk.mjs");
AT(dehusk_script_share, script, 0);
AT(dehusk_script_share, share, 8);

#endif
