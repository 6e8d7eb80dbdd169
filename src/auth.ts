/**
 * Checks a key.
 *
 * @throws {TypeError} If it is not a string, is empty, or contains white space, control characters or anything beyond
 * Latin-1.
 */
export function checkKey(key: unknown): asserts key is string {
  if (typeof key !== "string" || !/^[!-~\xa1-\xff]+$/.test(key)) {
    throw new TypeError(
      "apiKey: must be a string without control characters, white space or anything beyond Latin-1, and not empty",
    );
  }
}
