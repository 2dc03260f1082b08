import { lookalikes } from '../../src/platforms/tiktok/caption-search'
import type { TikTokClient } from '../../src/platforms/tiktok/client'

const FROM_MS = Date.parse('2027-01-15T12:00:00Z')

/** Answers a page of one recent video for each call, says that there is more, and puts the cursor where it is told to. */
async function search(nextCursor: (asked: number | undefined) => number) {
  const asked: (number | undefined)[] = []
  const client: Pick<TikTokClient, 'listVideos'> = {
    listVideos(cursor) {
      if (asked.length === 10) throw new Error('asked for ever')
      asked.push(cursor)
      const videos = [{ id: `video-${nextCursor(cursor)}`, title: 'Bedtime', create_time: FROM_MS / 1_000 + 60 }]
      return Promise.resolve({ videos, cursor: nextCursor(cursor), has_more: nextCursor(cursor) > FROM_MS })
    },
  }
  const account = { platformUserId: 'open-id', connectionId: 'connection', accessToken: 'token' }
  const context = { phase: 'probe', account, signal: new AbortController().signal } as never
  return { found: await lookalikes(client as TikTokClient, 'Bedtime', { fromMs: FROM_MS }, context), asked }
}

test('a list of videos is followed back in time to its end', async () => {
  const { found, asked } = await search((cursor = FROM_MS + 4_000) => cursor - 1_000)
  expect(asked).toEqual([undefined, FROM_MS + 3_000, FROM_MS + 2_000, FROM_MS + 1_000])
  expect(found).toHaveLength(4)
})

test.each([
  ['stays', 0],
  ['goes the other way', 1_000],
])('a list that says it has more while its cursor %s is not followed for ever', async (_what, step) => {
  const { found, asked } = await search((cursor = FROM_MS + 1_000) => cursor + step)
  expect(asked).toHaveLength(2)
  expect(new Set(found).size).toBe(found.length)
})
