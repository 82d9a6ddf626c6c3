import { type OpenStackOptions, openStack } from "../automation";
import type { Diagnostic } from "../preview-result";
import { closeOnSignal } from "../close-on-signal";
import type { ProviderChoice } from "../providers/choose";
import { unreachableShortcuts, withoutShortcuts } from "../providers/honest";
import { serveProviders, type StandIns } from "../providers/serve";
import { runOperation, watchProgram } from "../run-operation";
import type { ServeOptions } from "../../rehearsal/providers/server";
import { runPulumi } from "./run-pulumi";
import { type DeploymentFile, deploymentFile, type PendingOperation, resourcesOf, type StateResource } from "./deployment";

/** What the provider says of one thing. */
export type Found =
  | { readonly what: "there"; readonly resource: StateResource }
  | { readonly what: "gone" }
  /** It was asked and did not answer: the thing may be there or not. */
  | { readonly what: "unreadable"; readonly message: string };

export interface LookOptions extends Pick<OpenStackOptions, "projectDirectory" | "stackName" | "settings" | "pulumi" | "environment"> {
  /** Plugins only, outside of tests: a stand-in would say what the state says. */
  readonly providers: readonly ProviderChoice[];
  /** For tests, whose stand-ins have something behind them. Default: none takes part. */
  readonly standIns?: StandIns;
  readonly serving?: ServeOptions;
}

/** What to ask for: the resource of an operation, by its id. */
export interface Question {
  readonly operation: PendingOperation;
  readonly id: string;
}

/**
 * Asks the providers what there really is, through the engine: a throw-away state that holds only what is asked for and
 * its providers is refreshed. The user's state is not touched, and no provider is told to change anything.
 *
 * @param state With secrets in the clear: providers need their credentials.
 * @returns an answer for each question, in their order.
 */
export async function look(state: DeploymentFile, questions: readonly Question[], options: LookOptions): Promise<readonly Found[]> {
  if (questions.length === 0) {
    return [];
  }
  const missing = options.providers.filter(({ source }) => source === "stand-in" && options.standIns === undefined);
  const isMissing = ({ operation }: Question): ProviderChoice | undefined =>
    missing.find(({ name }) => operation.resource.type.startsWith(`${name}:`));
  const asked = questions.filter((question) => isMissing(question) === undefined);
  const answers = new Map<Question, Found>();
  for (const round of inRounds(asked)) {
    for (const [question, found] of await ask(state, round, options)) {
      answers.set(question, found);
    }
  }
  return questions.map((question) => {
    const { name, reason = "is missing" } = isMissing(question) ?? {};
    return (
      answers.get(question) ?? {
        what: "unreadable",
        message: name === undefined ? "it was not asked" : `the plugin of ${name} ${reason}`,
      }
    );
  });
}

/** A state holds every resource once: two questions about one URN are asked one after the other. */
function inRounds(questions: readonly Question[]): readonly (readonly Question[])[] {
  const rounds: Question[][] = [];
  for (const question of questions) {
    const { urn } = question.operation.resource;
    const round = rounds.find((each) => each.every(({ operation }) => operation.resource.urn !== urn));
    if (round === undefined) {
      rounds.push([question]);
    } else {
      round.push(question);
    }
  }
  return rounds;
}

/** @param questions Each about another resource. */
async function ask(state: DeploymentFile, questions: readonly Question[], options: LookOptions): Promise<ReadonlyMap<Question, Found>> {
  const program = watchProgram(async () => Promise.resolve({}));
  const served = await serveProviders(
    options.standIns === undefined ? [] : options.providers,
    options.serving ?? { apply: "refuse" },
    options.standIns,
  );
  try {
    const environment = { ...options.environment, ...withoutShortcuts };
    const opened = { ...options, environment, backend: "throw-away", attachProviders: served.attach, program: program.run } as const;
    const { stack, close } = await openStack(opened);
    const stopWatching = closeOnSignal(close);
    try {
      const empty = deploymentFile.parse(await stack.exportStack());
      const resources = [...providersOf(state, questions), ...questions.map(alone)];
      const { workDir, envVars } = stack.workspace;
      // Over a pipe: secrets in the clear are never in a file.
      const imported = JSON.stringify({ ...empty, deployment: { ...empty.deployment, resources } });
      const args = ["stack", "import", "--stack", options.stackName, "--non-interactive"];
      await runPulumi(options.pulumi.path, args, { input: imported, cwd: workDir, environment: { ...environment, ...envVars } });
      const target = questions.map(({ operation }) => operation.resource.urn);
      const { diagnostics } = await runOperation(async (onEvent) => stack.refresh({ color: "never", target, onEvent }), program);
      const after = resourcesOf(deploymentFile.parse(await stack.exportStack()));
      return new Map(questions.map((question) => [question, answerTo(question, after, diagnostics)]));
    } finally {
      stopWatching();
      close();
    }
  } finally {
    served.close();
  }
}

function answerTo({ operation }: Question, after: readonly StateResource[], diagnostics: readonly Diagnostic[]): Found {
  const { urn } = operation.resource;
  const resource = after.find((each) => each.urn === urn);
  const complaint = diagnostics.find((each) => each.urn === urn && each.severity === "error");
  // One that is there and not ready is complained about too, and is in the state with what it lacks.
  if (complaint !== undefined && !Array.isArray(resource?.["initErrors"])) {
    return { what: "unreadable", message: complaint.message };
  }
  return resource === undefined ? { what: "gone" } : { what: "there", resource };
}

/** The resources of the providers that are needed, without what ties them to the rest of the state. */
function providersOf(state: DeploymentFile, questions: readonly Question[]): readonly StateResource[] {
  const needed = new Set(questions.map(({ operation }) => operation.resource.provider));
  return resourcesOf(state)
    .filter(({ urn, id = "" }) => needed.has(`${urn}::${id}`))
    .map((provider) => ({ ...untied(provider), inputs: answerable(provider.inputs), outputs: answerable(provider.outputs) }));
}

function answerable(properties: StateResource["inputs"] = {}): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !unreachableShortcuts.includes(name)));
}

function alone({ operation: { resource }, id }: Question): StateResource {
  return { ...untied(resource), id, outputs: resource.outputs ?? resource.inputs };
}

function untied({ urn, type, id, inputs, outputs, provider, additionalSecretOutputs }: StateResource): StateResource {
  return { urn, type, custom: true, id, inputs, outputs, provider, additionalSecretOutputs };
}
