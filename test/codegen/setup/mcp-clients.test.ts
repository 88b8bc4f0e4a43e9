import { expect, it } from "vitest";
import { clientConfigs, pasteable } from "../../../codegen/setup/mcp-clients.js";

const server = { command: "/usr/bin/node", args: ["cli.js", "serve", "--folder", "/it's mine"], env: { A: "b c" } };

it("quotes what a shell would take apart", () => {
  const [line] = clientConfigs(server, "odoo").filter(({ client }) => client === "Claude Code");
  expect(line?.text).toBe("claude mcp add odoo --env 'A=b c' -- /usr/bin/node cli.js serve --folder '/it'\\''s mine'");
});

it("leaves out an environment that is empty", () => {
  for (const { client, text } of clientConfigs({ ...server, env: {} }, "odoo"))
    expect([client, /env/.test(text)]).toEqual([client, false]);
});

it("prints every client's under what says where it belongs", () => {
  const text = pasteable(server, "mine");
  for (const { client, where, text: own } of clientConfigs(server, "mine")) {
    expect(text).toContain(`# ${client}: ${where}\n${own}\n`);
    expect(own).toContain("mine");
  }
});

it("writes Codex's as TOML, in which every text is quoted", () => {
  const [table] = clientConfigs({ ...server, command: 'C:\\node "20"\u007f' }, "my odoo").filter(
    ({ client }) => client === "Codex",
  );
  expect(table?.text).toBe(
    [
      '[mcp_servers."my odoo"]',
      'command = "C:\\\\node \\"20\\"\\u007f"',
      `args = ["cli.js", "serve", "--folder", "/it's mine"]`,
      'env = { "A" = "b c" }',
    ].join("\n"),
  );
});
