import { pipeline, Readable, type Transform } from 'node:stream'

/** Leads `source` through a codec. Whatever breaks the one breaks the other, whose reader is told. */
export const through = (source: AsyncIterable<Uint8Array | string>, codec: Transform): Readable =>
  pipeline(Readable.from(source), codec, () => undefined)

/**
 * The lines of a text. Split at line feeds only, as JSON Lines are: JSON leaves other line separators as they are.
 * @throws Error where the last one has no end
 */
export async function* linesOf(text: Readable): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of text.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') throw new Error('the last line has no end')
}
