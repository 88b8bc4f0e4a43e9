import { type Content, html } from "../odoo/notation/html-template.js";
import { withoutInvisible } from "../odoo/notation/visible-text.js";
import { isLoopback } from "../odoo/wires/loopback.js";
import type { Page } from "./page.js";

/** Who asks to act as the person, and what for. */
export interface Asking {
  /** What the client calls itself. Anybody may call themselves anything. */
  clientName?: string | undefined;
  /** The address of its document, which it was read from; or any other id, of a client that this server's settings name. */
  clientId: string;
  /** Where the person is sent with the answer. */
  redirectUri: string;
  /** What people call the Odoo. */
  odoo: string;
  /** Whether the server lets nothing be changed. */
  readOnly: boolean;
}

/** Why the page is shown again. */
export type Problem = "refused" | "incomplete" | "not let in" | "too many" | "unavailable";

export interface SignInForm {
  /** Path that the form is sent to. */
  action: string;
  /** Proves that the form is this page's. */
  proof: string;
  /** As it was typed. */
  login?: string;
  problem?: Problem;
}

const PROBLEMS: Readonly<Record<Problem, string>> = {
  refused: "Odoo does not accept this login with this key. Check both and try again.",
  incomplete: "Fill in both the login and the key.",
  "not let in": "This user may not sign in here. Ask whoever runs this server.",
  "too many": "There were too many attempts. Wait a quarter of an hour and try again.",
  unavailable: "Odoo does not answer at the moment. Nothing is wrong with what you typed: try again in a minute.",
};

const LONGEST_NAME = 60;

/** The page that asks a person who they are in Odoo, and whether a client may act as them. */
export function signInPage(asking: Asking, { action, proof, login = "", problem }: SignInForm): Page {
  const { odoo } = asking;
  const described = problem ? "problem" : undefined;
  return {
    title: problem ? `Not signed in yet – ${odoo}` : `Sign in to ${odoo}`,
    leadsTo: redirectSource(asking.redirectUri),
    content: html`${problem && html`<p class="problem" id="problem" role="alert">${PROBLEMS[problem]}</p>`}
${whoAsks(asking)}
<h2>What it could do</h2>
<ul>
<li>Read what you can read in Odoo.</li>
<li>${asking.readOnly ? "Change nothing: this server only lets it read." : "Create and change what you can, within the rules that this server sets, and in your name."}</li>
</ul>
<p class="note">Your key is not shown to it. To take this back, remove the connection there, or delete the key in Odoo.</p>
<form method="post" action="${action}">
<input type="hidden" name="proof" value="${proof}">
<label for="login">Login in Odoo</label>
<input id="login" name="login" value="${login}" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="200"${described && html` aria-describedby="${described}"`}${!login && html` autofocus`}>
<label for="key">API key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required maxlength="500" aria-describedby="where${described && ` ${described}`}"${login && html` autofocus`}>
<p class="note" id="where">Made in Odoo: your name at the top right, <em>Preferences</em> or <em>My Profile</em>, <em>Account Security</em> or <em>Security</em>, <em>API Keys</em>.</p>
<div class="choices">
<button name="choice" value="allow">Sign in and allow</button>
<button name="choice" value="refuse" class="other" formnovalidate>Cancel</button>
</div>
</form>`,
  };
}

function whoAsks({ clientName, clientId, redirectUri }: Asking): Content {
  const name = clientName && shortName(clientName);
  const { hostname, protocol } = new URL(redirectUri);
  const isHere = protocol !== "https:";
  const isKnown = !clientId.startsWith("https://");
  return html`<p>A program asks to use Odoo as you. Go on only if you have just connected it yourself.</p>
<dl>
<dt>It is from</dt>
<dd>${isKnown ? html`${clientId} (entered by whoever runs this server)` : new URL(clientId).hostname}</dd>
${name && html`<dt>It calls itself (not verified)</dt><dd>“${name}”</dd>`}
<dt>You are sent on to</dt>
<dd>${isHere ? "a program on this device" : hostname}</dd>
</dl>
${
  isHere &&
  html`<p class="warn">Any program on this device can pass itself off as this one. Cancel if you did not start it.</p>`
}`;
}

/** One line without anything that hides or turns text. */
function shortName(text: string): string {
  const line = withoutInvisible(text)
    .text.replaceAll(/[\s\p{Cf}]+/gu, " ")
    .trim();
  const characters = [...line];
  return characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME).join("")}…` : line;
}

/** Where a redirection leads, as a content security policy names it: a browser applies it to what a form leads to. */
function redirectSource(redirectUri: string): string {
  const { protocol, origin, hostname, host } = new URL(redirectUri);
  if (protocol === "https:" || (protocol === "http:" && isLoopback(hostname))) return origin === "null" ? host : origin;
  return protocol;
}
