import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { runtime } from "@pulumi/pulumi";
import { MockMonitor, type MockCallArgs, type MockResourceArgs } from "@pulumi/pulumi/runtime/mocks";
import { getMonitor } from "@pulumi/pulumi/runtime/settings";

/** One resource as the program registered it: what it asked for, not what a provider made of it. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** Inputs as sent, secrets in the clear. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Paths of inputs that were sent as secrets. */
  readonly secrets: readonly string[];
  /** Name of the parent, or absent for a resource at the root. */
  readonly parent?: string;
  /** Names of the resources that it depends on, by option or by an input, sorted. */
  readonly dependsOn: readonly string[];
  /** Name of the explicit provider, or absent for the default one. */
  readonly provider?: string;
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly deleteBeforeReplace: boolean;
  readonly retainOnDelete: boolean;
  readonly importId?: string;
  readonly version: string;
  readonly pluginDownloadURL: string;
  readonly additionalSecretOutputs: readonly string[];
}

/** One call of a provider's function. */
export interface Invocation {
  readonly token: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Everything that a program registered, in the order in which the engine would have seen it. */
export interface Recording {
  readonly resources: readonly Registration[];
  readonly invocations: readonly Invocation[];
  /** The only resource with the name; throws when there is none or more than one. */
  readonly resource: (name: string) => Registration;
  /** All resources of a type, in order of registration. */
  readonly ofType: (type: string) => readonly Registration[];
}

export interface RecordingOptions {
  /** Whether the program is told that it is a preview. Default: no. */
  readonly preview?: boolean;
  /** What a resource's provider would add to its inputs. Default: nothing. */
  readonly outputs?: (resource: MockResourceArgs) => Readonly<Record<string, unknown>>;
  /** What a provider's function returns. Default: its arguments. */
  readonly invoke?: (call: MockCallArgs) => Readonly<Record<string, unknown>>;
}

/**
 * Runs a program without an engine and returns what it registered, options included. Each call starts afresh.
 * What the program throws, this throws.
 */
export async function recordProgram(program: () => unknown, options: RecordingOptions = {}): Promise<Recording> {
  const resources: Registration[] = [];
  const invocations: Invocation[] = [];
  const mocks: runtime.Mocks = {
    newResource: (resource) => ({
      id: resource.id !== undefined && resource.id !== "" ? resource.id : `${resource.name}-id`,
      state: { ...record(resource.inputs), ...options.outputs?.(resource) },
    }),
    call: (call) => {
      const inputs = record(revealed(call.inputs));
      invocations.push({ token: call.token, inputs });
      return options.invoke?.(call) ?? inputs;
    },
  };
  await runtime.setMocks(mocks, "berth", "test", options.preview ?? false);
  recordRegistrations(resources);
  await program();
  await runtime.disconnect();
  return {
    resources,
    invocations,
    resource: (name) => {
      const [found, ...others] = resources.filter((resource) => resource.name === name);
      if (found === undefined || others.length > 0) {
        throw new Error(
          `${others.length > 0 ? "more than one" : "no"} resource is named "${name}"; there are ${resources.map((each) => each.name).join(", ")}`,
        );
      }
      return found;
    },
    ofType: (type) => resources.filter((resource) => resource.type === type),
  };
}

/** The mock monitor keeps inputs only; what a registration asks for beside them is read off the request. */
function recordRegistrations(registrations: Registration[]): void {
  const monitor: unknown = getMonitor();
  if (!(monitor instanceof MockMonitor)) {
    throw new Error("the mocks of this version of Pulumi have no mock monitor");
  }
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request: RegisterResourceRequest, callback) => {
    registrations.push(registration(request));
    return register(request, callback);
  };
}

function registration(request: RegisterResourceRequest): Registration {
  const sent = record(request.getObject()?.toJavaScript() ?? {});
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    inputs: record(revealed(sent)),
    secrets: secretPaths(sent),
    ...optional("parent", nameInUrn(request.getParent())),
    dependsOn: request.getDependenciesList().map(nameInUrn).sort(),
    ...optional("provider", nameInUrn(request.getProvider().split("::").slice(0, -1).join("::"))),
    protect: request.getProtect() ?? false,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
    retainOnDelete: request.getRetainondelete() ?? false,
    ...optional("importId", request.getImportid()),
    version: request.getVersion(),
    pluginDownloadURL: request.getPlugindownloadurl(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
  };
}

function optional<K extends string>(key: K, value: string): Partial<Record<K, string>> {
  const entry: Partial<Record<K, string>> = {};
  if (value !== "") {
    entry[key] = value;
  }
  return entry;
}

function nameInUrn(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** The key under which Pulumi marks a value of a special kind on the wire, and the mark of a secret. */
const specialKey = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

function isSecret(value: unknown): boolean {
  return record(value)[specialKey] === secretMark;
}

function revealed(value: unknown): unknown {
  if (isSecret(value)) {
    return revealed(record(value)["value"]);
  }
  if (Array.isArray(value)) {
    return value.map(revealed);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, revealed(child)]));
  }
  return value;
}

function secretPaths(value: unknown, path = ""): readonly string[] {
  if (isSecret(value)) {
    return [path];
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, child]) => secretPaths(child, path === "" ? key : `${path}.${key}`));
}
