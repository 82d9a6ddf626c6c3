import { canonical, type FederationRow } from "../federation/federation-schema";

/** A remote cluster that is right in every respect, for the network and the zones of `validBurst`. */
export const validFederation: FederationRow = {
  instanceType: "t4g.medium",
  arch: "arm64",
  vcpus: 2,
  memory: "4Gi",
  zone: "eu-central-1a",
  diskGiB: 20,
  image: { owner: canonical, name: "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-*" },
  nodeImage: { owner: "amazon", name: "Deep Learning Base AMI with Single CUDA (Ubuntu 24.04) *" },
  k3sVersion: "v1.35.4+k3s1",
  apiFrom: ["203.0.113.7/32"],
  onDemandPerHour: 0.04,
  addressPerHour: 0.005,
  diskPerGibibyteMonth: 0.1,
  liqo: { home: { podCidr: "10.244.0.0/16", serviceCidr: "10.96.0.0/12", localNetworks: ["192.168.1.0/24"] } },
};
