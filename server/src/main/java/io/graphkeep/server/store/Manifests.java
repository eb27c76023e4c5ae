package io.graphkeep.server.store;

import io.graphkeep.server.catalog.store.StoredSnapshotRow;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.transfer.ManifestFormat;
import java.io.IOException;
import java.util.Arrays;

/** Reads manifests from the store: what it returns is what was committed. */
final class Manifests {
    private final Backend backend;
    private final PatientReads reads;
    private final RepositoryKey key;

    Manifests(Backend backend, RepositoryKey key) {
        this.backend = backend;
        this.reads = new PatientReads(backend);
        this.key = key;
    }

    byte[] read(StoredSnapshotRow row) throws IOException {
        var name = ObjectNames.manifest(row.graphUid(), row.id());
        if (backend.stat(name).isEmpty()) {
            throw new DamagedException("Its manifest " + name + " is missing.");
        }
        var bytes = reads.of(name, () -> SealedObject.read(backend, key.cipher(name)));
        if (!Arrays.equals(ManifestFormat.digest(bytes), row.manifestDigest())) {
            throw new DamagedException("Its manifest " + name + " is not the one that was committed.");
        }
        return bytes;
    }
}
