#!/usr/bin/env node
import nodeModule from "node:module";
import { userCache } from "./odoo/connection/user-cache.js";

/** Of Node.js from 22.8 on. */
interface Compiling {
  enableCompileCache?(folder: string): unknown;
}

// Node.js keeps what it compiled for later starts. Not in its default folder, where others may write.
(nodeModule as Compiling).enableCompileCache?.(userCache("compiled"));

const argv = process.argv.slice(2);
// A client waits for its server: what that needs is read beside the rest. Where it cannot be, `run` tells why.
if (argv.includes("serve") && !argv.includes("--http")) import("./server/stdio.js").catch(() => {});

const { run } = await import("./command-line.js");
const exitCode = await run(argv, process);
// A server that ends for a reason of its own has set one already.
if (exitCode !== 0) process.exitCode = exitCode;
