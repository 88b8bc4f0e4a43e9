import { homedir, userInfo } from "node:os";
import { isAbsolute, join } from "node:path";

/** A folder in the user's own cache, where no other user of the machine may write; not made. */
export const userCache = (name: string): string => join(cacheHome(), "odoo-typed-mcp", name);

/** As the XDG specification asks, what is empty or relative does not count: it would be of the working folder. */
function cacheHome(): string {
  const { XDG_CACHE_HOME: own = "" } = process.env;
  if (isAbsolute(own)) return own;
  const home = homedir();
  return join(isAbsolute(home) ? home : userInfo().homedir, ".cache");
}
