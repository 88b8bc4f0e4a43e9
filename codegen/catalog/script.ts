// The page's script: the filter, and which relations a model of the graph has. Plain JavaScript, as browsers run it.

/**
 * What can be found is marked with data-find and nests: a model, its tools, their arguments. Every word must be in an
 * element's own text or in that of what it stands in; then it shows with all that it holds.
 */
export const SCRIPT = `
"use strict";
const filter = document.getElementById("filter");
const found = document.getElementById("found");
const graph = document.querySelector(".graph");
const MAX_OPENED = 60;
let roots;
let opened = [];

function index() {
  const entries = new Map();
  roots = [];
  for (const element of document.querySelectorAll("[data-find]")) {
    const own = element.querySelector(":scope > summary, :scope > [data-own]") ?? element;
    const entry = { element, text: own.textContent.toLowerCase(), inner: [] };
    entries.set(element, entry);
    const outer = entries.get(element.parentElement.closest("[data-find]"));
    (outer ? outer.inner : roots).push(entry);
  }
}

function show(entry, shown) {
  if (entry.element.hidden === shown) entry.element.hidden = !shown;
  if (shown) for (const own of entry.inner) show(own, true);
}

function search(entry, missing) {
  const left = missing.filter((word) => !entry.text.includes(word));
  if (left.length === 0) {
    show(entry, true);
    return true;
  }
  const any = entry.inner.map((own) => search(own, left)).includes(true);
  if (entry.element.hidden === any) entry.element.hidden = !any;
  if (any && !entry.element.open && entry.element.tagName === "DETAILS" && opened.length < MAX_OPENED) {
    entry.element.open = true;
    opened.push(entry.element);
  }
  return any;
}

function update() {
  if (!roots) index();
  const words = filter.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const element of opened) element.open = false;
  opened = [];
  const shown = roots.filter((entry) => search(entry, words));
  const models = new Set(shown.map(({ element }) => element.dataset.model).filter(Boolean));
  const tools = shown.length - models.size;
  found.value = words.length === 0 ? "" : shown.length === 0 ? "Nothing found" :
    [models.size && models.size + (models.size === 1 ? " model" : " models"),
      tools && tools + (tools === 1 ? " other entry" : " other entries")].filter(Boolean).join(", ");
  for (const node of document.querySelectorAll(".node"))
    node.classList.toggle("off", words.length > 0 && !models.has(node.dataset.model));
  for (const section of document.querySelectorAll("main > section:not([aria-labelledby=relations])"))
    section.hidden = words.length > 0 && !section.querySelector("[data-find]:not([hidden])");
}

document.querySelector(".filter").hidden = false;
let timer;
filter.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(update, 80);
});
if (filter.value) update();

function trace(event) {
  const node = event.target.closest?.(".node");
  const model = node?.dataset.model;
  graph.classList.toggle("traced", model !== undefined);
  const near = new Set([model]);
  for (const link of graph.querySelectorAll(".link")) {
    const { from, to } = link.dataset;
    const touches = from === model || to === model;
    link.classList.toggle("near", touches);
    if (touches) near.add(from).add(to);
  }
  for (const own of graph.querySelectorAll(".node")) own.classList.toggle("near", near.has(own.dataset.model));
}
if (graph) for (const type of ["pointerover", "focusin"]) graph.addEventListener(type, trace);
if (graph) for (const type of ["pointerleave", "focusout"]) graph.addEventListener(type, () => trace({ target: graph }));

function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.closest("[hidden]")) {
    filter.value = "";
    update();
  }
  for (let outer = target.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
  (target.closest("details") ?? target).scrollIntoView();
}
addEventListener("hashchange", reveal);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#']");
  if (link && link.getAttribute("href") === location.hash) reveal();
});
`;
