package io.graphkeep.transfer;

import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.format.v1.TreeItem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tree that may be damaged or hostile, one item at a time in bounded memory.
 *
 * <p>What it returns keeps all rules of a tree: entries are sound, in strict order and inside directories that came before
 * them, every segment begins in the entry after it, and at the end the segments hold as many chunks as the entries have.
 * Fields that this version does not know are refused. What it cannot know: whether a hard link's target is a file of the
 * tree, and whether a file's chunks sum up to its size, which {@link TreeContents} checks.
 */
public final class TreeReader {
    /** No item is longer. */
    public static final int MAX_ITEM_BYTES = 256 << 10;

    private static final int LENGTH_BYTES = 3;

    private final InputStream input;
    private final TreeRules rules = new TreeRules();
    private long listed;
    private long claimed;
    /** Where the last segment begins, counted in chunks, as long as no entry has come after it. */
    private long unplaced = -1;

    /** Reads from the stream, which it buffers and does not close. */
    public TreeReader(InputStream input) {
        this.input = new BufferedInputStream(input, 64 << 10);
    }

    /** The next item; null at the end, once the tree is known to be complete. */
    public @Nullable TreeItem next() throws IOException {
        var length = length();
        if (length < 0) {
            if (listed != claimed || unplaced >= 0) {
                throw new FormatException("The tree ends with " + claimed + " chunks used of " + listed);
            }
            return null;
        }
        var item = parse(input.readNBytes(length), length);
        if (item.hasSegment()) {
            TreeRules.check(item.getSegment());
            unplaced = listed;
            listed += item.getSegment().getChunkCount();
        } else {
            rules.next(item.getEntry());
            claim(item);
        }
        return item;
    }

    private void claim(TreeItem item) throws FormatException {
        var count = item.getEntry().getChunkCount();
        if (count > listed - claimed) {
            throw new FormatException(
                    "The tree has an entry of " + count + " chunks where " + (listed - claimed) + " are left");
        }
        claimed += count;
        if (unplaced >= claimed) {
            throw new FormatException("The tree has a segment that does not begin in the entry after it");
        }
        unplaced = -1;
    }

    private static TreeItem parse(byte[] bytes, int length) throws FormatException {
        if (bytes.length < length) {
            throw new FormatException("The tree is cut off inside an item");
        }
        TreeItem item;
        try {
            item = TreeItem.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new FormatException("The tree has an item that is no message: " + e.getMessage(), e);
        }
        // Anything unknown, doubled or oddly spelled makes the message that was understood another one.
        if (item.getItemCase() == TreeItem.ItemCase.ITEM_NOT_SET
                || hasUnknown(item)
                || item.getSerializedSize() != length) {
            throw new FormatException("The tree has an item that is not as this version writes it");
        }
        return item;
    }

    private static boolean hasUnknown(TreeItem item) {
        return !item.getUnknownFields().asMap().isEmpty()
                || (item.hasSegment()
                        && !item.getSegment().getUnknownFields().asMap().isEmpty())
                || (item.hasEntry()
                        && (!item.getEntry().getUnknownFields().asMap().isEmpty()
                                || item.getEntry().getExtendedAttributesList().stream()
                                        .anyMatch(a ->
                                                !a.getUnknownFields().asMap().isEmpty())));
    }

    private int length() throws IOException {
        var value = 0;
        for (var i = 0; i < LENGTH_BYTES; i++) {
            var group = input.read();
            if (group < 0) {
                if (i == 0) {
                    return -1;
                }
                throw new FormatException("The tree is cut off inside an item's length");
            }
            value |= (group & 0x7F) << (7 * i);
            if (group < 0x80) {
                if (value == 0 || value > MAX_ITEM_BYTES || group == 0) {
                    throw new FormatException("The tree has an item of " + value + " bytes");
                }
                return value;
            }
        }
        throw new FormatException("The tree has an item that is too long");
    }
}
