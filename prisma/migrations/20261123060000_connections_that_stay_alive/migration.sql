-- A user is erased step by step; nothing new begins meanwhile.
ALTER TABLE "User" ADD COLUMN "eraseRequestedAt" TIMESTAMP(3);

-- How a connection stands, and when it must be renewed.
ALTER TABLE "PlatformConnection"
  ADD COLUMN "connectedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "appScopedUserId" TEXT,
  ADD COLUMN "refreshedAt" TIMESTAMP(3),
  ADD COLUMN "refreshExpiresAt" TIMESTAMP(3),
  ADD COLUMN "renewAt" TIMESTAMP(3),
  ADD COLUMN "refreshStartedAt" TIMESTAMP(3),
  ADD COLUMN "refreshFailure" TEXT,
  ADD COLUMN "refreshFailedAt" TIMESTAMP(3),
  ADD COLUMN "statusReason" TEXT,
  ADD COLUMN "statusChangedAt" TIMESTAMP(3);

-- Connections from before: made when their row was; their tokens are renewed once within a day, which tells their ages.
UPDATE "PlatformConnection" SET "connectedAt" = "createdAt";
UPDATE "PlatformConnection" SET "renewAt" = CURRENT_TIMESTAMP + random() * INTERVAL '1 day' WHERE "status" = 'ACTIVE';

CREATE INDEX "PlatformConnection_status_renewAt_idx" ON "PlatformConnection"("status", "renewAt");
CREATE INDEX "PlatformConnection_platform_appScopedUserId_idx" ON "PlatformConnection"("platform", "appScopedUserId");

-- How long a job waits for its user to reconnect.
ALTER TABLE "PublishJob" ADD COLUMN "reconnectWaitSeconds" INTEGER;

-- A user on the way to a platform's consent page and back.
CREATE TABLE "ConnectionAttempt" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "platform" "Platform" NOT NULL,
    "login" TEXT,
    "principal" TEXT NOT NULL,
    "returnTo" TEXT,
    "platformUserId" TEXT,
    "linkHash" TEXT NOT NULL,
    "browserHash" TEXT,
    "stateHash" TEXT,
    "codeVerifier" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "usedAt" TIMESTAMP(3),
    "outcome" TEXT,

    CONSTRAINT "ConnectionAttempt_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "ConnectionAttempt_linkHash_key" ON "ConnectionAttempt"("linkHash");
CREATE UNIQUE INDEX "ConnectionAttempt_stateHash_key" ON "ConnectionAttempt"("stateHash");
CREATE INDEX "ConnectionAttempt_userId_idx" ON "ConnectionAttempt"("userId");
CREATE INDEX "ConnectionAttempt_expiresAt_idx" ON "ConnectionAttempt"("expiresAt");
ALTER TABLE "ConnectionAttempt" ADD CONSTRAINT "ConnectionAttempt_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Events of the platforms', each acted upon once.
CREATE TABLE "PlatformEvent" (
    "platform" "Platform" NOT NULL,
    "digest" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "receivedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PlatformEvent_pkey" PRIMARY KEY ("platform", "digest")
);
CREATE INDEX "PlatformEvent_receivedAt_idx" ON "PlatformEvent"("receivedAt");

-- What the code must never write.
ALTER TABLE "PlatformConnection" ADD CONSTRAINT "PlatformConnection_active_has_token" CHECK ("status" <> 'ACTIVE' OR "accessToken" <> '');
ALTER TABLE "PublishJob" ADD CONSTRAINT "PublishJob_reconnect_wait" CHECK ("reconnectWaitSeconds" >= 0);
