/** Why a process cannot start or go on, told in a sentence to whoever can mend it. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
