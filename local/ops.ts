import { main as operate } from '../src/bin/ops'
import { DATA } from './paths'
import { readStackInfo } from './stack/info'

/** `npm run ops`: on what the environment names, else on the running local stack. */
export const main = (args: string[]): Promise<number> => operate(args, { ...readStackInfo(DATA)?.env, ...process.env })
