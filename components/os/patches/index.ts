import { certificateNames } from "./certificate-names";
import { clusterNetwork } from "./cluster-network";
import { containerd } from "./containerd";
import type { PatchKind } from "./document";
import { hostname } from "./hostname";
import { kubePrism } from "./kube-prism";
import { kubelet } from "./kubelet";
import { machineNetwork } from "./machine-network";
import { nodeLabels } from "./node-labels";
import { nodeTaints } from "./node-taints";
import { nvidia } from "./nvidia";

/** What Berth sets on a machine that runs already: what the plan and the settings need. The rest is what the machine has. */
export const patchesOfAdopted: readonly PatchKind[] = [nodeLabels, nodeTaints, certificateNames, hostname, containerd];

/** What Berth sets on a machine that has nothing yet: all of it. */
export const patchesOfNew: readonly PatchKind[] = [...patchesOfAdopted, machineNetwork, clusterNetwork, kubePrism, kubelet, nvidia];
