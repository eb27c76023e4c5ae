package io.graphkeep.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;

/** Whole directories: their size, their removal, and the way in which LightRAG replaces one state of files by the next. */
public final class Trees {
    private static final int MOST_TRIES = 20;

    private Trees() {}

    /** The bytes of all files in it; those that vanish meanwhile count nothing. */
    public static long bytes(Path directory) {
        if (!Files.exists(directory)) {
            return 0;
        }
        try (var all = Files.walk(directory)) {
            return all.mapToLong(Trees::size).sum();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long size(Path path) {
        try {
            return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Files.size(path) : 0;
        } catch (IOException vanished) {
            return 0;
        }
    }

    /** Deletes a tree, also while something else does so too: a benchmark that is broken off ends in two places at once. */
    public static void delete(Path directory) {
        for (var tries = 1; Files.exists(directory); tries++) {
            try {
                deleteOnce(directory);
            } catch (NoSuchFileException | DirectoryNotEmptyException changing) {
                if (tries == MOST_TRIES) {
                    throw new UncheckedIOException(changing);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static void deleteOnce(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    /** Every file written anew beside its old content, and renamed over it. */
    public static void replace(Path state, Path source) {
        try (var all = Files.walk(state)) {
            for (var path : all.toList()) {
                var to = source.resolve(state.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(to);
                    continue;
                }
                var fresh = to.resolveSibling(to.getFileName() + ".tmp");
                Files.copy(path, fresh, StandardCopyOption.REPLACE_EXISTING);
                Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
