/** How many pods each of some domains has, with the fewest and the most at hand. */
export class DomainSizes {
  /** Without those that have none. */
  readonly #sizes = new Map<number, number>();
  /** How many domains have so many pods. */
  readonly #having: number[];
  #least = 0;
  #most = 0;

  constructor(domains: number) {
    this.#having = [domains];
  }

  /** Pods of the emptiest domain. */
  get least(): number {
    return this.#least;
  }

  size(domain: number): number {
    return this.#sizes.get(domain) ?? 0;
  }

  add(domain: number): void {
    const size = this.size(domain);
    this.#resize(domain, size, size + 1);
    this.#most = Math.max(this.#most, size + 1);
    this.#least += Number(size === this.#least && this.#having[size] === 0);
  }

  remove(domain: number): void {
    const size = this.size(domain);
    this.#resize(domain, size, size - 1);
    this.#least = Math.min(this.#least, size - 1);
    this.#most -= Number(size === this.#most && this.#having[size] === 0);
  }

  /** Difference between the fullest and the emptiest domain, with one more pod in `added` if that is given. */
  skew(added?: number): number {
    if (added === undefined) {
      return this.#most - this.#least;
    }
    const size = this.size(added);
    const least = this.#least + Number(size === this.#least && this.#having[size] === 1);
    return Math.max(this.#most, size + 1) - least;
  }

  #resize(domain: number, from: number, to: number): void {
    this.#sizes.set(domain, to);
    this.#having[from] = (this.#having[from] ?? 0) - 1;
    this.#having[to] = (this.#having[to] ?? 0) + 1;
  }
}
