import { invalid } from "./http.ts";

const form = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * Milliseconds since the epoch, with a fraction for microseconds. A time without a zone is UTC, a date alone its
 * midnight in UTC. Gives undefined for anything else.
 */
export function parseTime(text: string): number | undefined {
  const parts = form.exec(text);
  if (!parts) return undefined;
  const [, date, minutes = "00:00", seconds = "00", fraction = "", zone = "Z"] = parts;
  const offset = /^z$/i.test(zone) ? "Z" : zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const whole = Date.parse(`${date}T${minutes}:${seconds}.000${offset}`);
  if (Number.isNaN(whole) || !isDay(date)) return undefined;
  return whole + Number(`0.${fraction || "0"}`) * 1000;
}

/** Whether the calendar has that day: some runtimes take February 30 for a day of March. */
function isDay(date = ""): boolean {
  const midnight = Date.parse(`${date}T00:00:00.000Z`);
  return !Number.isNaN(midnight) && iso(midnight).startsWith(date);
}

/** Reads a time from the query; 400 for one that is none. */
export function timeParam(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  return parseTime(text) ?? invalid(`"${name}" must be a valid date`);
}

/** A time as the service writes it. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
