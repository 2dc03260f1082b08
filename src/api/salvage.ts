import type { z } from 'zod'

type Path = PropertyKey[]

/**
 * What is left of a faulty body without its faults, so that the rules behind the schema can be told in the same answer.
 * Drops each faulty property, then its parents, until the schema is content.
 * @returns null where a fault cannot be cut out: a required property, or a member of a list, whose index must not move.
 */
export function salvage<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> | null {
  const rest = structuredClone(body)
  // Each round removes at least one property or gives up.
  for (;;) {
    const parsed = schema.safeParse(rest)
    if (parsed.success) return parsed.data
    const paths = parsed.error.issues.flatMap(faultyPaths)
    if (paths.filter((path) => drop(rest, path)).length === 0) return null
  }
}

const faultyPaths = (issue: z.core.$ZodIssue): Path[] =>
  issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]

/** Removes the property at `path`, or the nearest one above it that exists and is no list member. */
function drop(root: unknown, path: Path): boolean {
  for (let depth = path.length; depth > 0; depth--) {
    const key = path[depth - 1]
    const parent = path.slice(0, depth - 1).reduce<unknown>((value, step) => Reflect.get(asObject(value), step), root)
    if (key === undefined || Array.isArray(parent) || !Object.hasOwn(asObject(parent), key)) continue
    return Reflect.deleteProperty(asObject(parent), key)
  }
  return false
}

/** Anything may stand where an object should. */
const asObject = (value: unknown): object => Object(value) as object
