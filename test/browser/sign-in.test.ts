import { mkdir } from "node:fs/promises";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { challengeOf, clientDocument, KEY, mcp, plainServer, serve, type Tokens } from "../oauth/support.js";

/** Keeps the browser from the network, and lets it run as root in a container. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
];

const executablePath = inject("chromium");
const VERIFIER = "verifier-of-the-tests-which-has-at-least-43-characters";

describe.skipIf(executablePath === "")("the sign-in page in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  });
  afterAll(async () => {
    await browser?.close();
  });

  /** Follows a client's link to the page. `complaints` are what the browser refused or missed. */
  async function opened(options: BrowserContextOptions = {}, name = "Claude") {
    const { url } = await serve();
    const back: string[] = [];
    const client = await plainServer((request, response) => {
      if (request.url?.startsWith("/callback")) back.push(request.url);
      response.setHeader("content-type", "text/html");
      response.end("<title>The client</title>");
    });
    const redirectUri = `${client}/callback`;
    const clientId = await clientDocument(() => ({ client_name: name, redirect_uris: [redirectUri] }));
    const context = await browser.newContext({ viewport: { width: 800, height: 1000 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    const parameters = { client_id: clientId, redirect_uri: redirectUri, response_type: "code", state: "st" };
    const proof = { code_challenge: challengeOf(VERIFIER), code_challenge_method: "S256", resource: `${url}/mcp` };
    await page.goto(`${url}/oauth/authorize?${new URLSearchParams({ ...parameters, ...proof })}`);
    return { page, url, clientId, redirectUri, back, complaints };
  }

  it("tells who asks, refuses a wrong key, takes the right one, and ends at the client", async () => {
    const { page, url, clientId, redirectUri, back, complaints } = await opened();
    expect(await page.title()).toBe("Sign in to Odoo at shop.example");
    const text = await page.locator("main").innerText();
    expect(text).toContain("It is from\nlocalhost");
    expect(text).toContain("It calls itself (not verified)\n“Claude”");
    expect(text).toContain("a program on this device");

    await page.getByLabel("Login in Odoo").fill("mitchell");
    await page.getByLabel("API key").fill("wrong");
    await page.getByRole("button", { name: "Sign in and allow" }).click();
    expect(await page.getByRole("alert").innerText()).toBe(
      "Odoo does not accept this login with this key. Check both and try again.",
    );
    expect(await page.title()).toBe("Not signed in yet – Odoo at shop.example");
    expect(await page.getByLabel("Login in Odoo").inputValue()).toBe("mitchell");
    expect(await page.getByLabel("API key").inputValue()).toBe("");
    // Whoever cannot see the page is where the next thing is to be typed, and hears what was wrong.
    expect(await page.evaluate("document.activeElement.id")).toBe("key");
    expect(await page.getByLabel("API key").getAttribute("aria-describedby")).toContain("problem");

    await page.keyboard.type(KEY);
    await page.keyboard.press("Enter");
    await page.waitForURL(`${redirectUri}?*`);
    expect(await page.title()).toBe("The client");
    const answer = new URL(page.url()).searchParams;
    expect(answer.get("state")).toBe("st");
    const form = {
      grant_type: "authorization_code",
      client_id: clientId,
      redirect_uri: redirectUri,
      code_verifier: VERIFIER,
    };
    const sent = await fetch(`${url}/oauth/token`, {
      method: "POST",
      body: new URLSearchParams({ ...form, code: answer.get("code") ?? "" }),
    });
    const { access_token } = (await sent.json()) as Tokens;
    expect(await (await mcp(url, access_token)).json()).toMatchObject({ login: "mitchell", key: KEY });
    expect(back).toHaveLength(1);
    // A refused attempt is an answer 422, which Chromium writes to its console.
    expect(complaints.filter((text) => !text.includes("422"))).toEqual([]);
    await page.context().close();
  });

  it("tells the client of a person who cancels, with nothing filled in and by keyboard alone", async () => {
    const { page, redirectUri, complaints } = await opened();
    expect(await page.evaluate("document.activeElement.id")).toBe("login");
    const reached: string[] = [];
    for (let presses = 0; presses < 3; presses++) {
      await page.keyboard.press("Tab");
      reached.push(
        String(await page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id")),
      );
    }
    expect(reached).toEqual(["key", "Sign in and allow", "Cancel"]);
    await page.keyboard.press("Enter");
    await page.waitForURL(`${redirectUri}?*`);
    expect(new URL(page.url()).searchParams.get("error")).toBe("access_denied");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("asks for what is missing before anything is sent", async () => {
    const { page, back } = await opened();
    await page.getByLabel("Login in Odoo").fill("mitchell");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("key");
    expect(await page.getByRole("alert").count()).toBe(0);
    expect(back).toEqual([]);
    await page.context().close();
  });

  it("runs no script of a client's name", async () => {
    const { page, complaints } = await opened(
      {},
      "<script>document.title='taken'</script><img src=x onerror=alert(1)>",
    );
    expect(await page.title()).toBe("Sign in to Odoo at shop.example");
    expect(await page.locator("img, script").count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.each(["light", "dark"] as const)("has text with a contrast of 4.5 and more, %s", async (colorScheme) => {
    const { page } = await opened({ colorScheme });
    await page.getByLabel("Login in Odoo").fill("mitchell");
    await page.getByLabel("API key").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    const contrasts = (await page.evaluate(CONTRASTS)) as [string, number][];
    expect(contrasts.length).toBeGreaterThan(15);
    expect(contrasts.filter(([, contrast]) => contrast < 4.5)).toEqual([]);
    await shot(page, colorScheme);
    await page.context().close();
  });

  it.each([
    [320, 640],
    [390, 844],
  ])("fits a screen of %i by %i pixels", async (width, height) => {
    const { page } = await opened({ viewport: { width, height } });
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await shot(page, `${width}`);
    await page.context().close();
  });

  it("names every field and its language for a screen reader", async () => {
    const { page } = await opened();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(await page.locator("h1").count()).toBe(1);
    expect(await page.locator("main").count()).toBe(1);
    for (const id of ["login", "key"]) expect(await page.locator(`label[for=${id}]`).count()).toBe(1);
    await page.context().close();
  });
});

/** Where `SCREENSHOTS` names a folder, for looking at. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/sign-in-${name}.png`, fullPage: true });
}

/** Of each text on the page with its background. */
const CONTRASTS = `(() => {
  const luminance = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => part / 255).map((part) => (part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const background = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (!/^rgba\\(.*, 0\\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const own = [...document.querySelectorAll("body *")].filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
  return [...own, ...document.querySelectorAll("input:not([type=hidden])")].map((element) => {
    const [a, b] = [luminance(getComputedStyle(element).color), luminance(background(element))].sort((one, other) => other - one);
    return [element.tagName + " " + element.textContent.slice(0, 30), (a + .05) / (b + .05)];
  });
})()`;
