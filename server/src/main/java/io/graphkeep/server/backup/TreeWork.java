package io.graphkeep.server.backup;

import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.store.ReadSession;

/**
 * What those share who write one tree.
 *
 * @param session reads the snapshot
 * @param top the directory that the tree is written into
 * @param attributes gives what was written what its entries say
 * @param plan what of the snapshot is brought
 */
record TreeWork(
        ReadSession session,
        Directory top,
        OperationContext context,
        RestoreFindings findings,
        Attributes attributes,
        RestorePlan plan) {}
