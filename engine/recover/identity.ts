import { defaultNamespace, kindOf } from "../../rehearsal/providers/kubernetes/kind";
import { nameOf, type PendingOperation } from "./deployment";

/** By what it can be told whether something was made before the engine heard of it. */
export type Identity =
  /** The provider can be asked for this id. */
  | { readonly kind: "known"; readonly id: string }
  /** Nobody needs to be asked: the next update does the same again, and that makes no second one. */
  | { readonly kind: "repeatable"; readonly reason: string }
  /** Only its owner can tell. */
  | { readonly kind: "unknown"; readonly lookFor: string };

/** How the thing that a pending operation is about is found at its provider. */
export function identityOf({ resource }: PendingOperation): Identity {
  const { id, type, urn, inputs = {} } = resource;
  if (id !== undefined && id !== "") {
    return { kind: "known", id };
  }
  const [family] = type.split(":");
  const finder = family === undefined ? undefined : finders[family];
  const what = { type, name: nameOf(urn), inputs };
  return finder?.(what) ?? { kind: "unknown", lookFor: `${lookForName(what)}, in the provider's own console or command line` };
}

interface Sought {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** By the package of the type. */
const finders: Readonly<Record<string, (sought: Sought) => Identity | undefined>> = {
  kubernetes: kubernetesIdentity,
  "pulumi-nodejs": dynamicIdentity,
  proxmoxve: proxmoxIdentity,
  talos: talosIdentity,
};

function kubernetesIdentity({ type, inputs }: Sought): Identity | undefined {
  if (type === "kubernetes:helm.sh/v3:Release") {
    const { name, namespace = "default" } = inputs;
    return typeof name === "string" && typeof namespace === "string" ? { kind: "known", id: `${namespace}/${name}` } : undefined;
  }
  const kind = kindOf(type);
  if (kind === undefined) {
    return undefined;
  }
  if (kind.patch) {
    return { kind: "repeatable", reason: "a patch sets the same fields again" };
  }
  const { name, namespace = defaultNamespace(kind), generateName } = mapAt(inputs, "metadata");
  if (typeof name === "string") {
    return { kind: "known", id: typeof namespace === "string" && namespace !== "" ? `${namespace}/${name}` : name };
  }
  return typeof generateName === "string"
    ? {
        kind: "unknown",
        lookFor: `a ${kind.kind} whose name begins with ${generateName}: kubectl get ${kind.kind.toLowerCase()} -A; its id is <namespace>/<name>`,
      }
    : undefined;
}

/** The providers that are written here. */
function dynamicIdentity({ type, inputs }: Sought): Identity | undefined {
  const kind = type.split("/").at(-1) ?? "";
  const { displayName, name } = inputs;
  if (kind === "contabo:Instance" && typeof displayName === "string") {
    return {
      kind: "repeatable",
      reason: `the next update takes over the server with the display name ${displayName}, and orders one only if there is none`,
    };
  }
  if (kind.startsWith("contabo:") && typeof name === "string") {
    return { kind: "repeatable", reason: `the next update takes over what is named ${name}, and makes it only if there is none` };
  }
  return kind.startsWith("k3s:") ? { kind: "repeatable", reason: "there is nothing outside of the state" } : undefined;
}

function proxmoxIdentity({ inputs }: Sought): Identity | undefined {
  const { vmId } = inputs;
  return typeof vmId === "number" ? { kind: "known", id: String(vmId) } : undefined;
}

function talosIdentity({ type, inputs }: Sought): Identity | undefined {
  const { node } = inputs;
  const machine = typeof node === "string" ? node : "<node>";
  switch (type.slice(type.lastIndexOf(":") + 1)) {
    case "Secrets":
      return { kind: "repeatable", reason: "secrets are only in the state; nothing has used ones that never reached it" };
    case "ConfigurationApply":
      return { kind: "repeatable", reason: `the next update sends ${machine} the same configuration again, which changes nothing` };
    case "Kubeconfig":
      return { kind: "repeatable", reason: "it is only read" };
    case "Bootstrap":
      return {
        kind: "unknown",
        lookFor: `whether etcd runs on ${machine}: talosctl -n ${machine} service etcd. If it does, its id is machine_bootstrap; never bootstrap a second time`,
      };
    default:
      return undefined;
  }
}

function lookForName({ type, name, inputs }: Sought): string {
  const named = ["name", "bucket", "fileName"].flatMap((key) => (typeof inputs[key] === "string" ? [`${key} ${inputs[key]}`] : []));
  return `a ${type.split(":").at(-1) ?? type} with ${named.length === 0 ? `the inputs that the program gives to ${name}` : named.join(", ")}`;
}

function mapAt(inputs: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const value = inputs[key];
  return typeof value === "object" && value !== null ? { ...value } : {};
}
