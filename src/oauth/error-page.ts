import { html } from "../odoo/notation/html-template.js";
import type { Page } from "./page.js";

/** What is told where a sign-in cannot go on, and there is no client that could be told. */
export const errorPage = (error: string, description?: string): Page => ({
  title: "This sign-in cannot go on",
  content: html`<p>Nothing was sent on from here. Where the program that asked is not connected, go back to it and connect it anew.</p>
<p class="note">If it happens again, give this to whoever runs this server: <code>${error}</code>${
    description !== undefined && html` – ${description.slice(0, 300)}`
  }</p>`,
});
