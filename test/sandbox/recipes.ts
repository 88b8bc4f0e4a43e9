/** What differs between the two Odoo servers the sandbox can build. Everything else is shared. */
export interface Recipe {
  series: Series;
  /** Debian suite of the userland. Odoo 19 needs Python < 3.14, so trixie and not sid. */
  suite: string;
  /** Packages taken from another suite, by pinning. */
  pinned?: { package: string; suite: string };
  odooPackage: string;
  packages: readonly string[];
  /** PostgreSQL's major version in the suite. */
  postgres: number;
  port: number;
  longpollingOption: string;
  /** Extra arguments of the run that makes the template database. */
  initArguments: readonly string[];
  /** Lines that only this series' odoo.conf needs. */
  settings: readonly string[];
  /** Columns of res_users_apikeys that have no default. */
  apiKeyExpiry: boolean;
}

export type Series = "14" | "19";

export const MODULES = [
  "contacts",
  "crm",
  "sale_management",
  "stock",
  "account",
  "project",
  "purchase",
  "hr",
  "calendar",
] as const;

/** The one translation kept and loaded beside English: all of them are 840 MB. */
export const LANGUAGE = "fr_FR";

const USERLAND = ["base-files", "bash", "coreutils", "dash", "libc-bin", "findutils", "grep", "sed"];

export const RECIPES: Record<Series, Recipe> = {
  "14": {
    series: "14",
    suite: "bullseye",
    odooPackage: "odoo-14",
    // odoo-14 itself depends on wkhtmltopdf (130 MB of Qt) and a web of packages that no test needs,
    // so it is downloaded alone and its Python dependencies are named here.
    packages: [
      ...USERLAND,
      ..."babel chardet dateutil decorator docutils feedparser freezegun html2text idna jinja2 libsass lxml mako mock num2words ofxparse passlib pil pkg-resources polib psutil psycopg2 pydot pyparsing pypdf2 qrcode reportlab requests setuptools stdnum suds tz vobject werkzeug xlrd xlsxwriter xlwt zeep"
        .split(" ")
        .map((name) => `python3-${name}`),
      "python3",
      "tzdata",
      "libjs-jquery",
      "libjs-jquery-ui",
      "libjs-underscore",
      "fonts-glyphicons-halflings",
      "fonts-inconsolata",
      "fonts-font-awesome",
      "fonts-roboto-unhinted",
      "postgresql-13",
    ],
    postgres: 13,
    port: 18014,
    longpollingOption: "longpolling_port",
    initArguments: [],
    settings: [],
    apiKeyExpiry: false,
  },
  "19": {
    series: "19",
    suite: "trixie",
    pinned: { package: "odoo-19", suite: "sid" },
    odooPackage: "odoo-19",
    // python3-magic, python3-passlib and tzdata-legacy are needed at run time, though not all are hard dependencies.
    packages: [
      ...USERLAND,
      "python3",
      "python3-magic",
      "python3-passlib",
      "tzdata",
      "tzdata-legacy",
      "postgresql-17",
      "odoo-19",
    ],
    postgres: 17,
    port: 18019,
    longpollingOption: "gevent_port",
    initArguments: ["--with-demo"],
    // Odoo 19 logs a warning for every XML-RPC and JSON-RPC request.
    settings: [
      "log_handler = :INFO,odoo.addons.rpc.controllers.xmlrpc:ERROR,odoo.addons.rpc.controllers.jsonrpc:ERROR",
    ],
    apiKeyExpiry: true,
  },
};
