import { AnalyzeRequest, AnalyzerResource, AnalyzerResourceOptions, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import fc from "fast-check";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { checkCluster } from "./check-stack";
import { examples } from "./examples";
import { configurationOf, type Manifest, resourcesOf } from "./examples/manifest";
import { readPropertiesOnce } from "./host/read-once";
import { clusterFromResources, isRelevantType } from "./model/from-resources";
import { policyPack } from "./pack";

// The pack on any program's resources, whatever is wrong with them: asked through the SDK's own two calls, with messages
// as the engine sends them. A policy that throws makes a call fail, and with it the preview.
type Answer<Request> = (call: { readonly request: Request }, callback: (error: unknown, response: unknown) => void) => void;
interface Server {
  readonly makeAnalyzeRpcFun: (...pack: readonly unknown[]) => Answer<AnalyzeRequest>;
  readonly makeAnalyzeStackRpcFun: (...pack: readonly unknown[]) => Answer<AnalyzeStackRequest>;
}
const seed = 20_261_121;
const sdk = jest.requireActual<Server>("@pulumi/policy/server");
const { policies } = policyPack();
const analyze = sdk.makeAnalyzeRpcFun("berth", "0.1.0", "mandatory", policies);
const analyzeStack = sdk.makeAnalyzeStackRpcFun("berth", "0.1.0", "mandatory", policies);

interface Fuzzed {
  readonly type: string;
  readonly name: string;
  readonly properties: unknown;
}

beforeAll(() => {
  // As the pack is served.
  readPropertiesOnce();
});

async function ask<Request>(answer: Answer<Request>, request: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    answer({ request }, (error) => {
      if (error === undefined || error === null) {
        resolve();
      } else {
        reject(error instanceof Error ? error : new Error(JSON.stringify(error)));
      }
    });
  });
}

function structOf(properties: unknown): Struct {
  const fields: unknown = JSON.parse(JSON.stringify(properties));
  return Struct.fromJavaScript(typeof fields === "object" && fields !== null ? { ...fields } : {});
}

async function askAbout(resources: readonly Fuzzed[]): Promise<void> {
  const urn = ({ type, name }: Fuzzed): string => `urn:pulumi:fuzz::plain::${type}::${name}`;
  for (const resource of resources) {
    const request = new AnalyzeRequest();
    request.setType(resource.type);
    request.setName(resource.name);
    request.setUrn(urn(resource));
    request.setOptions(new AnalyzerResourceOptions());
    request.setProperties(structOf(resource.properties));
    await ask(analyze, request);
  }
  const request = new AnalyzeStackRequest();
  request.setResourcesList(
    resources.map((resource) => {
      const message = new AnalyzerResource();
      message.setType(resource.type);
      message.setName(resource.name);
      message.setUrn(urn(resource));
      message.setOptions(new AnalyzerResourceOptions());
      message.setProperties(structOf(resource.properties));
      return message;
    }),
  );
  await ask(analyzeStack, request);
}

const placedPods: Manifest = {
  apiVersion: "policies.kyverno.io/v1",
  kind: "MutatingPolicy",
  metadata: { name: "place-home-dashboard", annotations: { "berth.dev/workload": "Deployment/home/dashboard" } },
  spec: {
    matchConstraints: {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "home" } },
      objectSelector: { matchLabels: { app: "dashboard" } },
      resourceRules: [{ resources: ["pods"] }],
    },
    mutations: [
      {
        patchType: "JSONPatch",
        jsonPatch: {
          expression:
            '[JSONPatch{op: "add", path: "/spec/tolerations", value: object.spec.?tolerations.orValue([]) + [dyn({"operator": dyn("Exists")})]}]',
        },
      },
      { patchType: "ApplyConfiguration", applyConfiguration: { expression: 'Object{spec: Object.spec{nodeSelector: {"a": "b"}}}' } },
    ],
  },
};
/** Sets of resources that rules look at together. */
const sets = [[placedPods], ...Object.values(examples).flatMap(({ good, bad }) => [good, bad])].map(resourcesOf);
const models = sets.flat();

/** What stands where something else is expected: a secret, something unknown, what JavaScript or Kubernetes trips over. */
const specialKey = "4dabf18193072939515e22adb298388d";
const oddities: readonly JavaScriptValue[] = [
  null,
  true,
  0,
  -1,
  1.5,
  Number.MAX_VALUE,
  "",
  " ",
  "9".repeat(400),
  "-0",
  "1E9999",
  "1e-9",
  "0x10",
  "110%",
  "../..",
  "10.0.0.0/99",
  "999.1.1.1/24",
  "1.2.3.4-",
  '[JSONPatch{op: "add", path: "/spec/x", value: ((((',
  "{{{{",
  "*",
  "[secret]",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  [],
  {},
  [null, [[]], { name: null }],
  { [specialKey]: "1b47061264138c4ac30d75fd1eb44270", value: { nodeSelector: ["a"] } },
  { [specialKey]: "c44067f5952c0a294b673a41bacd8c17", text: "an asset" },
];
const keys = [
  ...new Set([
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "length",
    "toString",
    "then",
    ...models.flatMap(({ properties }) => keysIn(properties)),
  ]),
];
const types = [
  ...new Set([
    "",
    "constructor",
    "a:b:c",
    "aws:s3/bucket:Bucket",
    "pulumi:pulumi:Stack",
    "kubernetes:core/v1:Secret",
    ...models.map(({ type }) => type),
  ]),
];

const { nonsense } = fc.letrec<{ nonsense: JavaScriptValue }>((tie) => ({
  nonsense: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.constantFrom(...oddities),
    fc.array(tie("nonsense"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie("nonsense"), { maxKeys: 4 }),
  ),
}));

const anything: fc.Arbitrary<Fuzzed> = fc.record({
  type: fc.constantFrom(...types),
  name: fc.constantFrom("one", "two", "constructor"),
  properties: fc.dictionary(fc.constantFrom(...keys), nonsense, { maxKeys: 5 }),
});

/** What rules look at together, with up to four places of it replaced. */
const almostRight: fc.Arbitrary<readonly Fuzzed[]> = fc
  .tuple(
    fc.constantFrom(...sets),
    fc.array(fc.record({ resource: fc.nat(), place: fc.nat(), by: nonsense }), { minLength: 1, maxLength: 4 }),
  )
  .map(([set, replacements]) =>
    set.map(({ type, name, properties }, index) => ({
      type,
      name,
      properties: replacements
        .filter(({ resource }) => resource % set.length === index)
        .reduce((changed, { place, by }) => replacedAt(changed, place, by), properties),
    })),
  );

function keysIn(value: unknown): readonly string[] {
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, child]: [string, unknown]) => [...(Array.isArray(value) ? [] : [key]), ...keysIn(child)])
    : [];
}

/** The value with the n-th of all places in it replaced, counted around. */
function replacedAt(value: unknown, place: number, by: JavaScriptValue): unknown {
  let left = place % Math.max(1, countPlaces(value));
  const walk = (node: unknown): unknown => {
    // A marked value is one: the engine sends no broken marks.
    if (typeof node !== "object" || node === null || specialKey in node) {
      return node;
    }
    const entries = Object.entries(node).map(([key, child]: [string, unknown]): [string, unknown] => {
      left -= 1;
      return [key, left === -1 ? by : walk(child)];
    });
    return Array.isArray(node) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
  };
  return walk(value);
}

function countPlaces(value: unknown): number {
  return typeof value === "object" && value !== null
    ? Object.values(value).reduce((sum: number, child: unknown) => sum + 1 + countPlaces(child), 0)
    : 0;
}

it("the types that are tried are those that rules look at, and others", () => {
  expect(types.filter(isRelevantType).length).toBeGreaterThan(15);
  expect(types.filter((type) => !isRelevantType(type)).length).toBeGreaterThan(4);
});

it("no resource of any program makes a policy throw, whether it is asked about it alone or about the stack", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.array(anything, { minLength: 1, maxLength: 4 }), { arbitrary: almostRight, weight: 3 }), askAbout),
    { seed, numRuns: 300 },
  );
});

it("nor does a rule that is given its settings", () => {
  const settings = Object.fromEntries(
    Object.entries(examples).flatMap(([id, example]) => Object.entries(configurationOf(id, example.settings))),
  );
  fc.assert(
    fc.property(almostRight, (resources) => {
      const snapshots = resources.map((resource, index) => ({ ...resource, urn: String(index) }));
      expect(() => checkCluster(clusterFromResources(snapshots), settings)).not.toThrow();
    }),
    { seed, numRuns: 500 },
  );
});
