/**
 * The statements by which a catalog is made from its store, or brought up to it. They write rows of graphs, snapshots, packs and
 * segments as a whole, which is nobody else's right, and keep what was read of the store in tables of their own meanwhile. Knows
 * the database and nothing of objects.
 */
@NullMarked
package io.graphkeep.server.catalog.rebuild;

import org.jspecify.annotations.NullMarked;
