/** A program in one file, with all that it imports. */
export interface PackBundle {
  readonly file: string;
  /** It was made now; else it was there, and nothing that it was made from has changed. */
  readonly isMade: boolean;
  /** Runs it, from what V8 has compiled of it before where there is that. */
  readonly load: () => void;
}

export interface BundleOptions {
  /** Folder of node_modules; sources are named from here. */
  readonly root: string;
  /** What is bundled, from there. */
  readonly entry: string;
  /** Where the bundle is kept. */
  readonly folder: string;
}

/**
 * The bundle of a program, made anew where a source or an installed package differs from what it was made from.
 *
 * @returns Undefined where none can be written.
 * @throws Error when a source cannot be read or translated.
 */
export function bundleOf(options: BundleOptions): PackBundle | undefined;
