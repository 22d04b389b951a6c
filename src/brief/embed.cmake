# SPDX-License-Identifier: GPL-3.0-or-later
# Writes the style sheet and the script of the page as C strings, without their first line (the licence).
# cmake -D STYLE=page.css -D SCRIPT=page.js -D OUTPUT=page_parts.c -P embed.cmake
function(as_string path name result)
  file(READ ${path} text)
  string(FIND "${text}" "\n" end)
  math(EXPR end "${end} + 1")
  string(SUBSTRING "${text}" ${end} -1 text)
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  string(REPLACE "\n" "\\n\"\n    \"" text "${text}")
  set(${result} "const char ${name}[] =\n    \"${text}\";\n" PARENT_SCOPE)
endfunction()

as_string(${STYLE} brief_page_style style)
as_string(${SCRIPT} brief_page_script script)
file(WRITE ${OUTPUT} "#include \"brief/page.h\"\n\n${style}\n${script}")
