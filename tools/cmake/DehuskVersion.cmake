# Sets DEHUSK_VERSION to the version that dehusk.h states, so that it stands
# nowhere else.
set(header "${CMAKE_CURRENT_LIST_DIR}/../../runtime/include/dehusk.h")
set(DEHUSK_VERSION "")
foreach(part MAJOR MINOR PATCH)
    file(STRINGS "${header}" line REGEX "^#define DEHUSK_VERSION_${part} [0-9]+$")
    if(NOT line MATCHES " ([0-9]+)$")
        message(FATAL_ERROR "dehusk.h does not state DEHUSK_VERSION_${part}")
    endif()
    list(APPEND DEHUSK_VERSION "${CMAKE_MATCH_1}")
endforeach()
list(JOIN DEHUSK_VERSION "." DEHUSK_VERSION)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${header}")
unset(header)
