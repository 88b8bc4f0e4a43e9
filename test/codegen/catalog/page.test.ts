import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { catalogPage } from "../../../codegen/catalog/page.js";
import { catalogView } from "../../../codegen/catalog/view.js";
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
