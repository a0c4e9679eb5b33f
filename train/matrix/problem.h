/* What a solver is given: labelled rows of a sparse binary matrix. */
#ifndef TR_PROBLEM_H
#define TR_PROBLEM_H

#include <stddef.h>
#include <stdint.h>

/* Rows of column numbers, each below `columns` and none twice in a row. */
typedef struct tr_problem {
    const uint32_t **rows;
    uint32_t *lengths;
    int8_t *labels; /* 1 or -1 */
    size_t count;
    uint32_t columns;
} tr_problem;

#endif
