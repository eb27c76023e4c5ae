package io.graphkeep.server.store.backend;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Objects as files below one directory.
 *
 * <p>A put writes and forces a file of a temporary name that carries the object's, links it to the final name (a rename would
 * silently replace what is there), and forces the directory and each one that it made. The temporary name tells whose it is, too. A force that failed is never tried
 * again: the kernel has forgotten what it could not write, and a second one would lie.
 */
public final class LocalBackend implements Backend {
    private static final String TEMPORARY = ".tmp";
    private static final Pattern TEMPORARY_NAME =
            Pattern.compile("\\.[a-z0-9][a-z0-9-]*\\.(?<owner>[0-9a-f]{8})[0-9a-f]{8}\\.tmp");
    // No put that goes on leaves its file alone for as long.
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path root;
    private final FileOps files;
    private final String owner;
    private final RandomGenerator random;
    // Directories whose own name is known to be durable.
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    private LocalBackend(Path root, FileOps files, UUID owner, RandomGenerator random) {
        this.root = root;
        this.files = files;
        this.owner = HexFormat.of().toHexDigits((int) owner.getLeastSignificantBits());
        this.random = random;
    }

    /**
     * Opens a directory, which is made if its parent is there, and clears it of what interrupted puts have left: of this
     * owner's all, and of others what they have not touched for long.
     *
     * @param owner who writes, of whom no other process is at work
     */
    public static LocalBackend open(Path root, UUID owner, RandomGenerator random) throws IOException {
        return open(root, new DiskFileOps(), owner, random);
    }

    static LocalBackend open(Path root, FileOps files, UUID owner, RandomGenerator random) throws IOException {
        var backend = new LocalBackend(root.toAbsolutePath().normalize(), files, owner, random);
        backend.makeRoot();
        backend.clearLeftovers();
        return backend;
    }

    @Override
    public void put(ObjectName name, List<ByteBuffer> content) throws IOException {
        var file = root.resolve(name.value());
        var directory = directoryOf(file);
        makeDurable(directory);
        var temporary = temporary(directory, name.last());
        try {
            files.writeForced(temporary, content);
            link(name, file, temporary);
        } finally {
            files.unlink(temporary);
        }
        files.forceDirectory(directory);
    }

    private Path temporary(Path directory, String name) {
        return directory.resolve("." + name + "." + owner + HexFormat.of().toHexDigits(random.nextInt()) + TEMPORARY);
    }

    private void link(ObjectName name, Path file, Path temporary) throws IOException {
        try {
            files.link(file, temporary);
        } catch (FileAlreadyExistsException e) {
            throw alreadyThere(name, directoryOf(file), e);
        }
    }

    /** Whoever put it first may have died before the name was durable: we make it so before we say that it is there. */
    private ObjectExistsException alreadyThere(ObjectName name, Path directory, Exception cause) throws IOException {
        files.forceDirectory(directory);
        var exists = new ObjectExistsException(name);
        exists.initCause(cause);
        return exists;
    }

    @Override
    public void read(ObjectName name, long offset, ByteBuffer into) throws IOException {
        try (var channel = FileChannel.open(root.resolve(name.value()), StandardOpenOption.READ)) {
            var at = offset;
            while (into.hasRemaining()) {
                var count = channel.read(into, at);
                if (count < 0) {
                    throw new EOFException("The object " + name + " ends at byte " + at + ".");
                }
                at += count;
            }
        } catch (NoSuchFileException e) {
            throw notFound(name, e);
        }
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectName name) throws IOException {
        try {
            return Optional.of(new ObjectInfo(name, Files.size(root.resolve(name.value()))));
        } catch (NoSuchFileException e) {
            requireRoot();
            return Optional.empty();
        }
    }

    @Override
    public void list(String prefix, ObjectVisitor visitor) throws IOException {
        requireRoot();
        var pending = new ArrayDeque<Path>();
        pending.add(prefix.isEmpty() ? root : root.resolve(prefix));
        while (!pending.isEmpty()) {
            var directory = pending.pop();
            try (var entries = Files.newDirectoryStream(directory)) {
                for (var entry : entries) {
                    if (Files.isDirectory(entry)) {
                        pending.push(entry);
                        continue;
                    }
                    tell(entry, visitor);
                }
            } catch (NoSuchFileException e) {
                requireRoot(); // A directory that no one has made yet is empty; a store that has gone is not.
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
    }

    private void tell(Path file, ObjectVisitor visitor) throws IOException {
        var name = root.relativize(file).toString();
        if (!ObjectName.isValid(name)) {
            return;
        }
        Optional<ObjectInfo> info = stat(new ObjectName(name));
        if (info.isPresent()) {
            visitor.visit(info.get());
        }
    }

    @Override
    public void delete(ObjectName name) throws IOException {
        requireRoot();
        var file = root.resolve(name.value());
        try {
            files.unlink(file);
            files.forceDirectory(directoryOf(file));
        } catch (NoSuchFileException e) {
            requireRoot(); // The directory was never made: neither was the object.
        }
    }

    @Override
    public Optional<Space> space() throws IOException {
        var disk = Files.getFileStore(root);
        return Optional.of(new Space(disk.getUsableSpace(), disk.getTotalSpace()));
    }

    @Override
    public String describe() {
        return "directory " + root;
    }

    private void makeRoot() throws IOException {
        files.createDirectory(root);
        files.forceDirectory(directoryOf(root));
        durable.add(root);
    }

    /**
     * A directory that is there may have been made by a server that died before it forced the parent, so the first use of
     * each forces the parent, whoever made it.
     */
    private void makeDurable(Path directory) throws IOException {
        if (durable.contains(directory)) {
            return;
        }
        requireRoot();
        var parent = directoryOf(directory);
        makeDurable(parent);
        files.createDirectory(directory);
        files.forceDirectory(parent);
        durable.add(directory);
    }

    private void clearLeftovers() throws IOException {
        @Nullable FileTime abandoned = null;
        var pending = new ArrayDeque<Path>();
        pending.add(root);
        while (!pending.isEmpty()) {
            try (var entries = Files.newDirectoryStream(pending.pop())) {
                for (var entry : entries) {
                    if (Files.isDirectory(entry)) {
                        pending.push(entry);
                    }
                    var name = TEMPORARY_NAME.matcher(entry.getFileName().toString());
                    if (!name.matches()) {
                        continue;
                    }
                    if (name.group("owner").equals(owner)) {
                        files.unlink(entry);
                        continue;
                    }
                    abandoned = abandoned == null ? abandoned() : abandoned;
                    clearAbandoned(entry, abandoned);
                }
            }
        }
    }

    private void clearAbandoned(Path temporary, FileTime abandoned) throws IOException {
        try {
            if (Files.getLastModifiedTime(temporary).compareTo(abandoned) < 0) {
                files.unlink(temporary);
            }
        } catch (NoSuchFileException e) {
            return; // Whoever wrote it is done.
        }
    }

    /** By the clock that sets the files' times, which need not be this machine's. */
    private FileTime abandoned() {
        try {
            var now = temporary(root, "clock");
            try {
                files.writeForced(now, List.of());
                return FileTime.from(Files.getLastModifiedTime(now).toInstant().minus(ABANDONED));
            } finally {
                files.unlink(now);
            }
        } catch (IOException e) {
            // A store on a full disk must open, or nothing could be removed from it: what others left waits for a later
            // start.
            return FileTime.fromMillis(0);
        }
    }

    private void requireRoot() throws IOException {
        if (!Files.isDirectory(root)) {
            throw new IOException("The store's directory " + root + " is not there: is its disk mounted?");
        }
    }

    private ObjectNotFoundException notFound(ObjectName name, Exception cause) throws IOException {
        requireRoot();
        var notFound = new ObjectNotFoundException(name);
        notFound.initCause(cause);
        return notFound;
    }

    private static Path directoryOf(Path file) {
        var parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("The root of a file system cannot be a store.");
        }
        return parent;
    }
}
