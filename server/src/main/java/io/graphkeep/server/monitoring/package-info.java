/**
 * How the server and what it protects stand: health of each component, and the figures that Prometheus reads.
 *
 * <p>Only looks, and tells what it saw: nothing is changed from here. What was not looked at is UNKNOWN, which is never
 * healthy.
 */
@NullMarked
package io.graphkeep.server.monitoring;

import org.jspecify.annotations.NullMarked;
