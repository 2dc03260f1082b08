import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import type { Request } from 'express'

const TEXT_LIMIT_BYTES = 1024 * 1024

/** The connection ended before the request did. */
export class ConnectionCut extends Error {
  override readonly name = 'ConnectionCut'
}

/** One request on its way through a platform. Its body is a stream, counted and hashed while it is read, never held. */
export class Call {
  readonly query: URLSearchParams
  readonly path: string
  receivedBytes = 0
  private readonly hash = createHash('sha256')
  private readonly request: Request
  /** The request lets go of it when it is destroyed. */
  private readonly socket: Socket
  private cutAtBytes = Infinity
  private read: Promise<string> | undefined

  constructor(request: Request) {
    this.request = request
    this.socket = request.socket
    const url = new URL(request.originalUrl, 'http://sandbox')
    this.query = url.searchParams
    this.path = url.pathname
  }

  get method(): string {
    return this.request.method
  }

  /** The origin by which the caller reached the sandbox. */
  get origin(): string {
    return `http://${this.request.headers.host ?? 'localhost'}`
  }

  param(name: string): string {
    return String(this.request.params[name] ?? '')
  }

  header(name: string): string | undefined {
    const value = this.request.headers[name]
    return Array.isArray(value) ? value[0] : value
  }

  bearer(): string | undefined {
    return /^Bearer (.+)$/i.exec(this.header('authorization') ?? '')?.[1]
  }

  /** Null without a Content-Length. */
  contentLength(): number | null {
    const value = this.header('content-length')
    return value === undefined ? null : Number(value)
  }

  /** SHA-256 (hex) of what has been read of the body; ends the reading. */
  bodySha256(): string {
    return this.hash.digest('hex')
  }

  /** Cuts the connection once `bytes` of the body have been read. */
  cutAfter(bytes: number): void {
    this.cutAtBytes = bytes
  }

  cut(): void {
    this.socket.destroy()
  }

  /** @throws ConnectionCut when the client, a successor or a fault ends the connection; what was yielded before has arrived. */
  async *body(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of this.request as AsyncIterable<Buffer>) {
        const arrived = chunk.subarray(0, this.cutAtBytes - this.receivedBytes)
        this.receivedBytes += arrived.length
        this.hash.update(arrived)
        yield arrived
        if (this.receivedBytes >= this.cutAtBytes) throw new ConnectionCut('a fault cut the connection')
      }
    } catch (error) {
      this.cut()
      throw error instanceof ConnectionCut ? error : new ConnectionCut('the client is gone', { cause: error })
    }
  }

  /** The whole body as text. Over 1 MiB the connection is cut. */
  text(): Promise<string> {
    this.read ??= this.readText()
    return this.read
  }

  /** The body as a form. Any text is one. */
  async form(): Promise<URLSearchParams> {
    return new URLSearchParams(await this.text())
  }

  /** Undefined when the body is no JSON. */
  async json(): Promise<unknown> {
    const text = await this.text()
    try {
      return JSON.parse(text)
    } catch {
      return undefined
    }
  }

  /** Reads what the handler left unread, so that the answer meets a client that has finished talking. */
  async drain(): Promise<void> {
    if (this.request.readableEnded) return
    for await (const _ of this.body());
  }

  private async readText(): Promise<string> {
    const chunks: Buffer[] = []
    for await (const chunk of this.body()) {
      if (this.receivedBytes > TEXT_LIMIT_BYTES) throw new ConnectionCut('a body that is no video was over 1 MiB')
      chunks.push(chunk)
    }
    return Buffer.concat(chunks).toString('utf8')
  }
}
