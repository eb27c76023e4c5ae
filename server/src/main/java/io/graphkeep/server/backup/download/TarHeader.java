package io.graphkeep.server.backup.download;

import com.google.protobuf.ByteString;
import io.graphkeep.transfer.EscapedText;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.v1.FileHeader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;

/**
 * The header of one entry of a POSIX (pax) archive: a ustar block, and before it the records of what does not fit there.
 *
 * <p>What fits stays out of the records, so that every reader of tar can take it. A name that is not UTF-8 travels as its
 * bytes, and is said to be {@code hdrcharset=BINARY} where it stands in a record.
 */
final class TarHeader {
    /** Everything in an archive is so many bytes, or a multiple of them. */
    static final int BLOCK = 512;

    private static final int NAME = 100;
    private static final int PREFIX = 155;
    private static final int OWNER = 32;
    private static final int MODE = 07777;
    private static final int RECORDS_MODE = 0644;

    /** The largest numbers of seven and of eleven octal digits. */
    private static final long MOST_ID = (1L << 21) - 1;

    private static final long MOST_SIZE = (1L << 33) - 1;

    private TarHeader() {}

    /** The bytes that stand before the entry's content. */
    static byte[] of(FileHeader header) {
        var type = type(header);
        var name = raw(header.getPath());
        if (type == '5') {
            name = Arrays.copyOf(name, name.length + 1);
            name[name.length - 1] = '/';
        }
        var target = raw(type == '1' ? header.getHardLinkTarget() : header.getLinkTarget());
        var records = new PaxRecords();
        var split = split(name);
        if (split < 0 || !fitsAsText(name)) {
            records.addName("path", name);
        }
        if (target.length > NAME || !fitsAsText(target)) {
            records.addName("linkpath", target);
        }
        var time = header.getModifyTime();
        if (time.getNanos() != 0 || time.getSeconds() < 0 || time.getSeconds() > MOST_SIZE) {
            records.add("mtime", time(time.getSeconds(), time.getNanos()));
        }
        addNumber(records, "size", header.getSizeBytes(), MOST_SIZE);
        addNumber(records, "uid", header.getUserId(), MOST_ID);
        addNumber(records, "gid", header.getGroupId(), MOST_ID);
        addOwner(records, "uname", header.getUserName());
        addOwner(records, "gname", header.getGroupName());
        header.getExtendedAttributesMap().entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry<String, ByteString>::getKey))
                .forEach(attribute -> records.add(
                        "SCHILY.xattr." + attribute.getKey(),
                        attribute.getValue().toByteArray()));
        var own = block(header, type, name, split, target);
        return records.isEmpty() ? own : join(records(header, name, records.toBytes()), own);
    }

    private static byte type(FileHeader header) {
        if (!header.getHardLinkTarget().isEmpty()) {
            return '1';
        }
        return switch (header.getKind()) {
            case FILE_KIND_REGULAR -> '0';
            case FILE_KIND_SYMLINK -> '2';
            case FILE_KIND_DIRECTORY -> '5';
            case FILE_KIND_UNSPECIFIED, FILE_KIND_SOCKET, FILE_KIND_FIFO, FILE_KIND_DEVICE, UNRECOGNIZED ->
                throw new IllegalArgumentException("A download has no " + header.getKind());
        };
    }

    private static byte[] block(FileHeader header, byte type, byte[] name, int split, byte[] target) {
        var block = new UstarBlock(type);
        if (split > 0) {
            block.name(Arrays.copyOfRange(name, split + 1, name.length));
            block.prefix(Arrays.copyOf(name, split));
        } else {
            block.name(Arrays.copyOf(name, Math.min(name.length, NAME)));
        }
        block.linkName(Arrays.copyOf(target, Math.min(target.length, NAME)));
        block.mode(header.getMode() & MODE);
        block.owners(fitting(header.getUserId(), MOST_ID), fitting(header.getGroupId(), MOST_ID));
        block.size(fitting(header.getSizeBytes(), MOST_SIZE));
        block.time(fitting(header.getModifyTime().getSeconds(), MOST_SIZE));
        if (isOwner(header.getUserName())) {
            block.userName(header.getUserName());
        }
        if (isOwner(header.getGroupName())) {
            block.groupName(header.getGroupName());
        }
        return block.toBytes();
    }

    /** An entry of its own, whose content are the records, in whole blocks. */
    private static byte[] records(FileHeader header, byte[] name, byte[] records) {
        var block = new UstarBlock((byte) 'x');
        block.name(Arrays.copyOf(name, Math.min(name.length, NAME)));
        block.mode(RECORDS_MODE);
        block.owners(0, 0);
        block.size(records.length);
        block.time(fitting(header.getModifyTime().getSeconds(), MOST_SIZE));
        return join(block.toBytes(), Arrays.copyOf(records, (records.length + BLOCK - 1) / BLOCK * BLOCK));
    }

    /** Where a name is cut into prefix and name: 0 where it need not be, and less than 0 where it cannot. */
    private static int split(byte[] name) {
        if (name.length <= NAME) {
            return 0;
        }
        for (var at = Math.min(PREFIX, name.length - 2); at > 0 && name.length - at - 1 <= NAME; at--) {
            if (name[at] == '/') {
                return at;
            }
        }
        return -1;
    }

    /** ASCII is the same to every reader, and bytes that are no text are nothing else to any. */
    private static boolean fitsAsText(byte[] name) {
        return PaxRecords.isAscii(name) || !PaxRecords.isUtf8(name);
    }

    private static void addNumber(PaxRecords records, String key, long value, long most) {
        if (value > most) {
            records.add(key, Long.toString(value));
        }
    }

    private static void addOwner(PaxRecords records, String key, String name) {
        if (!name.isEmpty() && !isOwner(name)) {
            records.add(key, name);
        }
    }

    /** Whether the block has room for it. */
    private static boolean isOwner(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        return bytes.length < OWNER && PaxRecords.isAscii(bytes);
    }

    private static long fitting(long value, long most) {
        return value < 0 || value > most ? 0 : value;
    }

    /** Seconds with their fraction; before 1970 both are less than zero. */
    private static String time(long seconds, int nanos) {
        if (seconds >= 0 || nanos == 0) {
            return fraction(seconds, nanos);
        }
        var whole = seconds + 1;
        return (whole == 0 ? "-" : "") + fraction(whole, 1_000_000_000 - nanos);
    }

    private static String fraction(long seconds, int nanos) {
        return nanos == 0 ? Long.toString(seconds) : "%d.%09d".formatted(seconds, nanos);
    }

    private static byte[] raw(String escaped) {
        try {
            return EscapedText.parse(escaped);
        } catch (FormatException e) {
            throw new IllegalArgumentException("A header that was made here has a path that cannot be read", e);
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
