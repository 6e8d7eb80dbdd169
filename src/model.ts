/**
 * An object of the service: its wire fields are its own properties, its methods are not enumerable, and whatever made
 * it (the client, the key) is not reachable from it.
 */
export class Model<D extends object> {
  constructor(data: D) {
    fill(this, data);
  }

  /** The plain wire object. */
  toJSON(): D {
    return { ...this } as unknown as D;
  }
}

/** Replaces the fields of an object. */
export function refill<M extends object>(target: M, data: object): M {
  for (const key of Object.keys(target)) delete (target as Record<string, unknown>)[key];
  fill(target, data);
  return target;
}

function fill(target: object, data: object): void {
  try {
    // A field of this name must stay a field: assigning it would change what the object is.
    if (!Object.hasOwn(data, "__proto__")) return void Object.assign(target, data);
  } catch {
    // A field has the name of something that the object computes: as its own property it wins.
  }
  Object.defineProperties(target, Object.getOwnPropertyDescriptors(data));
}
