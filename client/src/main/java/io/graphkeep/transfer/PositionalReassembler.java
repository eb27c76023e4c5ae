package io.graphkeep.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns the placed chunks of one file back into the file's bytes, in any order and from several threads.
 *
 * <p>A character that two chunks of a base64 run share is written when the second of them comes; until then it waits here, a
 * few bytes for each edge whose neighbour is missing. {@link #isComplete} tells that none waits.
 *
 * <p>To make a part of a file only, from some offset on, begin with the chunk before the one that holds the offset, and leave
 * out what is written before the offset: every character from there on then has both its chunks.
 */
public final class PositionalReassembler {
    private static final Base64.Encoder ENCODER = Base64.getEncoder();

    private final PositionalSink sink;
    private final ConcurrentHashMap<Long, Integer> edges = new ConcurrentHashMap<>();

    public PositionalReassembler(PositionalSink sink) {
        this.sink = sink;
    }

    /** A chunk's bytes as cut, at the offset of the array; each chunk once. */
    public void accept(PlacedChunk place, byte[] bytes, int offset) throws IOException {
        accept(place, bytes, offset, sink);
    }

    /** The same, written to a sink of the caller's own thread. */
    public void accept(PlacedChunk place, byte[] bytes, int offset, PositionalSink to) throws IOException {
        switch (place.chunk().encoding()) {
            case RAW -> to.write(bytes, offset, place.chunk().length(), place.offset());
            case BASE64 -> encode(place, bytes, offset, to);
        }
    }

    /** Whether no shared character waits for its other chunk. */
    public boolean isComplete() {
        return edges.isEmpty();
    }

    /** The text goes out in order: what it shares with the chunk before, a group that is begun, whole groups, the rest. */
    private void encode(PlacedChunk place, byte[] bytes, int offset, PositionalSink to) throws IOException {
        var phase = place.phase();
        var length = place.chunk().length();
        var head = Math.min(phase == 0 ? 0 : 3 - phase, length);
        var whole = (length - head) / 3 * 3;
        var position = place.offset();
        if (phase != 0) {
            var first = bytes[offset] & 0xFF;
            edge(position, phase == 1 ? first >>> 4 : first >>> 6, to);
            position++;
            var text = new byte[4];
            group(bytes, offset, head, phase, text);
            var own = characters(phase + head, place) - phase - 1;
            if (own > 0) {
                to.write(text, phase + 1, own, position);
                position += own;
            }
        }
        if (whole > 0) {
            var text = ENCODER.encode(ByteBuffer.wrap(bytes, offset + head, whole));
            to.write(text.array(), 0, text.remaining(), position);
            position += text.remaining();
        }
        var tail = length - head - whole;
        if (tail > 0) {
            var text = new byte[4];
            group(bytes, offset + length - tail, tail, 0, text);
            var own = characters(tail, place);
            to.write(text, 0, own, position);
        }
        var rest = (phase + length) % 3;
        if (rest != 0 && !place.endsRun()) {
            var last = bytes[offset + length - 1] & 0xFF;
            edge(place.offset() + place.outputLength(), rest == 1 ? (last & 0x3) << 4 : (last & 0xF) << 2, to);
        }
    }

    /** How many characters of a group are known for certain when so many of its bytes have come; all where the run ends. */
    private static int characters(int groupBytes, PlacedChunk place) {
        return groupBytes == 3 || place.endsRun() ? 4 : groupBytes;
    }

    private void edge(long position, int bits, PositionalSink to) throws IOException {
        var other = edges.putIfAbsent(position, bits);
        if (other != null) {
            edges.remove(position);
            to.write(new byte[] {Base64Text.character(bits | other)}, 0, 1, position);
        }
    }

    /** The text of one group, with padding for the bytes that are missing after those that are given. */
    private static void group(byte[] bytes, int offset, int count, int phase, byte[] text) {
        var group = new byte[3];
        System.arraycopy(bytes, offset, group, phase, count);
        Base64Text.encode(group, 0, 3, text, 0);
        for (var at = phase + count + 1; at < 4; at++) {
            text[at] = Base64Text.PAD;
        }
    }
}
