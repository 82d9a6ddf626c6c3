import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { stringify } from "yaml";
import { defaultKubeconfig, readKubeconfig } from "./kubeconfig";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-kubeconfig-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const base64 = (text: string): string => Buffer.from(text).toString("base64");

const cluster = { server: "https://192.168.1.10:6443/", "certificate-authority-data": base64("CA") };
const user = { "client-certificate-data": base64("CERT"), "client-key-data": base64("KEY") };

function write(change: { readonly cluster?: object; readonly user?: object; readonly currentContext?: string } = {}): string {
  const path = join(folder, "kubeconfig");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": change.currentContext ?? "admin@homelab",
    contexts: [
      { name: "admin@homelab", context: { cluster: "homelab", user: "admin" } },
      { name: "broken", context: { cluster: "gone", user: "admin" } },
    ],
    clusters: [{ name: "homelab", cluster: change.cluster ?? cluster }],
    users: [{ name: "admin", user: change.user ?? user }],
  };
  writeFileSync(path, stringify(config));
  return path;
}

test("certificates stand in the file", () => {
  expect(readKubeconfig(write())).toEqual({
    server: "https://192.168.1.10:6443",
    clusterName: "homelab",
    contextName: "admin@homelab",
    certificateAuthority: Buffer.from("CA"),
    clientCertificate: Buffer.from("CERT"),
    clientKey: Buffer.from("KEY"),
    token: undefined,
    serverName: undefined,
    insecure: false,
  });
});

test("or in files beside it, as a token does", () => {
  writeFileSync(join(folder, "ca.crt"), "CA of a file");
  writeFileSync(join(folder, "token"), "secret\n");
  const path = write({
    cluster: { server: "https://k:6443", "certificate-authority": "ca.crt", "tls-server-name": "k.example" },
    user: { tokenFile: "token" },
  });
  expect(readKubeconfig(path)).toMatchObject({
    certificateAuthority: Buffer.from("CA of a file"),
    token: "secret",
    serverName: "k.example",
  });
});

test("a token stands in the file, and checking may be off", () => {
  const path = write({ cluster: { server: "https://k:6443", "insecure-skip-tls-verify": true }, user: { token: "secret" } });
  expect(readKubeconfig(path)).toMatchObject({ token: "secret", insecure: true });
});

test("a context that is not there is answered with the one that was meant", () => {
  expect(() => readKubeconfig(write(), "admin@homelap")).toThrow(/context: has no such context.*\n.*did you mean "admin@homelab"\?/);
  expect(() => readKubeconfig(write({ currentContext: "" }))).toThrow("name one with --context: admin@homelab, broken");
  expect(() => readKubeconfig(write(), "broken")).toThrow('contexts[broken].cluster: is no cluster of this file (found "gone")');
});

test.each([
  [{ exec: { command: "aws" } }, "users[admin].exec: logs in by running a program"],
  [{ "auth-provider": { name: "gcp" } }, "users[admin].auth-provider: logs in by a plugin"],
  [{ username: "me", password: "hush" }, "users[admin].username: is basic authentication"],
  [{ ...user, as: "root" }, "users[admin].as: is impersonation"],
  [{ tokenFile: "nowhere" }, 'users[admin].tokenFile: cannot be read (found "nowhere")'],
])("%j is refused, with what to do", (wrong, message) => {
  expect(() => readKubeconfig(write({ user: wrong }))).toThrow(message);
});

test("everything that is wrong is said at once", () => {
  const path = write({ cluster: { server: "http://far.example:8080", "proxy-url": "http://proxy" }, user: { exec: {} } });
  expect(() => readKubeconfig(path)).toThrow(/exec[^]*proxy-url[^]*must be an https URL/);
});

test("plain HTTP is for this machine only", () => {
  expect(readKubeconfig(write({ cluster: { server: "http://127.0.0.1:8001" } })).server).toBe("http://127.0.0.1:8001");
});

test("what is no kubeconfig is not quoted: it may hold credentials", () => {
  const path = join(folder, "kubeconfig");
  writeFileSync(path, "users: [secret");
  expect(() => readKubeconfig(path)).toThrow(new RegExp(`is no kubeconfig\\n.*is not valid YAML$`));
  expect(() => readKubeconfig(join(folder, "nothing"))).toThrow("the kubeconfig cannot be read");
});

test("KUBECONFIG names the file when no option does", () => {
  const path = write();
  expect(defaultKubeconfig({ KUBECONFIG: path })).toBe(path);
  expect(() => defaultKubeconfig({ KUBECONFIG: `${path}${delimiter}${path}` })).toThrow("KUBECONFIG names several files");
  expect(() => defaultKubeconfig({ KUBECONFIG: join(folder, "nothing") })).toThrow("there is no kubeconfig");
});
