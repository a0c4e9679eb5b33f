#include "support/counting_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

size_t ts_failed_calls;

/* Stands before each block; as wide as the strictest alignment. */
typedef union header {
    size_t size;
    max_align_t align;
} header;

static void *account_resize(void *user, void *block, size_t old_size, size_t new_size) {
    ts_account *account = user;
    header *old = block == NULL ? NULL : (header *)block - 1;
    header *made;

    account->calls++;
    assert_true(new_size > 0);
    assert_int_equal(old == NULL ? 0 : old->size, old_size);
    if (account->fail_at != 0 &&
        (account->calls == account->fail_at || (account->fail_onward && account->calls > account->fail_at))) {
        account->failed = true;
        ts_failed_calls++;
        return NULL;
    }
    made = malloc(sizeof *made + new_size);
    assert_non_null(made);
    memset(made + 1, 0xA5, new_size);
    made->size = new_size;
    if (old != NULL) {
        memcpy(made + 1, old + 1, old_size < new_size ? old_size : new_size);
        account->bytes -= old_size;
        account->blocks--;
        free(old);
    }
    account->bytes += new_size;
    account->blocks++;
    return made + 1;
}

static void account_release(void *user, void *block, size_t size) {
    ts_account *account = user;
    header *old = (header *)block - 1;
    assert_non_null(block);
    assert_int_equal(old->size, size);
    account->bytes -= size;
    account->blocks--;
    free(old);
}

dehusk_allocator ts_counting_allocator(ts_account *account) {
    return (dehusk_allocator){.user = account, .resize = account_resize, .release = account_release};
}

void ts_fail_at(ts_account *account, size_t call, bool onward) {
    account->calls = 0;
    account->fail_at = call;
    account->fail_onward = onward;
    account->failed = false;
}
