/** EC2 takes no more than this. */
const mostBytes = 16 * 1024;

/** @throws Error when a machine's configuration is larger than EC2 takes. */
export function requireUserDataFits(userData: string): string {
  const bytes = Buffer.byteLength(userData);
  if (bytes > mostBytes) {
    throw new Error(`the configuration of rented nodes has ${bytes} bytes; EC2 takes ${mostBytes}`);
  }
  return userData;
}
