package io.graphkeep.server.store.backend;

/** The room of a backend in bytes: what can still be written, and how much there is in all. */
public record Space(long usable, long total) {}
