package io.graphkeep.transfer;

import java.io.IOException;

/**
 * Decodes one run of base64 and cuts what it holds: at matrix rows where their width is known, else where content says so.
 *
 * <p>Rows of 2 KiB and more are a chunk each; narrower ones are grouped, a group ending after the row that says so, with 1 to
 * 16 KiB in it. Without a width chunks end at multiples of four bytes. The last chunk of a run may be shorter than any rule
 * says.
 */
final class MatrixCutter {
    private static final int ONE_ROW = 2 << 10;
    private static final int MIN_GROUP = 1 << 10;
    private static final int MAX_GROUP = 16 << 10;
    private static final int GROUP_SPAN = 3 << 10;

    private final ChunkSink sink;
    private final Base64Decoding decoding = new Base64Decoding();
    private final byte[] bytes = new byte[192 << 10];
    private int from;
    private int to;
    private int width;
    private int groupEnd;

    MatrixCutter(ChunkSink sink) {
        this.sink = sink;
    }

    /** A run begins, with rows of this many bytes; 0 where that is not known. */
    void begin(int rowWidth) {
        width = rowWidth;
        from = 0;
        to = 0;
        groupEnd = 0;
    }

    /** Takes text of the run, whole groups of four characters from the start on; returns how far it went. */
    int accept(byte[] text, int start, int limit) throws IOException {
        var at = start;
        while (limit - at >= 4) {
            makeRoom();
            var wanted = Math.min((limit - at) / 4, (bytes.length - to) / 3);
            var decoded = decoding.decode(text, at, wanted, bytes, to);
            at += decoded * 4;
            to += decoded * 3;
            cut(false);
            if (decoded < wanted) {
                return at;
            }
        }
        return at;
    }

    /** Takes the padded group that ends the run, if four characters from the start on are one; returns how far it went. */
    int acceptPadded(byte[] text, int start, int limit) {
        if (limit - start < 4) {
            return start;
        }
        makeRoom();
        var added = Base64Text.decodePadded(text, start, bytes, to);
        to += added;
        return added == 0 ? start : start + 4;
    }

    /** The run has ended: what is left is its last chunk. */
    void finish() throws IOException {
        cut(true);
    }

    private void makeRoom() {
        if (bytes.length - to < bytes.length / 4) {
            System.arraycopy(bytes, from, bytes, 0, to - from);
            groupEnd -= from;
            to -= from;
            from = 0;
        }
    }

    private void cut(boolean last) throws IOException {
        if (width >= ONE_ROW) {
            while (to - from >= width) {
                emit(from + width);
            }
        } else if (width > 0) {
            cutGroups();
        } else {
            var end = Boundaries.WORDS.end(bytes, from, to, last);
            while (end > from) {
                emit(end);
                end = Boundaries.WORDS.end(bytes, from, to, last);
            }
        }
        if (last && to > from) {
            emit(to);
        }
    }

    private void cutGroups() throws IOException {
        while (to - groupEnd >= width) {
            groupEnd += width;
            var length = groupEnd - from;
            if (length + width > MAX_GROUP || (length >= MIN_GROUP && endsGroup())) {
                emit(groupEnd);
            }
        }
    }

    /** One row in {@code 3072 / width} ends its group. */
    private boolean endsGroup() {
        return Gear.hash(bytes, groupEnd - width, groupEnd) >>> 32 < ((long) width << 32) / GROUP_SPAN;
    }

    private void emit(int end) throws IOException {
        var start = from;
        from = end;
        sink.accept(bytes, start, end - start, Encoding.BASE64, Kind.FLOAT32);
    }
}
