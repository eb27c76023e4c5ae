package io.graphkeep.server.backup;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.ExtendedAttribute;
import io.graphkeep.format.v1.TreeItem;
import io.graphkeep.format.v1.TreeSegment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Makes trees that break a rule, each in one place among sound entries; the same seed makes the same trees. */
final class HostileTrees {
    private final Random random;
    private final List<Supplier<List<Object>>> faults = List.of(
            this::badPath,
            this::badPath,
            this::badPath,
            this::outOfOrder,
            this::belowWhatIsNoDirectory,
            this::badHardLink,
            this::badHardLink,
            this::badLink,
            this::badSize,
            this::badMode,
            this::badKind,
            this::badAttribute,
            this::badSegment,
            this::badBytes);

    HostileTrees(long seed) {
        random = new Random(seed);
    }

    /** The bytes of the next tree. */
    byte[] next() {
        var items = new ArrayList<Object>();
        if (random.nextBoolean()) {
            items.add(entry("", EntryKind.ENTRY_KIND_DIRECTORY).build());
        }
        for (var i = random.nextInt(3); i > 0; i--) {
            items.add(directory("0" + (3 - i)));
        }
        items.addAll(faults.get(random.nextInt(faults.size())).get());
        if (random.nextBoolean()) {
            items.add(directory("~last"));
        }
        return bytes(items);
    }

    private List<Object> badPath() {
        var hostile = pick(
                "..",
                "../escaped",
                "a/../../escaped",
                "/etc/cron.d/escaped",
                "//escaped",
                "./escaped",
                "a/./escaped",
                "a//escaped",
                "a/",
                "nul\0name",
                "a/nul\0",
                "x".repeat(256 + random.nextInt(500)),
                "a/" + "y".repeat(300),
                "deep/".repeat(900) + "end",
                "a/..",
                ".");
        return List.of(
                directory("a"),
                switch (random.nextInt(3)) {
                    case 0 -> link(hostile, "/etc");
                    case 1 -> directory(hostile);
                    default -> entry(hostile, EntryKind.ENTRY_KIND_FILE).build();
                });
    }

    private List<Object> outOfOrder() {
        return switch (random.nextInt(4)) {
            case 0 -> List.of(directory("b"), directory("a"));
            case 1 -> List.of(directory("a"), link("a", "/etc"));
            case 2 -> List.of(directory("a"), directory("b"), link("a/late", "/etc"));
            default -> List.of(directory("b"), directory("a/missing/parent"));
        };
    }

    private List<Object> belowWhatIsNoDirectory() {
        var below = pick("a/below", "a/b/below", "a/etc/passwd");
        return switch (random.nextInt(3)) {
            case 0 ->
                List.of(link("a", "/"), entry(below, EntryKind.ENTRY_KIND_FILE).build());
            case 1 -> List.of(entry("a", EntryKind.ENTRY_KIND_FILE).build(), directory(below));
            default -> List.of(link("a", ".."), link(below, "/etc"));
        };
    }

    private List<Object> badHardLink() {
        return switch (random.nextInt(7)) {
            case 0 -> List.of(directory("a"), hardLink("h", "a"));
            case 1 -> List.of(link("a", "/etc/passwd"), hardLink("h", "a"));
            case 2 -> List.of(directory("a"), link("a/l", "/etc"), hardLink("h", "a/l/passwd"));
            case 3 -> List.of(hardLink("h", pick("../../etc/passwd", "/etc/passwd", "", "x\0y", "absent")));
            case 4 -> List.of(hardLink("h", "h"));
            case 5 ->
                List.of(
                        hardLink("h", "later"),
                        entry("later", EntryKind.ENTRY_KIND_FILE).build());
            default -> List.of(directory("a"), hardLink("a/h", "a"));
        };
    }

    private List<Object> badLink() {
        return List.of(link("l", pick("", "nul\0", "z".repeat(4097 + random.nextInt(1000)))));
    }

    private List<Object> badSize() {
        var size = List.of(-1L, Long.MIN_VALUE, Long.MAX_VALUE, 1L + random.nextInt(1 << 30))
                .get(random.nextInt(4));
        var count = random.nextInt(3) - 1;
        var kind = random.nextInt(4) == 0 ? EntryKind.ENTRY_KIND_DIRECTORY : EntryKind.ENTRY_KIND_FILE;
        return List.of(entry("f", kind).setSize(size).setChunkCount(count).build());
    }

    private List<Object> badMode() {
        return List.of(directory("d").toBuilder()
                .setMode(List.of(0177777, -1, Integer.MAX_VALUE, 010000).get(random.nextInt(4)))
                .build());
    }

    private List<Object> badKind() {
        return List.of(Entry.newBuilder()
                .setPath(ByteString.copyFromUtf8("device"))
                .setKindValue(List.of(0, 5, 99, -1, Integer.MAX_VALUE).get(random.nextInt(5)))
                .build());
    }

    private List<Object> badAttribute() {
        var entry = entry("x", EntryKind.ENTRY_KIND_DIRECTORY);
        switch (random.nextInt(4)) {
            case 0 -> entry.addExtendedAttributes(attribute("", 1));
            case 1 -> entry.addExtendedAttributes(attribute("user." + "n".repeat(300), 1));
            case 2 -> entry.addExtendedAttributes(attribute("user.big", 140 << 10));
            default ->
                entry.addExtendedAttributes(attribute("user.b", 1)).addExtendedAttributes(attribute("user.a", 1));
        }
        return List.of(entry.build());
    }

    private List<Object> badSegment() {
        var segment = TreeSegment.newBuilder()
                .setId(ByteString.copyFrom(new byte[random.nextBoolean() ? 32 : random.nextInt(32)]))
                .setChunkCount(List.of(0, -1, 257, Integer.MAX_VALUE, 3).get(random.nextInt(5)));
        return List.of(TreeItem.newBuilder().setSegment(segment).build());
    }

    private List<Object> badBytes() {
        return switch (random.nextInt(4)) {
            case 0 -> List.of(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F});
            case 1 -> List.of(new byte[] {0});
            case 2 -> List.of(new byte[] {9, (byte) 0xFF, 1, 2, 3, 4, 5, 6, 7, 8});
            default -> List.of(new byte[] {4, 0x7A, 0x02, 0x08, 0x01});
        };
    }

    private String pick(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private static ExtendedAttribute attribute(String name, int bytes) {
        return ExtendedAttribute.newBuilder()
                .setName(name)
                .setValue(ByteString.copyFrom(new byte[bytes]))
                .build();
    }

    /** Entries and items as a tree has them; bytes as they are. */
    static byte[] bytes(List<?> items) {
        var out = new ByteArrayOutputStream();
        try {
            for (var item : items) {
                switch (item) {
                    case Entry entry ->
                        TreeItem.newBuilder().setEntry(entry).build().writeDelimitedTo(out);
                    case TreeItem whole -> whole.writeDelimitedTo(out);
                    case byte[] raw -> out.write(raw);
                    default -> throw new IllegalArgumentException("No part of a tree: " + item);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static Entry link(String path, String target) {
        return entry(path, EntryKind.ENTRY_KIND_SYMLINK)
                .setLinkTarget(ByteString.copyFromUtf8(target))
                .build();
    }

    static Entry directory(String path) {
        return entry(path, EntryKind.ENTRY_KIND_DIRECTORY).build();
    }

    static Entry hardLink(String path, String target) {
        return entry(path, EntryKind.ENTRY_KIND_HARD_LINK)
                .setLinkTarget(ByteString.copyFromUtf8(target))
                .build();
    }

    static Entry.Builder entry(String path, EntryKind kind) {
        return Entry.newBuilder()
                .setPath(ByteString.copyFromUtf8(path))
                .setKind(kind)
                .setMode(0755);
    }
}
