import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

const content = readFileSync(path.join(__dirname, 'sample.mp4'))

/** The video that `npm start` publishes: a real one, H.264 and AAC. */
export const SAMPLE = {
  content,
  sizeBytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
  title: 'A sample video',
}
