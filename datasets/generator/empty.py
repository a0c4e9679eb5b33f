"""Short pages: those that have nothing to keep, and those that have a few sentences, from empty/LANG.txt.

A section is a kind of page: `= ` a title of it, `- ` a sentence, `_ ` a field of a form, `* ` a button. [menu] and [foot] are one row
each, parted by bars. In [short], a title is followed by the sentences of one page, which are content.
"""

import html
import pathlib

from markup import box, broken, line, link

FOLDER = pathlib.Path(__file__).resolve().parent / "empty"

# Words of classes and ids as such pages have them; half of the pages have none that tell.
TELLING = {
    "robot": ["challenge-form", "cf-wrapper", "captcha", "g-recaptcha", "challenge-running", "security-check", "bot-check", "verify-box", "interstitial"],
    "script": ["noscript", "js-required", "no-js", "nojs-message", "app-root", "loading", "splash"],
    "login": ["login-form", "signin", "auth-box", "login", "user-login", "form-signin", "account-login"],
    "session": ["login", "session-expired", "logged-out", "auth"],
    "missing": ["error-404", "not-found", "page-404", "error-page", "error404", "http-error"],
    "error": ["error", "error-page", "server-error", "error-500", "cf-error-details", "exception"],
    "denied": ["error", "access-denied", "forbidden", "blocked", "cf-error-details", "error-403"],
    "repair": ["maintenance", "maintenance-mode", "offline", "down", "site-offline", "unavailable"],
    "soon": ["coming-soon", "construction", "launch", "countdown", "soon"],
    "parked": ["parking", "domain-sale", "parked", "for-sale", "registrar", "sedo", "offer-form"],
    "default": ["index", "default", "directory"],
    "cookies": ["consent", "cookie-wall", "cmp", "gdpr", "privacy-gate", "cookie-consent"],
    "age": ["age-gate", "age-verification", "agecheck", "over18", "modal"],
    "paywall": ["paywall", "subscribe", "regwall", "offer", "premium", "subscription-wall", "gate"],
    "region": ["geo-block", "error", "unavailable", "geoblock"],
    "noresults": ["no-results", "search-results", "empty", "no-products", "woocommerce-info", "nothing-found"],
    "cart": ["cart-empty", "basket", "empty-cart", "shopping-cart"],
    "redirect": ["redirect", "leaving", "external", "transition"],
    "thanks": ["thank-you", "confirmation", "success"],
    "short": ["entry-content", "article-body", "post", "note", "text", "story", "news-item", "event"],
}
PLAIN = ["container", "wrapper", "content", "main", "box", "inner", "message", "page", "card", "center", "row", "col", "panel", "info", "section", "block"]
FORMS = ("login", "age", "parked", "soon", "paywall", "noresults", "session", "robot")
AROUND = {"missing": .7, "noresults": .9, "cart": .9, "login": .4, "session": .4, "paywall": .5, "thanks": .7, "region": .5, "short": .6, "cookies": .2}
ENGLISH = {"robot": ["Just a moment...", "Attention Required!", "Captcha"], "missing": ["404 Not Found", "404", "Error 404"], "denied": ["403 Forbidden", "Access Denied"],
           "error": ["502 Bad Gateway", "500", "Error"], "repair": ["Maintenance", "503 Service Unavailable"], "login": ["Login", "Log in"], "parked": ["Parked"]}


class Empty:
    def __init__(self, path):
        self.lang, self.menu, self.foot, self.kinds, self.short = path.stem, [], [], {}, []
        section = ""
        for row in path.read_text(encoding="utf-8").splitlines():
            if row.startswith("[") and row.endswith("]"):
                section = row[1:-1]
            elif section in ("menu", "foot"):
                setattr(self, section, row.split(" | "))
            elif section == "short":
                if row.startswith("= "):
                    self.short.append([row[2:], []])
                elif row.strip():
                    self.short[-1][1].append(row)
            elif row.strip():
                self.kinds.setdefault(section, {}).setdefault(row[0], []).append(row[2:])


def load(materials):
    """What lies in empty/; pages with content also take headlines and first paragraphs of the same language's material."""
    known = {own.lang: own for own in materials}
    languages = [Empty(path) for path in sorted(FOLDER.glob("*.txt"))]
    for own in languages:
        if own.lang in known:
            own.short += notes_of(known[own.lang])
    return languages


def notes_of(material):
    notes = [[title, [snippet]] for title, snippet in material.headlines]
    for kind in ("story", "recipe", "forum", "docs"):
        for piece in material.pieces.get(kind, []):
            texts = [text for what, text in piece if what == "text"]
            title = next((text for what, text in piece if what == "title"), "")
            notes += [[title, texts[at : at + 2]] for at in range(0, len(texts), 2)]
    return [note for note in notes if note[0] and note[1]]


class Names:
    """Class and id attributes of one page."""

    def __init__(self, rng, kind):
        self.rng, self.kind = rng, kind
        self.how = rng.choice(["telling", "telling", "plain", "plain", "hash", "none"])

    def one(self):
        rng = self.rng
        if self.how == "none":
            return ""
        if self.how == "hash":
            word = rng.choice(["css-", "sc-", "_", "jsx-"]) + "".join(rng.choice("abcdefghjkmnpq23456789") for _ in range(5))
        else:
            word = rng.choice(TELLING[self.kind] if self.how == "telling" and rng.random() < .7 else PLAIN)
        return '%s="%s"' % (rng.choice(["class", "class", "class", "id"]), word)

    def maybe(self):
        return self.one() if self.rng.random() < .5 else ""


def wrapped(rng, names, nodes, depth):
    for _ in range(depth):
        nodes = [box(rng.choice(["div", "div", "div", "section", "main"]), "", *nodes, attributes=names.maybe())]
    return nodes


def menu(rng, own, label):
    items = own.menu[: rng.randint(3, len(own.menu))]
    how = rng.choice(["list", "list", "row", "divs"])
    if how == "row":
        parts = []
        for item in items:
            parts += [link(item, "/" + str(len(parts))), rng.choice([" ", " | ", " · "])]
        return line("div", label, *parts[:-1], attributes='class="nav"')
    if how == "divs":
        return box("header", "", *[line("div", label, link(item, "/a")) for item in items])
    return box(rng.choice(["nav", "div"]), "", box("ul", "", *[line("li", label, link(item, "/a")) for item in items]), attributes=rng.choice(['class="menu"', 'id="nav"', ""]))


def foot(rng, own, label):
    items = rng.sample(own.foot, rng.randint(1, len(own.foot)))
    parts = [link(item, "/f") if item[0] != "©" else item for item in items]
    if rng.random() < .5:
        return box(rng.choice(["footer", "div"]), "", *[line("p", label, part) for part in parts], attributes=rng.choice(['class="footer"', ""]))
    return line(rng.choice(["footer", "div", "p"]), label, *sum([[part, " "] for part in parts], [])[:-1])


def sentences(rng, names, rows, label):
    if len(rows) > 1 and rng.random() < .2:
        return [broken(rng.choice(["p", "div"]), label, rows, role="")]
    if len(rows) > 1 and rng.random() < .1:
        return [box("ul", "", *[line("li", label, row) for row in rows])]
    if len(rows) > 1 and rng.random() < .2:
        return [line(rng.choice(["p", "div"]), label, " ".join(rows), attributes=names.maybe())]
    tag = rng.choice(["p", "p", "p", "div", "h2"] if label == "-" else ["p", "p", "p", "div"])
    return [line(tag if tag != "h2" or at == 0 else "p", label, row, attributes=names.maybe()) for at, row in enumerate(rows)]


def heading(rng, names, text, label):
    return line(rng.choice(["h1", "h1", "h1", "h2", "h3", "div", "p"]), label, text, attributes=names.maybe())


def form(rng, names, parts):
    nodes = []
    for field in parts.get("_", [])[: rng.randint(1, 3)]:
        kind = "password" if field in parts["_"][1:2] else "text"
        nodes.append(line("label", "-", field))
        nodes.append(box("img", "", attributes='src="/i.png" alt=""') if rng.random() < .05 else box("p", "", attributes='data-for="%s"' % kind))
    for button in parts.get("*", [])[: rng.randint(1, 3)]:
        nodes.append(line("button", "-", button) if rng.random() < .6 else line("p", "-", link(button, "/go")))
    return [box(rng.choice(["form", "div"]), "", *nodes, attributes=names.maybe())] if nodes else []


def noise(rng, kind):
    rows = ["Ray ID: %x" % rng.getrandbits(60), "Error code: %d" % rng.randint(1000, 1030), "198.51.100.%d" % rng.randint(1, 250), "Reference #%d.%x" % (rng.randint(1, 40), rng.getrandbits(32)),
            "2031-0%d-1%d 0%d:17:44 UTC" % (rng.randint(1, 9), rng.randint(0, 9), rng.randint(0, 9)), "Performance & security by Fencepost"]
    if kind not in ("robot", "denied", "error", "missing") or rng.random() < .5:
        return []
    return [line(rng.choice(["p", "div"]), "-", row) for row in rng.sample(rows, rng.randint(1, 3))]


def body_of(rng, own, names, kind):
    """The title and the nodes of a page that has nothing to keep."""
    parts = own.kinds[kind]
    title = rng.choice(parts.get("=", [own.menu[0]]))
    rows = parts.get("-", [])
    rows = rng.sample(rows, min(len(rows), rng.choice([1, 1, 2, 2, 3, 4])))
    nodes = sentences(rng, names, rows, "-")
    if kind == "script" and rng.random() < .6:
        nodes = [box("noscript", "", *nodes)]
    if rng.random() < .85:
        nodes.insert(0, heading(rng, names, title, "-"))
    if kind in FORMS or rng.random() < .5:
        nodes += form(rng, names, parts)
    return title, nodes + noise(rng, kind)


def short_of(rng, own, names):
    """Some notes, their site's form or buttons below: those are no sign of a page without content."""
    (title, rows), *others = rng.sample(own.short, rng.choice([1, 1, 1, 1, 1, 2, 2, 3, 4, 5]))
    rows = rows + sum([[other[0]] + other[1] for other in others], [])
    nodes = sentences(rng, names, rows, "+")
    if rng.random() < .3:
        fields = rng.choice([{"_": own.kinds["login"]["_"][:1], "*": own.kinds["login"]["*"]}, {"*": own.kinds["cookies"]["*"]}, {"*": own.menu}])
        nodes += form(rng, names, fields)
    if rng.random() < .85:
        nodes.insert(0, heading(rng, names, title, "+ title"))
    if rng.random() < .25:
        nodes.insert(1, line("div", "-", "2031-0%d-1%d" % (rng.randint(1, 9), rng.randint(0, 9)), attributes=names.maybe()))
    return title, nodes


def banner(rng, own):
    """What a page with content asks too: cookies, a subscription, a log-in. Some are longer than the page."""
    kind = rng.choice(["cookies", "cookies", "cookies", "paywall", "login", "age", "script"])
    parts = own.kinds[kind]
    rows = rng.sample(parts["-"], rng.randint(1, len(parts["-"])))
    nodes = [line(rng.choice(["p", "div"]), "-", row) for row in rows]
    if rng.random() < .6:
        nodes.insert(0, line(rng.choice(["h2", "h3", "div"]), "-", rng.choice(parts["="])))
    nodes += [line("button", "-", button) for button in parts.get("*", [])[: rng.randint(0, 3)]]
    return box(rng.choice(["div", "section", "aside"]), "", *nodes, attributes=Names(rng, kind).maybe())


def page(rng, own, kind):
    """The kind's title, the nodes of a page and what else its head holds."""
    names = Names(rng, kind)
    title, nodes = short_of(rng, own, names) if kind == "short" else body_of(rng, own, names, kind)
    if rng.random() < .1:
        nodes = [box("table", "", box("tr", "", box("td", "", *nodes)), attributes='width="100%"')]
    nodes = wrapped(rng, names, nodes, rng.randint(0, 4))
    if kind == "short" and rng.random() < .4:
        nodes.insert(rng.choice([0, len(nodes)]), banner(rng, own))
    if rng.random() < AROUND.get(kind, .25):
        nodes = [menu(rng, own, "-"), *nodes, foot(rng, own, "-")]
    elif rng.random() < .3:
        nodes.append(foot(rng, own, "-"))
    if kind in ENGLISH and rng.random() < .25:
        title = rng.choice(ENGLISH[kind])
    site = rng.choice(["Gullwick", "Osier Island", "seven-terns.example", "Weir & Sons"])
    title = rng.choice([title, title, title + " - " + site, site + " | " + title, site])
    head = "<title>%s</title>" % html.escape(title, quote=False) if rng.random() < .95 else ""
    if rng.random() < (.3 if kind != "short" else .1):
        head += '<meta name="robots" content="noindex,nofollow">'
    if rng.random() < .5:
        head += '<script>var a="%x";</script>' % rng.getrandbits(80)
    return nodes, head


def labelled(writer):
    return any(label.startswith("+") for label, _ in writer.labels)
