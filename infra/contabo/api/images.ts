import { z } from "zod";
import { didYouMean } from "../../diagnostics/did-you-mean";
import type { Connection } from "./connection";
import { ContaboError } from "./errors";
import { listAll } from "./pages";

const imageSchema = z.object({ imageId: z.string(), name: z.string() });

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The UUID of one of Contabo's own images.
 *
 * @param image Its name, such as `ubuntu-24.04`, or the UUID itself.
 * @throws ContaboError for a name that none or several have.
 */
export async function imageIdOf(connection: Connection, image: string): Promise<string> {
  if (uuid.test(image)) {
    return image;
  }
  const images = await listAll(connection, `looking for the image ${image}`, "/v1/compute/images", { standardImage: "true" }, imageSchema);
  const [found, ...others] = images.filter(({ name }) => name.toLowerCase() === image.toLowerCase());
  if (found === undefined) {
    const names = images.map(({ name }) => name).sort();
    throw new ContaboError(`there is no image ${image}: ${didYouMean(image, names) ?? `Contabo has ${names.join(", ")}`}`);
  }
  if (others.length > 0) {
    throw new ContaboError(
      `several images are named ${image}: give the UUID of one: ${[found, ...others].map(({ imageId }) => imageId).join(", ")}`,
    );
  }
  return found.imageId;
}
