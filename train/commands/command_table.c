/*
 * The table of commands: the only place where a command is described.
 * tools/generate/train_manual.py reads it too.
 */
#include "commands/options.h"

#include <stddef.h>

#define OPERAND(m) offsetof(tr_settings, m)

const tr_command_entry tr_command_table[] = {
    {.name = "cv",
     .arguments = "--corpus DIR [OPTION]...",
     .help = "cross-validate and report, write no model",
     .run = tr_command_cv,
     .needs_pages = true,
     .takes_leave_out = true,
     .takes_report = true},
    {.name = "fit",
     .arguments = "--corpus DIR --output MODEL ...",
     .help = "cross-validate, train on all pages, write a model",
     .run = tr_command_fit,
     .both_modes = true,
     .needs_pages = true,
     .needs_output = true},
    {.name = "evaluate",
     .arguments = "--model MODEL --corpus DIR",
     .help = "measure a model on a corpus",
     .run = tr_command_evaluate,
     .both_modes = true,
     .needs_pages = true,
     .takes_report = true,
     .operand_count = 1,
     .operands = {OPERAND(model)},
     .operand_missing = "no model given"},
    {.name = "compare",
     .arguments = "A B --corpus DIR",
     .help = "pair two models' page F1, with a 95% interval of the difference; A, B: models, or two files of --pages",
     .run = tr_command_compare,
     .both_modes = true, /* without pages it compares figures, if the two files are such */
     .operand_count = 2,
     .operands = {OPERAND(model), OPERAND(other)},
     .operand_missing = "compare takes two models, or two files that --pages wrote"},
    {.name = "dump",
     .arguments = "MODEL",
     .help = "print a model: what it says of itself, what each feature adds up to, its weights",
     .run = tr_command_dump,
     .both_modes = true,
     .operand_count = 1,
     .operands = {OPERAND(model)},
     .operand_missing = "no model given"},
    {.name = "align",
     .arguments = "--corpus DIR",
     .help = "label lines and report how well that can be done",
     .run = tr_command_align,
     .needs_pages = true},
    {.name = "check",
     .arguments = "CORPUS",
     .help = "look a corpus over for faults before training",
     .run = tr_command_check,
     .operand_count = 1,
     .operands = {OPERAND(corpus)},
     .operand_missing = "no corpus given to check"},
};

const size_t tr_command_count = sizeof tr_command_table / sizeof *tr_command_table;
