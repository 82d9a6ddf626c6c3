import { examples } from "../examples";
import { type Manifest, withField } from "../examples/manifest";
import { ruleMessages } from "../testing/rule-findings";
import { helmReleaseIsPinned } from "./helm-release-is-pinned";

const [release] = examples[helmReleaseIsPinned.id]?.good ?? [];

function messages(chart: string, version: string | undefined): readonly string[] {
  const manifest: readonly Manifest[] =
    release === undefined ? [] : [withField(withField(release, ["chart"], chart), ["version"], version)];
  return ruleMessages(helmReleaseIsPinned, manifest);
}

it.each(["39.0.2", "v1.19.1", "2.0.0-rc.1", "1.2.3+build.4"])("accepts version %s", (version) => {
  expect(messages("traefik", version)).toEqual([]);
});

it.each(["^39.0.0", "~39.0.2", ">=39.0.0", "39.x", "39", "39.0", "*", "39.0.0 - 40.0.0"])("refuses the range %s", (version) => {
  expect(messages("traefik", version)).toEqual([
    `violation: Release traefik/traefik installs the chart traefik in any version that fits ${version}.`,
  ]);
});

it("refuses none at all, but for a chart that has its version in itself", () => {
  expect(messages("traefik", undefined)).toEqual([
    "violation: Release traefik/traefik installs the chart traefik in no particular version.",
  ]);
  expect(messages("oci://ghcr.io/example/charts/traefik", undefined)).toHaveLength(1);
  for (const chart of ["./charts/traefik", "/srv/charts/traefik", "https://example.com/traefik-39.0.2.tgz"]) {
    expect(messages(chart, undefined)).toEqual([]);
  }
});
