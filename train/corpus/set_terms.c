#include "corpus/set_terms.h"

#include <stdlib.h>
#include <string.h>

/* The terms of the set that `name` is called; NULL: there is none. */
static tr_set_terms *find_terms(tr_corpus *corpus, const char *name, size_t length) {
    for (size_t i = 0; i < corpus->set_count; i++)
        if (strlen(corpus->sets[i]) == length && memcmp(corpus->sets[i], name, length) == 0)
            return &corpus->terms[i];
    return NULL;
}

/* Each name of the list in turn; 0 at its end. */
static size_t next_name(const char **list, const char **name) {
    size_t length;
    if (*list == NULL || **list == '\0')
        return 0;
    *name = *list;
    length = strcspn(*list, ",");
    *list += length + ((*list)[length] == ',');
    return length;
}

static bool take_weight(tr_corpus *corpus, const char *item, size_t length, tr_error *error) {
    const char *sign = memchr(item, '=', length);
    char *end = NULL;
    double weight = sign != NULL ? strtod(sign + 1, &end) : 0;
    if (sign == NULL || end != item + length || !(weight > 0 && weight <= 1000))
        return tr_fail(error, "not a set and its weight: %.*s", (int)length, item);
    tr_set_terms *terms = find_terms(corpus, item, (size_t)(sign - item));
    if (terms == NULL)
        return tr_fail(error, "no set %.*s to weigh", (int)(sign - item), item);
    terms->weight = weight;
    return true;
}

bool tr_set_terms_take(tr_corpus *corpus, const tr_set_options *options, tr_error *error) {
    const char *weights = options->weights, *train_only = options->train_only, *masked = options->mask_comments;
    const char *name = NULL;
    corpus->terms = tr_resize(corpus->terms, corpus->set_count, sizeof *corpus->terms);
    for (size_t i = 0; i < corpus->set_count; i++)
        corpus->terms[i] = (tr_set_terms){.weight = 1};
    for (size_t length; (length = next_name(&weights, &name)) > 0;)
        if (!take_weight(corpus, name, length, error))
            return false;
    for (size_t length; (length = next_name(&train_only, &name)) > 0;) {
        tr_set_terms *terms = find_terms(corpus, name, length);
        if (terms == NULL)
            return tr_fail(error, "no set %.*s to train on", (int)length, name);
        terms->train_only = true;
    }
    for (size_t length; (length = next_name(&masked, &name)) > 0;) {
        tr_set_terms *terms = find_terms(corpus, name, length);
        if (terms == NULL)
            return tr_fail(error, "no set %.*s whose comments could be masked", (int)length, name);
        terms->mask_comments = true;
    }
    return true;
}
