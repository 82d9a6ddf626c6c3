import type { ApplyRequest, CheckRequest, DeleteRequest, ReadRequest, StandIn, UpdateRequest } from "../stand-in";

/** Says of everything that it is there, and keeps in `calls` what it was asked to do. */
export function smallStandIn(calls: string[]) {
  return {
    name: "small",
    version: "1.0.0",
    check: ({ inputs }) => {
      calls.push("check");
      return { inputs, failures: [] };
    },
    replacement: () => ({ replaceOn: [], deleteBeforeReplace: false }),
    create: ({ inputs, preview }) => {
      calls.push(preview ? "previewed create" : "create");
      return { id: "a", outputs: { ...inputs, made: true } };
    },
    update: ({ inputs, preview }) => {
      calls.push(preview ? "previewed update" : "update");
      return { ...inputs, changed: true };
    },
    read: ({ id, inputs = {}, outputs = {} }) => {
      calls.push("read");
      return { id, inputs, outputs };
    },
    delete: () => {
      calls.push("delete");
    },
    invoke: () => ({ result: {}, failures: [] }),
  } satisfies StandIn;
}

const type = "small:index:Thing";
const urn = `urn:pulumi:s::p::${type}::thing`;
const { signal } = new AbortController();
const state = { inputs: { size: 1 }, outputs: { size: 1 } };

/** A request of each sort about the resource `thing`, whose size is 1 and is to be 2. */
export const smallRequests = {
  check: { urn, type, name: "thing", oldInputs: undefined, inputs: { size: 1 }, randomSeed: "00" } satisfies CheckRequest,
  create: { urn, type, inputs: { size: 1 }, preview: false, signal } satisfies ApplyRequest,
  update: {
    urn,
    type,
    id: "a",
    inputs: { size: 2 },
    oldInputs: state.inputs,
    oldOutputs: state.outputs,
    preview: false,
    signal,
  } satisfies UpdateRequest,
  read: { urn, id: "a", type, ...state } satisfies ReadRequest,
  delete: { urn, id: "a", type, ...state, signal } satisfies DeleteRequest,
};
