package io.graphkeep.server.security;

import io.graphkeep.server.errors.StartRefused;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The copy of the key that must be kept elsewhere: it is written once more where its owner says, and remembered.
 *
 * <p>What is remembered is the SHA-256 of the exported file, in {@code exported} beside the keys: another key is not
 * exported because its predecessor was. Until then health is DEGRADED, since losing this machine would lose everything.
 */
public final class KeyExport {
    private final Path key;
    private final Path marker;
    private final boolean isGiven;

    /**
     * @param key the key's file
     * @param keys the directory of the keys
     */
    public KeyExport(Path key, Path keys) {
        this(key, keys, false);
    }

    /**
     * @param key the key's file
     * @param keys the directory of the keys
     * @param isGiven whether the server was started with the key itself: then whoever gives it has the copy
     */
    public KeyExport(Path key, Path keys, boolean isGiven) {
        this.key = key;
        this.marker = keys.resolve("exported");
        this.isGiven = isGiven;
    }

    /** The key's file, which may be missing. */
    public Path file() {
        return key;
    }

    /** Whether there is a key that can be read, and so exported. */
    public boolean hasKey() {
        return isGiven || (Files.isRegularFile(key) && Files.isReadable(key));
    }

    /** Whether a copy of the present key was made. */
    public boolean isDone() {
        if (isGiven) {
            return true;
        }
        try {
            return Files.exists(marker, LinkOption.NOFOLLOW_LINKS)
                    && Files.readString(marker).strip().equals(digest(content()));
        } catch (IOException e) {
            return false;
        }
    }

    /** Writes the key into a new file with mode 0600, and remembers it. */
    public void toFile(Path file) {
        try {
            SecretFile.create(file, content());
            remember();
        } catch (IOException e) {
            throw failed(file.toString(), e);
        }
    }

    /** Writes the key to a stream, and remembers it where all of it got there. */
    public void toStream(PrintStream out) {
        try {
            out.write(content());
            if (out.checkError()) {
                throw new StartRefused(
                        "The key could not be written to standard output, and does not count as exported.");
            }
            remember();
        } catch (IOException e) {
            throw failed("standard output", e);
        }
    }

    private byte[] content() throws IOException {
        if (isGiven) {
            throw new StartRefused(
                    "The key is what GRAPHKEEP_MASTER_KEY gives, and in no file: keep a copy of what sets it.");
        }
        return Files.readAllBytes(key);
    }

    private void remember() throws IOException {
        Files.deleteIfExists(marker);
        SecretFile.create(marker, digest(content()));
    }

    private StartRefused failed(String to, IOException cause) {
        return switch (cause) {
            case FileAlreadyExistsException taken ->
                new StartRefused(
                        "The key was not exported: " + to + " is there already. Name a file that is not there yet.",
                        taken);
            case NoSuchFileException missing ->
                new StartRefused(
                        "The key was not exported to " + to + ": " + missing.getFile() + " is not there.", missing);
            case AccessDeniedException denied ->
                new StartRefused(
                        "The key was not exported to " + to + ": you may not use " + denied.getFile() + ".", denied);
            default -> new StartRefused("The key " + key + " could not be exported to " + to + ": " + cause, cause);
        };
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
