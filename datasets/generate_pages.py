#!/usr/bin/env python3
"""Makes labelled pages and texts out of datasets/generator: what is in datasets/pages/tune, datasets/pages/hold and, named
made-*, in datasets/texts; or more pages of the same kinds for training.

    generate_pages.py                                    write the pages of this repository anew
    generate_pages.py --check                            say whether they are what would be written; exit status 1 if not
    generate_pages.py --count 600 --output DIR --seed 7  600 pages into DIR, of the family tune unless --family hold is given
    generate_pages.py --short --count 3600 --output DIR  3,600 short pages into DIR, two of five without content

The same arguments give the same bytes. The families have no language, layout or class naming style in common but "semantic";
pages of hold are for measuring only. Exit status: 0 done, 1 as above, 2 wrong usage.
"""

import argparse
import html
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "generator"))

import empty  # noqa: E402
import layouts  # noqa: E402
import markup  # noqa: E402
import material  # noqa: E402
import rare  # noqa: E402

LANGUAGES = {
    "tune": {"en": "English, Latin", "de": "German, Latin", "fr": "French, Latin", "es": "Spanish, Latin", "pl": "Polish, Latin",
             "ru": "Russian, Cyrillic", "tr": "Turkish, Latin", "ar": "Arabic, Arabic", "hi": "Hindi, Devanagari",
             "zh": "Chinese, Han (simplified)", "sv": "Swedish, Latin"},
    "hold": {"it": "Italian, Latin", "pt": "Portuguese, Latin", "el": "Greek, Greek", "uk": "Ukrainian, Cyrillic", "cs": "Czech, Latin",
             "fi": "Finnish, Latin", "he": "Hebrew, Hebrew", "ja": "Japanese, Japanese (kana and kanji)", "ko": "Korean, Hangul",
             "vi": "Vietnamese, Latin", "th": "Thai, Thai"},
}
UNSPACED = ("zh", "ja", "th")
FAMILIES = {"tune": layouts.TUNE, "hold": layouts.HOLD}
SIZE_MAX = 20000


def load(family):
    folder = HERE / "generator" / "material"
    return [material.Material(folder / (lang + ".txt")) for lang in LANGUAGES[family] if (folder / (lang + ".txt")).exists()]


def new_page(rng, own, family, form=None):
    traits = FAMILIES[family]
    return layouts.Page(rng, own, family, rng.choice(traits["frames"]), form or rng.choice(traits["forms"]))


def nodes_of(rng, own, family, kind, form=None):
    page = new_page(rng, own, family, form)
    if kind.startswith("rare-"):
        make, pieces = rare.KINDS[kind[5:]][0], rare.pieces_of(own, kind[5:])
        return make(page, rng.choice(pieces) if pieces else None)
    if kind.startswith("none-"):
        return layouts.none(page, kind[5:])
    pieces = own.pieces.get(kind)
    return layouts.KINDS[kind](page, rng.choice(pieces) if pieces else None)


def html_page(rng, name, own, family, kind, form=None):
    """The bytes of NAME.html and NAME.labels."""
    style = rng.choice(FAMILIES[family]["styles"])
    writer = markup.HtmlWriter(markup.Classes(rng, style))
    for node in nodes_of(rng, own, family, kind, form):
        if node is not None:
            writer.write(node)
    title = next((text for label, text in writer.labels if "title" in label), writer.labels[0][1])
    right = ' dir="rtl"' if own.lang in ("ar", "he") else ""
    head = '<!DOCTYPE html>\n<html lang="%s"%s>\n<head><meta charset="utf-8"><title>%s - %s</title></head>\n<body>\n' % (
        own.lang, right, html.escape(title, quote=False), html.escape(own.one("site"), quote=False))
    about = "%s, %s, %s" % (LANGUAGES[family][own.lang], kind.replace("-", ": "), "class names: " + style)
    return head + "\n".join(writer.out) + "\n</body>\n</html>\n", markup.label_file(name + ".html", about, writer.labels)


def kinds_of(own):
    kinds = ["category", "results"] if own.headlines else []
    return kinds + [kind for kind in layouts.KINDS if kind in own.pieces]


def fitting(make, floor, ceiling):
    """The first of some tries whose number of lines lies within, and which is not too large."""
    for attempt in range(40):
        text, labels = make(attempt)
        count = labels.count("\n") - 1
        if floor <= count <= ceiling and len(text.encode()) < SIZE_MAX:
            return text, labels
    raise SystemExit("no page of a fitting size: " + labels.split("\n")[0])


def committed_pages(family):
    files = {}
    for own in load(family):
        for at, kind in enumerate(kinds_of(own)):
            forms = FAMILIES[family]["forms"]
            form = forms[(at + len(files)) % 2]
            name = "%s-%s" % (kind, own.lang)
            files[name] = ".html", *fitting(lambda n: html_page(markup.seeded(name, n), name + "", own, family, kind, form), 45, 250)
        for at, kind in enumerate(own.none):
            name = "none-%s-%s" % (own.lang, kind)
            if at % 4 == 3:
                rows = [("-", row.lstrip("_")) for row in own.none[kind]]
                about = "%s, none: %s" % (LANGUAGES[family][own.lang], kind)
                files[name] = ".txt", *markup.text_files(name, about, rows)
            else:
                files[name] = ".html", *html_page(markup.seeded(name), name, own, family, "none-" + kind)
    return files


def clean_text(own, kind, piece):
    """A piece with nothing around it, as it would be typed."""
    rows, number = [], 0
    for what, text in piece:
        number = number + 1 if what == "step" else 0
        marked = {"item": "- " + text, "ingredient": "* " + text, "step": "%d. %s" % (number, text), "code": "    " + text,
                  "pair": text.replace(" | ", ": "), "cells": text.replace(" | ", "\t"), "post": ""}.get(what, text)
        label = {"title": "+ title", "subhead": "+ subhead", "quote": "+ quote"}.get(what, "+")
        rows.append((label, marked))
        if what in ("title", "subhead", "quote") or (what == "text" and kind not in ("poem", "talk")):
            rows.append(("", ""))
    return rows


DUMPS = {"tune": [("en", "docs", "markdown"), ("de", "shop", "wet"), ("ru", "forum", "lynx"), ("zh", "story", "markdown"),
                  ("fr", "recipe", "lynx"), ("es", "story", "wet"), ("pl", "poem", "markdown")],
         "hold": [("it", "recipe", "markdown"), ("pt", "forum", "wet"), ("ja", "story", "lynx"), ("cs", "docs", "lynx"),
                  ("el", "poem", "wet"), ("uk", "data", "markdown"), ("ko", "story", "wet")]}


def committed_texts(family):
    files = {}
    known = {own.lang: own for own in load(family)}
    for own in known.values():
        for kind in ("recipe", "poem", "docs", "talk", "minutes", "items", "answer"):
            for piece in own.pieces.get(kind, [])[:1]:
                name = "made-%s-%s" % (own.lang, kind)
                about = "%s, %s" % (LANGUAGES[family][own.lang], "blog" if kind in ("recipe", "poem", "talk") else "magazine")
                files[name] = ".txt", *markup.text_files(name, about, clean_text(own, kind, piece))
    for lang, kind, how in DUMPS[family]:
        if lang not in known or kind not in known[lang].pieces:
            continue
        name = "made-%s-%s-%s" % (lang, kind, how)
        writer = markup.TextWriter(how, lang in UNSPACED)
        for node in nodes_of(markup.seeded(name), known[lang], family, kind):
            if node is not None:
                writer.write(node)
        writer.finish()
        files[name] = ".txt", *markup.text_files(name, LANGUAGES[family][lang] + ", magazine", writer.rows)
    return files


def write(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, (extension, text, labels) in files.items():
        (folder / (name + extension)).write_text(text, encoding="utf-8", newline="\n")
        (folder / (name + ".labels")).write_text(labels, encoding="utf-8", newline="\n")


def differing(folder, files, mine):
    """Names of files that are not what they should be, of those that `mine` says are generated."""
    wanted = {}
    for name, (extension, text, labels) in files.items():
        wanted[name + extension], wanted[name + ".labels"] = text, labels
    found = {path.name for path in folder.iterdir() if mine(path.name)} if folder.is_dir() else set()
    wrong = [name for name in wanted if name not in found or (folder / name).read_bytes() != wanted[name].encode()]
    return ["%s/%s" % (folder, name) for name in sorted(set(wrong) | (found - set(wanted)))]


def more_pages(count, seed, family):
    """Kinds and languages in turn; every sixth page is without content, every third of a kind that is rare in gold."""
    files = {}
    everything = load(family)
    for at in range(count):
        rng = markup.seeded(seed, family, at)
        own = everything[at % len(everything)]
        kind = "none-" + rng.choice(sorted(own.none)) if at % 6 == 5 and own.none else rng.choice(kinds_of(own))
        if at % 3 == 1 and rare.kinds_of(own):
            kind = "rare-" + rng.choice(rare.kinds_of(own))
        first = "none" if kind == "rare-shell" else kind.split("-")[kind.startswith("rare-")]
        name = "%s-%s-%05d" % (first, own.lang, at)
        files[name] = ".html", *html_page(rng, name, own, family, kind)
    return files


def short_pages(count, seed):
    """Languages in turn, three of five pages with content. What stands before the dot of a name is the language, so that pages of one
    stay in one fold."""
    files = {}
    everything = empty.load(load("tune"))
    for at in range(count):
        rng = markup.seeded(seed, "short", at)
        own = everything[at % len(everything)]
        kind = "short" if at // len(everything) % 5 % 2 == 0 else rng.choice(sorted(own.kinds))
        nodes, head = empty.page(rng, own, kind)
        writer = markup.HtmlWriter(markup.Classes(rng, "none"))
        for node in nodes:
            writer.write(node)
        name = "%s.%s-%05d" % (own.lang, kind, at)
        text = '<!DOCTYPE html>\n<html lang="%s">\n<head><meta charset="utf-8">%s</head>\n<body>\n%s\n</body>\n</html>\n'
        files[name] = ".html", text % (own.lang, head, "\n".join(writer.out)), markup.label_file(name + ".html", own.lang + ", " + kind, writer.labels)
    return files


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--count", type=int)
    parser.add_argument("--output", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--family", choices=sorted(FAMILIES), default="tune")
    parser.add_argument("--short", action="store_true")
    args = parser.parse_args()
    if (args.count is None) != (args.output is None) or (args.check and args.output) or (args.count is not None and args.count < 1):
        parser.error("--count N and --output DIR go together, without --check")
    if args.short and (not args.output or args.family != "tune"):
        parser.error("--short goes with --output, and has no families")
    if args.output:
        write(args.output, short_pages(args.count, args.seed) if args.short else more_pages(args.count, args.seed, args.family))
        return 0
    wrong = []
    for family in FAMILIES:
        for folder, files, mine in ((HERE / "pages" / family, committed_pages(family), lambda name: True),
                                    (HERE / "texts" / family, committed_texts(family), lambda name: name.startswith("made-"))):
            wrong += differing(folder, files, mine)
            if not args.check:
                write(folder, files)
    if args.check and wrong:
        print("\n".join(wrong))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
