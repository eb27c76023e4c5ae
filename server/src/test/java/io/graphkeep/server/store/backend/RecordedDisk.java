package io.graphkeep.server.store.backend;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A file system that remembers every change in order, with what was promised in between: that an object is there, that it is
 * gone, that a snapshot is acknowledged.
 */
public final class RecordedDisk implements FileOps {
    private final FileOps disk = FileOps.ofDisk();
    private final List<Step> steps = new ArrayList<>();

    /** A change, or a promise. */
    public sealed interface Step {
        /** A directory was made. */
        record Made(Path directory) implements Step {}

        /** A file was written, and its content forced. */
        record Written(Path file, ByteString content) implements Step {}

        /** A file got a further name. */
        record Linked(Path name, Path existing) implements Step {}

        /** A file got another name, in place of what had it. */
        record Replaced(Path name, Path existing) implements Step {}

        /** A name was removed. */
        record Unlinked(Path name) implements Step {}

        /** The names in a directory were forced. */
        record Forced(Path directory) implements Step {}

        /** From here on this file must survive the loss of power. */
        record IsThere(Path file) implements Step {}

        /** From here on this file may be there or not. */
        record MayGo(Path file) implements Step {}

        /** From here on this file must not come back. */
        record IsGone(Path file) implements Step {}

        /** From here on what is left must be such that this holds. */
        record Holds(String what, Predicate<LostPower> condition) implements Step {}

        /** A snapshot was acknowledged. */
        record Acknowledged(Object what) implements Step {}
    }

    /** All that was recorded so far. */
    public synchronized List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Notes a promise. */
    public synchronized void promise(Step promise) {
        steps.add(promise);
    }

    /** Objects on this disk; what it says is there or gone is promised. */
    public Backend objects(Path root) throws IOException {
        return new Promising(LocalBackend.open(root, this, new UUID(0, 1), new Random(1)), root);
    }

    @Override
    public synchronized boolean createDirectory(Path directory) throws IOException {
        var made = disk.createDirectory(directory);
        steps.add(new Step.Made(directory));
        return made;
    }

    @Override
    public synchronized void writeForced(Path file, List<ByteBuffer> content) throws IOException {
        var bytes = ByteString.empty();
        for (var part : content) {
            bytes = bytes.concat(ByteString.copyFrom(part.duplicate()));
        }
        disk.writeForced(file, content);
        steps.add(new Step.Written(file, bytes));
    }

    @Override
    public synchronized void link(Path name, Path existing) throws IOException {
        disk.link(name, existing);
        steps.add(new Step.Linked(name, existing));
    }

    @Override
    public synchronized void replace(Path name, Path existing) throws IOException {
        disk.replace(name, existing);
        steps.add(new Step.Replaced(name, existing));
    }

    @Override
    public synchronized boolean unlink(Path name) throws IOException {
        var was = disk.unlink(name);
        steps.add(new Step.Unlinked(name));
        return was;
    }

    @Override
    public synchronized void forceDirectory(Path directory) throws IOException {
        disk.forceDirectory(directory);
        steps.add(new Step.Forced(directory));
    }

    private final class Promising implements Backend {
        private final Backend objects;
        private final Path root;

        private Promising(Backend objects, Path root) {
            this.objects = objects;
            this.root = root;
        }

        @Override
        public void put(ObjectName name, List<ByteBuffer> content) throws IOException {
            objects.put(name, content);
            promise(new Step.IsThere(root.resolve(name.value())));
        }

        @Override
        public void delete(ObjectName name) throws IOException {
            promise(new Step.MayGo(root.resolve(name.value())));
            objects.delete(name);
            promise(new Step.IsGone(root.resolve(name.value())));
        }

        @Override
        public void read(ObjectName name, long offset, ByteBuffer into) throws IOException {
            objects.read(name, offset, into);
        }

        @Override
        public Optional<ObjectInfo> stat(ObjectName name) throws IOException {
            return objects.stat(name);
        }

        @Override
        public void list(String prefix, ObjectVisitor visitor) throws IOException {
            objects.list(prefix, visitor);
        }

        @Override
        public Optional<Space> space() throws IOException {
            return objects.space();
        }

        @Override
        public String describe() {
            return objects.describe();
        }
    }
}
