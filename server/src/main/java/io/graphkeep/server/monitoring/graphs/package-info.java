/**
 * How well each graph is backed up, as components of health.
 *
 * <p>One look takes in all graphs with one query, and the sources of this node beside it. Knows the catalog's rows, and nothing of
 * how snapshots are made.
 */
@NullMarked
package io.graphkeep.server.monitoring.graphs;

import org.jspecify.annotations.NullMarked;
