#include "html/html_tree.h"

#include "base/hash.h"
#include "dehusk.h"

#include <string.h>

#define B DHK_IS_BLOCK
#define P DHK_CLOSES_P
#define S DHK_IS_SPECIAL
#define X DHK_BREAKS_OUT

/* The Standard's categories, one entry a tag. Blocks are what a browser's style
 * sheet shows as blocks, list items, table parts, and the controls, whose text
 * is no part of the sentence around them. */
static const uint8_t tag_flags[DHK_TAG_COUNT] = {
    [DHK_TAG_ADDRESS] = B | P | S,
    [DHK_TAG_APPLET] = S | DHK_BOUNDS_SCOPE,
    [DHK_TAG_AREA] = DHK_IS_VOID | S,
    [DHK_TAG_ARTICLE] = B | P | S,
    [DHK_TAG_ASIDE] = B | P | S,
    [DHK_TAG_AUDIO] = B | DHK_DROPS_TEXT,
    [DHK_TAG_B] = X,
    [DHK_TAG_BASE] = DHK_IS_VOID | S,
    [DHK_TAG_BASEFONT] = DHK_IS_VOID | S,
    [DHK_TAG_BGSOUND] = DHK_IS_VOID | S,
    [DHK_TAG_BIG] = X,
    [DHK_TAG_BLOCKQUOTE] = B | P | S | X,
    [DHK_TAG_BODY] = B | S | X,
    [DHK_TAG_BR] = DHK_IS_VOID | S | X,
    [DHK_TAG_BUTTON] = B | S,
    [DHK_TAG_CANVAS] = DHK_DROPS_TEXT,
    [DHK_TAG_CAPTION] = B | S | DHK_BOUNDS_SCOPE,
    [DHK_TAG_CENTER] = B | P | S | X,
    [DHK_TAG_CODE] = X,
    [DHK_TAG_COL] = DHK_IS_VOID | S,
    [DHK_TAG_COLGROUP] = B | S,
    [DHK_TAG_COMMAND] = DHK_IS_VOID,
    [DHK_TAG_DATALIST] = B | DHK_DROPS_TEXT,
    [DHK_TAG_DD] = B | P | S | X,
    [DHK_TAG_DETAILS] = B | P | S,
    [DHK_TAG_DIALOG] = B | P | S,
    [DHK_TAG_DIR] = B | P | S,
    [DHK_TAG_DIV] = B | P | S | X,
    [DHK_TAG_DL] = B | P | S | X,
    [DHK_TAG_DT] = B | P | S | X,
    [DHK_TAG_EM] = X,
    [DHK_TAG_EMBED] = DHK_IS_VOID | S | X,
    [DHK_TAG_FIELDSET] = B | P | S,
    [DHK_TAG_FIGCAPTION] = B | P | S,
    [DHK_TAG_FIGURE] = B | P | S,
    [DHK_TAG_FOOTER] = B | P | S,
    [DHK_TAG_FORM] = B | P | S,
    [DHK_TAG_FRAME] = DHK_IS_VOID | S,
    [DHK_TAG_FRAMESET] = B | S | DHK_DROPS_TEXT,
    [DHK_TAG_H1] = B | P | S | X,
    [DHK_TAG_H2] = B | P | S | X,
    [DHK_TAG_H3] = B | P | S | X,
    [DHK_TAG_H4] = B | P | S | X,
    [DHK_TAG_H5] = B | P | S | X,
    [DHK_TAG_H6] = B | P | S | X,
    [DHK_TAG_HEAD] = B | S | X,
    [DHK_TAG_HEADER] = B | P | S,
    [DHK_TAG_HGROUP] = B | P | S,
    [DHK_TAG_HR] = B | P | S | X | DHK_IS_VOID,
    [DHK_TAG_HTML] = B | S | DHK_BOUNDS_SCOPE,
    [DHK_TAG_I] = X,
    [DHK_TAG_IFRAME] = S | DHK_DROPS_TEXT,
    [DHK_TAG_IMAGE] = DHK_IS_VOID | S,
    [DHK_TAG_IMG] = DHK_IS_VOID | S | X,
    [DHK_TAG_INPUT] = DHK_IS_VOID | S,
    [DHK_TAG_KEYGEN] = DHK_IS_VOID | S,
    [DHK_TAG_LABEL] = B,
    [DHK_TAG_LEGEND] = B,
    [DHK_TAG_LI] = B | P | S | X,
    [DHK_TAG_LINK] = DHK_IS_VOID | S,
    [DHK_TAG_LISTING] = B | P | S | X | DHK_KEEPS_SPACE,
    [DHK_TAG_MAIN] = B | P | S,
    [DHK_TAG_MARQUEE] = B | S | DHK_BOUNDS_SCOPE,
    [DHK_TAG_MENU] = B | P | S | X,
    [DHK_TAG_META] = DHK_IS_VOID | S | X,
    [DHK_TAG_METER] = DHK_DROPS_TEXT,
    [DHK_TAG_NAV] = B | P | S,
    [DHK_TAG_NOBR] = X,
    [DHK_TAG_NOEMBED] = S | DHK_DROPS_TEXT,
    [DHK_TAG_NOFRAMES] = S | DHK_DROPS_TEXT,
    [DHK_TAG_NOSCRIPT] = B | S,
    [DHK_TAG_OBJECT] = S | DHK_BOUNDS_SCOPE,
    [DHK_TAG_OL] = B | P | S | X,
    [DHK_TAG_OPTGROUP] = B,
    [DHK_TAG_OPTION] = B,
    [DHK_TAG_P] = B | P | S | X,
    [DHK_TAG_PARAM] = DHK_IS_VOID | S,
    [DHK_TAG_PLAINTEXT] = B | P | S | DHK_KEEPS_SPACE,
    [DHK_TAG_PRE] = B | P | S | X | DHK_KEEPS_SPACE,
    [DHK_TAG_PROGRESS] = DHK_DROPS_TEXT,
    [DHK_TAG_RP] = DHK_DROPS_TEXT,
    [DHK_TAG_RUBY] = X,
    [DHK_TAG_S] = X,
    [DHK_TAG_SCRIPT] = S | DHK_DROPS_TEXT,
    [DHK_TAG_SEARCH] = B | P | S,
    [DHK_TAG_SECTION] = B | P | S,
    [DHK_TAG_SELECT] = B | S | DHK_BOUNDS_SCOPE,
    [DHK_TAG_SMALL] = X,
    [DHK_TAG_SOURCE] = DHK_IS_VOID | S,
    [DHK_TAG_SPACER] = DHK_IS_VOID,
    [DHK_TAG_SPAN] = X,
    [DHK_TAG_STRIKE] = X,
    [DHK_TAG_STRONG] = X,
    [DHK_TAG_STYLE] = S | DHK_DROPS_TEXT,
    [DHK_TAG_SUB] = X,
    [DHK_TAG_SUMMARY] = B | P | S,
    [DHK_TAG_SUP] = X,
    [DHK_TAG_SVG] = DHK_DROPS_TEXT,
    [DHK_TAG_TABLE] = B | S | X | DHK_BOUNDS_SCOPE,
    [DHK_TAG_TBODY] = B | S,
    [DHK_TAG_TD] = B | S | DHK_BOUNDS_SCOPE,
    [DHK_TAG_TEMPLATE] = S | DHK_BOUNDS_SCOPE | DHK_DROPS_TEXT,
    [DHK_TAG_TEXTAREA] = B | S | DHK_KEEPS_SPACE,
    [DHK_TAG_TFOOT] = B | S,
    [DHK_TAG_TH] = B | S | DHK_BOUNDS_SCOPE,
    [DHK_TAG_THEAD] = B | S,
    [DHK_TAG_TITLE] = S | DHK_DROPS_TEXT,
    [DHK_TAG_TR] = B | S,
    [DHK_TAG_TRACK] = DHK_IS_VOID | S,
    [DHK_TAG_TT] = X,
    [DHK_TAG_U] = X,
    [DHK_TAG_UL] = B | P | S | X,
    [DHK_TAG_VAR] = X,
    [DHK_TAG_VIDEO] = B | DHK_DROPS_TEXT,
    [DHK_TAG_WBR] = DHK_IS_VOID | S,
    [DHK_TAG_XMP] = B | P | S | DHK_KEEPS_SPACE,
};

#undef B
#undef P
#undef S
#undef X

unsigned dhk_tag_flags(dhk_tag tag) {
    return tag_flags[tag];
}

void dhk_tree_reset(dhk_tree *tree) {
    memset(tree->innermost, 0, sizeof tree->innermost);
    memset(&tree->stack[0], 0, sizeof tree->stack[0]);
    tree->stack[0].tag = DHK_TAG_HTML;
    tree->stack[0].flags = DHK_OPEN_BLOCK;
    tree->stack[0].element = DHK_NO_ELEMENT;
    tree->depth = 1;
    tree->overflow = 0;
    tree->dropped_from = 0;
    tree->form_open = false;
}

bool dhk_tree_drops_text(const dhk_tree *tree) {
    return dhk_tree_current(tree)->flags & DHK_OPEN_DROPPED || tree->dropped_from > 0;
}

const dhk_open_element *dhk_tree_current(const dhk_tree *tree) {
    return &tree->stack[tree->depth - 1];
}

uint32_t dhk_tree_current_block(const dhk_tree *tree) {
    return dhk_tree_current(tree)->block;
}

static uint32_t larger(uint32_t a, uint32_t b) {
    return a > b ? a : b;
}

static bool is_cell(dhk_tag tag) {
    return tag == DHK_TAG_TD || tag == DHK_TAG_TH;
}

static bool is_row_group(dhk_tag tag) {
    return tag == DHK_TAG_TBODY || tag == DHK_TAG_THEAD || tag == DHK_TAG_TFOOT;
}

/* Elements whose end tag may be left out ("generate implied end tags"). */
static bool ends_by_itself(dhk_tag tag) {
    return tag == DHK_TAG_DD || tag == DHK_TAG_DT || tag == DHK_TAG_LI || tag == DHK_TAG_OPTGROUP ||
           tag == DHK_TAG_OPTION || tag == DHK_TAG_P || tag == DHK_TAG_RB || tag == DHK_TAG_RP || tag == DHK_TAG_RT ||
           tag == DHK_TAG_RTC;
}

/* The depth without such elements on top, but for `kept` (DHK_TAG_UNKNOWN: none). */
static uint32_t depth_after_implied_ends(const dhk_tree *tree, dhk_tag kept) {
    uint32_t depth = tree->depth;
    while (depth > 1 && tree->stack[depth - 1].tag != kept && ends_by_itself(tree->stack[depth - 1].tag))
        depth--;
    return depth;
}

/* What may stand in a head without ending it. */
static bool stays_in_head(dhk_tag tag) {
    return tag == DHK_TAG_BASE || tag == DHK_TAG_BASEFONT || tag == DHK_TAG_BGSOUND || tag == DHK_TAG_LINK ||
           tag == DHK_TAG_META || tag == DHK_TAG_TITLE || tag == DHK_TAG_NOSCRIPT || tag == DHK_TAG_NOFRAMES ||
           tag == DHK_TAG_STYLE || tag == DHK_TAG_SCRIPT || tag == DHK_TAG_TEMPLATE;
}

/* Index of the innermost open heading, of any level; 0 if there is none. */
static uint32_t innermost_heading(const dhk_tree *tree) {
    uint32_t found = 0;
    for (dhk_tag tag = DHK_TAG_H1; tag <= DHK_TAG_H6; tag++)
        found = larger(found, tree->innermost[tag]);
    return found;
}

/* Index of the innermost open `tag` that no scope boundary hides, 0 if there is none. */
static uint32_t find_in_scope(const dhk_tree *tree, dhk_tag tag) {
    uint32_t at = tree->innermost[tag];
    return at >= dhk_tree_current(tree)->scope ? at : 0;
}

/* Index of the innermost open p that neither a scope boundary nor a button hides, 0 if there is none. */
static uint32_t find_paragraph(const dhk_tree *tree) {
    uint32_t at = find_in_scope(tree, DHK_TAG_P);
    return at > tree->innermost[DHK_TAG_BUTTON] ? at : 0;
}

/* Index of what bounds the Standard's table scope: the innermost table or template. */
static uint32_t table_scope(const dhk_tree *tree) {
    return larger(tree->innermost[DHK_TAG_TABLE], tree->innermost[DHK_TAG_TEMPLATE]);
}

static uint32_t find_in_table_scope(const dhk_tree *tree, dhk_tag tag) {
    uint32_t at = tree->innermost[tag];
    return at >= table_scope(tree) ? at : 0;
}

static uint32_t find_table(const dhk_tree *tree) {
    return find_in_table_scope(tree, DHK_TAG_TABLE);
}

/* An open li ends at the next li, an open dd or dt at the next of either,
 * unless another special element stands between. */
static uint32_t find_open_item(const dhk_tree *tree, dhk_tag one, dhk_tag other) {
    uint32_t at = larger(tree->innermost[one], tree->innermost[other]);
    return at >= dhk_tree_current(tree)->item_bound ? at : 0;
}

/* The depth at which the children of the nearest table part begin: of a table, a template, or what is at `part` (0:
 * nothing). */
static uint32_t clear_back_to(const dhk_tree *tree, uint32_t part) {
    uint32_t at = larger(table_scope(tree), part);
    return at != 0 ? at + 1 : tree->depth;
}

static uint32_t innermost_row_group(const dhk_tree *tree) {
    const uint16_t *innermost = tree->innermost;
    return larger(larger(innermost[DHK_TAG_TBODY], innermost[DHK_TAG_THEAD]), innermost[DHK_TAG_TFOOT]);
}

bool dhk_tree_ignores_start(const dhk_tree *tree, dhk_tag tag) {
    switch (tag) {
    case DHK_TAG_CAPTION:
    case DHK_TAG_COLGROUP:
    case DHK_TAG_TBODY:
    case DHK_TAG_THEAD:
    case DHK_TAG_TFOOT:
    case DHK_TAG_TR:
    case DHK_TAG_TD:
    case DHK_TAG_TH:
        return find_table(tree) == 0;
    case DHK_TAG_FORM:
        return tree->form_open && tree->innermost[DHK_TAG_TEMPLATE] == 0;
    default:
        return false;
    }
}

uint32_t dhk_tree_depth_without_head(const dhk_tree *tree) {
    uint32_t depth = tree->depth;
    if (tree->innermost[DHK_TAG_HEAD] == 0)
        return depth;
    if (depth > 2 && tree->stack[depth - 1].tag == DHK_TAG_NOSCRIPT && tree->stack[depth - 2].tag == DHK_TAG_HEAD)
        return depth - 2;
    return tree->stack[depth - 1].tag == DHK_TAG_HEAD ? depth - 1 : depth;
}

uint32_t dhk_tree_in_math(const dhk_tree *tree) {
    const dhk_open_element *current = dhk_tree_current(tree);
    switch (current->tag) {
    case DHK_TAG_MI:
    case DHK_TAG_MO:
    case DHK_TAG_MN:
    case DHK_TAG_MS:
    case DHK_TAG_MTEXT:
    case DHK_TAG_ANNOTATION_XML:
        return 0; /* HTML may stand in these */
    default:
        break;
    }
    return current->flags & DHK_OPEN_MATHML ? tree->innermost[DHK_TAG_MATH] : 0; /* MathML has math above it */
}

/* A part of a table ends what is open in the part that it belongs to. */
static uint32_t depth_for_table_part(const dhk_tree *tree, dhk_tag tag) {
    uint32_t top = tag == DHK_TAG_TD || tag == DHK_TAG_TH ? tree->innermost[DHK_TAG_TR]
                   : tag == DHK_TAG_TR                    ? innermost_row_group(tree)
                                                          : 0;
    return find_table(tree) != 0 ? clear_back_to(tree, top) : tree->depth;
}

/* For a start tag in the body of a page. */
static uint32_t depth_in_body(const dhk_tree *tree, dhk_tag tag) {
    uint32_t depth = tree->depth;
    dhk_tag current = tree->stack[depth - 1].tag;
    uint32_t at;

    switch (tag) {
    case DHK_TAG_LI:
        at = find_open_item(tree, DHK_TAG_LI, DHK_TAG_LI);
        if (at != 0)
            return at;
        break;
    case DHK_TAG_DD:
    case DHK_TAG_DT:
        at = find_open_item(tree, DHK_TAG_DD, DHK_TAG_DT);
        if (at != 0)
            return at;
        break;
    case DHK_TAG_OPTION:
    case DHK_TAG_OPTGROUP:
        if (find_in_scope(tree, DHK_TAG_SELECT) != 0)
            return depth_after_implied_ends(tree, tag == DHK_TAG_OPTION ? DHK_TAG_OPTGROUP : DHK_TAG_UNKNOWN);
        return current == DHK_TAG_OPTION ? depth - 1 : depth;
    case DHK_TAG_INPUT:
    case DHK_TAG_SELECT:
        at = find_in_scope(tree, DHK_TAG_SELECT);
        return at != 0 ? at : depth;
    case DHK_TAG_RB:
    case DHK_TAG_RTC:
    case DHK_TAG_RP:
    case DHK_TAG_RT:
        if (find_in_scope(tree, DHK_TAG_RUBY) == 0)
            return depth;
        return depth_after_implied_ends(tree, tag == DHK_TAG_RP || tag == DHK_TAG_RT ? DHK_TAG_RTC : DHK_TAG_UNKNOWN);
    case DHK_TAG_BUTTON:
        at = find_in_scope(tree, DHK_TAG_BUTTON);
        return at != 0 ? at : depth;
    case DHK_TAG_TD:
    case DHK_TAG_TH:
    case DHK_TAG_TR:
    case DHK_TAG_TBODY:
    case DHK_TAG_THEAD:
    case DHK_TAG_TFOOT:
    case DHK_TAG_CAPTION:
    case DHK_TAG_COLGROUP:
        return depth_for_table_part(tree, tag);
    case DHK_TAG_TABLE:
        /* A table directly in a table ends it. */
        if (current == DHK_TAG_TABLE || current == DHK_TAG_COLGROUP || is_row_group(current) || current == DHK_TAG_TR)
            return find_table(tree);
        break; /* in no-quirks mode it also closes a p; pages differ, and for lines it is the same */
    default:
        break;
    }
    if (tag_flags[tag] & DHK_CLOSES_P) {
        at = find_paragraph(tree);
        if (at != 0)
            return at;
        if (dhk_heading_level(tag) > 0 && dhk_heading_level(current) > 0)
            return depth - 1;
    }
    return depth;
}

uint32_t dhk_tree_depth_for_start(const dhk_tree *tree, dhk_tag tag) {
    uint32_t at;
    if (!stays_in_head(tag)) {
        at = dhk_tree_depth_without_head(tree);
        if (at != tree->depth)
            return at;
    }
    if (tag_flags[tag] & DHK_BREAKS_OUT) {
        at = dhk_tree_in_math(tree);
        if (at != 0)
            return at;
    }
    return depth_in_body(tree, tag);
}

/* Elements with names that HTML does not know share a tag. From index `at` on outwards so many of them are looked at
 * for the one of that name: nobody nests more, and an end tag must not cost more. */
enum { UNKNOWN_MAX = 32 };

static uint32_t find_unknown(const dhk_tree *tree, uint32_t at, uint32_t name_hash) {
    for (uint32_t i = 0; at != 0 && i < UNKNOWN_MAX; i++) {
        if (tree->stack[at].path == dhk_hash_pair(tree->stack[at - 1].path, name_hash))
            return at;
        at = tree->stack[at].outer;
    }
    return 0;
}

uint32_t dhk_tree_depth_for_end(const dhk_tree *tree, dhk_tag tag, uint32_t name_hash) {
    const dhk_open_element *current = dhk_tree_current(tree);
    uint32_t at;

    if (tag == DHK_TAG_HTML || tag == DHK_TAG_BODY || tag == DHK_TAG_FRAMESET)
        return tree->depth; /* what follows still goes to the body, or to nothing */
    if (dhk_heading_level(tag) > 0) {
        at = innermost_heading(tree);
        return at != 0 && at > current->scope ? at : tree->depth;
    }
    if (is_cell(tag) || is_row_group(tag) || tag == DHK_TAG_TR || tag == DHK_TAG_TABLE || tag == DHK_TAG_CAPTION) {
        at = find_in_table_scope(tree, tag);
        return at != 0 ? at : tree->depth;
    }
    if (tag == DHK_TAG_LI) {
        at = find_in_scope(tree, tag);
        return at > larger(tree->innermost[DHK_TAG_UL], tree->innermost[DHK_TAG_OL]) ? at : tree->depth;
    }
    if (tag == DHK_TAG_TEMPLATE && tree->innermost[tag] > 0)
        return tree->innermost[tag]; /* whatever stands between */
    if (tag_flags[tag] & DHK_IS_SPECIAL) {
        at = tag == DHK_TAG_P ? find_paragraph(tree) : find_in_scope(tree, tag);
        return at != 0 ? at : tree->depth;
    }
    /* Any other end tag reaches its start tag across inline elements only. */
    at = tree->innermost[tag];
    if (tag == DHK_TAG_UNKNOWN)
        at = find_unknown(tree, at, name_hash);
    return at > current->special ? at : tree->depth;
}

/* Sets what an open element knows of itself and those around it. */
static void find_bounds(dhk_tree *tree, uint32_t at) {
    dhk_open_element *open = &tree->stack[at];
    const dhk_open_element *parent = &tree->stack[at - 1];
    unsigned flags = tag_flags[open->tag];
    /* Other end tags do not reach across a special element. */
    bool special = flags & DHK_IS_SPECIAL && !(open->flags & (DHK_OPEN_ENDED | DHK_OPEN_MATHML));
    bool item_bound = special && open->tag != DHK_TAG_ADDRESS && open->tag != DHK_TAG_DIV && open->tag != DHK_TAG_P;
    open->block = open->flags & DHK_OPEN_BLOCK ? (uint16_t)at : parent->block;
    open->scope = flags & DHK_BOUNDS_SCOPE ? (uint16_t)at : parent->scope;
    open->special = special ? (uint16_t)at : parent->special;
    open->item_bound = item_bound ? (uint16_t)at : parent->item_bound;
}

uint32_t dhk_tree_end_form(dhk_tree *tree) {
    uint32_t depth;
    uint32_t at = tree->form_open || tree->innermost[DHK_TAG_TEMPLATE] > 0 ? find_in_scope(tree, DHK_TAG_FORM) : 0;
    tree->form_open = false;
    if (at == 0)
        return tree->depth;
    depth = depth_after_implied_ends(tree, DHK_TAG_UNKNOWN);
    if (depth - 1 == at)
        return at;
    if (!(tree->stack[at].flags & DHK_OPEN_ENDED)) { /* once for each form that is opened */
        tree->stack[at].flags |= DHK_OPEN_ENDED;
        for (uint32_t above = at; above < tree->depth; above++)
            find_bounds(tree, above);
    }
    return depth;
}

uint32_t dhk_tree_skip_ended(const dhk_tree *tree, uint32_t depth) {
    while (depth > 1 && tree->stack[depth - 1].flags & DHK_OPEN_ENDED)
        depth--;
    return depth;
}

bool dhk_tree_block_above(const dhk_tree *tree, uint32_t depth) {
    return depth < tree->depth && dhk_tree_current(tree)->block >= depth;
}

void dhk_tree_cut(dhk_tree *tree, uint32_t depth) {
    while (tree->depth > depth && tree->depth > 1) {
        const dhk_open_element *open = &tree->stack[--tree->depth];
        tree->innermost[open->tag] = open->outer;
    }
}

dhk_open_element *dhk_tree_push(dhk_tree *tree, dhk_tag tag, uint32_t name_hash) {
    const dhk_open_element *parent = &tree->stack[tree->depth - 1];
    bool mathml = tag == DHK_TAG_MATH || dhk_tree_in_math(tree) != 0;
    dhk_open_element *open;

    if (tree->depth == tree->max_depth) {
        tree->overflow++;
        if (tag_flags[tag] & DHK_DROPS_TEXT && tree->dropped_from == 0)
            tree->dropped_from = tree->overflow;
        return NULL;
    }
    open = &tree->stack[tree->depth++];
    memset(open, 0, sizeof *open);
    open->tag = tag;
    open->outer = tree->innermost[tag];
    tree->innermost[tag] = (uint16_t)(tree->depth - 1);
    open->flags = parent->flags & DHK_OPEN_INHERITED;
    if (tag_flags[tag] & DHK_IS_BLOCK && !(parent->flags & DHK_OPEN_DROPPED))
        open->flags |= DHK_OPEN_BLOCK; /* what is not shown divides no line */
    if (tag_flags[tag] & DHK_DROPS_TEXT)
        open->flags |= DHK_OPEN_DROPPED;
    if (tag_flags[tag] & DHK_KEEPS_SPACE)
        open->flags |= DHK_OPEN_PREFORMATTED;
    if (tag == DHK_TAG_NOSCRIPT)
        open->flags |= DHK_OPEN_NOSCRIPT;
    if (mathml)
        open->flags |= DHK_OPEN_MATHML;
    if (tag == DHK_TAG_FORM)
        tree->form_open = true;
    open->kind = parent->kind;
    open->heading_level = parent->heading_level;
    open->path = dhk_hash_pair(parent->path, name_hash);
    open->element = DHK_NO_ELEMENT;
    find_bounds(tree, tree->depth - 1);
    return open;
}

void dhk_tree_show(dhk_tree *tree) {
    dhk_open_element *open = &tree->stack[tree->depth - 1];
    if (tree->depth < 2 || tree->stack[tree->depth - 2].flags & DHK_OPEN_DROPPED)
        return;
    open->flags = (uint16_t)((open->flags & ~(unsigned)DHK_OPEN_DROPPED) | DHK_OPEN_BLOCK);
    find_bounds(tree, tree->depth - 1);
}

void dhk_tree_end_overflowed(dhk_tree *tree) {
    tree->overflow--;
    if (tree->overflow < tree->dropped_from)
        tree->dropped_from = 0;
}

void dhk_tree_end_link(dhk_tree *tree) {
    const uint16_t *innermost = tree->innermost;
    uint32_t at = innermost[DHK_TAG_A];
    /* What has ended once is not looked at again: only a link within it could be link text. */
    if (at <= larger(larger(innermost[DHK_TAG_TD], innermost[DHK_TAG_TH]), innermost[DHK_TAG_OBJECT]) ||
        !(tree->stack[at].flags & DHK_OPEN_LINK))
        return;
    /* Blocks that were opened inside the link stay open, but are no longer in it. */
    for (; at < tree->depth; at++)
        tree->stack[at].flags &= (uint16_t)~DHK_OPEN_LINK;
}
