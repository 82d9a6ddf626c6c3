import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";
import { didYouMean } from "../infra/diagnostics/did-you-mean";
import type { Finding } from "../infra/diagnostics/finding";
import { UserError } from "../infra/diagnostics/user-error";
import type { Connection } from "./connection";

const optionalText = z
  .string()
  .nullish()
  .transform((text) => (text === null || text === "" ? undefined : text));

const clusterSchema = z.object({
  server: z.string(),
  "certificate-authority": optionalText,
  "certificate-authority-data": optionalText,
  "insecure-skip-tls-verify": z.boolean().default(false),
  "tls-server-name": optionalText,
  "proxy-url": optionalText,
});

const userSchema = z.object({
  "client-certificate": optionalText,
  "client-certificate-data": optionalText,
  "client-key": optionalText,
  "client-key-data": optionalText,
  token: optionalText,
  tokenFile: optionalText,
  username: optionalText,
  as: optionalText,
  exec: z.unknown().optional(),
  "auth-provider": z.unknown().optional(),
});

/** A kubeconfig as kubectl reads it. @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/ */
const kubeconfigSchema = z.object({
  "current-context": optionalText,
  contexts: z
    .array(z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string().default("") }) }))
    .nullish()
    .transform((list) => list ?? []),
  clusters: z
    .array(z.object({ name: z.string(), cluster: clusterSchema }))
    .nullish()
    .transform((list) => list ?? []),
  users: z
    .array(z.object({ name: z.string(), user: userSchema.nullish().transform((user) => user ?? userSchema.parse({})) }))
    .nullish()
    .transform((list) => list ?? []),
});

type User = z.output<typeof userSchema>;
type Cluster = z.output<typeof clusterSchema>;

/**
 * The kubeconfig that kubectl would use: the one that `KUBECONFIG` names, else `~/.kube/config`.
 *
 * @throws UserError when `KUBECONFIG` names several, which kubectl would merge, or there is none.
 */
export function defaultKubeconfig(environment: Readonly<Record<string, string | undefined>>): string {
  const listed = (environment["KUBECONFIG"] ?? "").split(delimiter).filter((path) => path !== "");
  if (listed.length > 1) {
    throw new UserError("KUBECONFIG names several files", [
      { path: "KUBECONFIG", message: "would have to be merged", value: `"${listed.join(delimiter)}"`, fix: "name one with --kubeconfig" },
    ]);
  }
  const path = listed[0] ?? join(homedir(), ".kube", "config");
  if (!existsSync(path)) {
    throw new UserError("there is no kubeconfig", [{ path, message: "does not exist", fix: "name one with --kubeconfig" }]);
  }
  return path;
}

/**
 * Reads a kubeconfig and picks a context. Certificates and tokens may stand in it or in files beside it.
 *
 * @param contextName Default: its current context.
 * @throws UserError with everything that is wrong or that is not supported: programs and plugins that log in, proxies,
 * basic authentication and impersonation.
 */
export function readKubeconfig(path: string, contextName?: string): Connection {
  const config = parseKubeconfig(path);
  const wanted = contextName ?? config["current-context"];
  const names = config.contexts.map(({ name }) => name);
  const context = config.contexts.find(({ name }) => name === wanted)?.context;
  if (wanted === undefined || context === undefined) {
    const fix = (wanted === undefined ? undefined : didYouMean(wanted, names)) ?? `name one with --context: ${names.join(", ")}`;
    const message = wanted === undefined ? "has no current context" : "has no such context";
    throw new UserError(`${path} cannot be used`, [
      { path: "context", message, ...(wanted === undefined ? {} : { value: `"${wanted}"` }), fix },
    ]);
  }
  const findings: Finding[] = [];
  const cluster = config.clusters.find(({ name }) => name === context.cluster)?.cluster;
  const user = config.users.find(({ name }) => name === context.user)?.user ?? userSchema.parse({});
  if (cluster === undefined) {
    throw new UserError(`${path} cannot be used`, [
      { path: `contexts[${wanted}].cluster`, message: "is no cluster of this file", value: `"${context.cluster}"` },
    ]);
  }
  const folder = dirname(resolve(path));
  const read = (where: string, data: string | undefined, file: string | undefined): Buffer | undefined => {
    if (data !== undefined) {
      return Buffer.from(data, "base64");
    }
    try {
      return file === undefined ? undefined : readFileSync(resolve(folder, file));
    } catch {
      findings.push({ path: where, message: "cannot be read", value: `"${file ?? ""}"` });
      return undefined;
    }
  };
  const [inCluster, inUser] = [`clusters[${context.cluster}]`, `users[${context.user}]`];
  const connection: Connection = {
    server: cluster.server.replace(/\/+$/, ""),
    clusterName: context.cluster,
    contextName: wanted,
    certificateAuthority: read(
      `${inCluster}.certificate-authority`,
      cluster["certificate-authority-data"],
      cluster["certificate-authority"],
    ),
    clientCertificate: read(`${inUser}.client-certificate`, user["client-certificate-data"], user["client-certificate"]),
    clientKey: read(`${inUser}.client-key`, user["client-key-data"], user["client-key"]),
    token: user.token ?? read(`${inUser}.tokenFile`, undefined, user.tokenFile)?.toString("utf8").trim(),
    serverName: cluster["tls-server-name"],
    insecure: cluster["insecure-skip-tls-verify"],
  };
  findings.push(...unsupported(cluster, user, { inCluster, inUser }), ...checkServer(connection, `${inCluster}.server`));
  if (findings.length > 0) {
    throw new UserError(`context "${wanted}" of ${path} cannot be used`, findings);
  }
  return connection;
}

function parseKubeconfig(path: string): z.output<typeof kubeconfigSchema> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new UserError("the kubeconfig cannot be read", [
      { path, message: "does not exist or may not be read", fix: "name another with --kubeconfig" },
    ]);
  }
  // A kubeconfig holds credentials: no error message quotes it.
  const document = parseDocument(text, { prettyErrors: false });
  const parsed = document.errors.length > 0 ? undefined : kubeconfigSchema.safeParse(document.toJS());
  if (parsed?.success === true) {
    return parsed.data;
  }
  const findings =
    parsed === undefined
      ? [{ path, message: "is not valid YAML" }]
      : parsed.error.issues.map((issue) => ({ path: issue.path.map(String).join("."), message: issue.message }));
  throw new UserError(`${path} is no kubeconfig`, findings);
}

function unsupported(
  cluster: Cluster,
  user: User,
  { inCluster, inUser }: { readonly inCluster: string; readonly inUser: string },
): Finding[] {
  const token = "use a token: kubectl create token <service account>, and put it under users[].user.token";
  const checks: readonly (readonly [unknown, string, string, string])[] = [
    [user.exec, `${inUser}.exec`, "logs in by running a program, which observing does not do", token],
    [user["auth-provider"], `${inUser}.auth-provider`, "logs in by a plugin of kubectl", token],
    [user.username, `${inUser}.username`, "is basic authentication, which Kubernetes has dropped", token],
    [user.as, `${inUser}.as`, "is impersonation, which is not supported", "use the credentials of the one who is meant"],
    [cluster["proxy-url"], `${inCluster}.proxy-url`, "is not supported", "observe from a machine that reaches the API server itself"],
  ];
  return checks.flatMap(([value, path, message, fix]) => (value === undefined || value === null ? [] : [{ path, message, fix }]));
}

/** Only `kubectl proxy` and tests speak plain HTTP, on this machine; credentials are never sent over it elsewhere. */
function checkServer({ server }: Connection, path: string): Finding[] {
  const url = URL.parse(server);
  if (url?.protocol === "https:") {
    return [];
  }
  const loopback = url !== null && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  return url?.protocol === "http:" && loopback
    ? []
    : [{ path, message: "must be an https URL (http only for this machine)", value: `"${server}"`, fix: "use the URL that kubectl uses" }];
}
