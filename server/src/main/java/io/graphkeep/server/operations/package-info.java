/**
 * The durable queue of everything that takes time, and the runner that works it off.
 *
 * <p>An operation is a row: it is claimed by one process at a time, kept by a lease that the process renews, and fenced by
 * the number of the attempt, so that a claimer which lost its lease changes nothing any more. Every operation ends. What
 * the kinds of operations do is known to their handlers, which live in the rooms above.
 */
@NullMarked
package io.graphkeep.server.operations;

import org.jspecify.annotations.NullMarked;
