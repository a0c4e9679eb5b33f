/*
 * A file without its compression.
 *
 * Archives of crawls are often compressed record by record: a file is a row of
 * gzip members or zstd frames, here both called members, which readers use to
 * find a record from its offset, and to go on behind damage. A stretch that is
 * not compressed counts as a member, too, so that a file may mix all three.
 */
#ifndef DEHUSK_TOOL_UNPACKER_H
#define DEHUSK_TOOL_UNPACKER_H

#include "input/byte_stream.h"
#include "input/gzip_member.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum stored_packing {
    PACKING_UNKNOWN, /* between members */
    PACKING_NONE,
    PACKING_GZIP,
    PACKING_ZSTD
} stored_packing;

typedef enum unpack_result {
    UNPACK_BYTES,  /* there are bytes from `at` to `end` */
    UNPACK_MEMBER, /* a member begins here; said once for each */
    UNPACK_END,    /* of the file, and said again from then on */
    UNPACK_FAILED  /* `failure` says why, and said again until unpacker_recover() */
} unpack_result;

typedef struct unpacker {
    const char *at; /* the bytes that come next; use unpacker_take() to move on */
    const char *end;
    uint64_t position; /* of `at`, counted in unpacked bytes */

    uint64_t member_offset;   /* where the present member begins, in the file */
    uint64_t member_position; /* where the present member begins, in the unpacked bytes */
    uint64_t before_offset;   /* the offset of bytes in front of that, which have been put back */
    const char *failure;      /* a phrase that is never freed */
    int error_number;         /* errno if the system failed to read, else 0 */
    stored_packing packing;   /* of the present member */

    /* The rest is the unpacker's own. */
    byte_stream stored;
    uint64_t
        looked_to; /* up to this position of a plain member no other one begins: many ask, and it is far to the next */
    uint64_t looked_back; /* nothing in front of this offset is gone back over again */
    void *gzip;           /* z_stream */
    gzip_member_reader *whole_gzip;
    void *zstd;        /* ZSTD_DCtx */
    size_t zstd_wants; /* bytes of input that it asked for */
    char *output;
    const char *kept_at; /* the window while unread bytes come first */
    const char *kept_end;
    const char *unread;    /* the first of the unread bytes */
    char *joined;          /* unread bytes with some of those behind them */
    bool member_has_ended; /* behind `end` */
    bool among_plain;      /* the member was found amid plain bytes: it may be none */
    bool at_gzip_head;     /* nothing of the gzip member has been unpacked */
    bool zstd_full;        /* the last call filled the output: there may be more without input */
    bool replaying;        /* the bytes from `at` are unread ones */
} unpacker;

/* Opens a file, or standard input for NULL. Returns NULL, or what went wrong as
 * a phrase that is never freed. */
const char *unpacker_open(unpacker *file, const char *path);

/* Sees to it that there are bytes from `at` to `end`, unless there cannot be. */
unpack_result unpacker_next(unpacker *file);

/* Uses up `length` of the bytes from `at`. */
void unpacker_take(unpacker *file, size_t length);

/* Tries to have more bytes than there are, while they are all of one member; what there is
 * stays, though elsewhere. False: there cannot be more at once. */
bool unpacker_widen(unpacker *file);

/* Tries to have more bytes until there are `want` (64 KiB at most), if there can be. Returns how many there are: what is
 * decided by the next bytes does not depend on how reads cut the file. */
size_t unpacker_want(unpacker *file, size_t want);

/* Says that something may end here: a compressed member can follow on plain
 * bytes. True: one does. Does nothing in a compressed member. */
bool unpacker_boundary(unpacker *file);

/* Puts bytes back that were taken last; they must last until they are taken
 * again. Not while bytes that were put back are left. If some are of an earlier
 * member, `before_offset` says where that begins. */
void unpacker_unread(unpacker *file, const char *bytes, size_t length);

/* Goes back within the bytes that were put back. False: not so many of them have been taken, or are still there. */
bool unpacker_back(unpacker *file, size_t length);

/* The same as unpacker_want(), also while there are bytes that were put back: 64 KiB at most. */
size_t unpacker_want_behind(unpacker *file, size_t want);

/* Looks for the beginning of a compressed member amid plain bytes. Gives how many of the bytes from `at` are known
 * to be none of one; `*found` says that it begins behind them, and unpacker_enter() goes there when they have been
 * taken. */
size_t unpacker_look(unpacker *file, bool *found);
void unpacker_enter(unpacker *file);

/* After UNPACK_FAILED, goes to the next place that looks like the beginning of
 * a compressed member, or goes on with plain bytes if the one that failed was
 * found among them. False: there is none, and unpacker_next() says UNPACK_END. */
bool unpacker_recover(unpacker *file);

/* Offset in the file as stored of what comes next: of the byte itself if it is
 * not compressed, else of its member. */
uint64_t unpacker_offset(const unpacker *file);

void unpacker_close(unpacker *file);

#endif
