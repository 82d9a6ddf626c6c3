import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { helm, kyvernoAdmissionController } from "../../../../toolchain/controllers";
import { kedaOperator } from "../../../../toolchain/keda";
import { moduleOf, type GoTool } from "../../../../toolchain/tool";
import { formatVersion } from "../../../../toolchain/version";
import type { ReleaseArgs } from "./charts";
import { chartsOfModules } from "./module-charts";

let folder: string;
let charts: ReturnType<typeof chartsOfModules>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-charts-"));
  // Says with which arguments it was called, and the chart's own name.
  put(
    "bin/helm",
    `#!/bin/sh
if [ "$1" = version ]; then echo v${formatVersion(helm.version)}; exit; fi
case "$*" in *refused*) echo "Error: values don't meet the specifications" >&2; exit 1;; esac
grep -q '"name": *"complete"' "$3/Chart.yaml" && name=complete || name=other
printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata:\\n  name: %s\\ndata:\\n  arguments: "%s"\\n---\\n' "$name" "$2 $4 $5 $7 $8"
`,
  );
  chmodSync(join(folder, "bin/helm"), 0o755);
  const environment = { PATH: `${join(folder, "bin")}:/usr/bin:/bin`, BERTH_CACHE_DIR: join(folder, "cache") };
  charts = chartsOfModules({ environment, kubernetesVersion: "1.35.4" });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** A file of a tool's module, as it lies in the cache. */
function putOfModule(tool: GoTool, path: string, file: string, text: string): void {
  const { path: module, version } = moduleOf(tool);
  put(`cache/module-files/${`${module}@${version}`.replaceAll("/", "_")}/${path.replaceAll("/", "_")}/${file}`, text);
}

const release: ReleaseArgs = { name: "web", namespace: "apps", chart: "keda", values: {}, skipCrds: false };
const definition = (name: string): string => JSON.stringify({ apiVersion: "v1", kind: "CustomResourceDefinition", metadata: { name } });

it("has no chart and no definitions that nobody ships", async () => {
  expect([await charts.render({ ...release, chart: "grafana" }), await charts.definitionsOf("grafana")]).toEqual([undefined, []]);
});

it("has definitions without a chart where the module has only those", async () => {
  putOfModule(kedaOperator, "config/crd/bases", "a.yaml", definition("scaledobjects.keda.sh"));
  expect(await charts.render(release)).toBeUndefined();
  expect((await charts.definitionsOf("keda")).map(({ metadata }) => metadata.name)).toEqual(["scaledobjects.keda.sh"]);
});

describe("a chart of a module", () => {
  beforeEach(() => {
    putOfModule(kyvernoAdmissionController, "charts/kyverno", "Chart.yaml", "name: complete\n");
    putOfModule(kyvernoAdmissionController, "config/crds/policies.kyverno.io", "a.yaml", definition("policies.kyverno.io"));
  });

  it("is rendered for the release's name, namespace and Kubernetes, after its definitions", async () => {
    const objects = await charts.render({ ...release, chart: "kyverno" });
    expect(objects).toEqual([
      { apiVersion: "v1", kind: "CustomResourceDefinition", metadata: { name: "policies.kyverno.io" } },
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "complete" },
        data: { arguments: "web --namespace=apps --kube-version=1.35.4 --no-hooks --include-crds" },
      },
    ]);
  });

  it("is rendered alone where the release leaves definitions out", async () => {
    const objects = await charts.render({ ...release, chart: "kyverno", skipCrds: true });
    expect(objects?.map(({ kind, data }) => [kind, data])).toEqual([
      ["ConfigMap", { arguments: "web --namespace=apps --kube-version=1.35.4 --no-hooks " }],
    ]);
  });

  it("that refuses its values is an error in Helm's words", async () => {
    await expect(charts.render({ ...release, chart: "kyverno", name: "refused" })).rejects.toThrow(
      "helm cannot render refused: Error: values don't meet the specifications",
    );
  });
});

it("renders a local chart, and takes a folder without one for a chart that is not at hand", async () => {
  put("local/Chart.yaml", "name: own\ndependencies:\n  - name: elsewhere\n");
  const objects = await charts.render({ ...release, chart: join(folder, "local"), skipCrds: true });
  expect(objects?.map(({ metadata }) => metadata.name)).toEqual(["other"]);
  expect(await charts.render({ ...release, chart: join(folder, "nothing") })).toBeUndefined();
});
