/*
 * The page of dehusk-train evaluate --html: curves, groups, worst pages.
 *
 * The data are elements of the type application/json: `settings`, and one of the
 * class `mode` for each mode, with lines by probability for each set, and what
 * --pages and --tables write.
 */
const BINS = 100;
const CALIBRATION_BINS = 20;
const WORST_SHOWN = 50;
const F1_BINS = 20;
const SMALL_GROUP = 10; /* pages; the trainer's own tables leave out what has fewer */
const WIDTH = 360, HEIGHT = 320, LEFT = 34, TOP = 22, BOTTOM = 38, EDGE = 8;
const HUES = 7, DASHES = 4;

const settings = readData(byId("settings"));
const modes = [...document.querySelectorAll("script.mode")].map((block) => {
    const mode = readData(block);
    mode.tables = readTable(mode.tables);
    mode.pages = readTable(mode.pages);
    mode.sets = mode.sets.filter((set) => mode.tables.some((row) => row.kind === "set" && row.name === set.name));
    return mode;
});

function readTable(text) {
    const [head, ...rows] = text.replace(/\n$/, "").split("\n").map((row) => row.split("\t"));
    return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
}

function fixed(value, digits = 4) {
    return value === "" ? "" : Number(value).toFixed(digits);
}

/* -- Plots ---------------------------------------------------------------- */

function atX(x) {
    return LEFT + x * (WIDTH - LEFT - EDGE);
}

function atY(y) {
    return TOP + (1 - y) * (HEIGHT - BOTTOM - TOP);
}

/* A square from 0 to 1 both ways. */
function plot(label, xName, yName, from = 0) {
    const scale = (value) => (value - from) / (1 - from), digits = (10 * from) % 5 === 0 ? 1 : 2;
    const chart = draw("svg", {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label});
    for (let i = 0; i <= 5; i++) {
        const value = from + ((1 - from) * i) / 5;
        chart.append(draw("path", {class: "axis", d: `M${atX(0)} ${atY(i / 5)}H${atX(1)}M${atX(i / 5)} ${atY(0)}V${atY(1)}`}),
            draw("text", {x: LEFT - 6, y: atY(i / 5) + 4, "text-anchor": "end"}, value.toFixed(digits)),
            draw("text", {x: atX(i / 5), y: atY(0) + 15, "text-anchor": "middle"}, value.toFixed(digits)));
    }
    chart.append(draw("text", {x: atX(1), y: HEIGHT - 6, "text-anchor": "end"}, xName + " \u2192"),
        draw("text", {x: 0, y: 10}, "\u2191 " + yName));
    return {chart, scale};
}

function pathOf(points) {
    return points.map(([x, y], i) => (i > 0 ? "L" : "M") + atX(x).toFixed(1) + " " + atY(y).toFixed(1)).join("");
}

/* Precision and recall of the words in the lines from each probability on. */
function curveOf(set) {
    const all = set.content_tokens.reduce((a, b) => a + b, 0);
    const points = [];
    let kept = 0, right = 0;
    for (let bin = BINS - 1; bin >= 0; bin--) {
        kept += set.tokens[bin];
        right += set.content_tokens[bin];
        if (kept > 0 && all > 0)
            points.push([right / all, right / kept]);
    }
    return points;
}

function sumOf(sets) {
    const all = {name: "all pages"};
    for (const key of ["lines", "content_lines", "p", "tokens", "content_tokens"])
        all[key] = new Array(BINS).fill(0).map((_, i) => sets.reduce((sum, set) => sum + set[key][i], 0));
    return all;
}

function styleOf(i) {
    return `hue${i % HUES} d${Math.floor(i / 2) % DASHES}`;
}

function drawCurves(mode, sets) {
    /* The corner that matters: a tenth and more below the worst of the decisions. */
    const rowOf = (i) => mode.tables.find((table) => (i === 0 && sets.length > 1 ? table.kind === "all" : table.kind === "set" && table.name === sets[i].name));
    const least = Math.min(...sets.map((set, i) => Math.min(rowOf(i).line_recall, rowOf(i).line_precision)));
    const from = Math.max(0, Math.min(0.8, Math.floor(10 * least - 1) / 10));
    const {chart, scale} = plot("Precision against recall, for each set", "recall", "precision", from);
    const legend = make("ul", {class: "legend small"});
    sets.forEach((set, i) => {
        const points = curveOf(set).map(([x, y]) => [scale(x), scale(y)]).filter(([x, y]) => x >= 0 && y >= 0);
        const row = rowOf(i);
        chart.append(draw("path", {class: `curve ${i === 0 ? "one" : ""} ${styleOf(i)}`, d: pathOf(points)}));
        chart.append(draw("circle", {class: `dot hue${i % HUES}`, r: 4, cx: atX(scale(row.line_recall)), cy: atY(scale(row.line_precision))},
                draw("title", {}, `${set.name}, as decided: precision ${fixed(row.line_precision, 3)}, recall ${fixed(row.line_recall, 3)}`)));
        legend.append(make("li", {}, draw("svg", {viewBox: "0 0 28 10", "aria-hidden": "true"},
            draw("path", {class: `curve dash ${styleOf(i)}`, d: "M0 5H28"})), set.name));
    });
    return make("figure", {}, make("figcaption", {}, "Precision and recall",
        make("span", {class: "small quiet"}, "Words in lines kept from each probability on; dots: as the decision keeps them. " +
            `Axes begin at ${from.toFixed(1)}.`)),
        chart, legend);
}

function drawCalibration(all) {
    const {chart} = plot("Share of content against probability", "probability said", "share that is content");
    const step = BINS / CALIBRATION_BINS;
    const lines = all.lines.reduce((a, b) => a + b, 0);
    let worst = 0;
    chart.append(draw("path", {class: "even", d: pathOf([[0, 0], [1, 1]])}));
    const points = [];
    for (let i = 0; i < CALIBRATION_BINS; i++) {
        const of = (key) => all[key].slice(i * step, (i + 1) * step).reduce((a, b) => a + b, 0);
        const n = of("lines");
        if (n === 0)
            continue;
        const point = [of("p") / n, of("content_lines") / n];
        points.push(point);
        worst += (n / lines) * Math.abs(point[0] - point[1]);
        chart.append(draw("circle", {class: "share", r: (2 + 9 * Math.sqrt(n / lines)).toFixed(1), cx: atX(point[0]), cy: atY(point[1])},
            draw("title", {}, `${count(n, "line")}: said ${point[0].toFixed(3)}, are ${point[1].toFixed(3)}`)));
    }
    chart.append(draw("path", {class: "curve", d: pathOf(points)}));
    return make("figure", {}, make("figcaption", {}, "Calibration",
        make("span", {class: "small quiet"}, `Of lines given 0.8, four of five should be content: the dashes. Off by ${worst.toFixed(3)} on average. ` +
            "Area of a dot: its lines.")), chart);
}

function drawF1(pages) {
    const bins = new Array(F1_BINS).fill(0);
    for (const page of pages)
        bins[Math.min(F1_BINS - 1, Math.floor(page.f1 * F1_BINS))]++;
    const most = Math.max(1, ...bins);
    const {chart} = plot("Pages by F1", "F1", "share of the fullest column");
    bins.forEach((n, i) => chart.append(draw("rect", {class: "column", x: atX(i / F1_BINS) + 1, width: (WIDTH - LEFT - EDGE) / F1_BINS - 2,
        y: atY(n / most), height: atY(0) - atY(n / most)}, draw("title", {}, `F1 ${(i / F1_BINS).toFixed(2)} to ${((i + 1) / F1_BINS).toFixed(2)}: ${count(n, "page")}`))));
    return make("figure", {}, make("figcaption", {}, "Pages by F1",
        make("span", {class: "small quiet"}, `${count(pages.filter((page) => page.f1 >= 0.95).length)} of ${count(pages.length, "page")} at 0.95 or more, ` +
            `${count(pages.filter((page) => page.f1 < 0.5).length)} under 0.5.`)), chart);
}

/* -- Tables --------------------------------------------------------------- */

function groupTable(mode, kind, title) {
    const rows = mode.tables.filter((row) => row.kind === kind);
    if (kind !== "set")
        rows.sort((a, b) => (a.name < b.name ? -1 : 1));
    const head = ["", "pages", "F1", "", "precision", "recall", "best possible", "without content", "bad gold"];
    const table = (name, some) => make("div", {class: "scroll", tabindex: "0"}, make("table", {class: "groups"}, make("caption", {class: name ? null : "unseen"}, name || title),
        make("thead", {}, make("tr", {}, ...head.map((text, i) => make("th", {scope: "col", class: i > 0 && text ? "number" : null}, text)))),
        make("tbody", {}, ...some.map((row) => make("tr", {}, make("th", {scope: "row"}, row.name),
            make("td", {class: "number"}, count(Number(row.pages))), make("td", {class: "number"}, fixed(row.f1)),
            make("td", {}, meter(Number(row.f1))), ...[row.precision, row.recall, row.oracle].map((value) => make("td", {class: "number"}, fixed(value))),
            make("td", {class: "number"}, row.empty), make("td", {class: "number"}, row.bad))))));
    const large = rows.filter((row) => kind === "set" || row.pages >= SMALL_GROUP), small = rows.filter((row) => !large.includes(row));
    return make("section", {}, ...(large.length > 0 ? [table(title, large)] : [make("h2", {}, title)]),
        ...(small.length > 0 ? [make("details", {open: large.length === 0}, make("summary", {class: "small"},
            `${count(small.length, "group")} of fewer than ${SMALL_GROUP} pages`), table("", small))] : []));
}

function worstPages(mode, pages) {
    const body = make("tbody");
    const sets = ["all sets", ...new Set(pages.map((page) => page.set))];
    const choice = make("select", {}, ...sets.map((name) => make("option", {}, name)));
    const list = () => {
        const wanted = choice.value;
        const rows = pages.filter((page) => wanted === sets[0] || page.set === wanted).sort((a, b) => a.f1 - b.f1).slice(0, WORST_SHOWN);
        body.replaceChildren(...rows.map((page) => make("tr", {}, make("th", {scope: "row"}, make("bdi", {}, page.site)),
            make("td", {}, page.lang), make("td", {}, page.type), ...[page.f1, page.precision, page.recall].map((value) => make("td", {class: "number"}, fixed(value, 3))),
            make("td", {class: "number"}, `${page.kept_tokens} / ${page.gold_tokens}`), make("td", {}, page.verdict),
            make("td", {}, make("code", {}, `--show ${page.set}/${page.id}`)))));
    };
    choice.addEventListener("change", list);
    list();
    const head = ["site", "language", "type", "F1", "precision", "recall", "words kept / wanted", "verdict", "look at it with dehusk-train cv"];
    return make("section", {}, make("div", {class: "bar-of-controls"}, make("h2", {}, "Worst pages"),
        make("label", {class: "small no-print"}, "Of ", choice)), make("div", {class: "scroll", tabindex: "0"}, make("table", {class: "groups"},
        make("thead", {}, make("tr", {}, ...head.map((text, i) => make("th", {scope: "col", class: i > 2 && i < 7 ? "number" : null}, text)))), body)));
}

function showMode(mode) {
    const pages = mode.pages.filter((page) => page.gold !== "bad");
    const mean = mode.tables.find((row) => row.kind === "mean"), all = mode.tables.find((row) => row.kind === "all");
    const sets = mode.sets.length > 1 ? [sumOf(mode.sets), ...mode.sets] : mode.sets;
    const tiles = [["mean F1 over sets", fixed(mean.f1)], ["F1 of all pages", fixed(all ? all.f1 : 0)], ["pages", count(pages.length)],
        ["sets", count(mode.sets.length)], ["lines", count(sumOf(mode.sets).lines.reduce((a, b) => a + b, 0))]];
    byId("main").replaceChildren(make("dl", {class: "tiles"}, ...tiles.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)))),
        make("div", {class: "plots"}, drawCurves(mode, sets), drawCalibration(sumOf(mode.sets)), drawF1(pages)),
        groupTable(mode, "set", "Sets"), groupTable(mode, "language", "Languages"), groupTable(mode, "type", "Types"), worstPages(mode, pages),
        make("details", {}, make("summary", {}, "As printed"), make("pre", {tabindex: "0"}, mode.printed)));
    for (const button of byId("modes").children)
        button.setAttribute("aria-pressed", String(button.dataset.mode === mode.mode));
}

byId("title").textContent = settings.what;
byId("facts").textContent = settings.of;
byId("about").textContent = "Dehusk " + settings.dehusk + ". F1, precision and recall of words, the mean over pages; pages with bad gold are left out.";
for (const mode of modes) {
    const button = make("button", {type: "button", "data-mode": mode.mode}, mode.mode === "html" ? "HTML" : "Plain text");
    button.addEventListener("click", () => showMode(mode));
    byId("modes").append(button);
}
byId("modes").hidden = modes.length < 2;
if (modes.length > 0)
    showMode(modes[0]);
