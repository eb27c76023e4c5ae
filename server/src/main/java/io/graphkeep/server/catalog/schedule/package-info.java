/**
 * The rows of schedules: when each graph is captured or verified next, and when it was last.
 *
 * <p>A due run is claimed by one statement, which names what the claimer has seen and changes nothing where another was
 * first. What a schedule means is unknown here.
 */
@NullMarked
package io.graphkeep.server.catalog.schedule;

import org.jspecify.annotations.NullMarked;
