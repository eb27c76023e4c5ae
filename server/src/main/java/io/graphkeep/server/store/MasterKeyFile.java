package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.backend.FileOps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that holds the master key: durable and closed to other users before anything is encrypted with it, and never
 * written to again. A rotation puts a whole new file in its place.
 */
public final class MasterKeyFile {
    private static final int LONGEST = 4096;

    private final Path file;
    private final FileOps files;
    private final @Nullable String given;

    public MasterKeyFile(Path file) {
        this(file, FileOps.ofDisk());
    }

    MasterKeyFile(Path file, FileOps files) {
        this(file, files, null);
    }

    private MasterKeyFile(Path file, FileOps files, @Nullable String given) {
        this.file = file.toAbsolutePath();
        this.files = files;
        this.given = given;
    }

    /** A key that the server was started with, in the place of a file's: no file is read or written. */
    public static MasterKeyFile given(Path file, String line) {
        return new MasterKeyFile(file, FileOps.ofDisk(), line);
    }

    public Path path() {
        return file;
    }

    /** The key, or nothing where there is no such file. */
    public Optional<MasterKey> read() {
        if (given != null) {
            return Optional.of(MasterKey.parse(given));
        }
        try {
            if (Files.size(file) > LONGEST) {
                throw new GraphkeepException(
                        Reason.KEY_UNAVAILABLE, "The key file " + file + " is too large to be one.");
            }
            return Optional.of(MasterKey.parse(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new GraphkeepException(
                    Reason.KEY_UNAVAILABLE, "The key file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Makes a new key where there is none; the key that is there, if another start made one first. */
    MasterKey make(Ids ids) {
        try {
            makeDirectory(file.getParent());
            write(MasterKey.of(ids.bytes(MasterKey.BYTES)));
            return read().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " cannot be written", e);
        }
    }

    /** Puts the next key beside this one, durable, where {@link #promote} finds it. */
    void stage(MasterKey next) throws IOException {
        if (given != null) {
            throw new GraphkeepException(
                    Reason.KEY_UNAVAILABLE,
                    "The master key is what GRAPHKEEP_MASTER_KEY gives, which a server cannot change. Write it into a"
                            + " file, name that in GRAPHKEEP_KEY_FILE in place of GRAPHKEEP_MASTER_KEY, restart, and"
                            + " rotate then.");
        }
        if (Files.isSymbolicLink(file)) {
            throw new GraphkeepException(
                    Reason.KEY_UNAVAILABLE,
                    "The key file " + file + " is a link, and is not replaced: name the file itself in"
                            + " GRAPHKEEP_KEY_FILE.");
        }
        try {
            create(staged(), next);
            force(file.getParent());
        } catch (FileSystemException e) {
            throw new GraphkeepException(
                    Reason.KEY_UNAVAILABLE, "No new key can be written beside " + file + ": " + e.getMessage(), e);
        }
    }

    /** Makes the key that was staged the one of this file. */
    void promote() throws IOException {
        files.replace(file, staged());
        force(file.getParent());
    }

    private Path staged() {
        return file.resolveSibling(file.getFileName() + ".next");
    }

    /** Its name is made durable whoever made it: an earlier start may have died before it did. */
    private void makeDirectory(@Nullable Path directory) throws IOException {
        if (directory == null) {
            return;
        }
        var parent = directory.getParent();
        if (!Files.isDirectory(directory)) {
            if (parent != null && !Files.isDirectory(parent)) {
                makeDirectory(parent);
            }
            files.createDirectory(directory);
        }
        force(parent);
    }

    /** Under another name first: a key file that is there is whole. */
    private void write(MasterKey key) throws IOException {
        var temporary = file.resolveSibling(file.getFileName() + ".new");
        create(temporary, key);
        try {
            files.link(file, temporary);
        } catch (FileAlreadyExistsException e) {
            return; // The key that is there counts.
        } finally {
            files.unlink(temporary);
        }
        force(file.getParent());
    }

    private void create(Path temporary, MasterKey key) throws IOException {
        files.unlink(temporary);
        var line = ByteBuffer.wrap((key.reveal() + "\n").getBytes(StandardCharsets.US_ASCII));
        files.writeForced(temporary, List.of(line));
    }

    private void force(@Nullable Path directory) throws IOException {
        if (directory != null) {
            files.forceDirectory(directory);
        }
    }
}
