/**
 * Lets the SDK read the properties of a resource once, and not again for each of the policies: with forty of them that
 * was most of what they cost. None of ours changes what it is given.
 *
 * The SDK has no way to ask for it. Should the function be gone in another version, everything works, only slower; a
 * test tells.
 *
 * @returns Whether the SDK has the function.
 */
export function readPropertiesOnce(): boolean;
