import { readSettings } from "../../src/odoo/connection/settings.js";
import { probe } from "../../src/odoo/connection/version.js";

/** An Odoo that is no sandbox: its major version, and the settings of an administrator. */
export interface OwnOdoo {
  series: string;
  admin: Record<string, string>;
}

/** Asks the Odoo that TEST_ODOO names for its version. Throws where the text is not as it should be, or nothing answers. */
export async function ownOdoo(text: string): Promise<OwnOdoo> {
  const admin = settingsFrom(text);
  const { major } = await probe(readSettings(admin));
  return { series: String(major), admin };
}

/** The settings that `url,database,login,secret` names. Throws an error that does not show the secret. */
export function settingsFrom(text: string): Record<string, string> {
  // A password may hold commas.
  const [ODOO_URL = "", ODOO_DB = "", ODOO_USERNAME = "", ...rest] = text.split(",");
  const secret = rest.join(",");
  if ([ODOO_URL, ODOO_DB, ODOO_USERNAME, secret].includes("")) {
    throw new Error('TEST_ODOO must be "url,database,login,secret"; the secret is a password or an API key.');
  }
  return { ODOO_URL, ODOO_DB, ODOO_USERNAME, ODOO_PASSWORD: secret, ODOO_API_KEY: API_KEY.test(secret) ? secret : "" };
}

/** As Odoo 14 to 19 make them. */
const API_KEY = /^[0-9a-f]{40}$/;
