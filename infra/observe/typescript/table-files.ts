import type { HardwareTable } from "../../hardware/schema";
import type { StackDefinition } from "../../stack/definition";
import type { WorkloadRow } from "../../workloads/schema";
import { dnsNameOf } from "../dns-name";
import { type Comments, printLiteral } from "./print-literal";

/** Path under the stack's folder and text. */
export interface TableFile {
  readonly path: string;
  readonly text: string;
}

/** Files longer than this are split; the project's linter refuses those of 400 lines and more. */
const mostLines = 380;

/**
 * The files of a stack: `hardware.ts`, `namespaces.ts`, `workloads.ts` and `definition.ts`. Where the workloads are too
 * many for one file, `workloads/` has one for each namespace and an `index.ts`.
 *
 * @param infra how a file in the stack's folder imports from the project's `infra`: `../../infra`.
 */
export function tableFiles({ name, hardware, namespaces, workloads, planning }: StackDefinition, infra: string): readonly TableFile[] {
  return [
    {
      path: "hardware.ts",
      text: `import type { HardwareTable } from "${infra}/hardware/schema";\n\n/** The machines of ${name}, as the cluster reported them. */\n${constant("hardware", "HardwareTable", hardware, hardwareComments(hardware))}`,
    },
    {
      path: "namespaces.ts",
      text: `import type { NamespaceRow } from "${infra}/workloads/schema";\n\n/** The namespaces of ${name}. Tiers are guesses; core are those that tolerate the taint of the control plane. */\n${constant("namespaces", "readonly NamespaceRow[]", namespaces)}`,
    },
    ...workloadFiles(name, workloads, infra),
    {
      path: "definition.ts",
      text: `import type { StackDefinition } from "${infra}/stack/definition";\nimport { hardware } from "./hardware";\nimport { namespaces } from "./namespaces";\nimport { workloads } from "./workloads";\n\n/** The cluster ${name}, as it was observed. */\nexport const definition: StackDefinition = {\n  name: ${JSON.stringify(name)},\n  hardware,\n  namespaces,\n  workloads,\n  planning: ${printLiteral(planning, { indent: 2, before: 12, after: 1, comments: new Map() })},\n};\n`,
    },
  ];
}

function constant(name: string, type: string, value: unknown, comments: Comments = new Map()): string {
  const head = `export const ${name}: ${type} = `;
  return `${head}${printLiteral(value, { indent: 0, before: head.length, after: 1, comments })};\n`;
}

function hardwareComments({ machines }: HardwareTable): Comments {
  const comments = new Map<string, readonly string[]>();
  machines.forEach((_machine, index) => {
    comments.set(`machines.${index}.cpu`, ["The cluster tells the threads only: fill in model and cores."]);
    comments.set(`machines.${index}.power`, ["Estimated by the number of threads: measure or look up, and fill in."]);
  });
  return comments;
}

function workloadFiles(stack: string, workloads: readonly WorkloadRow[], infra: string): readonly TableFile[] {
  const whole = workloadFile("workloads.ts", "workloads", `The workloads of ${stack}, as they ran.`, workloads, infra);
  if (lineCount(whole.text) <= mostLines) {
    return [whole];
  }
  const parts = [...Map.groupBy(workloads, ({ namespace }) => namespace)].flatMap(([namespace, rows]) => split(namespace, rows, infra));
  const imports = parts.map(({ constantName, module }) => `import { ${constantName} } from "./${module}";\n`).join("");
  const spreads = parts.map(({ constantName }) => `...${constantName}`);
  const head = "export const workloads: readonly WorkloadRow[] = ";
  const flat = `${head}[${spreads.join(", ")}];\n`;
  const list = flat.length - 1 <= 140 ? flat : `${head}[\n${spreads.map((spread) => `  ${spread},\n`).join("")}];\n`;
  const index = `import type { WorkloadRow } from "../${infra}/workloads/schema";\n${imports}\n/** The workloads of ${stack}, as they ran. */\n${list}`;
  return [...parts.map(({ file }) => file), { path: "workloads/index.ts", text: index }];
}

interface Part {
  readonly file: TableFile;
  readonly module: string;
  readonly constantName: string;
}

/** One namespace's workloads, in as many files of about the same size as it takes. */
function split(namespace: string, rows: readonly WorkloadRow[], infra: string): readonly Part[] {
  for (let count = 1; ; count++) {
    const size = Math.ceil(rows.length / count);
    const parts = Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => {
      const suffix = index === 0 ? "" : `-${index + 1}`;
      // No namespace's file may take the place of the index.
      const module = `${namespace === "index" ? "namespace-index" : dnsNameOf(namespace, "namespace")}${suffix}`;
      const constantName = camelCase(`in-${module}`);
      const file = workloadFile(
        `workloads/${module}.ts`,
        constantName,
        `Workloads of the namespace ${namespace}.`,
        rows.slice(index * size, (index + 1) * size),
        `../${infra}`,
      );
      return { file, module, constantName };
    });
    if (size === 1 || parts.every(({ file }) => lineCount(file.text) <= mostLines)) {
      return parts;
    }
  }
}

function workloadFile(path: string, name: string, title: string, rows: readonly WorkloadRow[], infra: string): TableFile {
  return {
    path,
    text: `import type { WorkloadRow } from "${infra}/workloads/schema";\n\n/** ${title} */\n${constant(name, "readonly WorkloadRow[]", rows)}`,
  };
}

function camelCase(text: string): string {
  return text.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function lineCount(text: string): number {
  return text.split("\n").length;
}
