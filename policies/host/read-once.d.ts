/**
 * Lets the SDK read the properties of a resource once, and not again for each of the policies: with forty of them that
 * was most of what they cost. None of ours changes what it is given. What no policy looks at is not read at all: the
 * properties of types that no rule knows, and those of every resource when the engine asks what should be remedied.
 *
 * The SDK has no way to ask for it. Should the function be gone in another version, everything works, only slower; a
 * test tells.
 *
 * @returns Whether the SDK has the function.
 */
export function readPropertiesOnce(): boolean;
