import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { catalogPage } from "../../codegen/catalog/page.js";
import { catalogView } from "../../codegen/catalog/view.js";
import { hostileView } from "../codegen/catalog/support.js";
import { FLAG } from "../codegen/hostile.js";
import {
  committedConfig,
  committedSchema,
  configWith,
  fieldWith,
  schemaWith,
  temporaryFolder,
} from "../support/fixtures.js";

/** Keeps the browser from the network, and lets it run as root in a container. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const executablePath = inject("chromium");

describe.skipIf(executablePath === "")("the page in a browser", () => {
  const committed = catalogPage(catalogView(committedSchema(), committedConfig()));
  const hostile = catalogPage(hostileView());
  let browser: Browser;
  let folder: string;
  let remove: () => Promise<void>;

  beforeAll(async () => {
    ({ folder, remove } = await temporaryFolder());
    browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  });
  afterAll(async () => {
    await browser?.close();
    await remove();
  });

  /** Opens the page as a file. `complaints` are console errors, exceptions, and requests for anything but the file. */
  async function open(
    html: string,
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; complaints: string[] }> {
    const file = join(folder, "catalog.html");
    await writeFile(file, html);
    const url = pathToFileURL(file).href;
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(`${message.type()} ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (request.url() !== url || !request.isNavigationRequest()) complaints.push(request.url());
    });
    await page.goto(url);
    return { page, complaints };
  }

  const openAll = (page: Page) =>
    page.evaluate("for (const own of document.querySelectorAll('details')) own.open = true");
  const visibleTools = (page: Page) => page.locator(".tool:not([hidden]) > summary > code:visible").allTextContents();

  /** Waits until the page tells as much; from an empty filter, so that what it told before does not count. */
  async function filter(page: Page, words: string, told: string): Promise<void> {
    for (const [text, answer] of [
      ["", ""],
      [words, told],
    ] as const) {
      await page.locator("#filter").fill(text);
      await expect.poll(() => page.locator("#found").textContent(), { timeout: 10_000 }).toBe(answer);
    }
  }

  it("has no error and asks for nothing but itself, also when all of it is opened and used", async () => {
    const { page, complaints } = await open(committed);
    await openAll(page);
    await filter(page, "crm_lead_search", "1 model");
    await filter(page, "", "");
    await page.locator(".node").first().hover();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("filters tools by their names, arguments and models, and tells how many there are", async () => {
    const { page } = await open(committed);
    await filter(page, "crm_lead_search", "1 model");
    expect(await visibleTools(page)).toEqual(["crm_lead_search"]);
    await filter(page, "SALE.ORDER confirm", "1 model");
    expect(await visibleTools(page)).toContain("sale_order_action_confirm");
    expect(await visibleTools(page)).not.toContain("sale_order_search");
    await filter(page, "get_metadata", "1 other entry");
    expect(await visibleTools(page)).toEqual(["get_metadata"]);
    await filter(page, "no-such-thing", "Nothing found");
    expect(await visibleTools(page)).toEqual([]);
    await filter(page, "", "");
    expect(await page.locator(".model:visible").count()).toBe(7);
    expect(await page.locator("[data-find][hidden]").count()).toBe(0);
    await page.context().close();
  });

  it("opens the model that is clicked in the graph, also when the filter hid it", async () => {
    const { page } = await open(committed);
    await filter(page, "crm_lead_search", "1 model");
    await page.locator('.node[data-model="sale.order"] text').first().click();
    await page.locator('.model[data-model="sale.order"][open]').waitFor();
    expect(await page.locator("#filter").inputValue()).toBe("");
    expect(await page.locator('[id="model-sale.order"]').isVisible()).toBe(true);
    await page.context().close();
  });

  it("can be read with JavaScript off, and then shows no filter", async () => {
    const { page, complaints } = await open(committed, { javaScriptEnabled: false });
    expect(await page.locator(".filter").isVisible()).toBe(false);
    await page.locator('.model[data-model="sale.order"] > summary').click();
    await page.locator(".tool > summary", { hasText: /sale_order_create(?!_)/ }).click();
    expect(
      await page
        .locator(".tool[open] tbody code", { hasText: /^partner_id$/ })
        .first()
        .isVisible(),
    ).toBe(true);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  describe("hostile labels", () => {
    const ran = (page: Page) => page.evaluate(`globalThis.${FLAG} === true`);
    const injected = hostile.replace(
      "</main>",
      `<img src="x:" onerror="${FLAG} = true"><script>globalThis.${FLAG} = true</script></main>`,
    );

    it.each([
      ["with the page's policy", false],
      ["even without it, for they are escaped", true],
    ])("never run %s", async (_, bypassCSP) => {
      const { page, complaints } = await open(hostile, { bypassCSP });
      await openAll(page);
      await page.locator("#filter").fill("hostile");
      await page.locator("#found:not(:empty)").waitFor();
      expect(await ran(page)).toBe(false);
      expect(await page.locator("img, iframe, body script ~ script, svg svg").count()).toBe(0);
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it("would not run even if they were not escaped, for the policy forbids it", async () => {
      const { page } = await open(injected);
      expect(await ran(page)).toBe(false);
      const { page: unprotected } = await open(injected, { bypassCSP: true });
      expect(await ran(unprotected)).toBe(true);
      await page.context().close();
      await unprotected.context().close();
    });
  });

  it.each(["light", "dark"] as const)("has a contrast of at least 4.5 for every text (%s)", async (colorScheme) => {
    const { page } = await open(committed, { colorScheme });
    await openAll(page);
    const measured = (await page.evaluate(CONTRASTS)) as { what: string; contrast: number }[];
    const kinds = measured.map(({ what }) => what);
    expect(kinds).toEqual(expect.arrayContaining(["p.lead", "p.note", "td", "small", "text.name", "span.badge read"]));
    expect(measured.filter(({ contrast }) => !(contrast >= 4.5))).toEqual([]);
    await page.context().close();
  });

  it.each([
    ["the committed catalogue", committed],
    ["hostile labels", hostile],
  ])("does not scroll sideways at 400 pixels with %s", async (_, html) => {
    const { page } = await open(html, { viewport: { width: 400, height: 800 } });
    await openAll(page);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(400);
    await page.context().close();
  });

  it("draws the names of the graph inside it, and no two that meet", async () => {
    const { page } = await open(committed);
    const { outside, meeting } = (await page.evaluate(NAMES)) as { outside: string[]; meeting: string[] };
    expect({ outside, meeting }).toEqual({ outside: [], meeting: [] });
    await page.context().close();
  });

  it("loads and filters 400 models of 30 fields", async () => {
    const fields = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`field_${at}`, fieldWith()]));
    const related = { ...fields, next: fieldWith({ type: "many2one", relation: "big.m0" }) };
    const models = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`big.m${at}`, related]));
    const { page, complaints } = await open(
      catalogPage(catalogView(schemaWith(models), configWith({ "big.*": { operations: ["search", "create"] } }))),
    );
    expect(await page.locator(".model").count()).toBe(400);
    await filter(page, "big_m321_search", "1 model");
    expect(await page.locator(".model:not([hidden])").getAttribute("data-model")).toBe("big.m321");
    await filter(page, "field_29", "400 models");
    await filter(page, "", "");
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

/** In the page: each kind of element with a text of its own, and its contrast by WCAG's formula. */
const CONTRASTS = `(() => {
  const rgba = (text) => {
    const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const background = (element) => {
    for (let own = element; own; own = own.parentElement) {
      const colour = rgba(getComputedStyle(own).backgroundColor);
      if (colour.a === 1) return colour;
      if (colour.a !== 0) return undefined;
    }
  };
  const kinds = new Map();
  for (const element of document.querySelectorAll("body *")) {
    if (!element.checkVisibility() || ["SCRIPT", "title"].includes(element.tagName)) continue;
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    const style = getComputedStyle(element);
    const text = rgba(element instanceof SVGElement ? style.fill : style.color);
    const behind = background(element);
    const [a, b] = [luminance(text), behind ? luminance(behind) : NaN].sort((x, y) => y - x);
    const contrast = text.a === 1 ? (a + 0.05) / (b + 0.05) : NaN;
    const name = element.getAttribute("class");
    const what = element.localName + (name ? "." + name : "");
    if (!(kinds.get(what) <= contrast)) kinds.set(what, contrast);
  }
  return [...kinds].map(([what, contrast]) => ({ what, contrast }));
})()`;

/** In the page: names of the graph outside it, and pairs of names that meet. */
const NAMES = `(() => {
  const graph = document.querySelector(".graph").getBoundingClientRect();
  const names = [...document.querySelectorAll(".node")].map((node) => ({ name: node.dataset.model, box: node.getBoundingClientRect() }));
  const outside = names.filter(({ box }) => box.left < graph.left || box.right > graph.right || box.top < graph.top || box.bottom > graph.bottom);
  const meeting = names.flatMap((one, index) => names.slice(index + 1).filter(({ box }) =>
    one.box.left < box.right && box.left < one.box.right && one.box.top < box.bottom && box.top < one.box.bottom)
    .map(({ name }) => one.name + " " + name));
  return { outside: outside.map(({ name }) => name), meeting };
})()`;
