import { describe, expect, it } from "vitest";
import { html, trusted } from "../../../src/odoo/notation/html-template.js";

describe("html", () => {
  it("escapes what is put in, in text and in attributes", () => {
    expect(html`<a title="${`"><b> & '`}">${"<script>"}</a>`.text).toBe(
      '<a title="&quot;&gt;&lt;b&gt; &amp; &#39;">&lt;script&gt;</a>',
    );
  });

  it("keeps markup, joins lists and leaves out what is false or undefined", () => {
    expect(html`<p>${[html`<b>${1}</b>`, trusted("<i>")]}${false}${undefined}${0}</p>`.text).toBe(
      "<p><b>1</b><i>0</p>",
    );
  });

  it("does not take an object that looks like markup for it", () => {
    expect(html`${["<b>", ["<i>"]]}`.text).toBe("&lt;b&gt;&lt;i&gt;");
  });

  it.each(["\0", "\u001b", "\u200b", "\u202e", "\u2028", "\ufeff", "\u{e0069}", "\ud800"])(
    "puts a space for a character that cannot be seen (%j)",
    (unseen) => expect(html`${`a${unseen}b`}`.text).toBe("a b"),
  );
});
