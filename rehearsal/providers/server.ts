import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { changedFields, type FieldChange, formatPath, isWithin } from "./diff";
import { errorStatus } from "./error-status";
import type { Faults } from "./faults";
import type { Inventory } from "./inventory";
import { type PropertyMap, toPropertyMap } from "./property-value";
import type { CheckFailure, StandIn } from "./stand-in";
import { withFaults } from "./with-faults";
import { withInventory } from "./with-inventory";

export interface ServeOptions {
  /**
   * `refuse`: it takes part in previews only, and fails whatever would change something. `keep`: for rehearsals and
   * tests, where nothing but the state of a throw-away backend changes.
   */
  readonly apply: "refuse" | "keep";
  readonly faults?: Faults;
  /** What is there, for stand-ins that only compute. Default: whatever the state says. */
  readonly inventory?: Inventory;
}

export interface ServedStandIn {
  readonly standIn: StandIn;
  /** On 127.0.0.1; the engine attaches to it through `PULUMI_DEBUG_PROVIDERS`. */
  readonly port: number;
  close(): void;
}

/** Serves a stand-in on a free port of the loopback interface, in this process. */
export async function serveStandIn(standIn: StandIn, options: ServeOptions): Promise<ServedStandIn> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  const running = new Running();
  server.addService(ResourceProviderService, handlers(equipped(standIn, options), options, running));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) {
        resolve(bound);
      } else {
        reject(error);
      }
    });
  });
  return {
    standIn,
    port,
    close: () => {
      running.stop();
      server.forceShutdown();
    },
  };
}

function equipped(standIn: StandIn, { faults, inventory }: ServeOptions): StandIn {
  const behind = inventory === undefined ? standIn : withInventory(standIn, inventory);
  return faults === undefined ? behind : withFaults(behind, faults);
}

/** What ends the operations that run now, and leaves those alone that come later. */
class Running {
  #controller = new AbortController();

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  stop(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
  }
}

function handlers(standIn: StandIn, options: ServeOptions, running: Running): grpc.UntypedServiceImplementation {
  const refuse = (preview: boolean, operation: string): void => {
    if (!preview && options.apply === "refuse") {
      throw new Error(`${standIn.name} is only a stand-in here, which cannot ${operation} anything; install the real plugin`);
    }
  };

  return {
    getPluginInfo: unary<Empty, PluginInfo>(() => {
      const response = new PluginInfo();
      response.setVersion(standIn.version);
      return response;
    }),
    attach: unary<unknown, Empty>(() => new Empty()),
    cancel: unary<Empty, Empty>(() => {
      running.stop();
      return new Empty();
    }),
    getSchema: unary<messages.GetSchemaRequest, messages.GetSchemaResponse>(() => {
      const response = new messages.GetSchemaResponse();
      response.setSchema(JSON.stringify({ name: standIn.name, version: standIn.version }));
      return response;
    }),
    configure: unary<messages.ConfigureRequest, messages.ConfigureResponse>(() => {
      const response = new messages.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    }),
    checkConfig: unary<messages.CheckRequest, messages.CheckResponse>((request) => {
      const response = new messages.CheckResponse();
      response.setInputs(request.getNews());
      return response;
    }),
    diffConfig: unary<messages.DiffRequest, messages.DiffResponse>((request) =>
      diffResponse(
        changedFields(properties(request.getOldInputs() ?? request.getOlds()), properties(request.getNews())),
        () => false,
        false,
      ),
    ),
    check: unary<messages.CheckRequest, messages.CheckResponse>(async (request) => {
      const { inputs, failures } = await standIn.check({
        urn: request.getUrn(),
        type: request.getType(),
        name: request.getName(),
        oldInputs: request.getOlds() === undefined ? undefined : properties(request.getOlds()),
        inputs: properties(request.getNews()),
        randomSeed: Buffer.from(request.getRandomseed_asU8()).toString("hex"),
      });
      const response = new messages.CheckResponse();
      response.setInputs(struct(inputs));
      response.setFailuresList(failures.map(checkFailure));
      return response;
    }),
    diff: unary<messages.DiffRequest, messages.DiffResponse>((request) => {
      const before = properties(request.getOldInputs());
      const after = properties(request.getNews());
      const { replaceOn, deleteBeforeReplace } = standIn.replacement(request.getType(), before, after);
      return diffResponse(changedFields(before, after), ({ path }) => isWithin(path, replaceOn), deleteBeforeReplace);
    }),
    create: unary<messages.CreateRequest, messages.CreateResponse>(async (request) => {
      const preview = request.getPreview();
      refuse(preview, "create");
      const { id, outputs } = await standIn.create({
        urn: request.getUrn(),
        type: request.getType(),
        inputs: properties(request.getProperties()),
        preview,
        ...customTimeout(request.getTimeout()),
        signal: running.signal,
      });
      const response = new messages.CreateResponse();
      response.setId(preview ? "" : id);
      response.setProperties(struct(outputs));
      return response;
    }),
    update: unary<messages.UpdateRequest, messages.UpdateResponse>(async (request) => {
      const preview = request.getPreview();
      refuse(preview, "update");
      const outputs = await standIn.update({
        urn: request.getUrn(),
        type: request.getType(),
        id: request.getId(),
        inputs: properties(request.getNews()),
        preview,
        oldInputs: properties(request.getOldInputs()),
        oldOutputs: properties(request.getOlds()),
        ...customTimeout(request.getTimeout()),
        signal: running.signal,
      });
      const response = new messages.UpdateResponse();
      response.setProperties(struct(outputs));
      return response;
    }),
    read: unary<messages.ReadRequest, messages.ReadResponse>(async (request) => {
      const found = await standIn.read({
        urn: request.getUrn(),
        id: request.getId(),
        type: request.getType(),
        inputs: request.getInputs() === undefined ? undefined : properties(request.getInputs()),
        outputs: request.getProperties() === undefined ? undefined : properties(request.getProperties()),
      });
      const response = new messages.ReadResponse();
      if (found !== undefined) {
        response.setId(found.id);
        response.setInputs(struct(found.inputs));
        response.setProperties(struct(found.outputs));
      }
      return response;
    }),
    delete: unary<messages.DeleteRequest, Empty>(async (request) => {
      refuse(false, "delete");
      await standIn.delete?.({
        urn: request.getUrn(),
        id: request.getId(),
        type: request.getType(),
        inputs: properties(request.getOldInputs()),
        outputs: properties(request.getProperties()),
        ...customTimeout(request.getTimeout()),
        signal: running.signal,
      });
      return new Empty();
    }),
    invoke: unary<messages.InvokeRequest, messages.InvokeResponse>(async (request) => {
      const { result, failures } = await standIn.invoke(request.getTok(), properties(request.getArgs()));
      const response = new messages.InvokeResponse();
      response.setReturn(struct(result));
      response.setFailuresList(failures.map(checkFailure));
      return response;
    }),
  };
}

/** Turns a function into a handler whose errors reach the engine. Methods not listed answer UNIMPLEMENTED. */
function unary<Request, Response>(answer: (request: Request) => Response | Promise<Response>): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve(call.request)
      .then(answer)
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback(errorStatus(error));
        },
      );
  };
}

/** The engine sends 0 for none. */
function customTimeout(seconds: number): { readonly timeoutSeconds?: number } {
  return seconds > 0 ? { timeoutSeconds: seconds } : {};
}

function diffResponse(
  changes: readonly FieldChange[],
  replaces: (change: FieldChange) => boolean,
  deleteBeforeReplace: boolean,
): messages.DiffResponse {
  const { Kind } = messages.PropertyDiff;
  const kinds = {
    add: { plain: Kind.ADD, replacing: Kind.ADD_REPLACE },
    delete: { plain: Kind.DELETE, replacing: Kind.DELETE_REPLACE },
    update: { plain: Kind.UPDATE, replacing: Kind.UPDATE_REPLACE },
  };
  const response = new messages.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  response.setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME);
  response.setHasdetaileddiff(true);
  response.setDeletebeforereplace(deleteBeforeReplace);
  for (const change of changes) {
    const replacing = replaces(change);
    const detail = new messages.PropertyDiff();
    detail.setKind(kinds[change.kind][replacing ? "replacing" : "plain"]);
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(formatPath(change.path), detail);
    response.addDiffs(String(change.path[0]));
    if (replacing) {
      response.addReplaces(formatPath(change.path));
    }
  }
  return response;
}

function checkFailure({ property, reason }: CheckFailure): messages.CheckFailure {
  const failure = new messages.CheckFailure();
  failure.setProperty(property);
  failure.setReason(reason);
  return failure;
}

function properties(message: Struct | undefined): PropertyMap {
  return message === undefined ? {} : toPropertyMap(message.toJavaScript());
}

function struct(map: PropertyMap): Struct {
  return Struct.fromJavaScript({ ...map });
}
