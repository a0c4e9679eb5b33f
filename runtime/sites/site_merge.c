/*
 * Merges files of site counts as they are read: memory does not depend on what
 * is in them. Sums that stay at the largest number are the same in any order.
 */
#include "base/memory.h"
#include "sites/site_format.h"

#include <string.h>

typedef struct source {
    const dehusk_site_source *from;
    dhk_site_parser parser;
    size_t at, filled; /* bytes */
    bool ended;        /* its caller has no more */
    unsigned char bytes[DHK_SITE_CHUNK * DHK_SITE_WORD];
} source;

typedef struct merge {
    source *sources;
    size_t count;
    dhk_site_writer writer;
    size_t failed; /* the source that was found wrong */
} merge;

/* Bytes until there is a word, or no more. */
static dehusk_status fill(source *self) {
    if (self->at > 0)
        memmove(self->bytes, self->bytes + self->at, self->filled - self->at);
    self->filled -= self->at;
    self->at = 0;
    while (self->filled < DHK_SITE_WORD && !self->ended) {
        size_t got = 0;
        size_t room = sizeof self->bytes - self->filled;
        if (self->from->read(self->from->user, self->bytes + self->filled, room, &got) != 0 || got > room)
            return DEHUSK_IO;
        self->filled += got;
        self->ended = got == 0;
    }
    return DEHUSK_OK;
}

/* On to the next event. */
static dehusk_status next(source *self) {
    dehusk_status status = DEHUSK_OK;
    do {
        if (self->filled - self->at < DHK_SITE_WORD)
            status = fill(self);
        if (status != DEHUSK_OK)
            return status;
        if (self->filled < DHK_SITE_WORD)
            return dhk_site_cut(&self->parser, self->bytes, self->filled);
        status = dhk_site_parse(&self->parser, dhk_load_little_endian(self->bytes + self->at, DHK_SITE_WORD));
        self->at += DHK_SITE_WORD;
    } while (status == DEHUSK_OK && self->parser.event == DHK_SITE_NOTHING);
    if (status != DEHUSK_OK || self->parser.event != DHK_SITE_END)
        return status;
    /* Nothing may follow. */
    if (self->at == self->filled) {
        self->at = self->filled = 0;
        status = fill(self);
    }
    return status == DEHUSK_OK && self->at != self->filled ? DEHUSK_COUNTS_CORRUPT : status;
}

static dehusk_status advance(merge *self, size_t i) {
    dehusk_status status = next(&self->sources[i]);
    if (status != DEHUSK_OK)
        self->failed = i;
    return status;
}

/* The lines of those sources that stand in `host`; each goes on to its next host. */
static dehusk_status merge_lines(merge *self, uint64_t host) {
    dehusk_status status = DEHUSK_OK;
    for (size_t i = 0; i < self->count && status == DEHUSK_OK; i++)
        if (self->sources[i].parser.event == DHK_SITE_HOST && self->sources[i].parser.host == host)
            status = advance(self, i);
    while (status == DEHUSK_OK) {
        uint64_t line = UINT64_MAX;
        uint32_t count = 0;
        for (size_t i = 0; i < self->count; i++) {
            const dhk_site_parser *parser = &self->sources[i].parser;
            if (parser->event == DHK_SITE_LINE && parser->line < line)
                line = parser->line;
        }
        if (line == UINT64_MAX)
            break;
        for (size_t i = 0; i < self->count && status == DEHUSK_OK; i++) {
            const dhk_site_parser *parser = &self->sources[i].parser;
            if (parser->event == DHK_SITE_LINE && parser->line == line) {
                count = dhk_site_sum(count, parser->count);
                status = advance(self, i);
            }
        }
        if (status == DEHUSK_OK && !dhk_site_write_line(&self->writer, (uint32_t)line, count))
            return DEHUSK_WRITE;
    }
    for (size_t i = 0; i < self->count && status == DEHUSK_OK; i++)
        if (self->sources[i].parser.event == DHK_SITE_HOST_END)
            status = advance(self, i);
    return status;
}

static dehusk_status merge_hosts(merge *self) {
    dehusk_status status = dhk_site_write_begin(&self->writer) ? DEHUSK_OK : DEHUSK_WRITE;
    for (size_t i = 0; i < self->count && status == DEHUSK_OK; i++)
        status = advance(self, i);
    while (status == DEHUSK_OK) {
        uint64_t host = 0;
        uint32_t pages = 0;
        for (size_t i = 0; i < self->count; i++) {
            const dhk_site_parser *parser = &self->sources[i].parser;
            if (parser->event != DHK_SITE_HOST || (pages > 0 && parser->host > host))
                continue;
            pages = dhk_site_sum(parser->host == host ? pages : 0, parser->pages);
            host = parser->host;
        }
        if (pages == 0)
            break;
        if (!dhk_site_write_host(&self->writer, host, pages))
            return DEHUSK_WRITE;
        status = merge_lines(self, host);
        if (status == DEHUSK_OK && !dhk_site_write_host_end(&self->writer))
            return DEHUSK_WRITE;
    }
    if (status == DEHUSK_OK && !dhk_site_write_end(&self->writer))
        return DEHUSK_WRITE;
    return status;
}

dehusk_status dehusk_site_merge(const dehusk_site_source *sources, size_t count, const dehusk_allocator *allocator,
                                dehusk_write_function write, void *user, size_t *failed) {
    dehusk_allocator memory;
    dehusk_status status;
    merge *self;
    if (failed != NULL)
        *failed = 0;
    if ((sources == NULL && count > 0) || write == NULL || !dhk_allocator_or_default(&memory, allocator))
        return DEHUSK_BAD_ARGUMENT;
    self = dhk_allocate(&memory, 1, sizeof *self);
    if (self == NULL)
        return DEHUSK_OUT_OF_MEMORY;
    memset(self, 0, sizeof *self);
    self->writer.write = write;
    self->writer.user = user;
    self->sources = dhk_allocate(&memory, count, sizeof *self->sources);
    status = self->sources == NULL ? DEHUSK_OUT_OF_MEMORY : DEHUSK_OK;
    if (status == DEHUSK_OK) {
        for (size_t i = 0; i < count; i++) {
            self->sources[i].from = &sources[i];
            self->sources[i].parser = (dhk_site_parser){.state = DHK_SITE_AT_MAGIC};
            self->sources[i].at = self->sources[i].filled = 0;
            self->sources[i].ended = false;
        }
        self->count = count;
        status = merge_hosts(self);
    }
    if (failed != NULL)
        *failed = self->failed;
    dhk_release(&memory, self->sources, count, sizeof *self->sources);
    dhk_release(&memory, self, 1, sizeof *self);
    return status;
}
