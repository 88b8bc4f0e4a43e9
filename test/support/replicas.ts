import { type Balancer, balancer } from "./balancer.js";
import { type HttpProcess, startHttpServer } from "./http-server.js";
import { type RedisServer, startRedis } from "./redis.js";

/** Two servers over HTTP that share a secret and a store, behind a balancer that sends every request to the other one. */
export interface Replicas {
  servers: readonly HttpProcess[];
  front: Balancer;
  /** Ends all of it, and answers the exit codes of the servers. */
  end(): Promise<(number | null)[]>;
}

export interface ReplicasOptions {
  /** The variables of the Odoo that they serve. Its credentials are the clients' affair. */
  odoo: Readonly<Record<string, string>>;
  generated: string;
}

export async function startReplicas({ odoo, generated }: ReplicasOptions): Promise<Replicas> {
  const { ODOO_URL = "", ODOO_DB = "" } = odoo;
  const store: RedisServer = await startRedis();
  const env = {
    ODOO_URL,
    ODOO_DB,
    ODOO_MCP_HTTP_SECRET: "shared-by-both-servers-0123456789abcdef",
    ODOO_MCP_HTTP_STORE: store.url,
  };
  const servers = await Promise.all([1, 2].map(() => startHttpServer(env, ["--generated", generated])));
  const front = await balancer(servers.map(({ origin }) => origin));
  return {
    servers,
    front,
    async end() {
      await front.close();
      const codes = await Promise.all(servers.map((server) => server.end()));
      await store.kill();
      return codes;
    },
  };
}
