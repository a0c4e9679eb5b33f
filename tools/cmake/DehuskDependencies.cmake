# What Dehusk is built with, and why. All of it is looked for here, from the top
# folder, where every other folder can see the targets.
find_package(PkgConfig REQUIRED)

# ICU (uc, i18n): the converters of charsets of several bytes a character, and the
# detector of undeclared ones. Optional. The generator of the character tables
# needs it too: without ICU there is no test whether they are current.
if(DEHUSK_ICU)
    find_package(ICU REQUIRED COMPONENTS uc i18n)
endif()
# utf8proc: normalisation and case folding of text that is compared.
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET GLOBAL libutf8proc)

# A project that has Dehusk as a subdirectory links the static library's
# dependencies from its own folder.
if(DEHUSK_ICU)
    set_target_properties(ICU::uc ICU::i18n PROPERTIES IMPORTED_GLOBAL TRUE)
endif()

if(DEHUSK_BUILD_TOOLS)
    # What crawls are read with. zlib: gzip members of archives, gzip and deflate
    # bodies. zstd: frames of archives (with dictionaries), zstd bodies. brotli: br
    # bodies. Each is its format's own library.
    find_package(ZLIB REQUIRED)
    pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
    pkg_check_modules(BROTLI REQUIRED IMPORTED_TARGET libbrotlidec)
    # libdeflate: gzip members that are in memory as a whole, at two to three times
    # zlib's speed. Optional.
    if(DEHUSK_LIBDEFLATE)
        pkg_check_modules(LIBDEFLATE IMPORTED_TARGET libdeflate)
    endif()
    # CLD2: the language of what is kept. Optional. It has no pkg-config file, and is
    # called without its headers, see common/language.c.
    if(DEHUSK_CLD2)
        find_library(CLD2_LIBRARY cld2)
        if(CLD2_LIBRARY)
            include(CheckLibraryExists)
            check_library_exists("${CLD2_LIBRARY}" _ZN4CLD214DetectLanguageEPKcibPb "" DEHUSK_CLD2_CALLS)
        endif()
    endif()
    # libmd: SHA-1, of which WARC makes its digests and UUIDs their version 5. The
    # BSDs' own, small, and on every Debian already.
    pkg_check_modules(LIBMD REQUIRED IMPORTED_TARGET libmd)
    # POSIX threads: the command's --jobs; the benchmark.
    set(THREADS_PREFER_PTHREAD_FLAG ON)
    find_package(Threads REQUIRED)
endif()

# dehusk_part(OPTION PURPOSE FOUND...): a part that is AUTO is built if all of FOUND,
# and what it lacks is said otherwise. PURPOSE is what install-debian.sh calls it.
# One that is ON has stopped at what is missing, by its REQUIRED.
macro(dehusk_part option purpose)
    if(${option} STREQUAL "AUTO")
        set(${option} ON)
        foreach(found ${ARGN})
            if(NOT ${found})
                set(${option} OFF)
                message(STATUS "${option} is off: not ${found} (tools/setup/install-debian.sh ${purpose} on Debian)")
            endif()
        endforeach()
    endif()
endmacro()

if(DEHUSK_BUILD_TRAINER)
    set(demand REQUIRED)
    if(DEHUSK_BUILD_TRAINER STREQUAL "AUTO")
        set(demand QUIET)
    endif()
    # zlib: the pages of the corpus are compressed.
    find_package(ZLIB ${demand})
    # libsvm: the solver that makes the models. It has no pkg-config file.
    find_path(LIBSVM_INCLUDE_DIR libsvm/svm.h)
    find_library(LIBSVM_LIBRARY svm)
    if(demand STREQUAL "REQUIRED" AND (NOT LIBSVM_INCLUDE_DIR OR NOT LIBSVM_LIBRARY))
        message(FATAL_ERROR "dehusk-train needs libsvm (libsvm-dev on Debian); "
                            "without it, configure with -DDEHUSK_BUILD_TRAINER=OFF")
    endif()
    # liblinear: a second solver, to check the first one's result. Optional.
    find_path(LIBLINEAR_INCLUDE_DIR linear.h)
    find_library(LIBLINEAR_LIBRARY linear)
    dehusk_part(DEHUSK_BUILD_TRAINER train ZLIB_FOUND LIBSVM_INCLUDE_DIR LIBSVM_LIBRARY)
endif()

if(DEHUSK_BUILD_TESTS)
    set(demand REQUIRED)
    if(DEHUSK_BUILD_TESTS STREQUAL "AUTO")
        set(demand QUIET)
    endif()
    # cmocka: the unit tests' framework.
    pkg_check_modules(CMOCKA ${demand} IMPORTED_TARGET cmocka)
    # jansson: the tests' JSON input.
    pkg_check_modules(JANSSON ${demand} IMPORTED_TARGET jansson)
    # zlib: the archives that tests make.
    find_package(ZLIB ${demand})
    set(needed CMOCKA_FOUND JANSSON_FOUND ZLIB_FOUND)
    if(DEHUSK_BUILD_TOOLS)
        # brotli's encoder: the bodies that the command's tests decode.
        pkg_check_modules(BROTLI_ENCODER ${demand} IMPORTED_TARGET libbrotlienc)
        list(APPEND needed BROTLI_ENCODER_FOUND)
    endif()
    dehusk_part(DEHUSK_BUILD_TESTS test ${needed})
    # Python: some generators and tests are written in it. Optional.
    find_package(Python3 COMPONENTS Interpreter)
endif()
