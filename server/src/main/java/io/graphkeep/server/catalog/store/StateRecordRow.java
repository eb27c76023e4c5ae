package io.graphkeep.server.catalog.store;

/** A state record that the store does not have yet, as far as the catalog knows. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record StateRecordRow(long number, String subject, byte[] payload) {}
