import { parse } from "yaml";
import { z } from "zod";
import { firstBoot } from "./first-boot";
import { newIdentity } from "./identity-provider";
import { defaultK3sSettings, type K3sSettings } from "./k3s-settings";
import { k3sHardware } from "./testing/k3s-hardware";

const hardware = k3sHardware();
const identity = newIdentity("mesh", new Date("2026-11-21T00:00:00Z"));
const [first, second, , agent] = hardware.machines;

/**
 * cloud-init's schema of the keys that are used here, as strict as its own: unknown keys are refused.
 *
 * @see https://github.com/canonical/cloud-init, cloudinit/config/schemas/schema-cloud-config-v1.json
 */
const cloudConfig = z.strictObject({
  hostname: z.string().min(1),
  preserve_hostname: z.boolean(),
  ssh_pwauth: z.boolean(),
  ssh_authorized_keys: z.array(z.string()).min(1).optional(),
  package_update: z.boolean(),
  packages: z.array(z.string()).min(1),
  write_files: z
    .array(z.strictObject({ path: z.string().startsWith("/"), content: z.string(), permissions: z.string().regex(/^0[0-7]{3}$/) }))
    .min(1),
  runcmd: z.array(z.array(z.string()).min(1)).min(1),
});

function boot(machine: typeof first, join?: string, settings: Partial<K3sSettings> = {}) {
  if (machine === undefined) {
    throw new Error("the table has too few machines");
  }
  const text = firstBoot({ machine, hardware, identity, settings: { ...defaultK3sSettings, ...settings }, join });
  const document = cloudConfig.parse(parse(text));
  const file = (path: string) => document.write_files.find((each) => each.path === path);
  const config = z.record(z.string(), z.unknown()).parse(parse(file("/etc/rancher/k3s/config.yaml")?.content ?? ""));
  return { text, document, file, config };
}

const labelsOf = (machine: typeof first): readonly string[] => Object.entries(machine?.labels ?? {}).map((label) => label.join("="));

describe("the first server", () => {
  it("has the labels of its capabilities", () => {
    expect(labelsOf(first)).toContain("berth.dev/pool=general");
    expect(labelsOf(first)).toContain("berth.dev/memory-class=low");
  });

  it("begins the cluster", () => {
    const { text, config } = boot(first);
    expect(text.startsWith("#cloud-config\n")).toBe(true);
    expect(config).toEqual({
      token: identity.serverToken,
      "cluster-init": true,
      "node-name": "mesh-node-1",
      "node-label": labelsOf(first),
      "node-taint": [],
      "kubelet-arg": [
        "system-reserved=cpu=300m,memory=1200Mi",
        "eviction-hard=memory.available<100Mi,nodefs.available<5%,imagefs.available<5%",
      ],
      "agent-token": identity.agentToken,
      "tls-san": ["k8s.example.com"],
      "flannel-backend": "wireguard-native",
      "secrets-encryption": true,
    });
  });

  it("has the authorities, readable by root alone", () => {
    const { file, document } = boot(first);
    expect(file("/var/lib/rancher/k3s/server/tls/server-ca.key")).toEqual({
      path: "/var/lib/rancher/k3s/server/tls/server-ca.key",
      permissions: "0600",
      content: identity.serverCaKey,
    });
    const open = document.write_files.filter(({ permissions }) => permissions !== "0600" && permissions !== "0700");
    expect(open.filter(({ content }) => content.includes("PRIVATE KEY") || content.includes(identity.serverToken))).toEqual([]);
  });

  it("joins instead where the cluster answers already", () => {
    const script = boot(first).file("/usr/local/sbin/berth-install-k3s")?.content;
    expect(script).toContain("https://k8s.example.com:6443/ping");
    expect(boot(second, "203.0.113.7").file("/usr/local/sbin/berth-install-k3s")?.content).not.toContain("/ping");
  });
});

it("has further servers join with the servers' token, and without the authorities' keys", () => {
  const { text, config } = boot(second, "203.0.113.7");
  expect(config).toMatchObject({ token: identity.serverToken, server: "https://203.0.113.7:6443", "agent-token": identity.agentToken });
  expect(config).not.toHaveProperty("cluster-init");
  expect(text).not.toContain("PRIVATE KEY");
});

it("has agents join with their own token, and tells them nothing of the cluster", () => {
  const { text, config } = boot(agent, "203.0.113.7");
  expect(config).toEqual({
    token: identity.agentToken,
    server: "https://203.0.113.7:6443",
    "node-name": "mesh-node-4",
    "node-label": labelsOf(agent),
    "node-taint": [],
    "kubelet-arg": [
      "system-reserved=cpu=100m,memory=400Mi",
      "eviction-hard=memory.available<100Mi,nodefs.available<5%,imagefs.available<5%",
    ],
  });
  expect(text).not.toContain(identity.serverToken);
});

it("installs the version of the table, after the firewall", () => {
  const { document, file } = boot(agent, "203.0.113.7");
  expect(document.runcmd).toEqual([
    ["systemctl", "daemon-reload"],
    ["systemctl", "enable", "--now", "berth-firewall.service", "berth-firewall-refresh.timer"],
    ["/usr/local/sbin/berth-install-k3s"],
  ]);
  expect(file("/usr/local/sbin/berth-install-k3s")?.content).toContain("INSTALL_K3S_VERSION='v1.35.4+k3s1' INSTALL_K3S_EXEC=agent sh");
});

it("takes the settings over", () => {
  const { config, document, file } = boot(first, undefined, {
    disable: ["traefik", "servicelb"],
    embeddedRegistry: true,
    interface: "eth1",
    certificateNames: ["mesh.example.com", "k8s.example.com"],
    sshKeys: ['ssh-ed25519 AAAA: "quoted" # not a comment'],
  });
  expect(config).toMatchObject({
    disable: ["servicelb", "traefik"],
    "embedded-registry": true,
    "flannel-iface": "eth1",
    "tls-san": ["k8s.example.com", "mesh.example.com"],
  });
  expect(document.ssh_authorized_keys).toEqual(['ssh-ed25519 AAAA: "quoted" # not a comment']);
  expect(parse(file("/etc/rancher/k3s/registries.yaml")?.content ?? "")).toEqual({ mirrors: { "*": {} } });
});

it("signs tokens with the key and under the name that it is given, on the server that begins the cluster", () => {
  if (first === undefined || agent === undefined) {
    throw new Error("the table has too few machines");
  }
  const settings = { ...defaultK3sSettings, serviceAccountIssuer: "https://issuer.example.com", cloudController: false };
  const boots = (machine: typeof first, join?: string) => {
    const text = firstBoot({ machine, hardware, identity, settings, serviceAccountKey: "KEY", join });
    const { write_files: files } = cloudConfig.parse(parse(text));
    const file = (path: string) => files.find((each) => each.path === path);
    return { key: file("/var/lib/rancher/k3s/server/tls/service.key"), config: file("/etc/rancher/k3s/config.yaml")?.content ?? "" };
  };
  expect(boots(first).key).toEqual({ path: "/var/lib/rancher/k3s/server/tls/service.key", permissions: "0600", content: "KEY" });
  expect(parse(boots(first).config)).toMatchObject({
    "kube-apiserver-arg": ["service-account-issuer=https://issuer.example.com"],
    "disable-cloud-controller": true,
  });
  expect(boots(agent, "203.0.113.7").key).toBeUndefined();
  expect(boots(agent, "203.0.113.7").config).not.toMatch(/service-account|cloud-controller/);
});

it("refuses what providers would cut off", () => {
  expect(() => boot(first, undefined, { sshKeys: Array<string>(40).fill(`ssh-rsa ${"A".repeat(372)}`) })).toThrow("providers take 16384");
});
