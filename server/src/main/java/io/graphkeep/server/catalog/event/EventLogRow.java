package io.graphkeep.server.catalog.event;

import java.util.UUID;

/**
 * The log as a whole.
 *
 * @param id made with the catalog: a catalog that is made anew has another log
 * @param forgotten the highest number of an event that was forgotten; 0 where none was
 * @param given the highest number that was ever given out
 */
public record EventLogRow(UUID id, long forgotten, long given) {}
