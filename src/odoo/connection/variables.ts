/** An environment variable, as the parser, `--help` and docs/connection.md know it. */
export type Variable = {
  /** What it is, for `--help`: a few words of plain text. */
  says: string;
  /** What the page adds to that: sentences in Markdown. */
  more?: string;
  /** What counts where it is not set. */
  default?: string | number;
  example: string;
  /** Read by Node.js or before any `.env` file is looked for. */
  environmentOnly?: true;
} & (
  | { kind: "address" | "text" | "password" | "time zone" | "ids" | "file" }
  /** Set by 1, true, yes or on. */
  | { kind: "flag" }
  | { kind: "choice"; choices: readonly string[] }
  /** A whole number of `unit`. */
  | { kind: "number"; unit: string; min: number; max?: number }
);

/** Every variable that a server or command looks at, in the order of `--help` and the page. */
export const VARIABLES = {
  ODOO_URL: {
    kind: "address",
    says: "address of your Odoo",
    more: "As it is, or copied from a browser: see [addresses](#addresses).",
    example: "https://example.odoo.com",
  },
  ODOO_DB: {
    kind: "text",
    says: "database; may be left out where the server has one",
    example: "shop",
  },
  ODOO_USERNAME: {
    kind: "text",
    says: "login",
    more: "JSON-2 does without it.",
    example: "bot@example.com",
  },
  ODOO_API_KEY: {
    kind: "text",
    says: "API key of the user",
    more: "It counts before a password.",
    example: "0123456789abcdef",
  },
  ODOO_API_KEY_COMMAND: {
    kind: "text",
    says: "command that prints the API key",
    more: "Instead of the key: see [secrets](#secrets).",
    example: "pass show odoo/bot",
  },
  ODOO_PASSWORD: {
    kind: "password",
    says: "password, where there is no API key",
    example: "correct horse",
  },
  ODOO_WIRE: {
    kind: "choice",
    choices: ["auto", "json2", "jsonrpc", "xmlrpc"],
    says: "how to talk to Odoo",
    more: "`auto` is `json2` for a key on Odoo 19 and later, `jsonrpc` otherwise; `xmlrpc` where a proxy blocks JSON.",
    default: "auto",
    example: "jsonrpc",
  },
  ODOO_TIMEOUT_MS: {
    kind: "number",
    unit: "milliseconds",
    min: 1,
    says: "longest wait for an answer, in milliseconds",
    more: "It bounds one call to Odoo: waiting for its turn, every attempt, the answer. Connecting takes 10 s at most, a pause within an answer 30 s.",
    // Long, because Odoo itself retries a write that met a concurrent one for up to half a minute.
    default: 120_000,
    example: "60000",
  },
  ODOO_CONCURRENCY: {
    kind: "number",
    unit: "calls at a time",
    min: 1,
    max: 64,
    says: "calls to Odoo at a time, 1 to 64",
    more: "On `*.odoo.com` one call begins each second unless this is set.",
    default: "4; 1 on *.odoo.com",
    example: "8",
  },
  ODOO_ALLOW_HTTP: {
    kind: "flag",
    says: "1 allows http:// to hosts other than this machine",
    more: "Others can read the credential there.",
    example: "1",
  },
  ODOO_LANG: {
    kind: "text",
    says: "language of the answers",
    default: "the user's",
    example: "fr_FR",
  },
  ODOO_TZ: {
    kind: "time zone",
    says: "time zone of days and times",
    default: "the user's",
    example: "Europe/Brussels",
  },
  ODOO_COMPANY_IDS: {
    kind: "ids",
    says: "companies to work in",
    more: "New records belong to the first.",
    default: "the user's",
    example: "1,3",
  },
  ODOO_INTROSPECT_USERNAME: {
    kind: "text",
    says: "login of a second account, for introspection",
    more: "It reads what actions open, for `introspect` and `codegen` alone: see [steps](steps.md).",
    example: "admin@example.com",
    environmentOnly: true,
  },
  ODOO_INTROSPECT_API_KEY: {
    kind: "text",
    says: "its API key",
    example: "0123456789abcdef",
    environmentOnly: true,
  },
  ODOO_INTROSPECT_PASSWORD: {
    kind: "password",
    says: "its password, where there is no API key",
    example: "correct horse",
    environmentOnly: true,
  },
  ODOO_MCP_READ_ONLY: {
    kind: "flag",
    says: "1 serves only tools that change nothing",
    more: "As `serve --read-only` does.",
    example: "1",
  },
  ODOO_MCP_AUDIT: {
    kind: "file",
    says: "file for the lines that tell each change",
    more: "See [policy.md](policy.md#audit).",
    default: "stderr",
    example: "audit.log",
  },
  ODOO_MCP_FILES: {
    kind: "file",
    says: "folder for files printed, read or attached",
    more: "Without it files go to the client within the answer, up to 700 kB: see [tools.md](tools.md#files).",
    example: "/home/me/odoo-files",
  },
  ODOO_MCP_MAX_ANSWER: {
    kind: "number",
    unit: "characters",
    min: 10_000,
    says: "longest answer of a tool, in characters",
    more: "Longer texts are cut, further rows left for the next page: see [tools.md](tools.md#how-long-an-answer-is).",
    // Some 20,000 tokens, where clients take 25,000.
    default: 80_000,
    example: "40000",
  },
  ODOO_MCP_HTTP_HOSTS: {
    kind: "text",
    says: "over HTTP: host names that clients call",
    more: "Beside `localhost`; needed for a `--host` that other machines reach. Separated by commas: see [http.md](http.md).",
    example: "mcp.example.com",
  },
  ODOO_MCP_HTTP_ORIGINS: {
    kind: "text",
    says: "over HTTP: hosts of web pages that may call",
    more: "Beside the server's own.",
    example: "app.example.com",
  },
  ODOO_MCP_HTTP_SECRET: {
    kind: "password",
    says: "over HTTP: secret that all replicas share",
    more: "At least 32 characters. It seals questions and wizards; without it they hold for one process.",
    example: "kZ3n0vXh2Q9wYb7cTq5RfL8mPs1DgJ4u",
  },
  ODOO_MCP_HTTP_STORE: {
    kind: "password",
    says: "over HTTP: Redis or Valkey that replicas share",
    more: "It keeps which answers and wizards are used up.",
    example: "redis://127.0.0.1:6379/0",
  },
  ODOO_MCP_TRUSTED_PROXIES: {
    kind: "text",
    says: "over HTTP: proxies that say who a request is from",
    more: "By `X-Forwarded-For`, which counts from nobody else. Addresses, ranges, or `loopback`, `uniquelocal` (private ranges); separated by commas. Sign-ins are limited by it.",
    example: "10.0.0.0/8,loopback",
  },
  ODOO_MCP_HTTP_CALLS: {
    kind: "number",
    unit: "calls at a time",
    min: 1,
    says: "over HTTP: calls at a time, of all users",
    default: 200,
    example: "500",
  },
  ODOO_MCP_HTTP_USER_CALLS: {
    kind: "number",
    unit: "calls at a time",
    min: 1,
    says: "over HTTP: calls at a time, of one user",
    default: 16,
    example: "4",
  },
  ODOO_MCP_HTTP_DRAIN_MS: {
    kind: "number",
    unit: "milliseconds",
    min: 0,
    says: "over HTTP: time from not ready to the end",
    more: "For a balancer to notice; calls under way have longer.",
    default: 5_000,
    example: "10000",
  },
  ODOO_MCP_METRICS: {
    kind: "text",
    says: "over HTTP: address and port that metrics are at",
    more: "For Prometheus, at `/metrics`; off without it. Whoever reaches it reads it: see [http.md](http.md#metrics).",
    example: "127.0.0.1:9464",
  },
  ODOO_MCP_TLS_CERT: {
    kind: "file",
    says: "over HTTP: certificate, with those above it",
    example: "/etc/ssl/mcp.pem",
  },
  ODOO_MCP_TLS_KEY: {
    kind: "file",
    says: "over HTTP: its private key",
    example: "/etc/ssl/mcp.key",
  },
  ODOO_MCP_PUBLIC_URL: {
    kind: "address",
    says: "over HTTP: the server's address as clients know it",
    more: "For [OAuth](oauth.md): https, without a path.",
    example: "https://mcp.example.com",
  },
  ODOO_MCP_OAUTH: {
    kind: "text",
    says: "over HTTP: who signs people in",
    more: "`built-in`, or the issuer of a server that you have: see [oauth.md](oauth.md).",
    example: "built-in",
  },
  ODOO_MCP_OAUTH_CLIENTS: {
    kind: "text",
    says: "of the built-in sign-in: hosts whose clients may ask",
    more: "Or `id=https://client.example/callback` for a client without a document. Separated by commas.",
    default: "all",
    example: "claude.ai,chatgpt.com",
  },
  ODOO_MCP_OAUTH_AUDIENCE: {
    kind: "text",
    says: "of an issuer: whom its tokens must be for",
    default: "the address of /mcp",
    example: "api://odoo-mcp",
  },
  ODOO_MCP_OAUTH_CLAIM: {
    kind: "text",
    says: "of an issuer: the claim with the login in Odoo",
    default: "email",
    example: "preferred_username",
  },
  ODOO_MCP_OAUTH_KEYS: {
    kind: "file",
    says: "of an issuer: file of logins and their API keys",
    more: 'JSON, `{ "login": "key" }`, for its owner alone.',
    example: "/etc/odoo-mcp/keys.json",
  },
  ODOO_MCP_OAUTH_COMMAND: {
    kind: "text",
    says: "of an issuer: command that prints a user's API key",
    more: "It finds the login in `ODOO_MCP_LOGIN`.",
    example: 'pass show "odoo/$ODOO_MCP_LOGIN"',
  },
  ODOO_MCP_DEBUG: {
    kind: "flag",
    says: "1 prints Odoo's tracebacks to stderr",
    more: "Unexpected answers too, and no credentials.",
    example: "1",
    environmentOnly: true,
  },
  HTTPS_PROXY: {
    kind: "address",
    says: "proxy for https://",
    more: "In the environment or in `.env`, as the three below.",
    example: "http://proxy.example:3128",
  },
  HTTP_PROXY: {
    kind: "address",
    says: "proxy for http://",
    more: "Never for this machine's own addresses. It reads the secret, so an address beyond this machine needs `ODOO_ALLOW_HTTP=1`.",
    example: "http://proxy.example:3128",
  },
  NO_PROXY: {
    kind: "text",
    says: "hosts that no proxy is used for",
    more: "`localhost`, `127.0.0.0/8` and `[::1]` always are.",
    example: "localhost,.example.com",
  },
  NODE_EXTRA_CA_CERTS: {
    kind: "file",
    says: "file with the certificate of your authority",
    more: "Of `.env`, beside that file.",
    example: "/etc/ssl/company.pem",
  },
} as const satisfies Readonly<Record<string, Variable>>;

/** A variable of the table. */
export type VariableName = keyof typeof VARIABLES;

/** The variables of one kind. */
export type NameOf<Kind extends Variable["kind"]> = {
  [Name in VariableName]: (typeof VARIABLES)[Name]["kind"] extends Kind ? Name : never;
}[VariableName];
