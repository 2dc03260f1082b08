/** Encrypts tokens and upload URLs for the database. `binding` names the row and column, e.g. `PlatformConnection/<id>/accessToken`. */
export interface TokenCipher {
  /** Text of the form `v1.<key id>.<IV>.<ciphertext and tag>`. */
  encrypt(plaintext: string, binding: string): string
  /** Throws on anything that was altered, cut or moved; never gives a wrong plaintext. */
  decrypt(ciphertext: string, binding: string): string
}
