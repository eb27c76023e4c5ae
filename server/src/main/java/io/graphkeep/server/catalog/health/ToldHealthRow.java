package io.graphkeep.server.catalog.health;

import java.time.OffsetDateTime;

/**
 * How a component stood when the event log was told last.
 *
 * @param node that of the server whose own it is; empty for one that all servers see alike
 */
public record ToldHealthRow(String component, String node, String state, String reason, OffsetDateTime toldAt) {}
