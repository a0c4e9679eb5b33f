/*
 * Memory of a context or model. Every size is checked before it is multiplied:
 * counts come from pages and model files, which anybody may have written.
 */
#include "base/memory.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The first size of an array, in items: small enough for the many arrays that
 * stay short, large enough to spare them the first few steps of growth. */
enum { FIRST_CAPACITY = 16 };

static bool multiply(size_t count, size_t item_size, size_t *bytes) {
    if (item_size != 0 && count > SIZE_MAX / item_size)
        return false;
    *bytes = count * item_size;
    return true;
}

/* realloc reports failure in errno as well, which the library promises to
 * leave as it was. */
static void *libc_resize(void *user, void *block, size_t old_size, size_t new_size) {
    (void)user;
    (void)old_size;
    int saved = errno;
    void *resized = realloc(block, new_size);
    errno = saved;
    return resized;
}

static void libc_release(void *user, void *block, size_t size) {
    (void)user;
    (void)size;
    free(block);
}

bool dhk_allocator_or_default(dehusk_allocator *out, const dehusk_allocator *allocator) {
    if (!allocator || (!allocator->resize && !allocator->release)) {
        *out = (dehusk_allocator){.user = NULL, .resize = libc_resize, .release = libc_release};
        return true;
    }
    if (!allocator->resize || !allocator->release)
        return false;
    *out = *allocator;
    return true;
}

void *dhk_allocate(const dehusk_allocator *allocator, size_t count, size_t item_size) {
    size_t bytes;
    if (!multiply(count, item_size, &bytes))
        return NULL;
    /* What an allocator makes of a size of 0 is its own affair; NULL must mean
     * failure here, so it is never asked. */
    return allocator->resize(allocator->user, NULL, 0, bytes ? bytes : 1);
}

void dhk_release(const dehusk_allocator *allocator, void *block, size_t count, size_t item_size) {
    if (!block)
        return;
    size_t bytes = count * item_size; /* was checked when the block was made */
    allocator->release(allocator->user, block, bytes ? bytes : 1);
}

bool dhk_grow(const dehusk_allocator *allocator, void **items, size_t *capacity, size_t needed, size_t item_size) {
    size_t old_capacity = *capacity;
    if (needed <= old_capacity)
        return true;

    size_t bytes;
    size_t new_capacity = old_capacity <= SIZE_MAX - old_capacity / 2 ? old_capacity + old_capacity / 2 : needed;
    if (new_capacity < FIRST_CAPACITY)
        new_capacity = FIRST_CAPACITY;
    /* Where the roomy size does not fit into a size_t, the bare one may. */
    if (new_capacity < needed || !multiply(new_capacity, item_size, &bytes)) {
        new_capacity = needed;
        if (!multiply(new_capacity, item_size, &bytes))
            return false;
    }

    /* `items` points to a pointer of another type than void *, and reading it as
     * a void * would break the aliasing rules. Copying its bytes does not. */
    void *block;
    memcpy(&block, (const void *)items, sizeof block);
    block = allocator->resize(allocator->user, block, old_capacity * item_size, bytes);
    if (!block)
        return false;
    memcpy((void *)items, &block, sizeof block);
    *capacity = new_capacity;
    return true;
}
