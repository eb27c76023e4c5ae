package io.graphkeep.transfer;

import java.io.IOException;
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
    private final PositionalSink sink;
    private final ConcurrentHashMap<Long, Integer> edges = new ConcurrentHashMap<>();

    public PositionalReassembler(PositionalSink sink) {
        this.sink = sink;
    }

    /** A chunk's bytes as cut, at the offset of the array; each chunk once. */
    public void accept(PlacedChunk place, byte[] bytes, int offset) throws IOException {
        switch (place.chunk().encoding()) {
            case RAW -> sink.write(bytes, offset, place.chunk().length(), place.offset());
            case BASE64 -> encode(place, bytes, offset);
        }
    }

    /** Whether no shared character waits for its other chunk. */
    public boolean isComplete() {
        return edges.isEmpty();
    }

    private void encode(PlacedChunk place, byte[] bytes, int offset) throws IOException {
        var phase = place.phase();
        var length = phase + place.chunk().length();
        var groups = (length + 2) / 3;
        // With the bytes that came before it in its group taken for zero, a chunk's text is right but for the shared
        // edges.
        var text = new byte[groups * 4];
        var head = Math.min(phase == 0 ? 0 : 3 - phase, place.chunk().length());
        var whole = offset + head + (place.chunk().length() - head) / 3 * 3;
        var at = 0;
        if (head > 0) {
            at = group(bytes, offset, head, phase, text, 0);
        }
        at = Base64Text.encode(bytes, offset + head, whole, text, at);
        var tail = offset + place.chunk().length() - whole;
        if (tail > 0) {
            group(bytes, whole, tail, 0, text, at);
        }
        writeOwn(place, bytes, offset, text, length);
    }

    private void writeOwn(PlacedChunk place, byte[] bytes, int offset, byte[] text, int length) throws IOException {
        var from = place.phase();
        var rest = length % 3;
        var to = length / 3 * 4 + (rest == 0 ? 0 : rest + (place.endsRun() ? 1 : 0));
        if (rest != 0 && place.endsRun()) {
            while (to % 4 != 0) {
                text[to++] = Base64Text.PAD;
            }
        }
        if (place.phase() != 0) {
            var first = bytes[offset] & 0xFF;
            edge(place.offset(), place.phase() == 1 ? first >>> 4 : first >>> 6);
            from++;
        }
        if (to > from) {
            sink.write(text, from, to - from, place.offset() + from - place.phase());
        }
        if (rest != 0 && !place.endsRun()) {
            var last = bytes[offset + place.chunk().length() - 1] & 0xFF;
            edge(place.offset() + place.outputLength(), rest == 1 ? (last & 0x3) << 4 : (last & 0xF) << 2);
        }
    }

    private void edge(long position, int bits) throws IOException {
        var other = edges.putIfAbsent(position, bits);
        if (other != null) {
            edges.remove(position);
            sink.write(new byte[] {Base64Text.character(bits | other)}, 0, 1, position);
        }
    }

    private static int group(byte[] bytes, int offset, int count, int phase, byte[] text, int at) {
        var group = new byte[3];
        System.arraycopy(bytes, offset, group, phase, count);
        return Base64Text.encode(group, 0, 3, text, at);
    }
}
