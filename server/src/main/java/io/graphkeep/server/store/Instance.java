package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.catalog.store.InstanceRow;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** The instance that the catalog stands for; its id is made by the first start. */
final class Instance {
    private Instance() {}

    static InstanceRow get(Database database, Ids ids, Clock clock) {
        return database.inTransaction(tx -> {
            var mapper = tx.mapper(InstanceMapper.class);
            var row = mapper.find();
            if (row != null) {
                return row;
            }
            mapper.insertIfAbsent(ids.next(), OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
            return Objects.requireNonNull(mapper.find());
        });
    }

    static long micros(java.time.Instant instant) {
        return ChronoUnit.MICROS.between(java.time.Instant.EPOCH, instant);
    }
}
