import { dirname, join } from "node:path";
import type { Command } from "commander";
import { type Instance, instanceNamed, instancesIn, refuseSeveral } from "./tools/generated/instances.js";
import { CONFIG_FILE } from "./tools/generated/made-from.js";

/** Of every command that reads a generated folder or an Odoo. */
export const INSTANCE = ["--instance <name>", "one of the Odoos that the config names under `instances`"] as const;

interface Given {
  instance?: string;
  config?: string;
  generated?: string;
  http?: boolean;
}

/** What becomes of `--instance` before a command runs. */
export interface Chosen {
  /** The one that was named. */
  instance?: Instance;
  /** All that there are, for `serve --http` without a name. */
  instances?: readonly Instance[];
}

/**
 * Gives a command that takes `--instance` the folder, config and settings of the one that was named: what it is told besides with
 * `--generated` holds. Throws `OdooError` "settings" for a name that is none, and where the config has several and one must be named.
 */
export function chooseInstance(command: Command): void {
  if (!command.options.some(({ long }) => long === "--instance")) return;
  const { instance: name, config, generated = "generated", http } = command.opts<Given>();
  const file = config ?? join(dirname(generated), CONFIG_FILE);
  if (name !== undefined) choose(command, instanceNamed(name, file));
  else if (http && !isGiven(command, "generated")) command.setOptionValue("instances", instancesIn(file));
  else refuseSeveral(file);
}

const isGiven = (command: Command, option: string) => command.getOptionValueSource(option) === "cli";

function choose(command: Command, instance: Instance): void {
  command.setOptionValue("instance", instance);
  command.setOptionValue("config", instance.config);
  if (!isGiven(command, "generated")) command.setOptionValue("generated", instance.generated);
}
