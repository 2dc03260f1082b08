-- Which keys the stored ciphertexts need, told without reading them all: src/database/encrypted-columns.ts.
CREATE INDEX "PlatformConnection_accessToken_key_idx" ON "PlatformConnection" (substring("accessToken" FROM '^v1\.([A-Za-z0-9_-]{1,32})\.'));
CREATE INDEX "PlatformConnection_refreshToken_key_idx" ON "PlatformConnection" (substring("refreshToken" FROM '^v1\.([A-Za-z0-9_-]{1,32})\.'));
CREATE INDEX "Checkpoint_reference_key_idx" ON "Checkpoint" (substring("reference" FROM '^v1\.([A-Za-z0-9_-]{1,32})\.'));
CREATE INDEX "ConnectionAttempt_codeVerifier_key_idx" ON "ConnectionAttempt" (substring("codeVerifier" FROM '^v1\.([A-Za-z0-9_-]{1,32})\.'));
