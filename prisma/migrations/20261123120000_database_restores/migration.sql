-- CreateTable
CREATE TABLE "DatabaseRestore" (
    "id" TEXT NOT NULL,
    "backupAt" TIMESTAMP(3) NOT NULL,
    "restoredAt" TIMESTAMP(3) NOT NULL,
    "settledAt" TIMESTAMP(3),

    CONSTRAINT "DatabaseRestore_pkey" PRIMARY KEY ("id")
);
