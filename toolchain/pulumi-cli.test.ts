import packageJson from "../package.json";
import { pulumiCli } from "./pulumi-cli";
import { formatVersion, parseVersion } from "./version";

it("is pinned to the version of the SDK", () => {
  expect(formatVersion(pulumiCli.version)).toBe(packageJson.dependencies["@pulumi/pulumi"]);
});

it.each([
  ["3.258.9", false],
  ["3.259.0", true],
  ["3.270.1", true],
  ["4.0.0", false],
])("accepts %s on the PATH: %s", (version, accepted) => {
  expect(pulumiCli.installed?.accepts(parseVersion(version))).toBe(accepted);
});
