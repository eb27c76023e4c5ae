package io.graphkeep.net;

/** Which way bytes go through the proxy. */
public enum Direction {
    TO_SERVER,
    TO_CLIENT
}
