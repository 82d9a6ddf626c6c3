import { standIns } from "../../rehearsal/providers";
import { serveStandIn, type ServedStandIn, type ServeOptions } from "../../rehearsal/providers/server";
import type { StandIn } from "../../rehearsal/providers/stand-in";
import type { ProviderChoice } from "./choose";

/** By package name; each is given the version of the plugin that it replaces. */
export type StandIns = Readonly<Record<string, (version: string) => StandIn>>;

export interface ServedProviders {
  /** For `PULUMI_DEBUG_PROVIDERS`; empty when every provider is real. */
  readonly attach: string;
  close(): void;
}

/**
 * Serves every provider that is chosen as a stand-in.
 *
 * @param available Default: those that have nothing behind them.
 */
export async function serveProviders(
  choices: readonly ProviderChoice[],
  options: ServeOptions,
  available: StandIns = standIns,
): Promise<ServedProviders> {
  const served: ServedStandIn[] = [];
  for (const { name, version, source } of choices) {
    const standIn = source === "stand-in" ? available[name] : undefined;
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
