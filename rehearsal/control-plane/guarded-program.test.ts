import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { identifyProcess } from "../registry/process-identity";
import { type GuardedProgram, startGuarded } from "./guarded-program";
import { waitUntil } from "./wait-until";

let folder: string;
let logPath: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-guarded-"));
  logPath = join(folder, "program.log");
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A shell script; `ready` writes its process number into a file. */
function shell(script: string): GuardedProgram {
  return startGuarded(
    { name: "program", path: "/bin/sh", args: ["-c", script.replace("ready;", () => `echo $$ > ${folder}/pid;`)] },
    { folder, logPath },
  );
}

async function pidOf(): Promise<number> {
  return waitUntil(async () => Promise.resolve(writtenPid()), {
    timeoutMilliseconds: 4_000,
    intervalMilliseconds: 10,
    explain: () => "the program did not start",
  });
}

function writtenPid(): number | undefined {
  const path = join(folder, "pid");
  const pid = existsSync(path) ? Number(readFileSync(path, "utf8")) : 0;
  return pid > 0 ? pid : undefined;
}

async function expectEnd(pid: number): Promise<void> {
  await waitUntil(async () => Promise.resolve(identifyProcess(pid) === undefined ? true : undefined), {
    timeoutMilliseconds: 4_000,
    intervalMilliseconds: 10,
    explain: () => `${pid} still runs`,
  });
}

it("tells why a program ended by itself, with the end of its log", async () => {
  await expect(shell("seq 1 100; echo broken >&2; exit 3").failed).rejects.toThrow(
    /^program ended by itself \(exit code 3\); its log ends with\n {4}82\n[^]* {4}100\n {4}broken$/,
  );
});

it("tells of a program that is not there", async () => {
  const program = startGuarded({ name: "program", path: join(folder, "nothing"), args: [] }, { folder, logPath });
  await expect(program.failed).rejects.toThrow("exit code 127");
});

it("asks a program to stop, and hears what it says", async () => {
  const program = shell("trap 'echo bye; exit 0' TERM; ready; while :; do sleep 0.05; done");
  const pid = await pidOf();
  await program.stop();
  expect(identifyProcess(pid)).toBeUndefined();
  expect(program.identity()).toBeUndefined();
  expect(readFileSync(logPath, "utf8")).toBe("bye\n");
  await program.stop();
});

it("ends a program at once", async () => {
  const program = shell("trap '' TERM; ready; while :; do sleep 0.05; done");
  const pid = await pidOf();
  await program.kill();
  expect(identifyProcess(pid)).toBeUndefined();
});

it("gives a program an environment of its own", async () => {
  const args = ["-c", 'echo "$HOME $OWN ${LANG-none}"; exit 1'];
  const program = startGuarded({ name: "program", path: "/bin/sh", args, environment: { OWN: "text" } }, { folder, logPath });
  await expect(program.failed).rejects.toThrow(`${folder} text none`);
});

describe("when the process that started it is killed", () => {
  async function startAndDie(release: boolean): Promise<number> {
    const script = join(folder, "start.ts");
    writeFileSync(
      script,
      `import { startGuarded } from ${JSON.stringify(join(__dirname, "guarded-program"))};
       const program = startGuarded(
         { name: "program", path: "/bin/sh", args: ["-c", "echo $$ > ${folder}/pid; exec sleep 60"] },
         { folder: ${JSON.stringify(folder)}, logPath: ${JSON.stringify(logPath)} },
       );
       ${release ? "program.release();" : ""}
       console.log("started");
       setInterval(() => undefined, 1000);`,
    );
    const child = spawn(process.execPath, ["--import", "tsx", script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(createInterface({ input: child.stdout }), "line");
    const pid = await pidOf();
    child.kill("SIGKILL");
    await once(child, "exit");
    return pid;
  }

  it("ends too", async () => {
    await expectEnd(await startAndDie(false));
  });

  it("goes on when it was released", async () => {
    const pid = await startAndDie(true);
    expect(identifyProcess(pid)).toBeDefined();
    process.kill(pid, "SIGKILL");
    await expectEnd(pid);
  });
});
