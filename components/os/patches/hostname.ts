import type { PatchKind } from "./document";

/** The node's name is the machine's. */
export const hostname: PatchKind = ({ name }) => [{ apiVersion: "v1alpha1", kind: "HostnameConfig", hostname: name, auto: "off" }];
