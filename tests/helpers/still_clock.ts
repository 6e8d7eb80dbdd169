/** A clock that stands still but for timers: each of them rings soon, and puts the clock on by what it was set to. */
export interface StillClock {
  /** What `performance.now` gives. */
  now: number;
  /** What `Math.random` gives. */
  chance: number;
  /** How much later than it should a timer rings. */
  lateMs: number;
  /** What the timers that rang were set to, in milliseconds. */
  readonly waits: number[];
  /** Puts the real clock, timers and chance back. */
  restore(): void;
}

/** Puts such a clock in place of the real one. */
export function stillClock(): StillClock {
  const { setTimeout, Math: { random } } = globalThis;
  const real = Object.getOwnPropertyDescriptor(performance, "now");
  const clock: StillClock = {
    now: 0,
    chance: 0.5,
    lateMs: 0,
    waits: [],
    restore(): void {
      globalThis.setTimeout = setTimeout;
      Math.random = random;
      if (real) Object.defineProperty(performance, "now", real);
      else delete (performance as { now?: unknown }).now;
    },
  };
  Math.random = () => clock.chance;
  Object.defineProperty(performance, "now", { value: () => clock.now, configurable: true, writable: true });
  globalThis.setTimeout = ((ring: () => void, ms: number) =>
    setTimeout(() => {
      clock.waits.push(ms);
      clock.now += ms + clock.lateMs;
      ring();
    }, 0)) as typeof setTimeout;
  return clock;
}
