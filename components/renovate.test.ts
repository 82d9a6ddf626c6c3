import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { charts, deschedulerChart } from "./charts";
import { images } from "./images";

const root = join(__dirname, "..");
const managerSchema = z.object({ managerFilePatterns: z.array(z.string()), matchStrings: z.array(z.string()) });
const { customManagers } = z
  .object({ customManagers: z.array(managerSchema) })
  .parse(JSON.parse(readFileSync(join(root, "renovate.json"), "utf8")));

/** What a manager finds in a file, as Renovate would look there: all named groups of every match. */
function found(file: string): readonly Readonly<Record<string, string>>[] {
  const path = relative(root, file);
  const text = readFileSync(file, "utf8");
  return customManagers
    .filter(({ managerFilePatterns }) => managerFilePatterns.some((pattern) => new RegExp(pattern.slice(1, -1)).test(path)))
    .flatMap(({ matchStrings }) => matchStrings.flatMap((match) => [...text.matchAll(new RegExp(match, "g"))]))
    .map(({ groups = {} }) =>
      Object.fromEntries(Object.entries<string | undefined>(groups).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))),
    );
}

const byName = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): number =>
  JSON.stringify(a).localeCompare(JSON.stringify(b));

it("finds every chart with its version, and where newer ones are looked for", () => {
  const kubernetesMinors = ["1.33.0", "1.34.0", "1.35.0", "1.36.0"];
  const expected = [...Object.values(charts), ...kubernetesMinors.map(deschedulerChart)].map(({ repository, name, version }) =>
    repository.startsWith("oci://")
      ? { datasource: "docker", depName: `${repository.slice("oci://".length)}/${name}`, currentValue: version }
      : { datasource: "helm", registryUrl: repository, depName: name, currentValue: version },
  );
  expect([...found(join(__dirname, "charts.ts"))].sort(byName)).toEqual([...expected].sort(byName));
});

it("finds every image", () => {
  const expected = Object.values(images).map((image) => {
    const [depName, currentValue] = image.split(":");
    return { datasource: "docker", depName, currentValue };
  });
  expect(found(join(__dirname, "images.ts"))).toEqual(expected);
});

it("finds every image of a workload that Berth deploys", () => {
  const files = readdirSync(join(root, "stacks"), { recursive: true, withFileTypes: true })
    .filter(({ name, parentPath }) => name.endsWith(".ts") && !name.endsWith(".test.ts") && parentPath.endsWith("workloads"))
    .map(({ name, parentPath }) => join(parentPath, name));
  const there = files.flatMap((file) => readFileSync(file, "utf8").match(/^\s*image: /gm) ?? []);
  expect(files.flatMap(found)).toHaveLength(there.length);
  expect(files.flatMap(found)).toContainEqual({ depName: "docker.io/ollama/ollama", currentValue: "0.20.2" });
});
