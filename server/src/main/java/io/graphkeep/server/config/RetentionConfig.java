package io.graphkeep.server.config;

import java.util.List;

/**
 * How long things are kept where a graph's own policy says nothing else.
 *
 * @param days how long a snapshot is kept
 * @param protectedDays how long after its creation nothing but an admin's force removes a snapshot
 * @param eventDays how long the event log is kept
 */
public record RetentionConfig(int days, int protectedDays, int eventDays) {

    static final Key<Integer> RETENTION_DAYS = Key.of(Group.RETENTION, "RETENTION_DAYS", Types.integer(1, 36_500))
            .otherwise("30")
            .alias("LIGHTRAG_BACKUP_RETENTION_DAYS")
            .means("Days that a snapshot is kept, where its graph has no policy of its own. The newest intact snapshot"
                    + " of a graph stays however old it is.");
    static final Key<Integer> PROTECTED_DAYS = Key.of(Group.RETENTION, "PROTECTED_DAYS", Types.integer(0, 36_500))
            .otherwise("7")
            .means("Days after its creation in which a snapshot cannot be deleted, whatever retention says, but by an"
                    + " admin who forces it.");
    static final Key<Integer> EVENT_RETENTION_DAYS = Key.of(
                    Group.RETENTION, "EVENT_RETENTION_DAYS", Types.integer(1, 36_500))
            .otherwise("90")
            .alias("LIGHTRAG_EVENT_LOG_RETENTION")
            .means("Days that events are kept, those of the audit included.");

    static final List<Key<?>> KEYS = List.of(RETENTION_DAYS, PROTECTED_DAYS, EVENT_RETENTION_DAYS);

    static RetentionConfig from(Values values) {
        return new RetentionConfig(
                values.get(RETENTION_DAYS), values.get(PROTECTED_DAYS), values.get(EVENT_RETENTION_DAYS));
    }
}
