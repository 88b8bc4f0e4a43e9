import { type Html, html } from "../../src/odoo/notation/html-template.js";
import type { Link } from "./relations.js";

// Models on a ring, their relations as curves across it: no curve crosses a name, however many there are.

/** A model of the graph. */
export interface Node {
  name: string;
  label: string;
}

interface Place extends Node {
  x: number;
  y: number;
  side: "left" | "right";
}

const ROW = 46;
const DENSE_ROW = 20;
/** Beyond so many models each gets one line of text, not two. */
const MAX_SPACIOUS = 24;
const LETTER = 8;
const MAX_LETTERS = 30;
const GAP = 14;

/** The graph as SVG, the same for the same models. Every name leads to the element that `target` names. */
export function graphSvg(nodes: readonly Node[], links: readonly Link[], target: (model: string) => string): Html {
  const dense = nodes.length > MAX_SPACIOUS;
  const rows = Math.ceil(nodes.length / 2);
  const height = Math.max(rows * (dense ? DENSE_ROW : ROW), 120) + 24;
  const letters = Math.min(
    MAX_LETTERS,
    Math.max(...nodes.map(({ name, label }) => Math.max(name.length, label.length))),
  );
  const margin = letters * LETTER + GAP;
  const radius = { x: dense ? 220 : 170, y: height / 2 - 12 };
  const width = 2 * (margin + radius.x);
  const places = ring(arranged(nodes, links), { x: width / 2, y: height / 2 }, radius);
  const centre = { x: width / 2, y: height / 2 };
  return html`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" class="graph" role="group" aria-label="Relations between the models">
<defs><marker id="arrow" viewBox="0 0 8 8" refX="15" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0.8 7 4 0 7.2z"/></marker></defs>
<g>${links.map((link) => linkSvg(link, places, centre))}</g>
<g>${[...places.values()].map((place) => nodeSvg(place, dense, target))}</g>
</svg>`;
}

/** The models in an order that keeps related ones near: each time the one with most links to those just placed. */
function arranged(nodes: readonly Node[], links: readonly Link[]): Node[] {
  const near = new Map<string, Set<string>>(nodes.map(({ name }) => [name, new Set()]));
  for (const { from, to } of links) {
    if (from === to) continue;
    near.get(from)?.add(to);
    near.get(to)?.add(from);
  }
  const degree = (node: Node) => near.get(node.name)?.size ?? 0;
  const rest = [...nodes].sort((a, b) => degree(b) - degree(a) || (a.name < b.name ? -1 : 1));
  const order = rest.splice(0, 1);
  while (rest.length > 0) {
    const last = order.slice(-RECENT);
    const pull = (node: Node) => last.filter(({ name }) => near.get(node.name)?.has(name)).length;
    const [next] = rest.reduce((best, node, index) => (pull(node) > best[1] ? ([index, pull(node)] as const) : best), [
      0, -1,
    ] as readonly [number, number]);
    order.push(...rest.splice(next, 1));
  }
  return order;
}

const RECENT = 4;

interface Point {
  x: number;
  y: number;
}

/** Down the right side and up the left, at even heights, so that no two names meet. */
function ring(nodes: readonly Node[], centre: Point, radius: Point): Map<string, Place> {
  const right = Math.ceil(nodes.length / 2);
  return new Map(
    nodes.map((node, index) => {
      const side = index < right ? "right" : "left";
      const count = side === "right" ? right : nodes.length - right;
      const row = side === "right" ? index : nodes.length - 1 - index;
      const height = ((row + 0.5) / count) * 2 - 1;
      const across = radius.x * Math.sqrt(1 - 0.85 * height * height) * (side === "right" ? 1 : -1);
      return [node.name, { ...node, side, x: round(centre.x + across), y: round(centre.y + height * radius.y) }];
    }),
  );
}

/** Bytes must not depend on the last digits of a machine's arithmetic. */
const round = (value: number) => Math.round(value * 10) / 10;

function linkSvg(
  { from, to, many, relations }: Link,
  places: ReadonlyMap<string, Place>,
  centre: Point,
): Html | undefined {
  const start = places.get(from);
  const end = places.get(to);
  if (!start || !end) return undefined;
  const kind = `link${many ? " many" : ""}${from === to ? " self" : ""}`;
  const title = relations
    .map(({ model, field, relation, type }) => `${model}.${field} → ${relation} (${type})`)
    .join("\n");
  return html`<path class="${kind}" data-from="${from}" data-to="${to}" d="${from === to ? loop(start) : curve(start, end, centre, many)}"><title>${title}</title></path>`;
}

/** Drawn towards the middle of the ring, the less so the nearer its ends are. */
function curve(start: Point, end: Point, centre: Point, many: boolean): string {
  const pull = many ? 0.75 : 0.5;
  const x = round((start.x + end.x) / 2 + pull * (centre.x - (start.x + end.x) / 2));
  const y = round((start.y + end.y) / 2 + pull * 0.4 * (centre.y - (start.y + end.y) / 2));
  return `M${start.x} ${start.y}Q${x} ${y} ${end.x} ${end.y}`;
}

function loop({ x, y, side }: Place): string {
  const inwards = side === "right" ? -1 : 1;
  return `M${x} ${y}c${26 * inwards} -22 ${26 * inwards} 22 0 0`;
}

function nodeSvg({ name, label, x, y, side }: Place, dense: boolean, target: (model: string) => string): Html {
  const anchor = side === "right" ? "start" : "end";
  const at = round(x + (side === "right" ? GAP : -GAP));
  const title =
    label === "" || dense
      ? undefined
      : html`<text x="${at}" y="${y - 2}" text-anchor="${anchor}">${clip(label)}</text>`;
  return html`<a href="#${target(name)}" class="node" data-model="${name}" aria-label="${label}, ${name}"><circle cx="${x}" cy="${y}" r="5"/>${title}<text class="name" x="${at}" y="${title ? y + 13 : y + 4}" text-anchor="${anchor}">${clip(name)}</text></a>`;
}

const clip = (text: string) => {
  const characters = [...text];
  return characters.length <= MAX_LETTERS ? text : `${characters.slice(0, MAX_LETTERS - 1).join("")}…`;
};
