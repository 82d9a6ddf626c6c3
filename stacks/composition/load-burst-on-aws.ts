import { createRequire } from "node:module";
import { z } from "zod";
import type { deployBurstOnAws } from "./burst-on-aws";

const burstOnAws = z.object({ deployBurstOnAws: z.custom<typeof deployBurstOnAws>((value) => typeof value === "function") });

/**
 * The SDK of AWS takes a seventh of a second to load: what is not used costs nothing. `require`, because the language host
 * of Pulumi does not find a module's source by a dynamic `import`.
 */
export function loadBurstOnAws(): typeof deployBurstOnAws {
  const loaded: unknown = createRequire(__filename)("./burst-on-aws");
  return burstOnAws.parse(loaded).deployBurstOnAws;
}
