import { Secrets } from "@pulumiverse/talos/machine";
import { burstPoolOf } from "../../infra/burst/burst-pool";
import { burstSchema } from "../../infra/burst/burst-schema";
import { issuerOf } from "../../infra/burst/issuer";
import { validBurst } from "../../infra/burst/testing/valid-burst";
import { burstControlPlane } from "../os/patches/burst-home";
import { burstNodeDocuments } from "../os/patches/burst-node";
import { defaultTalosSettings } from "../os/talos-settings";
import { recordProgram } from "../testing/recorded-program";
import { validHardware } from "../testing/valid-hardware";
import { burstNodeConfiguration } from "./burst-node-configuration";

const pool = burstPoolOf(burstSchema.parse(validBurst));

describe("the configuration of a rented node", () => {
  it("is made of the parts of a machine at home, and of what Karpenter needs", () => {
    const [machine] = pool.machines;
    const documents =
      machine === undefined
        ? []
        : burstNodeDocuments(machine, { hardware: validHardware(), settings: { ...defaultTalosSettings, nvidiaDefaultRuntime: "nvidia" } });
    expect(documents).toEqual([
      {
        machine: {
          nodeLabels: {
            "berth.dev/pool": "burst",
            "berth.dev/lifecycle": "elastic",
            "berth.dev/gpu-vendor": "nvidia",
            "nvidia.com/gpu.present": "true",
          },
        },
      },
      { machine: { features: { kubePrism: { enabled: true, port: 7445 } } } },
      {
        machine: {
          kubelet: {
            extraConfig: { systemReserved: { cpu: "50m", memory: "384Mi", pid: "100", "ephemeral-storage": "256Mi" } },
          },
        },
      },
      {
        machine: {
          kernel: { modules: ["nvidia", "nvidia_uvm", "nvidia_drm", "nvidia_modeset"].map((name) => ({ name })) },
          sysctls: { "net.core.bpf_jit_harden": "1" },
        },
      },
      {
        machine: {
          files: [
            {
              path: "/etc/cri/conf.d/20-customization.part",
              op: "create",
              content: '[plugins."io.containerd.cri.v1.runtime".containerd]\n  default_runtime_name = "nvidia"\n',
            },
          ],
        },
      },
      {
        machine: { network: { kubespan: { enabled: true, allowDownPeerBypass: true } } },
        cluster: { discovery: { enabled: true } },
      },
      {
        machine: {
          kubelet: {
            extraArgs: { "cloud-provider": "external" },
            extraConfig: {
              registerWithTaints: [
                { key: "karpenter.sh/unregistered", value: "true", effect: "NoExecute" },
                { key: "berth.dev/burst", value: "true", effect: "NoSchedule" },
              ],
            },
          },
        },
      },
      { apiVersion: "v1alpha1", kind: "TimeSyncConfig", ntp: { servers: ["169.254.169.123"] } },
    ]);
  });

  it("is generated with the cluster's own secrets, without comments", async () => {
    const recording = await recordProgram(() => {
      const { machineSecrets } = new Secrets("secrets", {});
      burstNodeConfiguration({ hardware: validHardware(), pool, machineSecrets, commonDocuments: ["{}"] }, {}).apply((text) => text);
    });
    const [invocation] = recording.invocations;
    expect(invocation?.inputs).toMatchObject({
      machineType: "worker",
      clusterName: "valid",
      docs: false,
      examples: false,
      talosVersion: "v1.12.3",
    });
    expect(invocation?.inputs["configPatches"]).toHaveLength(9);
  });

  it("needs an image with the drivers of its cards", async () => {
    const bare = burstPoolOf(burstSchema.parse({ ...validBurst, image: { ...validBurst.image, extensions: [] } }));
    const program = (): void => {
      const { machineSecrets } = new Secrets("secrets", {});
      burstNodeConfiguration({ hardware: validHardware(), pool: bare, machineSecrets }, {});
    };
    await expect(recordProgram(program)).rejects.toThrow(
      "machines[g4dn.xlarge].extensions: needs NVIDIA's kernel modules and container toolkit, one of each",
    );
  });
});

it("has the control planes sign tokens under a name that AWS can look up", () => {
  expect(burstControlPlane(issuerOf("homelab-issuer", "eu-central-1"))).toEqual({
    machine: {
      features: {
        kubernetesTalosAPIAccess: { enabled: true, allowedRoles: ["os:reader"], allowedKubernetesNamespaces: ["kube-system"] },
      },
    },
    cluster: { apiServer: { extraArgs: { "service-account-issuer": "https://homelab-issuer.s3.eu-central-1.amazonaws.com" } } },
  });
});
