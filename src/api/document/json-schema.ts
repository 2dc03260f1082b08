import { z } from 'zod'
import type { JsonSchema } from '../../domain/ports/platform'

export const toReference = (name: string) => `#/components/schemas/${name}`

/** A reference where the schema has a name, the schema itself where it has none. */
export function toSchema(schema: z.ZodType): JsonSchema {
  const name = schema.meta()?.id
  return name === undefined ? readable(z.toJSONSchema(schema, CONVERSION)) : { $ref: toReference(name) }
}

/** Every schema with a name, under that name. */
export function namedSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { ...CONVERSION, uri: toReference })
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, readable(schema)]))
}

const CONVERSION = {
  io: 'input',
  // A schema that transforms loses its examples on the way through zod.
  override: ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }) => {
    const { examples } = z.globalRegistry.get(zodSchema) ?? {}
    if (examples) jsonSchema.examples = examples
  },
} as const

/** What is a value in a schema, and no schema. */
const VALUES = new Set(['examples', 'default', 'const', 'enum'])

/** Without what tells a reader nothing: identities, the patterns behind formats, the bounds of every integer in JavaScript. */
export function readable(schema: JsonSchema): JsonSchema {
  const told = Object.entries(schema).filter(([key, value]) => !isNoise(schema, key, value))
  return Object.fromEntries(told.map(([key, value]) => [key, VALUES.has(key) ? value : readableMember(value)]))
}

function readableMember(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readableMember)
  return value instanceof Object ? readable(value as JsonSchema) : value
}

function isNoise(schema: JsonSchema, key: string, value: unknown): boolean {
  if (key === '$id' || key === '$schema' || key === 'propertyNames') return true
  if (key === 'pattern') return typeof value === 'string' && typeof schema.format === 'string'
  return (key === 'minimum' || key === 'maximum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER
}
