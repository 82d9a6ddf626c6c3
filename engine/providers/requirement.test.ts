import { join } from "node:path";
import { programs } from "../../stacks/programs";
import { requiredProviders } from "./requirement";

it("reads plugin, version and server from the SDKs of the homelab", () => {
  expect(requiredProviders(join(__dirname, "..", ".."), programs["homelab"]?.providerPackages ?? [])).toEqual([
    { name: "kubernetes", version: "4.34.2" },
    { name: "talos", version: "0.7.1", server: "github://api.github.com/pulumiverse" },
  ]);
});
