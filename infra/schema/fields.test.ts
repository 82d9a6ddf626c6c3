import type { z } from "zod";
import { cpuQuantity, dnsLabel, labelKey, labelValue, memoryQuantity, namedLabelValue } from "./fields";

function mistakesIn(schema: z.ZodType, input: unknown): readonly string[] {
  return schema.safeParse(input).error?.issues.map(({ message }) => message) ?? [];
}

describe("quantities", () => {
  it.each([
    ["-1", "must not be negative"],
    ["-250m", "must not be negative"],
    ["1GB", "must be a Kubernetes quantity such as 250m, 2, 512Mi or 17G"],
    ["", "must be a Kubernetes quantity such as 250m, 2, 512Mi or 17G"],
  ])("refuses %j", (text, message) => {
    expect(mistakesIn(cpuQuantity, text)).toEqual([message]);
    expect(mistakesIn(memoryQuantity, text)).toEqual([message]);
  });

  it.each(["250m", "2", "0.5", "1.25", "1k", "500000u"])("%s is CPU", (text) => {
    expect(mistakesIn(cpuQuantity, text)).toEqual([]);
  });

  it.each([
    ["512Mi", "must be cores such as 2, or thousandths of one such as 250m"],
    ["1G", "must be cores such as 2, or thousandths of one such as 250m"],
    ["0.5m", "must not be finer than a thousandth of a core (1m)"],
    ["100n", "must not be finer than a thousandth of a core (1m)"],
  ])("%s is not CPU", (text, message) => {
    expect(mistakesIn(cpuQuantity, text)).toEqual([message]);
  });

  it.each(["512Mi", "17G", "1500", "0.1Gi", "0"])("%s is memory", (text) => {
    expect(mistakesIn(memoryQuantity, text)).toEqual([]);
  });

  it.each([
    ["512m", 'must be bytes: the suffix "m" means a fraction of one; write 512Mi for mebibytes'],
    ["8Pi", "must be less than 8 PiB"],
  ])("%s is not memory", (text, message) => {
    expect(mistakesIn(memoryQuantity, text)).toEqual([message]);
  });
});

describe("names", () => {
  it("are DNS labels", () => {
    expect(["a", "talos02-gpu", "0-core", "a".repeat(63)].every((name) => dnsLabel.safeParse(name).success)).toBe(true);
    expect(["", "-a", "a-", "A", "a.b", "a_b", "a".repeat(64)].some((name) => dnsLabel.safeParse(name).success)).toBe(false);
  });

  it("of labels may have a DNS prefix", () => {
    expect(["pool", "berth.dev/pool", "a.b.c/D_e.f-g", "nvidia.com/gpu.present"].every((key) => labelKey.safeParse(key).success)).toBe(
      true,
    );
    expect(["", "/a", "a/", "A.b/c", "a/b/c", "-a", `a/${"b".repeat(64)}`].some((key) => labelKey.safeParse(key).success)).toBe(false);
  });

  it("and values of labels may be empty, unless they name something", () => {
    expect(mistakesIn(labelValue, "")).toEqual([]);
    expect(namedLabelValue.safeParse("").success).toBe(false);
    expect(mistakesIn(labelValue, "a b")).toEqual(["must be a label value: at most 63 letters, digits, dots, underscores and hyphens"]);
  });
});
