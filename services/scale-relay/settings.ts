import { z } from "zod";

const seconds = (most: number, initial: number) => z.coerce.number().int().min(0).max(most).default(initial);

const secret = z.string().min(16, "must have at least 16 characters");

/** Environment variables of the relay. Secrets come from files, which a Secret is mounted as. */
const environmentSchema = z
  .object({
    PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
    /** `owner/name`. */
    GITHUB_REPOSITORY: z.string().regex(/^[\w.-]+\/[\w.-]+$/, "must be owner/name"),
    /** File name of the workflow, which also says whether a run is in progress. */
    GITHUB_WORKFLOW: z
      .string()
      .regex(/^[\w.-]+\.ya?ml$/, "must be the file name of a workflow, such as scale.yml")
      .default("scale.yml"),
    GITHUB_API_URL: z.url({ protocol: /^https?$/ }).default("https://api.github.com"),
    SHARED_SECRET_FILE: z.string().min(1),
    GITHUB_TOKEN_FILE: z.string().min(1),
    MIN_NODES: z.coerce.number().int().positive(),
    MAX_NODES: z.coerce.number().int().positive(),
    /** The label `stack` of the alerts that are meant. */
    STACK: z.string().min(1),
    COOL_DOWN_UP_SECONDS: seconds(86_400, 1800),
    COOL_DOWN_DOWN_SECONDS: seconds(604_800, 7200),
    DRY_RUN: z.enum(["true", "false"]).default("false"),
    REQUEST_TIMEOUT_MILLISECONDS: z.coerce.number().int().min(10).max(60_000).default(5000),
  })
  .refine(({ MIN_NODES, MAX_NODES }) => MIN_NODES <= MAX_NODES, { path: ["MIN_NODES"], error: "is more than MAX_NODES" });

export interface Settings {
  readonly port: number;
  readonly repository: string;
  readonly workflow: string;
  readonly apiUrl: string;
  readonly stack: string;
  readonly minNodes: number;
  readonly maxNodes: number;
  /** How long nothing more is asked for after a run began, by direction. */
  readonly coolDownSeconds: { readonly scale_up: number; readonly scale_down: number };
  readonly dryRun: boolean;
  readonly requestTimeoutMilliseconds: number;
  /** What Alertmanager shows to be let in. */
  readonly sharedSecret: string;
  readonly githubToken: string;
}

/**
 * @param read Reads a file whole.
 * @throws Error that names every variable that is wrong, and shows no secret.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>, read: (path: string) => string): Settings {
  const result = environmentSchema.safeParse(environment);
  if (!result.success) {
    throw new Error(`wrong settings: ${result.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("; ")}`);
  }
  const { data } = result;
  return {
    port: data.PORT,
    repository: data.GITHUB_REPOSITORY,
    workflow: data.GITHUB_WORKFLOW,
    apiUrl: data.GITHUB_API_URL.replace(/\/$/, ""),
    stack: data.STACK,
    minNodes: data.MIN_NODES,
    maxNodes: data.MAX_NODES,
    coolDownSeconds: { scale_up: data.COOL_DOWN_UP_SECONDS, scale_down: data.COOL_DOWN_DOWN_SECONDS },
    dryRun: data.DRY_RUN === "true",
    requestTimeoutMilliseconds: data.REQUEST_TIMEOUT_MILLISECONDS,
    sharedSecret: readSecret("SHARED_SECRET_FILE", data.SHARED_SECRET_FILE, read),
    githubToken: readSecret("GITHUB_TOKEN_FILE", data.GITHUB_TOKEN_FILE, read),
  };
}

function readSecret(variable: string, path: string, read: (path: string) => string): string {
  let text: string;
  try {
    text = read(path).trim();
  } catch (error) {
    throw new Error(`wrong settings: ${variable} names ${path}, which cannot be read`, { cause: error });
  }
  const result = secret.safeParse(text);
  if (!result.success) {
    throw new Error(`wrong settings: ${path} ${result.error.issues.map(({ message }) => message).join("; ")}`);
  }
  return result.data;
}
