#include "dehusk.h"

#define STRING(x) #x
#define VERSION(major, minor, patch) STRING(major) "." STRING(minor) "." STRING(patch)

const char *dehusk_version(void) {
    return VERSION(DEHUSK_VERSION_MAJOR, DEHUSK_VERSION_MINOR, DEHUSK_VERSION_PATCH);
}

const char *dehusk_status_name(dehusk_status status) {
    switch (status) {
#define STATUS_NAME(name, value, message)                                                                              \
    case DEHUSK_##name:                                                                                                \
        return #name;
        DEHUSK_STATUS_MAP(STATUS_NAME)
#undef STATUS_NAME
    }
    return "UNKNOWN";
}

const char *dehusk_status_message(dehusk_status status) {
    switch (status) {
#define STATUS_MESSAGE(name, value, message)                                                                           \
    case DEHUSK_##name:                                                                                                \
        return message;
        DEHUSK_STATUS_MAP(STATUS_MESSAGE)
#undef STATUS_MESSAGE
    }
    return "unknown status";
}

const char *dehusk_kind_name(dehusk_kind kind) {
    switch (kind) {
    case DEHUSK_KIND_PARAGRAPH:
        return "paragraph";
    case DEHUSK_KIND_HEADING:
        return "heading";
    case DEHUSK_KIND_LIST_ITEM:
        return "list-item";
    case DEHUSK_KIND_CELL:
        return "cell";
    case DEHUSK_KIND_CAPTION:
        return "caption";
    case DEHUSK_KIND_PREFORMATTED:
        return "preformatted";
    case DEHUSK_KIND_CONTROL:
        return "control";
    case DEHUSK_KIND_OTHER:
        break;
    }
    return "other";
}

const char *dehusk_role_name(dehusk_role role) {
    switch (role) {
    case DEHUSK_ROLE_TITLE:
        return "title";
    case DEHUSK_ROLE_CAPTION:
        return "caption";
    case DEHUSK_ROLE_READ_MORE:
        return "read-more";
    case DEHUSK_ROLE_TEASER:
        return "teaser";
    case DEHUSK_ROLE_COMMENT:
        return "comment";
    case DEHUSK_ROLE_NOTICE:
        return "notice";
    case DEHUSK_ROLE_NONE:
        break;
    }
    return "none";
}

const char *dehusk_verdict_name(dehusk_verdict verdict) {
    switch (verdict) {
    case DEHUSK_VERDICT_MIXED:
        return "mixed";
    case DEHUSK_VERDICT_ARTICLE:
        return "article";
    case DEHUSK_VERDICT_NOT_A_PAGE:
        return "not-a-page";
    case DEHUSK_VERDICT_NONE:
        break;
    }
    return "none";
}

const char *dehusk_metadata_key(dehusk_metadata_name name) {
    switch (name) {
#define METADATA_KEY(symbol, value, key)                                                                               \
    case DEHUSK_METADATA_##symbol:                                                                                     \
        return key;
        DEHUSK_METADATA_MAP(METADATA_KEY)
#undef METADATA_KEY
    case DEHUSK_METADATA_COUNT:
        break;
    }
    return "";
}

const char *dehusk_metadata_source_name(dehusk_metadata_source source) {
    static const char *const names[] = {"json-ld", "open-graph", "meta", "microdata", "markup", "url", "text"};
    return (unsigned)source < sizeof names / sizeof *names ? names[source] : "";
}
