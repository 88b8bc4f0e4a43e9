import { cached } from "../../odoo/cache.js";
import type { Client } from "../../odoo/client.js";
import { type PrintEntry, printMenu } from "../../odoo/report/print-menu.js";
import type { Domain, RawRecord } from "../../odoo/schema/raw.js";

/** What is set up in an Odoo and seldom changed, asked once and kept for a while; never the records that people work with. */
export interface MasterData {
  /** The kinds of messages about records of a model, and about what belongs to such: 200 of them at most. */
  messageKinds(model: string): Promise<readonly RawRecord[]>;
  /**
   * What Odoo answers of an external id, such as "mail.mt_note": the model and the id, told to every user who may read that
   * record, also where `ir.model.data` is for administrators.
   */
  named(xmlid: string): Promise<unknown>;
  /** The user's own contact; undefined where Odoo does not tell. */
  ownPartner(): Promise<number | undefined>;
  /** What Odoo answers of a model's Action and Print menus, in English. */
  menus(model: string): Promise<unknown>;
  /** A model's Print menu, in English. */
  printMenu(model: string): Promise<readonly PrintEntry[]>;
}

const KIND = ["res_model", "relation_field", "parent_id", "default", "hidden"];
const MOST_KINDS = 200;

/** Names are the same in English whatever the user's language is. */
const ENGLISH = { context: { lang: "en_US" } };

/** Asks without the abort signal of a call: others may wait for the same answer. */
export function masterData(client: Client): MasterData {
  const kinds = cached((model) => {
    const about: Domain = ["|", ["res_model", "=", model], ["parent_id.res_model", "=", model]];
    return client.searchRead("mail.message.subtype", about, KIND, { limit: MOST_KINDS });
  });
  const named = cached((xmlid) => {
    const [module = "", ...name] = xmlid.split(".");
    return client.callModel("ir.model.data", "check_object_reference", { module, xml_id: name.join(".") });
  });
  const partners = cached(async (uid) => {
    const [user] = await client.read("res.users", [Number(uid)], ["partner_id"]);
    return Array.isArray(user?.partner_id) ? Number(user.partner_id[0]) : undefined;
  });
  const menus = cached((model) =>
    client.callModel("ir.actions.actions", "get_bindings", { model_name: model }, ENGLISH),
  );
  const prints = cached((model) => printMenu(client, model, ENGLISH));
  return {
    messageKinds: (model) => kinds.get(model),
    named: (xmlid) => named.get(xmlid),
    // A new sign-in may be another user's.
    ownPartner: () => partners.get(String(client.user.uid)),
    menus: (model) => menus.get(model),
    printMenu: (model) => prints.get(model),
  };
}
