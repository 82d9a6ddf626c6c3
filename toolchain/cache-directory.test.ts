import { homedir } from "node:os";
import { join } from "node:path";
import { cacheDirectory } from "./cache-directory";

it.each([
  [{ BERTH_CACHE_DIR: "/own", XDG_CACHE_HOME: "/shared" }, "/own"],
  [{ BERTH_CACHE_DIR: "", XDG_CACHE_HOME: "/shared" }, "/shared/berth"],
  [{ XDG_CACHE_HOME: "relative" }, join(homedir(), ".cache", "berth")],
  [{}, join(homedir(), ".cache", "berth")],
])("%j is %s", (environment, expected) => {
  expect(cacheDirectory(environment)).toBe(expected);
});
