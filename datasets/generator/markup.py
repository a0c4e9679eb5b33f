"""Nodes of a page, the class names they get, and how they are written: as HTML with labels, or as a text dump with labels.

A leaf is one line of the page with its label, so the labels are right by construction.
"""

import html
import random
import re
import textwrap

WORDS = {
    "page": ["page", "wrapper", "site", "container", "outer"],
    "header": ["header", "masthead", "topbar", "site-head"],
    "logo": ["logo", "brand", "site-title"],
    "nav": ["nav", "menu", "main-nav", "navbar"],
    "crumbs": ["breadcrumb", "crumbs", "path", "you-are-here"],
    "main": ["main", "content", "primary", "col-main"],
    "article": ["article", "post", "story", "entry"],
    "title": ["title", "headline", "page-title", "h1"],
    "meta": ["meta", "byline", "info", "postinfo"],
    "body": ["body", "text", "article-body", "content-text"],
    "share": ["share", "social", "share-buttons", "tools"],
    "caption": ["caption", "figcaption", "wp-caption-text", "image-text"],
    "comments": ["comments", "discussion", "responses", "feedback"],
    "comment": ["comment", "response", "opinion", "c-item"],
    "ctext": ["comment-text", "comment-body", "message", "said"],
    "related": ["related", "more-stories", "recommended", "see-also"],
    "teaser": ["teaser", "card", "tile", "promo"],
    "sidebar": ["sidebar", "aside", "secondary", "col-right"],
    "widget": ["widget", "box", "block", "module"],
    "footer": ["footer", "bottom", "colophon", "site-foot"],
    "cookie": ["cookie-notice", "consent", "cc-banner", "gdpr"],
    "pager": ["pagination", "pager", "pages", "nav-links"],
    "facets": ["facets", "filters", "refine", "narrow"],
    "toolbar": ["toolbar", "sorting", "controls", "options"],
    "list": ["results", "items", "list", "grid"],
    "item": ["result", "item", "entry", "card"],
    "snippet": ["snippet", "excerpt", "summary", "desc"],
    "price": ["price", "cost", "amount", "money"],
    "thread": ["thread", "topic", "posts", "viewtopic"],
    "fpost": ["post", "message", "reply", "row"],
    "user": ["user", "author", "profile", "poster"],
    "ptext": ["post-text", "post-content", "message-body", "cooked"],
    "signature": ["signature", "sig", "footer-line", "motto"],
    "actions": ["actions", "buttons", "controls", "post-menu"],
    "product": ["product", "item-page", "pdp", "detail"],
    "specs": ["specs", "attributes", "tech-data", "details"],
    "review": ["review", "rating-item", "opinion", "testimonial"],
    "recipe": ["recipe", "recipe-card", "cooking", "dish"],
    "ingredients": ["ingredients", "shopping-list", "what-you-need"],
    "steps": ["steps", "instructions", "method"],
    "poem": ["poem", "lyrics", "verse", "song"],
    "contents": ["toc", "contents", "on-this-page", "doc-nav"],
    "form": ["form", "box-form", "panel", "dialog"],
    "notice": ["notice", "message", "alert", "info-box"],
}

CMS = {
    "wordpress": {
        "page": ["site", "hfeed site"], "header": ["site-header"], "logo": ["site-title"], "nav": ["main-navigation", "menu-primary-container"],
        "main": ["site-main", "content-area"], "article": ["post type-post status-publish hentry", "entry"], "title": ["entry-title"],
        "meta": ["entry-meta", "posted-on"], "body": ["entry-content"], "share": ["sharedaddy sd-sharing-enabled", "addtoany_share_save_container"],
        "caption": ["wp-caption-text", "wp-element-caption"], "comments": ["comments-area"], "comment": ["comment even depth-1", "comment byuser depth-2"],
        "ctext": ["comment-content"], "related": ["jp-relatedposts", "related-posts"], "sidebar": ["widget-area"], "widget": ["widget widget_recent_entries"],
        "footer": ["site-footer"], "pager": ["navigation pagination"], "item": ["post hentry", "archive-item"], "snippet": ["entry-summary"],
        "product": ["product type-product"], "specs": ["woocommerce-product-attributes shop_attributes"], "review": ["review comment"],
        "price": ["price"], "fpost": ["topic-reply bbp-reply"], "ptext": ["bbp-reply-content"], "user": ["bbp-reply-author"],
        "ingredients": ["wprm-recipe-ingredients"], "steps": ["wprm-recipe-instructions"], "recipe": ["wprm-recipe-container"],
    },
    "board": {
        "page": ["wrap"], "header": ["headerbar"], "nav": ["navbar", "linklist navlinks"], "main": ["page-body"], "thread": ["viewtopic", "topic-posts"],
        "fpost": ["post bg1", "post bg2", "topic-post clearfix"], "user": ["postprofile", "topic-meta-data"], "ptext": ["content", "cooked"],
        "signature": ["signature"], "actions": ["post-buttons", "post-menu-area"], "pager": ["pagination"], "footer": ["page-footer", "copyright"],
        "crumbs": ["breadcrumbs"], "title": ["topic-title"], "item": ["row bg1", "topic-list-item"], "list": ["topiclist topics"],
    },
    "store": {
        "page": ["shopify-section-group"], "header": ["header-wrapper"], "nav": ["header__inline-menu"], "main": ["content-for-layout"],
        "product": ["product product--large"], "title": ["product__title", "product-single__title"], "body": ["product__description rte"],
        "specs": ["product__accordion accordion"], "price": ["price price--large"], "review": ["spr-review"], "comments": ["spr-reviews"],
        "related": ["product-recommendations"], "item": ["grid__item", "card-wrapper product-card-wrapper"], "list": ["product-grid"],
        "facets": ["facets-wrapper"], "footer": ["footer color-scheme-1"], "cookie": ["shopify-pc__banner"],
    },
}

UTILITY = ["flex", "mt-4", "px-6", "text-sm", "text-gray-600", "w-full", "max-w-3xl", "mx-auto", "grid", "gap-4", "lg:w-2/3", "font-bold",
           "leading-7", "border-b", "py-2", "hidden-sm", "items-center", "bg-white", "rounded", "md:flex-row", "space-y-2", "text-lg"]


class Classes:
    """The class names of one site: the same role always gets the same ones."""

    def __init__(self, rng, style):
        self.rng = rng
        self.style = style
        self.known = {}
        self.prefix = rng.choice(["c-", "o-", "m-", "app-", "x-", ""])

    def of(self, role):
        if role not in self.known:
            self.known[role] = self.make(role)
        return self.known[role]

    def make(self, role):
        rng = self.rng
        word = rng.choice(WORDS.get(role, [role]))
        if self.style in CMS:
            return rng.choice(CMS[self.style].get(role, [word]))
        if self.style == "none":
            return ""
        if self.style == "utility":
            return " ".join(rng.sample(UTILITY, rng.randint(2, 5)))
        if self.style == "bem":
            block = rng.choice(["page", "layout", "view", word])
            return self.prefix + word + rng.choice(["", " %s%s--default" % (self.prefix, word), " %s__%s" % (block, word)])
        code = "".join(rng.choice("abcdefghijkmnpqrstuvwxyzABCDEFGHJK23456789") for _ in range(5))
        if self.style == "module":
            return "%s_%s__%s" % (rng.choice(["Layout", "View", "App", "Ui"]), word.replace("-", ""), code)
        if self.style == "hash":
            return rng.choice(["css-", "sc-", "_", "jsx-"]) + code.lower()
        return word


class Node:
    """An element. It holds either elements, or the parts of one line: texts, and (tag, text, href)."""

    def __init__(self, tag, role, children=(), parts=None, label="-", attributes=""):
        self.tag, self.role, self.children = tag, role, [child for child in children if child is not None]
        self.parts, self.label, self.attributes = parts, label, attributes

    def text(self):
        return "".join(part if isinstance(part, str) else part[1] for part in self.parts)


def box(tag, role, *children, attributes=""):
    return Node(tag, role, children, attributes=attributes)


def line(tag, label, *parts, role="", attributes=""):
    return Node(tag, role, parts=list(parts), label=label, attributes=attributes)


def link(text, href="#"):
    return ("a", text, href)


def broken(tag, label, texts, role=""):
    """Lines of one element, split by <br>."""
    parts = [texts[0]]
    for text in texts[1:]:
        parts += [("br", "\n", ""), text]
    return line(tag, label, *parts, role=role)


class HtmlWriter:
    def __init__(self, classes):
        self.classes = classes
        self.out = []
        self.labels = []

    def opening(self, node):
        name = self.classes.of(node.role) if node.role else ""
        return "<" + node.tag + (' class="%s"' % name if name else "") + (" " + node.attributes if node.attributes else "") + ">"

    def inline(self, part):
        if isinstance(part, str):
            return html.escape(part, quote=False)
        tag, text, href = part
        if tag == "br":
            return "<br>\n"
        return "<%s%s>%s</%s>" % (tag, ' href="%s"' % html.escape(href) if tag == "a" else "", html.escape(text, quote=False), tag)

    def write(self, node, depth=0):
        indent = " " * min(depth, 6)
        if node.tag == "img":
            self.out.append(indent + "<img %s>" % node.attributes)
        elif node.parts is None:
            self.out.append(indent + self.opening(node))
            for child in node.children:
                self.write(child, depth + 1)
            self.out.append(indent + "</%s>" % node.tag)
        else:
            inner = "".join(self.inline(part) for part in node.parts)
            self.out.append("%s%s%s</%s>" % ("" if node.tag == "pre" else indent, self.opening(node), inner, node.tag))
            for text in [node.text()] if node.tag == "pre" else node.text().split("\n"):
                if text.strip():
                    self.labels.append((node.label, text))


def label_file(name, about, labels):
    rows = ["# %s: %s" % (name, about)]
    for label, text in labels:
        first, *rest = text.strip().split("\n")
        rows.append("%s\t%s" % (label, first.strip()))
        rows += ["|\t" + row for row in rest]
    return "\n".join(rows) + "\n"


class TextWriter:
    """A page as programs print it that turn pages into text: 'wet', 'lynx', 'markdown'."""

    def __init__(self, kind, unspaced):
        self.kind, self.unspaced = kind, unspaced
        self.rows, self.links = [], []

    def row(self, label, text):
        self.rows.append((label, text))

    def part(self, part):
        if isinstance(part, str):
            return part
        tag, text, href = part
        if tag == "a" and self.kind == "markdown":
            return "[%s](%s)" % (text, href)
        if tag == "a" and self.kind == "lynx":
            self.links.append(href)
            return "[%d]%s" % (len(self.links), text)
        return "**%s**" % text if self.kind == "markdown" and tag in ("b", "strong") else text

    def write(self, node, number=0):
        if node.tag == "img":
            if self.kind == "markdown":
                self.row("-", "![](/img/%d.jpg)" % (len(self.rows) + 1))
            return
        if node.parts is None:
            if node.tag == "tr" and self.kind != "wet" and all(child.parts is not None for child in node.children):
                cells = [" ".join(self.part(part) for part in child.parts) for child in node.children]
                self.row(node.children[0].label, (" | " if self.kind == "markdown" else "   ").join(cells))
                return
            for at, child in enumerate(node.children):
                self.write(child, at + 1 if node.tag == "ol" else 0)
            if node.tag in ("ul", "ol", "table", "div", "section", "article") and self.kind != "wet":
                self.row("", "")
            return
        self.leaf(node, number)

    def leaf(self, node, number):
        text = "".join(self.part(part) for part in node.parts)
        if not text.strip():
            return
        if node.tag == "pre":
            for row in text.split("\n"):
                self.row(node.label if row.strip() else "", ("    " if self.kind != "wet" else "") + row)
            return
        if "\n" in text:
            for row in text.split("\n"):
                self.row(node.label, ("   " if self.kind == "lynx" else "") + row)
            self.row("", "")
            return
        mark = ""
        if self.kind == "markdown":
            mark = {"h1": "# ", "h2": "## ", "h3": "### ", "blockquote": "> "}.get(node.tag, "")
        if node.tag == "li" and self.kind != "wet":
            mark = "%d. " % number if number else "  * " if self.kind == "markdown" else "* "
        if self.kind == "lynx":
            indent = "" if node.tag in ("h1", "h2", "h3") else "   "
            width = 10000 if self.unspaced else 72
            wrapped = textwrap.wrap(text, width, initial_indent=indent + mark, subsequent_indent=indent + " " * len(mark),
                                    break_long_words=False, break_on_hyphens=False)
            for row in wrapped:
                self.row(node.label, row)
        else:
            self.row(node.label, mark + text)
        if node.tag in ("p", "h1", "h2", "h3", "blockquote") and self.kind != "wet":
            self.row("", "")

    def finish(self):
        if self.kind == "lynx" and self.links:
            self.row("-", "References")
            self.row("", "")
            for at, href in enumerate(self.links):
                self.row("-", "%4d. https://www.example.org%s" % (at + 1, href))


def text_files(name, about, rows):
    """The bytes of NAME.txt and NAME.labels."""
    text, labels = [], ["# %s: %s" % (name, about)]
    for label, row in rows:
        if not row.strip():
            if text and text[-1]:
                text.append("")
            continue
        text.append(row.rstrip())
        labels.append("%s\t%s" % (label, re.sub("[ \t]+", " ", row.strip())))
    return "\n".join(text).rstrip("\n") + "\n", "\n".join(labels) + "\n"


def seeded(*parts):
    return random.Random("/".join(str(part) for part in parts))
