import pg from 'pg'
import { engineLog } from './engine-log.mjs'

const SQL = { 'create-database': 'CREATE DATABASE', 'drop-database': 'DROP DATABASE' }

/** SQLSTATE → Prisma's error code; anything else counts as "cannot reach the server". */
const ERROR_CODES = { '28P01': 'P1000', 28000: 'P1000', '3D000': 'P1003', 42501: 'P1010', '42P04': 'P1009' }

/** Answers `cli can-connect-to-database | create-database | drop-database`. @returns the exit code */
export async function runCommand(command, { config }) {
  const client = new pg.Client(command in SQL ? { ...config, database: 'postgres' } : config)
  try {
    await client.connect()
    if (command in SQL) await client.query(`${SQL[command]} ${client.escapeIdentifier(config.database)}`)
    await client.end()
    return 0
  } catch (error) {
    reportFailure(command, config, error)
    return 1
  }
}

function reportFailure(command, { host, port, database }, error) {
  const portNumber = Number(port ?? 5432)
  // The CLI drops the first line and looks for the error in the rest.
  engineLog('INFO', { message: `schema engine: ${command}` })
  engineLog('ERROR', {
    message: error.message || `Can't reach database server at ${host}:${portNumber}`,
    is_panic: false,
    error_code: ERROR_CODES[error.code] ?? 'P1001',
    meta: { database_name: database, database_host: host, database_port: portNumber },
  })
}
