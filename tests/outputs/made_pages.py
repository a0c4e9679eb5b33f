"""Pages made up at random from a seed, and the outline that they have: blocks in blocks, styles next to anything."""

from __future__ import annotations

import html
import random

from outline import settle

WORDS = ("harbour tide gull lantern slipway winter mended crossing quay ferryman паром причал волна чайка маяк "
         "渡輪 碼頭 海風 燈塔 修理 フェリー 港 灯台 العبارة الميناء φάρος λιμάνι เรือ 항구 नाव naïve l’été").split()
ODD = ("* _ ` # ## 1. 2) 10. - + > | ~~ ~~~ ``` < <b> </p> <!-- &amp; &copy; &#35; \\ \\\\ [x](y) ![z] === --- *** ___ "
       "http://weir.example/a_b_c a_b_c __init__ 2*3*4 :---: $x$ ^ : ; ! ? ( ) [ ] { } „ “ « » 「 」 。 、 … – — € © № "
       "*a* **b** _c_ `d` ~e~ [f]: # 1986. <https://a.example> &lt; ### *. -- =").split()
STYLES = ("strong", "em", "s", "code")
TAGS = {"strong": ("b", "strong"), "em": ("i", "em"), "s": ("s", "del"), "code": ("code", "kbd")}


class Maker:
    """`wild`: styles begin and end amid words and next to punctuation, and odd words stand anywhere."""

    def __init__(self, seed, wild, tables=True, strikes=True):
        self.random = random.Random(seed)
        self.wild, self.tables, self.strikes = wild, tables, strikes

    def words(self, odd):
        chosen = []
        for _ in range(self.random.randint(1, 5)):
            chosen.append(self.random.choice(ODD if odd and self.random.random() < 0.5 else WORDS))
        return " ".join(chosen)

    def inline(self, styled=True, depth=0):
        """Source, and pieces."""
        source, pieces = "", []
        for number in range(self.random.randint(1, 4)):
            space = "" if self.wild and self.random.random() < 0.4 else " "
            if number > 0:
                source += space
                pieces.append((space, frozenset()))
            if not styled or self.random.random() < 0.5 or depth > 2:
                text = self.words(True)
                source += html.escape(text, quote=False)
                pieces.append((text, frozenset()))
                continue
            style = self.random.choice(("strong", "em", "a", "s" if self.strikes else "em", "code"))
            inner_source, inner = self.styled_inline(style, depth)
            if style == "a":
                address = f"http://weir.example/{self.random.randint(1, 9)}"
                source += f'<a href="{address}">{inner_source}</a>'
                style = "a " + address
            else:
                tag = self.random.choice(TAGS[style])
                source += f"<{tag}>{inner_source}</{tag}>"
            pieces += [(text, styles | {style}) for text, styles in inner]
        return source, pieces

    def styled_inline(self, style, depth):
        if style == "code" or not self.wild:
            text = self.words(style == "code" or self.wild)
            return html.escape(text, quote=False), [(text, frozenset())]
        if style == "a":  # no link in a link
            text = self.words(True)
            return html.escape(text, quote=False), [(text, frozenset())]
        return self.inline(styled=True, depth=depth + 1)

    def paragraph(self):
        source, pieces = self.inline()
        for _ in range(self.random.choice((0, 0, 0, 1, 2))):
            more, others = self.inline()
            source += "<br>" + more
            pieces += [("\n", frozenset()), *others]
        return f"<p>{source}</p>", ("p", settle(pieces))

    def heading(self):
        level = self.random.randint(1, 6)
        text = self.words(True)
        return f"<h{level}>{html.escape(text, quote=False)}</h{level}>", ("h", level, settle([(text, frozenset())]))

    def code(self):
        rows = [" " * self.random.choice((0, 0, 2, 4, 8)) + self.words(True) for _ in range(self.random.randint(1, 4))]
        if len(rows) > 2 and self.random.random() < 0.5:
            rows[1] = ""
        language = self.random.choice(("", "c", "python", "c++"))
        text = "\n".join(rows)
        mark = f' class="language-{language}"' if language else ""
        return f"<pre><code{mark}>{html.escape(text, quote=False)}</code></pre>", ("code", language, text.strip("\n"))

    def table(self):
        width, height = self.random.randint(2, 4), self.random.randint(2, 4)
        header = self.random.random() < 0.5
        source, rows = "<table>", []
        for number in range(height):
            source += "<tr>"
            rows.append([])
            for _ in range(width):
                cell, pieces = self.inline(styled=not (header and number == 0), depth=2)  # longer cells are none of data
                tag = "th" if header and number == 0 else "td"
                source += f"<{tag}>{cell}</{tag}>"
                rows[-1].append(settle(pieces))
            source += "</tr>"
        return source + "</table>", ("table", tuple(map(tuple, rows)))

    def list(self, depth):
        ordered = self.random.random() < 0.5
        start = self.random.choice((1, 1, 1, 0, 7, 99)) if ordered else 1
        source, items = "", []
        for _ in range(self.random.randint(1, 3)):
            inner, blocks = self.blocks(depth + 1, self.random.choice((1, 1, 2, 3)))
            if self.random.random() < 0.5 and inner.startswith("<p>"):  # as most pages have it: text, then a list
                inner = inner.replace("<p>", "", 1).replace("</p>", " ", 1)
                if blocks[1:] and blocks[1][0] == "p":
                    inner, blocks = self.paragraph()[0], None
            source += f"<li>{inner}</li>"
            items.append(("item", *blocks) if blocks is not None else None)
        if None in items:
            return self.list(depth)
        first = f" start={start}" if ordered and start != 1 else ""
        tag = "ol" if ordered else "ul"
        return f"<{tag}{first}>{source}</{tag}>", ((tag, start, *items) if ordered else (tag, *items))

    def quote(self, depth):
        source, blocks = self.blocks(depth + 1, self.random.randint(1, 3))
        return f"<blockquote>{source}</blockquote>", ("quote", *blocks)

    def blocks(self, depth, count):
        source, blocks = "", []
        for _ in range(count):
            choice = self.random.random()
            if depth < 5 and choice < 0.3:
                made = self.list(depth)
            elif depth < 5 and choice < 0.42:
                made = self.quote(depth)
            elif choice < 0.5:
                made = self.code()
            elif choice < 0.58:
                made = self.heading()
            elif choice < 0.64 and depth == 0 and self.tables:
                made = self.table()
            else:
                made = self.paragraph()
            source += made[0]
            blocks.append(made[1])
        return source, blocks

    def page(self):
        source, blocks = self.blocks(0, self.random.randint(1, 6))
        return "<!doctype html><meta charset=utf-8><body>" + source, tuple(blocks)
