package io.graphkeep.server.catalog.operation;

/** One line of what an operation found or decided. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record DetailRow(long number, byte[] payload) {}
