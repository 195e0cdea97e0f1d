export type Fields = Record<string, string | number | boolean | null | undefined>;

/** One line of JSON per event. Fields are ids, codes and numbers: never secrets, code or market data. */
export class Logger {
  readonly #context: Fields;

  constructor(context: Fields) {
    this.#context = context;
  }

  info(event: string, fields: Fields = {}): void {
    this.#write("info", event, fields);
  }

  error(event: string, fields: Fields = {}): void {
    this.#write("error", event, fields);
  }

  #write(level: string, event: string, fields: Fields): void {
    console.log(JSON.stringify({ level, event, ...this.#context, ...fields }));
  }
}
