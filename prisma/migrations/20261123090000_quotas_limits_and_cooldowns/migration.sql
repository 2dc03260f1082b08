-- A day says itself how it is counted, and what was charged beside its reservations.
ALTER TABLE "YouTubeQuota"
  ADD COLUMN "model" TEXT NOT NULL DEFAULT 'units-1600',
  ADD COLUMN "uploadCost" INTEGER NOT NULL DEFAULT 1600,
  ADD COLUMN "callUnits" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "metricsUnits" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "closedAt" TIMESTAMP(3),
  ADD COLUMN "limitSetAt" TIMESTAMP(3);
-- Days that were counted in uploads before a day could say so.
UPDATE "YouTubeQuota" q SET "model" = 'upload-bucket', "uploadCost" = 1
WHERE EXISTS (SELECT FROM "QuotaReservation" r WHERE r."date" = q."date" AND r."units" = 1);
ALTER TABLE "YouTubeQuota"
  ADD CONSTRAINT "YouTubeQuota_model" CHECK ("model" IN ('units-1600', 'upload-bucket')),
  ADD CONSTRAINT "YouTubeQuota_upload_cost" CHECK ("uploadCost" > 0),
  ADD CONSTRAINT "YouTubeQuota_calls_within_used" CHECK ("metricsUnits" >= 0 AND "metricsUnits" <= "callUnits" AND "callUnits" <= "used");

-- CreateTable
CREATE TABLE "QuotaBucket" (
    "name" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "used" INTEGER NOT NULL DEFAULT 0,
    "limit" INTEGER NOT NULL,
    "metricsUnits" INTEGER NOT NULL DEFAULT 0,
    "closedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "QuotaBucket_pkey" PRIMARY KEY ("name","date"),
    CONSTRAINT "QuotaBucket_used_within_limit" CHECK ("used" BETWEEN 0 AND "limit"),
    CONSTRAINT "QuotaBucket_metrics_within_used" CHECK ("metricsUnits" BETWEEN 0 AND "used")
);

-- What was spent stays spent when its job is erased.
ALTER TABLE "QuotaReservation" DROP CONSTRAINT "QuotaReservation_publishJobId_fkey";
-- A job never holds two uploads, on whatever days: what it holds since an earlier attempt is free.
WITH freed AS (
  UPDATE "QuotaReservation" r SET "state" = 'RELEASED'
  WHERE r."state" = 'HELD' AND EXISTS (
    SELECT FROM "QuotaReservation" n
    WHERE n."publishJobId" = r."publishJobId" AND n."purpose" = r."purpose" AND n."state" = 'HELD'
      AND n."sessionNumber" > r."sessionNumber"
  )
  RETURNING r."date", r."units"
)
UPDATE "YouTubeQuota" q SET "used" = q."used" - f."units"
FROM (SELECT "date", sum("units") AS "units" FROM freed GROUP BY "date") f WHERE q."date" = f."date";
CREATE UNIQUE INDEX "QuotaReservation_held" ON "QuotaReservation"("publishJobId", "purpose") WHERE "state" = 'HELD';

-- CreateEnum
CREATE TYPE "CooldownScope" AS ENUM ('WRITES', 'ALL');

-- CreateTable
CREATE TABLE "PlatformCooldown" (
    "id" TEXT NOT NULL,
    "platform" "Platform" NOT NULL,
    "platformUserId" TEXT,
    "scope" "CooldownScope" NOT NULL,
    "reason" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "remedy" TEXT NOT NULL,
    "evidence" JSONB NOT NULL DEFAULT '{}',
    "spares" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "until" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PlatformCooldown_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "PlatformCooldown_platform_platformUserId_reason_key" ON "PlatformCooldown"("platform", "platformUserId", "reason") NULLS NOT DISTINCT;
CREATE INDEX "PlatformCooldown_until_idx" ON "PlatformCooldown"("until");
-- Only a person may stop something without an end.
ALTER TABLE "PlatformCooldown" ADD CONSTRAINT "PlatformCooldown_ends" CHECK ("until" IS NOT NULL OR "reason" = 'paused');

-- CreateTable
CREATE TABLE "CallWindow" (
    "platform" "Platform" NOT NULL,
    "platformUserId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "calledAt" TIMESTAMP(3)[],
    "learntLimit" INTEGER,
    "learntAt" TIMESTAMP(3),
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CallWindow_pkey" PRIMARY KEY ("platform","platformUserId","name")
);

-- AlterTable
ALTER TABLE "PublishJob"
  ADD COLUMN "onQuotaExhausted" TEXT,
  ADD COLUMN "publishBefore" TIMESTAMP(3),
  ADD COLUMN "quotaQueuedAt" TIMESTAMP(3),
  ADD COLUMN "quotaStartAt" TIMESTAMP(3),
  ADD CONSTRAINT "PublishJob_on_quota_exhausted" CHECK ("onQuotaExhausted" IN ('wait', 'fail'));
-- Only of the queue, so that a look at it stays short beside any number of jobs.
CREATE INDEX "PublishJob_quotaQueuedAt_idx" ON "PublishJob"("quotaQueuedAt") WHERE "quotaQueuedAt" IS NOT NULL;
