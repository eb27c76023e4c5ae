package io.graphkeep.server.store;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What a check of the store is to look at.
 *
 * @param share of the packs' bytes, those first that were not looked at for longest; 1 for all
 * @param workers threads that read, decrypt and hash
 * @param notSince leaves out packs that were looked at since then; null for none
 * @param bytesDone bytes of the share that an earlier attempt has done
 */
public record CheckOrder(
        CheckLevel level,
        double share,
        int workers,
        @Nullable OffsetDateTime notSince,
        long bytesDone) {}
