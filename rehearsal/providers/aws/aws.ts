import { type PropertyMap, revealedMap } from "../property-value";
import { checkSchema } from "../schema-check";
import { SdkSchema } from "../sdk-schema";
import type { CheckOutcome, CheckRequest, DetachedStandIn } from "../stand-in";
import { functions } from "./functions";
import { makeResource } from "./outputs";
import { immutable } from "./replacement";

/**
 * Stands in for the `aws` provider. It checks inputs by the declarations of the provider's SDK, which are read when a
 * resource first needs them, and answers with ids, ARNs and URLs of the form that AWS gives. It asks nobody.
 */
export function awsStandIn(version: string): DetachedStandIn {
  let schema: SdkSchema | undefined;
  const outputsOf = (urn: string, type: string, inputs: PropertyMap) => makeResource(urn, type, revealedMap(inputs));
  return {
    name: "aws",
    version,
    check: (request) => {
      schema ??= SdkSchema.ofPackage("@pulumi/aws");
      return check(schema, request);
    },
    replacement: (type) => ({ replaceOn: [...(immutable[type] ?? []), ["region"]], deleteBeforeReplace: false }),
    create: ({ urn, type, inputs, preview }) => {
      const { id, outputs } = outputsOf(urn, type, inputs);
      return { id, outputs: preview ? inputs : { ...inputs, ...outputs } };
    },
    update: ({ urn, type, inputs }) => ({ ...inputs, ...outputsOf(urn, type, inputs).outputs }),
    read: ({ id, inputs, outputs }) => (inputs === undefined || outputs === undefined ? undefined : { id, inputs, outputs }),
    invoke: (token, args) => {
      const answer = functions[token];
      if (answer === undefined) {
        throw new Error(`the aws stand-in has no function ${token}: it would have to ask AWS`);
      }
      return { result: answer(revealedMap(args)), failures: [] };
    },
  };
}

function check(schema: SdkSchema, { type, inputs }: CheckRequest): CheckOutcome {
  const declared = schema.inputsOf(type);
  return declared === undefined
    ? { inputs, failures: [{ property: "", reason: `the aws provider has no resource ${type}` }] }
    : { inputs, failures: checkSchema(declared, revealedMap(inputs)) };
}
