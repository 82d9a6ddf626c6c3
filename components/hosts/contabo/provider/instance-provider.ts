import type { dynamic } from "@pulumi/pulumi";
import { awaitRunning } from "../../../../infra/contabo/api/await-running";
import { imageIdOf } from "../../../../infra/contabo/api/images";
import {
  addPrivateNetworking,
  cancelInstance,
  findInstance,
  type Instance,
  isCancelled,
  reinstallInstance,
  renameInstance,
  shutDownInstance,
} from "../../../../infra/contabo/api/instances";
import { orderOnce } from "../../../../infra/contabo/api/order-once";
import { contaboProducts } from "../../../../infra/contabo/products";
import { changedInputs } from "../../../dynamic/known";
import { PartlyMadeError } from "../../../dynamic/partly-made";
import { type InstanceInputs, installedInputs, instanceInputs, instanceState } from "./instance-inputs";
import { say, warn } from "./say";
import { configure, contabo } from "./session";

type Properties = Readonly<Record<string, unknown>>;

/** What cannot be changed once it is ordered. */
const orderedInputs = ["productId", "region"] as const;

/**
 * A rented server. Orders, waits, renames in place, cancels. A system is installed anew only when `reinstall` changes:
 * everything on the disk goes with it.
 */
export const instanceProvider: dynamic.ResourceProvider = {
  configure,

  check: async (olds: Properties, news: Properties) => {
    const changed = Object.keys(olds).length === 0 ? [] : changedInputs(orderedInputs, olds, news);
    return Promise.resolve({
      inputs: news,
      failures: changed.map((property) => ({
        property,
        reason: `cannot be changed from ${String(olds[property])} to ${String(news[property])}: it would mean another server and the loss of this one. Add a server under another name, drain this one, and take it out of the table`,
      })),
    });
  },

  diff: async (id: string, olds: Properties, news: Properties) => {
    const reinstalled = changedInputs(["reinstall"], olds, news).length > 0 && news["reinstall"] !== undefined;
    const ignored = reinstalled ? [] : changedInputs(installedInputs, olds, news);
    if (ignored.length > 0) {
      warn(
        `${String(olds["displayName"])} (${id}): ignored: ${ignored.join(", ")} changed, which counts when a system is installed. Installing it anew loses its disk: set reinstall to today's date if you mean it`,
      );
    }
    const added = news["privateNetworking"] === true && olds["privateNetworking"] !== true;
    return Promise.resolve({ changes: reinstalled || added || changedInputs(["displayName"], olds, news).length > 0 });
  },

  create: async (properties: Properties) => {
    const inputs = instanceInputs.parse(properties);
    const imageId = await imageIdOf(contabo(), inputs.image);
    const { instanceId, how } = await orderOnce(contabo(), { ...orderOf(inputs), imageId });
    say(
      how === "ordered"
        ? `${inputs.displayName}: ordered as server ${instanceId}; it usually runs within 10 minutes`
        : `${inputs.displayName}: server ${instanceId} was ordered before and is taken over; nothing is ordered`,
    );
    return { id: String(instanceId), outs: await running({ ...inputs, instanceId, imageId }) };
  },

  read: async (id: string, properties: Properties) => {
    const instance = await findInstance(contabo(), Number(id));
    if (instance === undefined || isCancelled(instance)) {
      const until = instance === undefined ? "" : `; it is cancelled and billed until ${String(instance.cancelDate)}`;
      warn(`server ${id} is no longer counted on${until}`);
      return {};
    }
    return { id, props: { ...properties, displayName: instance.displayName, imageId: instance.imageId, ...described(instance) } };
  },

  update: async (id: string, olds: Properties, news: Properties) => {
    const before = instanceState.parse(olds);
    const after = instanceInputs.parse(news);
    const instanceId = Number(id);
    if (before.displayName !== after.displayName) {
      await renameInstance(contabo(), instanceId, after.displayName);
    }
    if (after.privateNetworking === true && before.privateNetworking !== true) {
      await addPrivateNetworking(contabo(), instanceId);
      say(`${after.displayName}: private networking is ordered; it takes effect with the next installation`);
    }
    if (after.reinstall !== undefined && after.reinstall !== before.reinstall) {
      const imageId = await imageIdOf(contabo(), after.image);
      const { sshKeys, rootPassword, userData, defaultUser } = after;
      await reinstallInstance(contabo(), instanceId, { imageId, sshKeys, rootPassword, userData, defaultUser });
      say(`${after.displayName} (${id}): is installed anew`);
      return { outs: await running({ ...after, instanceId, imageId }) };
    }
    // Only what is there: Pulumi cannot take an undefined value.
    const installed = Object.fromEntries(installedInputs.flatMap((name) => (before[name] === undefined ? [] : [[name, before[name]]])));
    return { outs: await running({ ...after, ...installed, instanceId, imageId: before.imageId }) };
  },

  delete: async (id: string, properties: Properties) => {
    const name = `${String(properties["displayName"])} (${id})`;
    const until = await cancelInstance(contabo(), Number(id));
    if (until === undefined) {
      say(`${name}: is gone already`);
      return;
    }
    say(`${name}: cancelled. It is billed until ${until}: cancelling saves nothing before that day, and its disk is lost then`);
    try {
      await shutDownInstance(contabo(), Number(id));
    } catch (error) {
      // The contract ends all the same; failing here would leave the server in the state for good.
      warn(`${name}: still runs, and may still be a node: ${error instanceof Error ? error.message : String(error)}`);
    }
  },
};

function orderOf({
  displayName,
  productId,
  region,
  period,
  sshKeys,
  rootPassword,
  userData,
  defaultUser,
  privateNetworking,
}: InstanceInputs) {
  return { displayName, productId, region, period, sshKeys, rootPassword, userData, defaultUser, privateNetworking };
}

/** The state of a server that runs. One that does not come up is kept in the state as it is. */
async function running(
  state: Properties & { readonly instanceId: number; readonly displayName?: unknown; readonly productId?: unknown },
): Promise<Properties> {
  const { instanceId } = state;
  try {
    const instance = await awaitRunning(contabo(), instanceId, say);
    reportSmaller(instance);
    return { ...state, ...described(instance) };
  } catch (error) {
    throw new PartlyMadeError(String(instanceId), state, error);
  }
}

function described({ status, cpuCores, ramMb, diskMb, ipConfig }: Instance): Properties {
  return { status, cpuCores, ramMb, diskMb, address: ipConfig?.v4?.ip ?? "" };
}

/** The plan counts on the table of products. */
function reportSmaller({ displayName, productId, cpuCores, ramMb }: Instance): void {
  const product = contaboProducts.find(({ id }) => id === productId);
  if (product !== undefined && (cpuCores < product.vcpus || ramMb < product.memoryGiB * 1024)) {
    warn(
      `${displayName}: has ${cpuCores} processors and ${ramMb} MiB; the table of products says ${product.vcpus} and ${product.memoryGiB * 1024} for ${productId}, and the plan counts on those. Correct infra/contabo/products.ts`,
    );
  }
}
