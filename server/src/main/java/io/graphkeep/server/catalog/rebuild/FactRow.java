package io.graphkeep.server.catalog.rebuild;

/** The newest state record of a subject and a kind of fact. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record FactRow(String subject, String fact, long number, byte[] payload) {}
