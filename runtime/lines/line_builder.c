/*
 * Text of a line is copied once, into the page's text, and everything that
 * features need to know of its characters is counted in the same pass: the
 * bytes are in the cache then, and never looked at again but for two hashes.
 */
#include "lines/line_builder.h"

#include "base/ascii.h"
#include "base/byte_block.h"
#include "base/hash.h"
#include "base/memory.h"
#include "unicode/utf8.h"

#include <string.h>

enum { ASCII_SCRIPT_LATIN = 25 }; /* UScriptCode of Latn */

/* Counters of several classes side by side in two words, eight bits each: additions do not wait for one another as they
 * would in memory. Letters without case and marks are not in ASCII. The top bit of the first word says that the
 * character is visible (its sum is of no use); the top counter of the second one is of what tokens are made of. */
enum { PACKED_COUNTS_MAX = 255, PACKED_TOP = 56 };
#define PACKED_VISIBLE (UINT64_C(1) << 63)
#define PACKED_ONE(place) (UINT64_C(1) << (8 * (place)))
#define PACKED_CLASSES(X)                                                                                              \
    X(DHK_CHAR_SPACE, first, 0)                                                                                        \
    X(DHK_CHAR_UPPER, first, 1)                                                                                        \
    X(DHK_CHAR_LOWER, first, 2)                                                                                        \
    X(DHK_CHAR_DIGIT, first, 3)                                                                                        \
    X(DHK_CHAR_SENTENCE_END, first, 4)                                                                                 \
    X(DHK_CHAR_COMMA, first, 5)                                                                                        \
    X(DHK_CHAR_QUOTE, first, 6)                                                                                        \
    X(DHK_CHAR_OPEN, second, 0)                                                                                        \
    X(DHK_CHAR_CLOSE, second, 1)                                                                                       \
    X(DHK_CHAR_DASH, second, 2)                                                                                        \
    X(DHK_CHAR_SEPARATOR, second, 3)                                                                                   \
    X(DHK_CHAR_CURRENCY, second, 4)                                                                                    \
    X(DHK_CHAR_SYMBOL, second, 5)                                                                                      \
    X(DHK_CHAR_PUNCTUATION, second, 6)

/* `count` characters of a class whose counter is in the first word, at its place in PACKED_CLASSES. */
#define PACKED_OF(class_, count) ((uint64_t)(count) << (8 * PACKED_PLACE_##class_))
enum {
#define CLASS_PLACE(class_, word, place) PACKED_PLACE_##class_ = (place),
    PACKED_CLASSES(CLASS_PLACE)
#undef CLASS_PLACE
};

static inline bool is_visible_ascii(unsigned char byte) {
    return byte > ' ' && byte < 0x7F;
}

static inline const dhk_char *ascii_char(unsigned char byte) {
    return &dhk_chars[dhk_char_records[0][byte]];
}

static void pack_ascii(dhk_line_builder *builder) {
    static const dhk_packed_counts ones[DHK_CHAR_CLASS_COUNT] = {
#define CLASS_ONE(class_, word, place) [class_].word = PACKED_ONE(place),
        PACKED_CLASSES(CLASS_ONE)
#undef CLASS_ONE
    };
    for (unsigned byte = ' '; byte < 0x7F; byte++) {
        const dhk_char *properties = ascii_char((unsigned char)byte);
        dhk_packed_counts *counts = &builder->ascii[byte];
        *counts = ones[properties->class_];
        counts->first |= is_visible_ascii((unsigned char)byte) ? PACKED_VISIBLE : 0;
        counts->second |= (uint64_t)((properties->flags & DHK_CHAR_WORD) != 0) << PACKED_TOP;
    }
}

static void count_script(dhk_line_builder *builder, uint8_t script, uint32_t letters) {
    if (builder->script_counts[script] == 0)
        builder->scripts_seen[builder->scripts_seen_count++] = script;
    builder->script_counts[script] += letters;
}

static void unpack_counts(dhk_line_builder *builder) {
    uint32_t *counts = builder->line.measure.counts;
    uint32_t letters;
#define ADD_PACKED(class_, word, place) counts[class_] += (uint32_t)(builder->packed.word >> (8 * (place)) & 0xFF);
    PACKED_CLASSES(ADD_PACKED)
#undef ADD_PACKED
    letters = (uint32_t)(builder->packed.first >> 8 & 0xFF) + (uint32_t)(builder->packed.first >> 16 & 0xFF);
    if (letters > 0)
        count_script(builder, ASCII_SCRIPT_LATIN, letters);
    builder->packed = (dhk_packed_counts){0, 0};
    builder->packed_room = PACKED_COUNTS_MAX;
}

void dhk_document_clear(dhk_document *document) {
    document->line_count = 0;
    document->row_count = 0;
    document->file_rows = 0;
    document->element_count = 0;
    document->word_count = 0;
    document->name_text_length = 0;
    document->text_length = 0;
    document->marked = document->described = false;
    memset(document->metadata, 0, sizeof document->metadata);
    document->mark_count = 0;
    document->value_length = 0;
    document->base = (dhk_text_run){0, 0};
    memset(document->scripts, 0, sizeof document->scripts);
    document->malformed = 0;
    document->truncated = 0;
    document->title = document->og_title = document->description = (dhk_text_run){0, 0};
}

void dhk_document_free(dhk_document *document, const dehusk_allocator *allocator) {
    dhk_release(allocator, document->lines, document->line_capacity, sizeof *document->lines);
    dhk_release(allocator, document->rows, document->row_capacity, sizeof *document->rows);
    dhk_release(allocator, document->elements, document->element_capacity, sizeof *document->elements);
    dhk_release(allocator, document->words, document->word_capacity, sizeof *document->words);
    dhk_release(allocator, document->names, document->name_capacity, sizeof *document->names);
    dhk_release(allocator, document->name_text, document->name_text_capacity, sizeof *document->name_text);
    dhk_release(allocator, document->text, document->text_capacity, sizeof *document->text);
    dhk_release(allocator, document->marks, document->mark_capacity, sizeof *document->marks);
    dhk_release(allocator, document->values, document->value_capacity, sizeof *document->values);
    memset(document, 0, sizeof *document);
}

static void line_reset(dhk_line_builder *builder) {
    builder->started = false;
    builder->visible = false;
    builder->pending_space = false;
    builder->in_token = false;
    builder->pending_units = 0;
    builder->packed = (dhk_packed_counts){0, 0};
    builder->packed_room = PACKED_COUNTS_MAX;
    for (uint32_t i = 0; i < builder->scripts_seen_count; i++)
        builder->script_counts[builder->scripts_seen[i]] = 0;
    builder->scripts_seen_count = 0;
    memset(&builder->line, 0, sizeof builder->line);
}

void dhk_line_builder_init(dhk_line_builder *builder, const dehusk_allocator *allocator, dhk_document *document,
                           size_t max_lines) {
    memset(builder, 0, sizeof *builder);
    builder->allocator = allocator;
    builder->document = document;
    builder->max_lines = max_lines;
    pack_ascii(builder);
    builder->packed_room = PACKED_COUNTS_MAX;
}

static void line_start(dhk_line_builder *builder, uint32_t source) {
    builder->started = true;
    builder->line.text = (uint32_t)builder->document->text_length;
    builder->line.begin = source;
    builder->line.end = source;
    builder->visible_length = 0;
}

static void put_pending_space(dhk_line_builder *builder) {
    if (builder->pending_space) {
        builder->document->text[builder->document->text_length++] = ' ';
        builder->line.measure.counts[DHK_CHAR_SPACE]++;
        builder->pending_units += 10;
        builder->pending_space = false;
        builder->in_token = false;
    }
}

/* What append_alike does not take: a white space, an invisible character, a control character. Returns its bytes. */
static uint32_t append_unseen(dhk_line_builder *builder, const unsigned char *bytes, const unsigned char *end,
                              uint32_t source, uint32_t source_end, unsigned how) {
    dhk_document *document = builder->document;
    uint32_t length;
    uint32_t character = dhk_utf8_decode(bytes, end, &length);
    const dhk_char *properties;

    if (character < 0xA0 || character == 0xFEFF)
        return length; /* C1 controls and byte order marks are no text */
    properties = dhk_char_of(character);
    if (properties->class_ == DHK_CHAR_SPACE) {
        if (!builder->started)
            return length; /* leading */
        put_pending_space(builder);
        builder->line.measure.counts[DHK_CHAR_SPACE]++;
        builder->pending_units += properties->units;
        builder->in_token = false;
    } else {
        if (!builder->started)
            line_start(builder, source);
        put_pending_space(builder);
        builder->line.measure.counts[DHK_CHAR_INVISIBLE]++;
    }
    memcpy(document->text + document->text_length, bytes, length);
    document->text_length += length;
    if (properties->class_ != DHK_CHAR_SPACE && builder->visible) {
        builder->visible_length = (uint32_t)document->text_length - builder->line.text;
        builder->line.end = (how & DHK_APPEND_LITERAL) != 0 ? source + length : source_end;
    }
    return length;
}

/* Copies bytes in whole blocks where these may be read: there is room for them, see SLICE_REST. */
static inline void copy_text(char *out, const unsigned char *bytes, uint32_t length, const unsigned char *end) {
    uint32_t at = 0;
    if ((size_t)(end - bytes) >= (size_t)length + DHK_BLOCK_BYTES)
        for (; at < length; at += DHK_BLOCK_BYTES)
            dhk_block_store((unsigned char *)out + at, dhk_block_load(bytes + at));
    else
        memcpy(out, bytes, length);
}

/* A run of characters that are alike in all that is counted, which `bytes` begins with: most words are one, or two.
 * Returns its length, 0 if its first character is none that is simply taken. */
static uint32_t append_alike(dhk_line_builder *builder, const unsigned char *bytes, const unsigned char *end,
                             uint32_t source, uint32_t source_end, unsigned how) {
    dhk_document *document = builder->document;
    dhk_measure *measure = &builder->line.measure;
    const unsigned char *at = bytes;
    const dhk_char *properties;
    uint32_t width, count = 1, units, length;
    uint32_t character = dhk_utf8_decode(bytes, end, &width);

    if (character == DHK_MALFORMED) {
        static const unsigned char replacement[3] = {0xEF, 0xBF, 0xBD};
        document->malformed++;
        append_alike(builder, replacement, replacement + 3, source,
                     (how & DHK_APPEND_LITERAL) != 0 ? source + width : source_end, how & DHK_APPEND_IN_LINK);
        return width;
    }
    if (character < 0xA0)
        return 0;
    properties = dhk_char_of(character);
    if (properties->class_ == DHK_CHAR_SPACE || properties->class_ == DHK_CHAR_INVISIBLE)
        return 0;
    if (!builder->started)
        line_start(builder, source);
    put_pending_space(builder);
    for (;;) {
        at += width;
        if (at >= end || *at < 0x80)
            break;
        character = dhk_utf8_decode(at, end, &width);
        if (character == DHK_MALFORMED || character < 0xA0 || dhk_char_of(character) != properties)
            break; /* C1 controls have the properties of unassigned characters */
        count++;
    }
    length = (uint32_t)(at - bytes);
    copy_text(document->text + document->text_length, bytes, length, end);
    measure->counts[properties->class_] += count;
    units = count * properties->units + builder->pending_units;
    measure->units += units;
    if ((how & DHK_APPEND_IN_LINK) != 0)
        builder->line.link_units += units;
    builder->pending_units = 0;
    if (!builder->visible) {
        builder->visible = true;
        measure->first_class = properties->class_;
    }
    measure->last_class = properties->class_;
    if ((properties->flags & DHK_CHAR_UNSPACED) != 0) {
        measure->tokens += count;
        builder->in_token = false;
        count_script(builder, properties->script, count);
    } else if ((properties->flags & DHK_CHAR_WORD) == 0) {
        builder->in_token = false;
    } else if (properties->class_ != DHK_CHAR_MARK) {
        measure->tokens += !builder->in_token;
        builder->in_token = true;
        if (properties->class_ != DHK_CHAR_DIGIT)
            count_script(builder, properties->script, count);
    }
    document->text_length += length;
    builder->visible_length = (uint32_t)document->text_length - builder->line.text;
    builder->line.end = (how & DHK_APPEND_LITERAL) != 0 ? source + length : source_end;
    return length;
}

/* How many bits each of four masks of 16 bits has, side by side. */
static inline uint64_t count_bits(uint64_t masks) {
    masks -= masks >> 1 & UINT64_C(0x5555555555555555);
    masks = (masks & UINT64_C(0x3333333333333333)) + (masks >> 2 & UINT64_C(0x3333333333333333));
    masks = (masks + (masks >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (masks + (masks >> 8)) & UINT64_C(0x00FF00FF00FF00FF);
}

/* Counts of a run of ASCII under way. */
typedef struct ascii_run {
    dhk_packed_counts packed;
    uint32_t tokens;
    bool in_token;
} ascii_run;

/* Adds up to sixteen bytes from `at` on to the run, and copies sixteen. Returns how many belong to the run; it ends there
 * if they are fewer than 15. A space only belongs to it with a visible character behind it. */
static inline uint32_t count_block(const dhk_line_builder *builder, const unsigned char *at, size_t left, char *out,
                                   uint32_t spaces, ascii_run *run) {
    dhk_block block = left < DHK_BLOCK_BYTES ? dhk_block_load_part(at, left) : dhk_block_load(at);
    uint32_t visible = dhk_block_mask(dhk_block_below(block, 0x7F)) & ~dhk_block_mask(dhk_block_below(block, ' ' + 1));
    uint32_t space = dhk_block_mask(dhk_block_equal(block, ' ')) & spaces;
    uint32_t length = dhk_block_first(~(visible | (space & visible >> 1)) | UINT32_C(1) << DHK_BLOCK_BYTES);
    uint32_t taken = (UINT32_C(1) << length) - 1;
    dhk_block folded = dhk_block_or(block, dhk_block_of(0x20));
    uint32_t small = dhk_block_mask(dhk_block_in(block, 'a', 'z')) & taken;
    uint32_t large = dhk_block_mask(dhk_block_in(folded, 'a', 'z')) & ~small & taken;
    uint32_t digits = dhk_block_mask(dhk_block_in(block, '0', '9')) & taken;
    uint32_t words = small | large | digits;
    uint32_t begins = words & ~(words << 1 | (uint32_t)run->in_token);
    uint64_t counts = count_bits((uint64_t)(large << 16 | small) | (uint64_t)(digits << 16 | begins) << 32);
    uint32_t spaces_taken = length - (uint32_t)((counts & 0xFF) + (counts >> 16 & 0xFF) + (counts >> 48));
    dhk_block_store((unsigned char *)out, block);
    for (uint32_t rest = visible & taken & ~words; rest != 0; rest &= rest - 1) {
        const dhk_packed_counts *one = &builder->ascii[at[dhk_block_first(rest)]];
        run->packed.first += one->first;
        run->packed.second += one->second;
        spaces_taken--;
    }
    run->packed.first += PACKED_OF(DHK_CHAR_LOWER, counts & 0xFF) + PACKED_OF(DHK_CHAR_UPPER, counts >> 16 & 0xFF) +
                         PACKED_OF(DHK_CHAR_DIGIT, counts >> 48) + PACKED_OF(DHK_CHAR_SPACE, spaces_taken);
    run->tokens += (uint32_t)(counts >> 32 & 0xFF);
    run->in_token = length > 0 ? (words >> (length - 1) & 1) != 0 : run->in_token;
    return length;
}

/* Counts a single visible character of ASCII and writes it to `out`. */
static inline uint32_t count_one(const dhk_line_builder *builder, unsigned char byte, char *out, ascii_run *run) {
    const dhk_packed_counts *counts = &builder->ascii[byte];
    bool word = counts->second >> PACKED_TOP != 0;
    run->packed.first += counts->first;
    run->packed.second += counts->second;
    run->tokens += word && !run->in_token;
    run->in_token = word;
    *out = (char)byte;
    return 1;
}

/* A run of visible ASCII, which `bytes` begins with, and of single spaces in it unless white space is kept. Returns its
 * length; `source` and `source_end` are of the whole piece of text that it stands in, see dhk_line_builder_append. */
static uint32_t append_ascii(dhk_line_builder *builder, const unsigned char *bytes, const unsigned char *end,
                             uint32_t source, uint32_t source_end, unsigned how) {
    dhk_document *document = builder->document;
    dhk_measure *measure = &builder->line.measure;
    uint32_t left = (size_t)(end - bytes) > builder->packed_room ? builder->packed_room : (uint32_t)(end - bytes);
    uint32_t spaces = builder->preformatted ? 0 : 0xFFFF;
    uint32_t length = 0;
    ascii_run run;
    char *out;

    if (!builder->started)
        line_start(builder, source);
    put_pending_space(builder);
    run = (ascii_run){builder->packed, 0, builder->in_token};
    out = document->text + document->text_length;
    if (left == 1 || bytes[1] >= 0x80) { /* between two words of another script */
        length = count_one(builder, *bytes, out, &run);
    } else {
        uint32_t taken = DHK_BLOCK_BYTES;
        for (; length < left && taken >= DHK_BLOCK_BYTES - 1; length += taken)
            taken = count_block(builder, bytes + length, left - length, out + length, spaces, &run);
    }
    builder->in_token = run.in_token;
    builder->packed = run.packed;
    measure->tokens += run.tokens;
    builder->packed_room -= length;
    if (builder->packed_room == 0)
        unpack_counts(builder);
    measure->units += 10 * length + builder->pending_units;
    if ((how & DHK_APPEND_IN_LINK) != 0)
        builder->line.link_units += 10 * length + builder->pending_units;
    builder->pending_units = 0;
    if (!builder->visible) {
        builder->visible = true;
        measure->first_class = ascii_char(bytes[0])->class_;
    }
    measure->last_class = ascii_char(bytes[length - 1])->class_;
    document->text_length += length;
    builder->visible_length = (uint32_t)document->text_length - builder->line.text;
    builder->line.end = (how & DHK_APPEND_LITERAL) != 0 ? source + length : source_end;
    return length;
}

/* White space in preformatted text: kept, but for line ends before the first character. */
static void append_preformatted_space(dhk_line_builder *builder, unsigned char byte, uint32_t source) {
    dhk_document *document = builder->document;
    if (byte == '\r' || byte == '\f')
        byte = ' '; /* as style sheets have it; the first comes from a reference only */
    if (!builder->started) {
        if (byte == '\n')
            return;
        line_start(builder, source);
    } else if (!builder->visible && byte == '\n') {
        document->text_length = builder->line.text;
        builder->started = false;
        builder->pending_units = 0;
        builder->line.measure.counts[DHK_CHAR_SPACE] = 0;
        return;
    }
    document->text[document->text_length++] = (char)byte;
    builder->line.measure.counts[DHK_CHAR_SPACE]++;
    builder->pending_units += 10;
    builder->in_token = false;
}

/* Text is taken in slices, so that the room made for the worst case (each
 * malformed byte becomes three) stays small. What is left over of that room at a
 * slice's end is for a character that ends behind it, and for the whole block
 * that is stored for its last bytes. */
enum { SLICE = 16384, SLICE_REST = 8 };

static bool make_room(dhk_line_builder *builder, uint32_t length) {
    dhk_document *document = builder->document;
    size_t needed = document->text_length + 3 * (size_t)length + 1;
    if (needed <= document->text_capacity)
        return true;
    if (needed > UINT32_MAX) {
        document->truncated |= DEHUSK_TRUNCATED_BYTES;
        builder->full = true;
        return false;
    }
    builder->failed = !DHK_RESERVE(builder->allocator, document->text, document->text_capacity, needed);
    return !builder->failed;
}

void dhk_line_builder_append(dhk_line_builder *builder, const unsigned char *bytes, uint32_t length, uint32_t source,
                             uint32_t source_end, unsigned how) {
    const unsigned char *end = bytes + length;
    const unsigned char *begin = bytes;
    const unsigned char *roomy = bytes; /* there is room for what lies before this */

    while (bytes < end) {
        uint32_t at = (how & DHK_APPEND_LITERAL) != 0 ? source + (uint32_t)(bytes - begin) : source;
        if (builder->failed || builder->full)
            return;
        if (bytes >= roomy) {
            uint32_t slice = end - bytes > SLICE ? SLICE : (uint32_t)(end - bytes);
            if (!make_room(builder, slice + SLICE_REST))
                return;
            roomy = bytes + slice;
        }
        if (is_visible_ascii(*bytes)) {
            bytes += append_ascii(builder, bytes, roomy, at, source_end, how);
        } else if (*bytes >= 0x80) {
            /* A character may end behind the slice, no more. */
            const unsigned char *stop = end - roomy > 3 ? roomy + 3 : end;
            uint32_t taken = append_alike(builder, bytes, stop, at, source_end, how);
            bytes += taken > 0 ? taken : append_unseen(builder, bytes, end, at, source_end, how);
        } else if (!dhk_is_html_space(*bytes)) {
            /* A control character is no text. In HTML the Standard has a NUL passed over; plain text from elsewhere has
             * it between fields, and after them. */
            if (*bytes++ == 0 && builder->document->format == DEHUSK_FORMAT_TEXT)
                builder->pending_space = builder->started;
        } else if (builder->preformatted) {
            append_preformatted_space(builder, *bytes++, at);
        } else {
            bytes += dhk_line_builder_append_space(builder, bytes, (uint32_t)(end - bytes));
        }
    }
}

/* Is one of eight bytes an ASCII digit? */
static bool has_digit(uint64_t eight) {
    const uint64_t tops = UINT64_C(0x8080808080808080), ones = UINT64_C(0x0101010101010101);
    uint64_t low = eight & ~tops;
    return (~(low + ones * (0x80 - '9' - 1)) & (low + ones * (0x80 - '0')) & ~eight & tops) != 0;
}

/* Hash of the text with each run of ASCII digits as one 0, so that dates and counts do not tell lines apart. */
static uint32_t masked_hash(const char *text, uint32_t length) {
    uint64_t state = DHK_HASH_MULTIPLIER;
    uint64_t word = 0;
    unsigned filled = 0;
    bool in_digits = false;
    for (uint32_t i = 0; i < length;) {
        unsigned char byte = (unsigned char)text[i];
        bool digit = dhk_is_digit(byte);
        uint64_t eight;
        if (length - i >= 8 && !has_digit(eight = dhk_load_little_endian((const unsigned char *)text + i, 8))) {
            state = dhk_hash_step(state, word | eight << (8 * filled));
            word = filled > 0 ? eight >> (64 - 8 * filled) : 0;
            in_digits = false;
            i += 8;
            continue;
        }
        i++;
        if (digit && in_digits)
            continue;
        in_digits = digit;
        word |= (uint64_t)(digit ? '0' : byte) << (8 * filled);
        if (++filled == 8) {
            state = dhk_hash_step(state, word);
            word = 0;
            filled = 0;
        }
    }
    return dhk_hash_end(dhk_hash_step(state, word + ((uint64_t)filled << 56)));
}

static void find_script(dhk_line_builder *builder) {
    dhk_measure *measure = &builder->line.measure;
    uint32_t best = 0;
    for (uint32_t i = 0; i < builder->scripts_seen_count; i++) {
        uint8_t script = builder->scripts_seen[i];
        uint32_t count = builder->script_counts[script];
        builder->document->scripts[script] += count;
        if (count > best || (count == best && script < measure->script)) {
            best = count;
            measure->script = script;
        }
    }
    measure->cased =
        measure->counts[DHK_CHAR_UPPER] + measure->counts[DHK_CHAR_LOWER] > measure->counts[DHK_CHAR_LETTER];
}

void dhk_line_builder_discard(dhk_line_builder *builder) {
    if (builder->started)
        builder->document->text_length = builder->line.text;
    line_reset(builder);
}

bool dhk_line_builder_end(dhk_line_builder *builder) {
    dhk_document *document = builder->document;
    dhk_line *line = &builder->line;

    if (!builder->started)
        return false;
    if (!builder->visible || builder->failed) {
        dhk_line_builder_discard(builder);
        return false;
    }
    if (document->line_count == builder->max_lines) {
        document->truncated |= DEHUSK_TRUNCATED_LINES;
        builder->full = true;
        line_reset(builder);
        return false;
    }
    if (!DHK_RESERVE(builder->allocator, document->lines, document->line_capacity, document->line_count + 1)) {
        builder->failed = true;
        line_reset(builder);
        return false;
    }
    unpack_counts(builder);
    document->text_length = line->text + builder->visible_length;
    line->text_length = builder->visible_length;
    line->hash = dhk_hash_bytes(document->text + line->text, line->text_length);
    line->masked_hash = line->measure.counts[DHK_CHAR_DIGIT] > 0
                            ? masked_hash(document->text + line->text, line->text_length)
                            : line->hash;
    find_script(builder);
    document->lines[document->line_count++] = *line;
    line_reset(builder);
    return true;
}

dhk_text_run *dhk_document_meta_text(dhk_document *document, const char *name, size_t length) {
    static const char *const names[] = {"og:title", "twitter:title", "og:description", "description"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (length == strlen(names[i]) && dhk_equals_ignoring_case(name, names[i], length))
            return i < 2 ? &document->og_title : &document->description;
    return NULL;
}

bool dhk_document_store_head_text(const dehusk_allocator *allocator, dhk_document *document, dhk_text_run *head_text,
                                  const char *text, size_t length) {
    size_t begin = document->text_length;
    bool space = false;
    const unsigned char *bytes = (const unsigned char *)text;
    const unsigned char *end = bytes + length;

    if (begin + 3 * length > UINT32_MAX)
        return true;
    if (!DHK_RESERVE(allocator, document->text, document->text_capacity, begin + 3 * length + 1))
        return false;
    while (bytes < end) {
        uint32_t width;
        uint32_t character = dhk_utf8_decode(bytes, end, &width);
        if (character <= ' ' || character == 0x7F) {
            space = document->text_length > begin;
        } else {
            if (space)
                document->text[document->text_length++] = ' ';
            space = false;
            if (character == DHK_MALFORMED) {
                memcpy(document->text + document->text_length, "\xEF\xBF\xBD", 3);
                document->text_length += 3;
            } else {
                memcpy(document->text + document->text_length, bytes, width);
                document->text_length += width;
            }
        }
        bytes += width;
    }
    if (document->text_length > begin) {
        head_text->text = (uint32_t)begin;
        head_text->text_length = (uint32_t)(document->text_length - begin);
    }
    return true;
}
