package io.graphkeep.server.store;

import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.server.store.backend.ObjectInfo;
import io.graphkeep.server.store.backend.ObjectName;
import io.graphkeep.server.store.backend.ObjectVisitor;
import io.graphkeep.server.store.backend.Space;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A real backend that fails where a test wants it to, before or after it has done what it was asked. */
public final class FailingBackend implements Backend {
    private final Backend real;
    private Predicate<ObjectName> beforePut = name -> false;
    private Predicate<ObjectName> afterPut = name -> false;
    private Predicate<ObjectName> beforeDelete = name -> false;
    private Predicate<ObjectName> badSectors = name -> false;
    private long badFrom;
    private long badTo;
    private Optional<Space> space = Optional.empty();

    public FailingBackend(Backend real) {
        this.real = real;
    }

    public void failBeforePut(String prefix) {
        beforePut = name -> name.value().startsWith(prefix);
    }

    /** Runs once before something is put there. */
    public void beforePut(String prefix, Runnable meanwhile) {
        beforePut = name -> {
            if (name.value().startsWith(prefix)) {
                beforePut = other -> false;
                meanwhile.run();
            }
            return false;
        };
    }

    void failAfterPut(String prefix) {
        afterPut = name -> name.value().startsWith(prefix);
    }

    void failBeforeDelete(String prefix) {
        beforeDelete = name -> name.value().startsWith(prefix);
    }

    /** These bytes of some objects cannot be read, however often that is tried. */
    public void failReads(Predicate<ObjectName> of, long from, long to) {
        badFrom = from;
        badTo = to;
        badSectors = of;
    }

    /** Nothing fails any more. */
    public void works() {
        badSectors = name -> false;
        beforePut = name -> false;
        afterPut = name -> false;
        beforeDelete = name -> false;
    }

    public void setSpace(long usable, long total) {
        space = Optional.of(new Space(usable, total));
    }

    @Override
    public void put(ObjectName name, List<ByteBuffer> content) throws IOException {
        failIf(beforePut, name);
        real.put(name, content);
        failIf(afterPut, name);
    }

    @Override
    public void read(ObjectName name, long offset, ByteBuffer into) throws IOException {
        if (offset < badTo && offset + into.remaining() > badFrom && badSectors.test(name)) {
            throw new IOException("Input/output error");
        }
        real.read(name, offset, into);
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectName name) throws IOException {
        return real.stat(name);
    }

    @Override
    public void list(String prefix, ObjectVisitor visitor) throws IOException {
        real.list(prefix, visitor);
    }

    @Override
    public void delete(ObjectName name) throws IOException {
        failIf(beforeDelete, name);
        real.delete(name);
    }

    @Override
    public Optional<Space> space() throws IOException {
        return space.isPresent() ? space : real.space();
    }

    @Override
    public String describe() {
        return real.describe();
    }

    private static void failIf(Predicate<ObjectName> fails, ObjectName name) throws IOException {
        if (fails.test(name)) {
            throw new IOException("the power went out at " + name);
        }
    }
}
