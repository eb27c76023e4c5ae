package io.graphkeep.transfer;

import java.util.Base64;

/**
 * Decodes long text by the decoder of Java, which has its processor's own instructions for it, and the rest by
 * {@link Base64Text}.
 *
 * <p>Java's decoder knows whole arrays only, so that the text is copied to one of a fixed size, block by block. A block that
 * is not all of the alphabet is left to the other, which tells how far it goes. Not thread-safe, because of its arrays.
 */
final class Base64Decoding {
    private static final Base64.Decoder DECODER = Base64.getDecoder();
    private static final int BLOCK_GROUPS = 2 << 10;

    private final byte[] blockText = new byte[4 * BLOCK_GROUPS];
    private final byte[] block = new byte[3 * BLOCK_GROUPS];

    /** Decodes groups of four characters until one holds anything but the alphabet; returns how many were decoded. */
    int decode(byte[] text, int from, int groups, byte[] bytes, int at) {
        var done = 0;
        while (groups - done >= BLOCK_GROUPS && isDecoded(text, from + 4 * done)) {
            System.arraycopy(block, 0, bytes, at + 3 * done, block.length);
            done += BLOCK_GROUPS;
        }
        return done + Base64Text.decode(text, from + 4 * done, groups - done, bytes, at + 3 * done);
    }

    private boolean isDecoded(byte[] text, int from) {
        System.arraycopy(text, from, blockText, 0, blockText.length);
        try {
            return DECODER.decode(blockText, block) == block.length;
        } catch (IllegalArgumentException endsHere) {
            return false;
        }
    }
}
