import { describe, expect, it } from "vitest";
import { holdsHiddenLink, withoutLinkSecrets, withoutLinkSecretsIn } from "../../../src/odoo/schema/link-secrets.js";

const SECRET = "0f8b1c2d-93aa";

describe("the secret of a link", () => {
  it.each([
    ...[
      "access_token",
      "token",
      "signup_token",
      "auth_signup_token",
      "api_key",
      "key",
      "hash",
      "accessToken",
      "TOKEN",
    ].map((name) => `https://odoo.example/my/orders/5?model=sale.order&${name}=${SECRET}`),
    `/my/orders/5?access_token=${SECRET}`,
    `<a href="/mail/view?model=a&amp;access_token=${SECRET}">here</a>`,
    `<a href='https://x.example/?a=1&#38;token=${SECRET}'>here</a>`,
    `(https://x.example/#access_token=${SECRET})`,
    `https://x.example/login?redirect=%2Fmy%3Fa%3D1%26access_token%3D${SECRET}`,
    `https://x.example/login?redirect=%252Fmy%253Faccess%255Ftoken%253D${SECRET}`,
    `https://x.example/?access%5Ftoken=${SECRET}`,
    `https://x.example/?token=${SECRET}%26${SECRET}`,
    `{"url": "https://x.example/?a=1\\u0026token=${SECRET}"}`,
    `https://x.example/?token=a&x=b&key=${SECRET}`,
  ])("is hidden: %s", (text) => {
    const told = withoutLinkSecrets(text);
    expect(told).not.toContain(SECRET);
    expect(told).toMatch(/(?:=|%(?:25)?3D)\[hidden\]/i);
    expect(withoutLinkSecrets(told)).toBe(told);
    expect([text, told].map(holdsHiddenLink)).toEqual([false, true]);
  });

  it.each([
    "https://odoo.example/web#id=7&model=sale.order&view_type=form",
    "https://odoo.example/web/image/5?unique=abc&height=90",
    "What is the key=5? A token: abc. monkey=x",
    "https://x.example/?monkey=5&tokens=7&q=a&token=",
    "/survey/start?answer=1",
    "/survey/start/customer-satisfaction",
    "/rate/5/submit_feedback",
    "/documents/2026-11-30 and the rest",
    "/event/conference-for-architects-2026-5/register",
    "https://docs.example/document/d/1AbCdEfGhIjKlMnOpQrStUvWx/edit",
  ])("is none in %s", (text) => expect(withoutLinkSecrets(text)).toBe(text));

  const TOKEN = "3f0c6bd2a1e94d7f8b5a0c9e7d6f1a2b";
  const UUID = "3f0c6bd2-a1e9-4d7f-8b5a-0c9e7d6f1a2b";
  it.each([
    `<a href="https://odoo.example/rate/${TOKEN}/5">`,
    `https://odoo.example/survey/start/${UUID}?x=1`,
    `/survey/${UUID}/${TOKEN}`,
    `/survey/print/${UUID}`,
    `/calendar/join_videocall/${TOKEN} at noon`,
    `/chat/12/${TOKEN}`,
    `/sign/document/7/${UUID}`,
    `/sign/document/mail/7/${UUID}`,
    `/document/share/7/${UUID}`,
    `https://odoo.example/odoo/documents/${TOKEN}o1f`,
    `<img src="/mail/track/9/${TOKEN}/blank.gif"/>`,
  ])("is hidden where it is a part of the path: %s", (text) => {
    const told = withoutLinkSecrets(text);
    expect(told).toContain("/[hidden]");
    expect(told).not.toMatch(/3f0c6bd2/);
    expect(withoutLinkSecrets(told)).toBe(told);
    expect([text, told].map(holdsHiddenLink)).toEqual([false, true]);
  });

  it("leaves the rest of a text as it is", () => {
    expect(
      withoutLinkSecrets(`<a href="/a?token=${SECRET}&amp;b=1">Pay</a> by Friday, (see /b?key=${SECRET}) please`),
    ).toBe('<a href="/a?token=[hidden]&amp;b=1">Pay</a> by Friday, (see /b?key=[hidden]) please');
  });

  it("is known to have been hidden also where a client encodes addresses again", () => {
    expect(holdsHiddenLink({ note: ["/a?token=%5Bhidden%5D"] })).toBe(true);
    expect(holdsHiddenLink({ note: "[hidden] is a word", total: 5, none: null })).toBe(false);
  });

  it("is hidden in every text of a value", () => {
    const value = { records: [{ id: 5, note: `/a?token=${SECRET}`, link: null, total: 5, on: true }], count: 1 };
    expect(withoutLinkSecretsIn(value)).toEqual({
      ...value,
      records: [{ ...value.records[0], note: "/a?token=[hidden]" }],
    });
  });

  it.each(["?", "&a", "%26", "%3Fa%3D", "%2526access_", "&token=", "?a=%26token%3D", "/survey/a1", "/rate", "a1"])(
    "takes many of %j",
    (piece) => {
      expect(withoutLinkSecrets(`x${piece.repeat(300_000)}`)).toMatch(/^x/);
    },
  );
});
