/**
 * The catalog's rows of the store: the instance, sessions, packs, segments, state records, and what the store itself writes
 * into the row of a snapshot.
 *
 * <p>What a row means, and which statements belong into one transaction in which order, is the store's to know.
 */
@NullMarked
package io.graphkeep.server.catalog.store;

import org.jspecify.annotations.NullMarked;
