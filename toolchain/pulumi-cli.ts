import { join } from "node:path";
import { type GoTool, requiredVersion } from "./tool";
import { compareVersions, formatVersion } from "./version";

const moduleDirectory = join(__dirname, "pulumi");
const version = requiredVersion(moduleDirectory, "github.com/pulumi/pulumi/pkg/v3");

/**
 * The Pulumi CLI. One on the `PATH` does when it is of the same major version and at least as new as the pinned one,
 * which is the SDK's own: an engine knows what older SDKs ask of it, not what newer ones do.
 */
export const pulumiCli: GoTool = {
  name: "pulumi",
  version,
  moduleDirectory,
  package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  linkerFlags: ["-s", "-w", "-X", `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${formatVersion(version)}`],
  installed: {
    versionArguments: ["version"],
    accepts: (found) => found.major === version.major && compareVersions(found, version) >= 0,
  },
  buildTime: { alone: 180 },
  alternative: `install the Pulumi CLI, ${formatVersion(version)} or newer: https://www.pulumi.com/docs/install/`,
};
