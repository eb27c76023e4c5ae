/**
 * What graphs and the store take up, added up by the catalog.
 *
 * <p>Sums of snapshots' own figures are asked for as they are; what several snapshots share is added up once for each set of
 * snapshots, and kept.
 */
@NullMarked
package io.graphkeep.server.catalog.usage;

import org.jspecify.annotations.NullMarked;
