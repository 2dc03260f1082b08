#!/usr/bin/env node
/**
 * Prisma's schema engine for machines that cannot download the native one.
 *
 * The Prisma CLI runs the executable that PRISMA_SCHEMA_ENGINE_BINARY names and speaks to it in one of two ways: a
 * one-shot `cli <command>`, or JSON-RPC lines over stdin and stdout. Both are answered here, the second by the engine's
 * own WebAssembly build.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { connectionOf } from './connection.mjs'
import { runCommand } from './database-command.mjs'
import { serveEngine } from './engine-server.mjs'

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    version: { type: 'boolean' },
    datasource: { type: 'string' },
    datamodels: { type: 'string', short: 'd', multiple: true },
  },
})

if (values.version) {
  const manifest = new URL('package.json', import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
  console.log(`schema-engine-wasm ${JSON.parse(readFileSync(manifest, 'utf8')).version}`)
} else {
  const connection = connectionOf(JSON.parse(values.datasource ?? '{}').url)
  const [mode, command] = positionals
  if (mode === 'cli') process.exitCode = await runCommand(command, connection)
  else await serveEngine(values.datamodels ?? [], connection)
}
