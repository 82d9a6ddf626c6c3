import * as ec2 from "@pulumi/aws/ec2";
import type { Provider } from "@pulumi/aws/provider";
import type { FederationProfile } from "../../../infra/burst/federation/federation-schema";
import type { MachineOrder } from "../../os/k3s/machine-order";
import type { ServerPlace } from "./server-place";

export interface Ec2OrderArgs {
  readonly remote: Pick<FederationProfile, "instanceType" | "arch" | "image" | "diskGiB">;
  readonly place: Pick<ServerPlace, "networkInterface" | "publicAddress">;
  readonly provider: Provider;
  /** Of the disk, which the provider's own tags do not reach. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Processors, as EC2 calls them. */
const architectures = { amd64: "x86_64", arm64: "arm64" } as const;

/**
 * Orders the one server of a remote cluster at EC2. Image and user data count when it is made: a newer image, or a
 * changed first boot, replaces nothing. It has no role: it may do nothing in AWS.
 */
export function ec2Order({ remote, place, provider, tags }: Ec2OrderArgs): MachineOrder {
  const ami = ec2.getAmiOutput(
    {
      mostRecent: true,
      owners: [remote.image.owner],
      filters: [
        { name: "name", values: [remote.image.name] },
        { name: "architecture", values: [architectures[remote.arch]] },
      ],
    },
    { provider },
  );
  return (name, machine, userData, options) => {
    const instance = new ec2.Instance(
      name,
      {
        ami: ami.id,
        instanceType: remote.instanceType,
        primaryNetworkInterface: { networkInterfaceId: place.networkInterface.id },
        userData,
        // Pods do not reach the metadata, where the cluster's keys are: a hop ends at the server.
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1, httpProtocolIpv6: "disabled" },
        rootBlockDevice: { volumeType: "gp3", volumeSize: remote.diskGiB, encrypted: true, deleteOnTermination: true, tags: { ...tags } },
        // Of types that save up for bursts of work: slower when nothing is left, never dearer.
        ...(/^t\d/.test(remote.instanceType) ? { creditSpecification: { cpuCredits: "standard" } } : {}),
        tags: { Name: machine.name },
      },
      {
        ...options,
        provider,
        ignoreChanges: ["ami", "userData"],
        // Its network interface is in one server at a time.
        deleteBeforeReplace: true,
        additionalSecretOutputs: ["userData"],
      },
    );
    return { resource: instance, address: place.publicAddress };
  };
}
