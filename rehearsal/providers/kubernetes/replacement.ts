import type { Path } from "../diff";
import { isPropertyMap, type PropertyMap, revealedMap } from "../property-value";
import type { ReplacementRule } from "../stand-in";
import { isRelease } from "./helm-release";
import { type Kind, kindOf } from "./kind";

/** Fields that the API server refuses to change, or that the provider replaces by default, by kind. */
const immutable: Readonly<Record<string, readonly Path[]>> = {
  CSIDriver: [
    ["spec", "attachRequired"],
    ["spec", "fsGroupPolicy"],
    ["spec", "volumeLifecycleModes"],
  ],
  ClusterRoleBinding: [["roleRef"]],
  // The provider makes a new ConfigMap or Secret, so that what refers to its name rolls out anew.
  ConfigMap: [["data"], ["binaryData"]],
  DaemonSet: [["spec", "selector"]],
  Deployment: [["spec", "selector"]],
  IngressClass: [["spec", "controller"]],
  Job: [
    ["spec", "selector"],
    ["spec", "template"],
    ["spec", "completionMode"],
  ],
  PersistentVolumeClaim: [
    ["spec", "accessModes"],
    ["spec", "dataSource"],
    ["spec", "selector"],
    ["spec", "storageClassName"],
    ["spec", "volumeMode"],
    ["spec", "volumeName"],
  ],
  PriorityClass: [["value"], ["preemptionPolicy"]],
  RoleBinding: [["roleRef"]],
  RuntimeClass: [["handler"]],
  Secret: [["data"], ["stringData"], ["type"]],
  Service: [["spec", "clusterIP"]],
  StatefulSet: [
    ["spec", "podManagementPolicy"],
    ["spec", "selector"],
    ["spec", "serviceName"],
    ["spec", "volumeClaimTemplates"],
  ],
  StorageClass: [["parameters"], ["provisioner"], ["reclaimPolicy"], ["volumeBindingMode"]],
};

const identity: readonly Path[] = [["apiVersion"], ["kind"], ["metadata", "name"], ["metadata", "namespace"]];

/** Which changes make a new object or release. */
export function kubernetesReplacement(type: string, oldInputs: PropertyMap, inputs: PropertyMap): ReplacementRule {
  const kind = kindOf(type);
  if (isRelease(type)) {
    return { replaceOn: [["name"], ["namespace"]], deleteBeforeReplace: false };
  }
  return kind === undefined ? { replaceOn: [], deleteBeforeReplace: false } : replacementOf(kind, oldInputs, inputs);
}

/** Which changes make a new object. One whose name stays has to go before its successor can come. */
function replacementOf(kind: Kind, oldInputs: PropertyMap, inputs: PropertyMap): ReplacementRule {
  const before = objectName(oldInputs);
  return {
    replaceOn: [...identity, ...(kind.patch ? [] : (immutable[kind.kind] ?? []))],
    deleteBeforeReplace: before !== undefined && before === objectName(inputs),
  };
}

function objectName(inputs: PropertyMap): string | undefined {
  const metadata = revealedMap(inputs)["metadata"];
  const name = isPropertyMap(metadata) ? metadata["name"] : undefined;
  return typeof name === "string" ? name : undefined;
}
