import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Closable {
  close(): Promise<void>
}

/** Leads every connection to the port on to another one, until it is closed: then the port refuses them. */
export async function openWay(port: number, to: number): Promise<Closable> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    return socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  }
  const server = createServer((socket) => {
    const onward = keep(connect(to, '127.0.0.1'))
    keep(socket).pipe(onward).pipe(socket)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** How long a connection that is let in takes at most, on a busy machine as well. */
const LET_IN_MS = 500

/** A port whose process is asleep, while its kernel has let in as many connections as may wait: the next is answered by nothing. */
export async function openBlackHole(port: number): Promise<Closable> {
  const script = `require('node:net').createServer().listen(${port}, '127.0.0.1', 1, () => console.log('listening'))`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGSTOP')
  const waiting: Socket[] = []
  const isLetIn = () => {
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    waiting.push(socket)
    const letIn = once(socket, 'connect').then(() => true)
    return Promise.race([letIn, new Promise((done) => setTimeout(() => done(false), LET_IN_MS))])
  }
  while (await isLetIn());
  return {
    async close() {
      for (const socket of waiting) socket.destroy()
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}
