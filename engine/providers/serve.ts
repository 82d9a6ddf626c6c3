import { standIns } from "../../rehearsal/providers";
import { serveStandIn, type ServedStandIn, type ServeOptions } from "../../rehearsal/providers/server";
import type { ProviderChoice } from "./choose";

export interface ServedProviders {
  /** For `PULUMI_DEBUG_PROVIDERS`; empty when every provider is real. */
  readonly attach: string;
  close(): void;
}

/** Serves every provider that is chosen as a stand-in. */
export async function serveProviders(choices: readonly ProviderChoice[], options: ServeOptions): Promise<ServedProviders> {
  const served: ServedStandIn[] = [];
  for (const { name, version, source } of choices) {
    const standIn = source === "stand-in" ? standIns[name] : undefined;
    if (standIn !== undefined) {
      served.push(await serveStandIn(standIn(version), options));
    }
  }
  return {
    attach: served.map(({ standIn, port }) => `${standIn.name}:${port}`).join(","),
    close: () => {
      for (const provider of served) {
        provider.close();
      }
    },
  };
}
