import { createRequire } from "node:module";
import { z } from "zod";
import type { deployBurstFederation } from "./burst-federation";

const burstFederation = z.object({ deployBurstFederation: z.custom<typeof deployBurstFederation>((value) => typeof value === "function") });

/** Loaded when it is used, as what rents nodes for this cluster is, and for the same reasons. */
export function loadBurstFederation(): typeof deployBurstFederation {
  const loaded: unknown = createRequire(__filename)("./burst-federation");
  return burstFederation.parse(loaded).deployBurstFederation;
}
