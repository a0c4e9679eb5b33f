# Writes a file as a C array:
#     cmake -DINPUT=FILE -DOUTPUT=FILE -P EmbedModel.cmake
# A script, and not a program, because a program would have to be compiled for
# the machine that builds where that is not the machine that runs. Without INPUT
# the array is empty, which is how the trainer can be built before there is a
# model.
if(INPUT)
    file(READ "${INPUT}" bytes HEX)
    get_filename_component(name "${INPUT}" NAME)
else()
    set(bytes "")
    set(name "no file")
endif()

string(LENGTH "${bytes}" length)
math(EXPR length "${length} / 2")
if(length EQUAL 0)
    set(bytes "00") # C has no empty arrays
endif()
string(REGEX REPLACE "(................................................................)" "\\1\n" bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")

file(WRITE "${OUTPUT}" "/* Generated from ${name}. Do not edit. */
#include <stddef.h>

extern const unsigned char dhk_default_model[];
extern const size_t dhk_default_model_length;

const unsigned char dhk_default_model[] = {
${bytes}
};
const size_t dhk_default_model_length = ${length};
")
