import { homedir } from "node:os";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where tools and what is worth remembering between runs are kept: `$BERTH_CACHE_DIR`, else `$XDG_CACHE_HOME/berth`,
 * else `~/.cache/berth`. Everything in it can be deleted at any time.
 */
export function cacheDirectory(environment: Environment): string {
  const own = environment["BERTH_CACHE_DIR"];
  if (own !== undefined && own !== "") {
    return own;
  }
  const shared = environment["XDG_CACHE_HOME"];
  // The XDG specification has relative paths ignored.
  return shared?.startsWith("/") === true ? join(shared, "berth") : join(homedir(), ".cache", "berth");
}
