import type { HardwareTable } from "../../infra/hardware/schema";

/**
 * Talent Mesh' servers: three to six of Contabo's "VPS 10" with 4 vCPU and 8 GB each, as seed 002 has them. Everything
 * else is an assumption, and they are all listed in docs/stacks/contabo.md.
 */
export const hardware: HardwareTable = {
  cluster: {
    name: "talent-mesh",
    // A name of the three servers, which the API server's certificate holds. Assumed.
    endpoint: "https://api.talent-mesh.example.com:6443",
    kubernetesVersion: "1.35.4",
    operatingSystem: { kind: "k3s", version: "v1.35.4+k3s1" },
    // With three servers in all, none can be kept for the control plane.
    allowSchedulingOnControlPlanes: true,
  },
  machines: [],
  fleets: [
    {
      name: "talent-mesh",
      provider: "contabo",
      // The seed's "VPS 10" with an SSD: 150 GB of it today, not 200.
      product: "V92",
      region: "EU",
      count: { min: 3, max: 6, initial: 3 },
      // One server alone, as the seed has it, takes the cluster with it.
      servers: 3,
      pool: "talent-mesh",
    },
  ],
};
