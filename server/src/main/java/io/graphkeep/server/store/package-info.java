/**
 * The store: keys, packs, the index of segments, the sessions that write and read them, and the owner of it all.
 *
 * <p>Everything in it is encrypted, and nothing that is read from it is believed before it is checked. Knows the catalog and
 * the formats of {@code io.graphkeep.transfer}; knows nothing of graphs' sources, operations or callers.
 */
@NullMarked
package io.graphkeep.server.store;

import org.jspecify.annotations.NullMarked;
