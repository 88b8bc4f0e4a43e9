import { Argument, Command } from "commander";
import { withProgress } from "../../codegen/terminal/progress.js";
import type { Series } from "./recipes.js";
import { down, environment, reset, status, up } from "./sandbox.js";

const ALL: Series[] = ["19", "14"];
const series = () => new Argument("[series]", "Odoo series").choices(ALL).default("19");

const program = new Command("sandbox").description(
  "A real Odoo with demo data on 127.0.0.1, from Debian packages. Needs root on Debian; no Docker.",
);
program
  .command("up")
  .description("build if needed and start; a second call does nothing")
  .addArgument(series())
  .action((it: Series) => withProgress(`Odoo ${it}`, (progress) => up(it, progress)));
program
  .command("down")
  .description("stop, keeping the data")
  .addArgument(series())
  .action((it: Series) => down(it));
program
  .command("reset")
  .description("restore the data of the first start, in seconds")
  .addArgument(series())
  .action((it: Series) => withProgress(`Odoo ${it}`, (progress) => reset(it, progress)));
program.command("status").action(async () => {
  for (const it of ALL) console.log(await status(it));
});
program
  .command("env")
  .description("print the ODOO_* settings, for `export $(npm run -s sandbox -- env 19)` or a .env file")
  .addArgument(series())
  .action(async (it: Series) => {
    for (const [name, value] of Object.entries(await environment(it))) console.log(`${name}=${value}`);
  });
program.addHelpText("after", "\nExamples:\n  npm run sandbox -- up 19\n  npm run -s sandbox -- env 19 > .env\n");

await program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
