package io.graphkeep.transfer;

import java.io.IOException;

/** Takes bytes of a file at their places, in any order and from several threads, each byte once. */
@FunctionalInterface
public interface PositionalSink {
    /** Writes the range at the position of the file. The array is the caller's again after the call. */
    void write(byte[] bytes, int offset, int length, long position) throws IOException;
}
