interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}

const read = ["get", "list", "watch"];
const write = ["create", "patch", "update"];

const rule = (group: string, resources: string[], verbs: string[]): Rule => ({ apiGroups: [group], resources, verbs });

/** What the controller needs of the whole cluster: it makes the definition of plans itself, and marks upgraded nodes. */
export const controllerRules: readonly Rule[] = [
  rule("apiextensions.k8s.io", ["customresourcedefinitions"], [...read, ...write]),
  rule("upgrade.cattle.io", ["plans", "plans/status"], [...read, ...write, "delete"]),
  rule("batch", ["jobs"], read),
  rule("", ["namespaces", "nodes"], read),
  rule("", ["nodes"], ["update"]),
  rule("", ["events"], ["get", ...write]),
  rule("coordination.k8s.io", ["leases"], ["get", "create", "update"]),
];

/** What its jobs need to cordon a node and drain it. */
export const drainRules: readonly Rule[] = [
  rule("", ["nodes"], ["get", "patch"]),
  rule("", ["pods"], ["get", "list", "delete"]),
  rule("", ["pods/eviction"], ["create"]),
  rule("apps", ["daemonsets", "replicasets", "statefulsets"], ["get", "list"]),
];

/** What it needs in its own namespace, where the jobs are. */
export const jobRules: readonly Rule[] = [
  rule("batch", ["jobs"], [...read, ...write, "delete", "deletecollection"]),
  rule("", ["secrets"], read),
];
