package io.graphkeep.server.catalog.store;

/** A pack that can be looked at. */
public record PackAgeRow(long number, long size) {}
