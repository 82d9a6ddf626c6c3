import { UserError } from "../diagnostics/user-error";
import { secretSettingNames, stackConfigSchema } from "./config";
import { parseStackConfig } from "./parse-config";

describe("parseStackConfig", () => {
  it.each([undefined, null, {}])("fills in the defaults for %j", (raw) => {
    expect(parseStackConfig(raw, "Pulumi.homelab.yaml")).toEqual({ applyRecommendations: false, objective: "balance" });
  });

  it("takes what is set", () => {
    expect(parseStackConfig({ applyRecommendations: true, objective: "power", talosSecretsFile: "secrets.yaml" }, "x")).toEqual({
      applyRecommendations: true,
      objective: "power",
      talosSecretsFile: "secrets.yaml",
    });
  });

  it.each([
    ["true", true],
    ["false", false],
  ])("takes a quoted %s, as `pulumi config set` writes it", (text, expected) => {
    expect(parseStackConfig({ applyRecommendations: text }, "x").applyRecommendations).toBe(expected);
  });

  it("takes a quoted number, and nothing else that is quoted", () => {
    expect(parseStackConfig({ nodes: "4" }, "x").nodes).toBe(4);
    expect(parseStackConfig({ nodes: 5 }, "x").nodes).toBe(5);
    expect(() => parseStackConfig({ nodes: "four" }, "x")).toThrow(/berth:nodes/);
  });

  it("says everything that is wrong, by the names in the file", () => {
    const parse = () =>
      parseStackConfig({ applyRecommendation: true, objective: "powr", applyRecommendations: "yes" }, "Pulumi.homelab.yaml");
    expect(parse).toThrow(UserError);
    expect(parse).toThrow(
      [
        "Pulumi.homelab.yaml has 3 mistakes in its configuration",
        '  berth:applyRecommendations: must be true or false (found "yes")',
        '  berth:objective: must be one of "balance", "power" (found "powr")',
        '    fix: did you mean "power"?',
        "  berth:applyRecommendation: is not a known field (found true)",
        '    fix: did you mean "applyRecommendations"?',
      ].join("\n"),
    );
  });

  it.each([
    ["[]", []],
    ['"balance"', "balance"],
  ])("refuses what is no map: %s", (value, raw) => {
    expect(() => parseStackConfig(raw, "Pulumi.homelab.yaml")).toThrow(
      `Pulumi.homelab.yaml has a mistake in its configuration\n  berth: must be a map (found ${value})`,
    );
  });

  it("knows of a secret that it is set, and not what it is", () => {
    expect(parseStackConfig({ proxmoxApiToken: { secure: "v1:ciphertext" } }, "x")).toMatchObject({ proxmoxApiToken: true });
  });

  it("refuses a secret in plain text without repeating it", () => {
    expect(() => parseStackConfig({ proxmoxApiToken: "berth@pve!b=hunter2" }, "Pulumi.r730.yaml")).toThrow(
      "Pulumi.r730.yaml has a mistake in its configuration\n  berth:proxmoxApiToken: is not encrypted\n    fix: change the secret, then run: pulumi config set --secret berth:proxmoxApiToken",
    );
    expect(() => parseStackConfig({ proxmoxApiToken: "berth@pve!b=hunter2" }, "x")).not.toThrow("hunter2");
  });

  it("has every secret in its list of secrets", () => {
    const secrets = Object.keys(stackConfigSchema.shape).filter(
      (key) => stackConfigSchema.safeParse({ [key]: { secure: "v1:x" } }).success,
    );
    expect(secrets.sort()).toEqual([...secretSettingNames].sort());
  });
});
