// One client's websocket: which channels it has joined, and what it may hear.
import type { Sql } from "postgres";
import { z } from "zod";
import { claimsOf, mayListen } from "./realtime-access.ts";
import { decode, encode, encodeBroadcast, type Message, reply } from "./realtime-protocol.ts";
import { errorMessage, type Log } from "./log.ts";
import { type Claims, TokenError } from "./tokens.ts";

const joinPayload = z.object({
  config: z.object({ private: z.boolean().optional() }).optional(),
  access_token: z.string().nullish(),
});
const tokenPayload = z.object({ access_token: z.string() });

export interface Broadcast {
  id: string;
  topic: string;
  event: string;
  private: boolean;
  payload: unknown;
}

interface Channel {
  joinRef: string | null;
  private: boolean;
  expiry: ReturnType<typeof setTimeout> | undefined;
}

export class RealtimeSocket {
  /** By topic, as the client names it: `realtime:<topic>`. */
  readonly #channels = new Map<string, Channel>();

  constructor(
    private readonly socket: WebSocket,
    private readonly sql: Sql,
    private readonly apiKey: string,
    onLog: Log,
  ) {
    // One message after the other: a token refresh must not overtake the join it belongs to.
    let last = Promise.resolve();
    socket.addEventListener("message", ({ data }) => {
      last = last.then(() => this.#receive(data)).catch((error) => {
        onLog({ source: "realtime", level: "error", message: errorMessage(error) });
      });
    });
    socket.addEventListener("close", () => this.#forgetAll());
  }

  deliver({ id, topic, event, private: isPrivate, payload }: Broadcast): void {
    const name = `realtime:${topic}`;
    if (this.#channels.get(name)?.private === isPrivate) {
      this.#send(encodeBroadcast(name, event, id, payload));
    }
  }

  close(): void {
    this.#forgetAll();
    this.socket.close();
  }

  async #receive(data: unknown): Promise<void> {
    const message = decode(data);
    switch (message?.event) {
      case "heartbeat":
        return this.#send(reply(message, "ok", {}));
      case "phx_join":
        return await this.#join(message);
      case "phx_leave":
        this.#forget(message.topic);
        this.#send(reply(message, "ok", {}));
        return this.#send(encode({ ...message, event: "phx_close", payload: {} }));
      case "access_token":
        return await this.#refresh(message);
      default:
        // Presence, client broadcasts and table changes are not part of the stand-in.
        if (message) {
          this.#send(
            reply(message, "error", { reason: `UnknownEvent: ${message.event} is not served locally` }),
          );
        }
    }
  }

  async #join(message: Message): Promise<void> {
    const { success, data } = joinPayload.safeParse(message.payload);
    if (!success) {
      return this.#send(
        reply(message, "error", { reason: "InvalidJoinPayload: the join payload is malformed" }),
      );
    }
    this.#forget(message.topic);
    const channel: Channel = {
      joinRef: message.joinRef,
      private: data.config?.private ?? false,
      expiry: undefined,
    };
    const refusal = await this.#admit(message.topic, channel, data.access_token ?? this.apiKey);
    this.#send(
      refusal ? reply(message, "error", { reason: refusal }) : reply(message, "ok", { postgres_changes: [] }),
    );
  }

  async #refresh(message: Message): Promise<void> {
    const channel = this.#channels.get(message.topic);
    const { success, data } = tokenPayload.safeParse(message.payload);
    if (!channel || !success) return;
    const refusal = await this.#admit(message.topic, channel, data.access_token);
    if (refusal) this.#shut(message.topic, channel, refusal);
  }

  /** Opens or keeps a channel for the bearer of this token; otherwise says why not, in the platform's words. */
  async #admit(topic: string, channel: Channel, token: string): Promise<string | undefined> {
    let claims: Claims;
    try {
      claims = await claimsOf(token);
    } catch (error) {
      if (error instanceof TokenError) return `${error.code}: ${error.message}`;
      throw error;
    }
    const name = topic.replace(/^realtime:/, "");
    if (channel.private && !await mayListen(this.sql, name, claims)) {
      return `Unauthorized: You do not have permissions to read from this Channel topic: ${name}`;
    }
    clearTimeout(channel.expiry);
    this.#channels.set(topic, channel);
    if (claims.exp === undefined) return undefined;
    // A timer holds 24 days at most.
    const left = Math.min(claims.exp * 1000 - Date.now(), 2 ** 31 - 1);
    channel.expiry = setTimeout(() => this.#shut(topic, channel, "Token has expired"), left);
    return undefined;
  }

  #shut(topic: string, channel: Channel, reason: string): void {
    this.#forget(topic);
    const about = { joinRef: channel.joinRef, ref: null, topic };
    const payload = {
      channel: topic.replace(/^realtime:/, ""),
      extension: "system",
      status: "error",
      message: reason,
    };
    this.#send(encode({ ...about, event: "system", payload }));
    this.#send(encode({ ...about, event: "phx_close", payload: {} }));
  }

  #forget(topic: string): void {
    clearTimeout(this.#channels.get(topic)?.expiry);
    this.#channels.delete(topic);
  }

  #forgetAll(): void {
    for (const topic of [...this.#channels.keys()]) this.#forget(topic);
  }

  #send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(data);
  }
}
