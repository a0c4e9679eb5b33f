/*
 * Moves weight that says nothing into the constant.
 *
 * A feature of which every line has exactly one answer ("currency signs: 0, 1, 2
 * ...") can have any number added to all its weights if the constant gives it
 * back: no score changes. The number is chosen so that the commonest answer
 * weighs nothing; then an explanation lists what is unusual about a line, not
 * that it holds no currency sign.
 */
#ifndef TR_CONSTANT_WEIGHT_H
#define TR_CONSTANT_WEIGHT_H

#include "calibrate/crossval.h"
#include "matrix/dataset.h"

/* Scores stay the same, to the last bit. A feature whose weights would not fit
 * in 16 bits is left as it is. */
void tr_move_constant_weight(const tr_dataset *dataset, tr_fit *fit);

#endif
