import { childrenIn, cpuSecondsOf } from "./cpu-seconds";

test("children are the second line, user and system together", () => {
  expect(childrenIn("0m0.01s 0m0.02s\n1m5.500s 0m0.250s\n")).toBeCloseTo(65.75);
  expect(() => childrenIn("nothing")).toThrow("cannot be read");
});

test("what a command takes is told, and that it fails", async () => {
  expect(await cpuSecondsOf(process.execPath, ["-e", ""], __dirname)).toBeGreaterThan(0);
  await expect(cpuSecondsOf(process.execPath, ["-e", "process.exit(3)"], __dirname)).rejects.toThrow("failed");
});
