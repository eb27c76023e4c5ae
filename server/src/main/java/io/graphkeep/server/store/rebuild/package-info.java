/**
 * A catalog made from its store, or brought up to it: graphs, snapshots and what people said of them from state records and
 * manifests. Reads the store through {@link io.graphkeep.server.store.StoreContents}, writes rows as a whole, and runs with no
 * server beside it.
 */
@NullMarked
package io.graphkeep.server.store.rebuild;

import org.jspecify.annotations.NullMarked;
