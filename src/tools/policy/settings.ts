import picomatch from "picomatch";
import { isModelName } from "../../odoo/schema/schema.js";
import type { PolicyConfig, PolicyEntry } from "./entries.js";

/** A setting and the rule that says it, as errors name it. */
export interface Ruling<Value> {
  value: Value;
  rule: string;
}

/** What a setting is for a model, by the one entry that says it. */
export function settingsOf(config: PolicyConfig) {
  const globs = Object.keys(config)
    .filter((name) => !isModelName(name))
    .reverse()
    .map((glob) => ({ glob, matches: picomatch(glob) }));
  return <Key extends keyof PolicyEntry>(
    model: string,
    key: Key,
  ): Ruling<NonNullable<PolicyEntry[Key]>> | undefined => {
    const matching = globs.filter(({ matches }) => matches(model)).map(({ glob }) => glob);
    for (const name of [...(Object.hasOwn(config, model) ? [model] : []), ...matching]) {
      const value = config[name]?.[key];
      if (value !== undefined) return { value: value as NonNullable<PolicyEntry[Key]>, rule: ruleName(name, key) };
    }
    return undefined;
  };
}

export const ruleName = (name: string, key: string) => `policy["${name}"].${key}`;

/** A setting of a model. */
export type SettingOf = ReturnType<typeof settingsOf>;
