import * as pulumi from "@pulumi/pulumi";
import { recordProgram } from "../../components/testing/recorded-program";
import { readSecrets } from "./secrets";

const names = ["proxmoxRootPassword", "proxmoxApiToken"] as const;

afterEach(() => {
  pulumi.runtime.setAllConfig({});
  jest.restoreAllMocks();
});

async function record(preview: boolean, config: Record<string, string>) {
  pulumi.runtime.setAllConfig(config);
  return recordProgram(
    () => {
      const secret = readSecrets(names);
      const inputs: Record<string, pulumi.Output<string>> = Object.fromEntries(names.map((name) => [name, secret(name)]));
      return new Holder("holder", inputs);
    },
    { preview },
  );
}

class Holder extends pulumi.CustomResource {
  constructor(name: string, inputs: Record<string, pulumi.Output<string>>) {
    super("test:index:Holder", name, inputs);
  }
}

test("what is set is handed out as a secret", async () => {
  const { resource } = await record(false, { "berth:proxmoxRootPassword": "a", "berth:proxmoxApiToken": "b" });
  expect(resource("holder")).toMatchObject({ inputs: { proxmoxRootPassword: "a", proxmoxApiToken: "b" }, secrets: [...names].sort() });
});

test("a preview says once what is not set, and goes on with placeholders", async () => {
  const info = jest.spyOn(pulumi.log, "info").mockResolvedValue(undefined);
  const { resource } = await record(true, { "berth:proxmoxApiToken": "b" });
  expect(resource("holder").inputs).toEqual({ proxmoxRootPassword: "placeholder for berth:proxmoxRootPassword", proxmoxApiToken: "b" });
  expect(info.mock.calls).toEqual([["not set: berth:proxmoxRootPassword. This preview uses placeholders; an up needs it"]]);
});

test("an up without any is refused, with all that is missing", async () => {
  await expect(record(false, {})).rejects.toThrow(
    /^2 secrets are not set\n {2}berth:proxmoxRootPassword: is not set\n {4}fix: run: pulumi config set --secret berth:proxmoxRootPassword\n {2}berth:proxmoxApiToken: /,
  );
});
