import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import { EngineAdapter } from './engine-adapter.mjs'
import { engineLog } from './engine-log.mjs'

/** `migrate diff` names no schema file, and the engine panics without one. */
const EMPTY_DATAMODEL = ['empty.prisma', 'datasource db {\n  provider = "postgresql"\n}']

/** Answers JSON-RPC requests, one a line and one after the other, until stdin ends. */
export async function serveEngine(schemaFiles, connection) {
  await loadEngine()
  const datamodels = schemaFiles.map((file) => [file, readFileSync(file, 'utf8')])
  if (datamodels.length === 0) datamodels.push(EMPTY_DATAMODEL)

  let opening
  const open = () => (opening ??= openEngine(datamodels, connection))
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line)
    if (!request.method) continue // the CLI's receipt for a `print`
    const reply = await answer(open, request)
    if (request.method === 'diff' && reply.result?.stdout) send(printOf(request.id, reply.result.stdout))
    send(reply)
  }
  process.exit(0)
}

async function loadEngine() {
  // Without it a panic of the engine would hide behind a TypeError.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => engineLog('ERROR', { message, is_panic: true }),
  }
  const file = new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
}

function openEngine(datamodels, { config, schema }) {
  const factory = bindMigrationAwareSqlAdapterFactory(new EngineAdapter(config, { schema }))
  return bindings.SchemaEngine.new({ datamodels }, () => {}, factory)
}

async function answer(open, { id, method, params }) {
  try {
    const engine = await open()
    // This method reads what an earlier one remembered, since only some can reach a shadow database.
    if (method === 'evaluateDataLoss') {
      await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters })
    }
    const result = await engine[method === 'getDatabaseVersion' ? 'version' : method](params)
    return { jsonrpc: '2.0', id, result: result ?? null }
  } catch (error) {
    const data = { is_panic: false, message: error.message, meta: error.meta ?? null, error_code: error.code ?? null }
    const message = 'An error happened. Check the data field for details.'
    return { jsonrpc: '2.0', id, error: { code: 4466, message, data } }
  }
}

const printOf = (id, content) => ({ jsonrpc: '2.0', id: `print-${id}`, method: 'print', params: { content } })

const send = (message) =>
  process.stdout.write(
    `${JSON.stringify(message, (_key, value) => (value instanceof Map ? Object.fromEntries(value) : value))}\n`,
  )
