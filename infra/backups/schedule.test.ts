import fc from "fast-check";
import { backupSchedules } from "./schedule";

/** The seven rows of seed 004. */
const seed = [
  { id: "vaultwarden/vaultwarden", everyHours: 6 },
  ...["homeassistant", "paperless", "zigbee2mqtt", "mosquitto", "grocy", "babybuddy"].map((name) => ({
    id: `${name}/${name}`,
    everyHours: 24,
  })),
];
const id = fc.stringMatching(/^[a-z]{1,12}\/[a-z]{1,12}$/);
const backups = fc.uniqueArray(fc.record({ id, everyHours: fc.constantFrom(1, 2, 3, 4, 6, 8, 12, 24) }), {
  maxLength: 12,
  selector: (backup) => backup.id,
});

describe("the times of backups", () => {
  it("are at night, and every six hours", () => {
    const schedules = backupSchedules(seed);
    expect(schedules.get("vaultwarden/vaultwarden")).toMatch(/^\d{1,2} \*\/6 \* \* \*$/);
    for (const { id: daily } of seed.slice(1)) {
      expect(schedules.get(daily)).toMatch(/^\d{1,2} [1-4] \* \* \*$/);
    }
  });

  it("are apart", () => {
    fc.assert(
      fc.property(backups, (some) => {
        const schedules = [...backupSchedules(some).values()];
        expect(new Set(schedules).size).toBe(some.length);
        for (const schedule of schedules) {
          expect(Number(schedule.split(" ")[0]) % 5).toBe(0);
        }
      }),
    );
  });

  it("do not depend on the order of the table", () => {
    fc.assert(
      fc.property(backups, (some) => {
        expect(backupSchedules([...some].reverse())).toEqual(backupSchedules(some));
      }),
    );
  });

  it("stay as they are when a backup is added, unless it takes one of them", () => {
    fc.assert(
      fc.property(backups, id, (some, added) => {
        fc.pre(!some.some((each) => each.id === added));
        const before = backupSchedules(some);
        const after = backupSchedules([...some, { id: added, everyHours: 24 }]);
        const alone = backupSchedules([{ id: added, everyHours: 24 }]).get(added);
        fc.pre(![...before.values()].includes(alone ?? ""));
        for (const { id: other } of some) {
          expect(after.get(other)).toBe(before.get(other));
        }
      }),
    );
  });

  it("are shared when there are more backups than times", () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ id: `a/b${index}`, everyHours: 24 }));
    const schedules = [...backupSchedules(many).values()];
    expect(schedules).toHaveLength(60);
    expect(new Set(schedules).size).toBe(48);
  });
});
