package io.graphkeep.server.api;

import com.google.protobuf.util.Timestamps;
import io.graphkeep.v1.Hold;
import java.time.Clock;
import java.time.Instant;

/** The checks of a hold that a caller asks for. */
final class HoldChecks {
    private static final int LONGEST_REASON = 256;

    private HoldChecks() {}

    static void check(Validation checks, String field, Hold hold, Clock clock) {
        checks.text(field + ".reason", hold.getReason(), 1, LONGEST_REASON);
        if (hold.hasExpireTime()) {
            var end = hold.getExpireTime();
            checks.check(
                    field + ".expire_time",
                    Timestamps.isValid(end)
                            && Instant.ofEpochSecond(end.getSeconds(), end.getNanos())
                                    .isAfter(clock.instant()),
                    "it must lie in the future");
        }
    }
}
