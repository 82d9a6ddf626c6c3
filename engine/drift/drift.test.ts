import * as kubernetes from "@pulumi/kubernetes";
import { secret } from "@pulumi/pulumi";
import { standIns } from "../../rehearsal/providers";
import { Faults } from "../../rehearsal/providers/faults";
import { Inventory } from "../../rehearsal/providers/inventory";
import { isPropertyMap, type PropertyMap } from "../../rehearsal/providers/property-value";
import { operationLimit, projectDirectory } from "../testing/isolated";
import { openUserStack, userStackName } from "../testing/user-stack";
import { findDrift } from "./drift";
import { ignoreRules } from "./ignored-fields";

/** One start of the engine serves all: every sort of drift at once, on one state. */
it(
  "tells what differs from what is gone and from what could not be read, and shows no secret",
  async () => {
    const inventory = new Inventory();
    const faults = new Faults();
    const stack = await openUserStack({
      inventory,
      faults,
      program: async () => {
        for (const name of ["changed", "gone", "silent", "same"]) {
          new kubernetes.core.v1.ConfigMap(name, { metadata: { name, namespace: "apps" }, data: { size: "1" } });
        }
        new kubernetes.core.v1.Secret("token", {
          metadata: { name: "token", namespace: "apps" },
          stringData: { token: secret("fixture-secret") },
        });
        return Promise.resolve({});
      },
    });
    try {
      expect((await stack.up()).outcome).toBe("fine");
      const type = "kubernetes:core/v1:ConfigMap";
      const edit = (of: string, id: string, change: (properties: PropertyMap) => PropertyMap): void => {
        const object = inventory.find(of, id) ?? { inputs: {}, outputs: {} };
        inventory.changed(of, id, { inputs: change(object.inputs), outputs: change(object.outputs) });
      };
      edit(type, "apps/changed", (properties) => ({
        ...properties,
        data: { size: "2" },
        metadata: { ...(isPropertyMap(properties["metadata"]) ? properties["metadata"] : {}), resourceVersion: "7" },
      }));
      edit("kubernetes:core/v1:Secret", "apps/token", (properties) => ({ ...properties, stringData: { token: "another-secret" } }));
      inventory.removed(type, "apps/gone");
      faults.add({ operation: "read", resource: "silent", times: "always", message: "configmaps is forbidden" });

      const { pulumi, environment, providers } = stack;
      const settings = "config: {}\n";
      const serving = { apply: "refuse", inventory, faults } as const;
      const rules = ignoreRules([]);
      const before = await stack.cli("stack", "export", "--stack", userStackName, "--cwd", projectDirectory);
      const result = await findDrift({
        projectDirectory,
        stackName: userStackName,
        settings,
        pulumi,
        environment,
        providers,
        standIns,
        serving,
        rules,
      });
      expect(result.differs.map(({ name, fields }) => ({ name, fields }))).toEqual([
        { name: "changed", fields: [{ path: "data.size", inState: "1", live: "2" }] },
        { name: "token", fields: [{ path: "stringData.token", inState: "[secret]", live: "[secret]" }] },
      ]);
      expect(result.gone.map(({ name }) => name)).toEqual(["gone"]);
      expect(result.unreadable.map(({ name, message }) => ({ name, message }))).toEqual([
        { name: "silent", message: expect.stringContaining("configmaps is forbidden") as string },
      ]);
      expect(result.ignored.map(({ name, path, owner }) => `${name} ${path}: ${owner}`)).toEqual([
        "changed metadata.resourceVersion: Kubernetes",
      ]);
      expect(result.same).toBe(1);
      expect(JSON.stringify(result)).not.toMatch(/fixture-secret|another-secret/);
      expect(await stack.cli("stack", "export", "--stack", userStackName, "--cwd", projectDirectory)).toBe(before);
    } finally {
      stack.close();
    }
  },
  operationLimit,
);
