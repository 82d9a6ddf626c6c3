import { execFile } from "node:child_process";
import { join } from "node:path";

/**
 * How Pulumi's own language host for Node loads a program: ts-node with the project's tsconfig, CommonJS. Types are not
 * checked here, which the type check does.
 */
const script = `
require("ts-node").register({ project: "tsconfig.json", transpileOnly: true });
process.stdout.write(typeof require("./index"));
`;

it("can load the program", async () => {
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, ["-e", script], { cwd: join(__dirname, "..") }, (error, stdout, stderr) => {
      resolve(error === null ? stdout : stderr);
    });
  });
  expect(output).toBe("function");
}, 60_000);
