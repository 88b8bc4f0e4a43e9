import { existsSync, readdirSync } from "node:fs";
import { DockerfileParser } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { VARIABLES } from "../src/odoo/connection/variables.js";
import { GRACE_MS } from "../src/tools/session/calls.js";
import { commandOf } from "./deploy/dockerfile.js";
import { compose, exampleEnvironment, ROOT, read } from "./deploy/read.js";

// What the files of a deployment say, without starting anything.

interface Probe {
  httpGet: { path: string; port: string };
}

interface Container {
  name: string;
  image: string;
  ports: { name: string; containerPort: number }[];
  securityContext: unknown;
  startupProbe: Probe;
  livenessProbe: Probe;
  readinessProbe: Probe;
}

interface Pod {
  automountServiceAccountToken: boolean;
  terminationGracePeriodSeconds?: number;
  securityContext: { runAsUser: number };
  containers: [Container];
}

interface Resource {
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  stringData?: Record<string, string>;
  spec: { replicas: number; template: { spec: Pod }; [key: string]: unknown };
}

const IMAGES = ["Dockerfile", "deploy/Dockerfile"];
const kubernetes = readdirSync(`${ROOT}deploy/kubernetes`).flatMap((file) =>
  parseAllDocuments(read(`deploy/kubernetes/${file}`)).map((document) => document.toJS() as Resource),
);
const resource = (kind: string, name = "odoo-mcp"): Resource => {
  const found = kubernetes.find(({ kind: own, metadata }) => own === kind && metadata.name === name);
  if (!found) throw new Error(`There is no ${kind} ${name}.`);
  return found;
};
const environment = exampleEnvironment();
const { services, networks } = compose({ ...environment, ODOO_MCP_HTTP_SECRET: "x" });
const servers = Object.values(services).filter(({ image }) => image === environment.IMAGE);
/** How long a server may take to end: until it takes no more calls, for changes under way, and for answers on their way. */
const longestEnd = (drainMs: number) => (drainMs + GRACE_MS.writeMs + GRACE_MS.readMs) / 1000;

describe("the images", () => {
  it.each(IMAGES)("%s has no fault that the linter knows", (file) => {
    expect(validate(read(file))).toEqual([]);
  });

  it("start the program itself, so that signals reach it, and not as root", () => {
    const dockerfile = DockerfileParser.parse(read("Dockerfile"));
    expect(commandOf(read("Dockerfile"))).toEqual([
      "node",
      "/app/dist/src/cli.js",
      "serve",
      "--http",
      "--host",
      "0.0.0.0",
    ]);
    const { bin } = JSON.parse(read("package.json")) as { bin: Record<string, string> };
    expect(bin["odoo-mcp"]).toBe("dist/src/cli.js");
    const last = dockerfile.getInstructions().findLast((one) => one.getInstruction() === "USER");
    expect(last?.getArgumentsContent()).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(dockerfile.getFROMs().map((from) => from.getImage())).toEqual(["node:24-slim", "node:24-slim"]);
    // That of somebody's own takes all of it over.
    const own = DockerfileParser.parse(read("deploy/Dockerfile")).getInstructions();
    expect(own.map((one) => one.getInstruction())).toEqual(["ARG", "FROM", "COPY", "COPY"]);
  });

  it("copy what .dockerignore lets through, and nothing else gets through", () => {
    const [first, ...rest] = read(".dockerignore")
      .split("\n")
      .filter((line) => line && !line.startsWith("#"));
    expect(first).toBe("*");
    const copied = DockerfileParser.parse(read("Dockerfile"))
      .getCOPYs()
      .filter((copy) => copy.getFlags().length === 0)
      .flatMap((copy) => copy.getArguments().slice(0, -1));
    const names = [...new Set(copied.map((argument) => argument.getValue()))];
    expect(rest.map((line) => line.replace(/^!/, "")).sort()).toEqual(names.sort());
    expect(names.filter((name) => !existsSync(`${ROOT}${name}`))).toEqual([]);
  });
});

describe("compose.yaml", () => {
  it("starts two servers that may do nothing but serve, and end in peace", () => {
    expect(servers).toHaveLength(2);
    for (const server of servers) {
      expect(server).toEqual(servers[0]);
      expect(server).toMatchObject({
        read_only: true,
        cap_drop: ["ALL"],
        security_opt: ["no-new-privileges:true"],
        stop_grace_period: "60s",
      });
      expect(server.ports).toBeUndefined();
      expect(server.user).toBeUndefined();
    }
    expect(longestEnd(VARIABLES.ODOO_MCP_HTTP_DRAIN_MS.default)).toBeLessThan(60);
  });

  it("keeps the store to the servers, and what is in it", () => {
    const beside = Object.entries(services).filter(([, service]) => service.networks.includes("store"));
    expect(beside.map(([name]) => name)).toEqual(["odoo-mcp-1", "odoo-mcp-2", "valkey"]);
    expect(networks.store).toEqual({ internal: true });
    expect(services.valkey?.networks).toEqual(["store"]);
    expect(services.valkey?.ports).toBeUndefined();
    expect(services.valkey?.command).toMatch(/ --maxmemory-policy noeviction --appendonly yes /);
  });

  it("is told of by Caddyfile, which sends to each server, and asks each whether it is ready", () => {
    const caddyfile = read("deploy/Caddyfile");
    const [, upstreams = ""] = /^\s*reverse_proxy (.*) \{$/m.exec(caddyfile) ?? [];
    const names = Object.keys(services).filter((name) => services[name]?.image === environment.IMAGE);
    expect(upstreams.split(" ")).toEqual(names.map((name) => `${name}:8100`));
    expect(caddyfile).toMatch(/^\s*health_uri \/readyz$/m);
  });
});

describe("the files for Kubernetes", () => {
  const { spec } = resource("Deployment");
  const pod = spec.template.spec;
  const [container] = pod.containers;

  it("ask /readyz whether a pod is ready, and /healthz whether it lives", () => {
    const paths = [container.startupProbe, container.livenessProbe, container.readinessProbe].map(
      ({ httpGet }) => httpGet,
    );
    expect(paths.map(({ path }) => path)).toEqual(["/healthz", "/healthz", "/readyz"]);
    expect(container.ports).toEqual([{ name: "http", containerPort: 8100 }]);
    expect(new Set(paths.map(({ port }) => port))).toEqual(new Set(["http"]));
  });

  it.each([
    ["Deployment", "odoo-mcp"],
    ["StatefulSet", "odoo-mcp-valkey"],
  ])("let the pods of the %s do nothing but what they are for", (kind, name) => {
    const { automountServiceAccountToken, securityContext, containers } = resource(kind, name).spec.template.spec;
    expect(automountServiceAccountToken).toBe(false);
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
    expect(securityContext.runAsUser).toBeGreaterThan(0);
    for (const one of containers) {
      expect(one.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
    }
  });

  it("run two replicas, of which one is always there, and give them time to end", () => {
    expect(spec.replicas).toBe(2);
    expect(spec.strategy).toEqual({ rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
    expect(resource("PodDisruptionBudget").spec).toMatchObject({ minAvailable: 1, selector: spec.selector });
    const drainMs = Number(resource("ConfigMap").data?.ODOO_MCP_HTTP_DRAIN_MS);
    expect(longestEnd(drainMs)).toBeLessThan(pod.terminationGracePeriodSeconds ?? 0);
  });

  it("lead from the ingress to the pods, and to the paths that Caddyfile lets through", () => {
    const { metadata } = spec.template as unknown as { metadata: { labels: unknown } };
    expect(resource("Service").spec.selector).toEqual(metadata.labels);
    const { rules } = resource("Ingress").spec as unknown as { rules: [{ http: { paths: { path: string }[] } }] };
    const paths = rules[0].http.paths.map(({ path }) => path);
    expect(paths).toEqual([
      "/mcp",
      "/oauth",
      "/.well-known/oauth-protected-resource",
      "/.well-known/oauth-authorization-server",
    ]);
    expect(read("deploy/Caddyfile")).toMatch(/path \/mcp \/mcp\/\* \/oauth\/\* \/\.well-known\/oauth-\*$/m);
  });

  it("are applied without a secret, which stands in no file", () => {
    const applied = readdirSync(`${ROOT}deploy/kubernetes`).filter((file) => file.endsWith(".yaml"));
    expect(applied.filter((file) => /^kind: Secret$/m.test(read(`deploy/kubernetes/${file}`)))).toEqual([]);
    expect(resource("Secret").stringData?.ODOO_MCP_HTTP_SECRET).toBe("");
    expect(environment.ODOO_MCP_HTTP_SECRET).toBe("");
  });
});

it("every variable that is set is one that the server knows, or names the image", () => {
  const set = [
    ...Object.keys(environment),
    // What is commented out counts as well.
    ...[...read("deploy/.env.example").matchAll(/^#(\w+)=/gm)].map(([, name]) => name),
    ...servers.flatMap((server) => Object.keys(server.environment ?? {})),
    ...Object.keys(services.caddy?.environment ?? {}),
    ...Object.keys(resource("ConfigMap").data ?? {}),
    ...Object.keys(resource("Secret").stringData ?? {}),
    ...[...read("docs/deploy.md").matchAll(/\b(?:ODOO|HTTPS?|NODE|NO)_[A-Z_]+\b/g)].map(([name]) => name),
  ];
  expect(set.length).toBeGreaterThan(20);
  expect(set.filter((name) => name !== "IMAGE" && !Object.hasOwn(VARIABLES, name ?? ""))).toEqual([]);
});
