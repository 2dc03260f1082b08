import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { LocalFailure } from '../failure'
import { ROOT } from '../paths'

/** Lines of the last stage that take something from the build: what the image holds, and nothing else. */
const COPIES = /^COPY --from=build (.+) (\S+)$/gm

/**
 * Lays out in `folder` what Publisher's image holds at /app, as the Dockerfile says.
 * @throws LocalFailure where `npm run build` has not run
 */
export function layOutApp(folder: string): string {
  for (const [, sources = '', target = ''] of readFileSync(path.join(ROOT, 'Dockerfile'), 'utf8').matchAll(COPIES)) {
    for (const source of sources.split(' ').map((name) => path.relative('/app', name))) {
      const found = path.join(ROOT, source)
      if (!existsSync(found)) throw new LocalFailure(`There is no ${source}: run \`npm run build\` first.`)
      const place = path.join(folder, target === './' ? path.basename(source) : target)
      mkdirSync(path.dirname(place), { recursive: true })
      symlinkSync(found, place)
    }
  }
  return folder
}
