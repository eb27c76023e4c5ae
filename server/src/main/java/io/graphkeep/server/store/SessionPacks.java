package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.store.PackMapper;
import io.graphkeep.server.store.backend.Backend;
import java.io.IOException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * The packs of one session: each is announced in the catalog before a byte of it is put, so that nothing lies in the store
 * that no one knows of.
 */
final class SessionPacks {
    private final UUID session;
    private final Database database;
    private final Backend backend;
    private final RepositoryKey key;
    private final BlockWorkers workers;
    private final BlockBuffers buffers;
    private final Reserve reserve;
    private final Ids ids;
    private final Clock clock;
    private final WriteRoom room;
    private final LongConsumer stored;
    private final AtomicLong bytes = new AtomicLong();

    SessionPacks(UUID session, StoreParts parts) {
        this(session, parts, WriteRoom.whole(parts.settings().packBytes()), sum -> {});
    }

    /**
     * The packs of a session.
     *
     * @param stored told the bytes of all that was put, after each one; what it throws is what the put fails with
     */
    SessionPacks(UUID session, StoreParts parts, WriteRoom room, LongConsumer stored) {
        this.session = session;
        this.stored = stored;
        this.database = parts.database();
        this.backend = parts.backend();
        this.key = parts.key();
        this.workers = parts.workers();
        this.buffers =
                new BlockBuffers(Content.values().length + parts.settings().workers() + 2, room);
        this.reserve = parts.reserve();
        this.ids = parts.ids();
        this.clock = parts.clock();
        this.room = room;
    }

    PackWriter open(PackKind kind) throws IOException {
        reserve.require(room.packBytes());
        var id = ids.next();
        var now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        var number = database.inTransaction(tx -> tx.mapper(PackMapper.class).announce(id, kind.name(), session, now));
        if (number == null) {
            throw StoreFailures.stale(session);
        }
        return new PackWriter(id, number, kind, key, workers, buffers);
    }

    long put(PackWriter pack) {
        try {
            var size = pack.put(backend);
            database.inTransaction(
                    tx -> tx.mapper(PackMapper.class).put(pack.number(), size, pack.blocks(), pack.chunks()));
            stored.accept(bytes.addAndGet(size));
            return size;
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }
}
