/*
 * A light stack of open elements: the implied end tags and scopes of the HTML
 * Standard's tree construction as far as they decide where lines begin and end
 * and which elements they stand in. There is no DOM: an element that never
 * holds text leaves no trace. Every element knows what bounds it, so that no tag
 * costs more where more elements are open. Text keeps the order in which it is written: what
 * stands in a table but in no cell is not moved before the table, and inline
 * elements are not opened again after a block that has cut them off.
 */
#ifndef DHK_HTML_TREE_H
#define DHK_HTML_TREE_H

#include "html/html_tokenizer.h"
#include "lines/document.h"

#include <stdbool.h>
#include <stdint.h>

#define DHK_NO_ELEMENT UINT32_MAX

/* Bits of dhk_open_element.flags; the inherited ones hold for what is inside. */
enum {
    DHK_OPEN_BLOCK = 1,
    DHK_OPEN_HIDDEN = 2,        /* inherited */
    DHK_OPEN_NOSCRIPT = 4,      /* inherited */
    DHK_OPEN_LINK = 8,          /* inherited: text in it is link text */
    DHK_OPEN_DROPPED = 16,      /* inherited: its text is never shown */
    DHK_OPEN_PREFORMATTED = 32, /* inherited */
    DHK_OPEN_ENDED = 64,        /* a form that has ended before what is in it */
    DHK_OPEN_MATHML = 128,      /* math, or an element of MathML in it */
    DHK_OPEN_UNSEEN = 256,      /* inherited: not seen, by style or `hidden`; aria-hidden text is seen */
    DHK_OPEN_TINY = 512,        /* inherited, up to what has a size again: its letters have none */
    DHK_OPEN_PICTURE = 1024,    /* a figure with a picture, a film or the like */
    DHK_OPEN_CAPTION = 2048     /* inherited: a picture's text by its name, or since the picture says so */
};
#define DHK_OPEN_INHERITED                                                                                             \
    (DHK_OPEN_HIDDEN | DHK_OPEN_UNSEEN | DHK_OPEN_NOSCRIPT | DHK_OPEN_LINK | DHK_OPEN_DROPPED |                        \
     DHK_OPEN_PREFORMATTED | DHK_OPEN_TINY | DHK_OPEN_CAPTION)
/* Text in such an element is not seen by anybody. */
#define DHK_OPEN_OUT_OF_SIGHT (DHK_OPEN_UNSEEN | DHK_OPEN_TINY)

typedef struct dhk_open_element {
    dhk_tag tag;
    uint16_t flags;
    uint8_t kind; /* dehusk_kind of lines in it */
    uint8_t heading_level;
    uint32_t path;    /* hash of the tags down to here */
    uint32_t element; /* in document->elements, or DHK_NO_ELEMENT until it holds text */
    uint16_t outer;   /* index of the next open element outwards with this tag; 0: none */
    uint16_t block;   /* index of the innermost open block, this element included */
    uint16_t scope;   /* index of the innermost open element, this one included, that bounds the Standard's scope */
    uint16_t special; /* index of the innermost open element, this one included, that stops end tags of other kinds */
    uint16_t item_bound; /* index of the innermost open element, this one included, that no list item ends across */
    dhk_range class_;    /* raw value of the attribute class */
    dhk_range id;        /* raw value of the attribute id */
    dhk_range role;      /* raw value of the attribute role */
    dhk_range itemprop;  /* raw value of the attribute itemprop */
    dhk_range href;      /* raw value of the attribute href, of a link */
    int32_t ordinal;     /* of a list item: its number; of a numbered list: that of its next item */
} dhk_open_element;

typedef struct dhk_tree {
    dhk_open_element *stack; /* capacity max_depth; entry 0 is the root */
    uint32_t depth;          /* entries in use */
    uint32_t max_depth;
    uint32_t overflow;                 /* start tags not pushed since the stack was full */
    uint32_t dropped_from;             /* the overflow from which on text is not shown; 0: it is */
    bool form_open;                    /* the Standard's form element pointer is set */
    uint16_t innermost[DHK_TAG_COUNT]; /* index of the innermost open element by tag; 0: none */
} dhk_tree;

/* What a tag is in the tree. */
enum {
    DHK_IS_BLOCK = 1,      /* begins and ends lines */
    DHK_IS_VOID = 2,       /* has no content and no end tag */
    DHK_CLOSES_P = 4,      /* its start tag ends an open p */
    DHK_DROPS_TEXT = 8,    /* its content is never shown as text */
    DHK_IS_SPECIAL = 16,   /* an end tag of another kind does not reach across it */
    DHK_BOUNDS_SCOPE = 32, /* bounds the Standard's "in scope" */
    DHK_KEEPS_SPACE = 64,  /* keeps white space */
    DHK_BREAKS_OUT = 128   /* its start tag ends an svg */
};
unsigned dhk_tag_flags(dhk_tag tag);

void dhk_tree_reset(dhk_tree *tree);

/* True if text is not shown where the tree stands. */
bool dhk_tree_drops_text(const dhk_tree *tree);

/* The innermost open element, and the index of the innermost open block. */
const dhk_open_element *dhk_tree_current(const dhk_tree *tree);
uint32_t dhk_tree_current_block(const dhk_tree *tree);

/* True if a start tag opens nothing: a table's part without a table, a form in a form. */
bool dhk_tree_ignores_start(const dhk_tree *tree, dhk_tag tag);

/* What a start tag closes before it opens anything. Returns the depth that is
 * left: nothing is popped yet, so that the reader can end the line first. */
uint32_t dhk_tree_depth_for_start(const dhk_tree *tree, dhk_tag tag);

/* The depth that an end tag leaves; tree->depth if it closes nothing. */
uint32_t dhk_tree_depth_for_end(const dhk_tree *tree, dhk_tag tag, uint32_t name_hash);

/* The depth that </form> leaves; it may also end a form and leave open what is in it. */
uint32_t dhk_tree_end_form(dhk_tree *tree);

/* The depth at which an open head (or a noscript in it) ends if something comes
 * that cannot stand there; tree->depth if none is open. */
uint32_t dhk_tree_depth_without_head(const dhk_tree *tree);

/* The index of the math element if a child of the current element would be MathML, else 0. */
uint32_t dhk_tree_in_math(const dhk_tree *tree);

/* `depth`, less the ended elements just under it: nothing is left to keep them. */
uint32_t dhk_tree_skip_ended(const dhk_tree *tree, uint32_t depth);

/* True if one of the elements from `depth` on is a block. */
bool dhk_tree_block_above(const dhk_tree *tree, uint32_t depth);

/* Closes the elements from `depth` on; the root stays. */
void dhk_tree_cut(dhk_tree *tree, uint32_t depth);

/* Opens an element and returns it, or NULL where the stack is full (the
 * element is then counted only). `name_hash` tells unknown tags apart. */
dhk_open_element *dhk_tree_push(dhk_tree *tree, dhk_tag tag, uint32_t name_hash);

/* Shows the text in the current element, a template that is a shadow root, as a block of its own; unless what it stands in
 * is not shown. */
void dhk_tree_show(dhk_tree *tree);

/* Takes an end tag for one of the elements that are only counted. */
void dhk_tree_end_overflowed(dhk_tree *tree);

/* Ends the innermost open link, wherever it stands: what follows is no link text. */
void dhk_tree_end_link(dhk_tree *tree);

#endif
