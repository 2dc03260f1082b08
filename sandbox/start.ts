import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Express } from 'express'
import { control } from './control'
import { instagram } from './instagram'
import type { Platform } from './kernel/platform'
import { serveHost, type PlatformHost } from './kernel/serve'
import type { OnCall } from './kernel/watched-call'
import { closeWorld, openWorld, type World } from './kernel/world'
import { tiktok } from './tiktok'
import { youtube } from './youtube'
import { googleOauth } from './youtube/oauth'

export interface SandboxOptions {
  /** Where the sandbox keeps its state; made when it does not exist. */
  dataDir: string
  /** 0 takes a free one. */
  port: number
  /** Default: 127.0.0.1. */
  host?: string
  onCall?: OnCall | undefined
}

export interface Sandbox {
  /** The control API lies under `/control` of it. */
  url: string
  tiktokUrl: string
  instagramUrl: string
  youtubeUrl: string
  oauthUrl: string
  stop(): Promise<void>
}

/**
 * Starts TikTok, Instagram and YouTube on one port, as `dataDir` remembers them.
 * @throws when the port is taken: before anything in `dataDir` is touched, which another sandbox may be using.
 */
export async function startSandbox({ dataDir, port, host = '127.0.0.1', onCall }: SandboxOptions): Promise<Sandbox> {
  const server = createServer({ requestTimeout: 0 }) // An upload takes as long as it takes.
  server.listen(port, host)
  await once(server, 'listening')
  const world = await openWorld(dataDir, onCall).catch((error: unknown) => {
    server.close()
    throw error
  })
  server.on('request', appOf(world))
  const url = `http://${host}:${(server.address() as AddressInfo).port}`
  return {
    url,
    tiktokUrl: `${url}/tiktok`,
    instagramUrl: `${url}/instagram`,
    youtubeUrl: `${url}/youtube`,
    oauthUrl: `${url}/google-oauth`,
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await closeWorld(world)
    },
  }
}

function appOf(world: World): Express {
  const hosts = [tiktok(world), instagram(world), youtube(world), googleOauth(world)]
  const app = express().disable('x-powered-by')
  app.use('/control', control(world, operationsOf(hosts)))
  for (const host of hosts) app.use(host.prefix, serveHost(world, host))
  return app
}

function operationsOf(hosts: PlatformHost[]): Record<Platform, string[]> {
  const of = (platform: Platform) =>
    hosts
      .filter((host) => host.platform === platform)
      .flatMap(({ endpoints }) => endpoints.flatMap((e) => e.operations))
  return { TIKTOK: of('TIKTOK'), INSTAGRAM: of('INSTAGRAM'), YOUTUBE: of('YOUTUBE') }
}
