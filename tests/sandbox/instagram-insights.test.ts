import { openInstagram, type InstagramBench } from './instagram-client'

const METRICS = 'views,reach,likes,comments,shares,saved,total_interactions'
const HOUR_SECONDS = 3600

let instagram: InstagramBench
let mediaId: string

beforeEach(async () => {
  instagram = await openInstagram()
  mediaId = (await instagram.publish(await instagram.finished())).json.id
})
afterEach(() => instagram.close())

const insights = (metric: string) => instagram.graph(`/v25.0/${mediaId}/insights?metric=${metric}`)

async function values(): Promise<Record<string, number>> {
  const { data } = (await insights(METRICS)).json
  return Object.fromEntries(
    data.map((metric: { name: string; values: [{ value: number }] }) => [metric.name, metric.values[0].value]),
  )
}

test('insights are an empty set at first and lag behind', async () => {
  const { profile, sandbox } = instagram
  await profile({ insightsLagSeconds: 2 * HOUR_SECONDS })
  await sandbox.advance(HOUR_SECONDS)
  expect((await insights(METRICS)).json).toEqual({ data: [] })
  await sandbox.advance(2 * HOUR_SECONDS)
  const { data } = (await insights('views')).json
  expect(data).toMatchObject([{ name: 'views', period: 'lifetime', values: [{ value: 120 }] }])
})

test('one metric that Reels do not have fails the whole list', async () => {
  await instagram.sandbox.advance(HOUR_SECONDS)
  for (const unsupported of ['plays', 'impressions', 'facebook_views']) {
    expect((await insights(`views,${unsupported}`)).json.error).toMatchObject({ code: 100 })
  }
})

test('values grow, but for what Meta takes back', async () => {
  const { profile, sandbox } = instagram
  await sandbox.advance(10 * HOUR_SECONDS)
  const early = await values()
  await sandbox.advance(10 * HOUR_SECONDS)
  const late = await values()
  for (const [name, value] of Object.entries(late)) expect(value).toBeGreaterThan(early[name] ?? Infinity)
  await profile({ insightsCorrection: 10 })
  const corrected = await values()
  for (const name of ['views', 'likes', 'comments', 'shares']) expect(corrected[name]).toBe((late[name] ?? 0) - 10)
})

test('the insights of what is not there, or of others, do not exist', async () => {
  const { json } = await instagram.graph('/v25.0/123/insights?metric=views')
  expect(json.error).toMatchObject({ code: 100, error_subcode: 33 })
})
