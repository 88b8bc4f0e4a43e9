import { type BigIntStats, statSync, writeFileSync } from "node:fs";
import { constants, type FileHandle, open, readlink, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, parse, relative, resolve, sep, win32 } from "node:path";
import { OdooError } from "../../odoo/errors/errors.js";
import { shown } from "../../odoo/notation/checks.js";
import type { FileFolder } from "../call/tool.js";

/**
 * The folder that ODOO_MCP_FILES names; undefined if it is not set. Throws `OdooError` "settings" where it is no folder. Files
 * are the user's own to read, and none that is there is written over.
 */
export function fileFolder(name: string | undefined): FileFolder | undefined {
  if (!name?.trim()) return undefined;
  const folder = resolve(name.trim());
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new OdooError("settings", `ODOO_MCP_FILES is ${folder}, which is no folder.`);
  }
  return {
    save: (file, bytes) => save(folder, file, bytes),
    read: (path, maxBytes) => read(folder, path, maxBytes),
  };
}

const MOST_OF_ONE_NAME = 1000;

function save(folder: string, file: string, bytes: Uint8Array): string {
  const { name, ext } = parse(file);
  for (let copy = 1; copy <= MOST_OF_ONE_NAME; copy++) {
    const path = join(folder, copy === 1 ? `${name}${ext}` : `${name} (${copy})${ext}`);
    try {
      // "wx": a link that someone put there is not followed either.
      writeFileSync(path, bytes, { flag: "wx", mode: 0o600 });
      return path;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== "EEXIST")
        throw new OdooError("settings", `The file cannot be written into ODOO_MCP_FILES: ${message}`);
    }
  }
  throw new OdooError("settings", `ODOO_MCP_FILES has too many files named "${file}".`);
}

// A link as the last part of a path is not followed, and nothing waits for the other end of a pipe. Windows has neither.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

async function read(folder: string, path: string, maxBytes: number): Promise<Uint8Array> {
  checkPath(path);
  const root = await realpath(folder);
  const file = join(root, path);
  const handle = await open(file, FLAGS).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ELOOP" || error.code === "EMLINK" ? outside(path) : unreadable(path, error);
  });
  try {
    await checkInside(handle, { root, file, path });
    return await contentOf(handle, path, maxBytes);
  } finally {
    await handle.close();
  }
}

/** Throws for a path that can lead out of the folder by its words alone, on any system. */
function checkPath(path: string): void {
  const isOut = isAbsolute(path) || win32.isAbsolute(path) || /^[a-z]:/i.test(path) || path.includes("\0");
  if (isOut || path.split(/[/\\]/).includes("..")) throw outside(path);
}

/** What is open must be a file inside the folder. */
async function checkInside(handle: FileHandle, place: Place): Promise<void> {
  const opened = await handle.stat({ bigint: true });
  if (!((await isOpenBelow(handle, place.root)) ?? (await leadsTo(opened, place)))) throw outside(place.path);
  if (opened.isFile()) return;
  throw new OdooError("validation", `path: ${shown(place.path)} is no file.`);
}

interface Place {
  /** The folder, without links. */
  root: string;
  file: string;
  /** As it was given. */
  path: string;
}

/** By the path that Linux keeps of an open file, whatever stands at its name by now; undefined elsewhere. */
async function isOpenBelow(handle: FileHandle, root: string): Promise<boolean | undefined> {
  const open = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => undefined);
  return open === undefined ? undefined : isBelow(root, open);
}

/** Whether the path leads to the open file once all links are followed, inside the folder. */
async function leadsTo({ dev, ino }: BigIntStats, { root, file }: Place): Promise<boolean> {
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined || !isBelow(root, real)) return false;
  const there = await stat(real, { bigint: true }).catch(() => undefined);
  return there?.dev === dev && there.ino === ino;
}

function isBelow(root: string, file: string): boolean {
  const way = relative(root, file);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function contentOf(handle: FileHandle, path: string, maxBytes: number): Promise<Uint8Array> {
  const { size } = await handle.stat();
  if (size > maxBytes) {
    throw new OdooError("validation", `path: ${shown(path)} has ${size} bytes, more than the ${maxBytes} of a file.`);
  }
  // It may grow meanwhile; what is there beyond its size now is not read.
  const bytes = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await handle.read(bytes, length, size - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

const outside = (path: string) =>
  new OdooError("forbidden", `path: ${shown(path)} leads out of the server's folder for files, or through a link.`, {
    rule: "ODOO_MCP_FILES",
    hint: "Name a file below that folder, as seen from it: scans/bill.pdf.",
  });

function unreadable(path: string, { code }: NodeJS.ErrnoException): OdooError {
  const isThere = code !== "ENOENT" && code !== "ENOTDIR";
  return isThere
    ? new OdooError("validation", `path: ${shown(path)} cannot be read (${code ?? "unknown reason"}).`)
    : new OdooError("not_found", `path: there is no file ${shown(path)} in the server's folder for files.`);
}
