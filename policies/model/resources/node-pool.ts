import { type NodePoolView } from "../object-views";
import { ObjectView } from "./object-view";

/** Instance types and families of AWS that have GPUs: `g5`, `g4dn.xlarge`, `gr6`, `p4d.24xlarge`. */
const gpuInstance = /^(g|gr|p)\d/;
const gpuKey = /gpu/i;

export class NodePool extends ObjectView implements NodePoolView {
  readonly type = "node-pool";

  get limits(): Readonly<Record<string, string>> {
    return this.object.properties.at("spec", "limits").textMap();
  }

  get consolidationPolicy(): string | undefined {
    return this.object.properties.at("spec", "disruption", "consolidationPolicy").text();
  }

  get taintEffects(): readonly string[] {
    return this.object.properties
      .at("spec", "template", "spec", "taints")
      .list()
      .flatMap((taint) => taint.at("effect").text() ?? []);
  }

  get buysGpus(): boolean {
    const template = this.object.properties.at("spec", "template");
    const requirements = template.at("spec", "requirements").list();
    return (
      requirements.some((requirement) => {
        const excludes = requirement.at("operator").text() === "DoesNotExist" || requirement.at("operator").text() === "NotIn";
        const isNamed = gpuKey.test(requirement.at("key").text() ?? "");
        return (
          !excludes &&
          (isNamed ||
            requirement
              .at("values")
              .texts()
              .some((value) => gpuInstance.test(value)))
        );
      }) || [...Object.keys(this.limits), ...Object.keys(template.at("metadata", "labels").textMap())].some((key) => gpuKey.test(key))
    );
  }
}
