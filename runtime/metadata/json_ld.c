/*
 * JSON-LD in one pass, without a tree: a stack of open objects, each with the few
 * members that matter, which an object leaves to the one around it or, if it is
 * the page's thing itself, to the page.
 */
#include "base/ascii.h"
#include "metadata/metadata.h"
#include "unicode/utf8.h"

#include <string.h>

/* Objects and arrays that are open; deeper ones are passed over. Authors, and keywords, of an object; further ones are not
 * told. */
enum { DEPTH_MAX = 32, LIST_MAX = 16 };

/* Things that others may refer to; further ones are not known. */
enum { NODES_MAX = 64 };

/* A string as it is written, without its quotes. */
typedef struct json_string {
    const char *text;
    size_t length;
} json_string;

/* Members that are read, and what an object is to the one around it. */
typedef enum member {
    MEMBER_OTHER,
    MEMBER_TYPE,
    MEMBER_HEADLINE,
    MEMBER_NAME,
    MEMBER_ID,
    MEMBER_AUTHOR,
    MEMBER_CREATOR,
    MEMBER_PUBLISHER,
    MEMBER_PUBLISHED,
    MEMBER_CREATED,
    MEMBER_MODIFIED,
    MEMBER_DESCRIPTION,
    MEMBER_URL,
    MEMBER_IMAGE,
    MEMBER_LANGUAGE,
    MEMBER_KEYWORDS,
    MEMBER_LICENSE,
    MEMBER_PART, /* of other things: comments, items of a list, what it is a part of */
    MEMBER_COUNT
} member;

static const struct {
    const char *name;
    member member;
} member_names[] = {
    {"@type", MEMBER_TYPE},
    {"headline", MEMBER_HEADLINE},
    {"name", MEMBER_NAME},
    {"author", MEMBER_AUTHOR},
    {"creator", MEMBER_CREATOR},
    {"@id", MEMBER_ID},
    {"publisher", MEMBER_PUBLISHER},
    {"datePublished", MEMBER_PUBLISHED},
    {"uploadDate", MEMBER_PUBLISHED},
    {"dateCreated", MEMBER_CREATED},
    {"dateModified", MEMBER_MODIFIED},
    {"description", MEMBER_DESCRIPTION},
    {"url", MEMBER_URL},
    {"image", MEMBER_IMAGE},
    {"inLanguage", MEMBER_LANGUAGE},
    {"keywords", MEMBER_KEYWORDS},
    {"license", MEMBER_LICENSE},
    {"itemListElement", MEMBER_PART},
    {"hasPart", MEMBER_PART},
    {"isPartOf", MEMBER_PART},
    {"review", MEMBER_PART},
    {"comment", MEMBER_PART},
    {"liveBlogUpdate", MEMBER_PART},
    {"associatedMedia", MEMBER_PART},
    {"suggestedAnswer", MEMBER_PART},
    {"acceptedAnswer", MEMBER_PART},
    {"relatedLink", MEMBER_PART},
    {"mentions", MEMBER_PART},
    {"about", MEMBER_PART},
    {"breadcrumb", MEMBER_PART},
    {"primaryImageOfPage", MEMBER_PART},
    {"video", MEMBER_PART},
    {"offers", MEMBER_PART},
};

/* What kind of thing an object is: the less, the nearer to the page's own. */
typedef enum standing { STANDING_WORK, STANDING_PAGE, STANDING_SITE, STANDING_OTHER } standing;

typedef struct json_list {
    json_string strings[LIST_MAX];
    bool refers[LIST_MAX]; /* the string is the "@id" of a thing, whose name is meant */
    size_t count;
} json_list;

/* A thing with an "@id" and a name. */
typedef struct json_node {
    json_string id;
    json_string name;
} json_node;

typedef struct json_frame {
    bool array;
    member as;     /* what it is in the object around it */
    member member; /* the present one */
    standing standing;
    json_string values[MEMBER_COUNT];
    json_list authors; /* of an author: their names */
    json_list creators;
    json_list keywords;
} json_frame;

typedef struct json_ld {
    dhk_metadata_taker *taker;
    const char *at;
    const char *end;
    uint32_t depth;   /* frames in use */
    uint32_t skipped; /* open objects and arrays that have none */
    bool failed;      /* malformed */
    json_node nodes[NODES_MAX];
    size_t node_count;
    json_list authors; /* of the page, that refer to things, which may come later */
    unsigned authors_rank;
    json_string publisher; /* of the page: an "@id" of a thing, which may come later */
    json_frame frames[DEPTH_MAX];
} json_ld;

static bool string_is(json_string string, const char *known) {
    return string.length == strlen(known) && memcmp(string.text, known, string.length) == 0;
}

static bool ends_with(json_string string, const char *ending) {
    size_t length = strlen(ending);
    return string.length >= length && memcmp(string.text + string.length - length, ending, length) == 0;
}

static member member_of(json_string name) {
    for (size_t i = 0; i < sizeof member_names / sizeof *member_names; i++)
        if (string_is(name, member_names[i].name))
            return member_names[i].member;
    return MEMBER_OTHER;
}

static standing standing_of(json_string type) {
    static const char *const works[] = {"Recipe",  "Product", "Event", "JobPosting",    "Book",
                                        "Movie",   "Course",  "HowTo", "VideoObject",   "PodcastEpisode",
                                        "Dataset", "QAPage",  "Place", "MusicRecording"};
    if (ends_with(type, "Article") || ends_with(type, "Posting") || ends_with(type, "Report"))
        return STANDING_WORK;
    for (size_t i = 0; i < sizeof works / sizeof *works; i++)
        if (string_is(type, works[i]))
            return STANDING_WORK;
    if (ends_with(type, "Page"))
        return STANDING_PAGE;
    return string_is(type, "WebSite") ? STANDING_SITE : STANDING_OTHER;
}

/* -- Strings ------------------------------------------------------------- */

static unsigned hex_of(const char *digits) {
    unsigned number = 0;
    for (int i = 0; i < 4; i++) {
        int digit = dhk_hex_value(digits[i]);
        if (digit < 0)
            return UINT32_MAX;
        number = 16 * number + (unsigned)digit;
    }
    return number;
}

/* Decodes what stands behind a backslash at `at`; returns how many bytes it takes. */
static size_t decode_escape(const char *at, const char *end, char *out, size_t *length) {
    static const char letters[] = "bfnrt";
    static const char meant[] = "\b\f\n\r\t";
    const char *letter = at < end && *at != '\0' ? strchr(letters, *at) : NULL;
    if (at < end && *at == 'u' && end - at >= 5) {
        uint32_t character = hex_of(at + 1);
        size_t taken = 5;
        if (character >= 0xD800 && character < 0xDC00 && end - at >= 11 && at[5] == '\\' && at[6] == 'u') {
            uint32_t low = hex_of(at + 7);
            if (low >= 0xDC00 && low < 0xE000) {
                character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
                taken = 11;
            }
        }
        if (character == 0 || (character >= 0xD800 && character < 0xE000) || character > 0x10FFFF)
            character = 0xFFFD;
        *length += dhk_utf8_encode((unsigned char *)out + *length, character);
        return taken;
    }
    if (at < end)
        out[(*length)++] = letter != NULL ? meant[letter - letters] : *at;
    return at < end ? 1 : 0;
}

/* The string's characters; what does not fit is cut. */
static size_t decode_string(json_string string, char out[DHK_METADATA_BYTES_MAX + 4]) {
    const char *at = string.text;
    const char *end = at + string.length;
    size_t length = 0;
    while (at < end && length < DHK_METADATA_BYTES_MAX)
        if (*at == '\\')
            at += 1 + decode_escape(at + 1, end, out, &length);
        else
            out[length++] = *at++;
    return length;
}

/* Reads the string whose quote `at` stands behind. */
static json_string read_string(json_ld *reader) {
    const char *begin = reader->at;
    json_string string = {begin, 0};
    while (reader->at < reader->end && *reader->at != '"')
        reader->at += *reader->at == '\\' && reader->end - reader->at > 1 ? 2 : 1;
    string.length = (size_t)(reader->at - begin);
    if (reader->at == reader->end)
        reader->failed = true;
    else
        reader->at++;
    return string;
}

/* -- What an object leaves ----------------------------------------------- */

static void give(json_ld *reader, dehusk_metadata_name name, unsigned rank, json_string string) {
    char text[DHK_METADATA_BYTES_MAX + 4];
    size_t length;
    if (string.length == 0)
        return;
    length = decode_string(string, text);
    if (memchr(text, '&', length) != NULL) {
        char raw[DHK_METADATA_BYTES_MAX + 4];
        memcpy(raw, text, length);
        length = reader->taker->unescape(raw, length, text, sizeof text);
    }
    if (string_is(string, "undefined") || string_is(string, "null"))
        return; /* of a script */
    if (name == DEHUSK_METADATA_AUTHOR || name == DEHUSK_METADATA_KEYWORDS)
        dhk_metadata_add(reader->taker, name, DEHUSK_SOURCE_JSON_LD, rank, text, length);
    else
        dhk_metadata_take(reader->taker, name, DEHUSK_SOURCE_JSON_LD, rank, text, length);
}

static bool is_address(json_string string) {
    return string.length > 4 && memcmp(string.text, "http", 4) == 0;
}

static void add_string(json_list *list, json_string string, bool refers) {
    if (string.length == 0 || list->count == LIST_MAX)
        return;
    list->refers[list->count] = refers;
    list->strings[list->count++] = string;
}

/* The name of the thing with this "@id"; empty where none is known. */
static json_string name_of(const json_ld *reader, json_string id) {
    for (size_t i = 0; i < reader->node_count; i++)
        if (reader->nodes[i].id.length == id.length && memcmp(reader->nodes[i].id.text, id.text, id.length) == 0)
            return reader->nodes[i].name;
    return (json_string){id.text, 0};
}

/* Authors who are named; those of which some are only referred to wait for the end. */
static void give_authors(json_ld *reader, const json_list *authors, unsigned rank) {
    bool refers = false;
    for (size_t i = 0; i < authors->count; i++)
        refers |= authors->refers[i];
    if (dhk_metadata_has(reader->taker, DEHUSK_METADATA_AUTHOR, DEHUSK_SOURCE_JSON_LD, rank))
        return;
    if (refers && (reader->authors.count == 0 || rank < reader->authors_rank)) {
        reader->authors = *authors;
        reader->authors_rank = rank;
    }
    for (size_t i = 0; i < authors->count && !refers; i++)
        if (!is_address(authors->strings[i]))
            give(reader, DEHUSK_METADATA_AUTHOR, rank, authors->strings[i]);
}

/* What was referred to. */
static void give_referred(json_ld *reader) {
    const json_list *authors = &reader->authors;
    if (!dhk_metadata_has(reader->taker, DEHUSK_METADATA_AUTHOR, DEHUSK_SOURCE_JSON_LD, reader->authors_rank))
        for (size_t i = 0; i < authors->count; i++)
            give(reader, DEHUSK_METADATA_AUTHOR, reader->authors_rank,
                 authors->refers[i] ? name_of(reader, authors->strings[i]) : authors->strings[i]);
    if (reader->publisher.length > 0)
        give(reader, DEHUSK_METADATA_SITE_NAME, 2, name_of(reader, reader->publisher));
}

/* A thing that may be the page's own tells the page. */
static void give_page(json_ld *reader, const json_frame *frame) {
    unsigned rank = (unsigned)frame->standing;
    const json_string *values = frame->values;
    if (frame->standing == STANDING_SITE)
        give(reader, DEHUSK_METADATA_SITE_NAME, 1, values[MEMBER_NAME]);
    if (frame->standing > STANDING_PAGE)
        return;
    give(reader, DEHUSK_METADATA_TITLE, rank, values[MEMBER_HEADLINE]);
    give(reader, DEHUSK_METADATA_TITLE, rank + 2, values[MEMBER_NAME]);
    /* Of several things of a kind the first one is the page's: their lists are not added up. */
    give_authors(reader, frame->authors.count > 0 ? &frame->authors : &frame->creators, rank);
    if (!dhk_metadata_has(reader->taker, DEHUSK_METADATA_KEYWORDS, DEHUSK_SOURCE_JSON_LD, rank))
        for (size_t i = 0; i < frame->keywords.count; i++)
            give(reader, DEHUSK_METADATA_KEYWORDS, rank, frame->keywords.strings[i]);
    give(reader, DEHUSK_METADATA_PUBLISHED, rank, values[MEMBER_PUBLISHED]);
    give(reader, DEHUSK_METADATA_PUBLISHED, rank + 2, values[MEMBER_CREATED]);
    give(reader, DEHUSK_METADATA_MODIFIED, rank, values[MEMBER_MODIFIED]);
    give(reader, DEHUSK_METADATA_SITE_NAME, 2, values[MEMBER_PUBLISHER]);
    give(reader, DEHUSK_METADATA_DESCRIPTION, rank, values[MEMBER_DESCRIPTION]);
    give(reader, DEHUSK_METADATA_IMAGE, rank, values[MEMBER_IMAGE]);
    give(reader, DEHUSK_METADATA_LANGUAGE, rank, values[MEMBER_LANGUAGE]);
    give(reader, DEHUSK_METADATA_KIND, rank, values[MEMBER_TYPE]);
    give(reader, DEHUSK_METADATA_LICENSE, rank, values[MEMBER_LICENSE]);
}

static bool is_person(member as) {
    return as == MEMBER_AUTHOR || as == MEMBER_CREATOR;
}

/* The object around the innermost one, arrays passed over; NULL: none. */
static json_frame *outer_object(json_ld *reader, uint32_t depth) {
    while (depth > 0 && reader->frames[depth - 1].array)
        depth--;
    return depth > 0 ? &reader->frames[depth - 1] : NULL;
}

/* An author leaves its names, or else what it refers to. */
static void leave_author(const json_frame *frame, json_list *authors) {
    for (size_t i = 0; i < frame->authors.count; i++)
        add_string(authors, frame->authors.strings[i], false);
    if (frame->authors.count == 0)
        add_string(authors, frame->values[MEMBER_ID], true);
}

static void add_node(json_ld *reader, const json_frame *frame) {
    const json_string *values = frame->values;
    json_string name =
        is_person(frame->as) && frame->authors.count > 0 ? frame->authors.strings[0] : values[MEMBER_NAME];
    if (values[MEMBER_ID].length > 0 && name.length > 0 && reader->node_count < NODES_MAX)
        reader->nodes[reader->node_count++] = (json_node){values[MEMBER_ID], name};
}

/* Where a thing stands in the web, or else its name. */
static json_string address_of(const json_frame *frame) {
    static const member members[] = {MEMBER_URL, MEMBER_ID, MEMBER_NAME};
    size_t i = 0;
    while (i + 1 < sizeof members / sizeof *members && frame->values[members[i]].length == 0)
        i++;
    return frame->values[members[i]];
}

static void end_object(json_ld *reader) {
    const json_frame *frame = &reader->frames[reader->depth];
    json_frame *outer = outer_object(reader, reader->depth);
    add_node(reader, frame);
    switch (frame->as) {
    case MEMBER_AUTHOR:
    case MEMBER_CREATOR:
        if (outer != NULL)
            leave_author(frame, frame->as == MEMBER_AUTHOR ? &outer->authors : &outer->creators);
        break;
    case MEMBER_PUBLISHER:
        if (outer != NULL)
            outer->values[MEMBER_PUBLISHER] = frame->values[MEMBER_NAME];
        if (outer != NULL && outer->standing <= STANDING_PAGE && frame->values[MEMBER_NAME].length == 0)
            reader->publisher = frame->values[MEMBER_ID];
        break;
    case MEMBER_IMAGE:
        if (outer != NULL && outer->values[MEMBER_IMAGE].length == 0)
            outer->values[MEMBER_IMAGE] = frame->values[MEMBER_URL];
        break;
    case MEMBER_LICENSE:
        if (outer != NULL && outer->values[MEMBER_LICENSE].length == 0)
            outer->values[MEMBER_LICENSE] = address_of(frame);
        break;
    case MEMBER_PART:
        break;
    default:
        give_page(reader, frame);
        break;
    }
}

/* -- The pass ------------------------------------------------------------ */

static void open_frame(json_ld *reader, bool array) {
    json_frame *around = reader->depth > 0 ? &reader->frames[reader->depth - 1] : NULL;
    json_frame *frame;
    if (reader->depth == DEPTH_MAX) {
        reader->skipped++;
        return;
    }
    frame = &reader->frames[reader->depth++];
    frame->array = array;
    frame->as = around == NULL ? MEMBER_OTHER : around->array ? around->as : around->member;
    /* What is in a part is a part. */
    if (around != NULL && around->as == MEMBER_PART)
        frame->as = MEMBER_PART;
    frame->member = MEMBER_OTHER;
    frame->standing = STANDING_OTHER;
    memset(frame->values, 0, sizeof frame->values);
    frame->authors.count = frame->creators.count = frame->keywords.count = 0;
}

static void close_frame(json_ld *reader) {
    if (reader->skipped > 0) {
        reader->skipped--;
        return;
    }
    if (reader->depth == 0) {
        reader->failed = true;
        return;
    }
    reader->depth--;
    if (!reader->frames[reader->depth].array)
        end_object(reader);
}

static void take_string(json_ld *reader, json_string string) {
    json_frame *frame = reader->depth > 0 && reader->skipped == 0 ? &reader->frames[reader->depth - 1] : NULL;
    json_frame *object = frame != NULL ? outer_object(reader, reader->depth) : NULL;
    member of;
    const char *at = reader->at;
    if (frame == NULL || object == NULL)
        return;
    while (at < reader->end && (unsigned char)*at <= ' ')
        at++;
    if (!frame->array && at < reader->end && *at == ':') {
        frame->member = member_of(string);
        reader->at = at + 1;
        return;
    }
    of = frame->array ? frame->as : frame->member;
    if (of == MEMBER_AUTHOR || (of == MEMBER_NAME && is_person(object->as)))
        add_string(&object->authors, string, false);
    else if (of == MEMBER_CREATOR)
        add_string(&object->creators, string, false);
    else if (of == MEMBER_KEYWORDS)
        add_string(&object->keywords, string, false);
    else if (of == MEMBER_TYPE) {
        standing found = standing_of(string);
        if (object->values[MEMBER_TYPE].length == 0 || found < object->standing)
            object->values[MEMBER_TYPE] = string;
        object->standing = found < object->standing ? found : object->standing;
    } else if (object->values[of].length == 0) {
        object->values[of] = string;
    }
}

void dhk_metadata_take_json_ld(dhk_metadata_taker *taker, const char *json, size_t length) {
    json_ld reader;
    reader.taker = taker;
    reader.at = json;
    reader.end = json + length;
    reader.depth = reader.skipped = 0;
    reader.failed = false;
    reader.node_count = reader.authors.count = 0;
    reader.authors_rank = 0;
    reader.publisher.length = 0;
    while (reader.at < reader.end && !reader.failed && !taker->failed) {
        char byte = *reader.at++;
        if (byte == '{' || byte == '[')
            open_frame(&reader, byte == '[');
        else if (byte == '}' || byte == ']')
            close_frame(&reader);
        else if (byte == '"')
            take_string(&reader, read_string(&reader));
    }
    /* Cut off: the objects that were open tell what they have. */
    while (reader.depth > 0)
        if (!reader.frames[--reader.depth].array)
            end_object(&reader);
    give_referred(&reader);
}
