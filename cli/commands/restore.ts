import { Command, InvalidArgumentError } from "commander";
import { UserError } from "../../infra/diagnostics/user-error";
import { loadStack } from "../../infra/stack/load-stack";
import { loadDefinition } from "../../stacks/definitions";
import { carryOut } from "../restore/carry-out";
import { renderAfterwards, renderRestore } from "../restore/render-restore";
import { restoreRequest } from "../restore/restore-request";
import { readStackConfigFile } from "../stack-config-file";

interface RestoreOptions {
  readonly asOf?: string;
  readonly previous?: number;
  readonly apply?: true;
  readonly kubeconfig?: string;
  readonly from: number;
}

const examples = `
Examples:
  npm run restore portkey -- vaultwarden/vaultwarden
  npm run restore portkey -- vaultwarden/vaultwarden --as-of 2026-02-08T03:00:00Z
  npm run restore portkey -- vaultwarden/vaultwarden --previous 1 --apply --kubeconfig kubeconfig.yaml`;

export function defineRestoreCommand(): Command {
  return new Command("restore")
    .description("Print the steps that restore a volume from its backup, or carry them out.")
    .argument("<stack>", "the stack that the backup belongs to")
    .argument("<backup>", "the workload whose volume is restored: namespace/name")
    .option("--as-of <time>", "the newest backup that is not younger (RFC 3339: 2026-02-08T03:00:00Z)")
    .option("--previous <n>", "so many backups before the newest", wholeNumber)
    .option("--apply", "carry the steps out through kubectl")
    .option("--kubeconfig <path>", "the cluster to carry them out in; default: $KUBECONFIG")
    .option("--from <step>", "the step to begin with, after one failed", wholeNumber, 1)
    .addHelpText("after", examples)
    .action(async (stackName: string, id: string, { apply, kubeconfig, from, ...point }: RestoreOptions) => {
      const stack = loadStack(await loadDefinition(stackName), readStackConfigFile(process.cwd(), stackName));
      const request = restoreRequest(stack, id, point);
      if (apply !== true) {
        process.stdout.write(renderRestore(request));
        return;
      }
      await carryOut(request.steps, {
        kubeconfig: chosenKubeconfig(kubeconfig),
        from,
        environment: process.env,
        report: (line) => process.stdout.write(`${line}\n`),
      });
      process.stdout.write(renderAfterwards(request));
    });
}

/** Never kubectl's own default: a restore deletes a claim, and must not do it in whatever cluster was used last. */
function chosenKubeconfig(path: string | undefined): string {
  const chosen = path ?? process.env["KUBECONFIG"] ?? "";
  if (chosen === "") {
    throw new UserError("--apply needs to know the cluster: give --kubeconfig, or set KUBECONFIG");
  }
  return chosen;
}

function wholeNumber(value: string): number {
  if (!/^\d{1,6}$/.test(value)) {
    throw new InvalidArgumentError("It must be a whole number from 0.");
  }
  return Number(value);
}
