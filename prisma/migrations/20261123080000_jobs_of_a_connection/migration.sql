-- The jobs of one account: asked for when it is disconnected, connected anew, or erased with its user.
CREATE INDEX "PublishJob_connectionId_idx" ON "PublishJob"("connectionId");
