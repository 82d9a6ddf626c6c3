import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findUserBackend, hasPassphrase, shownUrl } from "./backend";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-backend-"));
  mkdirSync(join(folder, "home"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: berth\nruntime: nodejs\n");
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function found(environment: Readonly<Record<string, string>> = {}): ReturnType<typeof findUserBackend> {
  return findUserBackend(folder, { PULUMI_HOME: join(folder, "home"), ...environment });
}

it("finds none for a user who has none", () => {
  expect(found()).toBeUndefined();
});

it("follows the order of the Pulumi CLI", () => {
  expect(found({ PULUMI_ACCESS_TOKEN: "t" })).toEqual({ url: "https://api.pulumi.com", setIn: "PULUMI_ACCESS_TOKEN" });
  writeFileSync(join(folder, "home", "credentials.json"), JSON.stringify({ current: "file://~" }));
  expect(found({ PULUMI_ACCESS_TOKEN: "t" })).toEqual({ url: "file://~", setIn: "pulumi login" });
  writeFileSync(join(folder, "Pulumi.yaml"), "name: berth\nruntime: nodejs\nbackend:\n  url: s3://state\n");
  expect(found()).toEqual({ url: "s3://state", setIn: "Pulumi.yaml" });
  expect(found({ PULUMI_BACKEND_URL: "gs://other" })).toEqual({ url: "gs://other", setIn: "PULUMI_BACKEND_URL" });
});

it("shows no password", () => {
  expect(shownUrl("postgres://user:hunter2@db.example.com/pulumi?sslpassword=x")).toBe("postgres://db.example.com/pulumi");
  expect(shownUrl("s3://state?awssdk=v2&secret=x")).toBe("s3://state");
});

it("takes an empty passphrase for one, and an empty file name for none", () => {
  expect([
    hasPassphrase({ PULUMI_CONFIG_PASSPHRASE: "" }),
    hasPassphrase({ PULUMI_CONFIG_PASSPHRASE_FILE: "" }),
    hasPassphrase({ PULUMI_CONFIG_PASSPHRASE_FILE: "/f" }),
    hasPassphrase({}),
  ]).toEqual([true, false, true, false]);
});
