package io.graphkeep.server.store.backend;

/** An object that is there, and how many bytes it has. */
public record ObjectInfo(ObjectName name, long size) {}
