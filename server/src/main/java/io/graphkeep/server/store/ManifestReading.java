package io.graphkeep.server.store;

import io.graphkeep.format.v1.Manifest;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.server.store.backend.ObjectName;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.ManifestFormat;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the manifests of a store, one at a time. */
final class ManifestReading {
    private final Backend backend;
    private final PatientReads reads;
    private final RepositoryKey key;
    private final Findings findings;

    ManifestReading(Backend backend, RepositoryKey key, Findings findings) {
        this.backend = backend;
        this.reads = new PatientReads(backend);
        this.key = key;
        this.findings = findings;
    }

    void run(StoreContents.ManifestVisitor visitor, ReadingProgress progress) throws IOException {
        var read = new long[1];
        backend.list(ObjectNames.MANIFESTS, object -> {
            var parts = object.name().value().split("/", -1);
            var graph = parts.length == 3 ? id(parts[1]) : null;
            var snapshot = parts.length == 3 ? id(parts[2]) : null;
            if (graph == null || snapshot == null) {
                findings.add("The object " + object.name() + " has no name of this store's; it is left alone.");
                return;
            }
            visit(object.name(), graph, snapshot, visitor);
            progress.at("manifests", ++read[0], 0);
        });
    }

    private void visit(ObjectName name, UUID graph, UUID snapshot, StoreContents.ManifestVisitor visitor)
            throws IOException {
        byte[] bytes;
        Manifest manifest;
        try {
            bytes = reads.of(name, () -> SealedObject.read(backend, key.cipher(name)));
            manifest = ManifestFormat.parse(bytes);
            if (!manifest.getGraphUid().equals(graph.toString())
                    || !manifest.getSnapshotId().equals(snapshot.toString())) {
                throw new DamagedException("it is that of another snapshot.");
            }
        } catch (DamagedException | FormatException e) {
            findings.add("The manifest " + name + " cannot be read: " + e.getMessage());
            visitor.visitDamaged(graph, snapshot, String.valueOf(e.getMessage()));
            return;
        }
        visitor.visit(graph, snapshot, manifest, ManifestFormat.digest(bytes));
    }

    static @Nullable UUID id(String text) {
        try {
            var id = UUID.fromString(text);
            return id.toString().equals(text) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
