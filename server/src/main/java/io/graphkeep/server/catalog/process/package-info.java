/**
 * The rows of running server processes: who claims operations and holds sessions of the store.
 *
 * <p>A process lives as long as it renews its lease. What its end means for what it held is decided by the rooms above.
 */
@NullMarked
package io.graphkeep.server.catalog.process;

import org.jspecify.annotations.NullMarked;
