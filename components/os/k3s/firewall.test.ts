import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type FirewallArgs, firewallFiles } from "./firewall";

const settings = { openPorts: [{ port: 443, protocol: "tcp" }], sshFrom: ["198.51.100.0/24"] } as const;

function file(role: FirewallArgs["role"], path: string, change: Partial<FirewallArgs["settings"]> = {}): string {
  return firewallFiles({ role, servers: 3, settings: { ...settings, ...change } }).find((each) => each.path.endsWith(path))?.content ?? "";
}

function accepted(role: FirewallArgs["role"], change: Partial<FirewallArgs["settings"]> = {}): readonly string[] {
  const [, input = ""] = file(role, "firewall.nft", change).split("policy drop;");
  return input
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.includes("dport"));
}

it("lets anybody reach what has to be reached, and nothing else", () => {
  expect(accepted("server")).toEqual([
    "udp dport 51820 accept",
    "tcp dport 6443 accept",
    "tcp dport { 2379, 2380 } jump etcd",
    "ip saddr { 198.51.100.0/24 } tcp dport 22 accept",
    "tcp dport 443 accept",
  ]);
  expect(accepted("agent", { sshFrom: [], openPorts: [] })).toEqual(["udp dport 51820 accept"]);
});

/** What the script hands to nft, with the given peers and etcd members. */
function refreshed(role: FirewallArgs["role"], endpoints: string, members: number): string {
  const folder = mkdtempSync(join(tmpdir(), "berth-firewall-"));
  try {
    const programs = {
      wg: `cat <<'END'\n${endpoints}\nEND`,
      k3s: `for i in $(seq ${members}); do echo node/$i; done`,
      nft: `cat "$2" >${folder}/changes`,
      refresh: file(role, "berth-firewall-refresh"),
    };
    for (const [name, script] of Object.entries(programs)) {
      writeFileSync(join(folder, name), script.startsWith("#!") ? script : `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, name), 0o755);
    }
    execFileSync(join(folder, "refresh"), { env: { PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}` } });
    return readFileSync(join(folder, "changes"), "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const endpoints = "key1=\t203.0.113.7:51820\nkey2=\t203.0.113.8:51820\nkey3=\t(none)";

it("lets the cluster's nodes in", () => {
  expect(refreshed("agent", endpoints, 3)).toBe(
    "flush set inet berth nodes\nadd element inet berth nodes { 203.0.113.7 }\nadd element inet berth nodes { 203.0.113.8 }\n",
  );
});

it("closes etcd once every server is a member, and opens it when one is missing", () => {
  expect(refreshed("server", endpoints, 3)).toMatch(/nodes \{ 203\.0\.113\.8 \}\nflush chain inet berth etcd\n$/);
  expect(refreshed("server", endpoints, 2)).toMatch(/flush chain inet berth etcd; add rule inet berth etcd accept\n$/);
});

it("lets nobody in where there is no cluster yet", () => {
  expect(refreshed("agent", "", 0)).toBe("flush set inet berth nodes\n");
});
