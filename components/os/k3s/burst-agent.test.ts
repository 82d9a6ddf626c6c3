import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { burstPoolOf } from "../../../infra/burst/burst-pool";
import { burstSchema } from "../../../infra/burst/burst-schema";
import { validBurst } from "../../../infra/burst/testing/valid-burst";
import { validFederation } from "../../../infra/burst/testing/valid-federation";
import { burstAgentBoot } from "./burst-agent";

const pool = burstPoolOf(burstSchema.parse({ ...validBurst, federation: validFederation }), "federation");
const text = burstAgentBoot({ pool, version: "v1.35.4+k3s1", server: "10.70.0.10", agentToken: "t0ken" });

const cloudConfig = z.strictObject({
  ssh_pwauth: z.literal(false),
  write_files: z.array(z.strictObject({ path: z.string(), permissions: z.string(), content: z.string() })),
  runcmd: z.array(z.array(z.string())),
});
const document = cloudConfig.parse(parse(text));
const content = (path: string): string => document.write_files.find((file) => file.path === path)?.content ?? "";
const script = content("/usr/local/sbin/berth-install-k3s");

it("joins with the agents' token alone, with the pool's labels, and with the taints that keep it empty until it is known", () => {
  expect(text.startsWith("#cloud-config\n")).toBe(true);
  expect(parse(content("/etc/rancher/k3s/config.yaml"))).toEqual({
    token: "t0ken",
    server: "https://10.70.0.10:6443",
    "node-label": ["berth.dev/pool=burst", "berth.dev/lifecycle=elastic", "berth.dev/gpu-vendor=nvidia", "nvidia.com/gpu.present=true"],
    "node-taint": ["karpenter.sh/unregistered=true:NoExecute", "berth.dev/burst=true:NoSchedule"],
    "kubelet-arg": [
      "system-reserved=cpu=100m,memory=400Mi",
      "eviction-hard=memory.available<100Mi,nodefs.available<5%,imagefs.available<5%",
    ],
    "default-runtime": "nvidia",
  });
});

it("is root's to read, and ends by itself after its life of twelve hours and one more", () => {
  expect(document.write_files.map(({ path, permissions }) => [path, permissions])).toEqual([
    ["/etc/rancher/k3s/config.yaml", "0600"],
    ["/usr/local/sbin/berth-install-k3s", "0700"],
  ]);
  expect(document.runcmd).toEqual([["systemd-run", "--on-active=13h", "systemctl", "poweroff"], ["/usr/local/sbin/berth-install-k3s"]]);
  expect(script).toContain("INSTALL_K3S_VERSION='v1.35.4+k3s1' INSTALL_K3S_EXEC=agent sh");
});

it("needs no card's runtime where there is no card", () => {
  const types = validBurst.instanceTypes.map((type) => ({ ...type, gpu: undefined }));
  const profile = burstSchema.parse({ ...validBurst, instanceTypes: types, federation: validFederation });
  const bare = burstAgentBoot({ pool: burstPoolOf(profile, "federation"), version: "v1.35.4+k3s1", server: "10.70.0.10", agentToken: "t" });
  expect(bare).not.toContain("nvidia");
});

describe("at its first boot", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "berth-agent-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Stands in for EC2's metadata, which answers to nobody without a session, and for what K3s' makers publish. */
  const curl = `#!/bin/sh
case "$*" in
  *"PUT"*"/latest/api/token") printf 'session' ;;
  *"token: session"*"/meta-data/instance-id") printf 'i-0abc' ;;
  *"token: session"*"/meta-data/placement/availability-zone") printf 'eu-central-1b' ;;
  *"https://get.k3s.io"*) for last in "$@"; do :; done; printf 'echo "$INSTALL_K3S_VERSION $INSTALL_K3S_EXEC" >"%s/installed"' "$FOLDER" >"$last" ;;
  *) echo "not expected: $*" >&2; exit 22 ;;
esac
`;

  it("learns from EC2 who it is before K3s begins", () => {
    writeFileSync(join(folder, "curl"), curl, { mode: 0o755 });
    execFileSync("sh", ["-c", script.replaceAll("/etc/rancher", folder)], {
      env: { PATH: `${folder}:/usr/bin:/bin`, FOLDER: folder, TMPDIR: folder },
    });
    expect(parse(readFileSync(join(folder, "k3s/config.yaml.d/instance.yaml"), "utf8"))).toEqual({
      "node-name": "i-0abc",
      "kubelet-arg+": ["provider-id=aws:///eu-central-1b/i-0abc"],
    });
    expect(readFileSync(join(folder, "installed"), "utf8")).toBe("v1.35.4+k3s1 agent\n");
  });

  it("does not begin without", () => {
    writeFileSync(join(folder, "curl"), "#!/bin/sh\nexit 22\n", { mode: 0o755 });
    const run = () =>
      execFileSync("sh", ["-c", script.replaceAll("/etc/rancher", folder)], { env: { PATH: `${folder}:/usr/bin:/bin`, TMPDIR: folder } });
    expect(run).toThrow();
    expect(() => readFileSync(join(folder, "k3s/config.yaml.d/instance.yaml"))).toThrow("ENOENT");
  });
});
