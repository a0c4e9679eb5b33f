#include "sites/site_format.h"

#include "base/ascii.h"

#include <string.h>

uint64_t dhk_site_host_key(const char *host) {
    static const char prefix[] = "www.";
    uint64_t state = DHK_HASH_MULTIPLIER;
    size_t matched = 0;
    size_t length;
    if (host == NULL)
        return 0;
    while (prefix[matched] != '\0' && dhk_lower(host[matched]) == prefix[matched])
        matched++;
    if (prefix[matched] == '\0')
        host += matched;
    length = strlen(host);
    if (length > 0 && host[length - 1] == '.')
        length--;
    if (length == 0)
        return 0;
    for (size_t i = 0; i < length; i++)
        state = dhk_hash_step(state, (unsigned char)dhk_lower(host[i]));
    state *= UINT64_C(0xBF58476D1CE4E5B9);
    state ^= state >> 32;
    return state != 0 ? state : 1;
}

/* -- Reading ---------------------------------------------------------------- */

static uint32_t low(uint64_t word) {
    return (uint32_t)(word & UINT32_MAX);
}

static uint32_t high(uint64_t word) {
    return (uint32_t)(word >> 32);
}

/* The word after a host's, or after the number of hosts at the end, where no pages are counted. */
static dehusk_status parse_pages(dhk_site_parser *parser, uint64_t word) {
    if (low(word) == 0) {
        if (parser->host != parser->hosts)
            return DEHUSK_COUNTS_CORRUPT;
        if (high(word) != dhk_hash_end(parser->checksum))
            return DEHUSK_COUNTS_CHECKSUM;
        parser->state = DHK_SITE_AT_END;
        parser->event = DHK_SITE_END;
        return DEHUSK_OK;
    }
    if (high(word) != 0 || parser->host <= parser->last_host)
        return DEHUSK_COUNTS_CORRUPT;
    parser->hosts++;
    parser->pages = low(word);
    parser->line = 0;
    parser->state = DHK_SITE_AT_LINE;
    parser->event = DHK_SITE_HOST;
    return DEHUSK_OK;
}

static dehusk_status parse_line(dhk_site_parser *parser, uint64_t word) {
    if (word == 0) {
        parser->last_host = parser->host;
        parser->state = DHK_SITE_AT_HOST;
        parser->event = DHK_SITE_HOST_END;
        return DEHUSK_OK;
    }
    if (low(word) <= parser->line || high(word) == 0 || high(word) > parser->pages)
        return DEHUSK_COUNTS_CORRUPT;
    parser->line = low(word);
    parser->count = high(word);
    parser->event = DHK_SITE_LINE;
    return DEHUSK_OK;
}

dehusk_status dhk_site_parse(dhk_site_parser *parser, uint64_t word) {
    dehusk_status status = DEHUSK_OK;
    parser->event = DHK_SITE_NOTHING;
    switch (parser->state) {
    case DHK_SITE_AT_MAGIC:
        if (word != dhk_load_little_endian((const unsigned char *)DHK_SITE_MAGIC, DHK_SITE_WORD))
            return DEHUSK_COUNTS_NOT_COUNTS;
        parser->state = DHK_SITE_AT_VERSION;
        break;
    case DHK_SITE_AT_VERSION:
        if (low(word) != DHK_SITE_VERSION)
            return DEHUSK_COUNTS_VERSION;
        if (high(word) != 0)
            return DEHUSK_COUNTS_CORRUPT;
        parser->state = DHK_SITE_AT_HOST;
        break;
    case DHK_SITE_AT_HOST:
        parser->host = word;
        parser->state = DHK_SITE_AT_PAGES;
        break;
    case DHK_SITE_AT_PAGES:
        status = parse_pages(parser, word);
        break;
    case DHK_SITE_AT_LINE:
        status = parse_line(parser, word);
        break;
    case DHK_SITE_AT_END:
        return DEHUSK_COUNTS_CORRUPT;
    }
    parser->checksum = dhk_hash_step(parser->checksum, word);
    return status;
}

dehusk_status dhk_site_cut(const dhk_site_parser *parser, const unsigned char *rest, size_t length) {
    if (parser->state == DHK_SITE_AT_MAGIC && (length == 0 || memcmp(rest, DHK_SITE_MAGIC, length) != 0))
        return DEHUSK_COUNTS_NOT_COUNTS;
    return DEHUSK_COUNTS_TRUNCATED;
}

/* -- Writing ---------------------------------------------------------------- */

static bool flush(dhk_site_writer *writer) {
    size_t filled = writer->filled;
    writer->filled = 0;
    return filled == 0 || writer->write(writer->user, writer->bytes, filled) == 0;
}

static bool put(dhk_site_writer *writer, uint64_t word) {
    writer->checksum = dhk_hash_step(writer->checksum, word);
    for (size_t i = 0; i < DHK_SITE_WORD; i++)
        writer->bytes[writer->filled++] = (unsigned char)(word >> (8 * i) & 0xff);
    return writer->filled < sizeof writer->bytes || flush(writer);
}

bool dhk_site_write_begin(dhk_site_writer *writer) {
    return put(writer, dhk_load_little_endian((const unsigned char *)DHK_SITE_MAGIC, DHK_SITE_WORD)) &&
           put(writer, DHK_SITE_VERSION);
}

bool dhk_site_write_host(dhk_site_writer *writer, uint64_t host, uint32_t pages) {
    writer->hosts++;
    return put(writer, host) && put(writer, pages);
}

bool dhk_site_write_line(dhk_site_writer *writer, uint32_t line, uint32_t count) {
    return put(writer, (uint64_t)count << 32 | line);
}

bool dhk_site_write_host_end(dhk_site_writer *writer) {
    return put(writer, 0);
}

bool dhk_site_write_end(dhk_site_writer *writer) {
    return put(writer, writer->hosts) && put(writer, (uint64_t)dhk_hash_end(writer->checksum) << 32) && flush(writer);
}
