# Run by CPack before it packs. Of Debian packages: gives each its copyright and
# changelog, and compresses manual pages, all as Debian's policy has it.
if(NOT CPACK_GENERATOR STREQUAL "DEB")
    return()
endif()

# Dates come from the sources, so that the same sources give the same packages.
set(date "Thu, 01 Jan 1970 00:00:00 +0000")
execute_process(COMMAND git -C "${CPACK_DEHUSK_SOURCE}" log -1 "--format=%aD"
                OUTPUT_VARIABLE committed OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(committed)
    # Policy wants two digits for the day, git gives one.
    string(REGEX REPLACE "^([A-Z][a-z]+), ([0-9]) " "\\1, 0\\2 " date "${committed}")
endif()

foreach(component ${CPACK_COMPONENTS_ALL})
    string(TOUPPER "${component}" upper)
    set(package "${CPACK_DEBIAN_${upper}_PACKAGE_NAME}")
    set(root "${CPACK_TEMPORARY_DIRECTORY}/${component}/usr/share")
    set(documents "${root}/doc/${package}")
    file(WRITE "${documents}/copyright"
"Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: dehusk

Files: *
Copyright: 2026 The authors of Dehusk
License: Apache-2.0

License: Apache-2.0
 On Debian systems, the Apache License 2.0 is in
 /usr/share/common-licenses/Apache-2.0.
")
    file(WRITE "${documents}/changelog.Debian"
"dehusk (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium

  * Built from the sources of this version.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
    file(COPY_FILE "${CPACK_DEHUSK_SOURCE}/CHANGELOG.md" "${documents}/changelog")
    file(GLOB compressed "${documents}/changelog*" "${root}/man/man*/*.[0-9]")
    if(compressed)
        execute_process(COMMAND gzip -9nf ${compressed} COMMAND_ERROR_IS_FATAL ANY)
    endif()
endforeach()
