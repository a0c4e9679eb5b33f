#include "roles/roles.h"

#include <stdbool.h>
#include <string.h>

enum {
    /* Where the title stands, in lines from the first one kept. */
    TITLE_LINE_BEFORE = 8, /* the line that holds the page's <title>: page F1, mean over seven sets, +0.0002 against 25
                            * (2026-11) */
    HEADING_BEFORE = 10,   /* another <h1> */
    TITLE_BEFORE = 25,     /* in plain text, what looks most like one */
    TITLE_AFTER = 3,       /* it may be kept anyway, behind a stray line */

    /* In logits of 2^-12. Chosen on datasets/texts/tune by the lines decided as labelled; page F1 of plain text, mean
     * over seven sets, 0.892 with and without (2026-11). */
    TITLE_MIN = -5120,      /* -1.25: the best line of 28 is a title below even odds, too */
    TITLE_KEPT_COST = 6144, /* 1.5 */
    CAPTION_LOGIT = -4096,  /* -1 */
    /* In what an extractor left, of which more is body. At 0, of the gold texts of wcxb, news-en, sites and news-world
     * 71% come out whole, without captions 74%; of intruding lines in outputs of extractors 56.5% go, without 54.3%
     * (evaluate --extract, pages that the model has seen, 2026-11). */
    CAPTION_IN_EXTRACT = 0,
    SITE_NAME_LOGIT = -8192, /* -2 */
    DOUBT = 10240,           /* 2.5: lines that the classifier is surer of are no captions and no teasers */

    CAPTION_MAX = 2800, /* length in tenths of letters: about 40 words */
    LINK_PERCENT = 90,  /* a teaser is a link as a whole */
    TEASERS_MAX = 5,    /* after one lead-in */

    /* Comments are less than a part of this many of the story. With 1, of 2,425 pages of wcxb, daniel, news-en, sites
     * and news-world (evaluate, pages that the model has seen, 2026-11-29) 13 come out otherwise than with comments
     * kept, and forums lose .008 of their F1: the gold of 8 of 11 pages has what the classifier kept. With 4, 7 do. */
    COMMENT_SHARE = 4,

    /* -6.25: a comment that is asked for is below one in 500 for the classifier, which has learned from stories without
     * comments, only where it is none (the same lines). */
    COMMENT_TEXT_LOGIT = -25600,

    /* Notices are at most so many times what else is kept: what is all notice may be called one by mistake. */
    NOTICE_MAX = 8
};

/* The first kept line, line_count without one. */
static uint32_t first_kept(const dhk_document *document, const uint8_t *labels) {
    uint32_t line = 0;
    while (line < document->line_count && labels[line] == 0)
        line++;
    return line;
}

static uint32_t before(uint32_t line, uint32_t distance) {
    return line > distance ? line - distance : 0;
}

/* Is the line one link? */
static bool is_link(const dhk_line *line) {
    return 100 * (uint64_t)line->link_units >= LINK_PERCENT * (uint64_t)line->measure.units;
}

/* A command or other code: the page's <title> may name what it does. */
static bool is_code(const dhk_line *line) {
    return line->heading_level == 0 &&
           (line->kind == DEHUSK_KIND_PREFORMATTED || (line->inline_tags & DHK_INLINE_CODE) != 0);
}

/* The line, or the <h1> between it and `end` with which the <title> begins: of "Ferry is back | Gull News" the site's name has
 * as many words as the headline. */
static uint32_t headline_of(const dhk_document *document, const dhk_role_evidence *evidence, uint32_t line,
                            uint32_t end) {
    if ((evidence[line].signs & DHK_SIGN_BEGINS_TITLE) != 0)
        return line;
    for (uint32_t i = line + 1; i < end; i++)
        if ((evidence[i].signs & DHK_SIGN_BEGINS_TITLE) != 0 && !document->lines[i].hidden)
            return i;
    return line;
}

/* Half of the <title>'s words may be the site's name, which stands at the top as a link to its first page: with an <h1>
 * below it, that is no title. A link below is one: the <h1> of many blogs is the site's name. */
static uint32_t title_of_html(const dhk_document *document, const dhk_role_evidence *evidence, uint32_t first) {
    uint32_t end = (uint32_t)(document->line_count - first > TITLE_AFTER ? first + TITLE_AFTER : document->line_count);
    uint32_t heading = end;
    while (heading > before(first, HEADING_BEFORE) &&
           (document->lines[heading - 1].heading_level != 1 || document->lines[heading - 1].hidden))
        heading--;
    bool found = heading > before(first, HEADING_BEFORE);
    for (uint32_t i = before(first, TITLE_LINE_BEFORE); i < end; i++) {
        const dhk_line *line = &document->lines[i];
        if ((evidence[i].signs & DHK_SIGN_TITLE) != 0 && !line->hidden && !is_code(line) &&
            (!found || i >= heading || line->heading_level != 0 || !is_link(line)))
            return headline_of(document, evidence, i, end);
    }
    return found ? heading - 1 : UINT32_MAX;
}

/* The site's name, in its header, is often the <h1>, and the story's headline the first heading that is kept. It is told
 * from an article's title, with a first section below, by being a link or standing with the menu, or by the headline's
 * standing in the <title>. */
static uint32_t below_site_name(const dhk_document *document, const dhk_role_evidence *evidence, const int32_t *logits,
                                uint32_t title, uint32_t first) {
    const dhk_line *heading = &document->lines[first];
    if (title >= first || first - title < 2 || logits[title] >= SITE_NAME_LOGIT || heading->heading_level < 2 ||
        heading->heading_level > DHK_HEADLINE_LEVEL)
        return title;
    if ((evidence[first].signs & DHK_SIGN_IN_TITLE) != 0)
        return first;
    return (evidence[title].signs & DHK_SIGN_BEGINS_TITLE) == 0 &&
                   (is_link(&document->lines[title]) || (evidence[title].signs & DHK_SIGN_SITE_HEADER) != 0)
               ? first
               : title;
}

/* How much a line of text looks like the title of what begins at line `first`. A menu's entries look like one too,
 * but are chrome more surely; and of what is kept anyway, only the best examples are. */
static int64_t title_score(const dhk_role_evidence *evidence, const int32_t *logits, uint32_t line, uint32_t first) {
    if (evidence[line].title == DHK_NO_LOGIT || (evidence[line].signs & DHK_SIGN_HEADLINE) == 0)
        return DHK_NO_LOGIT;
    if (line < first)
        return (int64_t)evidence[line].title + (logits[line] < 0 ? logits[line] / 2 : 0);
    return (evidence[line].signs & DHK_SIGN_DOUBLED) != 0 ? DHK_NO_LOGIT
                                                          : (int64_t)evidence[line].title - TITLE_KEPT_COST;
}

static uint32_t title_of_text(const dhk_document *document, const dhk_role_evidence *evidence, const int32_t *logits,
                              uint32_t first) {
    uint32_t end = (uint32_t)(document->line_count - first > TITLE_AFTER ? first + TITLE_AFTER : document->line_count);
    uint32_t best = UINT32_MAX;
    int64_t best_score = TITLE_MIN;
    for (uint32_t i = before(first, TITLE_BEFORE); i < end; i++) {
        int64_t score = title_score(evidence, logits, i, first);
        if (score > best_score) {
            best_score = score;
            best = i;
        }
    }
    return best;
}

static bool is_caption(bool text, bool extract, const dhk_line *line, const dhk_role_evidence *evidence,
                       int32_t logit) {
    return (evidence->signs & DHK_SIGN_CAPTION) != 0 ||
           (text && (evidence->signs & DHK_SIGN_DOUBLED) != 0 && line->measure.units < CAPTION_MAX) ||
           (evidence->caption > (extract ? CAPTION_IN_EXTRACT : CAPTION_LOGIT) && logit < DOUBT &&
            line->measure.units < CAPTION_MAX);
}

/* A headline of another page: after a caption or a lead-in, or, with markup, a link amid running text. */
static bool is_teaser(const dhk_document *document, const dhk_role_evidence *evidence, const int32_t *logits,
                      const uint8_t *roles, uint32_t line, uint32_t teasers) {
    const dhk_line *own = &document->lines[line];
    if ((evidence[line].signs & DHK_SIGN_HEADLINE) == 0 || line == 0)
        return false;
    if (document->format == DEHUSK_FORMAT_HTML)
        return own->heading_level == 0 && own->kind != DEHUSK_KIND_LIST_ITEM && own->kind != DEHUSK_KIND_CELL &&
               is_link(own) &&
               ((roles[line - 1] != DEHUSK_ROLE_NONE && roles[line - 1] != DEHUSK_ROLE_TITLE) ||
                (line + 1 < document->line_count &&
                 (evidence[line - 1].signs & evidence[line + 1].signs & DHK_SIGN_SENTENCES) != 0));
    if (logits[line] >= DOUBT)
        return false;
    if ((evidence[line - 1].signs & DHK_SIGN_LEAD_IN) != 0 && roles[line - 1] == DEHUSK_ROLE_READ_MORE)
        return true;
    if (roles[line - 1] == DEHUSK_ROLE_TEASER)
        return teasers > 0 && teasers < TEASERS_MAX;
    return roles[line - 1] == DEHUSK_ROLE_CAPTION && own->measure.last_class != DHK_CHAR_SENTENCE_END &&
           dhk_roles_title_case(document, own);
}

/* A page that tells its story in pictures: of what is kept, most is captions. Without them it would say nothing. */
static void spare_captions(const dhk_document *document, const uint8_t *labels, uint8_t *roles) {
    uint64_t kept = 0;
    uint64_t captions = 0;
    for (size_t i = 0; i < document->line_count; i++)
        if (labels[i] != 0) {
            kept += document->lines[i].measure.tokens;
            captions += roles[i] == DEHUSK_ROLE_CAPTION ? document->lines[i].measure.tokens : 0;
        }
    for (size_t i = 0; 4 * captions > 3 * kept && i < document->line_count; i++)
        if (roles[i] == DEHUSK_ROLE_CAPTION)
            roles[i] = DEHUSK_ROLE_NONE;
}

/* A role of all that stands in elements of a name. */
typedef struct marked_role {
    uint16_t sign;
    uint8_t role;
    uint64_t share;
    uint64_t times;
} marked_role;

/* Lines in comments or in notices, unless they are most of what is kept: with `times` 1 and `share` 4, four times the
 * comments are more than the rest. A thread, questions and answers are a page of comments. */
static void find_marked(const dhk_document *document, const dhk_role_evidence *evidence, const uint8_t *labels,
                        const marked_role *which, uint8_t *roles) {
    uint64_t rest = 0;
    uint64_t marked = 0;
    for (size_t i = 0; i < document->line_count; i++)
        if (labels[i] != 0)
            *((evidence[i].signs & which->sign) != 0 ? &marked : &rest) += document->lines[i].measure.tokens;
    for (size_t i = 0; which->share * marked <= which->times * rest && i < document->line_count; i++)
        if ((evidence[i].signs & which->sign) != 0 && roles[i] != DEHUSK_ROLE_TITLE)
            roles[i] = which->role;
}

void dhk_roles_find(const dhk_document *document, const dhk_role_evidence *evidence, const int32_t *logits,
                    bool extract, const uint8_t *labels, uint8_t *roles) {
    uint32_t first = first_kept(document, labels), title;
    bool text = document->format == DEHUSK_FORMAT_TEXT;
    uint32_t teasers = 0; /* so far, after the last lead-in; 0 without one */
    if (document->line_count > 0)
        memset(roles, DEHUSK_ROLE_NONE, document->line_count);
    if (first == document->line_count)
        return;
    title = document->format == DEHUSK_FORMAT_HTML ? title_of_html(document, evidence, first)
                                                   : title_of_text(document, evidence, logits, first);
    if (!text && title != UINT32_MAX)
        title = below_site_name(document, evidence, logits, title, first);
    /* An extractor mostly kept the title, and its first line may be it whatever the classifier says. With this rule 12 of 13
     * titles of the short texts of datasets/texts stay and 7 of 7 of the tuned ones, without it 10 and 6; what else of them
     * stays is the same (test_texts, 2026-11-29). */
    if (extract && title != 0 && title != UINT32_MAX && labels[title] == 0)
        title = UINT32_MAX;
    for (uint32_t i = 0; i < document->line_count; i++) {
        const dhk_line *line = &document->lines[i];
        if (i == title)
            roles[i] = DEHUSK_ROLE_TITLE;
        else if (is_caption(text, extract, line, &evidence[i], logits[i]))
            roles[i] = DEHUSK_ROLE_CAPTION;
        else if ((evidence[i].signs & DHK_SIGN_READ_MORE) != 0 && line->heading_level == 0)
            roles[i] = DEHUSK_ROLE_READ_MORE;
        else if (is_teaser(document, evidence, logits, roles, i, teasers))
            roles[i] = DEHUSK_ROLE_TEASER;
        if (roles[i] == DEHUSK_ROLE_TEASER && i > 0 && (teasers > 0 || (evidence[i - 1].signs & DHK_SIGN_LEAD_IN) != 0))
            teasers++;
        else
            teasers = 0;
    }
    spare_captions(document, labels, roles);
    find_marked(document, evidence, labels, &(marked_role){DHK_SIGN_COMMENT, DEHUSK_ROLE_COMMENT, COMMENT_SHARE, 1},
                roles);
    find_marked(document, evidence, labels, &(marked_role){DHK_SIGN_NOTICE, DEHUSK_ROLE_NOTICE, 1, NOTICE_MAX}, roles);
}

void dhk_roles_apply(unsigned keep, size_t line_count, const dhk_role_evidence *evidence, const int32_t *logits,
                     const uint8_t *roles, uint8_t *labels) {
    for (size_t i = 0; i < line_count; i++) {
        if (roles[i] == DEHUSK_ROLE_NONE)
            continue;
        /* Titles are only found where something is kept. Of comments the classifier has learned from gold without them. */
        bool comes_out = roles[i] == DEHUSK_ROLE_TITLE ||
                         (roles[i] == DEHUSK_ROLE_COMMENT && (evidence[i].signs & DHK_SIGN_COMMENT_TEXT) != 0 &&
                          logits[i] >= COMMENT_TEXT_LOGIT);
        if ((keep >> (roles[i] - 1) & 1) == 0)
            labels[i] = 0;
        else if (comes_out)
            labels[i] = 1;
    }
}
