package io.graphkeep.server.catalog.operation;

import java.util.UUID;

/** What a process holds of an operation: its claim, named by the attempt. */
public record Lease(UUID id, int attempt) {}
