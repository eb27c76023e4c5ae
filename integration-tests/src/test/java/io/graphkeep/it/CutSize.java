package io.graphkeep.it;

/**
 * What a transfer carries when nothing happens to it.
 *
 * @param forwards bytes on the wire in the direction of its content, at least
 * @param backwards the same of the other direction
 */
record CutSize(long forwards, long backwards) {
    CutSize {
        if (forwards <= 0 || backwards <= 0) {
            throw new IllegalArgumentException("A transfer carries something");
        }
    }
}
