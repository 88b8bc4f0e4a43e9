import * as clack from "@clack/prompts";
import { type Environment, isExposed } from "../../src/odoo/connection/settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import type { Terminal } from "../terminal/ask.js";
import { plainText } from "../text/text.js";
import { normalizedAddress } from "./address.js";
import { type Answers, type InitOptions, usualDatabase } from "./answers.js";
import { CLIENTS, type ClientName } from "./mcp-clients.js";

/** The answers of a person. What flags and the environment say is proposed. */
export function askedAnswers(options: InitOptions, environment: Environment, terminal: Terminal): Answers {
  const text = (message: string, initialValue: string | undefined, validate = notEmpty) =>
    answered(clack.text({ message, initialValue: initialValue ?? "", validate, ...terminal }));
  return {
    async url() {
      const address = await text("Address of your Odoo", options.url ?? environment.ODOO_URL, isAddress);
      const url = normalizedAddress(address);
      if (!isExposed(url)) return url;
      const message = `${url} is not encrypted: anyone on the way could read the secret. Use it all the same?`;
      if (await answered(clack.confirm({ message, initialValue: false, ...terminal }))) return url;
      throw new OdooError("settings", "An address with https is needed.");
    },
    async database(url, names) {
      const proposed = options.db ?? environment.ODOO_DB ?? usualDatabase(url, names);
      if (names && names.length > 0) {
        const choices = names.map((name) => ({ value: name, label: plainText(name, 60) }));
        const first = names.find((name) => name === proposed) ?? names[0] ?? "";
        return answered(clack.select({ message: "Database", options: choices, initialValue: first, ...terminal }));
      }
      const message = "Database (the server does not list them; on Odoo Online it is the first part of the address)";
      return text(message, proposed);
    },
    async credentials() {
      const username = await text(
        "Login of the account that the assistant will use",
        options.username ?? environment.ODOO_USERNAME,
      );
      const kind = await answered(
        clack.select({
          message: "Sign in with",
          options: [
            { value: "ODOO_API_KEY" as const, label: "an API key", hint: "Odoo: Preferences, Account Security" },
            { value: "ODOO_PASSWORD" as const, label: "the password" },
          ],
          ...terminal,
        }),
      );
      const message = kind === "ODOO_API_KEY" ? "API key" : "Password";
      const secret = await answered(clack.password({ message, validate: notEmpty, ...terminal }));
      return kind === "ODOO_API_KEY"
        ? { ODOO_USERNAME: username, ODOO_API_KEY: secret }
        : { ODOO_USERNAME: username, ODOO_PASSWORD: secret };
    },
    async models(apps) {
      if (apps.length === 0) {
        const list = await text("Models to make tools for, separated by commas", options.models?.join(","));
        return list.split(",").map((name) => name.trim());
      }
      const groups = apps.map(({ title, models }) => [title, models.map((value) => ({ value, label: value }))]);
      return answered(
        clack.groupMultiselect<string>({
          message: "Models to make tools for (space chooses, enter ends; any other can be added to the config later)",
          options: Object.fromEntries(groups),
          initialValues: apps.flatMap(({ models }) => [...models]),
          required: true,
          ...terminal,
        }),
      );
    },
    clients: () =>
      answered(
        clack.multiselect<ClientName>({
          message: "Write it into the file of these clients (none: it is printed, to paste)",
          options: CLIENTS.map(({ name, title }) => ({ value: name, label: title })),
          initialValues: [...(options.client ?? [])],
          required: false,
          ...terminal,
        }),
      ),
    refused(error) {
      if (error.category === "cancelled") throw error;
      clack.log.error(`${error.message}${error.hint ? ` ${error.hint}` : ""}`, { output: terminal.output });
    },
  };
}

/** The answer, or `OdooError` "cancelled" where the person stopped. */
async function answered<T>(asking: Promise<T>): Promise<Exclude<T, symbol>> {
  const answer = await asking;
  if (clack.isCancel(answer)) throw new OdooError("cancelled", "it was stopped.");
  return answer as Exclude<T, symbol>;
}

const notEmpty = (value: string | undefined): string | undefined => (value?.trim() ? undefined : "Needed.");

function isAddress(value: string | undefined): string | undefined {
  try {
    normalizedAddress(value ?? "");
    return undefined;
  } catch (error) {
    if (error instanceof OdooError) return error.message;
    throw error;
  }
}
