import { checkRestorePoint, type RestorePoint } from "./restore-point";

describe("which backup is restored", () => {
  it.each<RestorePoint>([{}, { previous: 0 }, { previous: 3 }, { asOf: "2026-02-08T03:00:00Z" }, { asOf: "2026-02-08T03:00:00+01:00" }])(
    "can be %j",
    (point) => {
      expect(() => {
        checkRestorePoint(point);
      }).not.toThrow();
    },
  );

  it.each<[RestorePoint, string]>([
    [{ asOf: "yesterday" }, "--as-of: is no time (found yesterday)\n    fix: use one such as 2026-02-08T03:00:00Z"],
    [{ asOf: "2026-02-08 03:00:00Z" }, "--as-of: is no time (found 2026-02-08 03:00:00Z)"],
    [{ asOf: "2026-02-30T25:00:00Z" }, "--as-of: is no time"],
    [{ previous: -1 }, "--previous: is no number from 0 (found -1)\n    fix: use 1 for the backup before the newest"],
    [{ asOf: "2026-02-08T03:00:00Z", previous: 1 }, "--previous: cannot be given with --as-of\n    fix: give one of them"],
  ])("cannot be %j", (point, message) => {
    expect(() => {
      checkRestorePoint(point);
    }).toThrow(`there is no such backup\n  ${message}`);
  });
});
