import { defineConfig } from 'prisma/config'
import { databaseUrl } from './local/prisma/database-url'
import { schemaEngineFallback } from './local/prisma/engine-choice'

const engine = schemaEngineFallback()
if (engine) process.env.PRISMA_SCHEMA_ENGINE_BINARY = engine

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations', seed: 'node --import tsx prisma/seed.ts' },
  datasource: { url: databaseUrl() },
})
