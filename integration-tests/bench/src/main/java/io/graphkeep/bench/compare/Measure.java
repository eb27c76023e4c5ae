package io.graphkeep.bench.compare;

import org.jspecify.annotations.Nullable;

/**
 * What one run of one case took.
 *
 * @param seconds what is judged: the command's wall clock, for Graphkeep the operation from its start to its end
 * @param wall the command's wall clock
 * @param cpu processor seconds of all processes of the tool
 * @param peak the largest resident size of a process of the tool, in bytes
 * @param stored what the repository grew by, in bytes
 * @param server what only a server can tell
 */
record Measure(
        double seconds,
        double wall,
        double cpu,
        long peak,
        long stored,
        @Nullable ServerFigures server) {
    /**
     * Figures of the server in this case, in bytes.
     *
     * @param heap the most heap in use that was seen
     * @param direct the most direct memory in use that was seen
     * @param catalog what the database grew by
     */
    record ServerFigures(long heap, long direct, long catalog) {}
}
