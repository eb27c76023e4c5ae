package io.graphkeep.server.store;

import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.server.store.backend.ObjectName;
import io.graphkeep.server.store.backend.ObjectNotFoundException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads of objects that tell damage from all else: what cannot be read is tried again, and is damaged only if the store itself
 * can be read.
 *
 * <p>A bad sector is an error of reading each time. A disk that is gone, a process that may open no more files and a thread
 * that was interrupted must not be taken for a thousand damaged packs.
 */
final class PatientReads {
    private static final int TRIES = 3;

    private final Backend backend;

    PatientReads(Backend backend) {
        this.backend = backend;
    }

    /** A read of one object. */
    @FunctionalInterface
    interface Read<T> {
        T run() throws IOException;
    }

    /** Whatever the read gives; {@link DamagedException} where the object is missing, cut short or cannot be read. */
    <T> T of(ObjectName name, Read<T> read) throws IOException {
        for (var attempt = 1; ; attempt++) {
            try {
                return read.run();
            } catch (DamagedException e) {
                throw e;
            } catch (ObjectNotFoundException e) {
                requireStore(e);
                throw new DamagedException("The object " + name + " is missing.", e);
            } catch (EOFException e) {
                throw new DamagedException("The object " + name + " is cut short.", e);
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                if (attempt == TRIES) {
                    requireStoreBeside(name, e);
                    throw new DamagedException("The object " + name + " cannot be read: " + e.getMessage() + ".", e);
                }
            }
        }
    }

    /** Throws where the store is not there. */
    void requireStore(IOException failure) throws IOException {
        if (backend.stat(ObjectNames.REPOSITORY).isEmpty()) {
            throw gone(failure);
        }
    }

    /** Throws where it is not this object alone that cannot be read. */
    private void requireStoreBeside(ObjectName name, IOException failure) throws IOException {
        if (name.equals(ObjectNames.REPOSITORY)) {
            requireStore(failure);
            return;
        }
        try {
            backend.read(ObjectNames.REPOSITORY, 0, ByteBuffer.allocate(1));
        } catch (ObjectNotFoundException e) {
            throw gone(failure);
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }

    private IOException gone(IOException failure) {
        return new IOException("There is no repository at " + backend.describe() + " any more.", failure);
    }
}
