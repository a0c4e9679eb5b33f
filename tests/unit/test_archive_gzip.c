/* Gzip members in one go: unpacked only if all is well, and packed. Built twice, with libdeflate and without it. */
#include "archives/archive_bytes.h"
#include "input/gzip_member.h"
#include "output/gzip_packer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

static const char text[] = "Of all that was said, this was said twice. Of all that was said, this was said twice.";
enum { LENGTH = sizeof text - 1, FLAGS = 3, OS = 9, HEAD = 10 };

#ifdef DEHUSK_LIBDEFLATE
static const bool unpacks_whole = true;
#else
static const bool unpacks_whole = false;
#endif

/* The member as zlib has it, with another one behind it. */
static byte_buffer two_members(size_t *first) {
    byte_buffer members = {0};
    ar_gzip(&members, text, LENGTH);
    *first = members.length;
    ar_gzip(&members, "behind", 6);
    return members;
}

static void a_whole_member_is_unpacked_alone(void **state) {
    (void)state;
    char to[2 * LENGTH];
    size_t first, taken = 0, got = 0;
    byte_buffer members = two_members(&first);
    gzip_member_reader *reader = gzip_member_reader_new();
    assert_int_equal(
        gzip_member_unpack(reader, (byte_slice){members.bytes, members.length}, to, sizeof to, &taken, &got),
        unpacks_whole);
    if (unpacks_whole) {
        assert_int_equal(taken, first);
        assert_int_equal(got, LENGTH);
        assert_memory_equal(to, text, LENGTH);
    }
    gzip_member_reader_free(reader);
    byte_buffer_free(&members);
}

static void other_members_are_left_to_zlib(void **state) {
    (void)state;
    char to[LENGTH];
    size_t first, taken, got;
    byte_buffer members = two_members(&first);
    gzip_member_reader *reader = gzip_member_reader_new();
    /* Cut anywhere, larger than the room for it, or without a reader. */
    for (size_t length = 0; length < first; length++)
        assert_false(gzip_member_unpack(reader, (byte_slice){members.bytes, length}, to, sizeof to, &taken, &got));
    assert_false(gzip_member_unpack(reader, (byte_slice){members.bytes, first}, to, LENGTH - 1, &taken, &got));
    assert_false(gzip_member_unpack(NULL, (byte_slice){members.bytes, first}, to, sizeof to, &taken, &got));
    /* Damaged in its content or in its sums, though a bit may be one that nobody reads. */
    size_t refused = 0;
    for (size_t at = HEAD; at < first; at++) {
        members.bytes[at] ^= 0x10;
        if (!gzip_member_unpack(reader, (byte_slice){members.bytes, first}, to, sizeof to, &taken, &got))
            refused++;
        else
            assert_memory_equal(to, text, LENGTH);
        members.bytes[at] ^= 0x10;
    }
    assert_in_range(refused, first - HEAD - 1, first - HEAD);
    /* With a sum of its head, which is wrong here, or with flags that nobody knows. */
    for (int flag = 0x02; flag <= 0x80; flag += 0x7E) {
        byte_buffer with_flag = {0};
        assert_true(byte_buffer_append(&with_flag, members.bytes, HEAD));
        with_flag.bytes[FLAGS] = (char)flag;
        if (flag == 0x02)
            assert_true(byte_buffer_append(&with_flag, "??", 2));
        assert_true(byte_buffer_append(&with_flag, members.bytes + HEAD, first - HEAD));
        assert_false(
            gzip_member_unpack(reader, (byte_slice){with_flag.bytes, with_flag.length}, to, sizeof to, &taken, &got));
        byte_buffer_free(&with_flag);
    }
    gzip_member_reader_free(reader);
    byte_buffer_free(&members);
}

/* What zlib makes of a packed member. */
static void assert_unpacks_to_text(const byte_buffer *packed) {
    char to[LENGTH];
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    stream.next_in = (Bytef *)packed->bytes;
    stream.avail_in = (uInt)packed->length;
    stream.next_out = (Bytef *)to;
    stream.avail_out = sizeof to;
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.avail_in, 0);
    assert_int_equal(stream.total_out, LENGTH);
    assert_memory_equal(to, text, LENGTH);
    inflateEnd(&stream);
}

static void packed_bytes_are_a_member_and_always_the_same(void **state) {
    (void)state;
    static const char no_time[4] = {0};
    output_buffer first = {0}, second = {0}, other = {0};
    gzip_packer *packer = gzip_packer_new();
    assert_non_null(packer);
    assert_true(gzip_packer_pack(packer, text, LENGTH, &first));
    assert_unpacks_to_text(&first.held);
    assert_int_equal((unsigned char)first.held.bytes[OS], 255);
    assert_memory_equal(first.held.bytes + 4, no_time, sizeof no_time);
    /* What was packed before does not show. */
    assert_true(gzip_packer_pack(packer, "", 0, &other));
    assert_true(gzip_packer_pack(packer, text, LENGTH, &second));
    assert_int_equal(second.held.length, first.held.length);
    assert_memory_equal(second.held.bytes, first.held.bytes, first.held.length);
    gzip_packer_free(packer);
    gzip_packer_free(NULL);
    output_buffer_free(&first);
    output_buffer_free(&second);
    output_buffer_free(&other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_member_is_unpacked_alone),
        cmocka_unit_test(other_members_are_left_to_zlib),
        cmocka_unit_test(packed_bytes_are_a_member_and_always_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
