/** The assertions of `@std/assert` about errors. */

import { AssertionError } from "./assertion_error.ts";

type ErrorClass<E> = new (...args: never[]) => E;

/** Asserts that a value is an `Error`, of a class and with a text in its message if those are given. */
export function assertIsError<E extends Error = Error>(
  error: unknown,
  ErrorClass?: abstract new (...args: never[]) => E,
  msgMatches?: string | RegExp,
  msg?: string,
): asserts error is E {
  const end = suffix(msg);
  if (!(error instanceof Error)) throw new AssertionError(`Expected "error" to be an Error object${end}`);
  if (ErrorClass && !(error instanceof ErrorClass)) {
    const was = error.constructor?.name;
    throw new AssertionError(`Expected error to be instance of "${ErrorClass.name}", but was "${was}"${end}`);
  }
  const { message } = error;
  if (msgMatches && !(typeof msgMatches === "string" ? message.includes(msgMatches) : msgMatches.test(message))) {
    const wanted = typeof msgMatches === "string" ? JSON.stringify(msgMatches) : msgMatches;
    throw new AssertionError(`Expected error message to include ${wanted}, but got ${JSON.stringify(message)}${end}`);
  }
}

/** Asserts that `fn` throws, and returns what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/** Asserts that `fn` throws an error of a class, with a text in its message, and returns the error. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows<E extends Error>(
  fn: () => unknown,
  classOrMsg?: ErrorClass<E> | string,
  includesOrMsg?: string,
  msg?: string,
): unknown {
  const expected = expectation(classOrMsg, includesOrMsg, msg);
  let thrown: unknown;
  try {
    fn();
  } catch (error) {
    thrown = error;
    checkThrown(thrown, expected, "thrown");
    return thrown;
  }
  throw new AssertionError(`Expected function to throw${suffix(expected.msg)}`);
}

/** Asserts that the promise `fn` returns is rejected, and resolves with the reason. */
export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
/** Asserts that the promise `fn` returns is rejected with an error of a class, and resolves with the error. */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects<E extends Error>(
  fn: () => PromiseLike<unknown>,
  classOrMsg?: ErrorClass<E> | string,
  includesOrMsg?: string,
  msg?: string,
): Promise<unknown> {
  const expected = expectation(classOrMsg, includesOrMsg, msg);
  const promise = startRejecting(fn, suffix(expected.msg));
  try {
    await promise;
  } catch (error) {
    checkThrown(error, expected, "rejected");
    return error;
  }
  throw new AssertionError(`Expected function to reject${suffix(expected.msg)}`);
}

interface Expectation<E> {
  ErrorClass?: ErrorClass<E> | undefined;
  includes?: string | undefined;
  msg?: string | undefined;
}

function expectation<E>(
  classOrMsg: ErrorClass<E> | string | undefined,
  includesOrMsg: string | undefined,
  msg: string | undefined,
): Expectation<E> {
  if (typeof classOrMsg === "string") return { msg: classOrMsg };
  return { ErrorClass: classOrMsg, includes: includesOrMsg, msg };
}

/** A function that throws where it should return a promise is a failure of its own. */
function startRejecting(fn: () => PromiseLike<unknown>, end: string): PromiseLike<unknown> {
  try {
    const promise: unknown = fn();
    if (isThenable(promise)) return promise;
  } catch {
    // Reported below: nothing was rejected.
  }
  throw new AssertionError(`Function throws when expected to reject${end}`);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

function checkThrown<E extends Error>(error: unknown, expected: Expectation<E>, how: string): void {
  if (expected.ErrorClass === undefined) return;
  if (!(error instanceof Error)) throw new AssertionError(`A non-Error object was ${how}${suffix(expected.msg)}`);
  assertIsError(error, expected.ErrorClass, expected.includes, expected.msg);
}

function suffix(msg: string | undefined): string {
  return msg ? `: ${msg}` : ".";
}
