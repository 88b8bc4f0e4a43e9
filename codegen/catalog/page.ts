import { createHash } from "node:crypto";
import { type Html, html, trusted } from "../../src/odoo/notation/html-template.js";
import { EFFECTS, type Effect } from "../../src/tools/policy/effects.js";
import { type Argument, commonArguments } from "./arguments.js";
import { graphSvg } from "./graph.js";
import type { LeftOut } from "./left-out.js";
import { linksOf, type Relation } from "./relations.js";
import { SCRIPT } from "./script.js";
import { STYLE } from "./style.js";
import type { CatalogView, ModelView, ToolView } from "./view.js";

/**
 * The catalogue as one HTML page that loads nothing: the same bytes for the same view. Its policy lets a browser run
 * our script and style alone, whatever a label holds. It can be read without the script, which only filters.
 */
export function catalogPage(view: CatalogView): string {
  const policy = `default-src 'none'; style-src '${hashOf(STYLE)}'; script-src '${hashOf(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Tools for Odoo ${view.series}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
${header(view)}
<div class="filter" hidden><div>
<label for="filter">Filter</label>
<input id="filter" type="search" placeholder="Model, tool or field, such as order partner" autocomplete="off" spellcheck="false">
<output id="found" for="filter"></output>
</div></div>
<main>
${relationsSection(view)}
<section aria-labelledby="models">
<h2 id="models">Models</h2>
${view.models.map((model) => modelDetails(model, view.relations))}
</section>
<section aria-labelledby="generic">
<h2 id="generic">Any other model</h2>
<p class="note">Generic tools, which take a model's name. They read every model that the user may see.</p>
<div class="card tools">${view.generic.map(toolDetails)}</div>
</section>
${view.otherModels.length > 0 && otherModels(view)}
${view.reached.length > 0 && reachedModels(view)}
</main>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`;
  return page.text;
}

const hashOf = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

function header({ series, models, generic, total, limits }: CatalogView): Html {
  const tools = models.reduce((sum, model) => sum + model.tools.length, generic.length);
  return html`<header>
<p class="eyebrow">odoo-typed-mcp</p>
<h1>Tools for Odoo ${series}</h1>
<p class="lead">What an assistant can see and do, as its client lists it.</p>
<dl class="figures">
${figure("models", models.length)}
${figure("tools", tools, limits.tools)}
${figure("tokens, estimated", total.tokens, limits.totalTokens)}
</dl>
<p class="note">Every tool also takes ${commonArguments().map(
    ({ name, description }, index) => html`${index > 0 && " and "}<code>${name}</code> (${withoutStop(description)})`,
  )}.</p>
<ul class="legend" aria-label="What a tool may do">${EFFECTS.map(
    (effect) => html`<li>${badge(effect)} ${LEGEND[effect]}</li>`,
  )}</ul>
</header>`;
}

function figure(name: string, value: number, limit?: number): Html {
  const isOver = limit !== undefined && value > limit;
  return html`<div${isOver && html` class="over"`}><dt>${name}</dt><dd>${grouped(value)}${
    limit !== undefined && html` <small>${isOver ? "over the limit of" : "of"} ${grouped(limit)}</small>`
  }</dd></div>`;
}

/** 21345 as 21,345: the same in every locale. */
const grouped = (value: number) => String(value).replaceAll(/\B(?=(\d{3})+$)/g, ",");

const withoutStop = (text: string) => text.replace(/\.$/, "");

const LEGEND: Readonly<Record<Effect, string>> = {
  read: "changes nothing",
  create: "adds records",
  update: "overwrites values",
  act: "takes a step, as a button does",
  delete: "removes records for good",
  send: "reaches people, as an e-mail does",
};

const badge = (effect: Effect) => html`<span class="badge ${effect}">${effect}</span>`;

function relationsSection({ models, relations }: CatalogView): Html | false {
  if (models.length < 2) return false;
  return html`<section aria-labelledby="relations">
<h2 id="relations">Relations</h2>
<div class="card map" tabindex="0" role="region" aria-labelledby="relations">${graphSvg(models, linksOf(relations), anchor)}</div>
<p class="note key"><span class="line"></span> many2one and its one2many, towards the one <span class="line many"></span> many2many. Stored relations between the models below; each model lists its own.</p>
</section>`;
}

/** The id of a model's part of the page: names of models hold letters, digits, "_" and "." only. */
const anchor = (model: string) => `model-${model}`;

function modelDetails(model: ModelView, relations: readonly Relation[]): Html {
  const { name, label, tools, tokens } = model;
  const effects = [...new Set(tools.map(({ effect }) => effect))];
  return html`<details class="card model" data-find data-model="${name}">
<summary><h3>${label} <code>${name}</code></h3><span class="badges">${effects.map(badge)}</span><span class="count">${counted(tools.length, "tool")}</span><span class="tokens">${grouped(tokens)} tokens</span></summary>
<div class="body" id="${anchor(name)}">
${tools.length > 0 ? html`<div class="tools">${tools.map(toolDetails)}</div>` : html`<p class="note">No tools.</p>`}
${relationList(name, relations)}
${leftOutDetails(model.leftOut)}
</div>
</details>
`;
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

function toolDetails({ definition, arguments: list, effect, tokens, answers }: ToolView): Html {
  const { name, title, description } = definition;
  return html`<details class="tool" data-find>
<summary><code>${name}</code><span class="title">${title}</span><span class="badges">${badge(effect)}</span><span class="tokens">${grouped(tokens)}</span></summary>
<div class="body">
<p>${description}</p>
<p class="note">${hints(definition.annotations)}</p>
${list.length > 0 && argumentTable(list)}
${answers.length > 0 && html`<p class="note">Answers, when no fields are asked for: ${chips(answers)}</p>`}
</div>
</details>
`;
}

/** The annotations in words. */
function hints({ readOnlyHint, destructiveHint, idempotentHint }: ToolView["definition"]["annotations"]): string {
  if (readOnlyHint) return "Reads only.";
  return `${destructiveHint ? "May overwrite or remove data" : "Only adds data"}; ${
    idempotentHint ? "calling it twice does what calling it once does." : "calling it twice does it twice."
  }`;
}

const argumentTable = (list: readonly Argument[]) => html`<div class="scroll"><table>
<thead><tr><th scope="col">argument</th><th scope="col">type</th><th scope="col">description</th></tr></thead>
<tbody>
${list.map(argumentRow)}</tbody>
</table></div>`;

const MAX_INDENT = 5;

const argumentRow = ({ name, depth, type, required, description, values }: Argument) =>
  html`<tr data-find><th scope="row" class="d${Math.min(depth, MAX_INDENT)}"><code>${name}</code>${
    required && html` <em>required</em>`
  }</th><td>${type}</td><td>${description}${values.length > 0 && html` ${chips(values)}`}</td></tr>
`;

const chips = (values: readonly string[]) =>
  html`<span class="chips">${values.map((value) => html`<code>${value}</code> `)}</span>`;

function relationList(name: string, relations: readonly Relation[]): Html | false {
  const touching = relations.filter(({ model, relation }) => model === name || relation === name);
  return (
    touching.length > 0 &&
    html`<details class="part" data-find><summary><span>Relations</span><span class="count">${touching.length}</span></summary>
<ul class="relations">${touching.map(relationItem)}</ul></details>`
  );
}

const relationItem = ({ model, field, relation, type }: Relation) =>
  html`<li data-find><a href="#${anchor(model)}">${model}</a>.<code>${field}</code> → <a href="#${anchor(relation)}">${relation}</a> <small>${type}</small></li>
`;

function leftOutDetails(groups: readonly LeftOut[]): Html | false {
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  return (
    count > 0 &&
    html`<details class="part" data-find><summary><span>Left out, and why</span><span class="count">${count}</span></summary>
${groups.map(leftOutGroup)}</details>`
  );
}

const leftOutGroup = ({ kind, reason, note, items }: LeftOut) => html`<div class="group" data-find>
<p data-own><b>${reason}</b> <small>${items.length} ${items.length === 1 ? kind.slice(0, -1) : kind}. ${note}</small></p>
<ul class="left">${items.map(leftOutItem)}</ul></div>
`;

const leftOutItem = ({ name, label }: LeftOut["items"][number]) =>
  html`<li data-find><code>${name}</code>${label !== "" && html` ${label}`}</li>
`;

const otherModels = ({ otherModels: others }: CatalogView) => html`<section aria-labelledby="others">
<h2 id="others">Left out by the config</h2>
<p class="note">In the snapshot, without tools of their own.</p>
<ul class="card left">${others.map(leftOutItem)}</ul>
</section>`;

const reachedModels = ({ reached }: CatalogView) => html`<section aria-labelledby="reached">
<h2 id="reached">What generic tools may change</h2>
<p class="note">Records of these models, too: the user reaches them by the menus of its apps, or has the rights where nobody could ask
what menus open. Records of other models are read, not changed.</p>
<ul class="card left">${reached.map((name) => leftOutItem({ name, label: "" }))}</ul>
</section>`;
