/**
 * The address of a machine that is no rented server: those have none before they are ordered, and what asks for it
 * builds clusters of machines that are there.
 */
export function addressOf({ name, address }: { readonly name: string; readonly address?: string | undefined }): string {
  if (address === undefined) {
    throw new Error(`${name} is rented: its address is known only to the provider that orders it`);
  }
  return address;
}
