/*
 * CRC-32 of model files, eight bytes at a time: a command that filters one small
 * page spends more time on opening its model than on the page. The tables are made
 * at each call, in a hundredth of the time that they save, so that no table of
 * 8 KiB has to be believed.
 */
#include "base/hash.h"
#include "model/model.h"

/* The polynomial, its bits reversed. */
#define CRC32_POLYNOMIAL UINT32_C(0xEDB88320)

/* tables[k][byte]: what `byte` adds to the CRC once k more bytes have passed. */
static void make_tables(uint32_t tables[8][256]) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? CRC32_POLYNOMIAL : 0);
        tables[0][byte] = crc;
    }
    for (int k = 1; k < 8; k++)
        for (uint32_t byte = 0; byte < 256; byte++)
            tables[k][byte] = (tables[k - 1][byte] >> 8) ^ tables[0][tables[k - 1][byte] & 0xFF];
}

uint32_t dhk_crc32(const void *bytes, size_t length) {
    uint32_t tables[8][256];
    const unsigned char *at = bytes;
    uint32_t crc = UINT32_C(0xFFFFFFFF);
    make_tables(tables);
    for (; length >= 8; at += 8, length -= 8) {
        uint64_t word = dhk_load_little_endian(at, 8) ^ crc;
        crc = 0;
        for (int k = 0; k < 8; k++)
            crc ^= tables[7 - k][word >> (8 * k) & 0xFF];
    }
    for (; length > 0; at++, length--)
        crc = (crc >> 8) ^ tables[0][(crc ^ *at) & 0xFF];
    return crc ^ UINT32_C(0xFFFFFFFF);
}
