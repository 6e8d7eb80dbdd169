/** A progress bar on a terminal; a line at every tenth of the way where the output is piped. */
export class Progress {
  readonly #label: string;
  readonly #terminal = Deno.stdout.isTerminal();
  #tenth = -1;

  /** `label` stands before the bar. */
  constructor(label: string) {
    this.#label = label;
  }

  /** Shows how far it is. */
  update(done: number, total: number, note = ""): void {
    const share = total > 0 ? Math.min(done / total, 1) : 0;
    const count = `${String(done).padStart(String(total).length)}/${total}`;
    if (this.#terminal) {
      const width = 30;
      const bar = "█".repeat(Math.round(share * width)).padEnd(width, "░");
      this.#write(`\r\x1b[2K${this.#label} ${bar} ${count} ${note}`);
    } else {
      const tenth = Math.floor(share * 10);
      if (tenth !== this.#tenth) this.#write(`${this.#label} ${count} ${note}`.trimEnd() + "\n");
      this.#tenth = tenth;
    }
  }

  /** Ends the line. */
  end(): void {
    if (this.#terminal) this.#write("\n");
  }

  #write(text: string): void {
    Deno.stdout.writeSync(new TextEncoder().encode(text));
  }
}
