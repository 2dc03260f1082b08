import type { PostPage } from '../../src/api/schemas/post'
import { createCreator, startTestApi, type TestApi } from '../support/api'
import { createPost } from '../support/post-table'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

test('a post that was deleted here is not listed any more', async () => {
  const creator = await createCreator(api.prisma)
  const [kept, deleted] = [await createPost(api.prisma, creator, {}), await createPost(api.prisma, creator, {})]
  const listed = async () => {
    const { body } = await api.send<PostPage>('GET', `/v1/posts?userId=${creator.userId}`)
    return body.items.map(({ id }) => id).sort()
  }
  expect(await listed()).toEqual([kept, deleted].sort())
  const deletedAt = new Date(api.clock.nowMs())
  await api.prisma.publishedPost.update({ where: { id: deleted }, data: { deletedAt } })
  expect(await listed()).toEqual([kept])
})
