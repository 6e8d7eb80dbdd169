import { describe, it } from "@std/testing/bdd";
import { assertEquals } from "@std/assert";
import { type Busy, Room } from "../src/room.ts";
import { delay } from "./helpers/time.ts";

describe("Room", () => {
  it("gives the place of one that ends to one that was refused only where there is room", async () => {
    const room = new Room(3);
    const turns: string[] = [];
    const begin = (name: string): { refuse: () => void; end: () => void } => {
      let turn: Busy = () => Promise.resolve();
      let end = (): void => {};
      const call = (busy: Busy): Promise<void> => {
        turn = busy;
        return new Promise((resolve) => end = resolve);
      };
      room.run(call).then(() => room.wake());
      return { refuse: () => turn().then(() => turns.push(name)), end };
    };
    const [sent, waiting, last] = [begin("sent"), begin("waiting"), begin("last")] as const;
    waiting.refuse();
    last.refuse();
    await delay(0);
    assertEquals(turns, []);
    // It was refused for the last time, or its own time was up: what waited goes on waiting for the one that was sent.
    last.end();
    await delay(0);
    assertEquals([turns.includes("waiting"), room.running], [false, 2]);
    sent.end();
    await delay(0);
    assertEquals([turns.includes("waiting"), room.running, room.free], [true, 1, false]);
  });
});
