import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");
const section = /## What Berth promises\n([\s\S]*?)\n## /.exec(readFileSync(join(root, "README.md"), "utf8"))?.[1] ?? "";
const promises = section.split("\n").flatMap((line) => {
  const [, number, text = ""] = /^(\d+)\. (.*)$/.exec(line) ?? [];
  return number === undefined
    ? []
    : [{ number: Number(number), tests: [...text.matchAll(/\]\(([^)]+\.test\.ts)\)/g)].map(([, file = ""]) => file) }];
});

it("the README makes ten promises", () => {
  expect(promises.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

it.each(promises)("promise $number is kept by tests that are there and run", ({ tests }) => {
  expect(tests.length).toBeGreaterThan(0);
  for (const file of tests) {
    expect(existsSync(join(root, file))).toBe(true);
    const text = readFileSync(join(root, file), "utf8");
    expect(text).toMatch(/\b(it|test)(\.each)?[(<]/);
    expect(text).not.toMatch(/\b(it|test|describe)\.(skip|only|todo|failing)\b|\bx(it|test|describe)\(/);
    // Left out of npm test.
    expect(file).not.toMatch(/\.(cluster|nightly)\.test\.ts$/);
  }
});
