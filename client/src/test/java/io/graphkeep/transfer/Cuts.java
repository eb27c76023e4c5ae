package io.graphkeep.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The chunks of one file, as lines of a list and with their bytes. */
record Cuts(List<ChunkRef> list, List<byte[]> bytes) {
    static Cuts of(String name, byte[] file) throws IOException {
        return of(name, file, null);
    }

    /** Cuts a file that is written in pieces of random sizes. */
    static Cuts of(String name, byte[] file, @Nullable Random pieces) throws IOException {
        var cuts = new Cuts(new ArrayList<>(), new ArrayList<>());
        var chunker = Chunker.forFile(name, file.length, cuts::add);
        for (var at = 0; at < file.length; ) {
            var bound = pieces == null ? file.length : 1 << pieces.nextInt(20);
            var step = Math.min(file.length - at, pieces == null ? bound : 1 + pieces.nextInt(bound));
            chunker.write(file, at, step);
            at += step;
        }
        chunker.finish();
        return cuts;
    }

    void add(byte[] buffer, int offset, int length, Encoding encoding, Kind kind) {
        list.add(new ChunkRef(ChunkId.of(buffer, offset, length), length, encoding, kind));
        bytes.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    byte[] together() throws IOException {
        var output = new ByteArrayOutputStream();
        var reassembler = new Reassembler(output);
        for (var i = 0; i < list.size(); i++) {
            reassembler.accept(bytes.get(i), 0, bytes.get(i).length, list.get(i).encoding());
        }
        reassembler.finish();
        return output.toByteArray();
    }

    /** Bytes of the chunks here that are not among the others. */
    long newBytes(Cuts others) {
        Set<ChunkId> known = new HashSet<>();
        others.list.forEach(chunk -> known.add(chunk.id()));
        return list.stream()
                .filter(chunk -> !known.contains(chunk.id()))
                .mapToLong(ChunkRef::length)
                .sum();
    }

    long count(Encoding encoding, int length) {
        return list.stream()
                .filter(chunk -> chunk.encoding() == encoding && chunk.length() == length)
                .count();
    }
}
