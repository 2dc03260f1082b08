import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum as Type } from '@prisma/driver-adapter-utils'

/** Type oids of the catalog columns that the engine reads; everything else is read as text. */
const COLUMN_TYPES = new Map([
  [16, Type.Boolean],
  // "char": PostgreSQL 18 lists NOT NULL constraints by such a column, and the engine panics when it comes as text.
  [18, Type.Character],
  [20, Type.Int64],
  [21, Type.Int32],
  [23, Type.Int32],
  [26, Type.Int64],
  [114, Type.Json],
  [700, Type.Float],
  [701, Type.Double],
  [1002, Type.CharacterArray],
  [1003, Type.TextArray],
  [1005, Type.Int32Array],
  [1007, Type.Int32Array],
  [1009, Type.TextArray],
  [1028, Type.Int64Array],
  [1082, Type.Date],
  [1114, Type.DateTime],
  [1184, Type.DateTime],
  [1700, Type.Numeric],
  [3802, Type.Json],
])

/** Prisma's node-postgres adapter, with the three habits changed that a schema engine cannot live with. */
export class EngineAdapter extends PrismaPg {
  async connect() {
    const adapter = await super.connect()
    adapter.queryRaw = async (query) => {
      const { fields, rows } = await adapter.performIO(query)
      return {
        columnNames: fields.map((field) => field.name),
        columnTypes: fields.map((field) => COLUMN_TYPES.get(field.dataTypeID) ?? Type.Text),
        rows,
      }
    }
    // Sent whole: the stock one cuts at every semicolon, also inside functions, strings and comments.
    adapter.executeScript = async (script) => {
      await adapter.client.query(script).catch((error) => adapter.onError(error))
    }
    return adapter
  }

  /** The shadow database is dropped after its connections are closed; the stock one drops it from under itself. */
  async connectToShadowDb() {
    const database = `prisma_migrate_shadow_db_${randomUUID()}`
    const main = await this.connect()
    await main.executeScript(`CREATE DATABASE "${database}"`)
    const shadow = await new EngineAdapter({ ...this.config, database }, this.options).connect()
    const close = shadow.dispose.bind(shadow)
    shadow.dispose = async () => {
      await close()
      await main.executeScript(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`)
      await main.dispose()
    }
    return shadow
  }
}
