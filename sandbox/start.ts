import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Express } from 'express'
import { control } from './control'
import { instagram } from './instagram'
import { serveHost } from './kernel/serve'
import type { OnCall } from './kernel/watched-call'
import { closeWorld, openWorld, type World } from './kernel/world'
import { tiktok } from './tiktok'
import { tiktokConsent } from './tiktok/oauth-consent'
import { youtube } from './youtube'
import { googleOauth } from './youtube/oauth'
import { googleConsent } from './youtube/oauth-consent'

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
  /** The Graph API's other host, and the one that takes the bytes of its uploads. */
  facebookUrl: string
  ruploadUrl: string
  youtubeUrl: string
  youtubeAnalyticsUrl: string
  oauthUrl: string
  /** The consent pages' hosts, and the one where Instagram exchanges codes. */
  tiktokConsentUrl: string
  instagramConsentUrl: string
  instagramOauthUrl: string
  facebookConsentUrl: string
  googleConsentUrl: string
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
    facebookUrl: `${url}/facebook`,
    ruploadUrl: `${url}/rupload`,
    youtubeUrl: `${url}/youtube`,
    youtubeAnalyticsUrl: `${url}/youtube-analytics`,
    oauthUrl: `${url}/google-oauth`,
    tiktokConsentUrl: `${url}/tiktok-www`,
    instagramConsentUrl: `${url}/instagram-www`,
    instagramOauthUrl: `${url}/instagram-api`,
    facebookConsentUrl: `${url}/facebook-www`,
    googleConsentUrl: `${url}/google-accounts`,
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await closeWorld(world)
    },
  }
}

function appOf(world: World): Express {
  const hosts = [
    tiktok(world),
    tiktokConsent(world),
    ...instagram(world),
    ...youtube(world),
    googleOauth(world),
    googleConsent(world),
  ]
  const app = express().disable('x-powered-by')
  app.use('/control', control(world, hosts))
  for (const host of hosts) app.use(host.prefix, serveHost(world, host))
  return app
}
