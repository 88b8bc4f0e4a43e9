/** The page's style sheet. Colours in both schemes keep a contrast of 4.5 for text, which a test measures. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f5f4f7; --card: #fff; --line: #dedbe4; --soft: #efedf3;
  --text: #211d2b; --muted: #625c70; --accent: #6d3f78;
  --read: #1a5a8c; --read-bg: #e3f0fa; --create: #1d6639; --create-bg: #e1f4e7;
  --update: #855000; --update-bg: #fdf0d5; --act: #6536a8; --act-bg: #efe7fb; --delete: #a3202b; --delete-bg: #fde6e7;
  --send: #8f2468; --send-bg: #fbe3f1;
  --shadow: 0 1px 2px rgb(33 29 43 / 6%), 0 2px 8px rgb(33 29 43 / 4%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15131a; --card: #1e1b25; --line: #37323f; --soft: #28242f;
    --text: #eae7f0; --muted: #aaa3b8; --accent: #d5a6df;
    --read: #8cc5f2; --read-bg: #16324a; --create: #86d7a1; --create-bg: #15382a;
    --update: #f0c069; --update-bg: #41310f; --act: #c7abf5; --act-bg: #35245a; --delete: #f7a3a8; --delete-bg: #4c1d24;
    --send: #f2a5d2; --send-bg: #49193a;
    --shadow: none;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 5rem; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main, .filter > div { max-width: 68rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2.5rem; }
.eyebrow { margin: 0; color: var(--accent); font-weight: 600; letter-spacing: .02em; }
h1 { margin: 0; font-size: 2.1rem; line-height: 1.2; letter-spacing: -.02em; }
h2 { margin: 2.25rem 0 .75rem; font-size: 1.25rem; letter-spacing: -.01em; }
h3 { display: inline; margin: 0; font-size: 1rem; }
.lead { margin: .35rem 0 1.25rem; color: var(--muted); font-size: 1.1rem; }
.note, small { color: var(--muted); }
.note { font-size: .875rem; }
small { font-size: .8125rem; }
code { font: .875em/1.4 ui-monospace, "Cascadia Code", "DejaVu Sans Mono", monospace; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.figures { display: flex; flex-wrap: wrap; gap: .75rem 2.5rem; margin: 0 0 1rem; }
.figures dt { color: var(--muted); font-size: .875rem; }
.figures div { display: flex; flex-direction: column-reverse; }
.figures dd { margin: 0; font-size: 1.6rem; font-weight: 600; line-height: 1.2; font-variant-numeric: tabular-nums; }
.figures dd small { font-weight: 400; }
.over dd, .over small { color: var(--delete); }
.legend { display: flex; flex-wrap: wrap; gap: .4rem 1.25rem; margin: 0; padding: 0; list-style: none; color: var(--muted); font-size: .875rem; }
.badge { display: inline-block; padding: .05rem .5rem; border-radius: 1rem; font-size: .75rem; font-weight: 600; line-height: 1.45; white-space: nowrap; }
.read { color: var(--read); background: var(--read-bg); } .create { color: var(--create); background: var(--create-bg); }
.update { color: var(--update); background: var(--update-bg); } .act { color: var(--act); background: var(--act-bg); }
.delete { color: var(--delete); background: var(--delete-bg); } .send { color: var(--send); background: var(--send-bg); }
.filter { position: sticky; top: 0; z-index: 1; margin-top: 1.25rem; background: var(--page); border-bottom: 1px solid var(--line); }
.filter > div { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .75rem; padding-top: .6rem; padding-bottom: .6rem; }
.filter label { font-weight: 600; }
.filter input { flex: 1 1 14rem; min-width: 0; padding: .45rem .75rem; border: 1px solid var(--muted); border-radius: .5rem; background: var(--card); color: inherit; font: inherit; }
.filter input::placeholder { color: var(--muted); opacity: 1; }
.filter output { color: var(--muted); font-size: .875rem; }
main { padding-bottom: 4rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; box-shadow: var(--shadow); }
.map { max-height: min(80vh, 60rem); padding: 1rem; overflow: auto; }
.graph { display: block; margin: 0 auto; font-size: 14px; }
.graph text { fill: var(--text); font-weight: 600; }
.graph .name { fill: var(--muted); font: 400 12px ui-monospace, "Cascadia Code", "DejaVu Sans Mono", monospace; }
.graph circle { fill: var(--accent); stroke: var(--card); stroke-width: 2; }
.link { fill: none; stroke: var(--accent); stroke-opacity: .55; stroke-width: 1.5; marker-end: url(#arrow); }
.link.many, .link.self { marker-end: none; }
.link.many { stroke-dasharray: 5 4; }
#arrow path { fill: var(--accent); }
.node { text-decoration: none; }
.node:hover text { text-decoration: underline; }
.traced .link, .traced .node, .node.off { opacity: .15; }
.traced .link.near { opacity: 1; stroke-opacity: 1; stroke-width: 2; }
.traced .node.near { opacity: 1; }
.key .line { display: inline-block; width: 1.75rem; margin: 0 .25rem .25rem 0; border-top: 2px solid var(--accent); }
.key .line.many { margin-left: 1rem; border-top-style: dashed; }
.model { margin: .5rem 0; content-visibility: auto; contain-intrinsic-height: auto 3.2rem; }
summary { display: flex; align-items: center; gap: .35rem .75rem; cursor: pointer; list-style: none; border-radius: .5rem; }
summary::-webkit-details-marker { display: none; }
summary::before { content: ""; flex: none; width: .4rem; height: .4rem; margin: 0 .15rem; border: solid var(--muted); border-width: 0 2px 2px 0; transform: rotate(-45deg); }
details[open] > summary::before { transform: rotate(45deg); }
.model > summary { padding: .75rem 1rem; border-radius: .75rem; }
.model > summary:hover, .tool > summary:hover, .part > summary:hover { background: var(--soft); }
.model > summary h3 { flex: 1; }
h3 code { margin-left: .35rem; color: var(--muted); font-weight: 400; }
.badges { display: inline-flex; flex-wrap: wrap; gap: .25rem; }
.count, .tokens { color: var(--muted); font-size: .875rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.model > summary .count { width: 4.5rem; text-align: right; }
.model > summary .tokens { width: 7rem; text-align: right; }
.model > .body { padding: 0 1rem .75rem; border-top: 1px solid var(--line); }
.tools { padding: .25rem 0; }
.card.tools { padding: .25rem 1rem; }
.tool + .tool { border-top: 1px solid var(--soft); }
.tool > summary, .part > summary { padding: .5rem .25rem; }
.tool > summary code { font-weight: 600; }
.tool .title { flex: 1; color: var(--muted); font-size: .875rem; }
.tool > summary .tokens { width: 3.5rem; text-align: right; }
.tool > .body { padding: 0 .25rem .75rem 1.5rem; }
.tool p { margin: .25rem 0; }
.part { border-top: 1px solid var(--line); }
.part > summary span:first-of-type { font-weight: 600; }
.scroll { overflow-x: auto; }
table { width: 100%; margin-top: .5rem; border-collapse: collapse; font-size: .875rem; }
th, td { padding: .3rem .75rem .3rem 0; border-top: 1px solid var(--soft); text-align: left; vertical-align: top; font-weight: 400; }
thead th { border: 0; color: var(--muted); }
tbody th { width: 32%; } td:nth-child(2) { width: 22%; }
th em { color: var(--update); font-size: .75rem; font-style: normal; font-weight: 600; white-space: nowrap; }
th.d1 { padding-left: 1.1rem; } th.d2 { padding-left: 2.2rem; } th.d3 { padding-left: 3.3rem; } th.d4 { padding-left: 4.4rem; } th.d5 { padding-left: 5.5rem; }
.chips code { display: inline-block; margin: .1rem 0; padding: 0 .35rem; border-radius: .3rem; background: var(--soft); }
.relations, .left { margin: 0; padding: .25rem 0 .5rem 1.5rem; font-size: .875rem; list-style: none; }
.group { padding-left: 1.5rem; }
.group p { margin: .5rem 0 .1rem; }
.left, .group .left { display: flex; flex-wrap: wrap; gap: .2rem .4rem; padding-left: 0; }
.left li { padding: .05rem .5rem; border-radius: .4rem; background: var(--soft); color: var(--muted); }
.left code { color: var(--text); }
ul.card.left { padding: .75rem 1rem; }
@media (max-width: 44rem) {
  header, main, .filter > div { padding-left: 1rem; padding-right: 1rem; }
  header { padding-top: 1.5rem; }
  h1 { font-size: 1.65rem; }
  summary { flex-wrap: wrap; position: relative; padding-left: 1.75rem !important; }
  summary::before { position: absolute; left: .5rem; top: 1.15rem; }
  .tool > summary::before, .part > summary::before { top: .95rem; }
  .model > summary h3, .tool .title { flex-basis: 100%; }
  .model > summary .count, .model > summary .tokens, .tool > summary .tokens { width: auto; }
  .card.tools { padding: .25rem .5rem; }
  .tool > .body { padding-left: .25rem; }
  .group { padding-left: .5rem; }
}
`;
