import { writeFile } from 'node:fs/promises'
import { withTestServers } from '../../local/test-servers'
import { startTestApi } from '../support/api'
import type { OpenApi } from '../support/answer-check'
import { CLIENT_SCHEMA, clientSchemaOf } from '../support/client-schema'

/** `npm run generate:client`: writes client/schema.ts anew from the document of the API as it is now. */
export const main = (): Promise<number> =>
  withTestServers(async (env) => {
    Object.assign(process.env, env)
    const api = await startTestApi()
    try {
      const { body } = await api.send<OpenApi>('GET', '/openapi.json', { key: null })
      await writeFile(CLIENT_SCHEMA, await clientSchemaOf(body))
      return 0
    } finally {
      await api.close()
    }
  })
