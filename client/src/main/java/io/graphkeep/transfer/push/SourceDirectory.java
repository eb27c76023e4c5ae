package io.graphkeep.transfer.push;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.format.v1.ExtendedAttribute;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a directory in the order of a tree, without following links. Sockets, FIFOs and devices are left out and told.
 *
 * <p>What a directory's names take is held while it is gone through, and of files with several names the first of each.
 */
final class SourceDirectory {
    private static final int MOST_ATTRIBUTE_BYTES = 64 << 10;

    private final PushProgress progress;
    private final ArrayDeque<Iterator<Named>> open = new ArrayDeque<>();
    private final Map<SourceStat.FileId, TreePath> firstNames = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final StateSum seen = new StateSum();
    private @Nullable SourceEntry top;

    private record Named(TreePath path, Path file) {}

    SourceDirectory(Path directory, PushProgress progress) throws IOException {
        this.progress = progress;
        var stat = SourceStat.behind(directory);
        if (!stat.isDirectory()) {
            throw new NoSuchFileException(directory.toString(), null, "is no directory");
        }
        top = new SourceEntry(
                TreePath.ROOT,
                directory,
                entry(TreePath.ROOT, directory, EntryKind.ENTRY_KIND_DIRECTORY, stat)
                        .build());
        enter(TreePath.ROOT, directory);
        seen.add(new byte[0], stat);
    }

    /** What all looked like that was gone through so far. */
    DirectoryState seen() {
        return seen.state();
    }

    /** The next thing; null after the last. */
    @Nullable
    SourceEntry next() throws IOException {
        var first = top;
        if (first != null) {
            top = null;
            return first;
        }
        while (!open.isEmpty()) {
            var names = open.element();
            if (!names.hasNext()) {
                open.pop();
                continue;
            }
            var found = look(names.next());
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The stat of a file once more, for whether it was left alone while it was read. */
    SourceEntry again(SourceEntry before) throws IOException {
        var stat = SourceStat.of(before.file());
        var entry = entry(before.path(), before.file(), EntryKind.ENTRY_KIND_FILE, stat)
                .setSize(stat.size());
        return new SourceEntry(before.path(), before.file(), entry.build());
    }

    private @Nullable SourceEntry look(Named named) throws IOException {
        SourceStat stat;
        try {
            stat = SourceStat.of(named.file());
        } catch (NoSuchFileException gone) {
            progress.problem(named.path().text(), "it was gone before it was read");
            return null;
        }
        seen.add(named.path().toByteString().toByteArray(), stat);
        if (stat.isDirectory()) {
            return directory(named, stat);
        }
        if (stat.isLink()) {
            var target = SourceNames.target(Files.readSymbolicLink(named.file()));
            var entry = entry(named.path(), named.file(), EntryKind.ENTRY_KIND_SYMLINK, stat)
                    .setLinkTarget(ByteString.copyFrom(target));
            return new SourceEntry(named.path(), named.file(), entry.build());
        }
        if (!stat.isFile()) {
            progress.problem(named.path().text(), "sockets, FIFOs and devices are left out");
            return null;
        }
        return file(named, stat);
    }

    /** A directory that cannot be listed is in the snapshot without what it holds, and the snapshot is PARTIAL. */
    private @Nullable SourceEntry directory(Named named, SourceStat stat) throws IOException {
        var entry = entry(named.path(), named.file(), EntryKind.ENTRY_KIND_DIRECTORY, stat);
        try {
            enter(named.path(), named.file());
        } catch (NoSuchFileException gone) {
            progress.problem(named.path().text(), "it was gone before it was read");
            return null;
        } catch (FileSystemException unreadable) {
            progress.problem(named.path().text(), "it could not be read: " + SourceTrouble.of(unreadable));
            entry.addMarks(EntryMark.ENTRY_MARK_UNREADABLE);
        }
        return new SourceEntry(named.path(), named.file(), entry.build());
    }

    private SourceEntry file(Named named, SourceStat stat) throws IOException {
        if (stat.hasOtherNames()) {
            var first = firstNames.putIfAbsent(stat.id(), named.path());
            if (first != null) {
                var link = entry(named.path(), named.file(), EntryKind.ENTRY_KIND_HARD_LINK, stat)
                        .setLinkTarget(first.toByteString());
                return new SourceEntry(named.path(), named.file(), link.build());
            }
        }
        var entry = entry(named.path(), named.file(), EntryKind.ENTRY_KIND_FILE, stat)
                .setSize(stat.size());
        return new SourceEntry(named.path(), named.file(), entry.build());
    }

    private void enter(TreePath path, Path directory) throws IOException {
        var names = new ArrayList<Map.Entry<byte[], Path>>();
        try (var listed = Files.newDirectoryStream(directory)) {
            for (var file : listed) {
                names.add(Map.entry(SourceNames.of(file), file));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(Map.Entry.comparingByKey(Arrays::compareUnsigned));
        open.push(below(path, names).iterator());
    }

    private List<Named> below(TreePath path, List<Map.Entry<byte[], Path>> names) {
        var below = new ArrayList<Named>(names.size());
        for (var name : names) {
            try {
                below.add(new Named(path.resolve(name.getKey()), name.getValue()));
            } catch (FormatException tooLong) {
                progress.problem(path.text() + "/…", "its path is longer than a snapshot can hold");
            }
        }
        return below;
    }

    private Entry.Builder entry(TreePath path, Path file, EntryKind kind, SourceStat stat) throws IOException {
        var entry = Entry.newBuilder()
                .setPath(path.toByteString())
                .setKind(kind)
                .setMode(stat.permissions())
                .setUid(stat.user())
                .setGid(stat.group())
                .setUser(owner("unix:owner", stat.user(), file))
                .setGroup(owner("unix:group", stat.group(), file))
                .setMtimeNs(stat.modifiedNanos())
                .setCtimeNs(stat.changedNanos());
        if (kind == EntryKind.ENTRY_KIND_FILE || kind == EntryKind.ENTRY_KIND_DIRECTORY) {
            addAttributes(entry, path, file);
        }
        return entry;
    }

    /** The name of an owner is asked for once for each number; where it has none the number itself comes back. */
    private String owner(String attribute, int number, Path file) throws IOException {
        var key = attribute + number;
        var known = owners.get(key);
        if (known == null) {
            var name = String.valueOf(Files.getAttribute(file, attribute, LinkOption.NOFOLLOW_LINKS));
            known = name.equals(String.valueOf(number)) || name.length() > 255 ? "" : name;
            owners.put(key, known);
        }
        return known;
    }

    private void addAttributes(Entry.Builder entry, TreePath path, Path file) throws IOException {
        var view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        var names = view == null ? List.<String>of() : names(view);
        if (names.isEmpty()) {
            return;
        }
        var sum = 0;
        var sorted = new TreeMap<ByteString, ByteString>(ByteString.unsignedLexicographicalComparator());
        for (var name : names) {
            var value = ByteBuffer.allocate(view.size(name));
            view.read(name, value);
            sum += name.length() + value.position();
            sorted.put(ByteString.copyFromUtf8("user." + name), ByteString.copyFrom(value.flip()));
        }
        if (sum > MOST_ATTRIBUTE_BYTES) {
            progress.problem(path.text(), "its extended attributes are too large to be kept");
            return;
        }
        sorted.forEach((name, value) -> entry.addExtendedAttributes(
                ExtendedAttribute.newBuilder().setNameBytes(name).setValue(value)));
    }

    private static List<String> names(UserDefinedFileAttributeView view) throws IOException {
        try {
            return view.list();
        } catch (IOException | UnsupportedOperationException unsupported) {
            return List.of();
        }
    }
}
