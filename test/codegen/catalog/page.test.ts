import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { catalogPage } from "../../../codegen/catalog/page.js";
import { STYLE } from "../../../codegen/catalog/style.js";
import { catalogView } from "../../../codegen/catalog/view.js";
import { EFFECTS } from "../../../src/tools/policy/effects.js";
import { committedConfig, committedSchema, configWith, fieldWith, schemaWith } from "../../support/fixtures.js";
import { harmlessView, hostileView } from "./support.js";

const committed = () => catalogView(committedSchema(), committedConfig());
const page = catalogPage(committed());
const hostile = catalogPage(hostileView());

/** Every tag with its attributes, without their values. */
const tagsOf = (text: string) => (text.match(/<[^>]*>/g) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, '""'));

describe("the page", () => {
  it("shows every model and tool", () => {
    for (const { name, tools } of committed().models) {
      expect(page).toContain(`<code>${name}</code></h3>`);
      for (const { definition } of tools) expect(page).toContain(`<summary><code>${definition.name}</code>`);
    }
  });

  it("is the same for the same input, in whatever order the models are read", () => {
    const schema = committedSchema();
    const models = Object.fromEntries(Object.entries(schema.models).reverse());
    expect(catalogPage(committed())).toBe(page);
    expect(catalogPage(catalogView({ ...schema, models }, committedConfig()))).toBe(page);
  });

  it("tells when the catalogue is over its limits", () => {
    const schema = schemaWith({ "a.b": { name: fieldWith() } });
    const over = (limits: object) => catalogPage(catalogView(schema, configWith({ "a.b": {} }, { limits })));
    expect(over({ totalTokens: 1 })).toMatch(/class="over"><dt>tokens.*over the limit of 1</);
    expect(over({ totalTokens: 1_000_000 })).not.toContain("over the limit");
  });
});

describe.each(EFFECTS)("the badge %s", (effect) => {
  it("stands in the legend", () => {
    expect(page).toContain(`<li><span class="badge ${effect}">${effect}</span> `);
  });

  it.each(["light", "dark"])("has a colour of its own with a contrast of at least 4.5 (%s)", (scheme) => {
    const [light = "", dark = ""] = STYLE.split("@media (prefers-color-scheme: dark)");
    const colour = (name: string) =>
      new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(scheme === "light" ? light : dark)?.[1] ?? "none";
    expect(STYLE).toContain(`.${effect} { color: var(--${effect}); background: var(--${effect}-bg); }`);
    expect(contrast(colour(effect), colour(`${effect}-bg`))).toBeGreaterThanOrEqual(4.5);
  });
});

/** By WCAG's formula, of two colours such as "#a3202b". */
function contrast(...colours: readonly string[]): number {
  const luminance = (colour: string) => {
    const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
    const [red = 0, green = 0, blue = 0] = parts.map((part) =>
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [darker = 0, lighter = 0] = colours.map(luminance).sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

describe("hostile labels", () => {
  it("are in the page", () => {
    expect(hostile).toContain("&lt;/style&gt;&lt;script&gt;");
    expect(hostile).toContain("&quot;&gt;&lt;img src=x: onerror=&quot;");
    expect(hostile).toContain("--&gt;&lt;script&gt;");
  });

  it("make no tag and no attribute that harmless ones do not make", () => {
    expect(tagsOf(hostile)).toEqual(tagsOf(catalogPage(harmlessView())));
  });
});

describe.each([
  ["the committed catalogue", page],
  ["hostile labels", hostile],
])("the policy of the page of %s", (_, text) => {
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/
    .exec(text)?.[1]
    ?.replaceAll("&#39;", "'");
  const contents = (tag: string) =>
    [...text.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, "gs"))].map(([, own]) => own);
  const hash = (own = "") => `'sha256-${createHash("sha256").update(own).digest("base64")}'`;

  it("allows its one script and its one style sheet by their hashes, and nothing else", () => {
    const [script, ...scripts] = contents("script");
    const [style, ...styles] = contents("style");
    expect([...scripts, ...styles]).toEqual([]);
    expect(policy?.split("; ")).toEqual([
      "default-src 'none'",
      `style-src ${hash(style)}`,
      `script-src ${hash(script)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it("stands before both, and nothing in the page would break it", () => {
    expect(text.indexOf("Content-Security-Policy")).toBeLessThan(text.indexOf("<style>"));
    expect(tagsOf(text).filter((tag) => / (style|on\w+|src)=/.test(tag))).toEqual([]);
    expect(text.match(/ href="(?!#)[^"]*"/g)).toBeNull();
  });
});
