package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.rebuild.PlaceCopy;
import io.graphkeep.server.catalog.rebuild.RebuildMapper;
import io.graphkeep.server.catalog.rebuild.RebuiltPackRow;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.transfer.ContentId;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Enters the packs that lie in the store into the catalog, and where each of their chunks lies into a table of the rebuild.
 *
 * <p>Of a pack only its index is read, one at a time; ids of packs are in the order of their making, and so are the numbers
 * that new ones get: of two places of one chunk the greater number is the newer pack.
 */
final class PackReading {
    private final Backend backend;
    private final PatientReads reads;
    private final Database database;
    private final RepositoryKey key;
    private final Findings findings;

    PackReading(Backend backend, Database database, RepositoryKey key, Findings findings) {
        this.backend = backend;
        this.reads = new PatientReads(backend);
        this.database = database;
        this.key = key;
        this.findings = findings;
    }

    private record Stored(UUID id, long size) {}

    void run(UUID session, ReadingProgress progress) throws IOException {
        var stored = list();
        for (var i = 0; i < stored.size(); i++) {
            read(stored.get(i), session);
            progress.at("packs", i + 1, stored.size());
        }
        database.inTransaction(tx -> tx.mapper(RebuildMapper.class).indexPlaces());
    }

    private List<Stored> list() throws IOException {
        var stored = new ArrayList<Stored>();
        backend.list(ObjectNames.PACKS, object -> {
            var id = ManifestReading.id(object.name().last());
            if (id == null || !ObjectNames.pack(id).equals(object.name())) {
                findings.add("The object " + object.name() + " has no name of this store's; it is left alone.");
                return;
            }
            stored.add(new Stored(id, object.size()));
        });
        stored.sort(Comparator.comparing((Stored pack) -> pack.id().toString()));
        return stored;
    }

    private void read(Stored pack, UUID session) throws IOException {
        var cipher = key.cipher(ObjectNames.pack(pack.id()));
        try {
            var index = reads.of(cipher.name(), () -> PackReaders.index(backend, cipher, pack.id(), pack.size(), true));
            enter(pack, session, index);
        } catch (DamagedException e) {
            findings.add("The pack " + cipher.name() + " cannot be read: " + e.getMessage());
            // One that the catalog knows is not gone: what it holds shows as damaged where it is read.
            database.inTransaction(tx -> {
                var mapper = tx.mapper(RebuildMapper.class);
                var known = mapper.packNumber(pack.id());
                return known == null ? 0 : mapper.packSeen(known);
            });
        }
    }

    private void enter(Stored pack, UUID session, PackIndex index) {
        var kind = index.blocks().isEmpty()
                ? PackKind.DATA
                : index.blocks().getFirst().content().pack();
        var row = new RebuiltPackRow(
                pack.id(),
                kind.name(),
                session,
                pack.size(),
                index.blocks().size(),
                index.blocks().stream().mapToInt(PackIndex.Block::chunks).sum(),
                madeAt(pack.id()));
        database.inTransaction(tx -> {
            var mapper = tx.mapper(RebuildMapper.class);
            mapper.relax();
            var number = mapper.enterPack(row);
            mapper.packSeen(number);
            try (var copy = PlaceCopy.into(tx)) {
                for (var block = 0; block < index.blocks().size(); block++) {
                    add(copy, number, block, index.blocks().get(block));
                }
                copy.end();
            }
            return true;
        });
    }

    private static void add(PlaceCopy copy, long pack, int number, PackIndex.Block block) {
        var list = block.content() == Content.DESCRIPTORS;
        for (var chunk = 0; chunk < block.chunks(); chunk++) {
            copy.add(block.ids(), chunk * ContentId.BYTES, list, pack, number, chunk);
        }
    }

    /** Ids of version 7 begin with the milliseconds of their making. */
    static OffsetDateTime madeAt(UUID id) {
        var millis = id.version() == 7 ? id.getMostSignificantBits() >>> 16 : 0;
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }
}
