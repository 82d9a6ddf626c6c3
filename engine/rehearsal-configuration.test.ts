import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { secretSettingNames } from "../infra/stack/config";
import { rehearsalConfiguration, rehearsalSecrets } from "./rehearsal-configuration";
import { projectDirectory } from "./testing/isolated";

it.each(["homelab", "portkey", "r730", "contabo"])("makes up every secret and file that an up of %s needs", (stackName) => {
  const { settings, config, remove } = rehearsalConfiguration(projectDirectory, stackName);
  expect(parse(settings)).toMatchObject({ config: { "berth:objective": "balance", "berth:contaboUser": "ops@example.com" } });
  expect(Object.keys(rehearsalSecrets).sort()).toEqual([...secretSettingNames].sort());
  expect(secretSettingNames.map((name) => config[name])).toEqual(secretSettingNames.map(() => true));
  expect([config.talosSecretsFile, config.talosDocuments].map((path) => path !== undefined && existsSync(path))).toEqual([true, true]);
  remove();
  expect(existsSync(config.talosDocuments ?? "")).toBe(false);
});

it("sees no secret of the user, and keeps the settings that are none", () => {
  const folder = mkdtempSync(join(tmpdir(), "berth-settings-"));
  const secret = "config:\n  berth:applyRecommendations: true\n  berth:cephBlockKey:\n    secure: v1:cipher\nencryptionsalt: v1:salt\n";
  writeFileSync(join(folder, "Pulumi.mine.yaml"), secret);
  const { settings, config, remove } = rehearsalConfiguration(folder, "mine");
  expect(settings).not.toMatch(/cipher|salt|secure/);
  expect(config.applyRecommendations).toBe(true);
  remove();
  rmSync(folder, { recursive: true, force: true });
});
