// Loaded before a program that a test starts: when it ends, whatever it printed or wrote is searched for the secrets that
// it was given. JavaScript, because Node runs it as it stands. See canary.ts.
import { homedir } from "node:os";
import { fileURLToPath } from "node:url";
import { recordRun } from "./search.mjs";

const RECORDS = process.env.ODOO_TEST_CANARY ?? fileURLToPath(new URL("../../dist/canary", import.meta.url));

const env = { ...process.env };
let printed = "";

for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write;
  stream.write = (chunk, ...rest) => {
    printed += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    return write.call(stream, chunk, ...rest);
  };
}
process.on("uncaughtExceptionMonitor", (error) => {
  printed += String(error?.stack ?? error);
});

process.on("exit", () => {
  recordRun(RECORDS, { args: process.argv.slice(2), printed, folder: process.cwd(), env, home: homedir() });
});
