import type { InstanceSettings } from "../../src/odoo/connection/instance-settings.js";

/** What every command takes: where the config is and where the generated files are. */
export interface Paths {
  config: string;
  generated: string;
  /** Which of several Odoos they are of. */
  instance?: InstanceSettings | undefined;
}

/** What the commands that write below `generated` take. */
export interface WritePaths extends Paths {
  /** Overwrites files there that are not as odoo-mcp wrote them. */
  force?: boolean;
}
