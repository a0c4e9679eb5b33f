# How all of Dehusk's own code is compiled.

# A build of Dehusk itself without a word about its kind is an optimised one.
# As a part of another project it is that project's choice.
get_property(multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
if(PROJECT_IS_TOP_LEVEL AND NOT multi_config AND NOT CMAKE_BUILD_TYPE)
    set_property(CACHE CMAKE_BUILD_TYPE PROPERTY VALUE Release)
endif()
unset(multi_config)

include(DehuskHardening)

# dehusk_target(TARGET): C11, warnings, hidden symbols, hardening, sanitizers.
function(dehusk_target target)
    set_target_properties(${target} PROPERTIES
        C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF
        C_VISIBILITY_PRESET hidden)
    # -ffp-contract=off: a fused multiply-add rounds once where two operations
    # round twice, and whether there is one depends on the processor.
    target_compile_options(${target} PRIVATE
        -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
        -ffp-contract=off)
    if(DEHUSK_PORTABLE_BLOCKS)
        target_compile_definitions(${target} PRIVATE DHK_PORTABLE_BLOCKS)
    endif()
    if(DEHUSK_WERROR)
        target_compile_options(${target} PRIVATE -Werror)
    endif()
    target_compile_options(${target} PRIVATE ${DEHUSK_HARDEN_COMPILE})
    target_link_options(${target} PRIVATE ${DEHUSK_HARDEN_LINK})
    if(DEHUSK_HARDENING)
        set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    endif()
    if(DEHUSK_SANITIZE)
        target_compile_options(${target} PRIVATE
            -fsanitize=${DEHUSK_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
        target_link_options(${target} PUBLIC -fsanitize=${DEHUSK_SANITIZE})
    endif()
endfunction()

# dehusk_program_target(TARGET): the same for programs, which may use POSIX; the
# library is plain C11.
function(dehusk_program_target target)
    dehusk_target(${target})
    target_compile_definitions(${target} PRIVATE _POSIX_C_SOURCE=200809L _FILE_OFFSET_BITS=64)
endfunction()

# dehusk_embed_report(OUTPUT NAME TEMPLATE STYLES SCRIPTS): a page with its style and script as a C file.
function(dehusk_embed_report output name template styles scripts)
    set(script "${PROJECT_SOURCE_DIR}/tools/cmake/EmbedReport.cmake")
    string(REPLACE ";" "|" style_list "${styles}")
    string(REPLACE ";" "|" script_list "${scripts}")
    add_custom_command(
        OUTPUT "${output}"
        COMMAND "${CMAKE_COMMAND}" "-DTEMPLATE=${template}" "-DSTYLES=${style_list}" "-DSCRIPTS=${script_list}"
                "-DNAME=${name}" "-DOUTPUT=${output}" -P "${script}"
        DEPENDS "${template}" ${styles} ${scripts} "${script}"
        COMMENT "Embedding ${name}"
        VERBATIM)
endfunction()
