/** What Bun alone has for files: one on disk is a `Blob` that knows its path. */

import { describe, it } from "@std/testing/bdd";
import { assertEquals } from "@std/assert";
import { clientOf } from "./helpers/clients.ts";
import { type ArrivedPart, startMock } from "./mock/mod.ts";
import { sha256 } from "./mock/multipart.ts";

interface BunFile extends Blob {
  delete(): Promise<void>;
}

const { Bun } = globalThis as unknown as {
  Bun: { file(path: string): BunFile; write(path: string, bytes: Uint8Array): Promise<number> };
};

describe("files.upload", () => {
  it("uploads a file on disk of Bun, under the end of its path", async () => {
    await using mock = await startMock();
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    const path = `/tmp/scaleapi-sdk-${crypto.randomUUID()}.png`;
    await Bun.write(path, bytes);
    const file = Bun.file(path);
    await clientOf(mock).files.upload(file);
    await file.delete();
    const [arrival] = await mock.requests({ path: "/v1/files/upload" });
    const part = (arrival?.body as ArrivedPart[]).at(-1);
    assertEquals([part?.sha256, part?.type], [await sha256(bytes), "image/png"]);
    assertEquals(part?.filename, path.slice("/tmp/".length));
  });
});
