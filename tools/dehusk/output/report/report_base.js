/*
 * What the reports share: making elements, numbers, the button for light and dark.
 *
 * Text goes into the document as text nodes only, never as markup.
 */
"use strict";

function make(name, properties, ...children) {
    return fill(document.createElement(name), properties, children);
}

function draw(name, properties, ...children) {
    return fill(document.createElementNS("http://www.w3.org/2000/svg", name), properties, children);
}

function fill(element, properties, children) {
    for (const [key, value] of Object.entries(properties || {})) {
        if (value === null || value === undefined || value === false)
            continue;
        if (key.startsWith("--"))
            element.style.setProperty(key, value);
        else
            element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
}

function byId(id) {
    return document.getElementById(id);
}

function readData(element) {
    return JSON.parse(element.textContent);
}

function count(n, one, many) {
    return n.toLocaleString("en") + (one ? " " + (n === 1 ? one : many || one + "s") : "");
}

function percent(share) {
    return (100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0) + "%";
}

function meter(share) {
    return make("span", {class: "meter", "aria-hidden": "true"}, make("i", {"--share": share.toFixed(4)}));
}

function isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function sayTheme() {
    byId("theme").setAttribute("aria-label", isDark() ? "Use light colours" : "Use dark colours");
    byId("theme").title = byId("theme").getAttribute("aria-label");
    byId("theme").textContent = isDark() ? "\u2600" : "\u263E";
}

byId("theme").addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    sayTheme();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", sayTheme);
sayTheme();
