#!/usr/bin/env python3
"""The reports in a real browser: headless Chromium, driven by Selenium.

    report_test.py [--train DEHUSK-TRAIN] [--keep FOLDER] DEHUSK ENVIRONMENT

ENVIRONMENT gets a virtual environment with Selenium, from PyPI, if there is none
yet. Where that or Chromium (Debian: chromium and chromium-driver) cannot be had,
the test is skipped. --keep: screenshots, to be looked at, go to FOLDER.
Exit status: 0 all passed, 1 some failed, 77 skipped.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import venv
from pathlib import Path

SELENIUM = "selenium==4.51.0"
SKIPPED = 77
SECONDS = 120  # for one run of a command; under a sanitizer on a busy machine
SOURCE = Path(__file__).resolve().parent.parent.parent
PAGES = SOURCE / "datasets" / "pages"
DESK = (1280, 900)
PHONE = (360, 740)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update", "--hide-scrollbars"]
SHOTS = None  # a folder, or None


def skip(why, how):
    print(f"skipped: {why}\nto run it: {how}")
    sys.exit(SKIPPED)


def enter_environment(folder):
    """Goes on in the virtual environment, which is made first if need be."""
    python = Path(folder) / "bin" / "python"
    check = [str(python), "-c", "import selenium"]
    if not python.exists() or subprocess.run(check, capture_output=True, check=False).returncode != 0:
        venv.create(folder, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", SELENIUM]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            skip("Selenium cannot be had: " + (done.stderr.strip() or "no reason").splitlines()[-1],
                 "see that pip reaches a package index, and run the tests again")
    os.execv(python, [str(python), *sys.argv])


# -- The command and the browser ----------------------------------------------------

class Session:
    """The programs under test, a folder for reports, the browser."""

    def __init__(self, driver, dehusk, train, folder):
        self.driver, self.dehusk, self.train, self.folder = driver, dehusk, train, folder
        self.made = 0

    def run(self, *arguments, given=None):
        done = subprocess.run([self.dehusk, "-q", *map(str, arguments)], input=given, capture_output=True,
                              timeout=SECONDS, check=True)
        return done.stdout.decode()

    def report(self, *arguments, given=None):
        """The path of a new report."""
        self.made += 1
        path = self.folder / f"report{self.made}.html"
        self.run("--output", "html", "-o", path, *arguments, given=given)
        return path

    def lines(self, *arguments, given=None):
        """The lines of one page, as JSON lines output has them."""
        return json.loads(self.run("--output", "jsonl", *arguments, given=given))["lines"]

    def size(self, size, dark=False):
        width, height = size
        self.cdp("Emulation.setDeviceMetricsOverride",
                 {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == PHONE})
        self.cdp("Emulation.setEmulatedMedia",
                 {"features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})

    def cdp(self, command, parameters):
        return self.driver.execute_cdp_cmd(command, parameters)

    def open(self, path, size=DESK, dark=False, at="", folded=False):
        self.size(size, dark)
        self.driver.get("about:blank")  # a change of what follows '#' alone loads nothing
        self.quiet()
        self.driver.get(path.as_uri() + at)
        if not folded and any(page.is_displayed() for page in self.all("#page")):
            self.unfold()
        self.quiet()

    def unfold(self):
        """Shows the lines that stand behind others' rows."""
        self.js("openFold(0, view.rows.length)")

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def all(self, selector):
        from selenium.webdriver.common.by import By
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} of {selector}"
        return found[0]

    def keys(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)

    def shot(self, name):
        if SHOTS is not None:
            self.driver.save_screenshot(str(SHOTS / (name + ".png")))

    def quiet(self):
        """Nothing on the console, nothing from the network."""
        said = [entry["message"] for entry in self.driver.get_log("browser")]
        assert not said, said
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                assert url.startswith(("file:", "data:", "about:", "chrome:")), url  # the last is the browser's own

    def fits(self):
        """No horizontal scrolling, nothing cut off at the edge, no figure over a text."""
        wide, room = self.js("return [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= room, f"{wide} pixels in {room}"
        over = self.js("""
            const room = document.documentElement.clientWidth, bad = [];
            for (const element of document.querySelectorAll("button, input, select, h1, h2, p, .line, .text, #why, figure"))
                if (element.checkVisibility() && !element.closest(".scroll")) {
                    const box = element.getBoundingClientRect();
                    if (box.width > 0 && !element.classList.contains("unseen") && (box.left < -0.5 || box.right > room + 0.5))
                        bad.push(element.tagName + "." + element.className + " " + box.left + " " + box.right);
                }
            for (const row of document.querySelectorAll(".line")) {
                if (!row.checkVisibility({contentVisibilityAuto: true}))
                    continue;
                const mark = row.firstChild.getBoundingClientRect(), text = row.lastChild.getBoundingClientRect();
                if (mark.right > text.left + 0.5 && text.right > mark.left + 0.5)
                    bad.push(row.id + ": figure over text");
            }
            return bad;""")
        assert not over, over[:5]

    def labels(self):
        return self.js("return [...document.querySelectorAll('.line')].map((row) => row.classList.contains('content'))")

    def slide(self, threshold):
        self.js("const slider = document.getElementById('threshold'); slider.value = arguments[0];"
                "slider.dispatchEvent(new Event('input', {bubbles: true}))", threshold)

    def chosen(self):
        """The index of the one line that is chosen, -1 without one."""
        found = self.js("return [...document.querySelectorAll('.line')].map((row, i) => "
                        "row.getAttribute('aria-selected') === 'true' ? i : -1).filter((i) => i >= 0)")
        assert len(found) <= 1, found
        return found[0] if found else -1


def luminance(color):
    channels = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def is_content(lines):
    return [line["label"] == "content" for line in lines]


# -- Tests ----------------------------------------------------------------------------

def same_as_command(s):
    """Lines, labels and counts at the start and for thresholds, in four scripts, are those of the command."""
    for name in ("news-ar", "blog-he", "news-zh", "longread-en"):
        page = PAGES / (name + ".html")
        s.open(s.report(page))
        lines = s.lines(page)
        texts = s.js("return [...document.querySelectorAll('.text')].map((text) => text.firstChild.data)")
        assert texts == [line["text"] for line in lines], name
        assert s.labels() == is_content(lines), name
        assert s.one("#decision").text == "as labelled: balanced, chosen for this page"
        for threshold in (0, 1, 7, 20, 35, 50, 65, 80, 95, 99, 100):
            s.slide(threshold)
            expected = s.lines("--threshold", threshold / 100, page)
            assert s.labels() == is_content(expected), f"{name} at {threshold}"
            kept = [line["text"] for line in expected if line["label"] == "content"]
            said = s.one("#kept")
            assert int(said.get_attribute("data-lines")) == len(kept)
            assert int(said.get_attribute("data-characters")) == sum(map(len, kept))
            assert said.text.startswith(f"{len(kept)} of {len(lines)} lines kept"), said.text
        s.one("#start").click()
        assert s.labels() == is_content(lines), name
        s.quiet()


def roles_and_favors(s):
    """What roles are kept, and other decisions at the start."""
    for options in (["--keep", "none"], ["--keep", "all"], ["--favor", "recall"], ["--threshold", "0.35"]):
        for name in ("news-ar", "recipe-fr"):
            page = PAGES / (name + ".html")
            s.open(s.report(*options, page))
            assert s.labels() == is_content(s.lines(*options, page)), (options, name)
            keep = options if options[0] == "--keep" else []
            for threshold in (10, 50, 90):
                s.slide(threshold)
                assert s.labels() == is_content(s.lines(*keep, "--threshold", threshold / 100, page)), (options, threshold)
    s.open(s.report("--threshold", "0.35", PAGES / "news-en.html"))
    assert s.one("#threshold").get_attribute("value") == "35"


def plain_text(s):
    given = b"Home\nAbout\n\nThe ferry stopped in autumn, and nobody in the village knew when it would sail again.\n" * 3
    s.open(s.report("--input", "text", given=given))
    assert s.labels() == is_content(s.lines("--input", "text", given=given))


def what_is_said_of_lines_against_their_probability(s):
    """A repeat is called one, and a line that goes for another reason is not."""
    paragraphs = [f"<p>The ferry number {i} stopped in autumn, and nobody in the village knew when it would sail again.</p>"
                  for i in range(6)]
    hidden = paragraphs[5].replace("<p>", "<p hidden>").replace("autumn", "spring")
    given = ("<body><main>" + "".join(paragraphs[:4]) + hidden + paragraphs[4] + paragraphs[2] + paragraphs[5] + "</main>").encode()
    s.open(s.report("--input", "html", given=given))
    lines = s.lines("--input", "html", given=given)
    assert s.labels() == is_content(lines)
    (repeat,) = (i for i, line in enumerate(lines) if line["label"] != "content" and i != 4)
    at = int(s.one("#threshold").get_attribute("value")) / 100
    assert at <= min(line["probability"] for line in lines if line["label"] == "content")
    for i, line in enumerate(lines):
        s.js("document.getElementById(arguments[0]).click()", f"line{i}")
        said = s.js("const said = document.querySelector('#why .said'); return said && said.textContent")
        if line["label"] == "content" or line["probability"] < at:
            assert said is None, (i, said)
        else:
            assert ("repeats" if i == repeat else "browser") in said, (i, said)
    assert lines[repeat]["probability"] >= at
    s.quiet()


def reasons(s):
    """A click tells why, in the command's own words, and the column adds up."""
    page = PAGES / "longread-en.html"
    s.open(s.report(page))
    assert "Point at a line" in s.one("#why").text
    row = s.labels().index(True)
    s.one(f"#line{row} .text").click()
    assert s.chosen() == row
    assert s.js("return document.activeElement.id") == f"line{row}"
    told = [[cell.text for cell in s.js("return [...arguments[0].cells]", line)] for line in s.all(".reasons tbody tr")]
    assert len(told) == 10, told  # eight, the others, the score
    weights = [float(cells[-1].replace("\u2212", "-")) for cells in told]
    assert abs(sum(weights[:-1]) - weights[-1]) < 0.006, weights
    printed = [line for line in s.run("--explain", page).split("\n") if line.startswith(("+", "-", "    "))]
    starts = [i for i, line in enumerate(printed) if not line.startswith(" ")]
    expected = [line.split("  ", 3)[-1].strip() for line in printed[starts[row] + 1:starts[row] + 9]]
    # A group, and its reasons in rows of their own.
    assert [cells[0].split("\n")[0] for cells in told[:8]] == [words.split(" (")[0] for words in expected], (told, expected)
    for cells, words in zip(told, expected):
        inside = words.split(" (", 1)[1] if " (" in words else ""
        assert all(strong in words for strong in cells[0].split("\n")[1:]) and (inside == "") == ("\n" not in cells[0]), (cells, words)
    s.one("#line0 .text").click()
    assert s.chosen() == 0 and "Chrome" in s.one("#why h2").text
    s.shot("light")

    s.open(s.report("--explain=3", page))
    s.one("#line0").click()
    assert len(s.all(".reasons tbody tr")) == 5


def pointer(s):
    """Pointing shows reasons and leaving shows those of the chosen line again."""
    from selenium.webdriver.common.action_chains import ActionChains
    s.open(s.report(PAGES / "news-en.html"))
    s.one("#line2 .text").click()
    ActionChains(s.driver).move_to_element(s.one("#line5 .text")).perform()
    assert "line 6 " in s.one("#why .about").text, s.one("#why").text
    assert s.chosen() == 2
    ActionChains(s.driver).move_to_element(s.one("#title")).perform()
    assert "line 3 " in s.one("#why .about").text


def keyboard(s):
    """All of it without a mouse, with the focus in sight."""
    from selenium.webdriver.common.keys import Keys
    page = PAGES / "news-en.html"
    s.open(s.report(page))
    last = len(s.labels()) - 1
    s.keys("j")
    assert s.chosen() == 0
    s.keys("j", Keys.ARROW_DOWN, "k")
    assert s.chosen() == 1
    s.keys(Keys.END)
    assert s.chosen() == last
    visible = s.js("const box = document.activeElement.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight")
    assert visible and s.js("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    s.keys("j")
    assert s.chosen() == last
    s.keys(Keys.HOME, Keys.ARROW_UP)
    assert s.chosen() == 0
    s.keys("d")
    doubtful = [i for i, line in enumerate(s.lines(page)) if 0.2 < line["probability"] < 0.8]
    assert s.chosen() == (doubtful[0] if doubtful[0] > 0 else doubtful[1])
    before = int(s.one("#threshold").get_attribute("value"))
    s.keys("+", "+", "-")
    assert int(s.one("#threshold").get_attribute("value")) == before + 1
    s.keys("0")
    assert s.one("#at").text == "start"
    s.keys(Keys.ESCAPE)
    assert s.chosen() == -1 and "Point at a line" in s.one("#why").text
    s.js("document.activeElement.blur()")
    order = []
    for _ in range(8):  # from where the focus was last
        s.keys(Keys.TAB)
        order.append(s.js("const at = document.activeElement; return at.id || at.dataset.show || at.tagName"))
    order = [name for name in order if name != "BODY"]
    assert order[:3] == ["theme", "threshold", "all"] and order[-1].startswith("line"), order
    # With the slider in focus arrows are its own, and lines stay as they are.
    chosen = s.chosen()
    s.one("#threshold").send_keys(Keys.ARROW_RIGHT)
    assert s.one("#at").text != "start" and s.chosen() == chosen


def names_for_assistive_tools(s):
    """What a screen reader says."""
    s.open(s.report(PAGES / "news-en.html"))
    tree = s.cdp("Accessibility.getFullAXTree", {})["nodes"]
    named = {(node["role"]["value"], node.get("name", {}).get("value", "")) for node in tree if not node.get("ignored")}
    roles = [role for role, _ in named]
    assert ("listbox", "Lines of the page, in its order") in named
    assert any(role == "slider" and name.startswith("Threshold") for role, name in named)
    assert roles.count("option") > 10 and "status" in roles and "complementary" in roles
    unnamed = [role for role, name in named if not name and role in ("button", "slider", "option", "link", "heading")]
    assert not unnamed, unnamed


def filters(s):
    s.open(s.report(PAGES / "news-en.html"))
    labels = s.labels()
    shown = "return [...document.querySelectorAll('.line')].filter((row) => row.checkVisibility()).length"
    for name, expected in (("content", sum(labels)), ("chrome", len(labels) - sum(labels)), ("all", len(labels))):
        s.one(f"button[data-show={name}]").click()
        assert s.js(shown) == expected, name
        assert s.one("button[data-show][aria-pressed=true]").get_attribute("data-show") == name


def folds(s):
    """Runs of what is surely chrome are one row each, which opens; no doubtful line and none with a role is in one."""
    page = PAGES / "news-en.html"
    s.open(s.report(page), folded=True)
    lines = s.lines(page)
    hidden = s.js("return view.rows.flatMap((row, i) => row.checkVisibility() ? [] : [i])")
    assert hidden and not any(lines[i]["label"] == "content" or "role" in lines[i] or lines[i]["probability"] > 0.2001
                              for i in hidden), hidden
    first = is_content(lines).index(True)
    box = s.js(f"const box = view.rows[{first}].getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight")
    assert box and s.js(f"return view.rows[{first}].tabIndex") == 0
    button = s.all(".fold")[0]
    run = range(int(button.get_attribute("data-begin")), int(button.get_attribute("data-end")))
    assert f"{len(run)} lines of chrome" in button.text and lines[run[0]]["text"] in button.text, button.text
    s.shot("folds")
    button.click()
    assert s.chosen() == run[0] and all(s.js(f"return view.rows[{i}].checkVisibility()") for i in run)
    s.one("button[data-show=chrome]").click()
    assert not s.all(".fold")


def role_decides(s):
    """A line that is kept as a title says so where others have their probability."""
    page = PAGES / "news-en.html"
    s.open(s.report("--input", "text", SOURCE / "datasets" / "texts" / "tune" / "en-ferry.txt"))
    rows = s.js("return view.lines.map((line, i) => [line.role, line.label, view.rows[i].firstChild.lastChild.textContent])")
    for role, label, said in rows:
        assert (said == "role") == (role != 0 and (label == 1) == (role == 1)), (role, label, said)
    assert any(said == "role" and label == 1 for _, label, said in rows)
    s.open(s.report("--keep", "all", page))
    assert not any(said == "role" and role > 1 for role, _, said in
                   s.js("return view.lines.map((line, i) => [line.role, line.label, view.rows[i].firstChild.lastChild.textContent])"))


def latin_in_right_to_left(s):
    """Latin lines of an Arabic page stand at the right, as the page does; scripts have names."""
    given = "<title>x</title><p>" + "وصلت العبارة إلى الميناء في الصباح، وكان الناس ينتظرون على الرصيف. " * 3
    given += "<p>Harbour Press Agency, London</p><ul><li>One of the list in Latin</ul>"
    s.open(s.report("--threshold", "0", given=given.encode()))
    edges = s.js("""return view.rows.map((row) => {
        const range = document.createRange();
        range.selectNodeContents(row.querySelector(".text"));
        return Math.round(row.querySelector(".text").getBoundingClientRect().right - range.getBoundingClientRect().right);
    })""")
    assert all(edge < 30 for edge in edges), edges
    assert "Arabic" in s.one("#facts").text and "Arab " not in s.one("#facts").text
    s.shot("right-to-left")


def colours(s):
    """Light, dark, and the button; grey that can still be read; a sign beside the colour."""
    path = s.report(PAGES / "news-ar.html")
    papers = []
    for dark in (False, True):
        s.open(path, dark=dark)
        paper = s.js("return getComputedStyle(document.body).backgroundColor")
        papers.append(luminance(paper))
        for label in ("content", "chrome"):
            ink = s.js(f"return getComputedStyle(document.querySelector('.line.{label} .text')).color")
            assert contrast(ink, paper) >= 4.5, (dark, label, ink, paper)
        s.js("document.querySelector('.line.content').click()")
        s.shot("dark" if dark else "light-arabic")
    assert papers[0] > 0.8 and papers[1] < 0.05, papers
    s.one("#theme").click()
    assert luminance(s.js("return getComputedStyle(document.body).backgroundColor")) > 0.8
    signs = s.js("return [...document.querySelectorAll('.line')].map((row) => row.querySelector('b').textContent)")
    assert [sign == "+" for sign in signs] == s.labels() and set(signs) == {"+", "\u2212"}


def right_to_left(s):
    for name, script in (("news-ar", "[\u0600-\u06ff]"), ("blog-he", "[\u0590-\u05ff]")):
        s.open(s.report(PAGES / (name + ".html")))
        for text, direction, mark, own in s.js("""
                return [...document.querySelectorAll(".line")].slice(0, 25).map((row) => [row.lastChild.firstChild.data,
                    getComputedStyle(row.lastChild).direction, row.firstChild.getBoundingClientRect().left,
                    row.lastChild.getBoundingClientRect().right])"""):
            letters = re.search("[^\\W\\d_]", text)
            if letters:
                assert direction == ("rtl" if re.match(script, letters.group()) else "ltr"), text
            assert mark >= own, text  # the figures are where reading begins
    s.open(s.report(PAGES / "news-en.html"))
    assert s.js("return getComputedStyle(document.querySelector('.text')).direction") == "ltr"


def phone(s):
    """Nothing sticks out; reasons come from below and go again."""
    for name in ("longread-en", "blog-he", "news-zh", "docs-en", "table-hy"):
        s.open(s.report(PAGES / (name + ".html")), PHONE)
        s.fits()
        assert not s.one("#why").is_displayed()
        row = s.labels().index(True)
        s.js(f"document.getElementById('line{row}').click()")
        box = s.one("#why").rect
        assert s.one("#why").is_displayed() and box["width"] <= PHONE[0], box
        s.fits()
        s.shot("phone-" + name)
        s.one("#why .close").click()
        assert not s.one("#why").is_displayed() and s.chosen() == -1
    s.open(s.report(PAGES / "docs-en.html"))
    s.fits()


def long_words(s):
    given = ("<p>" + "x" * 3000 + "<pre>" + "y" * 3000 + "</pre><h1>" + "z" * 500 + "</h1><title>" + "t" * 900).encode()
    s.open(s.report("--input", "html", "--threshold", "0", given=given), PHONE)
    s.fits()


def hostile(s):
    """A page that tries to break out of the data does nothing."""
    attack = "</script><script>window.hacked=1;alert(1)</script><!--<script><img src=x onerror=alert(2)>"
    escaped = attack.replace("&", "&amp;").replace("<", "&lt;")
    page = f"<title>{escaped}</title><main><h1>{escaped}</h1><p>{escaped}</p><pre>{escaped}\n\u2028\u2029</pre></main>"
    for options, given in ((["--input", "html"], page), (["--input", "jsonl"], "\n".join(json.dumps(
            {"html": page, "url": url}) for url in ("javascript:alert(3)", "https://a/" + attack)))):
        path = s.report(*options, "--threshold", "0", given=given.encode())
        for at in ("", "#page-2"):
            s.open(path, at=at)
            s.js("document.querySelectorAll('.line, #pages a').forEach((element) => element.click())")
            time.sleep(0.1)
            assert s.js("return window.hacked") is None
            assert not s.all("img, iframe, object, form") and len(s.all("body script:not([type])")) == 1
            assert not s.all("a[href^='javascript:']")
            assert "</script><script>window.hacked=1" in s.js("return document.body.innerText"), at
            s.quiet()
    # The policy itself: a script that got in all the same would not run.
    s.js("const one = document.createElement('script'); one.textContent = 'window.hacked = 2'; document.body.append(one)")
    assert s.js("return window.hacked") is None
    assert any("Content Security Policy" in entry["message"] for entry in s.driver.get_log("browser"))


def many_pages(s):
    """The list on top, and every page from it and back."""
    pages = sorted(PAGES.glob("*.html"))
    objects = [json.loads(line) for line in s.run("--output", "jsonl", *pages).splitlines()]
    path = s.report("-j", "2", *pages)
    s.open(path)
    s.fits()
    tiles = [tile.text for tile in s.all("#totals dd")]
    assert tiles[0] == str(len(pages)) and tiles[1] == str(sum(one["verdict"] == "article" for one in objects)), tiles
    assert tiles[3] == f"{sum(len(one['lines']) for one in objects):,}"
    doubts = [float(re.search(r"doubt ([0-9.]+)", row.text).group(1)) for row in s.all("#pages li")]
    assert len(doubts) == len(pages) and doubts == sorted(doubts, reverse=True) and doubts[0] > 0, doubts
    s.shot("index")
    s.one("#find").send_keys("news-ar")
    assert len(s.all("#pages li")) == 1
    s.one("#pages a").click()
    arabic = next(one for one in objects if one["source"].endswith("news-ar.html"))
    assert s.one("#title").text == arabic["title"] and s.labels() == is_content(arabic["lines"])
    s.driver.back()
    assert s.one("#index").is_displayed() and not s.one("#page").is_displayed()
    s.open(path, at="#page-2")
    assert s.labels() == is_content(objects[1]["lines"])
    # Next is what the list has next, in whatever order it is.
    doubtful = [int(link.get_attribute("href").rsplit("-", 1)[1]) for link in s.js("return [...document.querySelectorAll('#pages a')]")]
    at = doubtful.index(2)
    assert at < len(doubtful) - 1 and doubtful[at + 1] != 3, doubtful
    s.all("#above a")[-1].click()
    assert s.labels() == is_content(objects[doubtful[at + 1] - 1]["lines"])
    for dark in (False, True):
        s.open(path, PHONE, dark)
        s.fits()
        s.shot("index-phone-dark" if dark else "index-phone")
    s.quiet()


def hosts(s):
    """Share removed by host; the text of a page is counted in characters."""
    text = (PAGES / "news-en.html").read_text()
    given = "\n".join(json.dumps({"html": text, "url": f"https://{host}.example/{i}"}) for host, n in (("a", 2), ("b", 1))
                      for i in range(n)).encode()
    s.open(s.report("--input", "jsonl", given=given))
    lines = s.lines(PAGES / "news-en.html")
    kept = sum(len(line["text"]) for line in lines if line["label"] == "content")
    removed = f"{100 - 100 * kept / sum(len(line['text']) for line in lines):.0f}%"
    rows = [row.text.split() for row in s.all("#hosts tbody tr")]
    assert rows == [["a.example", "2", removed], ["b.example", "1", removed]], rows


def nothing(s):
    """No pages, and a page without lines."""
    empty = s.folder / "empty"
    empty.mkdir()
    s.open(s.report(empty))
    assert s.one("#title").text == "0 pages"
    s.open(s.report("--input", "html", given=b""))
    assert s.one("#no-lines").is_displayed() and s.one("#kept").text.startswith("0 of 0 lines")


def large(s):
    """5,000 lines stay usable."""
    given = b"<main>" + b"".join(b"<p>Line %d of a page that goes on and on, as pages do." % i for i in range(5000))
    path = s.report("--input", "html", given=given)
    began = time.monotonic()
    s.open(path)
    opened = time.monotonic() - began
    began = time.monotonic()
    s.slide(100)
    s.slide(0)
    slid = (time.monotonic() - began) / 2
    assert sum(s.labels()) == 5000
    print(f"  5,000 lines: {path.stat().st_size / 1e6:.1f} MB, opened in {opened:.2f} s, labelled again in {slid:.2f} s")
    assert opened < 20 and slid < 5  # so much on a busy machine


def limits(s):
    """What is left out is said."""
    given = b"<main>" + b"".join(b"<p>Line %d" % i for i in range(20001))
    s.open(s.report("--input", "html", given=given))
    assert s.one("#page-note").text.startswith("The first 20,000 of 20,001 lines are shown.")

    given = "\n".join(json.dumps({"text": "word " * 1000000, "url": f"https://a.example/{i}"}) for i in range(9)).encode()
    s.open(s.report("--input", "jsonl", given=given))
    assert s.one("#limits").text.startswith("The lines of the first 6 are in this file; those of 3 pages"), s.one("#limits").text
    assert [row.get_attribute("href") is not None for row in s.all("#pages a")] == [True] * 6 + [False] * 3
    assert s.all("#totals dd")[0].text == "9"
    assert "lines not in this file" in s.all("#pages li")[8].text


def printed(s):
    s.open(s.report(PAGES / "news-en.html"))
    s.cdp("Emulation.setEmulatedMedia", {"media": "print"})
    assert not s.one("#theme").is_displayed() and not s.one("#threshold").is_displayed()
    assert s.one("#line0 .text").is_displayed()
    sizes = [float(s.js(f"return getComputedStyle(document.querySelector('.line.{label} .text')).fontSize")[:-2])
             for label in ("chrome", "content")]
    assert sizes[0] < sizes[1], sizes
    s.cdp("Emulation.setEmulatedMedia", {"media": ""})


def evaluation(s):
    """The trainer's page has the trainer's figures."""
    if s.train is None:
        print("  no --train: the page of dehusk-train is not tested")
        return
    path, tsv = s.folder / "evaluation.html", s.folder / "pages.tsv"
    done = subprocess.run([s.train, "evaluate", "--model", SOURCE / "models" / "default.dehusk", "--pages-dir", PAGES,
                           "--html", path, "--pages", tsv], capture_output=True, text=True, timeout=SECONDS, check=True)
    means = re.findall(r"^mean over sets +([0-9.]+)$", done.stdout, re.MULTILINE)
    rows = [dict(zip(head.split("\t"), row.split("\t"))) for head, *all_rows in [tsv.read_text().splitlines()] for row in all_rows]
    s.open(path)
    for mode, mean in zip(("html", "text"), means, strict=True):
        s.one(f"button[data-mode={mode}]").click()
        assert s.one(".tiles > :first-child dd").text == mean
        assert len(s.all(".plots svg[role=img]")) == 3
        worst = min((row for row in rows if row["mode"] == mode and row["gold"] != "bad"), key=lambda row: float(row["f1"]))
        shown = s.all("main section:last-of-type tbody tr")[0].text
        assert f"{float(worst['f1']):.3f}" in shown and "--show pages/" in shown, shown
        assert not re.search("NaN|undefined|Infinity", s.js("return document.body.innerHTML.split('<footer')[0]"))
        s.fits()
    s.shot("evaluation")
    s.open(path, PHONE, dark=True)
    s.fits()
    s.shot("evaluation-phone")
    s.quiet()


TESTS = [same_as_command, roles_and_favors, what_is_said_of_lines_against_their_probability, plain_text, reasons, pointer, keyboard,
         names_for_assistive_tools, filters, folds, role_decides, latin_in_right_to_left,
         colours, right_to_left, phone, long_words, hostile, many_pages, hosts, nothing, large, limits, printed, evaluation]


def start_browser(profile):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in [*FLAGS, f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


def main():
    global SHOTS
    parser = argparse.ArgumentParser()
    parser.add_argument("--train")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", help="tests with this in their names")
    parser.add_argument("dehusk")
    parser.add_argument("environment")
    arguments = parser.parse_args()
    for program in ("chromium", "chromedriver"):
        if shutil.which(program) is None:
            skip(f"there is no {program}", "tools/setup/install-debian.sh browser")
    if Path(sys.prefix).resolve() != Path(arguments.environment).resolve():
        enter_environment(arguments.environment)
    if arguments.keep is not None:
        SHOTS = arguments.keep
        SHOTS.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="dehusk-browser-") as folder, \
            tempfile.TemporaryDirectory(prefix="dehusk-profile-", ignore_cleanup_errors=True) as profile:
        driver = start_browser(profile)
        try:
            session = Session(driver, arguments.dehusk, arguments.train, Path(folder))
            for test in TESTS:
                if arguments.only is not None and arguments.only not in test.__name__:
                    continue
                began = time.monotonic()
                try:
                    test(session)
                    print(f"passed {test.__name__}, {time.monotonic() - began:.1f} s", flush=True)
                except Exception:  # the others are to be told of, too
                    failed += 1
                    print(f"FAILED {test.__name__}", flush=True)
                    traceback.print_exc(file=sys.stdout)
        finally:
            driver.quit()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
