/** What the policies add to a preview. */
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { cpuSecondsOf } from "./cpu-seconds";

export function definePoliciesCommand(): Command {
  return new Command("policies")
    .description("Measure what the policies add to the preview of a stack, in time of the processors.")
    .argument("[stack]", "stack to preview", "portkey")
    .option("--runs <n>", "previews of each kind, in turns", wholeNumber, 5)
    .action(async (stack: string, { runs }: { readonly runs: number }) => {
      // The first run may have to make the pack's bundle.
      await secondsOf(stack, "with");
      const bare: number[] = [];
      const checked: number[] = [];
      for (let run = 0; run < runs; run += 1) {
        bare.push(await secondsOf(stack, "without"));
        checked.push(await secondsOf(stack, "with"));
        process.stderr.write(`${run + 1} of ${runs}\n`);
      }
      const [without, withPolicies] = [median(bare), median(checked)];
      process.stdout.write(
        [
          "| preview of | without policies | with | they add |",
          "| --- | ---: | ---: | ---: |",
          `| ${stack} | ${without.toFixed(2)} s | ${withPolicies.toFixed(2)} s | ${(100 * (withPolicies / without - 1)).toFixed(0)} % |`,
          "",
        ].join("\n"),
      );
    });
}

async function secondsOf(stack: string, mode: "with" | "without"): Promise<number> {
  const root = resolve(__dirname, "../..");
  return cpuSecondsOf(process.execPath, ["--import", "tsx", "bench/policies/preview-once.ts", stack, mode], root);
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) {
    throw new InvalidArgumentError("It must be a whole number from 1.");
  }
  return Number(text);
}
