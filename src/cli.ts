#!/usr/bin/env node
import { run } from "./command-line.js";

const exitCode = await run(process.argv.slice(2), process);
// A server that ends for a reason of its own has set one already.
if (exitCode !== 0) process.exitCode = exitCode;
