import { type KubernetesObject } from "./resource";

/** What every view of an object has; its name and namespace may be unknown, and are read when asked for. */
export abstract class ObjectView {
  readonly label: string;
  readonly urn: string;

  constructor(protected readonly object: KubernetesObject) {
    this.label = object.label;
    this.urn = object.urn;
  }

  get id(): string {
    return this.object.id;
  }

  get namespace(): string {
    return this.object.namespace;
  }

  get name(): string {
    return this.object.name;
  }
}
