import { formatElapsed, startProgress } from "./progress";

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

function stream(isTTY: boolean): { isTTY: boolean; columns: number; written: string[]; write: (text: string) => void } {
  const written: string[] = [];
  return { isTTY, columns: 40, written, write: (text) => written.push(text) };
}

it("writes a line at the start and one per interval where there is no terminal", () => {
  const log = stream(false);
  const progress = startProgress({ title: "building x", estimate: "takes a minute", stream: log, lineInterval: 15_000 });
  progress.step("compiling");
  jest.advanceTimersByTime(30_000);
  progress.done();
  jest.advanceTimersByTime(30_000);
  expect(log.written).toEqual([
    "building x (takes a minute)\n",
    "building x: 0:15 · compiling · takes a minute\n",
    "building x: 0:30 · compiling · takes a minute\n",
  ]);
});

it("keeps one line on a terminal, no wider than it, and takes it away at the end", () => {
  const terminal = stream(true);
  const progress = startProgress({ title: "building x", estimate: "takes a minute or so on 2 cores", stream: terminal });
  progress.step("compiling");
  jest.advanceTimersByTime(200);
  progress.done();
  expect(terminal.written).toEqual([
    "",
    `\r\u001b[2K${"building x: 0:00 · compiling · takes a minute or so on 2 cores".slice(0, 39)}`,
    "\r\u001b[2K",
  ]);
});

it("writes minutes and seconds", () => {
  expect([formatElapsed(0), formatElapsed(59_999), formatElapsed(760_000)]).toEqual(["0:00", "0:59", "12:40"]);
});
