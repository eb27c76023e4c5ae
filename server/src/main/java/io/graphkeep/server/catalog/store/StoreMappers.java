package io.graphkeep.server.catalog.store;

import java.util.List;

/** All mappers of the store, for whoever opens the database. */
public final class StoreMappers {
    public static final List<Class<?>> ALL = List.of(
            CheckMapper.class,
            InstanceMapper.class,
            SessionMapper.class,
            PackMapper.class,
            SegmentMapper.class,
            StateRecordMapper.class,
            StoredSnapshotMapper.class,
            CollectorMapper.class);

    private StoreMappers() {}
}
