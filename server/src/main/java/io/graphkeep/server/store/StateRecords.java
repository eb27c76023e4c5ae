package io.graphkeep.server.store;

import io.graphkeep.format.v1.StateRecord;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.StateRecordMapper;
import io.graphkeep.server.catalog.store.StateRecordRow;
import io.graphkeep.server.store.backend.Backend;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * What the store must be told that only the catalog knows otherwise: appended in the transaction that makes it true, put into
 * the store before the caller is answered.
 *
 * <p>Of several records of one subject the greatest number counts: append after the change that a record tells has locked its
 * row. A record that was appended and not put (the server died) is put by the next start.
 */
public final class StateRecords {
    private static final int BATCH = 100;

    private final Database database;
    private final Backend backend;
    private final RepositoryKey key;
    private final WriteGate gate;
    private final Clock clock;

    StateRecords(Database database, Backend backend, RepositoryKey key, WriteGate gate, Clock clock) {
        this.database = database;
        this.backend = backend;
        this.key = key;
        this.gate = gate;
        this.clock = clock;
    }

    /** Adds a record to the transaction. The fact is set by the caller; number, subject and time are set here. */
    public void append(Transaction transaction, String subject, StateRecord fact) {
        gate.requireOpen();
        var now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        var record = fact.toBuilder()
                .setSubject(subject)
                .setTimeUs(ChronoUnit.MICROS.between(Instant.EPOCH, now.toInstant()))
                .build();
        transaction.mapper(StateRecordMapper.class).insert(subject, record.toByteArray(), now);
    }

    /** Puts what is appended and committed and not in the store yet; called before an answer, and at each start. */
    public void putPending() {
        gate.requireOpen();
        for (var after = 0L; ; ) {
            var from = after;
            var rows = database.read(tx -> tx.mapper(StateRecordMapper.class).pending(from, BATCH));
            for (var row : rows) {
                put(row);
                after = row.number();
            }
            if (rows.size() < BATCH) {
                return;
            }
        }
    }

    /** Two servers may put the same record at once: they put the same bytes. */
    private void put(StateRecordRow row) {
        try {
            var record = StateRecord.parseFrom(row.payload()).toBuilder()
                    .setNumber(row.number())
                    .build();
            SealedObject.put(backend, key.cipher(ObjectNames.state(row.number())), record.toByteArray());
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
        var now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        database.inTransaction(tx -> tx.mapper(StateRecordMapper.class).markPut(row.number(), now));
    }
}
