import { stringify } from "yaml";
import { burstTaint, type BurstPool, unregisteredTaint } from "../../../infra/burst/burst-pool";
import { renderCloudConfig } from "./cloud-config";
import { installK3s } from "./install-script";
import { kubeletArguments } from "./node-configuration";

export interface BurstAgentArgs {
  readonly pool: BurstPool;
  /** Of K3s: `v1.35.4+k3s1`. */
  readonly version: string;
  /** Address of the cluster's server, as its nodes reach it. */
  readonly server: string;
  readonly agentToken: string;
}

const installPath = "/usr/local/sbin/berth-install-k3s";

/**
 * User data that makes a rented machine of EC2 an agent of the cluster. One serves all types of the pool. The machine
 * asks EC2 who it is: by `aws:///<zone>/<instance>` Karpenter finds its node, and a node with the instance's name is never
 * taken for one that had the same address before. It ends by itself an hour after Karpenter should have ended it: where the
 * server is lost, nobody else does. Secret.
 *
 * @throws Error for a pool without instance types.
 */
export function burstAgentBoot({ pool, version, server, agentToken }: BurstAgentArgs): string {
  const [machine] = pool.machines;
  if (machine === undefined) {
    throw new Error("a pool without instance types has been read");
  }
  const configuration = {
    token: agentToken,
    server: `https://${server}:6443`,
    "node-label": Object.entries(pool.labels).map(([key, value]) => `${key}=${value}`),
    "node-taint": [unregisteredTaint, burstTaint].map(({ key, value, effect }) => `${key}=${value}:${effect}`),
    "kubelet-arg": kubeletArguments(machine),
    // A pool of one sort has nothing to tell apart: pods with a card get NVIDIA's runtime without saying so.
    ...(machine.gpus.length === 0 ? {} : { "default-runtime": "nvidia" }),
  };
  return renderCloudConfig({
    ssh_pwauth: false,
    write_files: [
      { path: "/etc/rancher/k3s/config.yaml", permissions: "0600", content: stringify(configuration, { lineWidth: 0 }) },
      { path: installPath, permissions: "0700", content: installK3s({ version, role: "agent", before: whoAmI }) },
    ],
    runcmd: [["systemd-run", `--on-active=${pool.profile.lifetimeHours + 1}h`, "systemctl", "poweroff"], [installPath]],
  });
}

/** Completes K3s' configuration with what only the machine's metadata says. @see https://docs.k3s.io/installation/configuration#value-merge-behavior */
const whoAmI = `metadata=http://169.254.169.254/latest
session=$(curl --silent --show-error --fail --retry 10 --retry-all-errors --request PUT --header "X-aws-ec2-metadata-token-ttl-seconds: 300" "$metadata/api/token")
ask() {
  curl --silent --show-error --fail --retry 10 --retry-all-errors --header "X-aws-ec2-metadata-token: $session" "$metadata/meta-data/$1"
}
instance=$(ask instance-id)
zone=$(ask placement/availability-zone)
mkdir -p /etc/rancher/k3s/config.yaml.d
cat >/etc/rancher/k3s/config.yaml.d/instance.yaml <<END
node-name: $instance
kubelet-arg+:
  - provider-id=aws:///$zone/$instance
END
`;
