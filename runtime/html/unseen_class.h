/*
 * Names of classes by which style sheets move text out of sight, for screen readers, or do not show it.
 */
#ifndef DHK_UNSEEN_CLASS_H
#define DHK_UNSEEN_CLASS_H

#include "html/html_tokenizer.h"

#include <stdbool.h>

/* Does this class, in any ASCII case, say that its element is not seen? */
bool dhk_class_is_unseen(const unsigned char *bytes, dhk_range name);

/* Does one of an element's classes say that it is shown in some windows, or that a script shows it? */
bool dhk_classes_may_show(const unsigned char *bytes, dhk_range classes);

#endif
