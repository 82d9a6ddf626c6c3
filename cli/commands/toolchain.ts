import { Command } from "commander";
import { alertRules } from "../../toolchain/alert-rules";
import { ensureTool } from "../../toolchain/ensure-tool";
import { pulumiCli } from "../../toolchain/pulumi-cli";
import { talosConfig } from "../../toolchain/talos-config";
import { formatVersion } from "../../toolchain/version";

/** What the tests and a preview run beside Node. */
const tools = [pulumiCli, talosConfig, alertRules] as const;

export function defineToolchainCommand(): Command {
  return new Command("toolchain")
    .description("Make sure that every tool is there: on the PATH, in the cache, or built into it now.")
    .addHelpText(
      "after",
      "\nThe cache is $BERTH_CACHE_DIR, else $XDG_CACHE_HOME/berth, else ~/.cache/berth; it can be deleted at any time.",
    )
    .action(async () => {
      for (const tool of tools) {
        const { path, version, source } = await ensureTool(tool, process.env);
        process.stdout.write(`${tool.name} ${formatVersion(version)}: ${source === "PATH" ? "on the PATH" : "in the cache"}, ${path}\n`);
      }
    });
}
