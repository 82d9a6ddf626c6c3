import { requireGo, requiredGo } from "./go";
import { pulumiCli } from "./pulumi-cli";

it("knows the oldest Go that can build Pulumi", () => {
  expect(requiredGo([pulumiCli])).toEqual({ major: 1, minor: 26, patch: 0 });
});

it("says what to install when there is no Go", async () => {
  await expect(requireGo([pulumiCli], { PATH: "/nowhere" }, [])).rejects.toThrow(
    "pulumi has to be built, and that needs Go 1.26 or newer\n  go: is not on the PATH\n    fix: install Go 1.26: https://go.dev/doc/install; or install the Pulumi CLI, 3.259.0 or newer: https://www.pulumi.com/docs/install/",
  );
});
