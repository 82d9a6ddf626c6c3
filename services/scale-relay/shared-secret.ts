import { createHash, timingSafeEqual } from "node:crypto";

/** Whether an `Authorization` header shows the secret. Takes as long whatever is wrong with it. */
export function showsSecret(authorization: string | undefined, secret: string): boolean {
  return timingSafeEqual(digest(authorization ?? ""), digest(`Bearer ${secret}`));
}

/** Of one length, as a comparison in constant time needs. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
