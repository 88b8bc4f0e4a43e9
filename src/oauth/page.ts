import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { type Content, html, trusted } from "../odoo/notation/html-template.js";

/** Colours in both schemes keep a contrast of 4.5 for text and 3 for what is clicked. */
const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f5f4f7; --card: #fff; --line: #857f92; --text: #211d2b; --muted: #5b556a;
  --accent: #6d3f78; --on-accent: #fff; --bad: #a3202b; --bad-bg: #fde6e7; --warn-bg: #fdf0d5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15131a; --card: #1e1b25; --line: #8d86a0; --text: #eae7f0; --muted: #b4adc2;
    --accent: #d5a6df; --on-accent: #1e1b25; --bad: #f7a3a8; --bad-bg: #4c1d24; --warn-bg: #41310f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1.5rem 1rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 32rem; margin: 0 auto; padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 1.5rem 0 .25rem; font-size: 1.1rem; }
p, ul { margin: .5rem 0; }
ul { padding-left: 1.25rem; }
.note { color: var(--muted); font-size: .9rem; }
.warn { padding: .5rem .75rem; background: var(--warn-bg); border-radius: .4rem; }
.problem { padding: .5rem .75rem; color: var(--bad); background: var(--bad-bg); border-radius: .4rem; font-weight: 600; }
dl { margin: .75rem 0; }
dt { color: var(--muted); font-size: .9rem; }
dd { margin: 0 0 .5rem; font-weight: 600; }
label { display: block; margin-top: 1rem; font-weight: 600; }
input { width: 100%; padding: .6rem .7rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--card); color: inherit; font: inherit; }
.choices { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
button { padding: .6rem 1.1rem; border: 1px solid var(--accent); border-radius: .4rem; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
button.other { background: none; color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;

const STYLE_HASH = `sha256-${createHash("sha256").update(STYLE).digest("base64")}`;

export interface Page {
  title: string;
  content: Content;
  /** Where its form may lead to, the redirections of its answer included, beside this server. */
  leadsTo?: string | undefined;
}

/** Sends a page that runs no script, loads nothing, is in no frame, and is kept by nobody. */
export function sendPage(response: ServerResponse, status: number, { title, content, leadsTo }: Page): void {
  const form = leadsTo === undefined ? "'none'" : `'self' ${leadsTo}`;
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": `default-src 'none'; style-src '${STYLE_HASH}'; form-action ${form}; base-uri 'none'; frame-ancestors 'none'`,
    ...PAGE_HEADERS,
  });
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
  response.end(page.text);
}

/** A form sent to this server says where it comes from ("same-origin"); other servers hear nothing. */
const PAGE_HEADERS = {
  "cache-control": "no-store",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;
