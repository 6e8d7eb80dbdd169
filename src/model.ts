/**
 * An object of the service: its wire fields are own properties, its methods are not enumerable, and the client and the
 * key cannot be reached from it.
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
    // Assigning `__proto__` would change the object's prototype.
    if (!Object.hasOwn(data, "__proto__")) return void Object.assign(target, data);
  } catch {
    // A field has the name of a getter, so assigning it throws: as an own property the field takes precedence.
  }
  Object.defineProperties(target, Object.getOwnPropertyDescriptors(data));
}
