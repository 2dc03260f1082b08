/** A line of stderr as the Prisma CLI understands it: it looks for this target and for level ERROR. */
export function engineLog(level, fields) {
  const line = { timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' }
  process.stderr.write(`${JSON.stringify(line)}\n`)
}
