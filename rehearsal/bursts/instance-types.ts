import type { BurstPool } from "../../infra/burst/burst-pool";

interface Offering {
  readonly Price: number;
  readonly Available: true;
  readonly Requirements: readonly { readonly key: string; readonly operator: "In"; readonly values: readonly [string] }[];
}

/** A type that Karpenter's simulated cloud sells, in the form that it reads. */
export interface SimulatedInstanceType {
  readonly name: string;
  readonly offerings: readonly Offering[];
  readonly architecture: "amd64";
  readonly operatingSystems: readonly ["linux"];
  /** Capacity. The simulated cloud itself takes 100m of CPU and 10 MiB off it. */
  readonly resources: Readonly<Record<string, string>>;
}

/**
 * The pool's types at the pool's prices, each to be had in every zone and in every way that the pool allows.
 *
 * @see https://github.com/kubernetes-sigs/karpenter/blob/v1.13.0/kwok/cloudprovider/helpers.go
 */
export function simulatedInstanceTypes({ profile, machines }: BurstPool): readonly SimulatedInstanceType[] {
  const { zones, capacityTypes, diskGiB } = profile;
  return profile.instanceTypes.map(({ name, vcpus, gpu, spotPerHour, onDemandPerHour }) => {
    const machine = machines.find((each) => each.name === name);
    if (machine === undefined) {
      throw new Error(`the pool has no machine of type ${name}`);
    }
    const only = (key: string, value: string) => ({ key, operator: "In", values: [value] }) as const;
    return {
      name,
      offerings: capacityTypes.flatMap((capacityType) =>
        zones.map((zone) => ({
          Price: capacityType === "spot" ? spotPerHour : onDemandPerHour,
          Available: true as const,
          Requirements: [only("karpenter.sh/capacity-type", capacityType), only("topology.kubernetes.io/zone", zone)],
        })),
      ),
      architecture: "amd64",
      operatingSystems: ["linux"],
      resources: {
        cpu: String(vcpus),
        memory: String(machine.memoryBytes),
        "ephemeral-storage": `${diskGiB}Gi`,
        pods: String(machine.allocatable.pods),
        ...(gpu === undefined ? {} : { "nvidia.com/gpu": String(gpu.count) }),
      },
    };
  });
}
