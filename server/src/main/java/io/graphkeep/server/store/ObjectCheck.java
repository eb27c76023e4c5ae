package io.graphkeep.server.store;

import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.format.v1.Owner;
import io.graphkeep.format.v1.Repository;
import io.graphkeep.format.v1.StateRecord;
import io.graphkeep.server.catalog.store.CheckMapper;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.catalog.store.StateRecordRow;
import io.graphkeep.server.catalog.store.StoredSnapshotMapper;
import io.graphkeep.server.catalog.store.StoredSnapshotRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.backend.ObjectName;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.ManifestFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at every object that is not a pack: manifests, state records, the owner, the key and the repository. */
final class ObjectCheck {
    private static final int BATCH = 1_000;

    private final StoreParts parts;
    private final MasterKeyFile keyFile;
    private final CheckLevel level;
    private final CheckWatch watch;
    private final PatientReads reads;
    private final DamageTally tally;
    private long looked;

    ObjectCheck(StoreParts parts, MasterKeyFile keyFile, CheckLevel level, CheckWatch watch, DamageTally tally) {
        this.parts = parts;
        this.keyFile = keyFile;
        this.level = level;
        this.watch = watch;
        this.reads = new PatientReads(parts.backend());
        this.tally = tally;
    }

    /** How many objects were looked at. */
    long looked() {
        return looked;
    }

    /** A snapshot's manifest; one that is being deleted meanwhile is well. */
    void manifest(StoredSnapshotRow row) throws IOException {
        var name = ObjectNames.manifest(row.graphUid(), row.id());
        var why = wrong(name, () -> {
            var bytes = parts.manifests().read(row);
            ManifestFormat.parse(bytes);
            return bytes.length;
        });
        if (why == null) {
            return;
        }
        var now = parts.database()
                .read(tx -> Optional.ofNullable(
                        tx.mapper(StoredSnapshotMapper.class).find(row.id())));
        if (now.isPresent() && !now.get().state().equals("DELETING")) {
            parts.damage().foundManifest(row, why);
            tally.objectOf(row.id(), name.value(), why);
        }
    }

    /** What is there once, and the state records. */
    void others() throws IOException {
        look(ObjectNames.REPOSITORY, () -> {
            var bytes = SealedObject.read(parts.backend(), parts.key().cipher(ObjectNames.REPOSITORY));
            return Repository.parseFrom(bytes).getSerializedSize();
        });
        key();
        owner();
        for (var after = 0L; ; ) {
            var from = after;
            var rows = parts.database().read(tx -> tx.mapper(CheckMapper.class).recordsAfter(from, BATCH));
            for (var row : rows) {
                record(row);
            }
            if (rows.size() < BATCH) {
                return;
            }
            after = rows.getLast().number();
        }
    }

    private void key() throws IOException {
        var master = keyFile.read()
                .orElseThrow(() -> new GraphkeepException(
                        Reason.KEY_UNAVAILABLE,
                        "The master key " + keyFile.path()
                                + " is not there, and without it the wrapped key in the store"
                                + " cannot be looked at."));
        var newest = NumberedObjects.greatest(parts.backend(), ObjectNames.KEYS);
        if (newest == 0) {
            tally.object(ObjectNames.KEYS + "1", "The store has lost its wrapped key.");
            return;
        }
        var name = ObjectNames.key(newest);
        look(name, () -> {
            var object = SealedObject.readAll(parts.backend(), name);
            if (!Arrays.equals(
                    WrappedKey.unwrap(name, object, master).reveal(),
                    parts.key().reveal())) {
                throw new DamagedException("The object " + name + " holds another key than the one in use.");
            }
            return object.length;
        });
    }

    private void owner() throws IOException {
        var newest = NumberedObjects.greatest(parts.backend(), ObjectNames.OWNERS);
        if (newest == 0) {
            tally.object(ObjectNames.OWNERS + "1", "The store has lost the record of its owner.");
            return;
        }
        var known = parts.database()
                .read(tx -> Optional.ofNullable(tx.mapper(InstanceMapper.class).find()))
                .orElseThrow();
        if (newest < known.generation()
                && NumberedObjects.greatest(parts.backend(), ObjectNames.OWNERS) < known.generation()) {
            var missing = ObjectNames.owner(known.generation());
            tally.object(missing.value(), "The object " + missing + " is missing.");
            return;
        }
        var name = ObjectNames.owner(newest);
        look(name, () -> {
            var owner = Owner.parseFrom(
                    SealedObject.read(parts.backend(), parts.key().cipher(name)));
            if (owner.getGeneration() != newest) {
                throw new DamagedException("The object " + name + " is that of another generation.");
            }
            return owner.getSerializedSize();
        });
    }

    private void record(StateRecordRow row) throws IOException {
        var name = ObjectNames.state(row.number());
        look(name, () -> {
            var bytes = SealedObject.read(parts.backend(), parts.key().cipher(name));
            if (!Arrays.equals(bytes, expected(row))) {
                throw new DamagedException("The object " + name + " is another record than the one that was put.");
            }
            return bytes.length;
        });
    }

    private static byte[] expected(StateRecordRow row) throws InvalidProtocolBufferException {
        return StateRecord.parseFrom(row.payload()).toBuilder()
                .setNumber(row.number())
                .build()
                .toByteArray();
    }

    private void look(ObjectName name, PatientReads.Read<Integer> read) throws IOException {
        var why = wrong(name, read);
        if (why != null) {
            tally.object(name.value(), why);
        }
    }

    private @Nullable String wrong(ObjectName name, PatientReads.Read<Integer> read) throws IOException {
        looked++;
        watch.expect(1, 0);
        watch.read(0);
        try {
            watch.looked(level.includes(CheckLevel.CONTENT) ? reads.of(name, read) : present(name));
            return null;
        } catch (DamagedException | FormatException e) {
            reads.requireStore(e);
            return String.valueOf(e.getMessage());
        } catch (GraphkeepException e) {
            if (e.reason() != Reason.KEY_UNAVAILABLE) {
                throw e;
            }
            return e.sentence();
        }
    }

    private int present(ObjectName name) throws IOException {
        if (reads.of(name, () -> parts.backend().stat(name)).isEmpty()) {
            throw new DamagedException("The object " + name + " is missing.");
        }
        return 0;
    }
}
