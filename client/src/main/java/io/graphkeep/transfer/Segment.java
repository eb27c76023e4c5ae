package io.graphkeep.transfer;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A list of 1 to 256 chunks with its descriptor, the canonical bytes that its id is the SHA-256 of.
 *
 * <p>Immutable. The descriptor is: version (one byte, 1), number of chunks as varint, for each chunk a varint of
 * {@code length << 3 | kind << 1 | encoding}, then for each chunk the 32 bytes of its id. Only that one spelling of a list is
 * accepted.
 */
public final class Segment {
    /** No segment lists more chunks. */
    public static final int MAX_CHUNKS = 256;

    /** No descriptor is longer. */
    public static final int MAX_DESCRIPTOR_BYTES = 3 + MAX_CHUNKS * (4 + ContentId.BYTES);

    private static final int VERSION = 1;

    private final SegmentId id;
    private final byte[] descriptor;
    private final int[] heads;

    private Segment(SegmentId id, byte[] descriptor, int[] heads) {
        this.id = id;
        this.descriptor = descriptor;
        this.heads = heads;
    }

    /** The segment that lists these chunks. */
    public static Segment of(List<ChunkRef> chunks) {
        var heads = new int[chunks.size()];
        var ids = new byte[chunks.size() * ContentId.BYTES];
        for (var i = 0; i < heads.length; i++) {
            var chunk = chunks.get(i);
            heads[i] = head(chunk.length(), chunk.encoding(), chunk.kind());
            chunk.id().copyTo(ids, i * ContentId.BYTES);
        }
        return of(ContentId.newDigest(), heads, ids, heads.length);
    }

    static Segment of(MessageDigest digest, int[] heads, byte[] ids, int count) {
        if (count < 1 || count > MAX_CHUNKS) {
            throw new IllegalArgumentException("A segment lists 1 to " + MAX_CHUNKS + " chunks, not " + count);
        }
        var size = 1 + Varint.size(count) + count * ContentId.BYTES;
        for (var i = 0; i < count; i++) {
            size += Varint.size(heads[i]);
        }
        var bytes = new byte[size];
        bytes[0] = VERSION;
        var at = Varint.put(bytes, 1, count);
        for (var i = 0; i < count; i++) {
            at = Varint.put(bytes, at, heads[i]);
        }
        System.arraycopy(ids, 0, bytes, at, count * ContentId.BYTES);
        return new Segment(SegmentId.of(digest, bytes, 0, size), bytes, Arrays.copyOf(heads, count));
    }

    /** Reads a descriptor that may be damaged or hostile. */
    public static Segment parse(byte[] descriptor) throws FormatException {
        if (descriptor.length < 2 || descriptor.length > MAX_DESCRIPTOR_BYTES) {
            throw new FormatException("A segment descriptor cannot have " + descriptor.length + " bytes");
        }
        if (descriptor[0] != VERSION) {
            throw new FormatException("Segment descriptor of unknown version " + (descriptor[0] & 0xFF));
        }
        var input = new Varint(descriptor, 1);
        var count = input.next();
        if (count < 1 || count > MAX_CHUNKS) {
            throw new FormatException("A segment cannot list " + count + " chunks");
        }
        var heads = new int[count];
        for (var i = 0; i < count; i++) {
            heads[i] = checkedHead(input.next());
        }
        if (descriptor.length - input.position() != count * ContentId.BYTES) {
            throw new FormatException("A segment of " + count + " chunks has the wrong length");
        }
        var own = descriptor.clone();
        return new Segment(SegmentId.of(own, 0, own.length), own, heads);
    }

    /** Reads a descriptor and checks that it is the one that this id names. */
    public static Segment parse(SegmentId expected, byte[] descriptor) throws FormatException {
        var segment = parse(descriptor);
        if (!segment.id.equals(expected)) {
            throw new FormatException("The descriptor given for segment " + expected + " is that of " + segment.id);
        }
        return segment;
    }

    static int head(int length, Encoding encoding, Kind kind) {
        return (length << 3) | (kind.number() << 1) | encoding.number();
    }

    private static int checkedHead(int head) throws FormatException {
        var length = head >>> 3;
        if (length < 1 || length > ChunkRef.MAX_LENGTH) {
            throw new FormatException("A chunk cannot have " + length + " bytes");
        }
        var kind = (head >>> 1) & 3;
        if (kind > 2 || ((head & 1) == 1 && kind != Kind.FLOAT32.number())) {
            throw new FormatException("A chunk cannot be of kind " + kind + " and encoding " + (head & 1));
        }
        return head;
    }

    /** The segment's name. */
    public SegmentId id() {
        return id;
    }

    /** The canonical bytes, in a new array. */
    public byte[] descriptor() {
        return descriptor.clone();
    }

    /** How many chunks it lists. */
    public int size() {
        return heads.length;
    }

    /** The name of a chunk. */
    public ChunkId chunkId(int index) {
        return ChunkId.fromBytes(descriptor, idOffset(index));
    }

    /** The names of all chunks, 32 bytes each, in a new array. */
    public byte[] ids() {
        return Arrays.copyOfRange(descriptor, idOffset(0), descriptor.length);
    }

    /** Writes the 32 bytes of a chunk's name at the offset. */
    public void copyChunkId(int index, byte[] target, int offset) {
        System.arraycopy(descriptor, idOffset(index), target, offset, ContentId.BYTES);
    }

    /** The length of a chunk as cut. */
    public int length(int index) {
        return heads[index] >>> 3;
    }

    /** How a chunk stands in its file. */
    public Encoding encoding(int index) {
        return (heads[index] & 1) == 0 ? Encoding.RAW : Encoding.BASE64;
    }

    /** What a chunk is like. */
    public Kind kind(int index) {
        return switch ((heads[index] >>> 1) & 3) {
            case 0 -> Kind.TEXT;
            case 1 -> Kind.BINARY;
            default -> Kind.FLOAT32;
        };
    }

    /** One line of the list. */
    public ChunkRef chunk(int index) {
        return new ChunkRef(chunkId(index), length(index), encoding(index), kind(index));
    }

    /** The sum of the chunks' lengths as cut. */
    public long bytes() {
        var sum = 0L;
        for (var head : heads) {
            sum += head >>> 3;
        }
        return sum;
    }

    private int idOffset(int index) {
        return descriptor.length - (heads.length - Objects.checkIndex(index, heads.length)) * ContentId.BYTES;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Segment segment && segment.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "segment " + id + " of " + heads.length + " chunks";
    }
}
