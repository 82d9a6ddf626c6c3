import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import packageJson from "../../package.json";
import { readSettings } from "./settings";
import { LoopbackGitHub } from "./testing/loopback-github";
import { notification } from "./testing/notifications";

jest.setTimeout(60_000);

const secret = "correct-horse-battery";
const root = join(__dirname, "..", "..");
const containerfile = readFileSync(join(__dirname, "Containerfile"), "utf8");
let folder: string;
let github: LoopbackGitHub;
let child: ChildProcess | undefined;
let printed: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-relay-"));
  writeFileSync(join(folder, "secret"), `${secret}\n`);
  writeFileSync(join(folder, "token"), "ghs_0123456789abcdef\n");
  // As the container file does it.
  const bundle = /RUN node_modules\/\.bin\/esbuild (.+) --outfile=/.exec(containerfile)?.[1] ?? "";
  execFileSync(
    join(root, "node_modules", ".bin", "esbuild"),
    [...bundle.split(" "), `--outfile=${join(folder, "main.cjs")}`, "--log-level=error"],
    { cwd: root },
  );
});

beforeEach(() => {
  printed = "";
  github = new LoopbackGitHub(Date.now);
});

afterEach(async () => {
  child?.kill("SIGKILL");
  await github.close();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function environment(change: Readonly<Record<string, string>> = {}): Promise<Record<string, string>> {
  return {
    PORT: "0",
    STACK: "mesh",
    GITHUB_REPOSITORY: "acme/mesh",
    GITHUB_API_URL: await github.listen(),
    SHARED_SECRET_FILE: join(folder, "secret"),
    GITHUB_TOKEN_FILE: join(folder, "token"),
    MIN_NODES: "3",
    MAX_NODES: "6",
    ...change,
  };
}

/** The bundle alone in an empty environment, as in its container. */
function run(variables: Record<string, string>): {
  readonly line: (event: string) => Promise<string>;
  readonly ended: Promise<number | null>;
} {
  const started = spawn(process.execPath, [join(folder, "main.cjs")], { env: variables, stdio: ["ignore", "pipe", "pipe"] });
  child = started;
  const heard: (() => void)[] = [];
  for (const stream of [started.stdout, started.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      heard.forEach((listener) => {
        listener();
      });
    });
  }
  return {
    line: async (event) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = printed.split("\n").find((each) => each.includes(`"event":"${event}"`));
          if (found !== undefined) {
            resolve(found);
          }
        };
        heard.push(look);
        look();
      }),
    ended: new Promise((resolve) => started.once("close", resolve)),
  };
}

async function urlOf(listening: Promise<string>): Promise<string> {
  return `http://127.0.0.1:${/"port":(\d+)/.exec(await listening)?.[1] ?? ""}`;
}

async function post(url: string): Promise<number> {
  const response = await fetch(`${url}/alerts`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}` },
    body: JSON.stringify(notification()),
  });
  await response.text();
  return response.status;
}

it("relays an alert, answers what it has begun when it is stopped, and ends well", async () => {
  const relay = run(await environment());
  const url = await urlOf(relay.line("listening"));
  // Tried again after a second: long enough to be stopped meanwhile.
  github.failNext("POST", { status: 502 });
  const answer = post(url);
  while (github.received.every(({ method }) => method !== "POST")) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  child?.kill("SIGTERM");
  expect(await answer).toBe(202);
  expect(await relay.ended).toBe(0);
  expect(github.dispatched).toHaveLength(2);
  expect(github.runs).toHaveLength(1);
  expect(printed).toContain('"event":"stopped"');
  await expect(post(url)).rejects.toThrow("fetch failed");
});

it("says every setting that is wrong, and ends", async () => {
  const relay = run(await environment({ GITHUB_REPOSITORY: "acme", MIN_NODES: "7", COOL_DOWN_UP_SECONDS: "soon" }));
  expect(await relay.ended).toBe(1);
  expect(printed).toMatch(/^wrong settings: GITHUB_REPOSITORY must be owner\/name; COOL_DOWN_UP_SECONDS .+\n$/);
});

describe("readSettings", () => {
  const valid = {
    STACK: "mesh",
    GITHUB_REPOSITORY: "acme/mesh",
    SHARED_SECRET_FILE: "secret",
    GITHUB_TOKEN_FILE: "token",
    MIN_NODES: "3",
    MAX_NODES: "6",
  };
  const files: Readonly<Record<string, string>> = { secret: `${secret}\n`, token: "ghs_0123456789abcdef", short: "short" };
  const read = (path: string): string => {
    const text = files[path];
    if (text === undefined) {
      throw new Error("ENOENT");
    }
    return text;
  };

  it("has defaults for what is the same everywhere", () => {
    expect(readSettings(valid, read)).toEqual({
      port: 8080,
      repository: "acme/mesh",
      workflow: "scale.yml",
      apiUrl: "https://api.github.com",
      stack: "mesh",
      minNodes: 3,
      maxNodes: 6,
      coolDownSeconds: { scale_up: 1800, scale_down: 7200 },
      dryRun: false,
      requestTimeoutMilliseconds: 5000,
      sharedSecret: secret,
      githubToken: "ghs_0123456789abcdef",
    });
  });

  it.each<[string, Partial<Record<string, string>>, string]>([
    ["a minimum above the maximum", { MIN_NODES: "7" }, "MIN_NODES is more than MAX_NODES"],
    ["a workflow by its path", { GITHUB_WORKFLOW: "../scale.yml" }, "GITHUB_WORKFLOW must be the file name of a workflow"],
    ["no address", { GITHUB_API_URL: "api" }, "GITHUB_API_URL"],
    ["a word for a truth value", { DRY_RUN: "yes" }, "DRY_RUN"],
    ["a secret that is not there", { SHARED_SECRET_FILE: "none" }, "SHARED_SECRET_FILE names none, which cannot be read"],
    ["a secret that can be guessed", { SHARED_SECRET_FILE: "short" }, "short must have at least 16 characters"],
  ])("refuses %s", (_, change, message) => {
    expect(() => readSettings({ ...valid, ...change }, read)).toThrow(message);
  });
});

it("is built and tested on the same version of Node", () => {
  const bases = [...containerfile.matchAll(/^FROM docker\.io\/library\/node:([\d.]+)-alpine/gm)].map(([, version]) => version);
  expect(bases).toEqual([packageJson.devDependencies.node, packageJson.devDependencies.node]);
  expect(containerfile).toContain("\nUSER 65532:65532\n");
});
