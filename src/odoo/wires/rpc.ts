import { OdooError } from "../errors/errors.js";
import { isRead } from "./reads.js";
import type { Wire, WireCall } from "./wire.js";

/** What both RPC wires need to know of a signed-in user. */
export interface RpcSession {
  url: string;
  database: string;
  uid: number;
  /** Password or API key: Odoo takes either. */
  secret: string;
  timeoutMs: number;
}

/** A method of one of Odoo's RPC services, with its arguments by position. */
export interface RpcRequest {
  service: "common" | "object" | "db";
  method: string;
  args: readonly unknown[];
  /** The call of a model's method that it carries, or only how long it may take and what cancels it. */
  call?: Partial<Pick<WireCall, "model" | "method" | "signal" | "timeoutMs">>;
}

/** Sends a request in one encoding, and answers what the method returned. */
export type RpcTransport = (server: Pick<RpcSession, "url" | "timeoutMs">, request: RpcRequest) => Promise<unknown>;

/** `execute_kw` over either encoding; both end in the same dispatcher of Odoo 14 to 21. */
export function rpcWire(session: RpcSession, transport: RpcTransport): Wire {
  const execute = (call: WireCall) => {
    const values = Object.values(call.params ?? {});
    const args = call.ids ? [call.ids, ...values] : values;
    const kwargs = { ...call.named, ...(call.context ? { context: call.context } : {}) };
    const { database, uid, secret } = session;
    return transport(session, {
      service: "object",
      method: "execute_kw",
      args: [database, uid, secret, call.model, call.method, args, kwargs],
      call,
    });
  };
  return {
    async call(call) {
      try {
        return await execute(call);
      } catch (error) {
        if (lacksApiModel(call, error)) return execute({ ...call, ids: [] });
        throw error;
      }
    },
  };
}

/**
 * Some overrides of a model method lack `@api.model` (18's `product.template.default_get`), and Odoo then takes the
 * first argument for the ids. The TypeError names the method and says so before anything ran; a write is not made again
 * for it all the same, since the override may call another method of that name.
 */
function lacksApiModel({ ids, method }: WireCall, error: unknown): boolean {
  if (!(error instanceof OdooError) || ids !== undefined || !isRead(method)) return false;
  const [, named] = /(\w+)\(\) missing 1 required positional argument/.exec(error.message) ?? [];
  return named === method;
}
