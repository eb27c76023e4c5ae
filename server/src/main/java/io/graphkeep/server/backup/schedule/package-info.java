/**
 * What a schedule means: which instants it names, in which time zone, and by how much each is delayed.
 *
 * <p>Arithmetic alone: the same schedule, zone and graph give the same runs on every server. Knows the contract's message and
 * a library for the grammar of cron; neither the catalog nor graphs.
 */
@NullMarked
package io.graphkeep.server.backup.schedule;

import org.jspecify.annotations.NullMarked;
