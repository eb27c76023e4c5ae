package io.graphkeep.server.store;

import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.server.store.backend.ObjectName;
import io.graphkeep.server.store.backend.ObjectNotFoundException;
import java.io.EOFException;
import java.io.IOException;

/**
 * Reads for those who look for damage: what cannot be read is tried again, and is damaged only if the store itself is there.
 *
 * <p>A bad sector is an error of reading each time; a disk that is gone must not be taken for a thousand damaged packs.
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
                if (attempt == TRIES) {
                    requireStore(e);
                    throw new DamagedException("The object " + name + " cannot be read: " + e.getMessage() + ".", e);
                }
            }
        }
    }

    /** Throws where it is not the object that cannot be read, but the store. */
    void requireStore(IOException failure) throws IOException {
        if (backend.stat(ObjectNames.REPOSITORY).isEmpty()) {
            var gone = new IOException("There is no repository at " + backend.describe() + " any more.");
            gone.initCause(failure);
            throw gone;
        }
    }
}
