import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { generateFrom, openTools, type Tools } from "../live/in-process.js";
import type { Series } from "../sandbox/recipes.js";
import { median, ratio } from "./report.js";

// What it costs that records are made as Odoo's form makes them, against the same tool with "create": "plain". Calls are
// counted once the form is known.

const TIMES = 15;
/** Nothing on the form of the first reacts. */
const MODELS = ["crm.lost.reason", "sale.order"];

/** At most one call more for a quotation of three lines, and up to 16 one more for each line. */
export async function benchCreate(series: Series, settings: Record<string, string>): Promise<void> {
  const client = createClient(await connect(readSettings(settings)));
  const config = (create: object) =>
    JSON.stringify({ models: Object.fromEntries(["res.partner", ...MODELS].map((name) => [name, create])) });
  const [asForm, plain] = [
    await generateFrom(client, config({})),
    await generateFrom(client, config({ create: "plain" })),
  ];
  const tools = { asForm: await openTools(asForm.folder, settings), plain: await openTools(plain.folder, settings) };
  const [partner] = await client.search("res.partner", [["is_company", "=", true]], { limit: 1 });
  const [product] = await client.search("product.product", [["sale_ok", "=", true]], { limit: 1 });
  const line = { product_id: product };
  const quotation = { partner_id: partner, order_line: { create: [line, line, line] } };
  try {
    await compared(`Odoo ${series}, a lost reason, on whose form nothing reacts`, tools, {
      model: "crm.lost.reason",
      values: () => ({ name: `bench ${Math.random()}` }),
      allowed: 0,
    });
    // A quotation as it is given lacks what only the form of 14 fills in.
    const bare = series === "14" ? await filledIn(tools.asForm, quotation) : quotation;
    await compared(`Odoo ${series}, a quotation of three lines`, tools, {
      model: "sale.order",
      values: (isPlain) => (isPlain ? bare : quotation),
      allowed: series === "14" ? 6 : 1,
    });
  } finally {
    await asForm.remove();
    await plain.remove();
  }
}

interface Creation {
  model: string;
  values(isPlain: boolean): object;
  /** Calls more than of a plain create. */
  allowed: number;
}

/** In turns, so that neither is favoured. */
async function compared(
  name: string,
  { asForm, plain }: { asForm: Tools; plain: Tools },
  { model, values, allowed }: Creation,
): Promise<void> {
  const made: number[] = [];
  const creation = async (tools: Tools, isPlain: boolean) => {
    const before = tools.asked.length;
    const began = performance.now();
    const { id } = await tools.call("create_record", { model, values: values(isPlain) });
    const took = performance.now() - began;
    made.push(Number(id));
    return { took, calls: tools.asked.length - before };
  };
  // The first of each learns what the model and its form are like.
  await creation(asForm, false);
  await creation(plain, true);
  const [ours, theirs] = [[], []] as [Awaited<ReturnType<typeof creation>>[], Awaited<ReturnType<typeof creation>>[]];
  for (let turn = 0; turn < TIMES; turn++) {
    ours.push(await creation(asForm, false));
    theirs.push(await creation(plain, true));
  }
  await asForm.client.unlink(model, made);
  const calls = [ours, theirs].map((list) => list[0]?.calls ?? 0);
  const more = (calls[0] ?? 0) - (calls[1] ?? 0);
  const [took, bare] = [ours, theirs].map((list) => median(list.map((one) => one.took)));
  ratio(
    name,
    took ?? 0,
    bare ?? 0,
    "ms",
    `${calls[0]} calls against ${calls[1]}; allowed: ${allowed} more, are: ${more}`,
  );
}

/** The quotation with all that its form fills in, as a client gives it that knows it. */
async function filledIn({ call, client }: Tools, quotation: object): Promise<object> {
  const { id } = await call("create_record", { model: "sale.order", values: quotation });
  const read = async (model: string, ids: number[], names: string[]) =>
    (await client.read(model, ids, names)).map((record) =>
      Object.fromEntries(names.map((name) => [name, Array.isArray(record[name]) ? record[name][0] : record[name]])),
    );
  const [order = {}] = await read(
    "sale.order",
    [Number(id)],
    ["partner_invoice_id", "partner_shipping_id", "pricelist_id"],
  );
  const [{ order_line: ids } = { order_line: [] }] = await client.read("sale.order", [Number(id)], ["order_line"]);
  const lines = await read("sale.order.line", ids as number[], ["product_id", "name", "product_uom", "price_unit"]);
  await client.unlink("sale.order", [Number(id)]);
  return { ...quotation, ...order, order_line: { create: lines } };
}
