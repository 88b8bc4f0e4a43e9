import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Addresses of no public host: this machine, its networks, metadata services of clouds, documentation, multicast (IANA's registries). */
const OTHERS = {
  ipv4: [
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.0.2.0", 24],
    ["192.31.196.0", 24],
    ["192.52.193.0", 24],
    ["192.88.99.0", 24],
    ["192.168.0.0", 16],
    ["192.175.48.0", 24],
    ["198.18.0.0", 15],
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
    ["224.0.0.0", 3],
  ],
  // All that is public lies in 2000::/3.
  ipv6: [
    ["::", 3],
    ["2001::", 23],
    ["2001:db8::", 32],
    ["2002::", 16],
    ["2620:4f:8000::", 48],
    ["3fff::", 20],
    ["4000::", 2],
    ["8000::", 1],
  ],
} as const;

/** A list of each: in one list, addresses of IPv4 are looked for among those of IPv6, too. */
const notPublic = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const family of ["ipv4", "ipv6"] as const)
  for (const [address, prefix] of OTHERS[family]) notPublic[family].addSubnet(address, prefix, family);

/** Whether an IP address is of a host that anybody may reach. IPv4 within IPv6 is not. */
export function isPublicAddress(address: string): boolean {
  const family = ({ 4: "ipv4", 6: "ipv6" } as const)[isIP(address)];
  return family !== undefined && !notPublic[family].check(address, family);
}

/** Why a connection was not made. */
export class NotPublic extends Error {
  constructor(hostname: string) {
    super(`${hostname} is no public host.`);
  }
}

/**
 * Looks a host up for a connection, and fails where any of its addresses is not `allowed`: it is this answer that is connected
 * to, so that no second look-up can give another. A host that is written as an address is not looked up by Node.js: see `refuseAddress`.
 */
export const lookupOf =
  (allowed: (address: string) => boolean): LookupFunction =>
  (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) done(error ?? new NotPublic(hostname), []);
      else if (!addresses.every(({ address }) => allowed(address))) done(new NotPublic(hostname), []);
      else if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };

/** Throws for a host that is written as an address that is not `allowed`. */
export function refuseAddress({ hostname }: URL, allowed: (address: string) => boolean): void {
  const address = hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(address) !== 0 && !allowed(address)) throw new NotPublic(hostname);
}
