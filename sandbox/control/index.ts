import express, { Router, type NextFunction, type Request, type Response } from 'express'
import { z } from 'zod'
import type { Platform } from '../kernel/platform'
import type { PlatformHost } from '../kernel/serve'
import { resetWorld, type World } from '../kernel/world'
import { patchAccount, putAccount } from './accounts'
import { ControlError, parse, platformName } from './input'
import { faultShape } from './fault'
import { patchSettings } from './settings'

const postsQuery = z.strictObject({ platform: platformName.optional() })
const requestsQuery = z.strictObject({ platform: platformName.optional(), operation: z.string().optional() })
const clockStep = z.strictObject({ advanceSeconds: z.number().min(0) })
const resetOptions = z.strictObject({ seed: z.string().optional() })

/** The tester's side of the sandbox: oracle, request log, faults, time, accounts, and what people do in the platforms' apps. */
export function control(world: World, hosts: PlatformHost[]): Router {
  const operations = operationsOf(hosts)
  const router = Router()
  router.use(express.json())
  const change =
    (work: (request: Request) => unknown, status = 200) =>
    async (request: Request, response: Response) => {
      const result = await work(request)
      await world.store.save()
      response.status(result === undefined ? 204 : status).json(result)
    }

  router.get('/posts', (request, response) => {
    response.json(world.posts.list(parse(postsQuery, request.query).platform))
  })
  router.get('/requests', (request, response) => {
    response.json(world.log.list(parse(requestsQuery, request.query)))
  })
  router.get('/quota/:platform', ({ params }, response) => {
    response.json(chargedOf(hosts, parse(platformName, params.platform)))
  })
  router.post(
    '/faults',
    change((request) => world.faults.add(parse(faultShape(operations), request.body))),
  )
  router.delete(
    '/faults',
    change(() => world.faults.clear()),
  )
  router.post(
    '/reset',
    change((request) => resetWorld(world, parse(resetOptions, request.body ?? {}).seed)),
  )
  router.post(
    '/clock',
    change((request) => {
      world.clock.advance(parse(clockStep, request.body).advanceSeconds)
      return { now: new Date(world.clock.nowMs()).toISOString() }
    }),
  )
  router.post(
    '/accounts',
    change((request) => putAccount(world, request.body)),
  )
  router.patch(
    '/accounts/:platform/:accountId',
    change(({ params, body }) =>
      patchAccount(world, parse(platformName, params.platform), String(params.accountId), body),
    ),
  )
  router.patch(
    '/settings/:platform',
    change(({ params, body }) => patchSettings(world, parse(platformName, params.platform), body)),
  )
  router.post(
    '/actions/:platform/:action',
    change(({ params, body }) => actionOf(hosts, params)(body)),
  )
  router.use((request) => {
    throw new ControlError(404, `there is no ${request.method} ${request.originalUrl}`)
  })
  router.use(answerError)
  return router
}

function operationsOf(hosts: PlatformHost[]): Record<Platform, string[]> {
  const of = (platform: Platform) =>
    hosts
      .filter((host) => host.platform === platform)
      .flatMap(({ endpoints }) => endpoints.flatMap((e) => e.operations))
  return { TIKTOK: of('TIKTOK'), INSTAGRAM: of('INSTAGRAM'), YOUTUBE: of('YOUTUBE') }
}

function actionOf(hosts: PlatformHost[], params: Request['params']) {
  const platform = parse(platformName, params.platform)
  const found = hosts
    .filter((host) => host.platform === platform)
    .map(({ actions }) => actions?.[String(params.action)])
  const action = found.find((candidate) => candidate !== undefined)
  if (action) return action
  throw new ControlError(404, `nobody can ${String(params.action)} on ${platform}`)
}

function chargedOf(hosts: PlatformHost[], platform: Platform): Record<string, number> {
  const host = hosts.find((candidate) => candidate.platform === platform && candidate.charged)
  if (host?.charged) return host.charged()
  throw new ControlError(404, `${platform} has no quota of the app's day`)
}

function answerError(error: unknown, _request: Request, response: Response, _next: NextFunction): void {
  if (error instanceof ControlError) response.status(error.status).json({ error: error.message })
  else if (error instanceof SyntaxError) response.status(400).json({ error: `the body is no JSON: ${error.message}` })
  else {
    console.error('sandbox defect', error)
    response.status(500).json({ error: String(error) })
  }
}
