# Install rules: header, libraries, CMake package, pkg-config file, command with
# its manual and completions, trainer. Components: library, dev, tools.
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/dehusk")

install(FILES runtime/include/dehusk.h DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT dev)
install(FILES runtime/dehusk.3 DESTINATION "${CMAKE_INSTALL_MANDIR}/man3" COMPONENT dev)

# Two export sets: the static library's needs ICU and utf8proc at hand, and who
# links the shared one should not have to have their headers.
foreach(kind shared static)
    install(TARGETS dehusk_${kind} EXPORT dehusk-${kind}
            LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT library NAMELINK_COMPONENT dev
            ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT dev
            RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT library)
    install(EXPORT dehusk-${kind} NAMESPACE dehusk:: DESTINATION "${package_dir}" COMPONENT dev)
endforeach()
set(config_icu "")
if(DEHUSK_ICU)
    set(config_icu "find_dependency(ICU COMPONENTS uc i18n)")
endif()
configure_package_config_file(tools/cmake/dehusk-config.cmake.in "${PROJECT_BINARY_DIR}/dehusk-config.cmake"
                              INSTALL_DESTINATION "${package_dir}" NO_SET_AND_CHECK_MACRO)
# Before 1.0.0 every minor version may break with the one before.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/dehusk-config-version.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/dehusk-config.cmake" "${PROJECT_BINARY_DIR}/dehusk-config-version.cmake"
        DESTINATION "${package_dir}" COMPONENT dev)

# The pkg-config file finds its prefix from where it stands, so that an installed
# tree can be moved; with absolute folders that cannot be.
set(pc_dir "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}" OR IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
    set(pc_prefix "${CMAKE_INSTALL_PREFIX}")
    set(pc_libdir "${CMAKE_INSTALL_FULL_LIBDIR}")
    set(pc_includedir "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
else()
    file(RELATIVE_PATH pc_prefix "/${pc_dir}" "/")
    string(REGEX REPLACE "/$" "" pc_prefix "\${pcfiledir}/${pc_prefix}")
    set(pc_libdir "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
    set(pc_includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()
# For programs that are static as a whole; ICU's archives are C++.
set(pc_private "-lutf8proc")
if(DEHUSK_ICU)
    set(cxx_library c++)
    if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
        set(cxx_library stdc++)
    endif()
    set(pc_private "-licui18n -licuuc -licudata ${pc_private} -l${cxx_library} -lm")
endif()
configure_file(tools/cmake/dehusk.pc.in "${PROJECT_BINARY_DIR}/dehusk.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/dehusk.pc" DESTINATION "${pc_dir}" COMPONENT dev)

if(TARGET dehusk_cli)
    install(TARGETS dehusk_cli DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT tools)
endif()
if(TARGET dehusk_documents)
    set(documents_dir "${PROJECT_BINARY_DIR}/tools")
    install(FILES "${documents_dir}/dehusk.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT tools)
    install(FILES "${documents_dir}/dehusk.bash" RENAME dehusk
            DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" COMPONENT tools)
    install(FILES "${documents_dir}/_dehusk" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions" COMPONENT tools)
    install(FILES "${documents_dir}/dehusk.fish" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d"
            COMPONENT tools)
endif()
if(TARGET dehusk_train)
    install(TARGETS dehusk_train DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT tools)
    install(FILES train/dehusk-train.1 DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT tools)
endif()

include(DehuskPackage)
