package io.graphkeep.server.api;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Moments between the catalog's form and the contract's. */
final class Timestamps {
    private Timestamps() {}

    static Timestamp of(OffsetDateTime moment) {
        return of(moment.toInstant());
    }

    static Timestamp of(Instant moment) {
        return Timestamp.newBuilder()
                .setSeconds(moment.getEpochSecond())
                .setNanos(moment.getNano())
                .build();
    }

    static OffsetDateTime moment(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos())
                .atOffset(ZoneOffset.UTC);
    }
}
