#!/usr/bin/env python3
"""Clean HTML in a real browser: pages that would run a script, fetch something or navigate, and must not.

    attacks_test.py DEHUSK ENVIRONMENT

ENVIRONMENT gets a virtual environment with Selenium, as for report_test.py, by whose rules the test is skipped.
Each attack goes through `dehusk --output clean-html`, with every line and picture kept, and what comes out is loaded
in headless Chromium, in the two ways that readers have, and once more as the browser would store it. Nothing may run, say anything or be fetched
but pictures by http; no element, attribute or scheme may be there that the writer does not know.
Exit status: 0 all passed, 1 some failed, 77 skipped.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import report_test  # noqa: E402

RUN = "window.ran=1"
KNOWN = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, "li": {"value"}, "code": {"class"}, "html": set(), "head": set(),
         "body": set(), "p": set(), "h1": set(), "h2": set(), "h3": set(), "h4": set(), "h5": set(), "h6": set(),
         "ul": set(), "blockquote": set(), "pre": set(), "strong": set(), "em": set(), "s": set(), "br": set(),
         "table": set(), "tbody": set(), "tr": set(), "td": set(), "th": set()}
SCHEMES = ("http:", "https:", "mailto:")


def schemes():
    """Addresses that run something, in the spellings that browsers take."""
    names = ["javascript:", "JaVaScRiPt:", " javascript:", "\x01javascript:", "java\tscript:", "java\nscript:", "java\rscript:",
             "javascript\t:", "&#106;avascript:", "&#x6A;avascript:", "&#0000106avascript:", "java&Tab;script:",
             "java&NewLine;script:", "javascript&colon;", "javascript&#58;", "&#1;javascript:", "vbscript:", "livescript:",
             "data:text/html,<script>", "data:image/svg+xml,<svg onload=", "blob:null/", "filesystem:null/", "file:///",
             "feed:javascript:", "view-source:javascript:", "intent:", "\u3000javascript:", "\u2028javascript:",
             "//x\x00javascript:", "javascript://%0a", "javascript:/*--></title></style>*/"]
    for name in names:
        yield f'<p><a href="{name}{RUN}">a</a> b <img src="{name}{RUN}" alt=c>'
        yield f"<p><a href='{name}{RUN}'><b>a</b></a>"


def handlers():
    for tag in ("p", "b", "img", "a", "td", "blockquote", "pre", "h1", "li", "svg", "body", "video", "details", "x-own"):
        for name in ("onclick", "onerror", "onload", "onmouseover", "onfocus autofocus tabindex=1", "ontoggle open",
                     "style='animation-name:x' onanimationstart", "onerror&#61;x onerror", "/onerror", "x/onload"):
            yield f"<div><p>before</p><{tag} src=x {name}=\"{RUN}\">a</{tag}> b</div>"


def breakouts():
    """Text and attributes that would end what they stand in."""
    ends = ["\"", "'", ">", "\">", "'>", "`", "&quot;&gt;", "&#34;&#62;", "</code></pre>", "</p>", "-->", "]]>", "</title>",
            "\" onerror=" + RUN + " x=\"", "&quot; onload=" + RUN + " x=&quot;", "\\\"", "%22%3E"]
    script = f"&lt;script&gt;{RUN}&lt;/script&gt;&lt;img src=x onerror={RUN}&gt;"
    for end in ends:
        written = end.replace('"', "&quot;") if not end.startswith("&") else end
        yield f'<p>{end.replace("<", "&lt;")}{script}'
        yield f'<p><a href="http://a.invalid/{written}{script}">{script}</a>'
        yield f'<p>a <img src="http://a.invalid/{written}" alt="{written}{script}">'
        yield f'<pre class="language-{written}{script}">{script}</pre>'
        yield f'<ol start="{written}{script}"><li value="{written}">{script}</ol>'
        yield f'<base href="{written}javascript:{RUN}//"><p><a href="{written}x">a</a>'
        yield f'<table><tr><th>{script}<th>b<tr><td>{end.replace("<", "&lt;")}<td>{script}</table>'


def malformed():
    run = f"<img src=x onerror={RUN}>"
    yield from (f"<p>a<<script>{RUN}//<</script>", f"<scr<script>ipt>{RUN}</scr</script>ipt>", f"<script{RUN}", "<img src=x onerror=" + RUN,
                f"<p>a<IMG \"\"\"><SCRIPT>{RUN}</SCRIPT>\">", f"<!--><img src=x onerror={RUN}>-->", f"<!--><p>a--!>{run}",
                f"<![CDATA[><p>a{run}]]>", f"<?xml ><p>a{run}?>", f"</p{run}>", f"<p a=`>` b='>{run}'>c", f"<p/\x00{run}>a",
                f"<\x00script>{RUN}</script>", f"<p>\x00{run}", f"<plaintext>{run}", f"<xmp><p>a{run}</xmp>{run}",
                f"<noembed>{run}</noembed>", f"<iframe srcdoc='{run}'></iframe><p>a", f"<object data='javascript:{RUN}'>a</object>",
                f"<embed src='javascript:{RUN}'>", f"<form action='javascript:{RUN}'><button>a</button></form>",
                f"<meta http-equiv=refresh content='0;javascript:{RUN}'><p>a", f"<link rel=stylesheet href='javascript:{RUN}'>",
                f"<style>@import 'javascript:{RUN}'; p{{background:url(javascript:{RUN})}}</style><p>a", f"<isindex action=javascript:{RUN}>",
                f"<template><p>a{run}</template>", f"<p>+ADw-script+AD4-{RUN}+ADw-/script+AD4-", f"<p>a</p\t{run}", f"<p>{run * 3}")


def mutations():
    """Harmless to one parser, and something else when what it wrote is read again."""
    run = f"<img src=x onerror={RUN}>"
    wrapped = run.replace("<", "&lt;").replace(">", "&gt;")
    for inner in (run, wrapped, f"</title>{run}", f"</style>{run}"):
        yield from (f"<svg><style><p title=\"{inner}\">a</style></svg>", f"<math><mtext><table><mglyph><style><!--</style>{inner}--></table></mtext></math>",
                    f"<svg></p><style><a id=\"{inner}\">a", f"<math><annotation-xml encoding='text/html'>{inner}</annotation-xml></math>",
                    f"<noscript><p title=\"</noscript>{inner}\">a</noscript>", f"<form><math><mtext></form><form><mglyph><style></math>{inner}",
                    f"<svg><foreignObject><p>a{inner}</foreignObject></svg>", f"<textarea>{inner}</textarea><p>a", f"<title>{inner}</title><p>{wrapped}",
                    f"<listing>&lt;{inner}</listing>", f"<pre>\n\n{wrapped}</pre>", f"<p><code>{wrapped}</code>", f"<select><option>{inner}</select>",
                    f"<table><a href='javascript:{RUN}'>a<tr><td>{wrapped}<td>b<tr><td>c<td>d</table>", f"<svg><a xlink:href='javascript:{RUN}'><text>a</text></a></svg>",
                    f"<svg><script>{RUN}</script><use href='data:image/svg+xml,{wrapped}'/></svg>", f"<math href='javascript:{RUN}'>a</math>",
                    f"<svg><set attributeName=href to='javascript:{RUN}'/><animate attributeName=href values='javascript:{RUN}'/></svg><p>a")


def attacks():
    return [*schemes(), *handlers(), *breakouts(), *malformed(), *mutations()]


def cleaned(dehusk, pages):
    with tempfile.TemporaryDirectory(prefix="dehusk-attacks-") as folder:
        source, output = Path(folder) / "in", Path(folder) / "out"
        source.mkdir()
        for number, page in enumerate(pages):
            (source / f"{number:04}.html").write_text(page, encoding="utf-8", newline="")
        subprocess.run([dehusk, "-q", "--threshold", "0", "--keep", "all", "--images", "keep", "--input", "html", "--output",
                        "clean-html", "--output-dir", output, source], check=True, timeout=report_test.SECONDS)
        made = sorted(path for path in output.rglob("*") if path.is_file())
        assert len(made) == len(pages), f"{len(made)} of {len(pages)}"
        return [path.read_text(encoding="utf-8") for path in made]


LOAD = """
const leads = (element) => {
    const address = element.getAttribute("href") ?? element.getAttribute("src") ?? "";
    return URL.canParse(address, "http://a.invalid/") ? new URL(address, "http://a.invalid/").protocol : "http:";
};
const [source, done] = arguments;
document.open();
document.write(source);
document.close();
document.body.insertAdjacentHTML("beforeend", source); // a reader's other way, which parses in a body
const twice = document.body.innerHTML;                 // and what it would store
document.body.insertAdjacentHTML("beforeend", twice);
for (const link of document.querySelectorAll("a"))
    link.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
setTimeout(() => done({ran: window.ran === 1, elements: [...document.querySelectorAll("*")].map((element) => [
    element.localName, [...element.attributes].map((attribute) => attribute.name), leads(element),
    element.namespaceURI.endsWith("xhtml")])}), 0);
"""


def complaints(found):
    if found["ran"]:
        yield "a script ran"
    for name, attributes, address, is_html in found["elements"]:
        if name not in KNOWN or not is_html:
            yield f"an element {name}"
        elif not set(attributes) <= KNOWN[name]:
            yield f"{name} has {attributes}"
        elif not address.startswith(SCHEMES):
            yield f"{name} leads to {address!r}"


def try_all(driver, sources, pages):
    failed = 0
    driver.get("about:blank")
    for source, page in zip(sources, pages):
        found = driver.execute_async_script(LOAD, page)
        wrong = list(complaints(found))
        for entry in driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                if not url.startswith(("http://a.invalid/", "about:", "chrome:")):
                    wrong.append(f"asked for {url[:80]!r}")
        if wrong:
            failed += 1
            print(f"FAILED {source!r}\n  came out as {page!r}\n  {wrong[:3]}")
            driver.get("about:blank")
    return failed


def main():
    dehusk, environment = sys.argv[1:]
    for program in ("chromium", "chromedriver"):
        if shutil.which(program) is None:
            report_test.skip(f"there is no {program}", "tools/setup/install-debian.sh browser")
    if Path(sys.prefix).resolve() != Path(environment).resolve():
        report_test.enter_environment(environment)
    sources = attacks()
    with tempfile.TemporaryDirectory(prefix="dehusk-profile-", ignore_cleanup_errors=True) as profile:
        driver = report_test.start_browser(profile)
        try:
            # Attacks as they are must be seen, or the test sees nothing.
            seen = driver.get("about:blank") or list(complaints(driver.execute_async_script(LOAD, f"<img src=x onclick={RUN}><script>{RUN}</script>")))
            assert "a script ran" in seen and len(seen) > 1, seen
            driver.get("about:blank")
            driver.get_log("performance")
            failed = try_all(driver, sources, cleaned(dehusk, sources))
        finally:
            driver.quit()
    print(f"{len(sources)} attacks, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
