/**
 * The event log as it is watched: one reader of the log's end in each process, and everyone who follows it.
 *
 * <p>Only reads: events are written through the catalog, in the transactions that cause them. Knows the contract's events, which
 * every watcher is given the same, and nothing of calls, tokens and streams.
 */
@NullMarked
package io.graphkeep.server.monitoring.events;

import org.jspecify.annotations.NullMarked;
