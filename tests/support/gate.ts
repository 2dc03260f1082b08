import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Transform } from 'node:stream'

/** A relay in front of a server: the way there, which a test can lengthen and cut. */
export interface Gate {
  /** `127.0.0.1:<port>` */
  address: string
  /** What the server sends arrives so much later from now on. */
  delayMs: number
  /** Ends every connection and takes no other until it is opened again. */
  cut(): void
  open(): void
  close(): Promise<void>
}

/**
 * @param target `host:port` of the server
 * @param onSocket is shown both ends of every connection
 */
export async function openGate(target: string, onSocket: (socket: Socket) => void = () => {}): Promise<Gate> {
  const [host, port] = target.split(':')
  const sockets = new Set<Socket>()
  let isOpen = true

  const server = createServer((near) => {
    if (!isOpen) return near.destroy()
    const far = connect(Number(port), host)
    for (const socket of [near, far]) {
      sockets.add(socket)
      onSocket(socket)
      socket.on('error', () => {}) // Whatever ends one side ends the other.
      socket.once('close', () => sockets.delete(socket))
    }
    near.once('close', () => far.destroy())
    // A server that has said its last word has closed before that is through.
    far.once('close', () => far.readableEnded || near.destroy())
    near.pipe(far)
    far.pipe(delayed(() => gate.delayMs)).pipe(near)
    return near
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')

  const cut = () => {
    isOpen = false
    for (const socket of sockets) socket.destroy()
  }
  const gate: Gate = {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    delayMs: 0,
    cut,
    open: () => void (isOpen = true),
    async close() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
  return gate
}

const delayed = (delayMs: () => number) =>
  new Transform({
    transform(data, _encoding, done) {
      void pause(delayMs()).then(() => done(null, data))
    },
  })
