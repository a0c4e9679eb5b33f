/*
 * Hostile pages: each shape is made in two sizes, the second twice the first,
 * and classified. Time must be linear (instructions of the larger page less than
 * 2.3 times those of the smaller), the price of a byte bounded in instructions
 * and in memory, and the result sound.
 *
 *     pathological [--full] [--size BYTES] [--depth MAX] [--once] [--list] [SHAPE]...
 *
 * Instructions are counted by the processor (Linux, perf_event_open). Where it
 * does not let us, all shapes still run and are checked, and the processor time
 * is shown, which nothing is concluded from; run.sh counts by valgrind then.
 * --full: 64 MiB instead of 1 MB. --size BYTES: of the smaller page. --depth MAX:
 * max_depth of all shapes. --once: only that page, and nothing is compared.
 */
#include "base/hash.h"
#include "dehusk.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef __linux__
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

/* -- Making pages ---------------------------------------------------------------- */

typedef struct buffer {
    char *at;
    size_t length;
    size_t size; /* what the page shall have, at most */
} buffer;

static bool put(buffer *out, const char *bytes, size_t length) {
    if (length > out->size - out->length)
        return false;
    memcpy(out->at + out->length, bytes, length);
    out->length += length;
    return true;
}

static bool say(buffer *out, const char *text) {
    return put(out, text, strlen(text));
}

static void fill(buffer *out, const char *bytes, size_t length) {
    while (put(out, bytes, length))
        continue;
}

static void fill_numbered(buffer *out, const char *format) {
    char piece[256];
    unsigned number = 0;
    do
        snprintf(piece, sizeof piece, format, number++);
    while (say(out, piece));
}

static void repeat(buffer *out, const char *text, size_t times) {
    while (times-- > 0 && say(out, text))
        continue;
}

static uint32_t next_random(uint32_t *state) {
    *state = *state * UINT32_C(1664525) + UINT32_C(1013904223);
    return *state >> 8;
}

/* -- Words that fall into the same place -------------------------------------------- */

/* The hash of a stem, and its place in a table, as the library computes them: if
 * it does that in another way, these pages are harmless, and the test has to be
 * brought up to date. */
static uint32_t stem_key(const char *letters) {
    uint64_t state = DHK_HASH_MULTIPLIER;
    for (size_t i = 0; i < 5; i++)
        state = (state ^ (unsigned char)letters[i]) * DHK_HASH_MULTIPLIER;
    return dhk_hash_end(state ^ (state >> 32));
}

static void flood_stems(buffer *out) {
    /* Of 36^5 stems, those whose key has its place in the first 1/64 of any table with 2^k places: so many of
     * them that a table that hashes with a known factor is one long cluster. */
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    size_t wanted = out->size / 7;
    uint32_t places = 64;
    while (places < 2 * wanted)
        places *= 2;
    say(out, "<p>");
    for (uint32_t i = 0; i < 36u * 36 * 36 * 36 * 36; i++) {
        char stem[6];
        uint32_t number = i;
        for (size_t k = 0; k < 5; k++, number /= 36)
            stem[k] = letters[number % 36];
        stem[5] = ' ';
        if ((stem_key(stem) * UINT32_C(0x9E3779B1) & (places - 1)) < places / 64 && !put(out, stem, 6))
            return;
    }
}

/* -- Shapes ------------------------------------------------------------------------ */

typedef struct shape {
    const char *name;
    void (*make)(buffer *out);
    const char *repeated; /* instead of make: this piece, again and again */
    const char *charset;
    dehusk_format format;
    size_t max_depth; /* 0: the default */
    double bound;     /* instructions a byte */
} shape;

static void single_class_list(buffer *out) {
    say(out, "<div class=\"");
    fill_numbered(out, "word%u ");
    out->length -= out->length > 16 ? 8 : 0;
    say(out, "\">x");
}

static void many_attributes(buffer *out) {
    say(out, "<p");
    fill_numbered(out, " a%u=b");
}

static void same_attributes(buffer *out) {
    say(out, "<p");
    fill(out, " class=b", 8);
}

static void one_line(buffer *out) {
    fill(out, "word of a line, ", 16);
}

static void one_word(buffer *out) {
    fill(out, "a", 1);
}

static void nested_tables(buffer *out) {
    repeat(out, "<table><tr><td>x", 100000);
    fill(out, "</table>y", 9);
}

static void nested_lists(buffer *out) {
    repeat(out, "<ul><li>x", 100000);
    fill(out, "</ul>y", 6);
}

static void combining_marks(buffer *out) {
    say(out, "<p>e");
    fill(out, "\xCC\x81", 2);
}

static void lone_surrogates(buffer *out) {
    say(out, "<p>");
    fill(out, "\xED\xA0\x80", 3);
}

static void bidi_controls(buffer *out) {
    say(out, "<p>x");
    fill(out, "\xE2\x80\xAE\xE2\x80\x8F", 6);
}

static void overlong(buffer *out) {
    say(out, "<p>");
    fill(out, "\xC0\xAF\xE0\x80\xAF", 5);
}

static void mixed_charsets(buffer *out) {
    fill(out, "<p>\xCF\xF0\xE8\xE2\xE5\xF2 \xD0\x9F\xD1\x80\xD0\xB8 \x93\x8C\x8B\x9E \xFF\xFE<\0p\0>\0", 29);
}

static void lying_charset(buffer *out) {
    say(out, "<meta charset=shift_jis>");
    fill(out, "<p>\xCF\xF0\xE8\xE2\xE5\xF2 \xEC\xE8\xF0 \xE4\xEB\xFF\x81", 16);
}

static void utf16_without_bom(buffer *out) {
    fill(out, "<\0p\0>\0\x1F\x04\x40\x04\x38\x04 \0", 14);
}

static void gzip_bytes(buffer *out) {
    uint32_t state = 1;
    put(out, "\x1F\x8B\x08\0\0\0\0\0\0\x03", 10);
    while (out->length < out->size)
        out->at[out->length++] = (char)next_random(&state);
}

static void random_markup(buffer *out) {
    static const char *const pieces[] = {"<div>",  "</div>",  "<b>",      "</i>",     "<a href=x>", "</a>",
                                         "<p>",    "</p>",    "<li>",     "<table>",  "<td>",       "</table>",
                                         "x",      "word ",   "<svg>",    "</svg>",   "<h1>",       "</h2>",
                                         "<form>", "</form>", "<select>", "<option>", "&amp;",      "<br>"};
    uint32_t state = 7;
    while (say(out, pieces[next_random(&state) % (sizeof pieces / sizeof *pieces)]))
        continue;
}

static void stops_in_tag(buffer *out) {
    fill(out, "<p>text</p>", 11);
    out->length = out->length > 64 ? out->length - 64 : 0;
    say(out, "<p class=\"a b c");
}

static void unclosed_quote(buffer *out) {
    fill(out, "<a title=\"", 10);
}

static void td_lines(buffer *out) {
    say(out, "<table><tr>");
    fill(out, "<td>cell", 8);
}

static void under_class_words(buffer *out, const char *piece) {
    char classes[512];
    size_t at = 0;
    for (int i = 0; i < 24; i++)
        at += (size_t)snprintf(classes + at, sizeof classes - at, "%c%cword ", 'a' + i % 26, 'q' - i % 13);
    for (int i = 0; i < 60; i++) {
        char tag[640];
        snprintf(tag, sizeof tag, "<div class=\"%s n%c%c\">", classes, 'a' + i % 26, 'a' + i / 26);
        say(out, tag);
    }
    fill(out, piece, strlen(piece));
}

static void lines_under_class_words(buffer *out) {
    under_class_words(out, "x<br>");
}

static void blocks_under_class_words(buffer *out) {
    under_class_words(out, "<p>x");
}

/* Deep elements that lines of a few bytes stand in. */
static void under(buffer *out, const char *tag, const char *piece) {
    repeat(out, tag, 510);
    fill(out, piece, strlen(piece));
}

static void breaks_under_inline(buffer *out) {
    under(out, "<b>", "x<br>");
}

/* Each of a page's hidden classes is of many selectors, which want another class around it or beside it. */
static void selectors(buffer *out) {
    say(out, "<style>");
    for (int i = 0; i < 64; i++) {
        char selector[64];
        snprintf(selector, sizeof selector, i % 2 == 0 ? ".n%d.b .c.a>.c .x," : ".n%d.a.a.a.a.a.a.a.a.x,", i);
        say(out, selector);
    }
    say(out, "p{display:none}</style>");
    under(out, "<b class='c a'>", "<i class='x x x x x x x x x x x x x x x x a'>x</i>");
}

static void ends_under_divs(buffer *out) {
    under(out, "<div>", "</h1>");
}

static void links_under_divs(buffer *out) {
    under(out, "<div>", "</a>");
}

static void links_open_under_divs(buffer *out) {
    say(out, "<a href=x>");
    under(out, "<div>", "</a><a>");
}

static void ends_of_unknown(buffer *out) {
    under(out, "<b>", "</x>");
}

static void unknown_under_unknown(buffer *out) {
    under(out, "<x>", "</y>");
}

static void ended_forms(buffer *out) {
    fill(out, "<form><b></form>", 16);
}

static void ended_form_again(buffer *out) {
    say(out, "<template><form>");
    under(out, "<b>", "</form>");
}

static void math(buffer *out) {
    say(out, "<math>");
    under(out, "<mrow>", "<mi/>");
}

static void breaks_far_from_title(buffer *out) {
    say(out, "<title>river lantern bridge</title><h1>river lantern bridge</h1>");
    under(out, "<div>", "x<br>");
}

static void breaks_far_from_title_4096(buffer *out) {
    say(out, "<title>river lantern bridge</title><h1>river lantern bridge</h1>");
    repeat(out, "<div>", 4090);
    fill(out, "x<br>", 5);
}

/* Each heading asks whether it stands in the site's header, and whether a menu comes below it. */
static void headings_in_header(buffer *out) {
    say(out, "<header>");
    repeat(out, "<div>", 4090);
    fill(out, "<h1>x</h1>", 10);
}

static void ends_under_4096(buffer *out) {
    repeat(out, "<div>", 4090);
    fill(out, "</h1>", 5);
}

static void items_under_inline(buffer *out) {
    say(out, "<li>");
    under(out, "<b>", "<option>");
}

static void svg_ends(buffer *out) {
    repeat(out, "<b>", 510);
    say(out, "<svg>");
    fill(out, "</g>", 4);
}

static void same_lines(buffer *out) {
    fill(out, "<p>The same seven words in every one", 36);
}

static void different_lines(buffer *out) {
    fill_numbered(out, "<p>%u");
}

/* What stands in front keeps it from being taken for JSON. */
static void brackets(buffer *out) {
    say(out, "a");
    fill(out, "[", 1);
}

/* A page that is all picture is none; a paragraph is in front. */
static void svg_pictures(buffer *out) {
    static const char picture[] = "<svg><g><path d=M0/></g><p>x</svg>";
    say(out, "<p>a");
    fill(out, picture, sizeof picture - 1);
}

static void svg_starts(buffer *out) {
    say(out, "<p>a");
    fill(out, "<svg>", 5);
}

static void nul_bytes(buffer *out) {
    fill(out, "\0", 1);
}

static void nul_names(buffer *out) {
    fill(out, "<p\0>x", 5);
}

static void legacy_pairs(buffer *out) {
    fill(out, "a\x93\x8C", 3);
}

static void chinese_pairs(buffer *out) {
    uint32_t state = 3;
    say(out, "<p>");
    while (out->size - out->length >= 3) {
        uint32_t character = 0x4E00 + next_random(&state) % 20000;
        char bytes[3] = {(char)(0xE0 | character >> 12), (char)(0x80 | (character >> 6 & 0x3F)),
                         (char)(0x80 | (character & 0x3F))};
        put(out, bytes, 3);
    }
}

static void script_soup(buffer *out) {
    say(out, "<script>");
    fill(out, "<!--<script>", 12);
}

static void random_words(buffer *out) {
    uint32_t state = 5;
    say(out, "<p>");
    while (out->size - out->length >= 8) {
        char word[8];
        for (size_t i = 0; i < 7; i++)
            word[i] = (char)('a' + next_random(&state) % 26);
        word[7] = ' ';
        put(out, word, 8);
    }
}

#define HTML DEHUSK_FORMAT_HTML
#define TEXT DEHUSK_FORMAT_TEXT

/* The bounds are half above what 128 KiB cost (November 2026), where a charset that has to be detected weighs more
 * than in larger pages; of one-word-text, empty-lines, nuls, bidi and legacy-pairs, which had become dearer than that,
 * an eighth above. */
static const shape shapes[] = {
    {"div", NULL, "<div>", NULL, HTML, 0, 160},
    {"less-than", NULL, "<", NULL, HTML, 0, 150},
    {"ampersand", NULL, "&", NULL, HTML, 0, 490},
    {"ampersand-text", NULL, "&amp;", NULL, HTML, 0, 100},
    {"attributes", many_attributes, NULL, NULL, HTML, 0, 40},
    {"same-attributes", same_attributes, NULL, NULL, HTML, 0, 50},
    {"class-list", single_class_list, NULL, NULL, HTML, 0, 30},
    {"one-line", one_line, NULL, NULL, HTML, 0, 120},
    {"one-line-text", one_line, NULL, NULL, TEXT, 0, 150},
    {"one-word", one_word, NULL, NULL, HTML, 0, 70},
    {"one-word-text", one_word, NULL, NULL, TEXT, 0, 140},
    {"empty-lines", NULL, "\n", NULL, TEXT, 0, 155},
    {"lines-of-one", NULL, "a\n", NULL, TEXT, 0, 3500},
    {"unclosed", NULL, "<div><p><b><i><a href=x><ul><li>x", NULL, HTML, 0, 450},
    {"tables", nested_tables, NULL, NULL, HTML, 0, 730},
    {"lists", nested_lists, NULL, NULL, HTML, 0, 1100},
    {"marks", combining_marks, NULL, NULL, HTML, 0, 220},
    {"nuls", nul_bytes, NULL, NULL, HTML, 0, 86},
    {"nul-names", nul_names, NULL, NULL, HTML, 0, 290},
    {"surrogates", lone_surrogates, NULL, NULL, HTML, 0, 760},
    {"bidi", bidi_controls, NULL, NULL, HTML, 0, 185},
    {"overlong", overlong, NULL, NULL, HTML, 0, 900},
    {"mixed-charsets", mixed_charsets, NULL, NULL, HTML, 0, 1700},
    {"lying-charset", lying_charset, NULL, NULL, HTML, 0, 1400},
    {"utf-16", utf16_without_bom, NULL, NULL, HTML, 0, 1300},
    {"legacy-pairs", legacy_pairs, NULL, "shift_jis", HTML, 0, 500},
    {"gzip", gzip_bytes, NULL, NULL, HTML, 0, 610},
    {"stops-in-tag", stops_in_tag, NULL, NULL, HTML, 0, 1400},
    {"open-quote", unclosed_quote, NULL, NULL, HTML, 0, 30},
    {"end-p", NULL, "</p>", NULL, HTML, 0, 150},
    {"a", NULL, "<a>", NULL, HTML, 0, 230},
    {"a-href", NULL, "<a href=x>y</a>", NULL, HTML, 0, 160},
    {"svg", svg_pictures, NULL, NULL, HTML, 0, 360},
    {"svg-only", svg_starts, NULL, NULL, HTML, 0, 80},
    {"svg-ends", svg_ends, NULL, NULL, HTML, 0, 140},
    {"td", td_lines, NULL, NULL, HTML, 0, 1700},
    {"deep-class-words", lines_under_class_words, NULL, NULL, HTML, 0, 1600},
    {"deep-class-blocks", blocks_under_class_words, NULL, NULL, HTML, 0, 2800},
    {"breaks-under-inline", breaks_under_inline, NULL, NULL, HTML, 0, 1700},
    {"breaks-far-from-title", breaks_far_from_title, NULL, NULL, HTML, 0, 1700},
    {"title-far-4096", breaks_far_from_title_4096, NULL, NULL, HTML, 4096, 1500},
    {"header-h1-4096", headings_in_header, NULL, NULL, HTML, 4096, 1500},
    {"h1-ends", ends_under_divs, NULL, NULL, HTML, 0, 100},
    {"h1-ends-4096", ends_under_4096, NULL, NULL, HTML, 4096, 120},
    {"a-ends", links_under_divs, NULL, NULL, HTML, 0, 130},
    {"a-reopened", links_open_under_divs, NULL, NULL, HTML, 0, 160},
    {"unknown-ends", ends_of_unknown, NULL, NULL, HTML, 0, 140},
    {"unknown-nested", unknown_under_unknown, NULL, NULL, HTML, 0, 460},
    {"selectors", selectors, NULL, NULL, HTML, 0, 340},
    {"ended-forms", ended_forms, NULL, NULL, HTML, 0, 100},
    {"ended-form-again", ended_form_again, NULL, NULL, HTML, 0, 80},
    {"math", math, NULL, NULL, HTML, 0, 130},
    {"options", items_under_inline, NULL, NULL, HTML, 0, 100},
    {"same-lines", same_lines, NULL, NULL, HTML, 0, 490},
    {"different-lines", different_lines, NULL, NULL, HTML, 0, 1900},
    {"brackets", brackets, NULL, NULL, TEXT, 0, 420},
    {"addresses", NULL, "http:// ", NULL, TEXT, 0, 210},
    {"chinese", chinese_pairs, NULL, NULL, HTML, 0, 240},
    {"random-words", random_words, NULL, NULL, HTML, 0, 110},
    {"script", script_soup, NULL, NULL, HTML, 0, 30},
    {"random-markup", random_markup, NULL, NULL, HTML, 0, 340},
    {"flood", flood_stems, NULL, NULL, HTML, 0, 150},
};

enum { SHAPES = sizeof shapes / sizeof *shapes };

static void make(const shape *one, buffer *page, size_t size) {
    page->at = malloc(size);
    if (page->at == NULL)
        abort();
    page->length = 0;
    page->size = size;
    if (one->make != NULL)
        one->make(page);
    else
        fill(page, one->repeated, strlen(one->repeated));
}

/* -- Counting ---------------------------------------------------------------------- */

static int open_counter(void) {
#ifdef __linux__
    struct perf_event_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.type = PERF_TYPE_HARDWARE;
    attributes.size = sizeof attributes;
    attributes.config = PERF_COUNT_HW_INSTRUCTIONS;
    attributes.disabled = 1;
    attributes.exclude_kernel = 1;
    attributes.exclude_hv = 1;
    return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0UL);
#else
    return -1;
#endif
}

static void start(int counter) {
#ifdef __linux__
    if (counter >= 0) {
        ioctl(counter, PERF_EVENT_IOC_RESET, 0);
        ioctl(counter, PERF_EVENT_IOC_ENABLE, 0);
    }
#else
    (void)counter;
#endif
}

static uint64_t stop(int counter) {
    uint64_t value = 0;
#ifdef __linux__
    if (counter >= 0) {
        ioctl(counter, PERF_EVENT_IOC_DISABLE, 0);
        if (read(counter, &value, sizeof value) != (ssize_t)sizeof value)
            value = 0;
    }
#else
    (void)counter;
#endif
    return value;
}

/* -- Memory ------------------------------------------------------------------------ */

/* Bytes for each byte of the page, and for no page at all. */
enum { MEMORY_MAX = 350, MEMORY_BASE = 4 << 20 };

typedef struct account {
    size_t bytes;
    size_t most;
} account;

static void *account_resize(void *user, void *block, size_t old_size, size_t new_size) {
    account *all = user;
    void *resized = realloc(block, new_size);
    if (resized != NULL) {
        all->bytes += new_size - old_size;
        /* Where a block is moved, both are there for a moment. */
        if (all->bytes + old_size > all->most)
            all->most = all->bytes + old_size;
    }
    return resized;
}

static void account_release(void *user, void *block, size_t size) {
    account *all = user;
    all->bytes -= size;
    free(block);
}

/* -- Running ------------------------------------------------------------------------ */

static const dehusk_model *model;
static size_t all_depths; /* max_depth of all shapes; 0: each its own */

typedef struct cost {
    size_t bytes;
    uint64_t instructions; /* 0: not counted */
    double seconds;
    size_t lines;
    size_t memory; /* bytes at most */
} cost;

static bool is_sound(const dehusk_page *page, size_t length) {
    size_t before = 0;
    for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        if (line->text_length == 0 || line->begin < before || line->begin >= line->end || line->end > length)
            return false;
        before = line->end;
        if (!(line->probability >= 0 && line->probability <= 1))
            return false;
    }
    return true;
}

static cost classify(const shape *one, size_t size, int counter) {
    buffer page;
    cost result;
    dehusk_options options;
    dehusk_request request;
    dehusk_context *context;
    const dehusk_page *classified;
    clock_t begin;
    dehusk_status status;
    account memory = {0, 0};

    make(one, &page, size);
    dehusk_options_init(&options);
    dehusk_request_init(&request);
    options.allocator = (dehusk_allocator){&memory, account_resize, account_release};
    options.max_bytes = (size_t)1 << 31;
    options.max_lines = (size_t)1 << 30; /* limits would make the second half of a page free */
    options.max_steps = SIZE_MAX;
    if (all_depths > 0 || one->max_depth > 0)
        options.max_depth = all_depths > 0 ? all_depths : one->max_depth;
    request.format = one->format;
    request.charset = one->charset;
    if (dehusk_context_new(model, &options, &context) != DEHUSK_OK)
        abort();
    begin = clock();
    start(counter);
    status = dehusk_classify(context, page.at, page.length, &request, &classified);
    result.instructions = stop(counter);
    result.seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    result.bytes = page.length;
    result.memory = memory.most;
    if (status != DEHUSK_OK || !is_sound(classified, page.length)) {
        printf("%s: %s\n", one->name, status == DEHUSK_OK ? "the lines are not sound" : dehusk_status_name(status));
        exit(1);
    }
    result.lines = dehusk_page_line_count(classified);
    dehusk_context_free(context);
    free(page.at);
    return result;
}

/* True if all is as it should be. */
static bool run(const shape *one, size_t size, int counter) {
    cost half = classify(one, size, counter);
    cost whole = classify(one, 2 * size, counter);
    double ratio = half.instructions > 0 ? (double)whole.instructions / (double)half.instructions : 0;
    double price = (double)whole.instructions / (double)whole.bytes;
    bool good = true;
    printf("%-22s %10zu %9zu %8.1f ns/B %7.1f B/B", one->name, whole.bytes, whole.lines,
           whole.seconds * 1e9 / (double)whole.bytes, (double)whole.memory / (double)whole.bytes);
    if (whole.instructions > 0) {
        good = ratio < 2.3 && price < one->bound;
        printf(" %9.1f i/B %5.2f%s%s", price, ratio, ratio < 2.3 ? "" : "  NOT LINEAR",
               price < one->bound ? "" : "  TOO DEAR");
    } else {
        printf(" time ratio %.2f", half.seconds > 0 ? whole.seconds / half.seconds : 0);
    }
    if (whole.memory > MEMORY_BASE + MEMORY_MAX * whole.bytes) {
        good = false;
        printf("  TOO MUCH MEMORY");
    }
    printf("\n");
    fflush(stdout);
    return good;
}

int main(int argc, char **argv) {
    size_t size = 500000; /* plain text of 1 MiB and more is scanned twice: both pages are below that */
    bool once = false;
    bool named = false;
    size_t wrong = 0;
    size_t runs = 0;
    int counter = open_counter();
    dehusk_model *opened;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--full") == 0) {
            size = (size_t)32 << 20;
        } else if (strcmp(argv[i], "--once") == 0) {
            once = true;
        } else if (strcmp(argv[i], "--size") == 0 && i + 1 < argc) {
            size = (size_t)strtoull(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--depth") == 0 && i + 1 < argc) {
            all_depths = (size_t)strtoull(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--list") == 0) {
            for (size_t k = 0; k < SHAPES; k++)
                printf("%s %.0f\n", shapes[k].name, shapes[k].bound);
            return 0;
        } else {
            named = true;
        }
    }
    if (dehusk_model_open_default(NULL, &opened) != DEHUSK_OK) {
        printf("This build has no default model.\n");
        return 77;
    }
    model = opened;
    if (counter < 0 && !once)
        printf("The processor's counters are not ours to read: instructions are not checked.\n");
    for (size_t k = 0; k < SHAPES; k++) {
        bool wanted = !named;
        for (int i = 1; i < argc && !wanted; i++)
            wanted = strcmp(argv[i], shapes[k].name) == 0;
        if (!wanted)
            continue;
        if (once)
            printf("%s %zu bytes, %zu lines\n", shapes[k].name, size, classify(&shapes[k], size, -1).lines);
        else
            wrong += !run(&shapes[k], size, counter);
        runs++;
    }
    dehusk_model_close(opened);
    if (wrong > 0)
        printf("%zu shapes are not as they should be\n", wrong);
    if (!once)
        printf("%zu shapes run%s\n", runs, counter < 0 ? ", instructions not counted" : "");
    return wrong > 0;
}
