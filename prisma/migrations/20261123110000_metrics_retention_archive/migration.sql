-- AlterTable
ALTER TABLE "PublishedPost"
  ADD COLUMN "platformUserId" TEXT,
  ADD COLUMN "nextSyncAt" TIMESTAMP(3) DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "countersChangedAt" TIMESTAMP(3),
  ADD COLUMN "sharesSyncedAt" TIMESTAMP(3),
  ADD COLUMN "syncFailure" TEXT,
  ADD COLUMN "unavailableAt" TIMESTAMP(3),
  ADD COLUMN "unavailableReason" TEXT,
  ADD CONSTRAINT "PublishedPost_unavailable_reason" CHECK (("unavailableAt" IS NULL) = ("unavailableReason" IS NULL));
UPDATE "PublishedPost" p SET "platformUserId" = j."platformUserId" FROM "PublishJob" j WHERE j.id = p."publishJobId";
-- Only of posts that are still brought, so that a look at what is due stays short beside any number of old ones.
CREATE INDEX "PublishedPost_platform_userId_nextSyncAt_idx" ON "PublishedPost"("platform", "userId", "nextSyncAt") WHERE "nextSyncAt" IS NOT NULL;

-- CreateTable
CREATE TABLE "PostMetric" (
    "postId" TEXT NOT NULL,
    "window" TIMESTAMP(3) NOT NULL,
    "observedAt" TIMESTAMP(3) NOT NULL,
    "views" BIGINT,
    "likes" BIGINT,
    "comments" BIGINT,
    "shares" BIGINT,

    CONSTRAINT "PostMetric_pkey" PRIMARY KEY ("postId","window"),
    CONSTRAINT "PostMetric_whole_hour" CHECK ("window" = date_trunc('hour', "window"))
);
CREATE INDEX "PostMetric_window_idx" ON "PostMetric"("window");
ALTER TABLE "PostMetric" ADD CONSTRAINT "PostMetric_postId_fkey" FOREIGN KEY ("postId") REFERENCES "PublishedPost"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateTable
CREATE TABLE "PublishJobTombstone" (
    "jobId" TEXT NOT NULL,
    "principal" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "videoId" TEXT NOT NULL,
    "connectionId" TEXT,
    "platform" "Platform" NOT NULL,
    "status" "JobStatus" NOT NULL,
    "phase" TEXT NOT NULL,
    "errorCode" TEXT,
    "postId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3) NOT NULL,
    "removedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PublishJobTombstone_pkey" PRIMARY KEY ("jobId"),
    CONSTRAINT "PublishJobTombstone_ended" CHECK ("status" IN ('COMPLETED', 'FAILED'))
);
CREATE INDEX "PublishJobTombstone_userId_idx" ON "PublishJobTombstone"("userId");
ALTER TABLE "PublishJobTombstone" ADD CONSTRAINT "PublishJobTombstone_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateTable
CREATE TABLE "PostArchive" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "part" INTEGER NOT NULL,
    "objectKey" TEXT NOT NULL,
    "manifestKey" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "postCount" INTEGER NOT NULL,
    "metricCount" INTEGER NOT NULL,
    "archivedAt" TIMESTAMP(3) NOT NULL,
    "prunedAt" TIMESTAMP(3),
    "restoredAt" TIMESTAMP(3),

    CONSTRAINT "PostArchive_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "PostArchive_pruned_or_restored" CHECK ("prunedAt" IS NULL OR "restoredAt" IS NULL)
);
CREATE UNIQUE INDEX "PostArchive_objectKey_key" ON "PostArchive"("objectKey");
CREATE UNIQUE INDEX "PostArchive_manifestKey_key" ON "PostArchive"("manifestKey");
CREATE UNIQUE INDEX "PostArchive_userId_month_part_key" ON "PostArchive"("userId", "month", "part");
CREATE INDEX "PostArchive_month_idx" ON "PostArchive"("month");
ALTER TABLE "PostArchive" ADD CONSTRAINT "PostArchive_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- What is still to be archived, which beside any number of archived posts is little.
CREATE INDEX "PublishedPost_userId_publishedAt_idx" ON "PublishedPost"("userId", "publishedAt") WHERE "archivedAt" IS NULL;

-- CreateTable
CREATE TABLE "PrunedPost" (
    "id" TEXT NOT NULL,
    "archiveId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "videoId" TEXT NOT NULL,
    "platform" "Platform" NOT NULL,
    "platformUserId" TEXT,
    "platformPostId" TEXT NOT NULL,

    CONSTRAINT "PrunedPost_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "PrunedPost_platform_platformPostId_key" ON "PrunedPost"("platform", "platformPostId");
CREATE INDEX "PrunedPost_archiveId_idx" ON "PrunedPost"("archiveId");
CREATE INDEX "PrunedPost_userId_idx" ON "PrunedPost"("userId");
CREATE INDEX "PrunedPost_videoId_idx" ON "PrunedPost"("videoId");
ALTER TABLE "PrunedPost" ADD CONSTRAINT "PrunedPost_archiveId_fkey" FOREIGN KEY ("archiveId") REFERENCES "PostArchive"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "PrunedPost" ADD CONSTRAINT "PrunedPost_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "PrunedPost" ADD CONSTRAINT "PrunedPost_videoId_fkey" FOREIGN KEY ("videoId") REFERENCES "Video"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- CreateTable
CREATE TABLE "RoundReport" (
    "name" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3) NOT NULL,
    "counts" JSONB NOT NULL,
    "findings" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "RoundReport_pkey" PRIMARY KEY ("name")
);

-- What retention looks for: ended jobs by the instant of their end, and what is deleted but for its row.
CREATE INDEX "PublishJob_ended_idx" ON "PublishJob"((COALESCE("completedAt", "failedAt"))) WHERE "status" IN ('COMPLETED', 'FAILED');
CREATE INDEX "PublishedPost_deletedAt_idx" ON "PublishedPost"("deletedAt") WHERE "deletedAt" IS NOT NULL;
CREATE INDEX "Video_deletedAt_idx" ON "Video"("deletedAt") WHERE "deletedAt" IS NOT NULL;
