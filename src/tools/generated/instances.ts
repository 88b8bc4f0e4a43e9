import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { InstanceSettings } from "../../odoo/connection/instance-settings.js";
import { OdooError } from "../../odoo/errors/errors.js";
import { isObject, shown } from "../../odoo/notation/checks.js";

// The instances that a config names: several Odoos, each with a folder and settings of its own.

/** One of several Odoos, and where what is its own is. Paths are as the config has them, from the working folder. */
export interface Instance extends InstanceSettings {
  /** The folder of its generated files. */
  generated: string;
  /** The config that says its models and policy. */
  config: string;
}

/** What an instance may be called: it stands in the path `/mcp/<name>`, and in the names of files. */
export const INSTANCE_NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;
/** What is wrong with any other name. */
export const NO_INSTANCE_NAME =
  "is no name of an instance: it is part of an address, so it has small letters a to z, digits, - and _, at most 63, and begins with a letter or digit";

/** Where an instance's own files are, unless the config says so. */
export const usualPlaces = (name: string) => ({ generated: `generated/${name}`, env: `.env.${name}` });

/**
 * The instances of a config's file, in its order; none where it names none, or is not there or no JSON, of which those tell who
 * read the rest of it. Throws `OdooError` "settings".
 */
export function instancesIn(file: string): Instance[] {
  const named = instancesOf(file);
  if (named === undefined) return [];
  if (!isObject(named)) throw unfit(file, "instances must be an object: a name to what is the instance's own.");
  return Object.entries(named as object).map(([name, own]: [string, unknown]) => {
    if (!INSTANCE_NAME.test(name)) throw unfit(file, `${shown(name)} ${NO_INSTANCE_NAME}.`);
    if (!isObject(own)) throw unfit(file, `instances.${name} must be an object; {} takes what is usual.`);
    const usual = usualPlaces(name);
    const place = (key: "generated" | "env" | "config", otherwise: string) => {
      const path = (own as Readonly<Record<string, unknown>>)[key];
      if (path === undefined) return otherwise;
      if (typeof path === "string" && path !== "") return path;
      throw unfit(file, `instances.${name}.${key} must be a path.`);
    };
    const at = (path: string) => (isAbsolute(path) ? path : join(dirname(file), path));
    const config = place("config", "");
    return {
      name,
      generated: at(place("generated", usual.generated)),
      env: at(place("env", usual.env)),
      config: config === "" ? file : at(config),
    };
  });
}

function instancesOf(file: string): unknown {
  try {
    const json: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isObject(json) ? (json as { instances?: unknown }).instances : undefined;
  } catch {
    return undefined;
  }
}

/** The one of a name. Throws `OdooError` "settings" that says which there are. */
export function instanceNamed(name: string, file: string): Instance {
  const instances = instancesIn(file);
  const found = instances.find((one) => one.name === name);
  if (found) return found;
  throw instances.length > 0
    ? new OdooError("settings", `${file} names no instance ${shown(name)}; there are ${namesOf(instances)}.`)
    : new OdooError("settings", `${file} names no instances, so there is none called ${shown(name)}.`, {
        hint: "Leave --instance out, or name them there, under `instances`.",
      });
}

/** Throws `OdooError` "settings" where one must be chosen. */
export function refuseSeveral(file: string): void {
  const instances = instancesIn(file);
  if (instances.length === 0) return;
  throw new OdooError("settings", `${file} names instances: ${namesOf(instances)}.`, {
    hint: "Choose one with --instance.",
  });
}

const namesOf = (instances: readonly Instance[]) => instances.map(({ name }) => name).join(", ");

const unfit = (file: string, message: string) => new OdooError("settings", `${file}: ${message}`);
