import { main as rotate } from '../src/bin/keys-rotate'
import { DATA } from './paths'
import { readStackInfo } from './stack/info'

/** `npm run keys:rotate`: on what the environment names, else on the running local stack. */
export const main = (args: string[]): Promise<number> => rotate(args, { ...readStackInfo(DATA)?.env, ...process.env })
