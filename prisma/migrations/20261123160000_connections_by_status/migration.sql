-- Accounts are counted by status and platform at every scrape: off an index, not by reading the rows with their tokens.
CREATE INDEX "PlatformConnection_status_platform_idx" ON "PlatformConnection"("status", "platform");
