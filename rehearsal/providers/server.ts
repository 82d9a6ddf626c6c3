import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { changedFields, type FieldChange, formatPath, isWithin } from "./diff";
import type { Faults, FaultyOperation } from "./faults";
import { type PropertyMap, toPropertyMap } from "./property-value";
import type { CheckFailure, StandIn } from "./stand-in";

export interface ServeOptions {
  /**
   * `refuse`: it takes part in previews only, and fails whatever would change something. `keep`: for rehearsals and
   * tests, where nothing but the state of a throw-away backend changes.
   */
  readonly apply: "refuse" | "keep";
  readonly faults?: Faults;
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
  server.addService(ResourceProviderService, handlers(standIn, options));
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
      server.forceShutdown();
    },
  };
}

function handlers(standIn: StandIn, options: ServeOptions): grpc.UntypedServiceImplementation {
  const fail = (operation: FaultyOperation, urn: string): void => {
    const message = options.faults?.strike(operation, urn);
    if (message !== undefined) {
      throw new Error(message);
    }
  };
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
    cancel: unary<Empty, Empty>(() => new Empty()),
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
    check: unary<messages.CheckRequest, messages.CheckResponse>((request) => {
      fail("check", request.getUrn());
      const { inputs, failures } = standIn.check({
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
    create: unary<messages.CreateRequest, messages.CreateResponse>((request) => {
      const preview = request.getPreview();
      refuse(preview, "create");
      if (!preview) {
        fail("create", request.getUrn());
      }
      const { id, outputs } = standIn.create({
        urn: request.getUrn(),
        type: request.getType(),
        inputs: properties(request.getProperties()),
        preview,
      });
      const response = new messages.CreateResponse();
      response.setId(preview ? "" : id);
      response.setProperties(struct(outputs));
      return response;
    }),
    update: unary<messages.UpdateRequest, messages.UpdateResponse>((request) => {
      const preview = request.getPreview();
      refuse(preview, "update");
      if (!preview) {
        fail("update", request.getUrn());
      }
      const response = new messages.UpdateResponse();
      const outputs = standIn.update({
        urn: request.getUrn(),
        type: request.getType(),
        inputs: properties(request.getNews()),
        preview,
        oldOutputs: properties(request.getOlds()),
      });
      response.setProperties(struct(outputs));
      return response;
    }),
    read: unary<messages.ReadRequest, messages.ReadResponse>((request) => {
      fail("read", request.getUrn());
      const found = standIn.read({
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
    delete: unary<messages.DeleteRequest, Empty>((request) => {
      refuse(false, "delete");
      fail("delete", request.getUrn());
      return new Empty();
    }),
    invoke: unary<messages.InvokeRequest, messages.InvokeResponse>((request) => {
      const { result, failures } = standIn.invoke(request.getTok(), properties(request.getArgs()));
      const response = new messages.InvokeResponse();
      response.setReturn(struct(result));
      response.setFailuresList(failures.map(checkFailure));
      return response;
    }),
  };
}

/** Turns a function into a handler whose errors reach the engine as messages. Methods not listed answer UNIMPLEMENTED. */
function unary<Request, Response>(answer: (request: Request) => Response): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    try {
      callback(null, answer(call.request));
    } catch (error) {
      callback({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
    }
  };
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
