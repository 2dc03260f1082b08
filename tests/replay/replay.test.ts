import { readdirSync } from 'node:fs'
import * as workflows from '../../src/workflows'
import { HISTORIES } from '../support/histories'
import { silenceTemporal } from '../support/quiet'
import { BUNDLE, readHistory, replay } from './replay'
import { SHAPES } from './shapes'

silenceTemporal()

const shapes = Object.entries(SHAPES).flatMap(([type, table]) =>
  Object.entries(table).map(([shape, tells]) => [type, shape, tells] as const),
)

test('there is a history of every shape of a run, and of every workflow type at least one', () => {
  const files = readdirSync(HISTORIES).map((file) => file.replace(/\.json$/, ''))
  expect(files.sort()).toEqual(shapes.map(([, shape]) => shape).sort())
  expect(Object.keys(SHAPES).sort()).toEqual(Object.keys(workflows).sort())
})

test.each(shapes)(
  'a run of %s that began with earlier code goes on with the present one: %s, %s',
  async (type, shape) => {
    const recorded = readHistory(shape)
    expect(recorded.workflowType).toBe(type)
    await replay(BUNDLE, recorded)
  },
)
