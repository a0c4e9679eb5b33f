"""The pages of each kind, from what a language's material holds, and the site around them."""

from markup import box, broken, line, link

TUNE = {"styles": ["semantic", "wordpress", "utility", "none", "board"], "frames": ["html5", "divs", "tables"], "forms": "ab"}
HOLD = {"styles": ["bem", "module", "hash", "store", "semantic"], "frames": ["html5", "nested", "reversed"], "forms": "cd"}


class Page:
    def __init__(self, rng, material, family, frame, form):
        self.rng, self.m, self.family, self.frame, self.form = rng, material, family, frame, form
        self.headlines = material.headlines[:]
        rng.shuffle(self.headlines)
        self.comments = material.comments[:]
        rng.shuffle(self.comments)
        self.next_headline = 0

    def ui(self, key):
        return self.m.one(key)

    def headline(self):
        self.next_headline += 1
        return self.headlines[self.next_headline % len(self.headlines)]

    def name(self):
        return self.rng.choice(self.m.ui["names"])

    def date(self):
        r = self.rng
        day, month, year = r.randint(1, 28), r.randint(1, 12), r.randint(2009, 2025)
        return r.choice(["%02d.%02d.%d" % (day, month, year), "%d-%02d-%02d" % (year, month, day), "%d/%d/%d" % (day, month, year),
                         "%d-%02d-%02d %02d:%02d" % (year, month, day, r.randint(0, 23), r.randint(0, 59))])

    def money(self):
        unit = self.ui("currency")
        amount = "%d.%02d" % (self.rng.randint(3, 180), self.rng.choice([0, 50, 90, 95, 99]))
        return self.rng.choice([amount + " " + unit, unit + " " + amount])

    def path(self):
        return "/%s/%d" % (self.rng.choice(["a", "news", "t", "item", "c", "page"]), self.rng.randint(10, 9999))

    def link(self, text):
        return link(text, self.path())

    # -- Parts of the site around --

    def menu(self, items, role):
        how = self.rng.choice(["list", "list", "row", "divs"])
        if how == "row":
            parts = []
            for item in items:
                parts += [self.link(item), self.rng.choice([" ", " | ", " · "])]
            return line("div", "-", *parts[:-1], role=role)
        if how == "divs":
            return box("div", role, *[line("div", "-", self.link(item)) for item in items])
        menu = box("ul", "", *[line("li", "-", self.link(item)) for item in items])
        return box("nav" if self.frame == "html5" else "div", role, menu)

    def cookie(self):
        buttons = [line("button", "-", self.ui(key), attributes='type="button"') for key in ("accept", "reject", "settings")]
        return box("div", "cookie", line("p", "-", self.ui("cookie")), *buttons[: self.rng.randint(1, 3)])

    def header(self):
        parts = [line("div", "-", self.link(self.ui("site")), role="logo")]
        if self.rng.random() < 0.6:
            parts.append(line("div", "-", self.link(self.ui("login")), " ", self.link(self.ui("register"))))
        if self.rng.random() < 0.5:
            parts.append(box("form", "", line("label", "-", self.ui("search")), line("button", "-", self.ui("search"))))
        items = [self.ui("home")] + self.m.ui["menu"]
        parts.append(self.menu(items[: self.rng.randint(6, len(items))], "nav"))
        return box("header" if self.frame == "html5" else "div", "header", *parts)

    def footer(self):
        parts = [self.menu(self.m.ui["foot"], "")]
        if self.rng.random() < 0.4:
            parts.insert(0, line("p", "-", self.ui("newsletter")))
            parts.insert(1, line("button", "-", self.ui("subscribe")))
        parts.append(line("p", "-", self.ui("copy")))
        return box("footer" if self.frame == "html5" else "div", "footer", *parts)

    def widget(self, title, count):
        items = [line("li", "-", self.link(self.headline()[0])) for _ in range(count)]
        return box("div", "widget", line("h3", "-", title), box(self.rng.choice(["ul", "ol"]), "", *items))

    def sidebar(self):
        widgets = [self.widget(self.ui("popular"), self.rng.randint(4, 7))]
        if self.rng.random() < 0.5:
            widgets.append(box("div", "widget", line("h3", "-", self.ui("newsletter")), line("button", "-", self.ui("subscribe"))))
        if self.rng.random() < 0.5:
            tags = [line("li", "-", self.link(tag)) for tag in self.m.ui["tags"]]
            widgets.append(box("div", "widget", box("ul", "", *tags)))
        return box("aside" if self.frame == "html5" else "div", "sidebar", *widgets)

    def crumbs(self):
        parts = [self.link(self.ui("home")), self.rng.choice([" › ", " / ", " » "]), self.link(self.rng.choice(self.m.ui["menu"]))]
        return line("div", "-", *parts, role="crumbs")

    def share(self):
        if self.rng.random() < 0.4:
            return line("div", "-", self.ui("share"), ": ", self.link("Facebook"), " ", self.link("X"), " ", self.link(self.ui("print")), role="share")
        return box("ul", "share", *[line("li", "-", self.link(text)) for text in (self.ui("share"), self.ui("print"), "E-mail")])

    def related(self, count, with_snippets):
        cards = []
        for _ in range(count):
            title, snippet = self.headline()
            parts = [line("h4", "-", self.link(title)), line("p", "-", snippet)] if with_snippets else [line("div", "-", self.link(title))]
            cards.append(box("div", "teaser", *parts))
        return box("section" if self.frame == "html5" else "div", "related", line("h3", "-", self.ui("related")), *cards)

    def comment_list(self, count):
        parts = [line("h3", "-", "%s (%d)" % (self.ui("comments"), count))]
        for at in range(count):
            parts.append(box("li" if self.form in "bd" else "div", "comment",
                             line("div", "-", ("b", self.name(), ""), " ", self.date(), role="meta"),
                             line("p", "-", self.comments[at % len(self.comments)], role="ctext"),
                             line("div", "-", self.link(self.ui("reply")), role="actions")))
        if self.form in "bd":
            parts = [parts[0], box("ol", "", *parts[1:])]
        return box("div", "comments", *parts, line("button", "-", self.ui("reply")))

    def whole(self, main, aside=True):
        """The site around a page's own nodes."""
        rng = self.rng
        cookie = self.cookie() if rng.random() < 0.55 else None
        crumbs = self.crumbs() if rng.random() < 0.6 else None
        tag = "main" if self.frame == "html5" else "div"
        content = box(tag, "main", crumbs, *main)
        for _ in range(rng.randint(0, 2) + (2 if self.frame == "nested" else 0)):
            content = box("div", rng.choice(["", "body", "page"]), content)
        side = self.sidebar() if aside and rng.random() < 0.75 else None
        if self.frame == "tables":
            cells = [box("td", "", content, attributes='valign="top"')]
            if side is not None:
                cells.insert(rng.choice([0, 1]), box("td", "sidebar", side, attributes='width="180" valign="top"'))
            middle = [box("table", "", box("tr", "", *cells), attributes='width="100%" border="0" cellpadding="4"')]
        elif self.frame == "reversed":
            middle = [box("div", "page", side, content)]
        else:
            middle = [box("div", "page", content, side)]
        early = cookie if rng.random() < 0.5 else None
        return [early, self.header(), *middle, self.footer(), cookie if early is None else None]


# -- Blocks of a piece --


def flow(page, blocks, heading="h2"):
    """The nodes of a run of blocks, all of them content."""
    nodes, items, kind = [], [], None

    def close():
        nonlocal items, kind
        if not items:
            return
        if kind == "cells":
            head, *rest = items
            rows = [box("tr", "", *[line("th", "+", cell) for cell in head])]
            rows += [box("tr", "", *[line("td", "+", cell) for cell in row]) for row in rest]
            nodes.append(box("table", "specs", box("thead", "", rows[0]), box("tbody", "", *rows[1:])))
        elif kind == "code":
            nodes.append(line("pre", "+", "\n".join(items)))
        else:
            nodes.append(box("ol" if kind == "step" else "ul", kind + "s" if kind != "item" else "", *[line("li", "+", item) for item in items]))
        items, kind = [], None

    for what, text in blocks:
        if what in ("item", "ingredient", "step", "cells", "code"):
            if kind != what:
                close()
            kind = what
            items.append([cell.strip() for cell in text.split(" | ")] if what == "cells" else text)
            continue
        close()
        if what == "subhead":
            nodes.append(line(heading, "+", text))
        elif what == "quote":
            nodes.append(line("blockquote", "+", text))
        elif what == "text":
            nodes.append(line("p", "+", text))
    close()
    return nodes


def title_of(page, piece):
    title = next(text for what, text in piece if what == "title")
    return line("h1", "+ title", title, role="title")


def rest_of(piece):
    return [block for block in piece if block[0] != "title"]


def story(page, piece):
    body = flow(page, rest_of(piece), page.rng.choice(["h2", "h3"]))
    rng = page.rng
    if rng.random() < 0.6:
        caption = line(rng.choice(["figcaption", "p"]), "- caption", page.headline()[0], role="caption")
        body.insert(1, box("figure" if caption.tag == "figcaption" else "div", "", box("img", "", attributes='src="/img/%d.jpg" alt=""' % rng.randint(1, 999)), caption))
    if rng.random() < 0.6 and len(body) > 4:
        body.insert(len(body) // 2 + 1, line("p", "- readmore", page.ui("readmore") + ": ", page.link(page.headline()[0])))
    meta = line("div", "-", page.ui("by") + " " + page.name() + ", " + page.date(), role="meta")
    parts = [title_of(page, piece), meta, page.share() if rng.random() < 0.5 else None, box("div", "body", *body)]
    if rng.random() < 0.5:
        parts.append(page.share())
    article = box("article" if page.frame == "html5" else "div", "article", *parts)
    tail = [page.related(rng.randint(5, 12), page.form in "ac"), page.comment_list(rng.randint(4, 14))]
    if rng.random() < 0.3:
        tail.pop(rng.randint(0, 1))
    if rng.random() < 0.4:
        tail.reverse()
    return page.whole([article, *tail])


def posts_of(piece):
    posts = [[]]
    for block in rest_of(piece):
        if block[0] == "post":
            posts.append([])
        elif block[0] != "blank":
            posts[-1].append(block)
    return [post for post in posts if post]


def user_panel(page, tag, name):
    rng = page.rng
    parts = [line("div", "-", page.link(name))]
    if rng.random() < 0.7:
        parts.append(line("div", "-", "%s: %d" % (page.ui("posts"), rng.randint(3, 4000))))
    if rng.random() < 0.5:
        parts.append(line("div", "-", "%s: %s" % (page.ui("joined"), page.date()[:10])))
    return box(tag, "user", *parts)


def actions(page):
    keys = ["reply", "quote", "report"]
    if page.form in "ac":
        return line("div", "-", *sum([[page.link(page.ui(key)), " "] for key in keys], [])[:-1], role="actions")
    return box("ul", "actions", *[line("li", "-", page.link(page.ui(key))) for key in keys])


def forum_post(page, post, name, motto):
    """One post in the layout of the page: a table, divs, a list, or rows of a table with the head above."""
    body = flow(page, post, "h3")
    if page.form == "a" and all(what == "text" for what, _ in post):
        body = [broken("span", "+", [text for _, text in post])]
    text = box("div", "ptext", *body)
    sig = line("div", "-", motto, role="signature") if motto else None
    date = line("div", "-", page.date(), role="meta")
    if page.form == "a":
        return box("table", "fpost", box("tr", "", user_panel(page, "td", name), box("td", "", date, text, sig, actions(page))),
                   attributes='width="100%" cellspacing="1"')
    if page.form == "b":
        return box("div", "fpost", user_panel(page, "div", name), box("div", "", date, text, sig), actions(page))
    if page.form == "c":
        head = line("div", "-", page.link(name), " ", page.date(), role="user")
        return box("li", "fpost", box("article", "", head, text, actions(page)))
    head = box("tr", "user", line("td", "-", page.link(name)), line("td", "-", page.date()))
    return box("tbody", "fpost", head, box("tr", "", box("td", "ptext", *body, sig, attributes='colspan="2"')))


def forum(page, piece):
    names = page.m.ui["names"][:]
    page.rng.shuffle(names)
    mottos = {name: page.headline()[0] for name in names[:2]} if page.rng.random() < 0.5 else {}
    people = [names[0]] + [page.rng.choice(names) for _ in range(40)]
    posts = [forum_post(page, post, people[at], mottos.get(people[at])) for at, post in enumerate(posts_of(piece))]
    thread = {"a": box("div", "thread", *posts), "b": box("div", "thread", *posts), "c": box("ol", "thread", *posts),
              "d": box("table", "thread", *posts)}[page.form]
    top = box("div", "toolbar", line("a", "-", page.ui("reply"), attributes='href="#"'), pager(page))
    return page.whole([title_of(page, piece), top, thread, pager(page), page.related(page.rng.randint(3, 8), False)], aside=page.form != "a")


def pager(page):
    count = page.rng.randint(3, 7)
    if page.rng.random() < 0.5:
        parts = [page.ui("page") + " "]
        for number in range(1, count):
            parts += [page.link(str(number)), " "]
        return line("div", "-", *parts, page.link(page.ui("next")), role="pager")
    return box("ul", "pager", *[line("li", "-", page.link(str(number))) for number in range(1, count)], line("li", "-", page.link(page.ui("next"))))


def facets(page):
    boxes = []
    for heading in (page.ui("filter"), page.ui("price")):
        items = [line("li", "-", "%s (%d)" % (text, page.rng.randint(1, 300))) for text in page.m.ui["facets"]]
        boxes += [line("h4", "-", heading), box("ul", "", *items)]
    return box("div", "facets", *boxes)


def listing(page, search):
    rng = page.rng
    word = rng.choice(page.m.ui["tags"])
    heading = "%s: %s" % (page.ui("search"), word) if search else rng.choice(page.m.ui["menu"])
    count = min(rng.randint(6, 12), len(page.headlines))
    items = []
    for _ in range(count):
        title, snippet = page.headline()
        name, text = line(rng.choice(["h2", "h3"]) if page.form != "d" else "dt", "+", page.link(title)), line("p", "+", snippet, role="snippet")
        extra = line("div", "-", page.date() if rng.random() < 0.7 else page.money(), role="meta")
        if page.form == "a":
            items.append(box("div", "item", box("img", "", attributes='src="/t/%d.jpg" alt=""' % rng.randint(1, 99)), name, text, extra))
        elif page.form == "b":
            items.append(box("li", "item", extra, name, text))
        elif page.form == "c":
            items.append(box("article", "item", name, box("div", "", text, extra)))
        else:
            items += [name, box("dd", "snippet", text, extra)]
    results = box({"a": "div", "b": "ol", "c": "section", "d": "dl"}[page.form], "list", *items)
    bar = box("div", "toolbar", line("span", "-", "%s: %d" % (page.ui("results"), rng.randint(count, 900))), line("label", "-", page.ui("sort")),
              box("select", "", *[line("option", "-", text) for text in (page.ui("popular"), page.ui("price"), "A–Z")]))
    parts = [facets(page) if rng.random() < 0.7 else None, bar, results, pager(page)]
    title = line("h1", "-" if search else "+ title", heading, role="title")
    return page.whole([title, *parts])


def category(page, piece):
    return listing(page, False)


def results(page, piece):
    return listing(page, True)


def shop(page, piece):
    rng = page.rng
    pairs = [[part.strip() for part in text.split(" | ")] for what, text in piece if what == "pair"]
    text = flow(page, [block for block in rest_of(piece) if block[0] != "pair"], "h3")
    if page.form in "ac":
        specs = box("table", "specs", *[box("tr", "", line("th", "+", key), line("td", "+", value)) for key, value in pairs])
    elif page.form == "b":
        specs = box("ul", "specs", *[line("li", "+", ("b", key + ":", ""), " " + value) for key, value in pairs])
    else:
        specs = box("dl", "specs", *sum([[line("dt", "+", key), line("dd", "+", value)] for key, value in pairs], []))
    buy = box("div", "price", line("span", "-", page.money()), line("div", "-", page.ui("stock")), line("button", "-", page.ui("cart")))
    tabs = box("ul", "toolbar", *[line("li", "-", link(page.ui(key), "#" + key)) for key in ("description", "specs", "reviews")]) if rng.random() < 0.4 else None
    half = box("div", "body", line("h2", "+", page.ui("description")), *text), box("div", "", line("h2", "+", page.ui("specs")), specs)
    number = rng.randint(3, 9)
    reviews = [line("h2", "-", "%s (%d)" % (page.ui("reviews"), number))]
    for at in range(number):
        reviews.append(box("div", "review", line("div", "-", page.name() + " " + "★" * rng.randint(2, 5)),
                           line("p", "-", page.comments[at % len(page.comments)], role="ctext"), line("div", "-", page.date(), role="meta")))
    main = [box("div", "product", title_of(page, piece), buy, tabs, *half), box("div", "comments", *reviews), page.related(rng.randint(4, 8), False)]
    return page.whole(main, aside=False)


def recipe(page, piece):
    rng = page.rng
    groups = {kind: [block for block in rest_of(piece) if block[0] == kind] for kind in ("ingredient", "step")}
    intro = flow(page, [block for block in rest_of(piece) if block[0] not in groups])
    ingredients = [line("h2", "+", page.ui("ingredients")), box("ul", "ingredients", *[line("li", "+", text) for _, text in groups["ingredient"]])]
    if page.form == "b":
        ingredients[1] = box("table", "ingredients", *[box("tr", "", line("td", "+", text)) for _, text in groups["ingredient"]])
    steps = [line("h2", "+", page.ui("steps"))]
    if page.form in "ac":
        steps.append(box("ol", "steps", *[line("li", "+", text) for _, text in groups["step"]]))
    else:
        steps.append(box("div", "steps", *[line("p", "+", text) for _, text in groups["step"]]))
    bar = box("div", "toolbar", line("button", "-", page.ui("print")), line("button", "-", page.ui("share"))) if rng.random() < 0.6 else None
    meta = line("div", "-", page.ui("by") + " " + page.name() + " · " + page.date(), role="meta")
    body = box("div", "recipe", title_of(page, piece), meta, bar, *intro, *ingredients, *steps)
    return page.whole([body, page.related(rng.randint(3, 6), page.form in "bd"), page.comment_list(rng.randint(3, 9))])


def poem(page, piece):
    stanzas = [[]]
    for what, text in rest_of(piece):
        if what == "blank":
            stanzas.append([])
        else:
            stanzas[-1].append(text)
    stanzas = [stanza for stanza in stanzas if stanza]
    if page.form == "a":
        verses = [broken("p", "+", stanza) for stanza in stanzas]
    elif page.form == "b":
        verses = [box("div", "", *[line("p", "+", verse) for verse in stanza]) for stanza in stanzas]
    elif page.form == "c":
        verses = [box("div", "", *[line("div", "+", verse) for verse in stanza]) for stanza in stanzas]
    else:
        verses = [line("pre", "+", "\n".join(stanza)) for stanza in stanzas]
    meta = line("div", "-", page.name() + " · " + page.date(), role="meta")
    body = box("article" if page.frame == "html5" else "div", "article", title_of(page, piece), meta, box("div", "poem", *verses), page.share())
    return page.whole([body, page.related(page.rng.randint(6, 14), page.form == "c"), page.comment_list(page.rng.randint(2, 8))])


def data(page, piece):
    body = box("div", "body", *flow(page, rest_of(piece)))
    return page.whole([box("div", "article", title_of(page, piece), body), page.share(), page.related(page.rng.randint(4, 9), False)])


def docs(page, piece):
    heads = [text for what, text in piece if what == "subhead"]
    others = [page.headline()[0] for _ in range(page.rng.randint(6, 14))]
    tree = box("ul", "contents", *[line("li", "-", page.link(text)) for text in others])
    toc = box("div", "contents", line("h4", "-", page.ui("contents")), box("ul", "", *[line("li", "-", link(text, "#s%d" % at)) for at, text in enumerate(heads)]))
    text = box("div", "body", title_of(page, piece), *([toc] if page.form in "ac" else []), *flow(page, rest_of(piece)))
    ends = box("div", "pager", line("a", "-", page.ui("prev"), attributes='href="/p"'), line("div", "-", page.link(page.ui("next"))))
    return page.whole([tree, text, toc if page.form in "bd" else None, ends], aside=False)


KINDS = {"story": story, "forum": forum, "category": category, "results": results, "shop": shop, "recipe": recipe, "poem": poem, "data": data, "docs": docs}


def none(page, kind):
    """A page without main content: what is said, and around it nothing, or a site."""
    rows = page.m.none[kind]
    parts, fields = [], []
    for at, row in enumerate(rows):
        if row.startswith("["):
            fields.append(line("button", "-", row.strip("[]")))
        elif row.startswith("_"):
            fields.append(line("label", "-", row[1:]))
        else:
            tag = ("h1" if page.form in "ac" else "h2") if at == 0 and len(row) < 70 else "p"
            parts.append(line(tag, "-", row, role="title" if tag != "p" else ""))
    panel = box("div", "notice", *parts, box("form", "form", *fields) if fields else None)
    for _ in range(page.rng.randint(0, 3)):
        panel = box("div", page.rng.choice(["", "page", "body"]), panel)
    around = page.rng.random()
    if kind in ("missing", "noresults", "login", "region", "paywall") and around < 0.75:
        main = [panel]
        if kind == "noresults":
            main = [facets(page) if page.rng.random() < 0.5 else None, panel, page.related(page.rng.randint(3, 6), False)]
        return page.whole(main)
    if around < 0.3:
        return [box("div", "logo", line("div", "-", page.ui("site"))), panel, line("p", "-", page.ui("copy"))]
    return [panel]
