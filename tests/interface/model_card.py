#!/usr/bin/env python3
"""The figures in the tables of the model card and of the README are those of models/default.txt, what the trainer printed.

    model_card.py SOURCE_FOLDER [--write]

Names each cell that is another, and fails if there is one; with --write puts the figure there instead.
"""
import pathlib
import re
import sys

GROUP_COLUMNS = {"n": 0, "F1": 1, "P": 2, "R": 3, "line F1": 4, "line P": 5, "line R": 6}
FORM_COLUMNS = {"texts": 0, "F1": 1, "line F1": 3, "whole": 5, "lost": 6, "dropped": 9}
FORM_KEEP_ALL = [2, 4]  # the two columns "keep all": of F1, of line F1
FORMS = {
    "gold texts, nothing to take out": "clean", "gold with what stood among and after it": "cut",
    "extractors' output, 60 to 95% content": "mixed", "all output of newspaper4k": "x-newspaper",
    "labelled by people": "turku", "German": "de", "English": "en", "Spanish": "es", "Finnish": "fi", "French": "fr",
    "Swedish": "sv", "whole page: `get_text`": "content", "innerText": "browser", "Markdown": "markdown",
    "html2text": "markdown-wrapped", "lynx with links": "lynx-links", "w3m": "w3m"}
LANGUAGES = {"English": "en", "Chinese": "zh", "Polish": "pl", "Greek": "el", "Russian": "ru"}
TITLES = {"title kept (default)": "title", "`--keep none`": "none", "without roles": "no roles"}


def read_rows(text, begin):
    """Rows of numbers below the line that begins so, up to a blank one, by their name."""
    rows = {}
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith(begin):
            break
    for line in lines:
        match = re.match(r"(\S+(?: \S+)*?) +((?:[\d.]+ *)+)$", line)
        if not match:
            break
        rows[match[1]] = [float(number) for number in match[2].split()]
    return rows


def read_part(text):
    """What the trainer printed of HTML or of plain text: its groups, roles and forms."""
    groups = read_rows(text, "group  ")
    mean = re.search(r"^mean over sets +([\d.]+)$", text, re.M)
    groups["mean over sets"] = [None, float(mean[1])]
    roles = {name: row[1:] for name, row in read_rows(text, "roles kept ").items()}
    bins = {f"{low} to {high}": rest.split() for low, high, rest in re.findall(r"^(0\.\d) to (\d\.\d) +(.*)$", text, re.M)}
    counts = read_rows(re.sub(r" [+-][\d.]+$", "", text, flags=re.M), "set               pages   without")
    said = {line.partition(" ")[0]: line for line in text.splitlines() if line.startswith(("Brier score ", "verdict: "))}
    return {"groups": groups, "roles": roles, "forms": read_rows(text, "form of text "), "bins": bins, "counts": counts,
            "said": said}


def read_figures(path):
    """Both parts of what the trainer printed."""
    html, text = re.split(r"^text: ", path.read_text(), maxsplit=1, flags=re.M)
    return {"html": read_part(html), "text": read_part(text)}


class Table:
    """The table that is being read, from its header on: knows of a row's cells what they should be."""

    def __init__(self, figures, part, columns):
        self.figures, self.part, self.columns, self.above = figures, part, columns, ""

    def group_row(self, label):
        name = label.replace("**", "").replace("wcxb, ", "wcxb:")
        row = self.figures[self.part]["groups"].get(name)
        return row and [row[GROUP_COLUMNS[c]] if GROUP_COLUMNS[c] < len(row) else None for c in self.columns]

    def form_row(self, label):
        name = label.removeprefix("— ")
        short = FORMS.get(name, name)
        forms = self.figures["text"]["forms"]
        row = forms.get(f"{self.above}/{short}") if label.startswith("— ") else None
        if row is None:
            row, self.above = forms.get(short), short if not label.startswith("— ") else self.above
        keep_all = iter(FORM_KEEP_ALL)
        return row and [row[next(keep_all) if c == "keep all" else FORM_COLUMNS[c]] for c in self.columns]

    def title_row(self, label):
        return self.figures["html"]["roles"].get(TITLES.get(label))

    def readme_row(self, label):
        name = label.replace("**", "").split(":")[0]
        if label.startswith("— "):
            name = f"{self.above}/{LANGUAGES[name.removeprefix('— ')]}"
        else:
            self.above = name
        html, text = (self.figures[part]["groups"].get(name) for part in ("html", "text"))
        return html and text and [html[0], html[1], text[1]]

    def counts_row(self, label):
        name = re.sub(r"\*|(?<=of )\d+ ", "", label)
        html, text = (self.figures[part]["counts"].get(name) for part in ("html", "text"))
        return html and text and [html[0] if name == label else None, *html[1:3], *text[1:3]]

    def row(self, label):
        """The figures of a row's cells, None for those that are not known; None for a row that is not known."""
        if self.columns and self.columns[0] == "n" and self.columns[1] == "F1":
            return self.group_row(label)
        if "keep all" in self.columns:
            return self.form_row(label)
        if self.columns and self.columns[0] == "mean over sets":
            return self.title_row(label)
        if self.columns and self.columns[0] == "lines":
            return self.figures[self.part]["bins"].get(label)
        if "HTML without" in self.columns:
            return self.counts_row(label)
        return self.readme_row(label) if self.columns == ["n", "HTML", "plain text"] else None


def as_written(value, cell):
    """The value, with as many decimals as the cell has, thousands apart if it has them so."""
    plain = cell.strip("* ")
    if isinstance(value, str):
        return value
    if value is None or not re.fullmatch(r"[\d.,]+", plain):
        return cell
    decimals = len(plain.partition(".")[2])
    return cell.replace(plain, f"{value:,.0f}" if "," in plain else f"{value:.{decimals}f}")


def check(path, figures, wrong):
    """The document's text with right figures; adds to `wrong` what is not. Returns how many cells were looked at, too."""
    lines, table, part, checked = [], None, "html", 0
    for number, line in enumerate(path.read_text().splitlines(), 1):
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if line.startswith("### "):
            part = "text" if "ext" in line else "html"
        said = figures[part]["said"].get(line.partition(" ")[0])
        if said is not None:
            checked += 1
            if line.rstrip(".") != said:
                wrong.append(f"{path.name}:{number}: {line} and not {said}")
                line = said + "."
        if not cells:
            table = None
        elif table is None:
            table = Table(figures, part, cells[1:])
        else:
            right = table.row(cells[0]) or []
            new = [as_written(value, cell) for value, cell in zip(right, cells[1:])]
            checked += len(new)
            wrong += [f"{path.name}:{number}: {cells[0]}: {cell}, and not {value}"
                      for value, cell in zip(new, cells[1:]) if value != cell]
            if new:
                line = "| " + " | ".join([cells[0]] + new + cells[1 + len(new):]) + " |"
        lines.append(line)
    return "\n".join(lines) + "\n", checked


def main():
    source, write = pathlib.Path(sys.argv[1]), "--write" in sys.argv[2:]
    figures = read_figures(source / "models/default.txt")
    wrong, checked = [], 0
    for path in source / "models/CARD.md", source / "README.md":
        text, cells = check(path, figures, wrong)
        checked += cells
        if write:
            path.write_text(text)
    print("\n".join(wrong + [f"{checked} figures looked at, {len(wrong)} wrong"]))
    if checked < 400:
        sys.exit("the tables were not found")
    sys.exit(0 if write or not wrong else 1)


if __name__ == "__main__":
    main()
