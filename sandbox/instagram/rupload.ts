import type { Account } from '../kernel/accounts'
import { json, Refusal, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint, PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import { headerToken, requireLive, requireVersion } from './access'
import { standingOf, type Container, type Containers } from './containers'
import { endIntake, failed, startFetch } from './intake'

/** Stands for https://rupload.facebook.com. */
export function rupload(world: World, containers: Containers): PlatformHost {
  const accountOf = (call: Call) => world.accounts.byAccessToken('INSTAGRAM', headerToken(call))?.account
  return {
    platform: 'INSTAGRAM',
    prefix: '/rupload',
    identify: accountOf,
    errorOf: (status) => debugInfo(status, 'ProcessingFailedError', status >= 429),
    endpoints: [ruploadPost(world, containers)],
  }
}

/** `POST /ig-api-upload/<version>/<container>`: the rest of the file from `offset` on, or where to fetch it. */
function ruploadPost(world: World, containers: Containers): Endpoint {
  return {
    method: 'post',
    path: '/ig-api-upload/:version/:id',
    operations: ['rupload.post'],
    isUpload: true,
    handle: (call) => {
      requireVersion(call)
      const { account } = requireLive(world, world.accounts.byAccessToken('INSTAGRAM', headerToken(call)))
      const container = containers.find(account, call.param('id'))
      if (!container || container.intake.state !== 'awaiting') throw refused('The container takes no upload')
      if (standingOf(container, world.clock.nowMs()).code === 'EXPIRED') throw refused('The container has expired')
      const fileUrl = call.header('file_url')
      if (fileUrl === undefined) return receive(world, account, container, call)
      startFetch(world, container, fileUrl)
      return SUCCESS
    },
  }
}

const SUCCESS = json(200, { success: true, message: 'Upload successful.' })

function receive(world: World, account: Account<'INSTAGRAM'>, container: Container, call: Call): Promise<Answer> {
  const [offset, fileSize] = [wholeNumber(call, 'offset'), wholeNumber(call, 'file_size')]
  return world.uploads.asOnlyWriter(container.id, call, async () => {
    // An earlier writer may have finished while this one waited for its end.
    if (container.intake.state !== 'awaiting') throw refused('The container takes no upload')
    if (offset !== (await world.uploads.sizeBytes(container.id))) {
      throw new Refusal(debugInfo(400, 'OffsetInvalidError', false, 'Request starting offset is invalid'))
    }
    if (call.contentLength() !== fileSize - offset) {
      throw new Refusal(
        debugInfo(400, 'PartialRequestError', false, 'The request does not match the length of the file'),
      )
    }
    const bytes = await append(world, account, container, call, offset)
    const sha256 = await world.uploads.digest(container.id)
    await endIntake(world, container, { bytes, sha256 }, AbortSignal.timeout(account.profile.fetchTimeoutMs)).catch(
      (error: unknown) => (container.intake = failed(error)),
    )
    await world.store.save()
    await world.uploads.discard(container.id)
    return SUCCESS
  })
}

/** Bytes that arrived before a broken connection stay, or go, as the account's profile says. */
async function append(
  world: World,
  { profile }: Account<'INSTAGRAM'>,
  { id }: Container,
  call: Call,
  offset: number,
): Promise<number> {
  try {
    return await world.uploads.append(id, offset, call.body())
  } catch (error) {
    if (!profile.keepsInterruptedBytes) await world.uploads.discard(id)
    throw error
  }
}

function wholeNumber(call: Call, header: string): number {
  const text = call.header(header) ?? ''
  if (!/^\d+$/.test(text)) throw refused(`The header ${header} is missing or no number`)
  return Number(text)
}

const refused = (message: string): Refusal => new Refusal(debugInfo(400, 'ProcessingFailedError', false, message))

function debugInfo(status: number, type: string, retriable: boolean, message = 'Request processing failed'): Answer {
  return json(status, { debug_info: { retriable, type, message } })
}
