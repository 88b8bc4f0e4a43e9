import type { ServerSettings } from "../odoo/connection/settings.js";
import { OdooError } from "../odoo/errors/errors.js";
import type { Audit } from "../tools/call/audit.js";
import { openAudit } from "../tools/session/audit-file.js";
import type { ServedFolder } from "../tools/session/served-folder.js";
import { type ServedOdoo, servedOdoo, turnsAtOdoos } from "./served-odoo.js";
import { type SignIns, signInsTo } from "./users.js";

/** A folder, where it is served, and its Odoo. */
export interface FolderOfOdoo {
  path: string;
  served: ServedFolder;
  odoo: ServedOdoo;
  signIns: SignIns;
}

const PATH = "/mcp";

/**
 * The Odoos of folders. Those at the same address have the turns of calls and of sign-ins in common. Throws `OdooError` "settings",
 * also where two are of one Odoo and say otherwise how many calls it takes.
 */
export function odoosOf(folders: readonly ServedFolder[]): FolderOfOdoo[] {
  const turnsAt = turnsAtOdoos();
  const known = new Map<string, { name: string; settings: ServerSettings; signIns: SignIns }>();
  return folders.map((served) => {
    const settings = served.serverSettings();
    const { instance: name } = served;
    const first = known.get(settings.url) ?? { name: name ?? "", settings, signIns: signInsTo() };
    known.set(settings.url, first);
    if (settings.concurrency !== first.settings.concurrency) throw otherwise(first.name, name ?? "", settings.url);
    return {
      path: name === undefined ? PATH : `${PATH}/${name}`,
      served,
      odoo: servedOdoo(settings, turnsAt),
      signIns: first.signIns,
    };
  });
}

const otherwise = (one: string, other: string, url: string) =>
  new OdooError("settings", `${one} and ${other} are one Odoo (${url}), and their ODOO_CONCURRENCY is not the same.`, {
    hint: "They take turns in one queue: set it to the same in both files, or in neither.",
  });

/** The audits of folders, one for all that name the same file. */
export function audits(): { of(served: ServedFolder): Audit; end(): void } {
  const opened = new Map<string | undefined, ReturnType<typeof openAudit>>();
  return {
    of(served) {
      const file = served.environment().ODOO_MCP_AUDIT;
      const audit = opened.get(file) ?? openAudit(file);
      opened.set(file, audit);
      return audit;
    },
    end() {
      for (const audit of opened.values()) audit.end();
    },
  };
}
