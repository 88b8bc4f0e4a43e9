import "./watch.mjs";

await import("../../dist/src/cli.js");
