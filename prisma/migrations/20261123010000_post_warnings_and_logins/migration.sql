-- A post that is not as it was asked for: a list of {code, message, remedy}.
ALTER TABLE "PublishJob" ADD COLUMN "warnings" JSONB NOT NULL DEFAULT '[]';

-- Which of a platform's logins gave the token, where it has several.
ALTER TABLE "PlatformConnection" ADD COLUMN "login" TEXT;
