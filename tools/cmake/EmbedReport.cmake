# Writes a page, in two parts, as C arrays:
#     cmake -DTEMPLATE=FILE -DSTYLES=FILE|FILE -DSCRIPTS=FILE|FILE -DNAME=NAME -DOUTPUT=FILE -P EmbedReport.cmake
# In the template @STYLE@ and @SCRIPT@ stand for the files' text, @STYLE_HASH@ and
# @SCRIPT_HASH@ for what a content security policy calls them, and @DATA@ for where
# the program puts its data: before it is NAME_head, after it NAME_tail.

# The SHA-256 of a text in base64.
function(policy_hash text result)
    set(digits "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    string(SHA256 hex "${text}")
    set(made "")
    foreach(begin RANGE 0 60 6)
        string(SUBSTRING "${hex}0000" ${begin} 6 group)
        math(EXPR bits "0x${group}")
        foreach(shift 18 12 6 0)
            math(EXPR digit "(${bits} >> ${shift}) & 63")
            string(SUBSTRING "${digits}" ${digit} 1 letter)
            string(APPEND made "${letter}")
        endforeach()
    endforeach()
    string(SUBSTRING "${made}" 0 43 made) # 256 bits, and one digit of padding
    set(${result} "'sha256-${made}='" PARENT_SCOPE)
endfunction()

# Without its first comment, which is for those who read the source.
function(read_parts files result)
    string(REPLACE "|" ";" files "${files}")
    set(text "")
    foreach(name IN LISTS files)
        file(READ "${name}" part)
        string(FIND "${part}" "*/\n" end)
        math(EXPR end "${end} + 3")
        string(SUBSTRING "${part}" ${end} -1 part)
        string(APPEND text "${part}")
    endforeach()
    set(${result} "${text}" PARENT_SCOPE)
endfunction()

function(put_array name text)
    string(HEX "${text}" bytes)
    string(LENGTH "${bytes}" length)
    math(EXPR length "${length} / 2")
    string(REGEX REPLACE "(................................................................)" "\\1\n" bytes "${bytes}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
    file(APPEND "${OUTPUT}" "
extern const unsigned char ${name}[];
extern const size_t ${name}_length;

const unsigned char ${name}[] = {
${bytes}
};
const size_t ${name}_length = ${length};
")
endfunction()

file(READ "${TEMPLATE}" page)
read_parts("${STYLES}" style)
read_parts("${SCRIPTS}" script)
policy_hash("${style}" style_hash)
policy_hash("${script}" script_hash)
string(REPLACE "@STYLE_HASH@" "${style_hash}" page "${page}")
string(REPLACE "@SCRIPT_HASH@" "${script_hash}" page "${page}")
string(REPLACE "@STYLE@" "${style}" page "${page}")
string(REPLACE "@SCRIPT@" "${script}" page "${page}")

string(FIND "${page}" "@DATA@" at)
if(at EQUAL -1)
    message(FATAL_ERROR "${TEMPLATE}: no @DATA@")
endif()
string(SUBSTRING "${page}" 0 ${at} head)
math(EXPR at "${at} + 6")
string(SUBSTRING "${page}" ${at} -1 tail)

file(WRITE "${OUTPUT}" "/* Generated from ${TEMPLATE} and its parts. Do not edit. */
#include <stddef.h>
")
put_array(${NAME}_head "${head}")
put_array(${NAME}_tail "${tail}")
