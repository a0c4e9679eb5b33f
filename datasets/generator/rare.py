"""Pages of kinds that gold texts have too few of, for training only: notices longer than the page, boards of table cells,
questions with code, songs, tales of short lines, lists of links inside a text, pages of a few lines, shells of scripts."""

import layouts
from markup import box, broken, line


def article_tag(page):
    return "article" if page.frame == "html5" else "div"


def consent(page):
    """The notice of cookies, purpose by purpose."""
    rows = [line("h3" if what == "subhead" else "p", "-", text) for what, text in page.rng.choice(page.m.pieces["consent"])]
    buttons = [line("button", "-", page.ui(key), attributes='type="button"') for key in ("accept", "reject", "settings")]
    form = box("div", "form", *rows, *buttons)
    for _ in range(page.rng.randint(0, 2)):
        form = box("div", page.rng.choice(["", "notice", "page"]), form)
    return box("div", page.rng.choice(["cookie", "cookie", "notice"]), line("h2", "-", page.ui("settings")), form)


def some_text(page, piece, least, most):
    return [block for block in layouts.rest_of(piece) if block[0] == "text"][: page.rng.randint(least, most)]


def wall(page, piece):
    """A few paragraphs, and a notice that is longer."""
    body = box("div", "body", *layouts.flow(page, some_text(page, piece, 2, 4)))
    site = page.whole([box(article_tag(page), "article", layouts.title_of(page, piece), body)], aside=False)
    return [consent(page), *site] if page.rng.random() < 0.6 else [*site, consent(page)]


def brief(page, piece):
    """Three paragraphs and hardly a site around them."""
    body = layouts.flow(page, some_text(page, piece, 1, 3))
    title = layouts.title_of(page, piece) if page.rng.random() < 0.7 else None
    main = box(article_tag(page), "article", title, *body)
    for _ in range(page.rng.randint(0, 3)):
        main = box("div", page.rng.choice(["", "page", "main"]), main)
    after = line("p", "-", page.ui("copy")) if page.rng.random() < 0.6 else None
    return [page.menu(page.m.ui["menu"][: page.rng.randint(2, 5)], "nav"), main, after]


def links(page, piece):
    """A text with a list of links that belongs to it, and one after it that does not."""
    rng = page.rng
    blocks = [line("p", "+", text) for what, text in layouts.rest_of(piece) if what == "text"]
    items = [line("li", "+", page.link(page.headline()[0])) for _ in range(rng.randint(3, 5))]
    if rng.random() < 0.3:
        items = [line("li", "+", page.link(title), ", ", text) for title, text in (page.headline() for _ in range(3))]
    blocks.insert(rng.randint(1, max(1, len(blocks) - 1)), box(rng.choice(["ul", "ol"]), "", *items))
    meta = line("div", "-", page.name() + ", " + page.date(), role="meta") if rng.random() < 0.5 else None
    body = box("div", "body", *blocks) if rng.random() < 0.5 else None
    article = box(article_tag(page), "article", layouts.title_of(page, piece), meta, *([body] if body else blocks))
    return page.whole([article, page.related(rng.randint(3, 6), False)], aside=rng.random() < 0.5)


def author_cell(page, name):
    rng = page.rng
    rows = [rng.choice(page.m.ui["ranks"]), "%s: %d" % (page.ui("posts"), rng.randint(3, 4000)),
            "%s: %s" % (page.ui("joined"), page.date()[:10])]
    rng.shuffle(rows)
    rows = rows[: rng.randint(1, 3)]
    if rng.random() < 0.5:
        return box("td", "user", line("b", "-", name), broken("div", "-", rows), attributes='valign="top"')
    return line("td", "-", ("b", name, ""), *sum([[("br", "\n", ""), row] for row in rows], []), role="user", attributes='valign="top"')


def board(page, piece):
    """A thread in the rows of one table, authors in the first column."""
    rng, rows = page.rng, []
    names = rng.sample(page.m.ui["names"], min(4, len(page.m.ui["names"])))
    for post in layouts.posts_of(piece):
        head = line("div", "-", rng.choice(["#%d " % (len(rows) + 1), ""]) + page.date(), role="meta")
        texts = [text for _, text in post]
        body = [broken("div", "+", texts, role="ptext")] if rng.random() < 0.5 else [box("div", "ptext", *layouts.flow(page, post, "h3"))]
        cell = box("td", "", head, *body, layouts.actions(page) if rng.random() < 0.5 else None, attributes='valign="top"')
        rows.append(box("tr", "fpost", author_cell(page, rng.choice(names)), cell))
    table = box("table", "thread", *rows, attributes='width="100%" cellspacing="0" cellpadding="4"')
    return page.whole([layouts.title_of(page, piece), layouts.pager(page), table, layouts.pager(page)], aside=False)


def user_card(page, key):
    return line("div", "-", page.ui(key) + " " + page.date() + " ", page.link(page.name()), " %d" % page.rng.randint(11, 9999), role="user")


def remarks(page):
    count = page.rng.randint(0, 3)
    rows = [line("div", "-", ("span", page.rng.choice(page.comments), ""), " – ", page.link(page.name()), role="comment") for _ in range(count)]
    return box("div", "comments", *rows) if rows else None


def question(page, piece):
    """A question and its answers, with votes, code, remarks and cards of their authors."""
    rng, parts = page.rng, []
    codes = [text for kind in page.m.pieces.get("docs", []) for what, text in kind if what == "code"]
    for at, post in enumerate(layouts.posts_of(piece)):
        body = [node for node in layouts.flow(page, post, "h3")]
        if codes and rng.random() < 0.6:
            code = rng.choice(codes)
            body.insert(rng.randint(1, len(body)), line("pre", "+", code))
        vote = line("div", "-", str(rng.randint(0, 90)), role="score")
        parts.append(box("div", "fpost", vote, box("div", "ptext", *body), user_card(page, "by"), remarks(page)))
        if at == 0:
            parts.append(line("h2", "-", "%d %s" % (rng.randint(1, 9), page.ui("comments"))))
    return page.whole([layouts.title_of(page, piece), *parts, page.related(rng.randint(3, 8), False)])


def song(page, piece):
    """Verses in one element, split by <br>, or one element a verse; refrains come again as they are."""
    rng = page.rng
    texts = [text for what, text in layouts.rest_of(piece) if what == "text"]
    by = line(rng.choice(["h2", "div"]), "-", page.link(page.name()), role="meta")
    verses = broken(rng.choice(["div", "p"]), "+", texts, role="poem")
    if rng.random() < 0.4:
        verses = box("div", "poem", *[line("div", "+", text) for text in texts])
    tools = line("div", "-", page.link(page.ui("print")), " ", page.link(page.ui("share")), role="toolbar")
    more = box("div", "related", line("h3", "-", page.ui("related")), *[line("div", "-", page.link(page.headline()[0])) for _ in range(rng.randint(3, 7))])
    return page.whole([layouts.title_of(page, piece), by, tools, verses, more, page.comment_list(rng.randint(1, 3))], aside=rng.random() < 0.5)


def tale(page, piece):
    """A story in short lines, each in boxes of its own."""
    rng = page.rng
    wrap = rng.randint(0, 2)
    lines = []
    for what, text in layouts.rest_of(piece):
        if what == "blank":
            continue
        node = line("p" if wrap == 0 else "div", "+", ("span", text, "")) if rng.random() < 0.5 else line("p", "+", text)
        lines.append(box("div", "", node) if wrap == 2 else node)
    steps = line("div", "-", page.link(page.ui("prev")), " ", page.link(page.ui("next")), role="pager")
    by = line("h3", "-", page.ui("by") + " " + page.name())
    foot = page.comment_list(rng.randint(2, 5)) if rng.random() < 0.5 else None
    return page.whole([layouts.title_of(page, piece), by, steps, box("div", "body", *lines), steps, foot], aside=False)


def shell(page, _):
    """What is left of an application where no script runs."""
    rows = page.m.none["script"]
    said = line("noscript", "-", rows[page.rng.randint(0, 1)])
    if page.rng.random() < 0.5:
        said = box("noscript", "", *[line(page.rng.choice(["p", "div"]), "-", row) for row in rows[: page.rng.randint(1, 2)]])
    root = box("div", "", attributes='id="%s"' % page.rng.choice(["root", "app", "__next", "main"]))
    after = line("p", "-", page.ui("copy")) if page.rng.random() < 0.2 else None
    return [said, root, after] if page.rng.random() < 0.6 else [root, said, after]


# What each is made from: the first of these that a language has.
KINDS = {"wall": (wall, ("story", "recipe", "docs")), "brief": (brief, ("story", "recipe", "docs")), "links": (links, ("story", "docs")), "board": (board, ("forum",)),
         "question": (question, ("forum",)), "song": (song, ("song", "poem")), "tale": (tale, ("tale", "talk")), "shell": (shell, ())}


def pieces_of(own, kind):
    return [piece for source in KINDS[kind][1] for piece in own.pieces.get(source, [])]


def kinds_of(own):
    lacks = {"wall": "consent" not in own.pieces, "board": "ranks" not in own.ui, "shell": "script" not in own.none}
    return [kind for kind in KINDS if not lacks.get(kind, False) and (kind == "shell" or pieces_of(own, kind))]
