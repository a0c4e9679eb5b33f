/*
 * A file without its compression.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "input/unpacker.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

enum {
    OUTPUT_CAPACITY = 1 << 18, /* stays in the processor's cache until it is used */
    GZIP_WINDOW = 15 + 16,     /* zlib's way to say: the largest window, and a gzip header */
    SKIPPABLE_HEAD = 8,        /* magic number and length of a skippable zstd frame */
    MOST_DICTIONARY = 64 << 20 /* bytes; writers use some 100 KiB */
};

static const unsigned char gzip_magic[] = {0x1F, 0x8B, 0x08};
static const uint32_t zstd_magic = 0xFD2FB528u;
static const uint32_t skippable_magic = 0x184D2A50u; /* and the 15 above it */
static const uint32_t dictionary_magic = 0x184D2A5Du;

static uint32_t number_at(const char *bytes) {
    const unsigned char *b = (const unsigned char *)bytes;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static bool is_skippable(uint32_t magic) {
    return (magic & ~0xFu) == skippable_magic;
}

/* How the bytes are packed. Of a file that ends amid a magic number, what comes
 * `before` is a hint. */
static stored_packing packing_of(const char *bytes, size_t length, stored_packing before) {
    if (length >= sizeof gzip_magic && memcmp(bytes, gzip_magic, sizeof gzip_magic) == 0)
        return PACKING_GZIP;
    if (length >= 4 && (number_at(bytes) == zstd_magic || is_skippable(number_at(bytes))))
        return PACKING_ZSTD;
    if (before == PACKING_GZIP && length < sizeof gzip_magic && memcmp(bytes, gzip_magic, length) == 0)
        return PACKING_GZIP;
    if (before == PACKING_ZSTD && length < 4)
        return PACKING_ZSTD;
    return PACKING_NONE;
}

const char *unpacker_open(unpacker *file, const char *path) {
    memset(file, 0, sizeof *file);
    return byte_stream_open(&file->stored, path);
}

static unpack_result fail(unpacker *file, const char *failure) {
    file->failure = failure;
    file->error_number = file->stored.error_number;
    file->at = file->end = NULL;
    return UNPACK_FAILED;
}

/* The file ended where it should not have. */
static unpack_result fail_at_end(unpacker *file, const char *failure) {
    return fail(file, file->stored.error_number != 0 ? "the file cannot be read" : failure);
}

static unpack_result end_of_file(unpacker *file) {
    if (file->stored.error_number != 0)
        return fail_at_end(file, NULL);
    file->at = file->end = NULL;
    return UNPACK_END;
}

/* Plain bytes are used right in the stream's buffer, whose own mark lags. */
static void settle(unpacker *file) {
    if (file->packing == PACKING_NONE && !file->replaying && file->at != NULL)
        file->stored.begin = (size_t)(file->at - file->stored.buffer);
}

static unpack_result show_plain(unpacker *file, size_t want) {
    if (byte_stream_fill(&file->stored, want) == 0)
        return end_of_file(file);
    file->at = file->stored.buffer + file->stored.begin;
    file->end = file->stored.buffer + file->stored.end;
    return UNPACK_BYTES;
}

static bool ready_output(unpacker *file) {
    if (file->output == NULL)
        file->output = malloc(OUTPUT_CAPACITY);
    return file->output != NULL;
}

static bool ready_gzip(unpacker *file) {
    if (file->gzip != NULL)
        return inflateReset(file->gzip) == Z_OK;
    z_stream *gzip = calloc(1, sizeof *gzip);
    if (gzip == NULL || inflateInit2(gzip, GZIP_WINDOW) != Z_OK) {
        free(gzip);
        return false;
    }
    file->gzip = gzip;
    return true;
}

static bool ready_zstd(unpacker *file) {
    if (file->zstd == NULL)
        file->zstd = ZSTD_createDCtx();
    file->zstd_full = false;
    return file->zstd != NULL && ZSTD_isError(ZSTD_DCtx_reset(file->zstd, ZSTD_reset_session_only)) == 0;
}

/* Passes over stored bytes, or copies them. False: the file ends first. */
static bool take_stored(unpacker *file, char *to, size_t length) {
    byte_stream *stored = &file->stored;
    while (length > 0) {
        size_t there = byte_stream_fill(stored, 1);
        if (there == 0)
            return false;
        if (there > length)
            there = length;
        if (to != NULL) {
            memcpy(to, stored->buffer + stored->begin, there);
            to += there;
        }
        stored->begin += there;
        length -= there;
    }
    return true;
}

/* The dictionary of a .warc.zst is the content of a skippable frame at its
 * front, and may itself be compressed. Returns NULL, or what is wrong. */
static const char *load_dictionary(unpacker *file, size_t length) {
    if (length > MOST_DICTIONARY)
        return "the zstd dictionary is too large";
    const char *problem = NULL;
    char *plain = NULL;
    char *bytes = malloc(length + 1);
    if (bytes == NULL)
        return "out of memory";
    if (!take_stored(file, bytes, length)) {
        problem = "the file ends within the zstd dictionary";
    } else if (length >= 4 && number_at(bytes) == zstd_magic) {
        /* The size is that of one frame, as its own head says. */
        unsigned long long size = ZSTD_getFrameContentSize(bytes, length);
        if (size == ZSTD_CONTENTSIZE_UNKNOWN || size > MOST_DICTIONARY)
            size = MOST_DICTIONARY;
        plain = malloc((size_t)size + 1);
        size_t got = plain != NULL ? ZSTD_decompressDCtx(file->zstd, plain, (size_t)size, bytes, length) : 0;
        if (plain == NULL)
            problem = "out of memory";
        else if (ZSTD_isError(got) || ZSTD_isError(ZSTD_DCtx_loadDictionary(file->zstd, plain, got)))
            problem = "the zstd dictionary is damaged";
    } else if (ZSTD_isError(ZSTD_DCtx_loadDictionary(file->zstd, bytes, length))) {
        problem = "the zstd dictionary is damaged";
    }
    free(plain);
    free(bytes);
    return problem;
}

/* Passes over skippable frames, but for the dictionary. */
static const char *skip_frames(unpacker *file, bool *at_frame) {
    byte_stream *stored = &file->stored;
    *at_frame = false;
    for (;;) {
        size_t there = byte_stream_fill(stored, SKIPPABLE_HEAD);
        const char *head = stored->buffer + stored->begin;
        if (there < 4 || !is_skippable(number_at(head))) {
            *at_frame = there > 0;
            return NULL;
        }
        if (there < SKIPPABLE_HEAD)
            return "the file ends within a zstd frame";
        bool is_dictionary = number_at(head) == dictionary_magic;
        size_t length = number_at(head + 4);
        stored->begin += SKIPPABLE_HEAD;
        const char *problem = NULL;
        if (is_dictionary)
            problem = load_dictionary(file, length);
        else if (!take_stored(file, NULL, length))
            problem = "the file ends within a zstd frame";
        if (problem != NULL)
            return problem;
    }
}

/* Some writers fill the last block of a device with zeros. */
static void skip_padding(unpacker *file) {
    byte_stream *stored = &file->stored;
    while (byte_stream_fill(stored, 1) > 0 && stored->buffer[stored->begin] == 0)
        stored->begin++;
}

static unpack_result begin_member(unpacker *file) {
    byte_stream *stored = &file->stored;
    stored_packing before = file->packing;
    if (before == PACKING_GZIP || before == PACKING_ZSTD)
        skip_padding(file);
    file->packing = PACKING_UNKNOWN;
    file->member_has_ended = false;
    size_t there = byte_stream_fill(stored, 4);
    file->member_offset = byte_stream_offset(stored);
    file->member_position = file->position;
    if (there == 0)
        return end_of_file(file);
    stored_packing found = packing_of(stored->buffer + stored->begin, there, before);
    if (found == PACKING_ZSTD) {
        bool at_frame = false;
        if (!ready_output(file) || !ready_zstd(file))
            return fail(file, "out of memory");
        const char *problem = skip_frames(file, &at_frame);
        if (problem != NULL)
            return fail_at_end(file, problem);
        if (!at_frame)
            return end_of_file(file);
        file->member_offset = byte_stream_offset(stored);
        if (byte_stream_fill(stored, 4) >= 4 && number_at(stored->buffer + stored->begin) != zstd_magic)
            found = packing_of(stored->buffer + stored->begin, 4, PACKING_NONE);
    }
    if (found == PACKING_GZIP && (!ready_output(file) || !ready_gzip(file)))
        return fail(file, "out of memory");
    file->packing = found;
    file->at = file->end = NULL;
    return UNPACK_MEMBER;
}

static const char *gzip_problem(int code) {
    return code == Z_MEM_ERROR ? "out of memory" : "a gzip member is damaged";
}

static const char *zstd_problem(size_t code) {
    switch (ZSTD_getErrorCode(code)) {
    case ZSTD_error_dictionary_wrong:
        return "a zstd frame needs a dictionary that the file does not have";
    case ZSTD_error_frameParameter_windowTooLarge:
        return "a zstd frame needs too much memory";
    case ZSTD_error_memory_allocation:
        return "out of memory";
    default:
        return "a zstd frame is damaged";
    }
}

/* Unpacks some bytes of a gzip member, perhaps none at its end. */
static size_t unpack_gzip(unpacker *file) {
    byte_stream *stored = &file->stored;
    z_stream *gzip = file->gzip;
    size_t got = 0;
    while (got == 0 && !file->member_has_ended && file->failure == NULL) {
        size_t there = byte_stream_fill(stored, 1);
        if (there == 0) {
            fail_at_end(file, "the file ends within a gzip member");
            break;
        }
        gzip->next_in = (Bytef *)(stored->buffer + stored->begin);
        gzip->avail_in = (uInt)there;
        gzip->next_out = (Bytef *)file->output;
        gzip->avail_out = OUTPUT_CAPACITY;
        int code = inflate(gzip, Z_NO_FLUSH);
        stored->begin += there - gzip->avail_in;
        got = OUTPUT_CAPACITY - gzip->avail_out;
        if (code == Z_STREAM_END)
            file->member_has_ended = true;
        else if (code != Z_OK && code != Z_BUF_ERROR)
            fail(file, gzip_problem(code));
    }
    return got;
}

/* The same for a zstd frame. */
static size_t unpack_zstd(unpacker *file) {
    byte_stream *stored = &file->stored;
    size_t got = 0;
    while (got == 0 && !file->member_has_ended && file->failure == NULL) {
        if (!file->zstd_full && byte_stream_fill(stored, 1) == 0) {
            fail_at_end(file, "the file ends within a zstd frame");
            break;
        }
        ZSTD_inBuffer input = {stored->buffer + stored->begin, stored->end - stored->begin, 0};
        ZSTD_outBuffer output = {file->output, OUTPUT_CAPACITY, 0};
        size_t code = ZSTD_decompressStream(file->zstd, &output, &input);
        stored->begin += input.pos;
        got = output.pos;
        file->zstd_full = got == OUTPUT_CAPACITY;
        if (ZSTD_isError(code))
            fail(file, zstd_problem(code));
        else if (code == 0)
            file->member_has_ended = true;
    }
    return got;
}

unpack_result unpacker_next(unpacker *file) {
    if (file->at < file->end)
        return UNPACK_BYTES;
    if (file->replaying) {
        file->replaying = false;
        file->at = file->kept_at;
        file->end = file->kept_end;
        if (file->at < file->end)
            return UNPACK_BYTES;
    }
    if (file->failure != NULL)
        return UNPACK_FAILED;
    if (file->member_has_ended)
        return begin_member(file);
    size_t got;
    switch (file->packing) {
    case PACKING_NONE:
        settle(file);
        return show_plain(file, 1);
    case PACKING_GZIP:
        got = unpack_gzip(file);
        break;
    case PACKING_ZSTD:
        got = unpack_zstd(file);
        break;
    default:
        return begin_member(file);
    }
    /* What was unpacked before the damage comes first. */
    if (got > 0) {
        file->at = file->output;
        file->end = file->output + got;
        return UNPACK_BYTES;
    }
    return file->failure != NULL ? UNPACK_FAILED : begin_member(file);
}

void unpacker_take(unpacker *file, size_t length) {
    file->at += length;
    file->position += length;
}

bool unpacker_widen(unpacker *file) {
    size_t there = (size_t)(file->end - file->at);
    if (file->packing != PACKING_NONE || file->replaying || there >= BYTE_STREAM_CAPACITY)
        return false;
    settle(file);
    show_plain(file, there + 1);
    return (size_t)(file->end - file->at) > there;
}

bool unpacker_boundary(unpacker *file) {
    if (file->packing != PACKING_NONE || file->replaying)
        return false;
    settle(file);
    if (show_plain(file, 4) != UNPACK_BYTES ||
        packing_of(file->at, (size_t)(file->end - file->at), PACKING_NONE) == PACKING_NONE)
        return false;
    file->member_has_ended = true;
    file->at = file->end = NULL;
    return true;
}

void unpacker_unread(unpacker *file, const char *bytes, size_t length) {
    file->kept_at = file->at;
    file->kept_end = file->end;
    file->replaying = true;
    file->at = bytes;
    file->end = bytes + length;
    file->position -= length;
}

bool unpacker_recover(unpacker *file) {
    byte_stream *stored = &file->stored;
    file->failure = NULL;
    file->error_number = 0;
    file->packing = PACKING_UNKNOWN;
    file->member_has_ended = false;
    file->replaying = false;
    file->at = file->end = NULL;
    /* A decoder that refused a member may have used nothing of it. */
    if (byte_stream_offset(stored) <= file->member_offset && byte_stream_fill(stored, 1) > 0)
        stored->begin++;
    while (byte_stream_fill(stored, 4) >= 4) {
        const char *bytes = stored->buffer;
        for (; stored->end - stored->begin >= 4; stored->begin++) {
            const char *here = bytes + stored->begin;
            if (number_at(here) == zstd_magic || memcmp(here, gzip_magic, sizeof gzip_magic) == 0)
                return true;
        }
    }
    stored->begin = stored->end;
    return false;
}

uint64_t unpacker_offset(const unpacker *file) {
    if (file->packing == PACKING_NONE)
        return file->member_offset + (file->position - file->member_position);
    return file->member_offset;
}

void unpacker_close(unpacker *file) {
    if (file->gzip != NULL)
        inflateEnd(file->gzip);
    free(file->gzip);
    ZSTD_freeDCtx(file->zstd);
    free(file->output);
    byte_stream_close(&file->stored);
    memset(file, 0, sizeof *file);
}
