package io.graphkeep.server.backup;

import io.graphkeep.v1.GraphKind;
import io.graphkeep.v1.Source;

/**
 * What this node saw of a source before the transaction that needs to know it.
 *
 * @param asked the source as it was named
 * @param isNew whether its caller has just named it
 * @param resolved the source as it is to be kept
 * @param kind what its files are
 */
public record SourceLook(Source asked, boolean isNew, Source resolved, GraphKind kind) {
    /** Whether it is this source that was looked at. */
    boolean isOf(Source source, boolean newSource) {
        return asked.equals(source) && isNew == newSource;
    }
}
