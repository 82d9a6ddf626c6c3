import type { EngineEvent } from "@pulumi/pulumi/automation";

/** A resource with which the engine begins or ends, for a display that shows work as it goes. */
export interface ResourceProgress {
  readonly state: "began" | "done" | "failed";
  /** In Pulumi's words: `create`, `update`, `delete`, `refresh`, `same`, … */
  readonly operation: string;
  readonly urn: string;
  /** Type token, such as `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  /** Name of the resource in the program. */
  readonly name: string;
}

/** What an event says of a resource: nothing, or one thing. */
export function progressOf(event: EngineEvent): readonly ResourceProgress[] {
  const found = [
    { state: "began", metadata: event.resourcePreEvent?.metadata },
    { state: "done", metadata: event.resOutputsEvent?.metadata },
    { state: "failed", metadata: event.resOpFailedEvent?.metadata },
  ] as const;
  return found.flatMap(({ state, metadata }) =>
    metadata === undefined
      ? []
      : [
          {
            state,
            operation: metadata.op,
            urn: metadata.urn,
            type: metadata.type,
            name: metadata.urn.slice(metadata.urn.lastIndexOf("::") + 2),
          },
        ],
  );
}
