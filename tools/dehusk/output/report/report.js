/*
 * The report of dehusk --output html: the lines of each page, and all pages.
 *
 * The data are elements of the type application/json: `settings`, then for each
 * page a `summary` and, unless the report was full, its `lines`, then `totals`.
 */
const CONTENT = 1;
const ROLE_TITLE = 1;
const KIND_HEADING = 2;
const ONE = 65536; /* probabilities are in this, weights in WEIGHT_ONE */
const WEIGHT_ONE = 4096;
const DOUBT = 0.2; /* from here to 1 - DOUBT a line is doubtful */
const BINS = 20;
const STEPS = 100; /* of the slider */
const MANY_LINES = 2000;
const ROWS_AT_ONCE = 100;
const GROUPS_SHOWN = 8;
const FOLD_LEAST = 3; /* lines; fewer are as short as what would stand for them */
const FOLD_TEXTS = 8; /* that such a row gives a taste of */
const isNarrow = matchMedia("(max-width: 46rem)"); /* as in report.css: reasons cover a part of the lines there */
const NO_HOST = "no address";
const RIGHT_TO_LEFT = new Set(["Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr"]);

const settings = readData(byId("settings"));
const totals = readData(byId("totals-data"));
const pages = [];
for (const block of document.querySelectorAll("script.summary, script.lines")) {
    if (block.className === "summary")
        pages.push({index: pages.length, summary: readData(block), block: null});
    else
        pages[pages.length - 1].block = block;
}

function nameOf(page) {
    return page.summary.title || page.summary.url || sourceOf(page);
}

function sourceOf(page) {
    const {source, offset, line} = page.summary;
    return (source === "-" ? "standard input" : source) +
        (line ? ", line " + line : offset !== undefined ? ", byte " + offset : "");
}

function removedOf(summary) {
    return summary.characters > 0 ? 1 - summary.kept_characters / summary.characters : 0;
}

/* "Cyrl" is for programs. Browsers know the names; what they do not know stays a code. */
const scriptNames = new Intl.DisplayNames(["en"], {type: "script", fallback: "code"});

function scriptName(code) {
    return code === "none" ? "no letters" : scriptNames.of(code);
}

function scriptOf(summary) {
    const shares = Object.entries(summary.scripts);
    return shares.length > 0 ? shares[0][0] : "none";
}

function hostOf(summary) {
    try {
        return new URL(summary.url).hostname || NO_HOST;
    } catch {
        return NO_HOST;
    }
}

/* A histogram of lines by probability, from BINS counts. */
function spread(bins, label) {
    const width = 400, height = 40, most = Math.max(1, ...bins);
    const chart = draw("svg", {viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": label});
    bins.forEach((n, i) => {
        /* The root: in most pages nearly all lines are at the two ends. */
        const tall = n > 0 ? Math.max(1.5, height * Math.sqrt(n / most)) : 0;
        const bar = draw("rect", {class: "bar", x: (i * width) / BINS + 1, y: height - tall, width: width / BINS - 2, height: tall});
        bar.style.setProperty("--p", ((100 * (i + 0.5)) / BINS).toFixed(1) + "%");
        bar.append(draw("title", {}, `${(i / BINS).toFixed(2)} to ${((i + 1) / BINS).toFixed(2)}: ${count(n, "line")}`));
        chart.append(bar);
    });
    return chart;
}

/* -- One page ------------------------------------------------------------- */

const view = {page: null, lines: [], words: [], steps: [], rows: [], labels: [], at: 0, opened: new Set(), started: true, chosen: -1, kept: new Set()};

function isDoubtful(line) {
    return line.p > DOUBT * ONE && line.p < (1 - DOUBT) * ONE;
}

function readLines(page) {
    if (page.lines === undefined) {
        const data = readData(page.block);
        page.words = data.words;
        page.steps = data.steps;
        page.lines = data.lines.map(([text, p, label, kind, level, role, hidden, score, reasonCount, reasons]) =>
            ({text, p, label, kind, level, role, hidden, score, reasonCount, reasons, length: [...text].length}));
    }
    return page.lines;
}

/* The roles that hold at a threshold: which line is the title depends on what is kept. A negative one keeps its line. */
function rolesAt(threshold) {
    const roles = new Map();
    let found = null;
    for (const step of view.steps)
        if (step[0] <= threshold)
            found = step[1];
    for (let i = 0; found !== null && i < found.length; i += 2)
        roles.set(found[i], found[i + 1]);
    return roles;
}

/* What `dehusk --threshold` says. */
function labelsAt(threshold) {
    const roles = rolesAt(threshold);
    return view.lines.map((line, i) => {
        const found = roles.get(i) || 0, role = Math.abs(found);
        if (role !== 0 && ((settings.keep >> (role - 1)) & 1) === 0)
            return 0;
        return role === ROLE_TITLE || found < 0 || line.p / ONE >= threshold / 100 ? 1 : 0;
    });
}

/* Whether a label rests on a role and not on the probability: a title's that is kept, and of what is left out for its role. */
function roleDecides(role, kept) {
    return kept ? role === ROLE_TITLE : role !== 0 && ((settings.keep >> (role - 1)) & 1) === 0;
}

function markOf(line) {
    const p = line.p / ONE;
    return make("span", {class: "mark"}, make("b"), meter(p), make("span", {}, p.toFixed(2)));
}

function rowOf(line, i) {
    const names = ["line", settings.kinds[line.kind]];
    if (line.kind === KIND_HEADING)
        names.push("level" + line.level);
    if (isDoubtful(line))
        names.push("doubt");
    const row = make("div", {class: names.join(" "), id: "line" + i, role: "option", "aria-selected": "false", tabindex: "-1"},
        markOf(line), make("span", {class: "text", dir: "auto"}, line.text));
    if (line.role !== 0)
        row.lastChild.append(make("span", {class: "role", dir: "ltr"}, settings.roles[line.role]));
    return row;
}

/* `roles` null: those of the start. */
function labelRows(labels, roles) {
    labels.forEach((label, i) => {
        if (view.labels[i] !== label) {
            const list = view.rows[i].classList;
            list.toggle("content", label === CONTENT);
            list.toggle("chrome", label !== CONTENT);
            view.rows[i].firstChild.firstChild.textContent = label === CONTENT ? "+" : "\u2212";
        }
        view.rows[i].classList.toggle("changed", label !== view.lines[i].label);
        const role = roles === null ? view.lines[i].role : Math.abs(roles.get(i) || 0), by = roleDecides(role, label === CONTENT);
        view.rows[i].classList.toggle("by-role", by);
        view.rows[i].firstChild.lastChild.textContent = by ? "role" : (view.lines[i].p / ONE).toFixed(2);
        view.rows[i].firstChild.title = by ? `${label === CONTENT ? "Kept" : "Left out"} as ${settings.roles[role]}, ` +
            `whatever its probability, ${(view.lines[i].p / ONE).toFixed(3)}` : "";
    });
    view.labels = labels;
}

function sayCounts() {
    let lines = 0, kept = 0, all = 0, changed = 0;
    view.labels.forEach((label, i) => {
        all += view.lines[i].length;
        lines += label;
        kept += label * view.lines[i].length;
        changed += label !== view.lines[i].label;
    });
    byId("kept").textContent = `${count(lines)} of ${count(view.lines.length, "line")} kept, ` +
        `${percent(all > 0 ? kept / all : 0)} of the text`;
    byId("kept").dataset.lines = lines;
    byId("kept").dataset.characters = kept;
    byId("decision").textContent = view.started ? settings.decision
        : `every line from ${(view.at / 100).toFixed(2)} on; ${count(changed, "line differs", "lines differ")} from the start`;
    byId("at").textContent = view.started ? "start" : (view.at / 100).toFixed(2);
    byId("start").disabled = view.started;
    const bars = byId("spread").querySelectorAll("rect");
    bars.forEach((bar, i) => bar.classList.toggle("out", (i + 0.5) / BINS < view.at / 100));
}

/* -- Folds: runs of what is surely chrome, as one row each -- */

function canFold(i) {
    const line = view.lines[i];
    return view.labels[i] !== CONTENT && line.label !== CONTENT && line.role === 0 && !isDoubtful(line);
}

function openFold(begin, end) {
    for (let i = begin; i < end; i++)
        view.opened.add(i);
    fold();
}

function foldRow(begin, end) {
    const texts = view.lines.slice(begin, Math.min(end, begin + FOLD_TEXTS)).map((line) => line.text);
    const button = make("button", {type: "button", class: "fold", "data-begin": begin, "data-end": end},
        make("span", {class: "fold-count"}, count(end - begin, "line") + " of chrome"), " ",
        make("bdi", {class: "quiet"}, texts.join(" \u00B7 ") + (end - begin > FOLD_TEXTS ? " \u2026" : "")));
    button.addEventListener("click", () => {
        openFold(begin, end);
        choose(begin, true);
    });
    return button;
}

/* Rows that are folded are hidden; where only some lines are shown, nothing is. */
function fold() {
    for (const button of byId("lines").querySelectorAll(".fold"))
        button.remove();
    const all = (byId("lines").dataset.show || "all") === "all";
    for (let i = 0; i < view.rows.length;) {
        let end = i;
        while (all && end < view.rows.length && canFold(end) && !view.opened.has(end))
            end++;
        const hidden = end - i >= FOLD_LEAST;
        if (hidden)
            view.rows[i].before(foldRow(i, end));
        for (end = Math.max(end, i + 1); i < end; i++)
            view.rows[i].classList.toggle("folded", hidden);
    }
}

/* The first line of content, where people begin to read. */
function firstOf(lines) {
    return Math.max(0, lines.findIndex((line) => line.label === CONTENT));
}

function label(threshold) {
    view.started = threshold === null;
    view.at = view.started ? view.beginning : threshold;
    byId("threshold").value = view.at;
    byId("threshold").setAttribute("aria-valuetext", view.started ? "as at the start" : (view.at / 100).toFixed(2));
    labelRows(view.started ? view.lines.map((line) => line.label) : labelsAt(threshold), view.started ? null : rolesAt(threshold));
    fold();
    sayCounts();
    if (view.chosen >= 0)
        explain(view.chosen);
}

/* Where the slider stands at the start: at the threshold that comes nearest to the decision, by the characters on which
 * they differ. Some lines stay or go with others, whatever their probability, so that none need agree with it. */
function beginningOf(lines) {
    if (settings.threshold !== null)
        return Math.round(100 * settings.threshold);
    const change = new Array(STEPS + 2).fill(0); /* in what differs, by step */
    for (const line of lines) {
        const dropped = Math.floor((STEPS * line.p) / ONE) + 1; /* the first step that drops it */
        if (line.role === 0)
            change[dropped] += line.label === CONTENT ? line.length : -line.length;
    }
    let best = 0, differs = 0, least = 0;
    for (let step = 1; step <= STEPS; step++) {
        differs += change[step];
        if (differs < least)
            [best, least] = [step, differs];
    }
    return best;
}

function tellFacts(page) {
    const {summary} = page;
    const facts = [summary.title || summary.url ? sourceOf(page) : null, summary.title ? summary.url : null,
        summary.date, `verdict: ${summary.verdict} (${summary.verdict_probability.toFixed(2)})`,
        summary.format === "html" ? "HTML" : "plain text", summary.charset,
        Object.entries(summary.scripts).slice(0, 3).map(([script, share]) => `${scriptName(script)} ${percent(share)}`).join(", ")];
    byId("facts").textContent = facts.filter((fact) => fact).join(" \u00B7 ");
}

function showPage(page) {
    const lines = readLines(page);
    const kept = new Set(lines.filter((line) => line.label === CONTENT).map((line) => line.text));
    Object.assign(view, {page, lines, kept, words: page.words, steps: page.steps, labels: [], opened: new Set(), chosen: -1});
    view.beginning = beginningOf(lines);
    byId("index").hidden = true;
    byId("page").hidden = false;
    byId("title").textContent = nameOf(page);
    document.title = nameOf(page) + " \u2013 Dehusk";
    tellFacts(page);
    showWay(page);

    const notes = [];
    if (lines.length < page.summary.line_count)
        notes.push(`The first ${count(lines.length)} of ${count(page.summary.line_count, "line")} are shown.`);
    if (page.summary.truncated.length > 0)
        notes.push(`A limit was passed (${page.summary.truncated.join(", ")}); what lies behind it is missing.`);
    byId("page-note").hidden = notes.length === 0;
    byId("page-note").textContent = notes.join(" ");

    const bins = new Array(BINS).fill(0);
    for (const line of lines)
        bins[Math.min(BINS - 1, Math.floor((line.p * BINS) / ONE))]++;
    byId("spread").replaceChildren(spread(bins, "Lines by probability"));
    view.rows = lines.map(rowOf);
    byId("lines").dir = RIGHT_TO_LEFT.has(scriptOf(page.summary)) ? "rtl" : "ltr";
    byId("lines").classList.toggle("many", lines.length > MANY_LINES);
    byId("lines").replaceChildren(...view.rows);
    byId("no-lines").hidden = lines.length > 0;
    label(null);
    tellKeys();
    if (view.rows.length > 0) {
        const first = view.rows[firstOf(lines)];
        first.tabIndex = 0;
        first.scrollIntoView({block: "nearest"});
    }
}

/* -- Why ------------------------------------------------------------------ */

function signed(weight) {
    return (weight < 0 ? "\u2212" : "+") + Math.abs(weight / WEIGHT_ONE).toFixed(3);
}

function reasonRow(words, weight, most, name) {
    const bar = make("i", {class: weight < 0 ? "minus" : "plus", "--share": Math.min(1, Math.abs(weight) / most).toFixed(4)});
    return make("tr", {class: name}, make("th", {scope: "row"}, ...words),
        make("td", {}, make("span", {class: "weight", "aria-hidden": "true"}, bar)), make("td", {class: "number"}, signed(weight)));
}

function verdictOn(line, kept, role) {
    if (!roleDecides(role, kept))
        role = 0;
    if (role !== 0 && kept)
        return "Kept because it is the title of what is kept, whatever its probability.";
    if (role !== 0)
        return `Left out because of its role: ${settings.roles[role]}.`;
    if (!view.started || settings.threshold !== null || kept === line.p / ONE >= view.beginning / 100)
        return null;
    if (kept)
        return "Kept with what stands around it, whatever its probability.";
    if (view.kept.has(line.text))
        return "Left out because it repeats a line that is kept.";
    return line.hidden ? "Left out because a browser does not show it." : "Left out with what stands around it, whatever its probability.";
}

function explain(i) {
    const line = view.lines[i], kept = view.labels[i] === CONTENT;
    const role = view.started ? line.role : Math.abs(rolesAt(view.at).get(i) || 0);
    const kind = settings.kinds[line.kind] + (line.level > 0 ? " " + line.level : "");
    const about = [`line ${count(i + 1)}`, kind, role !== 0 ? "role " + settings.roles[role] : null,
        line.hidden ? "not shown by a browser" : null].filter((part) => part).join(" \u00B7 ");
    const said = verdictOn(line, kept, role);
    const close = make("button", {type: "button", class: "close"}, "Close");
    close.addEventListener("click", unchoose);

    const most = Math.max(1, ...line.reasons.map((reason) => Math.abs(reason[2])));
    const rest = line.score - line.reasons.reduce((sum, reason) => sum + reason[2], 0);
    const others = line.reasonCount - line.reasons.length; /* reasons, or groups of them */
    const left = settings.groups ? "rounding" : "the constant";
    const say = ([word, value]) => [view.words[word], value ? make("span", {class: "quiet"}, ": ", make("bdi", {}, value)) : null]
        .filter((part) => part);
    const body = make("tbody", {}, ...line.reasons.map((reason) =>
        reasonRow([...say(reason), ...reason.slice(3).map((strong) => make("span", {class: "strong-one quiet small"}, ...say(strong)))],
            reason[2], most)),
        reasonRow([others > 0 ? count(others, "other") + " and " + left : left], rest, Math.max(most, Math.abs(rest)), "rest"),
        make("tr", {class: "sum"}, make("th", {scope: "row", colspan: 2}, "score"), make("td", {class: "number"}, signed(line.score))));
    byId("why").classList.remove("idle");
    byId("why").replaceChildren(
        make("h2", {}, make("span", {}, kept ? "+ Content" : "\u2212 Chrome"), meter(line.p / ONE),
            make("span", {}, (line.p / ONE).toFixed(3)), close),
        make("p", {class: "about quiet"}, about), ...(said ? [make("p", {class: "said"}, said)] : []),
        make("table", {class: "reasons"}, make("caption", {class: "unseen"}, "What the score is made of"), body));
}

function tellKeys() {
    const keys = [["\u2193 j", "next line"], ["\u2191 k", "line before"], ["d", "next doubtful line"], ["Home End", "first, last line"],
        ["+ \u2212", "threshold up, down"], ["0", "back to the start"], ["Esc", "close"]];
    byId("why").classList.add("idle");
    byId("why").replaceChildren(make("h2", {}, "Why?"),
        make("p", {class: "quiet"}, "Point at a line, or choose one, to see what spoke for it and against it. " +
            "The figure is the probability that it is content."),
        make("div", {class: "keys no-print"}, ...keys.flatMap(([key, what]) => [
            make("span", {}, ...key.split(" ").flatMap((one) => [make("kbd", {}, one), " "])), make("span", {}, what)])));
}

function choose(i, focus) {
    if (view.chosen >= 0)
        view.rows[view.chosen].setAttribute("aria-selected", "false");
    for (const row of byId("lines").querySelectorAll("[tabindex='0']"))
        row.tabIndex = -1;
    view.chosen = i;
    view.rows[i].setAttribute("aria-selected", "true");
    view.rows[i].tabIndex = 0;
    explain(i);
    if (focus) {
        view.rows[i].focus({preventScroll: true});
        view.rows[i].scrollIntoView({block: "nearest"});
    }
}

function unchoose() {
    if (view.chosen >= 0) {
        view.rows[view.chosen].setAttribute("aria-selected", "false");
        view.rows[view.chosen].focus({preventScroll: true});
    }
    view.chosen = -1;
    tellKeys();
}

function isShown(i) {
    const show = byId("lines").dataset.show || "all";
    return show === "all" ? !view.rows[i].classList.contains("folded") : show === "doubt" ? isDoubtful(view.lines[i]) : (show === "content") === (view.labels[i] === CONTENT);
}

/* Chooses the first line that fits from `i` on in steps of `by`. */
function go(i, by, fits) {
    for (; i >= 0 && i < view.rows.length; i += by)
        if (isShown(i) && (!fits || fits(view.lines[i]))) {
            choose(i, true);
            return;
        }
}

function rowAt(target) {
    const row = target instanceof Element ? target.closest(".line") : null;
    return row !== null ? Number(row.id.slice(4)) : -1;
}

byId("lines").addEventListener("click", (event) => {
    const i = rowAt(event.target);
    if (i >= 0 && getSelection().isCollapsed)
        choose(i, true);
});
byId("lines").addEventListener("pointerover", (event) => {
    const i = rowAt(event.target);
    if (event.pointerType === "mouse" && i >= 0 && !isNarrow.matches)
        explain(i);
});
byId("lines").addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "mouse" || isNarrow.matches)
        return;
    if (view.chosen >= 0)
        explain(view.chosen);
    else
        tellKeys();
});
byId("lines").addEventListener("focusin", (event) => {
    const i = rowAt(event.target);
    if (i >= 0 && i !== view.chosen && event.target.matches(":focus-visible"))
        choose(i, false);
});
byId("threshold").addEventListener("input", () => label(Number(byId("threshold").value)));
byId("start").addEventListener("click", () => label(null));
byId("start").textContent = settings.threshold === null ? settings.favor[0].toUpperCase() + settings.favor.slice(1)
    : "Threshold " + settings.threshold;
for (const button of document.querySelectorAll("button[data-show]"))
    button.addEventListener("click", () => {
        for (const other of document.querySelectorAll("button[data-show]"))
            other.setAttribute("aria-pressed", String(other === button));
        byId("lines").dataset.show = button.dataset.show;
        fold();
    });

const slide = (by) => label(Math.max(0, Math.min(100, view.at + by)));
const keys = {
    j: () => go(view.chosen + 1, 1),
    k: () => go(view.chosen < 0 ? 0 : view.chosen - 1, -1),
    d: () => go(view.chosen + 1, 1, isDoubtful),
    ArrowDown: () => go(view.chosen + 1, 1),
    ArrowUp: () => go(view.chosen < 0 ? 0 : view.chosen - 1, -1),
    Home: () => go(0, 1),
    End: () => go(view.rows.length - 1, -1),
    "+": () => slide(1),
    "=": () => slide(1),
    "-": () => slide(-1),
    0: () => label(null),
    Escape: unchoose,
};

document.addEventListener("keydown", (event) => {
    const target = event.target;
    const inSlider = target.id === "threshold" && event.key.length > 1; /* arrows are the slider's own */
    const typing = target.matches("select, input:not([type='range'])") || inSlider;
    if (byId("page").hidden || typing || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key))
        return;
    keys[event.key]();
    event.preventDefault();
});

/* -- All pages ------------------------------------------------------------ */

function pageLink(page, text) {
    return page ? make("a", {href: "#page-" + (page.index + 1)}, text) : make("span", {}, text);
}

/* Above a page's title: the way back, and to the neighbours. */
function showWay(page) {
    if (pages.length === 1) {
        byId("above").textContent = "Dehusk";
        return;
    }
    /* As the list has them; a page that is not in it, since another was looked for, keeps its place in the file. */
    const list = (listed.includes(page) ? listed : pages).filter((one) => one.block !== null || one === page);
    const at = list.indexOf(page), before = list[at - 1], after = list[at + 1];
    byId("above").replaceChildren(make("a", {href: "#"}, "All pages"), ` \u00B7 page ${count(page.index + 1)} of ${count(totals.pages)} `,
        ...(before ? ["\u00B7 ", pageLink(before, "previous"), " "] : []), ...(after ? ["\u00B7 ", pageLink(after, "next")] : []));
}

function groupTable(title, keyOf) {
    const groups = new Map();
    for (const {summary} of pages) {
        const key = keyOf(summary);
        const group = groups.get(key) || {key, pages: 0, all: 0, kept: 0};
        group.pages++;
        group.all += summary.characters;
        group.kept += summary.kept_characters;
        groups.set(key, group);
    }
    const sorted = [...groups.values()].sort((a, b) => b.pages - a.pages || (a.key < b.key ? -1 : 1));
    const rows = sorted.slice(0, GROUPS_SHOWN).map((group) => {
        const removed = group.all > 0 ? 1 - group.kept / group.all : 0;
        return make("tr", {}, make("th", {scope: "row"}, make("bdi", {}, group.key)), make("td", {class: "number"}, count(group.pages)),
            make("td", {class: "number"}, percent(removed)), make("td", {}, meter(removed)));
    });
    const left = sorted.length - GROUPS_SHOWN;
    const head = ["", "pages", "removed", ""].map((text, i) => make("th", {scope: "col", class: i > 0 && text ? "number" : null}, text));
    return make("table", {}, make("caption", {}, title, left > 0 ? make("span", {class: "quiet small"}, `  and ${count(left)} more`) : ""),
        make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
}

function sum(of) {
    return pages.reduce((total, page) => total + of(page.summary), 0);
}

function tellLimits() {
    const told = [];
    if (totals.listed < totals.pages)
        told.push(`Of ${count(totals.pages, "page")} the first ${count(totals.listed)} are listed; figures here are theirs.`);
    if (totals.shown < totals.listed)
        told.push(`The lines of the first ${count(totals.shown)} are in this file; those of ${count(totals.pages - totals.shown, "page")} ` +
            "are left out. For these, make a report of fewer pages.");
    byId("limits").hidden = told.length === 0;
    byId("limits").textContent = told.join(" ");
}

function buildIndex() {
    const all = sum((summary) => summary.characters), kept = sum((summary) => summary.kept_characters);
    const facts = [["pages", count(totals.pages)], ["with an article", count(pages.filter((page) => page.summary.verdict === "article").length)],
        ["without content", count(pages.filter((page) => page.summary.kept === 0).length)], ["lines", count(sum((summary) => summary.line_count))],
        ["of the text removed", percent(all > 0 ? 1 - kept / all : 0)]];
    byId("totals").append(...facts.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))));
    tellLimits();
    const bins = new Array(BINS).fill(0);
    for (const {summary} of pages)
        summary.histogram.forEach((n, i) => { bins[i] += n; });
    byId("all-lines").append(make("figcaption", {}, "Lines by probability of being content"), spread(bins, "Lines by probability"),
        make("p", {class: "small ends"}, make("span", {}, "0 chrome"), make("span", {}, "height: square root of the number"),
            make("span", {}, "content 1")));
    byId("hosts").hidden = pages.every((page) => hostOf(page.summary) === NO_HOST);
    byId("hosts").append(groupTable("Hosts", hostOf));
    byId("scripts").append(groupTable("Scripts", (summary) => scriptName(scriptOf(summary))));
}

const orders = {
    doubt: (a, b) => b.summary.doubt - a.summary.doubt,
    removed: (a, b) => removedOf(b.summary) - removedOf(a.summary),
    kept: (a, b) => removedOf(a.summary) - removedOf(b.summary),
    lines: (a, b) => b.summary.line_count - a.summary.line_count,
    given: () => 0,
};

function pageRow(page) {
    const {summary} = page, removed = removedOf(summary);
    const place = summary.title || summary.url ? [summary.url, sourceOf(page)].filter((part) => part).join(" \u00B7 ") : "";
    return make("li", {}, make("a", {href: page.block !== null ? "#page-" + (page.index + 1) : null},
        make("span", {}, make("span", {class: "name", dir: "auto"}, nameOf(page)),
            make("span", {class: "small quiet"}, make("bdi", {}, place), page.block === null ? " (lines not in this file)" : "")),
        make("span", {class: "small quiet verdict"}, summary.verdict),
        make("span", {class: "small number lines-of"}, count(summary.line_count, "line")),
        make("span", {class: "small number"}, make("span", {}, `${percent(removed)} removed`),
            make("span", {class: "quiet"}, `doubt ${summary.doubt.toFixed(2)}`))));
}

let rowsShown = ROWS_AT_ONCE;
let listed = pages; /* as the list shows them */

function listPages() {
    const wanted = byId("find").value.trim().toLowerCase();
    const fits = ({summary}) => [summary.title, summary.url, summary.source].some((text) => text && text.toLowerCase().includes(wanted));
    const found = pages.filter((page) => wanted === "" || fits(page)).sort(orders[byId("order").value]);
    listed = found;
    byId("pages").replaceChildren(...found.slice(0, rowsShown).map(pageRow));
    byId("more").hidden = found.length <= rowsShown;
    byId("more").textContent = `Show more (${count(found.length - rowsShown)})`;
}

byId("order").addEventListener("change", listPages);
byId("find").addEventListener("input", () => { rowsShown = ROWS_AT_ONCE; listPages(); });
byId("more").addEventListener("click", () => { rowsShown += ROWS_AT_ONCE; listPages(); });

function showIndex() {
    byId("page").hidden = true;
    byId("index").hidden = false;
    byId("above").textContent = "Dehusk";
    byId("title").textContent = count(totals.pages, "page");
    byId("facts").textContent = "";
    document.title = count(totals.pages, "page") + " \u2013 Dehusk";
}

function follow() {
    const wanted = pages[Number((/^#page-([0-9]+)$/.exec(location.hash) || [])[1]) - 1];
    if (pages.length === 1 && pages[0].block !== null)
        showPage(pages[0]);
    else if (wanted && wanted.block !== null)
        showPage(wanted);
    else
        showIndex();
}

addEventListener("hashchange", () => {
    scrollTo(0, 0);
    follow();
    byId("title").focus({preventScroll: true});
});

byId("about").textContent = `Dehusk ${settings.dehusk}, ${settings.model ? "model " + settings.model : "a model without a name"}, ` +
    `Unicode ${settings.unicode}. Roles kept: ${settings.roles.filter((name, i) => i > 0 && (settings.keep >> (i - 1)) & 1).join(", ") || "none"}.`;
if (pages.length !== 1) {
    buildIndex();
    listPages();
}
follow();
