import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { caller } from "./mock/caller.ts";
import { createMock } from "./mock/mod.ts";
import { Service } from "./mock/service.ts";

describe("mock: methods that a path does not have", () => {
  it("are not found", async () => {
    await using mock = createMock();
    for (const method of ["DELETE", "OPTIONS", "PATCH", "PUT"]) {
      const { status, body } = await caller(mock)(method, "/v1/batches");
      assertEquals([status, body], [404, { status_code: 404, error: "Not found." }], method);
    }
  });

  it("are not found either where fetch cannot send them", async () => {
    const service = new Service({});
    const headers = { authorization: `Basic ${btoa("test_a:")}` };
    const incoming = { method: "TRACE", target: "/v1/batches", headers, body: null, connection: 1, nth: 1 };
    const reply = await service.receive(incoming);
    assertEquals(reply.act === "respond" && reply.response.status, 404);
    await service.close();
  });
});
