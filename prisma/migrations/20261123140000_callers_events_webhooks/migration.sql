-- Whose users and keys they are.
ALTER TABLE "User" ADD COLUMN "principal" TEXT;
CREATE INDEX "User_principal_idx" ON "User"("principal");
-- A user with jobs belongs to the service that published the last of them.
UPDATE "User" u SET "principal" = (
  SELECT j."principal" FROM "PublishJob" j WHERE j."userId" = u.id AND j."principal" <> 'unknown' ORDER BY j."createdAt" DESC LIMIT 1
);
ALTER TABLE "ApiKey"
  ADD COLUMN "name" TEXT,
  ADD COLUMN "userId" TEXT,
  ADD COLUMN "lastUsedAt" TIMESTAMP(3);
CREATE INDEX "ApiKey_userId_idx" ON "ApiKey"("userId");
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- Operators act on what is everybody's, which no user is the limit of.
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_operator_of_no_user" CHECK ("userId" IS NULL OR NOT 'operate' = ANY("scopes"));
ALTER TABLE "IdempotencyRecord" ADD COLUMN "answer" JSON;

-- What is read of a video, and an upload on its way.
ALTER TABLE "Video"
  ADD COLUMN "videoCodec" TEXT,
  ADD COLUMN "audioCodec" TEXT,
  ADD COLUMN "frameRate" DOUBLE PRECISION,
  ADD COLUMN "inspectedAt" TIMESTAMP(3),
  ADD COLUMN "faults" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "uploadId" TEXT,
  ADD COLUMN "uploadExpiresAt" TIMESTAMP(3);
CREATE INDEX "Video_uploadExpiresAt_idx" ON "Video"("uploadExpiresAt") WHERE "uploadExpiresAt" IS NOT NULL;

-- What has become of something.
CREATE TABLE "Event" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "jobId" TEXT,
    "connectionId" TEXT,
    "postId" TEXT,
    "data" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "fannedOutAt" TIMESTAMP(3),

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Event_of_one_thing" CHECK (num_nonnulls("jobId", "connectionId", "postId") = 1)
);
CREATE INDEX "Event_jobId_id_idx" ON "Event"("jobId", "id");
CREATE INDEX "Event_connectionId_idx" ON "Event"("connectionId");
CREATE INDEX "Event_postId_idx" ON "Event"("postId");
CREATE INDEX "Event_createdAt_idx" ON "Event"("createdAt");
CREATE INDEX "Event_to_fan_out_idx" ON "Event"("id") WHERE "fannedOutAt" IS NULL;
ALTER TABLE "Event" ADD CONSTRAINT "Event_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "PublishJob"("jobId") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Event" ADD CONSTRAINT "Event_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "PlatformConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Event" ADD CONSTRAINT "Event_postId_fkey" FOREIGN KEY ("postId") REFERENCES "PublishedPost"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who is told of it.
CREATE TYPE "WebhookMessageState" AS ENUM ('PENDING', 'DELIVERED', 'FAILED');
CREATE TABLE "WebhookEndpoint" (
    "id" TEXT NOT NULL,
    "principal" TEXT NOT NULL,
    "userId" TEXT,
    "url" TEXT NOT NULL,
    "events" TEXT[],
    "description" TEXT,
    "secret" TEXT NOT NULL,
    "oldSecret" TEXT,
    "oldSecretUntil" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "failingSince" TIMESTAMP(3),
    "disabledAt" TIMESTAMP(3),
    "disabledReason" TEXT,

    CONSTRAINT "WebhookEndpoint_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "WebhookEndpoint_disabled_for_a_reason" CHECK (("disabledAt" IS NULL) = ("disabledReason" IS NULL)),
    CONSTRAINT "WebhookEndpoint_old_secret_ends" CHECK (("oldSecret" IS NULL) = ("oldSecretUntil" IS NULL))
);
CREATE INDEX "WebhookEndpoint_principal_idx" ON "WebhookEndpoint"("principal");
CREATE INDEX "WebhookEndpoint_userId_idx" ON "WebhookEndpoint"("userId");
-- As for every column of ciphertexts: what a key is still needed for is found by it.
CREATE INDEX "WebhookEndpoint_secret_key_idx" ON "WebhookEndpoint"(substring("secret" FROM '^v1\.([A-Za-z0-9_-]{1,32})\.'));
CREATE INDEX "WebhookEndpoint_oldSecret_key_idx" ON "WebhookEndpoint"(substring("oldSecret" FROM '^v1\.([A-Za-z0-9_-]{1,32})\.'));
ALTER TABLE "WebhookEndpoint" ADD CONSTRAINT "WebhookEndpoint_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "WebhookMessage" (
    "id" TEXT NOT NULL,
    "endpointId" TEXT NOT NULL,
    "eventId" BIGINT,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" "WebhookMessageState" NOT NULL DEFAULT 'PENDING',
    "attemptCount" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "nextAttemptAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "WebhookMessage_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "WebhookMessage_ended" CHECK (("endedAt" IS NULL) = ("state" = 'PENDING'))
);
CREATE UNIQUE INDEX "WebhookMessage_endpointId_eventId_key" ON "WebhookMessage"("endpointId", "eventId");
CREATE INDEX "WebhookMessage_endpointId_createdAt_idx" ON "WebhookMessage"("endpointId", "createdAt");
CREATE INDEX "WebhookMessage_eventId_idx" ON "WebhookMessage"("eventId");
CREATE INDEX "WebhookMessage_state_nextAttemptAt_idx" ON "WebhookMessage"("state", "nextAttemptAt");
CREATE INDEX "WebhookMessage_createdAt_idx" ON "WebhookMessage"("createdAt");
ALTER TABLE "WebhookMessage" ADD CONSTRAINT "WebhookMessage_endpointId_fkey" FOREIGN KEY ("endpointId") REFERENCES "WebhookEndpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "WebhookMessage" ADD CONSTRAINT "WebhookMessage_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "WebhookAttempt" (
    "id" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "durationMs" INTEGER NOT NULL,
    "httpStatus" INTEGER,
    "failure" TEXT,
    "excerpt" TEXT,

    CONSTRAINT "WebhookAttempt_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "WebhookAttempt_messageId_startedAt_idx" ON "WebhookAttempt"("messageId", "startedAt");
ALTER TABLE "WebhookAttempt" ADD CONSTRAINT "WebhookAttempt_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "WebhookMessage"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whatever changes a row, its event is written along with it: no path can forget it, and none is told of what was rolled
-- back. Who listens hears `events` once an event is there to fan out, and `publish_jobs` with the id of a job that has moved.

-- RFC 3339, UTC, to the millisecond.
CREATE FUNCTION "to_instant"(at TIMESTAMP) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
  SELECT to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

CREATE FUNCTION "publish_job_state"(job "PublishJob") RETURNS JSONB LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'platform', job."platform",
    'videoId', job."videoId",
    'connectionId', job."connectionId",
    'status', job."status",
    'phase', job."phase",
    'waitReason', job."waitReason",
    'waitUntil', "to_instant"(job."waitUntil"),
    'scheduledFor', "to_instant"(job."scheduledFor"),
    'errorCode', job."errorCode",
    'errorMessage', job."errorMessage",
    'generation', job."generation",
    'revision', job."revision",
    'post', (
      SELECT jsonb_build_object(
        'id', p."id",
        'postId', CASE WHEN p."platformPostIdProvisional" THEN NULL ELSE p."platformPostId" END,
        'url', p."url",
        'visibility', p."visibility",
        'publishedAt', "to_instant"(p."publishedAt")
      )
      FROM "PublishedPost" p WHERE p."publishJobId" = job."id"
    )
  )
$$;

CREATE FUNCTION "publish_job_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "Event" ("kind", "userId", "jobId", "data", "createdAt") VALUES (
    'job', NEW."userId", NEW."jobId",
    "publish_job_state"(NEW) || CASE WHEN TG_OP = 'INSERT'
      THEN jsonb_build_object('previousPhase', NULL, 'previousWaitReason', NULL)
      ELSE jsonb_build_object('previousPhase', OLD."phase", 'previousWaitReason', OLD."waitReason") END,
    clock_timestamp() AT TIME ZONE 'UTC'
  );
  PERFORM pg_notify('events', '');
  PERFORM pg_notify('publish_jobs', NEW."jobId");
  RETURN NULL;
END $$;
CREATE TRIGGER "PublishJob_created" AFTER INSERT ON "PublishJob"
  FOR EACH ROW EXECUTE FUNCTION "publish_job_changed"();
CREATE TRIGGER "PublishJob_changed" AFTER UPDATE ON "PublishJob" FOR EACH ROW
  WHEN ((OLD."phase", OLD."waitReason", OLD."waitUntil", OLD."scheduledFor", OLD."errorCode", OLD."generation", OLD."revision")
    IS DISTINCT FROM (NEW."phase", NEW."waitReason", NEW."waitUntil", NEW."scheduledFor", NEW."errorCode", NEW."generation", NEW."revision"))
  EXECUTE FUNCTION "publish_job_changed"();

-- Bytes are told, not kept.
CREATE FUNCTION "publish_job_moved"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('publish_jobs', NEW."jobId");
  RETURN NULL;
END $$;
CREATE TRIGGER "PublishJob_moved" AFTER UPDATE OF "bytesSent" ON "PublishJob" FOR EACH ROW
  WHEN (OLD."bytesSent" IS DISTINCT FROM NEW."bytesSent") EXECUTE FUNCTION "publish_job_moved"();

-- A post's id, address or visibility that becomes known later is news of its job. The job's row is held, so that the ids
-- of its events rise in the order in which they can be read.
CREATE FUNCTION "published_post_identified"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE job "PublishJob";
BEGIN
  SELECT * INTO job FROM "PublishJob" WHERE "id" = NEW."publishJobId" FOR NO KEY UPDATE;
  IF FOUND THEN
    INSERT INTO "Event" ("kind", "userId", "jobId", "data", "createdAt") VALUES (
      'job', job."userId", job."jobId",
      "publish_job_state"(job) || jsonb_build_object('previousPhase', job."phase", 'previousWaitReason', job."waitReason"),
      clock_timestamp() AT TIME ZONE 'UTC'
    );
    PERFORM pg_notify('events', '');
    PERFORM pg_notify('publish_jobs', job."jobId");
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "PublishedPost_identified" AFTER UPDATE ON "PublishedPost" FOR EACH ROW
  WHEN ((OLD."platformPostId", OLD."platformPostIdProvisional", OLD."url", OLD."visibility")
    IS DISTINCT FROM (NEW."platformPostId", NEW."platformPostIdProvisional", NEW."url", NEW."visibility"))
  EXECUTE FUNCTION "published_post_identified"();

CREATE FUNCTION "connection_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "Event" ("kind", "userId", "connectionId", "data", "createdAt") VALUES (
    'connection', NEW."userId", NEW."id",
    jsonb_build_object(
      'platform', NEW."platform",
      'platformUserId', NEW."platformUserId",
      'status', NEW."status",
      'previousStatus', OLD."status",
      'statusReason', NEW."statusReason"
    ),
    clock_timestamp() AT TIME ZONE 'UTC'
  );
  PERFORM pg_notify('events', '');
  RETURN NULL;
END $$;
CREATE TRIGGER "PlatformConnection_changed" AFTER UPDATE ON "PlatformConnection" FOR EACH ROW
  WHEN (OLD."status" IS DISTINCT FROM NEW."status") EXECUTE FUNCTION "connection_changed"();

-- Of ten thousand posts that a sync has moved, nobody keeps events whom nobody is told of.
CREATE FUNCTION "post_measured"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "WebhookEndpoint" WHERE "disabledAt" IS NULL AND 'post.metrics_updated' = ANY("events")) THEN
    INSERT INTO "Event" ("kind", "userId", "postId", "data", "createdAt") VALUES (
      'metrics', NEW."userId", NEW."id",
      jsonb_build_object(
        'platform', NEW."platform",
        'videoId', NEW."videoId",
        'postId', CASE WHEN NEW."platformPostIdProvisional" THEN NULL ELSE NEW."platformPostId" END,
        'views', NEW."views",
        'likes', NEW."likes",
        'comments', NEW."comments",
        'shares', NEW."shares",
        'lastSyncedAt', "to_instant"(NEW."lastSyncedAt")
      ),
      clock_timestamp() AT TIME ZONE 'UTC'
    );
    PERFORM pg_notify('events', '');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "PublishedPost_measured" AFTER UPDATE ON "PublishedPost" FOR EACH ROW
  WHEN ((OLD."views", OLD."likes", OLD."comments", OLD."shares") IS DISTINCT FROM (NEW."views", NEW."likes", NEW."comments", NEW."shares"))
  EXECUTE FUNCTION "post_measured"();
