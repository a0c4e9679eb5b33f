#include "base/hash_key.h"

#include "base/hash.h"

#include <stdbool.h>

#if defined(__linux__)
#include <errno.h>
#include <sys/random.h>
#endif

/* False: the system gives none, or would have to wait for it. */
static bool draw_from_system(uint64_t *key) {
#if defined(__linux__)
    int before = errno;
    bool drawn = getrandom(key, sizeof *key, GRND_NONBLOCK) == (ssize_t)sizeof *key;
    errno = before;
    return drawn;
#else
    (void)key;
    return false;
#endif
}

uint64_t dhk_hash_key_of(const dehusk_options *options) {
    const unsigned char *stated = options->hash_key;
    uint64_t first = dhk_load_little_endian(stated, 8);
    uint64_t second = dhk_load_little_endian(stated + 8, 8);
    uint64_t key;
    if ((first | second) != 0)
        return dhk_hash_step(dhk_hash_step(DHK_HASH_MULTIPLIER, first), second);
    return draw_from_system(&key) ? key : (uint64_t)(uintptr_t)options;
}
