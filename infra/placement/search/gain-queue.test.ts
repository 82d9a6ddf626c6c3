import { GainQueue } from "./gain-queue";

const offer = (
  item: string,
  moves: number,
  ...change: readonly number[]
): { readonly item: string; readonly change: Float64Array; readonly moves: number } => ({ item, change: Float64Array.from(change), moves });

function drained(queue: GainQueue<string>): readonly string[] {
  const items: string[] = [];
  for (let next = queue.take(); next !== undefined; next = queue.take()) {
    items.push(next.item);
  }
  return items;
}

test("what gains most for each move comes first, what needs none before that, and of equals the one that came first", () => {
  const queue = new GainQueue<string>();
  const offers = [
    offer("four moves", 4, 0, -20),
    offer("one move", 1, 0, -6),
    offer("as good", 2, 0, -12),
    offer("more important", 5, -1, 9),
    offer("free", 0, 0, -1),
  ];
  for (const each of offers) {
    queue.add(each);
  }
  expect(queue.first?.item).toBe("free");
  expect(drained(queue)).toEqual(["free", "more important", "one move", "as good", "four moves"]);
});

test("many come in order", () => {
  const queue = new GainQueue<string>();
  for (let i = 0; i < 100; i++) {
    queue.add(offer(String((i * 37) % 100), 1, -((i * 37) % 100)));
  }
  expect(drained(queue).map(Number)).toEqual(Array.from({ length: 100 }, (_, i) => 99 - i));
});
