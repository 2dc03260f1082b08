import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const PAGE_TIMEOUT_MS = 20_000
/** Asks pip itself where it looks when nobody told it. */
const PIP_DEFAULT = 'from pip._internal.models.index import PyPI; print(PyPI.simple_url)'

/**
 * The package indexes to look in: those that pip is told to use, read with and without Python, and the one that it
 * uses by default.
 */
export async function indexUrls(env: NodeJS.ProcessEnv = process.env): Promise<string[]> {
  const configured = [
    env.PIP_INDEX_URL,
    ...(await configuredInFiles(env)),
    await python('-m', 'pip', 'config', 'get', 'global.index-url'),
  ]
  const told = configured.filter((url): url is string => Boolean(url))
  if (told.length > 0) return [...new Set(told)]
  const standard = await python('-c', PIP_DEFAULT)
  return standard ? [standard] : []
}

async function python(...args: string[]): Promise<string | undefined> {
  try {
    return (await promisify(execFile)('python3', args)).stdout.trim() || undefined
  } catch {
    return undefined // no Python, no pip, or nothing set: the next source
  }
}

async function configuredInFiles(env: NodeJS.ProcessEnv): Promise<(string | undefined)[]> {
  const home = os.homedir()
  const files = [path.join(home, '.config/pip/pip.conf'), path.join(home, '.pip/pip.conf'), '/etc/pip.conf']
  if (env.PIP_CONFIG_FILE) files.unshift(env.PIP_CONFIG_FILE)
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, 'utf8').catch(() => '') // most machines lack most of these files
      return /^\s*index-url\s*=\s*(\S+)/m.exec(text)?.[1]
    }),
  )
}

/**
 * The address of a file in an index, by the HTML listing that every index and mirror serves.
 * @throws when the index does not answer or lacks the file
 */
export async function fileInIndex(
  index: string,
  distribution: string,
  file: string,
  signal: AbortSignal,
): Promise<URL> {
  const page = new URL(`${distribution.replaceAll('_', '-')}/`, index.replace(/\/*$/, '/'))
  const headers: Record<string, string> = { accept: 'text/html' }
  if (page.username) {
    const login = `${decodeURIComponent(page.username)}:${decodeURIComponent(page.password)}`
    headers.authorization = `Basic ${Buffer.from(login).toString('base64')}`
    page.username = page.password = ''
  }
  const answer = await fetch(page, { headers, signal: AbortSignal.any([signal, AbortSignal.timeout(PAGE_TIMEOUT_MS)]) })
  if (!answer.ok) throw new Error(`${page.host} answered ${answer.status}`)
  const anchors = (await answer.text()).matchAll(/<a\s[^>]*href="([^"]+)"/g)
  const links = [...anchors].map(([, href]) => new URL(String(href).replaceAll('&amp;', '&'), page))
  const link = links.find(({ pathname }) => decodeURIComponent(pathname).endsWith(`/${file}`))
  if (!link) throw new Error(`${page.host} has no ${file}`)
  return link
}
