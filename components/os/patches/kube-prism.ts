import type { PatchKind } from "./document";

/** Port on which every machine reaches the Kubernetes API at its own loopback address, whichever control plane lives. */
export const kubePrismPort = 7445;

/** On by default since Talos 1.6; said here because Cilium is told to rely on it. */
export const kubePrism: PatchKind = () => [{ machine: { features: { kubePrism: { enabled: true, port: kubePrismPort } } } }];
