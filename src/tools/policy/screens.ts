import { forbidden } from "../../odoo/errors/errors.js";
import { didYouMean } from "../../odoo/schema/suggest.js";
import { COMMON, OF_SCREENS } from "./defaults.js";
import type { Effect } from "./effects.js";
import type { PolicyConfig } from "./entries.js";
import { type Ruling, ruleName, type SettingOf } from "./settings.js";

// What the config need not name, as far as this user's screens decide: what people change there, and what is read beside it.

export interface Screens {
  /** The models whose records people change there. */
  reached: readonly string[];
  /** The models that the config names, and their lines. */
  named: () => readonly string[];
}

/**
 * Throws `OdooError` "forbidden" for a model whose records people change on no screen of this user's, and that the config does not
 * name; never where nothing is known of screens.
 */
export function checkReached(screens: Screens | undefined, model: string, setting: SettingOf): void {
  if (!screens || screens.reached.includes(model) || OF_SCREENS.includes(model)) return;
  if (setting(model, "operations")) return;
  throw forbidden(
    "screens",
    `Records of ${model} are changed on no screen that this user reaches by the menus of its apps, so no tool changes them.${didYouMean(model, screens.reached)}`,
    {
      model,
      hint: `Change them along with the record that they belong to. Whoever keeps odoo-models.config.json can open the model there, under models or policy, by its name "${model}".`,
    },
  );
}

/** What leaves records or fields out of what tools see. */
const LIMITS = ["domain", "denyFields", "allowFields"] as const;

/**
 * What may be done to a model that the config does not name: not read, once anything is closed to reading, for nobody can list
 * where else in Odoo such records and fields show.
 */
export function unnamedClosing(
  config: PolicyConfig,
  screens: Screens | undefined,
): (model: string, usual: Ruling<readonly Effect[]>) => Ruling<readonly Effect[]> {
  const [limit] = Object.entries(config).flatMap(([name, entry]) => {
    const key = LIMITS.find((one) => (entry[one] ?? []).length > 0);
    return key ? [ruleName(name, key)] : [];
  });
  if (!screens || !limit) return (_, usual) => usual;
  const named = new Set([...screens.named(), ...COMMON, ...Object.keys(config)]);
  return (model, { value, rule }) =>
    named.has(model)
      ? { value, rule }
      : {
          value: value.filter((effect) => effect !== "read"),
          rule: `models that the config does not name, beside ${limit}`,
        };
}
