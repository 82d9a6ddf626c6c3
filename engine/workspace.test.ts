import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRunFolder, projectName, settingsForThrowAway, stackSettings } from "./workspace";

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "berth-project-"));
  writeFileSync(join(project, "Pulumi.yaml"), "name: mine\nruntime: nodejs\n");
  writeFileSync(join(project, "Pulumi.home.yaml"), "# note\nconfig:\n  mine:a: b\n");
  mkdirSync(join(project, "secrets"));
  writeFileSync(join(project, "secrets", "home.yaml"), "x");
});

afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

it("reads the project's name and the stack's settings", () => {
  expect(projectName(project)).toBe("mine");
  expect(stackSettings(project, "home")).toContain("mine:a: b");
  expect(stackSettings(project, "other")).toBe("");
});

it("gives Pulumi a folder in which relative paths lead to the project, and which it may write to", () => {
  const folder = createRunFolder(project, "home", stackSettings(project, "home"));
  expect(readFileSync(join(folder.project, "secrets", "home.yaml"), "utf8")).toBe("x");
  writeFileSync(join(folder.project, "Pulumi.home.yaml"), "encryptionsalt: v1:x\n");
  expect(stackSettings(project, "home")).toBe("# note\nconfig:\n  mine:a: b\n");
  folder.remove();
  expect(existsSync(folder.project)).toBe(false);
  expect(existsSync(join(project, "secrets", "home.yaml"))).toBe(true);
});

describe("settings for a throw-away backend", () => {
  const salt = "encryptionsalt: v1:abc\n";
  const plain = "config:\n  mine:a: b\n";
  const secure = "config:\n  mine:a:\n    secure: v1:xyz\n";

  it("are the user's when there is nothing about encryption in them", () => {
    expect(settingsForThrowAway(`# note\n${plain}`, "Pulumi.home.yaml", {})).toBe(`# note\n${plain}`);
    expect(settingsForThrowAway("", "Pulumi.home.yaml", {})).toBe("");
  });

  it("lose a salt that encrypts nothing, so that no passphrase is needed", () => {
    expect(settingsForThrowAway(plain + salt, "Pulumi.home.yaml", {})).toBe(plain);
  });

  it("keep it with the user's passphrase", () => {
    expect(settingsForThrowAway(secure + salt, "Pulumi.home.yaml", { PULUMI_CONFIG_PASSPHRASE: "p" })).toBe(secure + salt);
  });

  it("cannot be had for encrypted values without the passphrase", () => {
    expect(() => settingsForThrowAway(secure + salt, "Pulumi.home.yaml", {})).toThrow(
      "Pulumi.home.yaml has encrypted values\n  PULUMI_CONFIG_PASSPHRASE: is not set, and without it they cannot be read\n    fix: set it, or PULUMI_CONFIG_PASSPHRASE_FILE",
    );
  });
});
