import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStackConfigFile } from "./stack-config-file";

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "berth-config-"));
});

afterEach(() => {
  rmSync(project, { recursive: true });
});

function configured(text: string): ReturnType<typeof readStackConfigFile> {
  writeFileSync(join(project, "Pulumi.garage.yaml"), text);
  return readStackConfigFile(project, "garage");
}

test("a stack without a file has the defaults", () => {
  expect(readStackConfigFile(project, "garage")).toEqual({ applyRecommendations: false, objective: "balance" });
});

test("berth's settings are read, those of providers and of Pulumi itself are not ours", () => {
  expect(
    configured(
      'encryptionsalt: v1:abc\nconfig:\n  kubernetes:context: home\n  berth:objective: power\n  berth:applyRecommendations: "true"\n',
    ),
  ).toEqual({
    applyRecommendations: true,
    objective: "power",
  });
});

test("an empty file has the defaults", () => {
  expect(configured("").objective).toBe("balance");
});

test("a misspelt setting is named, with the one that was meant", () => {
  expect(() => configured("config:\n  berth:objectiv: power\n")).toThrow(
    /Pulumi\.garage\.yaml[\s\S]*objectiv[\s\S]*did you mean "objective"\?/,
  );
});

test("what is not YAML is said to be so, with its line", () => {
  expect(() => configured("config: [\n")).toThrow(/Pulumi\.garage\.yaml is not valid YAML[\s\S]*line 2/);
});

test("a file that is no map is refused", () => {
  expect(() => configured("- a\n")).toThrow('Pulumi.garage.yaml must hold a map with the key "config"');
});
