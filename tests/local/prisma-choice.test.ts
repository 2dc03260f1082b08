import { databaseUrl } from '../../local/prisma/database-url'
import { schemaEngineFallback } from '../../local/prisma/engine-choice'

test.each(['PRISMA_SCHEMA_ENGINE_BINARY', 'PRISMA_ENGINES_MIRROR'])('%s keeps our engine out of the way', (setting) => {
  expect(schemaEngineFallback({ [setting]: 'somewhere' })).toBeUndefined()
})

test("DATABASE_URL wins over the running stack's database", () => {
  expect(databaseUrl({ DATABASE_URL: 'postgresql://elsewhere/db' })).toBe('postgresql://elsewhere/db')
})
