# SPDX-License-Identifier: GPL-3.0-or-later
# What `cmake --install` puts where, and the Debian package that `cpack` makes of it.
include(GNUInstallDirs)

# Completion comes from the tables of the program itself.
foreach(shell bash zsh)
  set(script ${CMAKE_BINARY_DIR}/completion.${shell})
  add_custom_command(OUTPUT ${script} DEPENDS trendbook_program VERBATIM
                     COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C $<TARGET_FILE:trendbook_program> completion ${shell} > ${script})
  list(APPEND completions ${script})
endforeach()
add_custom_target(trendbook_completion ALL DEPENDS ${completions})
install(FILES ${CMAKE_BINARY_DIR}/completion.bash RENAME trendbook
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
if(EXISTS /etc/debian_version) # where its zsh looks for what packages bring
  set(zsh_folder zsh/vendor-completions)
else()
  set(zsh_folder zsh/site-functions)
endif()
install(FILES ${CMAKE_BINARY_DIR}/completion.zsh RENAME _trendbook DESTINATION ${CMAKE_INSTALL_DATADIR}/${zsh_folder})

install(TARGETS trendbook_program trendbook trendplot)
install(FILES man/trendbook.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(DIRECTORY include/trendbook DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES README.md README.zh.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR})

# Relative, so that they hold wherever the tree is put.
file(RELATIVE_PATH up /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" up ${up})
foreach(name trendbook trendplot)
  configure_file(scripts/install/${name}.pc.in ${CMAKE_BINARY_DIR}/${name}.pc @ONLY)
  install(FILES ${CMAKE_BINARY_DIR}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES TRUE)
set(CPACK_PACKAGE_CONTACT "trendbook <trendbook@localhost>")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION math)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# what no linker sees: the driver that PLplot loads, the letters, the reader of PDFs
set(CPACK_DEBIAN_PACKAGE_DEPENDS "plplot-driver-cairo, fonts-noto-cjk")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "poppler-utils")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Reads yearly indicator figures as offices keep them, computes changes, rates and trends
that obey the calendar, draws charts and writes a briefing of slides, page and workbook.")
include(CPack)
