/*
 * A file without its compression.
 */
#include "input/unpacker.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

enum {
    OUTPUT_CAPACITY = 1 << 18, /* stays in the processor's cache until it is used */
    WHOLE_CAPACITY = 4 << 20,  /* of a gzip member that is unpacked in one go; larger pages are rare */
    WHOLE_STORED = 1 << 19,    /* stored bytes that such a member is looked for in */
    GZIP_WINDOW = 15 + 16,     /* zlib's way to say: the largest window, and a gzip header */
    ZSTD_FRAME_BEGIN = 5,      /* bytes that the decoder asks for first */
    SKIPPABLE_HEAD = 8,        /* magic number and length of a skippable zstd frame */
    DICTIONARY_MAX = 64 << 20, /* bytes; writers use some 100 KiB */
    JOINED_MAX = 1 << 17       /* bytes that were put back, and those behind them */
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

/* What was unpacked before stays to be read. */
static unpack_result fail(unpacker *file, const char *failure) {
    file->failure = failure;
    file->error_number = file->stored.error_number;
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
        file->output = malloc(WHOLE_CAPACITY); /* what no member has filled, the system never provides */
    return file->output != NULL;
}

static bool ready_gzip(unpacker *file) {
    file->at_gzip_head = true;
    if (file->gzip != NULL)
        return inflateReset(file->gzip) == Z_OK;
    z_stream *gzip = calloc(1, sizeof *gzip);
    if (gzip == NULL || inflateInit2(gzip, GZIP_WINDOW) != Z_OK) {
        free(gzip);
        return false;
    }
    file->gzip = gzip;
    file->whole_gzip = gzip_member_reader_new();
    return true;
}

static bool ready_zstd(unpacker *file) {
    if (file->zstd == NULL)
        file->zstd = ZSTD_createDCtx();
    file->zstd_full = false;
    file->zstd_wants = ZSTD_FRAME_BEGIN;
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
    if (length > DICTIONARY_MAX)
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
        if (size == ZSTD_CONTENTSIZE_UNKNOWN || size > DICTIONARY_MAX)
            size = DICTIONARY_MAX;
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
    if (before == PACKING_GZIP || before == PACKING_ZSTD) {
        skip_padding(file);
        file->among_plain = false; /* it was whole */
    }
    file->packing = PACKING_UNKNOWN;
    file->member_has_ended = false;
    size_t there = byte_stream_fill(stored, 4);
    file->member_offset = byte_stream_offset(stored);
    file->member_position = file->position;
    file->looked_to = 0;
    if (there == 0)
        return end_of_file(file);
    stored_packing found = packing_of(stored->buffer + stored->begin, there, before);
    if (found == PACKING_ZSTD) {
        bool at_frame = false;
        if (!ready_output(file) || !ready_zstd(file))
            return fail(file, "out of memory");
        const char *problem = skip_frames(file, &at_frame);
        if (problem != NULL) {
            file->looked_back = byte_stream_offset(stored); /* what these frames held is no member */
            return fail_at_end(file, problem);
        }
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

/* Unpacks a gzip member as a whole, if that is possible. Else nothing has happened: what is said of a member that is
 * damaged, cut, or large, and what of it is read before that, is always zlib's word. */
static bool unpack_whole_gzip(unpacker *file, size_t *got) {
    byte_stream *stored = &file->stored;
    /* What a pipe has not yet got is not waited for. */
    size_t there = byte_stream_fill(stored, stored->size > 0 ? WHOLE_STORED : 1);
    size_t taken = 0;
    if (!gzip_member_unpack(file->whole_gzip, (byte_slice){stored->buffer + stored->begin, there}, file->output,
                            WHOLE_CAPACITY, &taken, got))
        return false;
    stored->begin += taken;
    file->member_has_ended = true;
    return true;
}

/* Unpacks some bytes of a gzip member to the output behind `begin`, perhaps none at the member's end. */
static size_t unpack_gzip(unpacker *file, size_t begin) {
    byte_stream *stored = &file->stored;
    z_stream *gzip = file->gzip;
    size_t got = 0;
    bool at_head = file->at_gzip_head;
    file->at_gzip_head = false;
    if (at_head && begin == 0 && unpack_whole_gzip(file, &got))
        return got;
    got = 0;
    while (got == 0 && !file->member_has_ended && file->failure == NULL) {
        size_t there = byte_stream_fill(stored, 1);
        if (there == 0) {
            fail_at_end(file, "the file ends within a gzip member");
            break;
        }
        gzip->next_in = (Bytef *)(stored->buffer + stored->begin);
        gzip->avail_in = (uInt)there;
        gzip->next_out = (Bytef *)(file->output + begin);
        gzip->avail_out = (uInt)(OUTPUT_CAPACITY - begin);
        int code = inflate(gzip, Z_NO_FLUSH);
        stored->begin += there - gzip->avail_in;
        got = OUTPUT_CAPACITY - begin - gzip->avail_out;
        if (code == Z_STREAM_END)
            file->member_has_ended = true;
        else if (code != Z_OK && code != Z_BUF_ERROR)
            fail(file, gzip_problem(code));
    }
    return got;
}

/* Unpacks bytes of a zstd frame. The decoder is given what it asks for, a block at a time: of more it would give nothing
 * if there is damage in it, so that the cuts of reads would show. */
static size_t unpack_zstd(unpacker *file, size_t begin) {
    byte_stream *stored = &file->stored;
    size_t got = 0;
    while (got == 0 && !file->member_has_ended && file->failure == NULL) {
        size_t there = byte_stream_fill(stored, file->zstd_full ? 0 : file->zstd_wants);
        if (!file->zstd_full && there == 0) {
            fail_at_end(file, "the file ends within a zstd frame");
            break;
        }
        if (there > file->zstd_wants)
            there = file->zstd_wants;
        ZSTD_inBuffer input = {stored->buffer + stored->begin, there, 0};
        ZSTD_outBuffer output = {file->output + begin, OUTPUT_CAPACITY - begin, 0};
        size_t code = ZSTD_decompressStream(file->zstd, &output, &input);
        stored->begin += input.pos;
        got = output.pos;
        file->zstd_full = got == OUTPUT_CAPACITY - begin;
        file->zstd_wants -= input.pos < file->zstd_wants ? input.pos : file->zstd_wants;
        if (ZSTD_isError(code))
            fail(file, zstd_problem(code));
        else if (code == 0)
            file->member_has_ended = true;
        else if (!file->zstd_full || file->zstd_wants == 0)
            file->zstd_wants = code < BYTE_STREAM_CAPACITY ? code : BYTE_STREAM_CAPACITY;
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
        got = unpack_gzip(file, 0);
        break;
    case PACKING_ZSTD:
        got = unpack_zstd(file, 0);
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

/* Widens what is packed: the bytes that are there move to the front of the output. */
static bool widen_output(unpacker *file, size_t there) {
    if (there >= OUTPUT_CAPACITY || file->member_has_ended || file->failure != NULL || file->packing == PACKING_UNKNOWN)
        return false;
    if (there > 0)
        memmove(file->output, file->at, there);
    size_t got = file->packing == PACKING_GZIP ? unpack_gzip(file, there) : unpack_zstd(file, there);
    file->at = file->output;
    file->end = file->output + there + got;
    return got > 0;
}

bool unpacker_widen(unpacker *file) {
    size_t there = (size_t)(file->end - file->at);
    if (file->replaying)
        return false;
    if (file->packing != PACKING_NONE)
        return widen_output(file, there);
    if (there >= BYTE_STREAM_CAPACITY)
        return false;
    settle(file);
    show_plain(file, there + 1);
    return (size_t)(file->end - file->at) > there;
}

size_t unpacker_want(unpacker *file, size_t want) {
    while ((size_t)(file->end - file->at) < want && unpacker_widen(file))
        continue;
    return (size_t)(file->end - file->at);
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
    file->unread = bytes;
    file->at = bytes;
    file->end = bytes + length;
    file->position -= length;
}

bool unpacker_back(unpacker *file, size_t length) {
    if (!file->replaying || (size_t)(file->at - file->unread) < length)
        return false;
    file->at -= length;
    file->position -= length;
    return true;
}

size_t unpacker_want_behind(unpacker *file, size_t want) {
    size_t rest = (size_t)(file->end - file->at);
    if (!file->replaying || rest >= want || want > JOINED_MAX / 2)
        return file->replaying ? rest : unpacker_want(file, want);
    if (file->joined == NULL && (file->joined = malloc(JOINED_MAX)) == NULL)
        return rest;
    if (rest > 0)
        memmove(file->joined, file->at, rest);
    file->at = file->kept_at;
    file->end = file->kept_end;
    file->replaying = false;
    size_t more = JOINED_MAX - rest; /* twice as much, so that not all of it moves again for each small object */
    size_t there = unpacker_want(file, more);
    if (there < more)
        more = there;
    if (more > 0) {
        memcpy(file->joined + rest, file->at, more);
        file->at += more;
    }
    file->kept_at = file->at;
    file->kept_end = file->end;
    file->replaying = true;
    file->unread = file->at = file->joined;
    file->end = file->joined + rest + more;
    return rest + more;
}

static bool is_magic(const char *bytes) {
    return number_at(bytes) == zstd_magic || memcmp(bytes, gzip_magic, sizeof gzip_magic) == 0;
}

size_t unpacker_look(unpacker *file, bool *found) {
    enum { MAGIC = 4 };
    *found = false;
    if (file->packing != PACKING_NONE || file->replaying)
        return (size_t)(file->end - file->at);
    size_t there = unpacker_want(file, MAGIC);
    if (there < MAGIC)
        return there;
    size_t i = file->looked_to > file->position ? (size_t)(file->looked_to - file->position) : 0;
    for (; i + MAGIC <= there && !*found; i++) {
        const char *here = file->at + i;
        /* Neither magic number begins with a byte of plain text. */
        *found = (*here == 0x1F || *here == 0x28) && is_magic(here);
    }
    i -= *found;
    file->looked_to = file->position + i;
    return i;
}

void unpacker_enter(unpacker *file) {
    settle(file);
    file->member_has_ended = true;
    file->among_plain = true;
    file->at = file->end = NULL;
}

/* A damaged member may have been read too far: what was read last is looked through, but no byte twice. */
static void go_back(unpacker *file) {
    byte_stream *stored = &file->stored;
    uint64_t offset = byte_stream_offset(stored);
    /* A decoder that refused a member may have used nothing of it. */
    if (offset <= file->member_offset && byte_stream_fill(stored, 1) > 0) {
        stored->begin++;
    } else if (offset > file->looked_back) {
        uint64_t least = file->member_offset + 1 > file->looked_back ? file->member_offset + 1 : file->looked_back;
        uint64_t back = offset > least ? offset - least : 0;
        byte_stream_back(stored, back < BYTE_STREAM_HISTORY ? (size_t)back : BYTE_STREAM_HISTORY);
    }
    if (offset > file->looked_back)
        file->looked_back = offset;
}

bool unpacker_recover(unpacker *file) {
    byte_stream *stored = &file->stored;
    file->failure = NULL;
    file->error_number = 0;
    file->packing = PACKING_UNKNOWN;
    file->member_has_ended = false;
    file->replaying = false;
    file->at = file->end = NULL;
    go_back(file);
    if (file->among_plain) {
        file->among_plain = false;
        file->packing = PACKING_NONE;
        file->member_offset = byte_stream_offset(stored);
        file->member_position = file->position;
        file->looked_to = 0;
        return true;
    }
    while (byte_stream_fill(stored, 4) >= 4)
        for (; stored->end - stored->begin >= 4; stored->begin++)
            if (is_magic(stored->buffer + stored->begin))
                return true;
    stored->begin = stored->end;
    return false;
}

uint64_t unpacker_offset(const unpacker *file) {
    if (file->position < file->member_position)
        return file->before_offset;
    if (file->packing == PACKING_NONE)
        return file->member_offset + (file->position - file->member_position);
    return file->member_offset;
}

void unpacker_close(unpacker *file) {
    if (file->gzip != NULL)
        inflateEnd(file->gzip);
    free(file->gzip);
    gzip_member_reader_free(file->whole_gzip);
    ZSTD_freeDCtx(file->zstd);
    free(file->output);
    free(file->joined);
    byte_stream_close(&file->stored);
    memset(file, 0, sizeof *file);
}
