package io.graphkeep.server.catalog.operation;

/** How far an operation is; a total of 0 is not known yet. */
public record ProgressRow(long bytesDone, long bytesTotal, long filesDone, long filesTotal, String step) {}
