/** Encrypts tokens and upload URLs for the database. `binding` names the row and column, e.g. `PlatformConnection/<id>/accessToken`. */
export interface TokenCipher {
  /** Text of the form `v1.<key id>.<IV>.<ciphertext and tag>`. */
  encrypt(plaintext: string, binding: string): string
  /**
   * Never gives a wrong plaintext.
   * @throws PublishError `token-unreadable`, for whatever was altered, cut or moved, or whose key is not in the ring
   */
  decrypt(ciphertext: string, binding: string): string
}
