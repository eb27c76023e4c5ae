package io.graphkeep.server.backup;

import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a restore goes: a hidden directory to write into, and the step in which what was written takes the place of what is
 * there.
 *
 * <p>Until that step the old content is untouched; afterwards it lies aside until it is released. All names carry the
 * restore's id, so that a restart finds its own and nothing else; every method may be called again after a crash.
 */
interface Destination extends Closeable {

    /** How new content took the place of old, as the catalog names it. */
    enum Swap {
        FRESH,
        EXCHANGED,
        RENAMED,
        JOURNALLED
    }

    /** What takes whose place, and where the hidden directories are; as the catalog names it. */
    enum Way {
        /** The whole directory, in one step; the hidden ones lie beside it. */
        WHOLE,
        /** Entry by entry, under a journal; the hidden ones lie beside it. */
        BESIDE,
        /** Entry by entry, under a journal; the hidden ones lie in it, as it is a mount point. */
        INSIDE
    }

    static Destination open(Path path, UUID restore, Way way) throws IOException {
        return way == Way.WHOLE
                ? WholeDestination.open(path, restore)
                : JournalledDestination.open(path, restore, way, SwapSteps.NONE);
    }

    /** The way of a restore that begins now. */
    static Way wayTo(Path path, boolean isOfChosenPaths) throws IOException {
        var directory = path.getParent();
        var name = path.getFileName();
        if (directory == null || name == null) {
            throw unusable(path, "is the root of the file system", null);
        }
        try (var parent = Directory.open(directory)) {
            try (var there = parent.directory(Name.of(name.toString()))) {
                if (there.stat().mount() != parent.stat().mount()) {
                    return Way.INSIDE;
                }
                return isOfChosenPaths && !there.isEmpty() ? Way.BESIDE : Way.WHOLE;
            }
        } catch (SystemCallException e) {
            // Whatever stands in the way is told when it is opened.
            return Way.WHOLE;
        }
    }

    Path path();

    Way way();

    /** Where the old content lies after the swap. */
    Path asidePath();

    /** Refuses what cannot be restored to, before anything is written. */
    void require(boolean mayReplace) throws IOException;

    /** Whether there is no old content: nothing of that name, or an empty directory. */
    boolean isEmpty() throws IOException;

    /** An empty hidden directory to write into; what an earlier attempt left there is removed. */
    Directory begin() throws IOException;

    /** What was written is whole and durable: writes down what is to take which place. */
    void prepare(SwapOrder order) throws IOException;

    /** Removes what was written and not swapped in. */
    void discard() throws IOException;

    /** Whether there is something of the hidden name. */
    boolean hasHidden() throws IOException;

    /** Which directory it lies in: another one is there while the file system of this one is not mounted. */
    String parent() throws IOException;

    /** What is about to be swapped in: tells old from new after a crash. */
    String written() throws IOException;

    /**
     * Puts what was written in its place, from whatever state an interrupted swap has left.
     *
     * @param written what {@link #written} said of it
     */
    Swap swap(String written) throws IOException;

    /** Whether the swap has begun, and must be ended: the old content is not, or not alone, at its place any more. */
    boolean hasBegun(String written) throws IOException;

    /** Keeps what lies under the temporary name where it is not what was written: then it is old content. */
    void keepWhatWasNotWritten(String written) throws IOException;

    /** Whether there is old content aside. */
    boolean keepsOld() throws IOException;

    static GraphkeepException unusable(Path path, String why, @Nullable Throwable cause) {
        var sentence = "The destination " + path + " " + why + ".";
        return cause == null
                ? new GraphkeepException(Reason.DESTINATION_UNUSABLE, sentence)
                : new GraphkeepException(Reason.DESTINATION_UNUSABLE, sentence, cause);
    }
}
