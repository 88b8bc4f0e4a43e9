import { benchStart } from "/tmp/wt/start17/test/bench/start.ts";
await benchStart({ ...process.env, ODOO_URL: "http://127.0.0.1:9", ODOO_DB: "x", ODOO_USERNAME: "x", ODOO_PASSWORD: "y" } as any, "/tmp/wt/start17/generated");
