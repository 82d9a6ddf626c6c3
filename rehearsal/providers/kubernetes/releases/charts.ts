import type { KubernetesObject } from "../../../../kubernetes-api/cluster-api";
import type { PropertyMap } from "../../property-value";

/** What Helm is asked to install. */
export interface ReleaseArgs {
  readonly name: string;
  readonly namespace: string;
  /** Name, path or oci:// address. */
  readonly chart: string;
  readonly version?: string;
  readonly values: PropertyMap;
  readonly skipCrds: boolean;
}

/** The charts, and the definitions of charts, that a rehearsal has at hand. */
export interface Charts {
  /**
   * Renders a chart, without its hooks.
   *
   * @returns undefined when the chart is not at hand.
   * @throws Error in Helm's words when the chart refuses its values.
   */
  render(release: ReleaseArgs): Promise<readonly KubernetesObject[] | undefined>;
  /**
   * The CustomResourceDefinitions that a chart would bring, from its controller's own module.
   *
   * @param chart Its name.
   * @returns empty where nobody has them.
   */
  definitionsOf(chart: string): Promise<readonly KubernetesObject[]>;
}

export const noCharts: Charts = {
  render: async () => Promise.resolve(undefined),
  definitionsOf: async () => Promise.resolve([]),
};
