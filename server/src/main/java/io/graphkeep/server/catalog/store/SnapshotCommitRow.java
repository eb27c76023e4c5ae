package io.graphkeep.server.catalog.store;

import java.time.OffsetDateTime;
import java.util.UUID;

/** What a commit writes into the row of a snapshot that was CREATING. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record SnapshotCommitRow(
        UUID id,
        UUID sessionId,
        String state,
        String consistency,
        OffsetDateTime cutAt,
        byte[] manifestDigest,
        byte[] segments,
        long logicalBytes,
        long newBytes,
        long storedBytes,
        long files,
        long directories,
        long symlinks,
        long skipped,
        long unreadable,
        long changed) {}
