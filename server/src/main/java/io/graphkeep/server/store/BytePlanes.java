package io.graphkeep.server.store;

/**
 * Sorts the bytes of 32-bit words by their place in the word, so that the exponents of floats lie side by side and compress.
 *
 * <p>The bytes after the last whole word stay at the end as they are.
 */
final class BytePlanes {
    private static final int WORD = 4;

    private BytePlanes() {}

    static void split(byte[] from, int length, byte[] to) {
        var words = length / WORD;
        for (int word = 0, at = 0; word < words; word++, at += WORD) {
            to[word] = from[at];
            to[words + word] = from[at + 1];
            to[2 * words + word] = from[at + 2];
            to[3 * words + word] = from[at + 3];
        }
        System.arraycopy(from, words * WORD, to, words * WORD, length - words * WORD);
    }

    static void join(byte[] from, int length, byte[] to) {
        var words = length / WORD;
        for (int word = 0, at = 0; word < words; word++, at += WORD) {
            to[at] = from[word];
            to[at + 1] = from[words + word];
            to[at + 2] = from[2 * words + word];
            to[at + 3] = from[3 * words + word];
        }
        System.arraycopy(from, words * WORD, to, words * WORD, length - words * WORD);
    }
}
