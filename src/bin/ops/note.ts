/** Tells what goes on, beside the answer. */
export const note = (line: string): void => void process.stderr.write(`${line}\n`)
