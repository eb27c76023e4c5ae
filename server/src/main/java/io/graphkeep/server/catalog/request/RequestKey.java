package io.graphkeep.server.catalog.request;

/** What makes a repeated request the same one: who sent it, to which method, under which id. */
public record RequestKey(String principal, String method, String requestId) {}
