/**
 * The rows of snapshots as people see them: states, counts, labels, holds.
 *
 * <p>Their segments and their commit are the business of {@code catalog.store}.
 */
@NullMarked
package io.graphkeep.server.catalog.snapshot;

import org.jspecify.annotations.NullMarked;
