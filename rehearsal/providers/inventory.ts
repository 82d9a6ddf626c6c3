import type { PropertyMap } from "./property-value";

export interface InventoryObject {
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
}

/**
 * What really is there behind stand-ins that only compute: it remembers what was made, answers reads from that, and can be
 * changed behind the engine's back. It outlives the stand-ins that write to it, as a cluster outlives a provider.
 */
export class Inventory {
  readonly #objects = new Map<string, InventoryObject>();
  readonly #made = new Map<string, number>();

  /** Puts an object there, and counts it. @param type Token, such as `kubernetes:apps/v1:Deployment`. */
  made(type: string, id: string, object: InventoryObject): void {
    this.#objects.set(key(type, id), object);
    this.#made.set(key(type, id), this.timesMade(type, id) + 1);
  }

  changed(type: string, id: string, object: InventoryObject): void {
    this.#objects.set(key(type, id), object);
  }

  removed(type: string, id: string): void {
    this.#objects.delete(key(type, id));
  }

  find(type: string, id: string): InventoryObject | undefined {
    return this.#objects.get(key(type, id));
  }

  /** How often an object of that id was really made: more than once is a double, unless it was removed between. */
  timesMade(type: string, id: string): number {
    return this.#made.get(key(type, id)) ?? 0;
  }

  /** Ids of what is there, with their types: `kubernetes:core/v1:Namespace apps`. */
  get ids(): readonly string[] {
    return [...this.#objects.keys()].sort();
  }
}

function key(type: string, id: string): string {
  return `${type} ${id}`;
}
