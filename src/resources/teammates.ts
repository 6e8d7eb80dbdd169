import { checkTexts } from "../check.ts";
import type { TeammateRole } from "../enums.ts";
import type { OpenString, TeammateData } from "../generated/types.ts";
import { teammateListSpec } from "../generated/validators.ts";
import { Model, refill } from "../model.ts";
import type { Operation } from "../operation.ts";
import type { CallOptions } from "../options.ts";
import type { Transport } from "../transport.ts";

/** A role, including one that this version does not know. */
export type Role = OpenString<TeammateRole>;

/**
 * A teammate, as the client gives it: the wire fields are own properties.
 *
 * @see https://scale.com/docs/api-reference/studio
 */
export interface Teammate extends TeammateData {
  /** Gives the teammate another role: see {@linkcode Teammates.updateRole}. */
  updateRole(role: Role, options?: CallOptions): Promise<this>;
  /** The plain wire object. */
  toJSON(): TeammateData;
}

class TeammateModel extends Model<TeammateData> {
  declare readonly email: string;
  readonly #teammates: Teammates;

  constructor(data: TeammateData, teammates: Teammates) {
    super(data);
    this.#teammates = teammates;
  }

  async updateRole(role: Role, options?: CallOptions): Promise<this> {
    const all = await this.#teammates.updateRole([this.email], role, options);
    return refill(this, all.find(({ email }) => email === this.email) ?? { ...this, role });
  }
}

/**
 * The people of the account: `scale.teammates`.
 *
 * @see https://scale.com/docs/api-reference/studio
 */
export class Teammates {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Lists all teammates.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * for (const { email, role } of await scale.teammates.list()) console.log(email, role);
   * ```
   */
  async list(options?: CallOptions): Promise<Teammate[]> {
    return await this.#send({ path: "/v1/teams" }, options);
  }

  /**
   * Invites people. It may take some seconds until they are listed.
   *
   * @param role `labeler`, `member` or `manager`.
   * @returns All teammates.
   * @throws {TypeError} If an e-mail address or the role is empty.
   *
   * @example
   * ```ts
   * import { ScaleClient, TeammateRole } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * await scale.teammates.invite(["ada@example.com"], TeammateRole.Member);
   * ```
   */
  async invite(emails: readonly string[], role: Role, options?: CallOptions): Promise<Teammate[]> {
    return await this.#change("invite", emails, role, options);
  }

  /**
   * Changes the role of people. An admin's role cannot be changed.
   *
   * @param role `labeler`, `member` or `manager`.
   * @returns All teammates.
   * @throws {TypeError} If an e-mail address or the role is empty.
   *
   * @example
   * ```ts
   * import { ScaleClient, TeammateRole } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * await scale.teammates.updateRole(["ada@example.com"], TeammateRole.Manager);
   * ```
   */
  async updateRole(emails: readonly string[], role: Role, options?: CallOptions): Promise<Teammate[]> {
    return await this.#change("set_role", emails, role, options);
  }

  async #change(
    call: string,
    emails: readonly string[],
    team_role: Role,
    options?: CallOptions,
  ): Promise<Teammate[]> {
    checkTexts({ emails, role: [team_role] });
    return await this.#send({ method: "POST", path: "/v1/teams/" + call, json: { emails, team_role } }, options);
  }

  async #send(operation: Operation<TeammateData[]>, options?: CallOptions): Promise<Teammate[]> {
    const all = await this.#transport.send({ spec: teammateListSpec, ...operation }, options);
    return all.map((teammate) => new TeammateModel(teammate, this) as unknown as Teammate);
  }
}
