package io.graphkeep.server.catalog.restore;

import java.util.UUID;

/**
 * The hidden directory that a restore writes into, from before it is made until after it is gone.
 *
 * @param parent which directory it was made in; empty where that is not known
 * @param written which directory was about to be swapped in; empty until it was whole
 * @param way what it takes the place of, and so where it lies: WHOLE, BESIDE or INSIDE
 */
public record RestoreDirectoryRow(
        UUID operationId,
        UUID graphUid,
        UUID snapshotId,
        String node,
        String destination,
        String parent,
        String written,
        String way) {}
