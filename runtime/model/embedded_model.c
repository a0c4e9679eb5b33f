/*
 * The default model where no build system embeds it: compilers of the GNU kind
 * take the file in as it is. The name is looked for along the include path, and
 * -Iruntime is on it.
 *
 * CMake builds do without this file and make one of their own, which every
 * compiler understands (tools/cmake/EmbedModel.cmake). With neither there is no
 * default model, and dehusk_model_open_default says so.
 */
#include <stddef.h>

extern const unsigned char dhk_default_model[];
extern const size_t dhk_default_model_length;

#if defined(__GNUC__) && defined(__ELF__)

__asm__(".pushsection .rodata\n"
        ".balign 16\n"
        ".globl dhk_default_model\n"
        ".hidden dhk_default_model\n"
        "dhk_default_model:\n"
        ".incbin \"../models/default.dehusk\"\n"
        ".Ldhk_default_model_end:\n"
        ".balign 16\n"
        ".globl dhk_default_model_length\n"
        ".hidden dhk_default_model_length\n"
        "dhk_default_model_length:\n"
#if __SIZEOF_SIZE_T__ == 8
        ".quad .Ldhk_default_model_end - dhk_default_model\n"
#else
        ".long .Ldhk_default_model_end - dhk_default_model\n"
#endif
        ".popsection\n");

#else

const unsigned char dhk_default_model[] = {0};
const size_t dhk_default_model_length = 0;

#endif
