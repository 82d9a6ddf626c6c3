import { UserError } from "../../infra/diagnostics/user-error";
import { rules } from "../../policies/rules";
import { definePoliciesCommand } from "./policies";

/** What the command prints. */
async function run(...args: readonly string[]): Promise<string> {
  let printed = "";
  const write = jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  try {
    await definePoliciesCommand().exitOverride().configureOutput({ writeErr: () => undefined }).parseAsync([...args], { from: "user" });
  } finally {
    write.mockRestore();
  }
  return printed;
}

it("lists every policy with what, why, fix and settings", async () => {
  const printed = await run();
  for (const { id, severity, enforcement, view, description, why, remediation } of rules) {
    expect(printed).toContain(`${id}  (${severity}, ${enforcement}, checked per ${view})\n  ${description}\n  why:      ${why}\n  fix:      ${remediation}\n  settings: `);
  }
  expect(printed).toContain("settings: coreNamespaces, exemptions");
});

it("prints JSON and nothing else", async () => {
  const parsed: unknown = JSON.parse(await run("--json"));
  expect(parsed).toMatchObject(rules.map(({ id, severity }) => ({ id, severity })));
});

it("prints the reference page, and accepts the committed one", async () => {
  expect(await run("--markdown")).toContain("## no-hostname-pinning\n");
  expect(await run("--check")).toBe("");
});

it("fails where the page is missing, and refuses two formats at once", async () => {
  const directory = jest.spyOn(process, "cwd").mockReturnValue("/nowhere");
  await expect(run("--check")).rejects.toThrow(UserError);
  directory.mockRestore();
  await expect(run("--json", "--markdown")).rejects.toThrow("cannot be used with option");
});
