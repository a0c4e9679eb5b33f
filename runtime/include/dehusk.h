/*
 * dehusk - boilerplate removal, main-content extraction: separates the content of a
 * web page from its chrome, line by line.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * This header is the whole public interface and its manual.
 *
 *     dehusk_model *model;
 *     dehusk_context *context;
 *     const dehusk_page *page;
 *
 *     dehusk_model_open_default(NULL, &model);
 *     dehusk_context_new(model, NULL, &context);
 *     if (dehusk_classify(context, bytes, length, NULL, &page) == DEHUSK_OK)
 *         for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
 *             const dehusk_line *line = dehusk_page_line(page, i);
 *             if (line->label == DEHUSK_CONTENT)
 *                 printf("%.*s\n", (int)line->text_length, line->text);
 *         }
 *     dehusk_context_free(context);
 *     dehusk_model_close(model);
 *
 * Conventions
 *   - Functions that can fail return a dehusk_status, DEHUSK_OK being zero.
 *     Out-parameters are written on success only, unless said otherwise.
 *   - All text is UTF-8 and never zero-terminated unless said otherwise; all
 *     lengths and offsets are in bytes.
 *   - The library keeps no global state, prints nothing, never exits and never
 *     touches the locale or errno.
 *   - Threads: a model is immutable and may be shared by any number of threads.
 *     A context belongs to one thread at a time.
 *   - The same bytes, options and model give the same result on every machine:
 *     between the bytes and the labels there is no floating-point arithmetic
 *     whose result could depend on compiler or processor.
 *   - Structures that the caller fills begin with their own size, so that a
 *     program built against an older header goes on working. Fill them with
 *     the ..._init function first.
 */
#ifndef DEHUSK_H
#define DEHUSK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* -- Version ------------------------------------------------------------- */

/* Version of the interface, by semantic versioning. The build system reads it
 * from here; it stands nowhere else. */
#define DEHUSK_VERSION_MAJOR 0
#define DEHUSK_VERSION_MINOR 1
#define DEHUSK_VERSION_PATCH 0

#if defined(DEHUSK_SHARED) && defined(_WIN32)
#ifdef DEHUSK_BUILDING
#define DEHUSK_API __declspec(dllexport)
#else
#define DEHUSK_API __declspec(dllimport)
#endif
#elif defined(__GNUC__)
#define DEHUSK_API __attribute__((visibility("default")))
#else
#define DEHUSK_API
#endif

#if defined(__GNUC__)
#define DEHUSK_MUST_CHECK __attribute__((warn_unused_result))
#else
#define DEHUSK_MUST_CHECK
#endif

/* The version of the library in use as "MAJOR.MINOR.PATCH", zero-terminated,
 * never freed. */
DEHUSK_API const char *dehusk_version(void);

/* The version of the Unicode Standard that the character tables follow,
 * "MAJOR.MINOR", zero-terminated, never freed. */
DEHUSK_API const char *dehusk_unicode_version(void);

/* 1 if this build decodes pages in the charset of this name ("latin1", "GBK",
 * zero-terminated; the WHATWG Encoding Standard lists them, and "ibm437", "ibm850"
 * and "ibm852" of DOS are known besides); 0 if it does not, or knows no such
 * name, or `charset` is NULL. UTF-8, UTF-16 and all
 * encodings of one byte a character are always decoded; those of several (gbk,
 * gb18030, big5, shift_jis, euc-jp, euc-kr, iso-2022-jp) only where the library was
 * built with ICU. Without ICU, a page that states one of them and is not ASCII or
 * UTF-8 all the same gives DEHUSK_UNSUPPORTED_CHARSET, since its text would come out
 * as noise: decode it otherwise, and name the charset "utf-8". And without ICU's
 * detector, undeclared bytes are UTF-8 where they are valid, windows-874 or ibm866
 * where their pattern says so, else windows-1252. */
DEHUSK_API int dehusk_charset_supported(const char *charset);

/* -- Status -------------------------------------------------------------- */

/* Values are never renumbered. A broken page is not an error: malformed UTF-8,
 * NULs and unclosed tags are input. */
/* clang-format off */
#define DEHUSK_STATUS_MAP(X)                                                                                           \
    X(OK, 0, "success")                                                                                                \
    X(OUT_OF_MEMORY, 1, "out of memory")                                                                               \
    X(BAD_ARGUMENT, 2, "an argument is NULL, out of range or of an unknown kind")                                      \
    X(CANCELLED, 3, "the caller's cancel function asked for an end")                                                   \
    X(UNKNOWN_CHARSET, 10, "the named charset is not known")                                                           \
    X(UNSUPPORTED_CHARSET, 11, "the charset is known but this build cannot decode it")                                 \
    X(INPUT_TOO_LARGE, 12, "the input is larger than any page can be (4 GiB - 1 byte)")                                \
    X(IO, 20, "a file cannot be opened or read")                                                                       \
    X(MODEL_NOT_A_MODEL, 30, "not a dehusk model: the magic number is missing")                                        \
    X(MODEL_VERSION, 31, "the model's format version is not supported")                                                \
    X(MODEL_TRUNCATED, 32, "the model is shorter than its header says")                                                \
    X(MODEL_CHECKSUM, 33, "the model's checksum does not match")                                                       \
    X(MODEL_CORRUPT, 34, "the model is malformed")                                                                     \
    X(MODEL_SCHEMA, 35, "the model was trained with other features")                                                   \
    X(MODEL_NO_MODE, 36, "the model has no part for this kind of input")                                               \
    X(WRITE, 40, "the caller's function could not write")                                                              \
    X(COUNTER_FULL, 41, "the counter has no room for the page's lines")                                                \
    X(COUNTS_NOT_COUNTS, 42, "not site counts: the magic number is missing")                                           \
    X(COUNTS_VERSION, 43, "the site counts' format version is not supported")                                          \
    X(COUNTS_TRUNCATED, 44, "the site counts end too early")                                                           \
    X(COUNTS_CHECKSUM, 45, "the site counts' checksum does not match")                                                 \
    X(COUNTS_CORRUPT, 46, "the site counts are malformed")
/* clang-format on */

typedef enum dehusk_status {
#define DEHUSK_STATUS_ENUM(name, value, message) DEHUSK_##name = value,
    DEHUSK_STATUS_MAP(DEHUSK_STATUS_ENUM)
#undef DEHUSK_STATUS_ENUM
} dehusk_status;

/* The name ("OUT_OF_MEMORY") and a sentence for people ("out of memory") of a
 * status. Zero-terminated, never NULL, never freed; an unknown value gives
 * "UNKNOWN" and "unknown status". */
DEHUSK_API const char *dehusk_status_name(dehusk_status status);
DEHUSK_API const char *dehusk_status_message(dehusk_status status);

/* -- Allocator ----------------------------------------------------------- */

/* Where a model or context takes its memory from. The three functions are
 * called from the thread that uses the model or context, with `user` as first
 * argument. `resize` is given a NULL `block` (old_size 0) to allocate;
 * blocks are aligned for any type; NULL means failure and leaves an old block
 * as it was. `release` is never given NULL. (Decoding a legacy charset, ICU
 * takes some memory from the C library.) */
typedef struct dehusk_allocator {
    void *user;
    void *(*resize)(void *user, void *block, size_t old_size, size_t new_size);
    void (*release)(void *user, void *block, size_t size);
} dehusk_allocator;

/* -- Model --------------------------------------------------------------- */

typedef struct dehusk_model dehusk_model;

/* Opens the model that is compiled into the library. `allocator` NULL means
 * malloc; it is copied, what it points to must outlive the model. The model
 * is the caller's: close it with dehusk_model_close, after the contexts that
 * use it. Errors: OUT_OF_MEMORY, BAD_ARGUMENT (`model` NULL), MODEL_NOT_A_MODEL
 * (the library was built without one). */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_model_open_default(const dehusk_allocator *allocator,
                                                                     dehusk_model **model);

/* Opens a model held in memory; the bytes are copied and may be freed after the
 * call. `error_offset`, unless NULL, receives the offset of the first byte that
 * was found wrong where the status is one of the MODEL_ ones (0 otherwise).
 * Errors: OUT_OF_MEMORY, BAD_ARGUMENT, MODEL_*. */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_model_open_memory(const void *bytes, size_t length,
                                                                    const dehusk_allocator *allocator,
                                                                    dehusk_model **model, size_t *error_offset);

/* Opens a model from a file, in all else as dehusk_model_open_memory does.
 * Errors: those of it, and IO. */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_model_open_file(const char *path, const dehusk_allocator *allocator,
                                                                  dehusk_model **model, size_t *error_offset);

/* Frees a model; NULL is allowed. */
DEHUSK_API void dehusk_model_close(dehusk_model *model);

/* What the model says of itself: `key` is one of "name", "created",
 * "training-data", "settings", or another key that dehusk-train wrote.
 * Zero-terminated, owned by the model; NULL if it says nothing of the key. */
DEHUSK_API const char *dehusk_model_info(const dehusk_model *model, const char *key);

/* -- Context ------------------------------------------------------------- */

typedef struct dehusk_context dehusk_context;

/* What a context may use. A page that passes a limit gives a result all the
 * same, made from what lies before the limit and flagged (see
 * DEHUSK_TRUNCATED_...). */
typedef struct dehusk_options {
    size_t size;                /* sizeof(dehusk_options), set by dehusk_options_init */
    dehusk_allocator allocator; /* all NULL: malloc */
    size_t max_bytes;           /* bytes of the input that are read; default 64 MiB, at most 4 GiB - 1 */
    size_t max_lines;           /* lines made; default 1,000,000, at most 2^32 - 1 */
    size_t max_depth;           /* open elements; default 512, 2 to 4096 */
    size_t max_attribute_bytes; /* bytes of one attribute's value that are read; default 64 KiB */
    int (*cancel)(void *user);  /* NULL (default), or a function that says whether to give up: see below */
    void *cancel_user;          /* argument of cancel */
    size_t max_steps;           /* tags, runs of text and comments of HTML that are read, rows of plain text (blank
                                 * ones too), lines of dehusk_classify_lines; default 10,000,000 */
    unsigned char hash_key[16]; /* scatters the keys of hash maps; all zero (default): drawn, see below */
} dehusk_options;

/* What a page costs is bounded by its bytes, steps and lines, the same on every
 * machine. Limits on time are the caller's: `cancel` is called now and then, from
 * the thread that uses the context, and with a result other than 0 the function at
 * work returns DEHUSK_CANCELLED; the context can go on with another page. `cancel`
 * is called at the beginning, at every call of dehusk_feed, about every 64 KiB of
 * input (but not within a text without tags or line ends), and every 1024 lines
 * while lines are scored; the passes over the lines of the whole page, between
 * these calls, take some 10 ms for every 20,000 lines. `cancel` must not use the
 * context. */

/* No result depends on `hash_key`. A key that writers of pages do not know keeps
 * them from making pages whose words collide in the hash maps; where words collide,
 * a tree takes over, so that no page takes longer than the bounds say. If the key is
 * all zero, each context draws one when it is made: by getrandom() on Linux,
 * elsewhere from an address. WebAssembly, and programs that are loaded at fixed
 * addresses, have the same address each time: pass 16 random bytes there. */

/* Fills `options` with the defaults. NULL is ignored. */
DEHUSK_API void dehusk_options_init(dehusk_options *options);

/* Makes a context. `model` must outlive it; `options` NULL means the defaults
 * and is copied. Until its first page a context takes one block of less than
 * 4 KiB, so that there can be thousands. With the first page come working
 * tables of about 700 KiB; memory then grows with the largest page seen and is
 * kept for the next one: once warm, a UTF-8 page costs no allocation.
 * Errors: OUT_OF_MEMORY, BAD_ARGUMENT. */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_context_new(const dehusk_model *model, const dehusk_options *options,
                                                              dehusk_context **context);

/* Gives back all memory but what a new context has: for contexts that wait
 * long, or after a page much larger than most. The present page, or one under
 * way, goes with it. NULL is allowed. */
DEHUSK_API void dehusk_context_trim(dehusk_context *context);

/* Frees a context and all pages it gave; NULL is allowed. */
DEHUSK_API void dehusk_context_free(dehusk_context *context);

/* -- Classification ------------------------------------------------------ */

typedef enum dehusk_format {
    DEHUSK_FORMAT_AUTO = 0, /* look at the bytes */
    DEHUSK_FORMAT_HTML = 1,
    DEHUSK_FORMAT_TEXT = 2 /* plain text that was scraped from a page earlier */
} dehusk_format;

/* What a caller says of the format is believed as far as the bytes bear it out: a
 * page that begins as a document of HTML is read as HTML though it was called plain
 * text. And what is no page whatever it was called (a PDF, a picture, an archive or
 * other bytes that are not text, or such bytes written down as base64 or a dump; a
 * log; minified code; unless it was called plain text also a feed, JSON, a script, a
 * style sheet, a program's source or settings, subtitles) has no lines and DEHUSK_VERDICT_NOT_A_PAGE. */

/* Which way doubtful lines go. */
typedef enum dehusk_favor {
    DEHUSK_FAVOR_BALANCED = 0,
    DEHUSK_FAVOR_PRECISION = 1, /* rather lose a line of content than keep one of chrome */
    DEHUSK_FAVOR_RECALL = 2     /* rather keep a line of chrome than lose one of content */
} dehusk_favor;

/* Lines that people disagree about: one wants the title, another the text alone.
 * A line has at most one role. In HTML it is found from the markup, in plain
 * text from words and place, less surely; with a model that has no detectors,
 * plain text has no titles, and no captions but those printed twice. A page of
 * which nothing is kept has no roles. */
typedef enum dehusk_role {
    DEHUSK_ROLE_NONE = 0,
    DEHUSK_ROLE_TITLE = 1,     /* the heading of what is kept */
    DEHUSK_ROLE_CAPTION = 2,   /* text of a picture, not of a table; none on a page that keeps little but captions */
    DEHUSK_ROLE_READ_MORE = 3, /* points to another page: "Read more: ..." */
    DEHUSK_ROLE_TEASER = 4,    /* the headline of another page amid the text */
    DEHUSK_ROLE_COMMENT = 5,   /* HTML: in readers' comments by class, id or itemprop, names and buttons too; none on a
                                * page that keeps a fifth of comments or more, such as a forum's */
    DEHUSK_ROLE_NOTICE = 6     /* HTML: in a notice about cookies or consent by class or id; none on a page that keeps
                                * little besides */
} dehusk_role;

/* The role's name as used in output ("read-more"); "none" for an unknown
 * value. Zero-terminated, never freed. */
DEHUSK_API const char *dehusk_role_name(dehusk_role role);

/* Bits of dehusk_request.keep. A line whose role's bit is not set is chrome. With
 * the bit, the title is content, and so is the text of readers' comments without
 * the names, dates and buttons around it; for the other roles the classifier
 * decides as for all lines. Probability and score stay the classifier's in any
 * case. */
#define DEHUSK_KEEP_TITLE 1u
#define DEHUSK_KEEP_CAPTION 2u
#define DEHUSK_KEEP_READ_MORE 4u
#define DEHUSK_KEEP_TEASER 8u
#define DEHUSK_KEEP_COMMENT 16u
#define DEHUSK_KEEP_NOTICE 32u
#define DEHUSK_KEEP_ALL 63u /* of all roles */

/* Counts of lines across the pages of sites, see below. */
typedef struct dehusk_site_counts dehusk_site_counts;

/* What a plain text may be. */
typedef enum dehusk_text_kind {
    DEHUSK_TEXT_AUTO = 0, /* the library looks at the text, and goes between the two where it is not sure */
    DEHUSK_TEXT_PAGE,     /* all that a page shows: menus, footers and all */
    DEHUSK_TEXT_EXTRACT   /* what an extractor left of a page, or a text that nobody put anything into: it stays whole
                             where hardly a line of it would go, and nothing stays of it where it has no content */
} dehusk_text_kind;

/* What becomes of lines of HTML that the page does not show (dehusk_line.hidden), because of the attribute `hidden`, a
 * style, a class for screen readers, a class that a short style sheet of the page hides, or a dialog that is not open.
 * Hidden parts of a line that is shown never come out. */
typedef enum dehusk_hidden {
    DEHUSK_HIDDEN_AUTO = 0, /* as KEEP, but copies of what is shown go, and one or two paragraphs between shown ones */
    DEHUSK_HIDDEN_KEEP,     /* they are judged like others; only exact repeats go, as among lines that are shown */
    DEHUSK_HIDDEN_DROP      /* all of them are chrome */
} dehusk_hidden;

/* What the caller knows and wants of one page. */
typedef struct dehusk_request {
    size_t size;          /* sizeof(dehusk_request), set by dehusk_request_init */
    dehusk_format format; /* default AUTO */
    const char *charset;  /* zero-terminated name of a charset from the transport (Content-Type), or NULL; an
                           * unknown one is an error here, but not in a page's <meta> */
    dehusk_favor favor;   /* default BALANCED */
    double threshold;     /* a line is content from this probability on, 0 to 1; negative (default):
                           * the set of lines with the highest expected token F1 is content. A rule of plain
                           * text ("---") is where what it stands between is */
    unsigned keep;        /* DEHUSK_KEEP_... bits: the roles whose lines may be content, with a threshold or
                           * without; default DEHUSK_KEEP_TITLE */
    /* What other pages of the site hold: counts, and the host that tells which site it is. One without the other has
     * no effect. See "Site counts" below. */
    const dehusk_site_counts *site_counts; /* NULL: none; not needed after the page is classified */
    const char *host;                      /* of the page's URL, zero-terminated; NULL: unknown */
    int host_counted;                      /* 1: this very page is among those counted, and is not compared to itself */
    dehusk_text_kind text_kind;            /* what plain text is taken for; default AUTO; no effect on HTML */
    int markup;                            /* 1: keep what dehusk_render needs of the page's markup; default 0 */
    int metadata;                          /* 1: look for what dehusk_page_metadata tells; default 0 */
    dehusk_hidden hidden;                  /* HTML: what becomes of lines that are not shown; default AUTO */
    const char *media_type; /* zero-terminated, from the transport (Content-Type, parameters or not), or NULL:
                                 * "application/xhtml+xml" says that elements close themselves ("<script/>"), as an
                                 * XHTML doctype, the namespace or an XML declaration do; others say nothing */
} dehusk_request;

/* Fills `request` with the defaults. NULL is ignored. */
DEHUSK_API void dehusk_request_init(dehusk_request *request);

typedef enum dehusk_label { DEHUSK_CHROME = 0, DEHUSK_CONTENT = 1 } dehusk_label;

/* What a line is in the page's markup, or by the marks of Markdown in plain text; there, most lines are OTHER. */
typedef enum dehusk_kind {
    DEHUSK_KIND_OTHER = 0,
    DEHUSK_KIND_PARAGRAPH = 1,
    DEHUSK_KIND_HEADING = 2, /* with a level, 1 to 6 */
    DEHUSK_KIND_LIST_ITEM = 3,
    DEHUSK_KIND_CELL = 4,
    DEHUSK_KIND_CAPTION = 5,
    DEHUSK_KIND_PREFORMATTED = 6,
    DEHUSK_KIND_CONTROL = 7 /* button, label, option, ... */
} dehusk_kind;

/* The kind's name as used in output ("list-item"); "other" for an unknown
 * value. Zero-terminated, never freed. */
DEHUSK_API const char *dehusk_kind_name(dehusk_kind kind);

/* One line of a page.
 *
 * In plain text a line is one row, as it was: white space around it, marks and addresses of Markdown are still there;
 * only control characters are left out (a NUL becomes a space) and malformed sequences replaced. Rows that are nothing
 * but white space, control characters or invisible ones are no lines: `row` tells where they are missing. A row in
 * which whole paragraphs have been run together (more than 6,000 bytes; 1,000 where the text has no other row) comes as
 * several lines, a sentence each, which have the same `row` and put together are the row. Rows that are judged
 * together, such as those of a hard-wrapped paragraph or of code between fences, have the same label.
 *
 * Rows are numbered as if the text were split at line feeds, CRLF included; where it has none, at carriage returns;
 * where it has neither, at VT, FF, NEL, U+2028 and U+2029. All of these end lines, whichever counts: "a FF b LF c" is
 * three lines of the rows 0, 0 and 1. */
typedef struct dehusk_line {
    const char *text; /* UTF-8, well-formed, never empty; in HTML white space is collapsed, but for that in `pre` */
    size_t text_length;
    size_t begin; /* offset in the input, as it came, of the line's first byte; lines ascend and do not overlap */
    size_t end;   /* offset in the input behind the line's last byte, behind all tags and references in it */
    dehusk_label label;
    dehusk_kind kind;
    int heading_level;  /* 1 to 6 for headings, else 0 */
    int hidden;         /* 1: markup says that a browser does not show it */
    double probability; /* calibrated: of the lines given 0.8, four of five are content; a multiple of 2^-16 */
    double score;       /* of the linear classifier before calibration; a multiple of 2^-24 */
    dehusk_role role;   /* if not NONE, the label is what dehusk_request.keep says of the role */
    size_t row; /* of plain text: its row in the input, from 0; of lines that the caller cut, and in HTML: its number
                 * among the lines there were */
} dehusk_line;

typedef enum dehusk_verdict {
    DEHUSK_VERDICT_NONE = 0,      /* no line of main content: a list of links, a log-in page, an error page */
    DEHUSK_VERDICT_MIXED = 1,     /* some content amid much else */
    DEHUSK_VERDICT_ARTICLE = 2,   /* content that stands together: article, post, documentation */
    DEHUSK_VERDICT_NOT_A_PAGE = 3 /* neither HTML nor text, so there are no lines: see dehusk_summary.media_type */
} dehusk_verdict;

/* The verdict's name ("article"); "none" for an unknown value. */
DEHUSK_API const char *dehusk_verdict_name(dehusk_verdict verdict);

/* Bits of dehusk_summary.truncated: which limit was passed. */
#define DEHUSK_TRUNCATED_BYTES 1u
#define DEHUSK_TRUNCATED_LINES 2u
#define DEHUSK_TRUNCATED_DEPTH 4u
#define DEHUSK_TRUNCATED_ATTRIBUTE 8u
#define DEHUSK_TRUNCATED_STEPS 16u

/* What the library says of the page as a whole. */
typedef struct dehusk_summary {
    dehusk_format format;       /* HTML or TEXT: as which the page was read */
    const char *charset;        /* WHATWG name of the encoding used ("windows-1251"), zero-terminated; "binary"
                                 * where nothing was decoded, since it is no page */
    const char *charset_source; /* "bom", "transport", "meta", "utf-8", "detected", "default"; "given" where the
                                 * caller had cut the lines; "none" where nothing was decoded */
    size_t malformed;           /* byte sequences that were replaced by U+FFFD */
    unsigned truncated;         /* DEHUSK_TRUNCATED_... bits, 0: nothing was left out */
    dehusk_verdict verdict;
    double verdict_probability; /* that the page has main content */
    double removed;             /* share of the page's tokens that are in chrome lines, 0 to 1 */
    const char *title;          /* text of <title>, not zero-terminated; NULL without one */
    size_t title_length;
    size_t rows;            /* of plain text: how many rows the input has, blank ones too; 0 for all else */
    const char *media_type; /* what the bytes are, whatever they were called: "text/html", "text/plain"; of what is
                             * no page "application/pdf", "image/png", "application/json", "text/css", ..., and
                             * "application/octet-stream" where nothing more is known. Zero-terminated, never freed */
    const char *charset_declared; /* WHATWG name of what the transport or <meta> declared, where it was not believed
                                   * because the bytes say otherwise; else NULL */
} dehusk_summary;

typedef struct dehusk_page dehusk_page;

/* Labels the lines of one page. `bytes` may be NULL if `length` is 0 and is not
 * needed after the call; `request` NULL means the defaults. The page belongs to
 * the context and lives until the next dehusk_classify, dehusk_begin or
 * dehusk_context_trim with it; a page under way (dehusk_begin) is dropped.
 * Errors: OUT_OF_MEMORY, BAD_ARGUMENT, UNKNOWN_CHARSET, UNSUPPORTED_CHARSET,
 * INPUT_TOO_LARGE, MODEL_NO_MODE, CANCELLED. After an error the context can go on with
 * another page; there is no page from before. */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_classify(dehusk_context *context, const void *bytes, size_t length,
                                                           const dehusk_request *request, const dehusk_page **page);

/* Three functions label the lines of a page that comes in pieces: dehusk_begin,
 * dehusk_feed as often as bytes arrive, dehusk_end. The result is that of
 * dehusk_classify for all the pieces in a row, wherever they were cut.
 *
 * This saves the caller a buffer: the context gathers the bytes in one
 * of its own, which it keeps for the next page, and stores no more of them than
 * max_bytes. No label is known before the end, since it depends on the whole
 * page; nearly all of the work is done in dehusk_end.
 *
 * dehusk_begin takes `request` as dehusk_classify does and copies what it needs
 * of it, but site_counts and host, which must last until dehusk_end; it ends the
 * life of the page before, and drops one that is under way.
 * Errors: BAD_ARGUMENT, UNKNOWN_CHARSET, UNSUPPORTED_CHARSET. */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_begin(dehusk_context *context, const dehusk_request *request);

/* Adds `length` bytes, which are not needed after the call; NULL if `length` is
 * 0. Bytes beyond max_bytes are counted and not kept: going on is allowed, and of
 * no use. After an error the page is dropped: begin again.
 * Errors: OUT_OF_MEMORY, BAD_ARGUMENT (also without a page under way),
 * INPUT_TOO_LARGE, CANCELLED. */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_feed(dehusk_context *context, const void *bytes, size_t length);

/* Labels the page that was fed. In any case none is under way afterwards. Errors:
 * those of dehusk_classify, BAD_ARGUMENT also without a page under way. */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_end(dehusk_context *context, const dehusk_page **page);

/* A run of a line's text, in bytes from the text's begin. */
typedef struct dehusk_range {
    size_t begin;
    size_t end;
} dehusk_range;

/* Bits of dehusk_source_line.flags. */
#define DEHUSK_LINE_HIDDEN 1u      /* a browser does not show it */
#define DEHUSK_LINE_AFTER_BREAK 2u /* it begins after <br>, in the same element as the line before */

/* A line that the caller has cut, with what he knows of it; what he does not
 * know stays as dehusk_source_line_init sets it. Nothing is needed after the call
 * that takes it. */
typedef struct dehusk_source_line {
    size_t size;      /* sizeof(dehusk_source_line), the same for all lines of an array */
    const char *text; /* UTF-8; malformed sequences are replaced, white space is collapsed */
    size_t text_length;
    const char *path;          /* zero-terminated: the elements that it stands in, from the root down, with
                       * classes, id, role and itemprop as far as known, or NULL:
                       *     html/body/div.content.wide#main/ul[role=list]/li[2]/a
                       * [2] is an element's number among its siblings of the same name, as in
                       * XPath; [hidden] says that it is not shown; a backslash makes the next
                       * byte a part of a name. What is not understood is passed over. */
    const dehusk_range *links; /* the parts of the text that are links, in order, not overlapping; or NULL */
    size_t link_count;         /* how many; without `links`: how many links there are, if known */
    size_t link_characters;    /* without `links`: how many characters of the text are in links */
    const char *inside;        /* zero-terminated: names of inline elements within the line ("b img"), or NULL */
    size_t breaks;             /* block boundaries and <br> since the line before; in text 1, and one more for each
                                * blank row; 0: not known, taken from the paths */
    unsigned flags;            /* DEHUSK_LINE_... bits */
} dehusk_source_line;

/* Fills `line` with the defaults: no text, nothing known. NULL is ignored. */
DEHUSK_API void dehusk_source_line_init(dehusk_source_line *line);

/* Labels lines that the caller has cut: from a DOM of his own, a feed, a PDF.
 *
 * With paths they are judged as lines of HTML (request->format AUTO or HTML),
 * without as plain text (AUTO where no line has a path, or TEXT), by the same
 * features and the same model as pages are; the more is said, the closer labels
 * are to those of dehusk_classify. Of the 1,432 lines of this project's own pages,
 * 98.4% get the same label when given with numbered paths, link characters, hidden
 * flags, title and meta; 95.8% without the numbers; and 89.3% as text alone.
 * Rows of a text that is not hard-wrapped get the same labels as from the text.
 *
 * Elements: as far as a line's path is that of the line before, both stand in the
 * same elements. The innermost block (p, li, div, ...) of two lines with equal paths
 * is two blocks, unless the path states its number or the flag AFTER_BREAK is
 * set. A line in `a` is a link. What the page's head says is given like lines, and
 * makes none in the result: the title (html/head/title), and the contents of
 * meta[property=og:title], meta[name=description] and the like; the first of each
 * counts, in upper or lower case. Nor do lines in an element that browsers never show
 * as text (script, template), or of nothing but white space make one.
 *
 * A line's `begin` is its index in `lines`, and `end` the index behind it.
 * request->charset is not used. Of the limits, max_bytes is for all texts
 * together (the line that passes it is left out, with all after it), max_lines,
 * max_depth and max_steps are as for pages; of a class, id, role or itemprop 1 KiB is read.
 * The page lives as long as that of dehusk_classify; dehusk_explain works.
 * Errors: OUT_OF_MEMORY, BAD_ARGUMENT (also ranges that are out of order or of the
 * text), INPUT_TOO_LARGE (4 Gi lines), MODEL_NO_MODE, CANCELLED. */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_classify_lines(dehusk_context *context,
                                                                 const dehusk_source_line *lines, size_t count,
                                                                 const dehusk_request *request,
                                                                 const dehusk_page **page);

/* Decides anew which lines of the context's present page are content, by another
 * favor, threshold, keep and hidden, at little cost: what dehusk_classify would say
 * with these. Nothing else in `request` (NULL: the defaults) is looked at; as what
 * the page was read stays. The page is changed where it is: labels, roles, verdict
 * and share removed, and with them metadata and renderings that are asked for later;
 * texts, probabilities and scores are the same.
 * Errors: BAD_ARGUMENT (also without a page). */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_relabel(dehusk_context *context, const dehusk_request *request);

/* Labels line `index` of the context's present page as the caller decides, whatever the classifier says; what is
 * rendered later follows. In plain text no other row is touched, though it was judged together with this one. Summary,
 * roles and metadata stay.
 * Errors: BAD_ARGUMENT (no such line, no page, no label). */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_set_label(dehusk_context *context, size_t index, dehusk_label label);

/* The number of lines; 0 for NULL. */
DEHUSK_API size_t dehusk_page_line_count(const dehusk_page *page);

/* Line `index`, counted from 0, in the page's order; NULL if there is none. */
DEHUSK_API const dehusk_line *dehusk_page_line(const dehusk_page *page, size_t index);

/* How many line ends to put between lines `previous` and `index` (the larger one) if all lines between them are left
 * out: 1 in HTML, and in plain text as many as make it what it was, which is 0 between pieces of one row, else 1 and
 * one more for each blank row. Of the blank rows around a line that is left out, one stays. 1 also where there are no
 * such lines. */
DEHUSK_API size_t dehusk_page_line_ends(const dehusk_page *page, size_t previous, size_t index);

/* What the library says of the whole page; NULL for NULL. */
DEHUSK_API const dehusk_summary *dehusk_page_summary(const dehusk_page *page);

/* One script of the page, by share of its letters. */
typedef struct dehusk_script_share {
    char script[5]; /* ISO 15924 code, zero-terminated: "Cyrl" */
    double share;   /* 0 to 1 */
} dehusk_script_share;

/* Writes the scripts of the page's letters, most frequent first, at most
 * `capacity` of them, and returns how many there are. `shares` may be NULL if
 * `capacity` is 0. */
DEHUSK_API size_t dehusk_page_scripts(const dehusk_page *page, dehusk_script_share *shares, size_t capacity);

/* -- Explanation --------------------------------------------------------- */

/* What one feature added to a line's score. */
typedef struct dehusk_reason {
    const char *feature;     /* its name in the registry ("link-share"), zero-terminated, never freed */
    const char *description; /* the same for people ("share of link text"), zero-terminated, never freed */
    const char *group;       /* what it belongs to ("links"), zero-terminated, never freed; see below */
    char value[48];          /* what was found ("45% to 55%"; of a word the word itself), zero-terminated */
    double weight;           /* what it added to the score; a multiple of 2^-24 */
} dehusk_reason;

/* Tells why line `index` of the context's present page got its score: one
 * reason for each feature that holds, the largest absolute weight first, and
 * the model's constant as feature "bias". Their weights add up to the score
 * exactly. A line has some 150 reasons, most of them small: the sums of their
 * groups ("links", "place in the page", ...; at most ten, the constant is one) tell
 * more than the largest reasons do. The features of a group have the same string
 * for it: compare the pointers. Writes at most `capacity` reasons and sets `*count`
 * to how many there are. Errors: OUT_OF_MEMORY, BAD_ARGUMENT (no such line, no page). */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_explain(dehusk_context *context, size_t index, dehusk_reason *reasons,
                                                          size_t capacity, size_t *count);

enum { DEHUSK_STRONGEST = 3 };

/* What the reasons of one group added to a line's score together. */
typedef struct dehusk_reason_group {
    const char *group;                         /* dehusk_reason.group of its reasons, zero-terminated, never freed */
    double weight;                             /* the sum of theirs */
    size_t count;                              /* how many there are */
    dehusk_reason strongest[DEHUSK_STRONGEST]; /* those that point the same way as the sum, the strongest first */
    size_t strongest_count;
} dehusk_reason_group;

/* Tells why line `index` of the context's present page got its score, for people
 * to read: the sums of dehusk_explain's reasons by group, the largest absolute one
 * first. Writes at most `capacity` groups and sets `*count` to how many there
 * are, which is never more than 16. Errors: BAD_ARGUMENT (no such line, no page). */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_explain_groups(dehusk_context *context, size_t index,
                                                                 dehusk_reason_group *groups, size_t capacity,
                                                                 size_t *count);

/* -- Metadata ------------------------------------------------------------ */

/* What a page of HTML says of itself. */
/* clang-format off */
#define DEHUSK_METADATA_MAP(X)                                                                                         \
    X(TITLE, 0, "title")                                                                                               \
    X(AUTHOR, 1, "author")             /* several: with "; " between */                                                \
    X(PUBLISHED, 2, "published")       /* ISO 8601: a date, or a date and time with its zone where it is known */      \
    X(MODIFIED, 3, "modified")         /* ISO 8601: a date, or a date and time with its zone where it is known */      \
    X(SITE_NAME, 4, "site_name")                                                                                       \
    X(DESCRIPTION, 5, "description")                                                                                   \
    X(URL, 6, "url")                   /* the canonical address, as it is written */                                   \
    X(LANGUAGE, 7, "language")         /* as declared: "pt-BR" */                                                      \
    X(IMAGE, 8, "image")               /* its address, as it is written */                                             \
    X(KIND, 9, "kind")                 /* a schema.org or Open Graph type: "NewsArticle", "product" */                 \
    X(KEYWORDS, 10, "keywords")        /* with ", " between */                                                         \
    X(LICENSE, 11, "license")          /* its address, as it is written, or words */
/* clang-format on */

typedef enum dehusk_metadata_name {
#define DEHUSK_METADATA_ENUM(symbol, value, name) DEHUSK_METADATA_##symbol = value,
    DEHUSK_METADATA_MAP(DEHUSK_METADATA_ENUM)
#undef DEHUSK_METADATA_ENUM
        DEHUSK_METADATA_COUNT = 12
} dehusk_metadata_name;

/* Where a value was found. Of several the most trusted one counts, in this order; of one kind mostly the first. A line
 * with the role of a title goes before <title>. In the text, dates and authors are looked for beside the title only. */
typedef enum dehusk_metadata_source {
    DEHUSK_SOURCE_JSON_LD = 0,
    DEHUSK_SOURCE_OPEN_GRAPH = 1, /* og:..., article:..., twitter:... */
    DEHUSK_SOURCE_META = 2,       /* other meta elements: Dublin Core, citation_..., author, date */
    DEHUSK_SOURCE_MICRODATA = 3,  /* itemprop */
    DEHUSK_SOURCE_MARKUP = 4,     /* <title>, <html lang>, <link rel>, <time>, rel=author, a byline's class */
    DEHUSK_SOURCE_URL = 5,        /* a date in the canonical address: /2031/10/03/ */
    DEHUSK_SOURCE_TEXT = 6        /* a date or author in a short line beside the title: "By A B on 3 October 2031" */
} dehusk_metadata_source;

/* The names as used in output: "site_name", "json-ld". "" for an unknown value. Zero-terminated, never freed. */
DEHUSK_API const char *dehusk_metadata_key(dehusk_metadata_name name);
DEHUSK_API const char *dehusk_metadata_source_name(dehusk_metadata_source source);

/* One thing that a page says of itself. */
typedef struct dehusk_metadata {
    const char *value; /* UTF-8, white space collapsed, not zero-terminated; NULL: nothing is said */
    size_t length;
    dehusk_metadata_source source;
} dehusk_metadata;

/* What the page says by `name`, as long as the page lives; value NULL also where the page was read without
 * request->metadata, is plain text, or `page` is NULL. */
DEHUSK_API dehusk_metadata dehusk_page_metadata(const dehusk_page *page, dehusk_metadata_name name);

/* -- Rendering ----------------------------------------------------------- */

typedef enum dehusk_form {
    DEHUSK_FORM_TEXT = 0,     /* a blank row between blocks, none between items of a list, TABs between cells */
    DEHUSK_FORM_MARKDOWN = 1, /* CommonMark 0.31, with the pipe tables and the strikethrough of GitHub's */
    DEHUSK_FORM_HTML = 2,     /* elements of the blocks alone, safe to show: no scripts, styles, handlers */
    DEHUSK_FORM_XML = 3,      /* a `document` with metadata and a body, by tools/dehusk/output/document.rng */
    DEHUSK_FORM_TEI = 4       /* a `TEI` of TEI P5, of the elements in tools/dehusk/output/tei.rng */
} dehusk_form;

typedef enum dehusk_links {
    DEHUSK_LINKS_KEEP = 0, /* links to http, https, mailto and relative addresses are links */
    DEHUSK_LINKS_DROP = 1  /* their text alone */
} dehusk_links;

typedef enum dehusk_images {
    DEHUSK_IMAGES_DROP = 0,
    DEHUSK_IMAGES_ALT = 1, /* their alternative text */
    DEHUSK_IMAGES_KEEP = 2 /* with their address, http, https or relative; in the form TEXT as ALT */
} dehusk_images;

typedef enum dehusk_tables {
    DEHUSK_TABLES_KEEP = 0,
    DEHUSK_TABLES_DROP = 1 /* tables of data are left out */
} dehusk_tables;

/* How a page is rendered. */
typedef struct dehusk_rendering {
    size_t size;      /* sizeof(dehusk_rendering), set by dehusk_rendering_init */
    dehusk_form form; /* default TEXT */
    dehusk_links links;
    dehusk_images images;
    dehusk_tables tables;
    const char *url; /* the page's, zero-terminated UTF-8: makes addresses absolute, as <base> does; NULL: unknown */
} dehusk_rendering;

/* Fills `rendering` with the defaults, which are the values 0. NULL is ignored. */
DEHUSK_API void dehusk_rendering_init(dehusk_rendering *rendering);

/* Writes what is content of the context's present page as one text: headings,
 * lists with their nesting and numbers, quotes, code with its language, tables of
 * data, line breaks. The page must have been read with request->markup, or there
 * are no styles, links, images, tables, languages and numbers. Of a page of plain
 * text (or lines given without paths) the rows come as they were, with a blank row
 * where there was one, in the forms TEXT and MARKDOWN; in the others each line is
 * a paragraph. Quotes and lists count 24 levels deep, a list as two. XML and TEI
 * are whole elements, in UTF-8 and without a declaration, with what the page says of
 * itself if it was read with request->metadata, and nothing where nothing is kept.
 * `rendering` NULL means the defaults. `*text` is UTF-8, ends with a line end
 * unless it is empty, and belongs to the context until its next page or rendering.
 * Once warm, no memory is taken. Errors: OUT_OF_MEMORY, BAD_ARGUMENT (also without
 * a page). */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_render(dehusk_context *context, const dehusk_rendering *rendering,
                                                         const char **text, size_t *length);

/* -- Site counts --------------------------------------------------------- */

/* Lines that stand on many pages of a site are mostly its template, even where
 * one page alone cannot tell. Site counts say for a host how many of its pages
 * were counted, and for each line how many of those hold it; three other pages
 * do nearly as much good as a hundred. With dehusk_request.site_counts and host,
 * a model that was trained for it weighs these numbers; a host without another page
 * counted, or a model without such weights, gives what it would without counts.
 *
 * Lines and hosts are kept as hashes. Digits of a line count as equal ("page 7"
 * and "page 12"); of a host, case, a leading "www." and a final dot do not
 * matter. Count pages as they will be classified, in the same format. */

/* Takes the bytes that are written, and returns 0; after anything else the function that writes gives up with WRITE. */
typedef int (*dehusk_write_function)(void *user, const void *bytes, size_t length);

typedef struct dehusk_site_counter dehusk_site_counter;

/* Makes a counter. `options` as for dehusk_context_new. `max_memory` bounds the
 * table of counts (some 24 bytes a host and line, growing included); 64 KiB at
 * least are used. A counter belongs to one thread at a time; count on several
 * threads with one each, and merge.
 * Errors: OUT_OF_MEMORY, BAD_ARGUMENT. */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_site_counter_new(const dehusk_options *options, size_t max_memory,
                                                                   dehusk_site_counter **counter);

/* Counts one page of the host in `request`; the page counts once for each of
 * its lines, however often it holds it. After an error nothing of the page is
 * counted. With COUNTER_FULL, write what there is and add the page again; what
 * does not fit into an empty counter never will.
 * Errors: those of dehusk_classify but MODEL_NO_MODE; COUNTER_FULL;
 * BAD_ARGUMENT also without a host. */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_site_counter_add(dehusk_site_counter *counter, const void *bytes,
                                                                   size_t length, const dehusk_request *request);

/* Writes the counts as a file (runtime/SITE_COUNTS_FORMAT.md). The counter is
 * empty afterwards, whatever came of it. The same pages give the same bytes in
 * any order. Errors: BAD_ARGUMENT, WRITE. */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_site_counter_write(dehusk_site_counter *counter,
                                                                     dehusk_write_function write, void *user);

/* Frees a counter; NULL is allowed. */
DEHUSK_API void dehusk_site_counter_free(dehusk_site_counter *counter);

/* A file of counts that is read from its beginning to its end: `read` writes at
 * most `capacity` bytes to `bytes` and their number, 0 at the end, to `*length`,
 * and returns 0; anything else is an IO error. */
typedef struct dehusk_site_source {
    void *user;
    int (*read)(void *user, void *bytes, size_t capacity, size_t *length);
} dehusk_site_source;

/* Adds the counts of `count` files up and writes the sum, which is the file that
 * all of their pages together would give: in any order, and merged in any
 * steps. Takes some 64 KiB a file, whatever their size. `failed`, unless NULL,
 * receives the number of the file that an error is about. `allocator` NULL
 * means malloc. What was written before an error is to be thrown away.
 * Errors: OUT_OF_MEMORY, BAD_ARGUMENT, IO, WRITE, COUNTS_*. */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_site_merge(const dehusk_site_source *sources, size_t count,
                                                             const dehusk_allocator *allocator,
                                                             dehusk_write_function write, void *user, size_t *failed);

/* Opens counts held in memory; the bytes are copied. They are immutable and may
 * be shared by any number of threads. `error_offset`, unless NULL, receives the
 * offset of what was found wrong with the status COUNTS_* (0 otherwise).
 * `allocator` NULL means malloc. Close with dehusk_site_counts_close.
 * Errors: OUT_OF_MEMORY, BAD_ARGUMENT, COUNTS_*. */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_site_counts_open_memory(const void *bytes, size_t length,
                                                                          const dehusk_allocator *allocator,
                                                                          dehusk_site_counts **counts,
                                                                          size_t *error_offset);

/* Opens counts from a file, which is read into memory, in all else as
 * dehusk_site_counts_open_memory does. Errors: those of it, and IO. */
DEHUSK_API DEHUSK_MUST_CHECK dehusk_status dehusk_site_counts_open_file(const char *path,
                                                                        const dehusk_allocator *allocator,
                                                                        dehusk_site_counts **counts,
                                                                        size_t *error_offset);

/* Frees counts; NULL is allowed. */
DEHUSK_API void dehusk_site_counts_close(dehusk_site_counts *counts);

#ifdef __cplusplus
}
#endif

#endif /* DEHUSK_H */
