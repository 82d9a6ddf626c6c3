import { isPropertyMap, type PropertyMap, revealedMap } from "../../property-value";
import type { ReleaseArgs } from "./charts";

/** Inputs of a release, as far as a rehearsal acts on them. */
export interface ReleaseInputs extends ReleaseArgs {
  readonly createNamespace: boolean;
  readonly skipAwait: boolean;
  readonly waitForJobs: boolean;
  /** A release that does not become ready is taken away again. */
  readonly atomic: boolean;
  readonly timeoutSeconds: number;
}

/** Helm's own. */
const defaultTimeoutSeconds = 300;

/** Reads inputs that have passed the check. */
export function releaseInputsOf(inputs: PropertyMap): ReleaseInputs {
  const plain = revealedMap(inputs);
  const text = (key: string): string | undefined => {
    const value = plain[key];
    return typeof value === "string" ? value : undefined;
  };
  const { values, timeout } = plain;
  const version = text("version");
  return {
    name: text("name") ?? "",
    namespace: text("namespace") ?? "default",
    chart: text("chart") ?? "",
    ...(version === undefined ? {} : { version }),
    values: isPropertyMap(values) ? values : {},
    skipCrds: plain["skipCrds"] === true,
    createNamespace: plain["createNamespace"] === true,
    skipAwait: plain["skipAwait"] === true,
    waitForJobs: plain["waitForJobs"] === true,
    atomic: plain["atomic"] === true,
    timeoutSeconds: typeof timeout === "number" && timeout > 0 ? timeout : defaultTimeoutSeconds,
  };
}
