import type { Inventory } from "./inventory";
import type { StandIn } from "./stand-in";

/** A stand-in that has an inventory behind it: what it makes is there, and what it reads is what is there. */
export function withInventory(standIn: StandIn, inventory: Inventory): StandIn {
  return {
    ...standIn,
    create: async (request) => {
      const { type, inputs, preview } = request;
      const made = await standIn.create(request);
      if (!preview) {
        inventory.made(type, made.id, { inputs, outputs: made.outputs });
      }
      return made;
    },
    update: async (request) => {
      const { type, id, inputs, preview } = request;
      const outputs = await standIn.update(request);
      if (!preview) {
        inventory.changed(type, id, { inputs, outputs });
      }
      return outputs;
    },
    read: ({ type, id }) => {
      const object = inventory.find(type, id);
      return object && { id, ...object };
    },
    delete: async (request) => {
      await standIn.delete?.(request);
      inventory.removed(request.type, request.id);
    },
  };
}
