#include "features/class_names.h"

#include "base/hash.h"
#include "features/registry.h"

#include <stddef.h>
#include <string.h>

/* The letters stand within: pointers to them would be relocated at each start. */
/* clang-format off */
static const char common_words[][16] = {
    "about",     "accordion", "account",  "ad",        "ads",       "alert",     "archive",   "article",  "aside",
    "author",    "avatar",    "back",     "banner",    "bar",       "blog",      "body",      "book",     "bottom",
    "box",       "breadcrumb", "breadcrumbs", "button", "buttons",  "byline",    "caption",   "card",     "cards",
    "carousel",  "cart",      "category", "cell",      "center",    "chat",      "col",       "collapse", "column",
    "comment",   "comments",  "consent",  "contact",   "container", "content",   "cookie",    "cookies",  "copyright",
    "credit",    "data",      "date",     "desc",      "description", "details", "dialog",    "disclaimer", "docs",
    "download",  "drawer",    "dropdown", "elementor", "email",     "entry",     "excerpt",   "facebook", "faq",
    "feature",   "featured",  "feed",     "fields",    "figure",    "flex",      "footer",    "form",     "forum",
    "gallery",   "grid",      "group",    "head",      "header",    "heading",   "hero",      "hidden",   "home",
    "icon",      "image",     "img",      "info",      "inner",     "intro",     "item",      "items",    "label",
    "language",  "large",     "latest",   "layout",    "lead",      "left",      "legal",     "link",     "links",
    "list",      "listing",   "loading",  "login",     "logo",      "main",      "menu",      "message",  "meta",
    "mini",      "mobile",    "modal",    "module",    "more",      "most",      "nav",       "navbar",   "navigation",
    "news",      "newsletter", "next",    "note",      "notice",    "overlay",   "page",      "pager",    "pagination",
    "panel",     "paragraph", "photo",    "popular",   "popup",     "post",      "posts",     "prev",     "price",
    "primary",   "product",   "products", "profile",   "promo",     "quote",     "rating",    "read",     "recent",
    "recipe",    "recommended", "related", "reply",    "review",    "reviews",   "right",     "row",      "search",
    "secondary", "section",   "select",   "share",     "sharing",   "sidebar",   "signup",    "single",   "site",
    "slick",     "slide",     "slider",   "small",     "social",    "sponsored", "sticky",    "story",    "sub",
    "submenu",   "subscribe", "subtitle", "summary",   "tab",       "table",     "tabs",      "tag",      "tags",
    "teaser",    "testimonial", "text",   "thumb",     "thumbnail", "time",      "title",     "toc",      "toggle",
    "tool",      "toolbar",   "tooltip",  "top",       "topic",     "trending",  "tweet",     "twitter",  "user",
    "video",     "view",      "views",    "widget",    "wp",        "wrap",      "wrapper",
};
/* clang-format on */

const char *dhk_class_name(uint32_t bucket) {
    for (size_t i = 0; i < sizeof common_words / sizeof *common_words; i++)
        if (dhk_hash_bytes(common_words[i], strlen(common_words[i])) % DHK_CLASS_BUCKETS == bucket)
            return common_words[i];
    return NULL;
}
