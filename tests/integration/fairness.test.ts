import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { DYNAMIC_CONFIG } from '../../local/temporal/dev-server'
import { PRIORITY } from '../../src/domain/urgency'
import { runPriority } from '../../src/temporal/run-priority'
import { silenceTemporal } from '../support/quiet'
import { openUploadLine, type UploadLine } from '../support/upload-line'

const BACKLOG = 100
const { timed, single, bulk } = PRIORITY

/**
 * Temporal keeps a queue in several partitions and asks them by chance, so that a single place says little. Without turns
 * each would be past the backlog.
 */
const mean = (places: number[]): number => places.reduce((sum, place) => sum + place, 0) / places.length

silenceTemporal()

describe('with two slots', () => {
  let line: UploadLine

  beforeEach(async () => {
    line = await openUploadLine()
  })
  afterEach(() => line.close())

  test('uploads of another user take turns with a backlog that was there first', async () => {
    await line.submit(BACKLOG, 'big', bulk)
    const small = await line.submit(3, 'small', bulk)
    const places = await line.placesOf(small)
    console.info(`three uploads of a small user behind a hundred of a big one: places ${places.join(', ')}`)
    expect(mean(places)).toBeLessThan(BACKLOG / 2)
  })

  test('a single post, and one with an instant, go before the bulk of their own user', async () => {
    await line.submit(BACKLOG, 'big', bulk)
    const near = [...(await line.submit(1, 'big', single)), ...(await line.submit(1, 'big', timed))]
    const places = await line.placesOf(near)
    console.info(`a single post and a timed one behind a hundred of the same user: places ${places.join(', ')}`)
    expect(mean(places)).toBeLessThan(BACKLOG / 2)
  })
})

test('every server that comes with Publisher lets users take turns', () => {
  const file = path.join(__dirname, '..', '..', 'deploy', 'temporal', 'dynamicconfig.yaml')
  expect(parse(readFileSync(file, 'utf8'))).toMatchObject({ 'matching.enableFairness': [{ value: true }] })
  expect(DYNAMIC_CONFIG).toMatchObject({ 'matching.enableFairness': true })
})

test('a user is one key to the server, however long the id', () => {
  const keyOf = (userId: string) => runPriority({ userId, scheduledFor: null }).fairnessKey ?? ''
  const long = 'ü'.repeat(40)
  expect(keyOf('user-1')).toBe('user-1')
  expect(Buffer.byteLength(keyOf(long))).toBe(64)
  expect(keyOf(long)).not.toBe(keyOf(`${long}x`))
})
