import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isAbsolute, join } from "node:path";
import { OdooError } from "../errors/errors.js";

/** What a `.env` file says of the way to Odoo, where the environment does not: Node and undici have read that themselves. */
export interface Network {
  httpProxy?: string;
  httpsProxy?: string;
  noProxy?: string;
  /** The file of `NODE_EXTRA_CA_CERTS`, an absolute path. */
  authorities?: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

let network: Network = {};

/** Makes the connections of this process that are opened from now on go the way that the file of `folder` says. */
export function useNetwork(folder: string, file: Variables, environment: Variables): void {
  network = networkOf(folder, file, environment);
}

export const currentNetwork = (): Network => network;

/** Pure. */
export function networkOf(folder: string, file: Variables, environment: Variables): Network {
  const own = (name: string) => {
    // As undici reads them: the small letters first.
    const names = [name.toLowerCase(), name];
    if (names.some((variant) => environment[variant] !== undefined)) return undefined;
    return names.map((variant) => file[variant]?.trim()).find(Boolean);
  };
  const [httpProxy, httpsProxy, noProxy] = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"].map(own);
  const certificates = environment.NODE_EXTRA_CA_CERTS ? undefined : file.NODE_EXTRA_CA_CERTS?.trim();
  return {
    ...(httpProxy ? { httpProxy } : {}),
    ...(httpsProxy ? { httpsProxy } : {}),
    ...(noProxy ? { noProxy } : {}),
    ...(certificates ? { authorities: isAbsolute(certificates) ? certificates : join(folder, certificates) } : {}),
  };
}

/** The certificates that count beside a file's. Throws `OdooError` "settings" for one that cannot be read. */
export function withUsualAuthorities(file: string): string[] {
  try {
    return [...usualAuthorities(), readFileSync(file, "utf8")];
  } catch {
    throw new OdooError("settings", `NODE_EXTRA_CA_CERTS in .env names ${file}, which cannot be read.`, {
      hint: "Name the file of your authority's certificate there, in PEM.",
    });
  }
}

/** Loaded where it is needed: few have authorities of their own. */
function usualAuthorities(): readonly string[] {
  const tls: Tls = createRequire(import.meta.url)("node:tls");
  return tls.getCACertificates?.("default") ?? tls.rootCertificates;
}

interface Tls {
  rootCertificates: readonly string[];
  /** Of Node 22 on: with those of the system, where Node is told to trust them. */
  getCACertificates?(type: "default"): readonly string[];
}
