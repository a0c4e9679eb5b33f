# What compiler, linker and C library do against bugs that are still there, as
# far as they know it: DEHUSK_HARDEN_COMPILE and DEHUSK_HARDEN_LINK hold the
# flags. Nothing of it changes a result; what it costs is in SECURITY.md.
option(DEHUSK_HARDENING "Build with stack protector, checked calls, read-only relocations, PIE" ${PROJECT_IS_TOP_LEVEL})
set(DEHUSK_HARDEN_COMPILE)
set(DEHUSK_HARDEN_LINK)
if(NOT DEHUSK_HARDENING OR DEHUSK_SANITIZE)
    return() # a sanitizer sees more, and its checks and these get into each other's way
endif()

include(CheckCCompilerFlag)
include(CheckCSourceCompiles)
include(CheckLinkerFlag)
include(CheckPIESupported)
check_pie_supported(LANGUAGES C)

# Return addresses: guarded by a value, the stack grown page by page, and where
# the processor can, compared (CET on x86, BTI and PAC on ARM).
foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection=full -mbranch-protection=standard)
    string(MAKE_C_IDENTIFIER "DEHUSK_HAS${flag}" known)
    set(CMAKE_REQUIRED_FLAGS -Werror) # clang only warns of a flag for another processor
    check_c_compiler_flag("${flag}" ${known})
    unset(CMAKE_REQUIRED_FLAGS)
    if(${known})
        list(APPEND DEHUSK_HARDEN_COMPILE "${flag}")
    endif()
endforeach()

# memcpy and the like look at the size of what they write to. Level 3 needs a
# compiler and a C library of 2022, and all levels need optimisation.
foreach(level 3 2)
    set(CMAKE_REQUIRED_FLAGS "-O2 -Werror -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=${level}")
    check_c_source_compiles("#include <string.h>\nint main(void) { return (int)strlen(\"\"); }" DEHUSK_HAS_FORTIFY_${level})
    unset(CMAKE_REQUIRED_FLAGS)
    if(DEHUSK_HAS_FORTIFY_${level})
        list(APPEND DEHUSK_HARDEN_COMPILE
            "$<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE>" "$<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=${level}>")
        break()
    endif()
endforeach()

# Addresses of functions of other libraries: all found at the start, and then
# read-only.
foreach(flag -z,relro -z,now)
    string(MAKE_C_IDENTIFIER "DEHUSK_HAS_LINK${flag}" known)
    check_linker_flag(C "LINKER:${flag}" ${known})
    if(${known})
        list(APPEND DEHUSK_HARDEN_LINK "LINKER:${flag}")
    endif()
endforeach()
