import * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { InitializationError } from "./stand-in";

/**
 * An error as the engine is told of it. Of a resource that was made and is not ready it is told what there is, in the
 * details of gRPC's status, so that it does not forget the resource.
 */
export function errorStatus(error: unknown): Pick<grpc.ServiceError, "code" | "details"> & { readonly metadata?: grpc.Metadata } {
  const details = error instanceof Error ? error.message : String(error);
  const code = grpc.status.UNKNOWN;
  if (!(error instanceof InitializationError)) {
    return { code, details };
  }
  const failed = new ErrorResourceInitFailed();
  failed.setId(error.id);
  failed.setProperties(Struct.fromJavaScript({ ...error.outputs }));
  failed.setReasonsList([...error.reasons]);
  const packed = new Any();
  packed.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status();
  status.setCode(code);
  status.setMessage(details);
  status.addDetails(packed);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code, details, metadata };
}
