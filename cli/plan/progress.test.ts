import { Progress } from "./progress";

afterEach(() => {
  jest.restoreAllMocks();
});

function said(isTTY: boolean, at: readonly number[]): readonly string[] {
  const lines: string[] = [];
  const clock = jest.spyOn(Date, "now").mockReturnValue(0);
  const progress = new Progress({
    isTTY,
    write: (line: string | Uint8Array) => {
      lines.push(String(line));
      return true;
    },
  });
  for (const milliseconds of at) {
    clock.mockReturnValue(milliseconds);
    progress.say(`at ${milliseconds}`);
  }
  return lines;
}

test("says something every two seconds at most", () => {
  expect(said(true, [1000, 2001, 3000, 4002, 4003])).toEqual(["at 2001\n", "at 4002\n"]);
});

test("says nothing where nobody reads along", () => {
  expect(said(false, [9000])).toEqual([]);
});
