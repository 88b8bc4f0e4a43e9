import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { htmlOf, linesOfHtml, readableHtml } from "../../../src/odoo/notation/html.js";

describe("a text for a field of HTML", () => {
  it.each([
    ["Steps:\n1. a", "<p>Steps:<br>1. a</p>"],
    ["a\r\nb\rc", "<p>a<br>b<br>c</p>"],
    ["one\n\ntwo\n \n\n three\n", "<p>one</p><p>two</p><p> three</p>"],
    ['R&D\na < b > c\n"it\'s"', "<p>R&amp;D<br>a &lt; b &gt; c<br>&quot;it&#39;s&quot;</p>"],
    [
      "Joe <joe@example.com>\n<https://example.com/>",
      "<p>Joe &lt;joe@example.com&gt;<br>&lt;https://example.com/&gt;</p>",
    ],
  ])("keeps the lines of a plain text: %j", (text, html) => {
    expect(htmlOf(text)).toBe(html);
  });

  it.each([
    ["R&D", "R&amp;D"],
    ["a<b", "a&lt;b"],
    ["<3 you", "&lt;3 you"],
    ["Dear <name>", "Dear &lt;name&gt;"],
    ["List<String> x", "List&lt;String&gt; x"],
    ["x <y and z> w", "x &lt;y and z&gt; w"],
  ])("is read as it was typed on one line: %j", (text, html) => {
    expect(htmlOf(text)).toBe(html);
  });

  it.each(["", " ", "\n", "plain", "plain\n", `it's "so"`])("stays without lines and signs: %j", (text) => {
    expect(htmlOf(text)).toBe(text);
  });

  it.each([
    "<p>a</p>\nb",
    "a<br>b\nc",
    "a<BR />\nb",
    "<p>unclosed\nx",
    "<ul>\n<li>a\n<li>b",
    "R&amp;D\nx",
    "a&#10;b\nc&#xA;",
    "<!-- c -->\nx",
    "<!DOCTYPE html>\nx",
    '<t t-out="object.name">\nx',
    "<t t-out='x'/>\ny",
    "<x-own:tag>a</x-own:tag>\nb",
    '<img\nsrc="/x.png">\nx',
  ])("stays with markup: %j", (html) => {
    expect(htmlOf(html)).toBe(html);
  });

  it("changes nothing the second time", () => {
    const piece = fc.constantFrom("<", ">", "&", "\n", "\r", " ", "/", "a", "p", "=", ";", "#1", '"', "'", "!--");
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const html = htmlOf(pieces.join(""));
        expect(htmlOf(html)).toBe(html);
      }),
    );
  });

  /** What takes the square of the time would not end. */
  it.each(["<", "<a", "<a ", "<a =", "</a ", "&a", "&#1", "\n ", "<a /", "="])("takes many of %j", (piece) => {
    expect(htmlOf(`<a ${piece.repeat(500_000)}x`)).toMatch(/^(?:<p>)?(?:&lt;|<)a/);
  });
});

describe("what a reader sees of HTML, with its lines", () => {
  it.each([
    ["<p>a <b>b</b>,</p><p>c</p>", "a b,\nc"],
    ["a<br>b<br/>c", "a\nb\nc"],
    ["<ul><li>one</li><li>two</li></ul>", "one\ntwo"],
    ["<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"],
    ['<div class="x">R&amp;D</div>', "R&D"],
    ["in<b>divid</b>ual <picture></picture>", "individual"],
    ["<p></p>", ""],
  ])("%s", (html, text) => {
    expect(linesOfHtml(html)).toBe(text);
  });
});

describe("HTML as a person reads it who must not be misled", () => {
  it.each([
    ["<p>a <b>b</b>&nbsp;&amp; c</p><p>d</p>", "a b & c\nd"],
    ["a <word> & b\n\nc ", "a <word> & b\n\nc "],
    ['<a href="https://x.example/a">https://x.example/a</a>', "https://x.example/a"],
    ['<a href="https://x.example/a">here</a>', "<https://x.example/a> here"],
    ["<a class=b href='https://x.example/a'>here</a>", "<https://x.example/a> here"],
    ["<a href=https://x.example/a>here</a>", "<https://x.example/a> here"],
    ['<img src="https://x.example/i.png" alt="A stamp"/>', "<https://x.example/i.png> <A stamp>"],
    ['<p title="Shown">a</p>', "<Shown> a"],
    ['<p style="display:none">a</p>', "a"],
    // A browser reads "<!-->" as a whole comment, and what is behind it as text.
    ["<p>a</p><!--> b -->", "a\nb -->"],
    ["<p>a < b> c</p>", "a < b> c"],
    ['<a href="x<y">here</a>', '<a href="x<y">here'],
    ["<script>alert(1)</script>", "alert(1)"],
  ])("%s", (html, text) => expect(readableHtml(html)).toBe(text));

  it.each(["<a ", '<a href="', "<a>", "<p title=", "&nbsp;"])("takes many of %j", (piece) => {
    expect(readableHtml(`<p>x</p>${piece.repeat(200_000)}`)).toContain("x");
  });
});
